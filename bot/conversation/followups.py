"""A message in a conversation → the question that it stands for, written out so that it stands alone.

Deterministic, from wording and the turns so far; knows no answers. Where a message could be meant either way, both
readings are returned and the one that the articles answer better is taken by the Bot.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversation.sides import asks_which, exchanged, pointed_out, without_preposition
from bot.conversation.topics import Topic, Topics
from bot.features import Lexicon
from bot.features.asking import Asked, read_question
from bot.features.cues import ASPECTS, aspect_words, notions
from bot.features.lexicon import Term
from bot.language import resolve
from bot.phrases import phrase
from bot.suggestions import topic_name
from bot.terms import words
from bot.types import Conversation, Language, Question, Turn

_STARTERS: dict[Language, re.Pattern[str]] = {
    "da": re.compile(r"^\W*(?:(?:og|men|jamen|ok|okay|så|hm+|nå|øh),? )*(?:(?:hvad|hvordan) (?:så )?med|hvad så med|og|men|jamen|hvad så|så)\b[ ,]*(?:(?:så|hvad så|hvad) (?=med\b)med )?", re.IGNORECASE),
    "en": re.compile(r"^\W*(?:(?:and|but|ok|okay|so|then|hm+|well|oh),? )*(?:(?:what|how) about|what of|and|but|so|then|also)\b[ ,]*", re.IGNORECASE),
}  # fmt: skip
_PRONOUNS: dict[Language, re.Pattern[str]] = {
    "da": re.compile(r"\b(?:det|den|dette|denne|disse|dem|de|deres|dens|dets|her(?:med|ved)|dermed|derved|der(?:af|om|til)|man det)\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:it|its|they|them|their|this|that|these|those|ones)\b|\bone\b(?! [a-z])", re.IGNORECASE),
}  # fmt: skip
# "It" that stands for what comes after it ("is it risky to have one supplier") or for nothing ("is it raining").
_EXPLETIVE: dict[Language, re.Pattern[str]] = {
    "da": re.compile(r"\b(?:er|var|bliver) det(?= (?:\w+ )?(?:risikabelt|farligt|klogt|smart|muligt|bedre|bedst|godt|dårligt|ide|idé|værd|dyrt|billigt|billigere|svært|nemt|let|lovligt|normalt|almindeligt|nødvendigt|vigtigt|nok|en (?:god|dårlig) idé?) at \w)|\bdet(?= (?:betale|svare) sig at \w)|\bkoster det(?= (?:meget|noget|mere|penge) at \w)|\b(?:regner|sner|blæser|fryser) det\b|\bdet (?=(?:regner|sner|blæser|fryser)\b)", re.IGNORECASE),
    "en": re.compile(r"\b(?:is|was) it(?= (?:\w+ )?(?:risky|dangerous|wise|smart|possible|better|best|worth|worthwhile|expensive|cheap|cheaper|hard|difficult|easy|legal|normal|common|necessary|important|enough|a (?:good|bad) idea) (?:to|that|if) \w)|\bit(?= (?:pay|make sense) (?:\w+ )?to \w)|\bit(?= (?:rain|snow|freez)\w*)", re.IGNORECASE),
}  # fmt: skip
# The pronoun that a topic's name can stand in for without breaking the sentence.
_REPLACED: dict[Language, re.Pattern[str]] = {
    "da": re.compile(r"\b(?:det|den|dette|denne|dem|disse)\b(?! \w+(?:e|te) (?:er|var)\b)", re.IGNORECASE),
    "en": re.compile(r"\b(?:it|they|them|this|that|these|those)\b", re.IGNORECASE),
}
_WHY = re.compile(
    r"^\W*(?:(?:og|men|and|but|ok|so|så) )*(?:hvorfor|why|how come|af hvilken grund|hvordan kan det være)(?: (?:det|ikke|så|not|so|that|is that|er det|er det sådan|nu det|dog|then))*\W*$",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(r"^\W*(?:(?:og|and|kan du|can you|could you|har du|do you have|please|er der|is there|such as) )*(?:(?:giv|give|vis|show|nævn|name|giver|komme med|have|got)(?: mig| me| us)? )?(?:et |an |nogle |some |any |for )?(?:konkret |concrete |real )?(?:eksemp\w+|examples?|instance)(?: (?:på (?:det|den|dette)|of (?:it|that|this)|tak|please|pls|plz|then|så))*\W*$", re.IGNORECASE)  # fmt: skip
_QUESTION_WORD = re.compile(
    r"^\W*(?:hvad|hvornår|hvordan|hvor \w+|hvor|hvem|hvilke[nt]?|what|when|how (?:much|many|long)|how|where|who|which)\b ?",
    re.IGNORECASE,
)
# What goes before an aspect that is asked for outright: "og hvad er ulemperne" asks for "ulemperne".
_ASKED_FOR = re.compile(
    r"^(?:hvad|hvilke[nt]?|what|which)(?:'s)?(?: (?:er|var|is|are|were))?(?: (?:der|there))? ", re.IGNORECASE
)
_PLURAL: dict[Language, re.Pattern[str]] = {
    "da": re.compile(r"\b(?:de|dem|deres|disse)\b(?! \w+(?:e|te)\b)", re.IGNORECASE),
    "en": re.compile(r"\b(?:they|them|their|these|those)\b", re.IGNORECASE),
}
# What one does to a risk, not to the thing that has it.
_PREVENTED: dict[Language, re.Pattern[str]] = {
    "da": re.compile(r"\b(?:undgå\w*|forebygge\w*|mindske\w*|forhindre\w*|begrænse\w*|gardere\w*|beskytte\w*)\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:avoid\w*|prevent\w*|reduc\w*|mitigat\w*|limit|guard against|protect\w*)\b", re.IGNORECASE),
}  # fmt: skip
_SIDES_BACK = 3  # turns in which "the latter" is looked for
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*(?: ?%)?")
_SHORT = 8  # words of a message that may leave its topic unsaid
# Content words that the articles lack, from which on a message is likely one of its own.
_STRANGE = 2
_TRAILING = re.compile(r"[\s,]*\b(?:så|da|then|egentlig|though)\b(?=\W*$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a message was taken to mean. `topic` is the article carried over, None for a message that stands alone.

    `alone` is the message as it would be asked by itself, where that is a reading too; `sure` whether the wording
    itself points back; `within` whether it names nothing but an aspect, so that its own article comes before others.
    """

    text: str
    topic: str | None = None
    alone: str | None = None
    sure: bool = False
    within: bool = False


class FollowUps:
    """Understands messages by the conversation before them."""

    def __init__(self, topics: Topics, lexicon: Lexicon) -> None:
        self._topics = topics
        self._lexicon = lexicon

    def understand(self, message: str, language: Language, conversation: Conversation) -> Meaning:
        """Return what `message`, in `language`, means after `conversation`."""
        topic = self._topics.current(conversation, language)
        last = next((turn for turn in reversed(conversation.turns) if turn.passages), None)
        if topic is None or last is None:
            return Meaning(message)
        sides = self._sides(conversation, language)
        message = pointed_out(message, sides, language)
        if len(sides) > 1 and asks_which(message) and not self._topics.named(message, language):
            question = phrase(
                "speech.follow_which", language, question=_clean(message), first=sides[0], second=sides[-1]
            )
            return Meaning(question)
        if bare := self._bare(message, last, topic, language):
            return bare
        asked = self._asked(message, language)
        named = self._topics.named(message, language)
        starter = _STARTERS[language].match(message)
        rest = message[starter.end() :].strip(" ?!.,") if starter else message
        pronoun = bool(_PRONOUNS[language].search(_EXPLETIVE[language].sub("", rest)))
        named_by = aspect_words(message, language)
        own = [term for term in asked.terms if not term.notions and term.word not in named_by]
        topic = self._widened(topic, rest, last, language)
        if starter and not pronoun and (other := self._exchanged(last, rest, language)):
            return Meaning(other, topic.article, sure=True)
        if named and not pronoun:
            short = bool(starter) and len(rest.split()) <= 4
            return Meaning((self._moved(last, rest, asked, language) if short else "") or message)
        if named:
            return Meaning(
                _with_topic(message, topic, language), topic.article, alone=message, sure=len(asked.subject) < 3
            )
        if starter and own and len(rest.split()) <= 3 and not pronoun:
            alone = None if _NUMBER.fullmatch(rest) else phrase("speech.ask_what", language, topic=rest)
            return Meaning(self._instead(last, rest, topic, language), topic.article, alone=alone, sure=True)
        pointing = pronoun or bool(starter)
        if _stands_alone(asked, own, pointing=pointing, started=bool(starter)):
            return Meaning(message)
        if not own or pointing:
            text = self._about(message, rest, bool(starter), asked, topic, language)
            sure = not own or bool(starter) or (pronoun and len(own) < 2)
            within = not own and bool(asked.aspects)
            return Meaning(text, topic.article, alone=message if own else None, sure=sure, within=within)
        return Meaning(_noted(message, topic, language), topic.article, alone=message)

    def _bare(self, message: str, last: Turn, topic: Topic, language: Language) -> Meaning | None:
        """Return what a mere "why?" or "an example?" means."""
        if _WHY.match(message):
            return Meaning(self._why(last, topic, language), topic.article, sure=True)
        if _EXAMPLE.match(message):
            example = phrase("speech.follow_example", language, topic=topic.name)
            return Meaning(example, topic.article, sure=True, within=True)
        return None

    def _exchanged(self, last: Turn, rest: str, language: Language) -> str:
        """Return the last question with another last phrase: "And for buying?" after "What speaks for making?"."""
        return exchanged(_clean(last.standalone), rest) if _tongue(last) == language else ""

    def within(self, message: str, language: Language, conversation: Conversation) -> Meaning | None:
        """Return a short message that names no topic as asked about the current one, None where it cannot be."""
        topic = self._topics.current(conversation, language)
        if topic is None or len(message.split()) > _SHORT or self._topics.named(message, language):
            return None
        asked = self._asked(message, language)
        if "definition" in asked.kinds or any(term.known is False for term in asked.terms):
            return None  # asks of something else
        return Meaning(_noted(message, topic, language), topic.article, within=True)

    def names_sides(self, conversation: Conversation, language: Language) -> bool:
        """Whether one of the last questions named two things, so that "the first" is one of them."""
        return len(self._sides(conversation, language)) > 1

    def _sides(self, conversation: Conversation, language: Language) -> list[str]:
        """Return the two or more articles that one of the last questions named, as it named them one after another."""
        for turn in reversed(conversation.turns[-_SIDES_BACK:]):
            text = turn.standalone.casefold()
            named = [topic_name(document) for document in self._topics.named(turn.standalone, language)]
            named = [name for name in named if name.casefold() in text]
            if len(named) > 1:
                return sorted(named, key=lambda name: text.find(name.casefold()))
        return []

    def _widened(self, topic: Topic, rest: str, last: Turn, language: Language) -> Topic:
        """Return "the risks of X" for a plural pronoun after a question about the risks of X, and for what is prevented."""
        if _tongue(last) != language:
            return topic
        if _PREVENTED[language].search(rest) and notions(last.standalone, language) & {"risk", "drawback", "mistake"}:
            risks = phrase("speech.risks", language)
            return Topic(topic.article, phrase("speech.aspect_of", language, aspect=risks, topic=topic.name))
        if not _PLURAL[language].search(rest):
            return topic
        aspect = _aspect_word(last.standalone, language)
        if not aspect:
            return topic
        return Topic(topic.article, phrase("speech.aspect_of", language, aspect=aspect, topic=topic.name))

    def _why(self, last: Turn, topic: Topic, language: Language) -> str:
        """Return the last question asked with "why"; after a bare definition, why the thing is done at all."""
        before = _clean(last.standalone)
        if _tongue(last) != language or not before:
            return phrase("speech.follow_why", language, topic=topic.name)
        if self._is_definition(last):
            return phrase("speech.follow_why", language, topic=topic.name)
        if "list" in self._asked(last.standalone, last.language).kinds and (aspect := _aspect_word(before, language)):
            return phrase("speech.follow_why_aspect", language, aspect=aspect, topic=topic.name)
        why = "Hvorfor" if language == "da" else "Why"
        if re.match(r"^\W*(?:hvorfor|why)\b", before, re.IGNORECASE):
            return f"{before}?"
        stripped = _QUESTION_WORD.sub("", before, count=1)
        return f"{why} {stripped[:1].lower()}{stripped[1:]}?"

    def _is_definition(self, turn: Turn) -> bool:
        asked = self._asked(turn.standalone, turn.language)
        return bool(asked.kinds & {"definition", "example"}) or not asked.terms

    def _asked(self, text: str, language: Language) -> Asked:
        return read_question(Question(text, language, language), self._lexicon)

    def _moved(self, last: Turn, rest: str, asked: Asked, language: Language) -> str:
        """Return the last question with its topic exchanged: "And outsourcing?" after "What is insourcing?"."""
        if _tongue(last) != language:
            return ""
        before, rest = _clean(last.standalone), without_preposition(rest)
        named = self._topics.named(before, language)
        if len(named) > 1 and not asked.aspects and set(self._topics.named(rest, language)) <= set(named):
            return phrase("speech.ask_what", language, topic=rest)  # one side of a comparison by itself
        for document in named:
            for name in (document.title, re.sub(r"\s*\([^)]*\)", "", document.title)):
                pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
                if pattern.search(before) and not asked.aspects:
                    return pattern.sub(lambda _: rest, before, count=1) + "?"
        return ""

    def _instead(self, last: Turn, rest: str, topic: Topic, language: Language) -> str:
        """Return what "og reshoring?" asks: the last definition's question about it, else it within the topic."""
        if _tongue(last) == language and _NUMBER.fullmatch(rest) and len(_NUMBER.findall(last.standalone)) == 1:
            return _NUMBER.sub(rest, last.standalone)
        if _tongue(last) == language and self._is_definition(last) and len(rest.split()) == 1:
            return phrase("speech.ask_what", language, topic=f"{rest} ({topic.name})")
        return phrase("speech.follow_about", language, question=rest[:1].upper() + rest[1:], topic=topic.name)

    def _about(self, message: str, rest: str, started: bool, asked: Asked, topic: Topic, language: Language) -> str:
        """Return a message without a subject of its own with the topic put in."""
        bare = _TRAILING.sub("", _clean(rest))
        aspects = asked.aspects - {"cost"}
        named = _ASKED_FOR.sub("", bare)
        named = named if 0 < len(named.split()) <= 2 else bare  # longer ones are sentences: "hvilke krav er der"
        if aspects and len(named.split()) <= 3 and not _PRONOUNS[language].search(named):
            noun = named if started or len(named.split()) <= 2 else named.split()[-1]
            return phrase("speech.follow_aspect", language, aspect=noun[:1].lower() + noun[1:], topic=topic.name)
        if started:
            return _with_topic(bare[:1].upper() + bare[1:] + "?", topic, language)
        return _with_topic(message, topic, language)


def _aspect_word(text: str, language: Language) -> str:
    """Return the word of `text` that names an aspect, "risks", or the empty string; in Danish without its article."""
    found = next((word for word in words(text) if notions(word, language) & ASPECTS), "")
    return re.sub(r"(?<=e)ne$|(?<=er)ne$|(?<=i)ene$", "", found) if language == "da" else found


def _stands_alone(asked: Asked, own: Sequence[Term], *, pointing: bool, started: bool) -> bool:
    """Whether a message asks about something of its own, by the words that the articles lack or as a definition does."""
    strange = sum(term.known is False for term in own)
    if strange == len(own) >= _STRANGE and not started and any(term.name for term in own):
        return True  # "is it far from Aarhus": whatever "it" is, the articles cannot say
    if not own or pointing:
        return False
    defined = "definition" in asked.kinds and len(own) == len(asked.terms)
    return strange == len(own) or strange >= max(_STRANGE, len(own) / 2) or defined


def _with_topic(message: str, topic: Topic, language: Language) -> str:
    """Return `message` with its first pronoun replaced by the topic, or the topic in brackets behind it."""
    if topic.name.casefold() in message.casefold():
        return message
    replaced, count = _REPLACED[language].subn(lambda _: topic.name, message, count=1)
    return replaced if count else _noted(message, topic, language)


def _tongue(turn: Turn) -> Language:
    """Return the language of the stand-alone question, which is not the message's in "På engelsk, tak"."""
    return resolve(turn.standalone, previous=turn.language)


def _noted(message: str, topic: Topic, language: Language) -> str:
    if topic.name.casefold() in message.casefold():
        return message.rstrip()
    return phrase("speech.follow_about", language, question=message.rstrip(), topic=topic.name)


def _clean(text: str) -> str:
    return text.strip().rstrip(" ?!.").strip()
