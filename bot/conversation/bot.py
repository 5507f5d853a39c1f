"""The Bot: a message and the conversation before it → what it means → passages → an Answer → a Turn.

The one place where language, follow-ups, search and answering meet; each of them knows nothing of the others.
"""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.answerer import enumeration
from bot.conversation.asking import Ask, fixed_before, searched
from bot.conversation.followups import FollowUps
from bot.conversation.more import continue_from
from bot.conversation.pointed import Elaborator, pointed_from, statement_meant, statements
from bot.conversation.readings import LIKELY, OWN_WORDS, PASSAGES, SURE, UNSURE, first_of, surer
from bot.conversation.requests import fixed_language, wanted_language, wants_more, wants_simpler
from bot.conversation.retell import SAME_CLAIM, Reteller
from bot.conversation.smalltalk import small_talk
from bot.conversation.topics import Topics
from bot.conversation.twofold import all_passages, together, two_questions
from bot.corpus import Corpus
from bot.features import Lexicon
from bot.index import Index
from bot.language import detect, resolve
from bot.phrases import phrase
from bot.retriever import Retriever
from bot.suggestions import Suggester
from bot.translator import Translators
from bot.types import Answer, Answerer, Conversation, Language, Passage, Question, Turn

_WIDER = 24  # searched for a follow-up, from which those of its article come first
_OTHERS = 2  # passages of other articles kept at least beside those of a follow-up's article
_EMPTY = Conversation()


class Bot:
    """Answers messages over one corpus. Holds no conversation: it is given one and returns the next turn."""

    def __init__(
        self,
        corpus: Corpus,
        index: Index,
        retriever: Retriever,
        answerer: Answerer,
        translators: Translators | None = None,
    ) -> None:
        self.corpus = corpus
        self.index = index
        self.retriever = retriever
        self._answerer = answerer
        self._translate = translators.translate if translators else None
        lexicon = Lexicon(index.vocabulary)
        topics = Topics(corpus, lexicon)
        self._follow_ups = FollowUps(topics, lexicon)
        self._reteller = Reteller(corpus, index)
        self._elaborator = Elaborator(corpus, index)
        self._suggester = Suggester(corpus, self._can_answer)
        self._answerable: dict[tuple[str, Language], bool] = {}

    def ask(
        self,
        question: str,
        conversation: Conversation = _EMPTY,
        *,
        language: Language | None = None,
        page: Language | None = None,
        documents: Language | None = None,
    ) -> Turn:
        """Answer `question` after `conversation`.

        `language` fixes the answers' language, `page` is what an undecided first message falls back to, `documents`
        searches the articles of one language only.
        """
        began = time.perf_counter()
        own = self._language(question, conversation, page)
        fixed = fixed_language(question) or language or fixed_before(conversation)
        asking = Ask(question, conversation, own, fixed or own, documents)
        turn = self._special(asking, page) or self._twofold(asking) or self._answer(asking)
        return replace(turn, seconds=time.perf_counter() - began)

    def search(
        self, question: str, k: int = PASSAGES, *, page: Language | None = None
    ) -> tuple[Language, list[Passage]]:
        """Return the question's language and its `k` best passages."""
        language = self._language(question, Conversation(), page)
        if not re.search(r"\w", question):
            return language, []
        return language, self.retriever.retrieve(Question(searched(question), language, language), k, aligned=False)

    def starters(self, language: Language) -> tuple[str, ...]:
        """Return a few questions to begin with, all of which can be answered."""
        return self._suggester.starters(language)

    def prepare(self) -> Iterator[None]:
        """Do, step by step, what the first questions would wait for: read the passages, see which proposals hold."""
        detect("Wie heißt das auf Deutsch?")  # profiles of other languages are read when first needed
        read = False
        for _ in self.retriever.read_ahead():
            read = True
            yield
        for text, language in self._suggester.every() if read else ():
            self._can_answer(text, language)
            yield

    def _language(self, message: str, conversation: Conversation, page: Language | None) -> Language:
        previous = conversation.last.language if conversation.last else None
        return resolve(message, previous=previous, page=page or "en")

    def _special(self, asking: Ask, page: Language | None) -> Turn | None:
        """Return the reply to what is no question to the articles, or None."""
        if not re.search(r"\w", asking.message):
            return self._say(asking, "speech.hint", starters=True)
        if turn := self._request(asking):
            return turn
        talk = small_talk(asking.message)
        if talk == "yes":
            last = asking.conversation.last
            if last and last.answer.suggestions:
                offered = self.ask(last.answer.suggestions[0], asking.conversation, language=last.answer.language)
                return self._retitled(asking, offered)
            return self._say(asking, "speech.fine", starters=True)
        if talk:
            return self._say(asking, f"speech.{talk}", starters=talk != "bye")
        if detect(asking.message).other:
            spoken = page or (asking.conversation.last.language if asking.conversation.last else "en")
            return self._say(replace(asking, language=spoken, answer_language=spoken), "speech.third_language")
        return None

    def _request(self, asking: Ask) -> Turn | None:
        """Return the last answer in the other language, or more of it, where that is asked for."""
        last = next((turn for turn in reversed(asking.conversation.turns) if turn.passages), None)
        fixed = fixed_language(asking.message)
        if fixed and (last is None or not last.answer.answered):
            return self._say(replace(asking, answer_language=fixed), "speech.language_fixed", starters=True)
        wanted = fixed or wanted_language(asking.message)
        if wanted:
            if last is None:
                return self._say(replace(asking, answer_language=wanted), "speech.nothing_before", starters=True)
            if last.answer.answered and (retold := self._reteller.retell(last.answer, wanted)):
                return self._turn(asking, last.standalone, retold, last.passages)
            question = Question(searched(last.standalone), last.language, wanted)
            return self._turn(asking, last.standalone, *self._find(question, asking, None))
        if wants_more(asking.message):
            return self._more(asking, last)
        if last is None or not last.answer.answered:
            return None
        if wants_simpler(asking.message):
            return self._of_last(asking, last, self._elaborator.simplify(last.answer), "speech.no_simpler")
        return self._pointed_at(asking, last)

    def _pointed_at(self, asking: Ask, last: Turn) -> Turn | None:
        """Say more of the one statement of the last answer that the message points at; None where it points at none."""
        base = pointed_from(asking.conversation) or last
        meant = statements(base.answer)
        place = statement_meant(asking.message, len(meant))
        if place is None or self._follow_ups.names_sides(asking.conversation, asking.language):
            return None
        answer = self._elaborator.elaborate(meant[place], asking.conversation, base.answer.probability)
        return self._of_last(asking, last, answer, "speech.no_more")

    def _of_last(self, asking: Ask, last: Turn, answer: Answer | None, otherwise: str) -> Turn:
        """Return what more, or what simpler, the last answer's articles say, or `otherwise` where they say nothing."""
        if answer is None:
            return replace(self._say(asking, otherwise, starters=True), standalone=last.standalone)
        if answer.language != asking.answer_language:
            answer = self._reteller.retell(answer, asking.answer_language) or answer
        return self._turn(asking, last.standalone, answer, last.passages)

    def _more(self, asking: Ask, last: Turn | None) -> Turn:
        if last is None:
            return self._say(asking, "speech.nothing_before", starters=True)
        answer = continue_from(
            asking.conversation, self.corpus, asking.answer_language, self._translate, documents=asking.documents
        )
        return self._of_last(asking, last, answer, "speech.no_more")

    def _twofold(self, asking: Ask) -> Turn | None:
        """Answer both questions of a message that asks two, the second as a follow-up; None where one is not answered."""
        parts = two_questions(asking.message)
        if parts is None:
            return None
        first = self._answer(replace(asking, message=parts[0]))
        if not first.answer.answered:
            return None
        after = asking.conversation.with_turn(first)
        second = self._answer(replace(asking, message=parts[1], conversation=after))
        if not second.answer.answered:
            return None
        answer = together(first.answer, second.answer, self.corpus, asking.answer_language, self._translate)
        passages = all_passages(first.passages, second.passages)
        return self._turn(asking, f"{first.standalone} {second.standalone}", answer, passages)

    def _answer(self, asking: Ask) -> Turn:
        """Search and answer; of two readings of a message, take the one that is answered with more certainty."""
        meaning = self._follow_ups.understand(asking.message, asking.language, asking.conversation)
        question = asking.question(meaning.text)
        answer, passages = self._find(question, asking, meaning.topic, within=meaning.within)
        if meaning.within and not answer.answered:
            answer, passages = self._find(question, asking, meaning.topic)
        if meaning.alone is not None:
            alone = asking.question(meaning.alone)
            closer = self._read(alone, asking, passages)
            if surer(closer, answer, -OWN_WORDS):
                answer = closer
            other, found = self._find(alone, asking, None)
            astray = not meaning.sure and not other.answered and not self._is_from(answer, meaning.topic)
            if astray or surer(other, answer, SURE if meaning.sure else UNSURE):
                return self._turn(asking, meaning.alone, other, found)
        if not answer.answered and meaning.topic is None and (turn := self._within(asking)):
            return turn
        return self._turn(asking, meaning.text, answer, passages)

    def _within(self, asking: Ask) -> Turn | None:
        """Answer a message that no article answers by itself within the current topic, where that is next to certain."""
        meaning = self._follow_ups.within(asking.message, asking.language, asking.conversation)
        if meaning is None:
            return None
        answer, passages = self._find(asking.question(meaning.text), asking, meaning.topic, within=True)
        if not answer.answered or answer.probability < LIKELY:
            return None
        return self._turn(asking, meaning.text, answer, passages)

    def _is_from(self, answer: Answer, article: str | None) -> bool:
        """Whether the surest sentence is from `article`: a reading that puts a topic in is answered from that topic."""
        best = max(answer.citations, key=lambda citation: citation.score, default=None)
        return best is not None and self.corpus.get(best.document).article == article

    def _find(
        self, question: Question, asking: Ask, topic: str | None, *, within: bool = False
    ) -> tuple[Answer, tuple[Passage, ...]]:
        """Search and answer; `topic` is an article whose passages come first, or `within` it the only ones."""
        searched = question if asking.documents else replace(question, answer_language=question.language)
        passages = self.retriever.retrieve(searched, _WIDER if topic else PASSAGES, documents=asking.documents)
        if topic:
            passages = first_of(topic, passages, 0 if within else _OTHERS)
        return self._read(question, asking, passages), tuple(passages)

    def _read(self, question: Question, asking: Ask, passages: Sequence[Passage]) -> Answer:
        """Answer from passages that were found, by their version in the question's own language if it has one."""
        if question.answer_language != question.language and asking.documents is None:
            # Found by the version in the question's own language, said from the other: matching across languages is
            # the weaker of the two, and a version need not be searched for.
            own = self._answerer.answer(replace(question, answer_language=question.language), passages)
            if own.answered and (retold := self._reteller.retell(own, question.answer_language)):
                return retold
        answer = self._answerer.answer(question, passages)
        if asking.documents is None and any(one.language != answer.language for one in answer.citations):
            # A question that borrows the other language's word ("bullwhip") finds that version alone: said from the own one.
            return self._reteller.retell(answer, answer.language, least=SAME_CLAIM) or answer
        return answer

    def _turn(self, asking: Ask, standalone: str, answer: Answer, passages: tuple[Passage, ...]) -> Turn:
        asked = [asking.message, standalone, *(turn.standalone for turn in asking.conversation.turns)]
        if answer.answered:
            chips = self._suggester.after(answer.citations, answer.language, asked)
        else:
            chips = self._suggester.nearest(passages, answer.language, asked)
        answer = replace(answer, suggestions=chips)
        return Turn(asking.message, asking.language, standalone, answer, passages)

    def _say(self, asking: Ask, key: str, *, starters: bool = False) -> Turn:
        """Return a turn in which Svar speaks for itself."""
        language = asking.answer_language
        topics = enumeration(self._suggester.topics(language), language)
        chips = self._suggester.starters(language, 3) if starters else ()
        answer = Answer(phrase(key, language, topics=topics), language, suggestions=chips)
        return Turn(asking.message, asking.language, asking.message, answer)

    def _retitled(self, asking: Ask, turn: Turn) -> Turn:
        """Return the answer to an accepted proposal as the answer to the message that accepted it."""
        return replace(turn, question=asking.message, language=asking.language)

    def _can_answer(self, text: str, language: Language) -> bool:
        key = (text, language)
        if key not in self._answerable:
            question = Question(searched(text), language, language)
            answer = self._answerer.answer(question, self.retriever.retrieve(question, PASSAGES))
            self._answerable[key] = answer.answered
        return self._answerable[key]
