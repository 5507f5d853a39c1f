"""One article's text to a Document: front matter, title, language, sections and sentences with their offsets.

Knows nothing of folders; `bot.corpus` reads the files.
"""

import logging
import re
import unicodedata
from collections.abc import Iterator

import yaml

from bot.blocks import Block, read_blocks
from bot.language import detect
from bot.markdown import cells, mask, plain
from bot.sentences import split_sentences
from bot.types import LANGUAGES, Document, Language, Section, Sentence, SentenceKind

logger = logging.getLogger(__name__)

_FRONT_MATTER = re.compile(
    r"\s*---[ \t]*(?:\r\n?|\n)(?P<yaml>.*?)(?:^|(?<=[\r\n]))(?:---|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)", re.DOTALL
)
_LOOSE_LINE = re.compile(r"(?P<key>[A-Za-z][\w-]*)[ \t]*:(?P<value>.*)")
_LONGEST_FRONT_MATTER = 50_000  # the YAML reader takes a second for 70,000 characters
_LONGEST_ITEM = 300  # characters; a longer list item of several sentences is cited by the sentence
_LONGEST_CODE = 600  # characters of code cited as one
_HIDDEN_HTML = re.compile(  # `#` lines are headings that the tags around them keep Markdown from seeing
    r"<!--.*?(?:-->|\Z)|<(script|style|h[1-6])\b.*?(?:</\1\s*>|\Z)|(?m:^[ \t]*#{1,6}[ \t][^\r\n]*)",
    re.DOTALL | re.IGNORECASE,
)
_HTML_BORDER = re.compile(
    r"</?(?:address|article|aside|blockquote|body|br|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|"
    r"head|header|hr|html|iframe|li|link|main|meta|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|title|tr|ul)\b[^<>]*>",
    re.IGNORECASE,
)


def read_document(text: str, id: str, *, language: Language | None = None) -> Document:
    """Return the Document of one article; `text` is the file decoded, newlines untouched.

    `language` is the folder's, used when the front matter names none; with neither it is detected on the text.
    A byte order mark at the start is kept out of the offsets.
    """
    text = text.removeprefix("\ufeff")
    meta, body = _front_matter(text, id)
    blocks = read_blocks(text, body, indented_code=not id.casefold().endswith(".txt"))
    named = _string(meta.get("title"))
    heading = _title_heading(blocks, named)
    title = plain(heading.content) if heading and plain(heading.content) else named or _humanised(id)
    found = _language(meta.get("language") or meta.get("lang")) or language or _detected(blocks, text, title)
    return Document(
        id=id,
        title=title,
        language=found,
        text=text,
        description=_string(meta.get("description")),
        keywords=_strings(meta.get("keywords")),
        sections=tuple(_sections(text, body, blocks, heading, found)),
    )


def _front_matter(text: str, id: str) -> tuple[dict[str, object], int]:
    """Return the values between the two `---` lines and where the body begins.

    Broken YAML is read line by line as `key: value`; lines that are not even that are text between two rules.
    """
    match = _FRONT_MATTER.match(text)
    if match is None or match.end() > _LONGEST_FRONT_MATTER:
        return {}, 0
    try:
        # Every value a string: "language: no" is no false, and no number or date is guessed.
        values = yaml.load(match["yaml"], Loader=yaml.BaseLoader)  # noqa: S506 - it constructs nothing but text
    except (yaml.YAMLError, RecursionError):
        values = _loose_values(match["yaml"])
        if values:
            logger.warning("The front matter of %s is not valid YAML and is read line by line; quote its values.", id)
    if isinstance(values, dict):
        return {str(key).casefold(): value for key, value in values.items()}, match.end()
    return {}, 0 if match["yaml"].strip() else match.end()


def _loose_values(lines: str) -> dict[str, object] | None:
    """Return `key: value` lines as they stand, quotes and brackets off; None when a line is something else."""
    values: dict[str, object] = {}
    for line in re.split(r"[\r\n]+", lines):
        found = _LOOSE_LINE.match(line)
        if found:
            values[found["key"]] = found["value"].strip().strip("\"'[]")
        elif line.strip() and not line.startswith((" ", "\t", "-", "#")):
            return None
    return values or None


def _string(value: object) -> str:
    return plain(value) if isinstance(value, str) else ""


def _strings(value: object) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else value.split(",") if isinstance(value, str) else []
    return tuple(filter(None, map(_string, parts)))


def _language(value: object) -> Language | None:
    code = str(value or "").strip().casefold().replace("_", "-").split("-")[0]
    names = {"dansk": "da", "danish": "da", "engelsk": "en", "english": "en"}
    return next((language for language in LANGUAGES if language == names.get(code, code)), None)


def _detected(blocks: list[Block], text: str, title: str) -> Language:
    """Detect on the first 4,000 characters of prose; a text without any signs is taken for English."""
    prose = " ".join(text[start:end] for block in blocks for start, end in block.spans if block.kind != "code")
    return detect(f"{title}. {prose[:4000]}").language or "en"


def _humanised(id: str) -> str:
    stem = id.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    words = plain(re.sub(r"[_\-\s]+", " ", stem))
    return words[:1].upper() + words[1:] if words else id


def _title_heading(blocks: list[Block], named: str) -> Block | None:
    """Return the first heading of level one, unless the front matter has another title and there are several."""
    tops = [block for block in blocks if block.kind == "heading" and block.level == 1 and plain(block.content)]
    if not tops:
        return None
    if named and len(tops) > 1 and plain(tops[0].content).casefold() != named.casefold():
        return None
    return tops[0]


def _sections(text: str, body: int, blocks: list[Block], title: Block | None, language: Language) -> Iterator[Section]:
    """Yield the sections, each from its heading's line to the next heading's; they tile the body."""
    path: list[tuple[int, str]] = []
    start, content = body, body
    sentences: list[Sentence] = []
    for block in blocks:
        if block.kind != "heading":
            sentences += _sentences(text, block, language)
            continue
        if path or sentences or text[start : block.start].strip():
            yield Section(tuple(name for _, name in path), start, content, block.start, tuple(sentences))
        sentences = []
        start, content = block.start, block.end
        name = plain(block.content)
        if block is title:
            path = []
        elif name:
            path = [*((level, above) for level, above in path if level < block.level), (block.level, name)]
    if path or sentences or text[start:].strip():
        yield Section(tuple(name for _, name in path), start, content, len(text), tuple(sentences))


def _sentences(text: str, block: Block, language: Language) -> Iterator[Sentence]:
    """Yield the citable spans of one block; what shows no letter or digit is none."""
    for start, end, kind in _citable(text, block, language):
        verbatim = text[start:end]
        if not any(map(str.isalnum, verbatim)):
            continue
        if kind == "row":
            shown = _row_text(block.header, cells(verbatim))
        elif kind == "code":
            shown = unicodedata.normalize("NFC", " ".join(verbatim.split()))
        else:
            shown = plain(verbatim)
        if any(character.isalnum() for character in shown):
            yield Sentence(verbatim, shown, start, end, kind, block.number)


def _row_text(header: tuple[str, ...], row: tuple[str, ...]) -> str:
    """Say a table row as text: the first cell, then each further one after the name of its column."""
    named = [f"{name}: {cell}" if name else cell for name, cell in zip(header[1:], row[1:], strict=False) if cell]
    rest = [cell for cell in row[max(len(header), 1) :] if cell]
    return " · ".join([*filter(None, row[:1]), *named, *rest])


def _citable(text: str, block: Block, language: Language) -> Iterator[tuple[int, int, SentenceKind]]:
    match block.kind:
        case "row":
            yield (*block.spans[0], "row")
        case "code":
            yield from ((start, end, "code") for start, end in _code(block))
        case "html":
            yield from ((start, end, "prose") for start, end in _html(text, block, language))
        case "prose" | "quote":
            yield from ((start, end, block.kind) for start, end in _running(text, block, language))
        case "item":
            start, end = block.spans[0][0], block.spans[-1][1]
            if end - start <= _LONGEST_ITEM:
                yield start, end, "item"
            else:
                yield from ((start, end, "item") for start, end in _running(text, block, language))


def _running(text: str, block: Block, language: Language) -> Iterator[tuple[int, int]]:
    """Split a paragraph whose lines may each have marks before them; a span may run over several lines."""
    joined = "\n".join(text[start:end] for start, end in block.spans)
    places = [place for start, end in block.spans for place in (*range(start, end), end)]
    for start, end in split_sentences(mask(joined), language):
        yield places[start], places[end - 1] + 1


def _code(block: Block) -> Iterator[tuple[int, int]]:
    """Group the lines of a code block into spans of at most `_LONGEST_CODE` characters, or one longer line."""
    start = block.spans[0][0]
    end = start
    for line_start, line_end in block.spans:
        if line_end - start > _LONGEST_CODE and end > start:
            yield start, end
            start = line_start
        end = line_end
    yield start, end


def _html(text: str, block: Block, language: Language) -> Iterator[tuple[int, int]]:
    """Split raw HTML at its block tags; comments, scripts, styles and headings are left out."""
    begin, end = block.spans[0][0], block.spans[-1][1]
    visible = _HIDDEN_HTML.sub(lambda match: "\0" * len(match[0]), text[begin:end])
    visible = _HTML_BORDER.sub(lambda match: "\0" * len(match[0]), visible)
    for piece in re.finditer(r"[^\0]+", visible):
        for start, stop in split_sentences(mask(piece[0]), language):
            yield begin + piece.start() + start, begin + piece.start() + stop
