"""Which slices make up the answer, by what kind of question it is: a list, an example, a comparison, or plain.

Knows scores, kinds and sections; writes nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answerer.headings import MOST_STATEMENTS, Headings
from bot.answerer.sections import Sections
from bot.answerer.slices import Choice, Slice, reading_order, repeats
from bot.calibration import log_odds
from bot.corpus import Corpus
from bot.features import Asked, Lexicon
from bot.features.cues import copula
from bot.terms import terms, words
from bot.types import Language, ScoredSentence

_INSIDE = frozenset({"number", "time", "who", "reason"})  # kinds that ask about something in a list or an example
_NO_LIST = _INSIDE | {"definition", "yesno", "where", "comparison"}  # and that no list answers
_DIRECT = frozenset({"yesno", "who", "time", "number", "where"})
_FIRST = 2  # sentences among which a definition that settles whether there is an answer must be
_EARLY = 40  # characters before its verb: what it defines is its subject
_GAP = 3.0  # a further sentence may be this much less likely than the best, in log-odds; 2.2 cost a point
_SAME_CLAIM = 0.6  # share of the longer claim's content words that the other has too, before numbers are compared
_CLAIM_WORDS = 3  # of them at least: "costs" and "kr." alone made two worked examples contradict each other


class Chooser:
    """Chooses slices for one corpus."""

    def __init__(self, corpus: Corpus, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._sections = Sections(corpus)
        self._headings = Headings(corpus)

    def is_there(self, asked: Asked, sentences: Sequence[ScoredSentence]) -> bool:
        """Whether what is asked for is there for certain, whatever its probability."""
        ranked = self._one_language(asked, sentences)
        return self._sections.asked_outright(asked, ranked) or any(self._defined(asked, one) for one in ranked[:_FIRST])

    def _defined(self, asked: Asked, one: ScoredSentence) -> bool:
        """Whether a sentence says what the question asks for, and nothing else is asked: "The bullwhip effect is …"."""
        language = one.passage.chunk.language
        at, says_what = copula(one.sentence.plain, language)
        if not asked.kinds <= {"definition"} or not says_what or not 0 < at < _EARLY or not asked.subject:
            return False
        if len(asked.subject) < len(asked.terms) or not all(term.known for term in asked.subject):
            return False
        named = self._lexicon.stems(one.sentence.plain[:at], language)
        return all(term.stems[language] & named for term in asked.subject)

    def choose(self, asked: Asked, sentences: Sequence[ScoredSentence]) -> Choice:
        """Return the answer's slices; `sentences` are best first. Empty only where `sentences` is."""
        ranked = self._one_language(asked, sentences)
        if not ranked:
            return Choice(())
        about_example = "example" in asked.kinds and not asked.kinds & _INSIDE
        if about_example and (choice := self._sections.example(asked, ranked)):
            return choice
        if "list" in asked.kinds and (choice := self._sections.aspects(asked, ranked)):
            return choice
        if choice := self._headings.headed_alike(asked, ranked):
            return choice
        opening = self._headings.definition(asked, ranked)  # what a thing is comes before any list of its article
        if opening is None and (choice := self._sections.led_in(asked, ranked)):
            return choice
        if "comparison" in asked.kinds and (choice := self._comparison(asked, ranked)):
            return choice
        choice = self._plain(asked, ranked, opening)
        return choice if choice.disagree or asked.kinds & _NO_LIST else self._sections.completed(choice)

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

    def _plain(self, asked: Asked, ranked: Sequence[ScoredSentence], opening: Slice | None) -> Choice:
        floor = log_odds(ranked[0].score) - _GAP
        slices = [opening] if opening else []
        for one in ranked:
            if len(slices) == MOST_STATEMENTS or (slices and log_odds(one.score) < floor):
                break
            found = self._sections.slice_of(one)
            if found is None or found.plain.rstrip().endswith(("?", ":")):
                continue
            inside = next((place for place, other in enumerate(slices) if found.covers(other)), None)
            if inside is not None:  # it leans on what is said already: one statement instead of two
                slices[inside] = replace(found, score=slices[inside].score)
            elif not repeats(found, slices):
                slices.append(found)
        if not slices:
            slices = [found for one in ranked[:1] if (found := self._sections.slice_of(one))]
        rival = self._rival(slices[0], ranked) if slices else None
        if rival:
            return Choice((slices[0], rival), disagree=True)
        ordered = reading_order(slices)
        if asked.kinds & _DIRECT and slices:  # what decides it, or the very fact, comes first
            ordered = [slices[0], *(one for one in ordered if one is not slices[0])]
        return Choice(tuple(ordered))

    def _rival(self, best: Slice, ranked: Sequence[ScoredSentence]) -> Slice | None:
        """Return a sentence of another article that makes the same claim with other numbers."""
        numbers = _numbers(best.plain)
        if not numbers:
            return None
        mine = _claim(best)
        floor = log_odds(best.score) - _GAP
        for one in ranked:
            if one.passage.chunk.article == best.document.article or log_odds(one.score) < floor:
                continue
            other = self._sections.slice_of(one)
            if other is None or not (theirs := _numbers(other.plain)) or numbers & theirs:
                continue
            claim = _claim(other)
            if len(mine & claim) >= max(_CLAIM_WORDS, _SAME_CLAIM * max(len(mine), len(claim))):
                return other
        return None

    def _comparison(self, asked: Asked, ranked: Sequence[ScoredSentence]) -> Choice | None:
        """Return the best sentence, and one for each side that it leaves out."""
        sides = [term for term in asked.subject if term.known and not term.notions]
        if len(sides) < 2:  # "a weakness and a threat" are sides, whatever else their names mean
            sides = [term for term in asked.terms if term.known]
        chosen: list[Slice] = []
        missing = list(sides[:2])
        for one in ranked[:20]:
            found = self._sections.slice_of(one)
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
        floor = log_odds(ranked[0].score) - _GAP
        for one in ranked[1:]:
            if log_odds(one.score) < floor:
                return None
            found = self._sections.slice_of(one)
            if found and not repeats(found, chosen):
                return found
        return None


def _numbers(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\d+(?:[.,]\d+)*", text))


def _claim(one: Slice) -> frozenset[str]:
    """Return the content words of a slice without its numbers."""
    numbers = {word for word in words(one.plain) if word[:1].isdigit()}
    return frozenset(terms(one.plain, one.document.language)) - numbers
