"""Document to Chunks: sections packed to a size that the encoder sees whole, borders at sentences only.

Knows nothing of tokenizers or vectors. Lengths are in characters of plain text, headings included.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise

from bot.terms import terms
from bot.types import Chunk, Document, Section, Sentence

_JOINT = " › "


@dataclass(frozen=True)
class ChunkSettings:
    """How Documents are cut; part of the saved index, which is rebuilt when these change.

    `max_characters`: the longest embedded text, unless one sentence is longer. `repeat_share`: a quote is a repeat,
    and left out, when at least this share of its content words (their stems) stand in one sentence of its section.
    """

    max_characters: int = 800  # at most 203 of 256 word pieces in articles of the densest kind, 110 on average
    repeat_share: float = 0.75  # pull-quotes that were tried had 0.8 to 1, other quotes at most 0.5

    def as_dict(self) -> dict[str, int | float]:
        """Return the settings as JSON has them."""
        return asdict(self)


def chunk_document(document: Document, settings: ChunkSettings = ChunkSettings()) -> tuple[Chunk, ...]:
    """Return the chunks in reading order; they hold every sentence once, but for quotes that repeat their section."""
    return tuple(
        _chunk(document, section, sentences)
        for section in document.sections
        for run in _runs(section, repeated_quotes(section, document, settings.repeat_share))
        for sentences in _packed(run, _room(document, section, settings))
    )


def _room(document: Document, section: Section, settings: ChunkSettings) -> int:
    """Return the characters left for text beside title and headings, at least half of all."""
    whole = settings.max_characters
    return max(whole - len(_heading(document.title, section.path)), whole // 2, 1)


def embedding_text(chunk: Chunk) -> str:
    """Return what the encoder sees: "title › section › plain text"."""
    return _heading(chunk.title, chunk.section) + " ".join(sentence.plain for sentence in chunk.sentences)


def repeated_quotes(section: Section, document: Document, share: float) -> frozenset[int]:
    """Return the block numbers of quotes whose content words nearly all stand in one other sentence of the section."""
    quotes = [sentence for sentence in section.sentences if sentence.kind == "quote"]
    body = [sentence for sentence in section.sentences if sentence.kind != "quote"]
    if not quotes:
        return frozenset()
    places: dict[str, list[int]] = {}  # the sentences of the body that hold a word
    for place, sentence in enumerate(body):
        for word in _content(sentence, document):
            places.setdefault(word, []).append(place)
    stays = {sentence.block for sentence in body}  # a quote that also holds a list or code is more than a pull-quote
    for sentence in quotes:
        content = _content(sentence, document)
        found = Counter(place for word in content for place in places.get(word, ()))
        if not content or max(found.values(), default=0) < share * len(content):
            stays.add(sentence.block)
    return frozenset(sentence.block for sentence in quotes) - stays


def _content(sentence: Sentence, document: Document) -> frozenset[str]:
    return frozenset(terms(sentence.plain, document.language))


def _heading(title: str, path: Sequence[str]) -> str:
    return "".join(part + _JOINT for part in (title, *path))


def _chunk(document: Document, section: Section, sentences: Sequence[Sentence]) -> Chunk:
    start, end = _line_start(document.text, section, sentences[0]), sentences[-1].end
    return Chunk(
        document=document.id,
        article=document.article,
        title=document.title,
        section=section.path,
        language=document.language,
        text=document.text[start:end],
        start=start,
        end=end,
        sentences=tuple(sentences),
    )


def _line_start(text: str, section: Section, first: Sentence) -> int:
    """Begin a chunk at the list or quote mark before its first sentence, so that it reads as it was written."""
    start = first.start
    while start > section.body and text[start - 1] in " \t>-+*.)0123456789":
        start -= 1
    at_line_start = start == section.body or text[start - 1] in "\r\n"
    return start if at_line_start and first.kind in {"item", "quote"} else first.start


def _runs(section: Section, repeats: frozenset[int]) -> Iterator[list[Sentence]]:
    """Part a section at its repeated quotes, so that no chunk's text spans one."""
    run: list[Sentence] = []
    for sentence in section.sentences:
        if sentence.block not in repeats:
            run.append(sentence)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _packed(sentences: Sequence[Sentence], room: int) -> Iterator[Sequence[Sentence]]:
    """Cut a run into pieces of at most `room` characters with the least cost: even sizes, borders between blocks."""
    count = len(sentences)
    borders = [_border_cost(sentences, start) for start in range(count)]
    costs = [0.0] + [float("inf")] * count
    cuts = [0] * (count + 1)
    for end in range(1, count + 1):
        size = 0
        for start in range(end - 1, -1, -1):
            size += len(sentences[start].plain) + 1
            if size > room and start < end - 1:
                break
            cost = costs[start] + 1.0 + (1 - size / room) ** 2 / 2 + borders[start]
            if cost < costs[end]:
                costs[end], cuts[end] = cost, start
    chosen = [count]
    while chosen[-1]:
        chosen.append(cuts[chosen[-1]])
    for start, end in pairwise(reversed(chosen)):
        yield sentences[start:end]


def _border_cost(sentences: Sequence[Sentence], start: int) -> float:
    """What it costs to begin a chunk at `sentences[start]`, against 1 for having one chunk more."""
    if start == 0:
        return 0.0
    before, after = sentences[start - 1], sentences[start]
    if before.block == after.block:
        return 0.4 if after.kind in {"item", "row"} else 0.3
    if after.kind in {"item", "row"}:  # a list or table stays with the sentence that leads into it
        return 0.8 if before.plain.endswith(":") else 0.5
    return 0.0
