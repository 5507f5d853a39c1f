"""Which slices make up the answer, by what kind of question it is: a list, an example, a comparison, or plain.

Knows scores, kinds and sections; writes nothing.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.answerer.slices import Slice, cut, cut_section, find, reading_order, repeats
from bot.corpus import Corpus
from bot.features import Asked, Lexicon
from bot.features.cues import ASPECTS, notions
from bot.terms import terms, words
from bot.types import Document, Language, ScoredSentence, Section

MOST_ITEMS = 8  # of a list; more is an article, not an answer
MOST_STATEMENTS = 3  # of any other answer: what is read at a glance
_GAP = 3.0  # a further sentence may be this much less likely than the best, in log-odds; 2.2 cost a point
_NEAR = 4.4  # and the best sentence of a section that is headed by what was asked for, this much
_BESIDE = 1.0  # and an item of a list, for that list to be the answer to a question for one
_OPENING = 3  # sentences of an example that are quoted before the link to the whole
_ANNOUNCED = 70  # characters; a longer sentence with a count in it says the things themselves
_COUNTED: dict[Language, re.Pattern[str]] = {
    "da": re.compile(r"\b(?:to|tre|fire|fem|seks|syv|otte|flere|en række)\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:two|three|four|five|six|seven|eight|several|a number of)\b", re.IGNORECASE),
}
_SAME_CLAIM = 0.6  # share of the longer claim's content words that the other has too, before numbers are compared
_CLAIM_WORDS = 3  # of them at least: "costs" and "kr." alone made two worked examples contradict each other


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen slices in the order to say them, and what has to be said with them."""

    slices: tuple[Slice, ...]
    listed: bool = False
    example: bool = False
    disagree: bool = False


class Chooser:
    """Chooses slices for one corpus."""

    def __init__(self, corpus: Corpus, lexicon: Lexicon) -> None:
        self._corpus = corpus
        self._lexicon = lexicon

    def choose(self, asked: Asked, sentences: Sequence[ScoredSentence]) -> Choice:
        """Return the answer's slices; `sentences` are best first. Empty only where `sentences` is."""
        ranked = self._one_language(asked, sentences)
        if not ranked:
            return Choice(())
        if "example" in asked.kinds and (choice := self._example(asked, ranked)):
            return choice
        if "list" in asked.kinds and (choice := self._list(asked, ranked)):
            return choice
        if choice := self._led_in(asked, ranked):
            return choice
        if "comparison" in asked.kinds and (choice := self._comparison(asked, ranked)):
            return choice
        return self._plain(asked, ranked)

    def _one_language(self, asked: Asked, sentences: Sequence[ScoredSentence]) -> list[ScoredSentence]:
        """Keep one version of each article, the answer's where it says as much, then the best one's language."""
        wanted = asked.question.answer_language
        best: dict[tuple[str, Language], float] = {}
        for one in sentences:
            key = (one.passage.chunk.article, one.passage.chunk.language)
            best[key] = max(best.get(key, 0.0), one.score)

        def counts(one: ScoredSentence) -> bool:
            chunk = one.passage.chunk
            if chunk.language == wanted:
                return True
            return best.get((chunk.article, wanted), 0.0) < 0.5 * best[(chunk.article, chunk.language)]

        kept = [one for one in sentences if counts(one)]
        language = kept[0].passage.chunk.language if kept else wanted
        return [one for one in kept if one.passage.chunk.language == language]

    def _slice(self, one: ScoredSentence) -> Slice | None:
        return cut(self._corpus.get(one.passage.chunk.document), one.sentence.start, one.score)

    def _plain(self, asked: Asked, ranked: Sequence[ScoredSentence]) -> Choice:
        floor = _log_odds(ranked[0].score) - _GAP
        slices: list[Slice] = []
        for one in ranked:
            if len(slices) == MOST_STATEMENTS or (slices and _log_odds(one.score) < floor):
                break
            found = self._slice(one)
            if found and not found.plain.rstrip().endswith(("?", ":")) and not repeats(found, slices):
                slices.append(found)
        if not slices:
            slices = [found for one in ranked[:1] if (found := self._slice(one))]
        rival = self._rival(slices[0], ranked) if slices else None
        if rival:
            return Choice((slices[0], rival), disagree=True)
        ordered = reading_order(slices)
        if "yesno" in asked.kinds and slices:
            ordered = [slices[0], *(one for one in ordered if one is not slices[0])]
        return Choice(tuple(ordered))

    def _rival(self, best: Slice, ranked: Sequence[ScoredSentence]) -> Slice | None:
        """Return a sentence of another article that makes the same claim with other numbers."""
        numbers = _numbers(best.plain)
        if not numbers:
            return None
        mine = _claim(best)
        floor = _log_odds(best.score) - _GAP
        for one in ranked:
            if one.passage.chunk.article == best.document.article or _log_odds(one.score) < floor:
                continue
            other = self._slice(one)
            if other is None or not (theirs := _numbers(other.plain)) or numbers & theirs:
                continue
            claim = _claim(other)
            if len(mine & claim) >= max(_CLAIM_WORDS, _SAME_CLAIM * max(len(mine), len(claim))):
                return other
        return None

    def _list(self, asked: Asked, ranked: Sequence[ScoredSentence]) -> Choice | None:
        """Return the whole of the section, or of each aspect's section, that the question asks for."""
        wanted = asked.aspects - {"example"}
        sections = [place for aspect in sorted(wanted) if (place := self._section({aspect}, ranked, asked))]
        sections = list({place[1].start: place for place in sections}.values())
        if not sections:
            return self._listed_best(ranked)
        room = MOST_ITEMS // len(sections)
        slices: list[Slice] = []
        scores = {(one.passage.chunk.document, one.sentence.start): one.score for one in ranked}
        for document, section, score in sorted(sections, key=lambda place: place[1].start):
            told = [
                replace(one, score=max(scores.get((document.id, sentence.start), 0.0) for sentence in one.sentences))
                for one in _list_of(document, section, score)
                if not repeats(one, slices)
            ]
            slices += told[:room]
        best = self._slice(ranked[0])
        if best and not repeats(best, slices) and not self._is_named(sections[0][0], asked):
            return None  # the best sentence stands elsewhere, and nothing says that this article is meant
        if best and not repeats(best, slices) and best.document.id == sections[0][0].id:
            slices = [best, *slices][:MOST_ITEMS]
        return Choice(tuple(slices), listed=len(slices) > 1) if slices else None

    def _is_named(self, document: Document, asked: Asked) -> bool:
        """Whether the question names the whole title of the article."""
        title = set(terms(document.title.partition("(")[0], document.language))
        stems = {stem for term in asked.terms for stem in term.stems[document.language]}
        stems |= {stem for term in asked.terms for part in term.parts for stem in part}
        return bool(title) and title <= stems

    def _listed_best(self, ranked: Sequence[ScoredSentence]) -> Choice | None:
        """Return the list in which the best sentence, or one beside it, is an item."""
        first = self._slice(ranked[0])
        if first is None or first.plain.endswith(":") or _is_summary(first.section, first.document.language):
            return None
        floor = _log_odds(ranked[0].score) - _BESIDE
        near = (found for one in ranked[:3] if _log_odds(one.score) >= floor and (found := self._slice(one)))
        best = next((one for one in near if one.is_item and one.section == first.section), None)
        if best is None:
            return None
        block = best.sentences[-1].block
        items = [
            one for one in cut_section(best.document, best.section, best.score) if one.sentences[-1].block == block
        ]
        return Choice(tuple(items[:MOST_ITEMS]), listed=True)

    def _led_in(self, asked: Asked, ranked: Sequence[ScoredSentence]) -> Choice | None:
        """Return the list that the best sentence leads into ("… three ways:"), with that sentence before it.

        A sentence that announces a count ("Three flows run through it.") leads into the sentences after it.
        """
        best = self._slice(ranked[0])
        if best is None:
            return None
        if not best.plain.endswith(":"):
            if "list" not in asked.kinds or not _COUNTED[best.document.language].search(best.plain):
                return None
            block = best.sentences[-1].block
            after = [one for one in cut_section(best.document, best.section, best.score) if one.start >= best.end]
            told = [one for one in after if one.sentences[0].block == block][:MOST_STATEMENTS]
            return Choice((best, *told)) if told and len(best.plain) < _ANNOUNCED else None
        after = [one for one in cut_section(best.document, best.section, best.score) if one.start >= best.end]
        block = after[0].sentences[0].block if after else 0
        items = [one for one in after if one.is_item and one.sentences[0].block == block][: MOST_ITEMS - 1]
        return Choice((best, *items), listed=True) if items else None

    def _section(
        self, aspects: Iterable[str], ranked: Sequence[ScoredSentence], asked: Asked
    ) -> tuple[Document, Section, float] | None:
        """Return the section headed by one of the aspects whose best sentence is near the top.

        One of an article that the question names comes before all others.
        """
        floor = _log_odds(ranked[0].score) - _NEAR
        named: list[tuple[Document, Section, float]] = []
        found: list[tuple[Document, Section, float]] = []
        for one in ranked:
            chunk = one.passage.chunk
            heading = chunk.section[-1] if chunk.section else ""
            if not notions(heading, chunk.language) & ASPECTS & set(aspects):
                continue
            document = self._corpus.get(chunk.document)
            if place := find(document, one.sentence.start):
                group = named if self._is_named(document, asked) else found
                if group is named or _log_odds(one.score) >= floor:
                    group.append((document, place[0], one.score))
        return next(iter(named or found), None)

    def _example(self, asked: Asked, ranked: Sequence[ScoredSentence]) -> Choice | None:
        """Return the opening of the example's section."""
        if asked.kinds & {"number", "time", "who", "reason"}:
            return None  # asks about something in the example
        place = self._section({"example"}, ranked, asked)
        if place is None:
            return None
        document, section, score = place
        slices = cut_section(document, section, score)[:_OPENING]
        title = set(terms(document.title, document.language))
        own = [term for term in asked.subject if not term.notions and not title & term.stems[document.language]]
        best = self._slice(ranked[0])
        if len(own) > 1 and best and not repeats(best, slices):
            return None  # asks about something in the example
        return Choice(tuple(slices), example=True) if slices else None

    def _comparison(self, asked: Asked, ranked: Sequence[ScoredSentence]) -> Choice | None:
        """Return the best sentence, and one for each side that it leaves out."""
        sides = [term for term in asked.subject if term.known and not term.notions]
        chosen: list[Slice] = []
        missing = list(sides[:2])
        for one in ranked[:20]:
            found = self._slice(one)
            if found is None or repeats(found, chosen) or found.plain.endswith("?"):
                continue
            stems = self._lexicon.stems(found.plain, found.document.language)
            told = [side for side in missing if side.stems[found.document.language] & stems]
            if not chosen or told:
                chosen.append(found)
                missing = [side for side in missing if side not in told]
            if not missing or len(chosen) == MOST_STATEMENTS:
                break
        if len(sides) < 2 or not chosen:
            return None
        if len(chosen) == 1 and (second := self._next(ranked, chosen)):
            chosen.append(second)
        return Choice(tuple(reading_order(chosen)))

    def _next(self, ranked: Sequence[ScoredSentence], chosen: Sequence[Slice]) -> Slice | None:
        """Return the best further slice that is near the best and no repeat."""
        floor = _log_odds(ranked[0].score) - _GAP
        for one in ranked[1:]:
            if _log_odds(one.score) < floor:
                return None
            found = self._slice(one)
            if found and not repeats(found, chosen):
                return found
        return None


def _list_of(document: Document, section: Section, score: float) -> list[Slice]:
    """Return a section's statements, prose and items alike."""
    return [one for one in cut_section(document, section, score) if not one.plain.endswith("?")]


def _is_summary(section: Section, language: Language) -> bool:
    return "highlight" in notions(section.heading, language)


def _numbers(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\d+(?:[.,]\d+)*", text))


def _claim(one: Slice) -> frozenset[str]:
    """Return the content words of a slice without its numbers."""
    numbers = {word for word in words(one.plain) if word[:1].isdigit()}
    return frozenset(terms(one.plain, one.document.language)) - numbers


def _log_odds(score: float) -> float:
    clipped = min(max(score, 1e-6), 1.0 - 1e-6)
    return math.log(clipped / (1.0 - clipped))
