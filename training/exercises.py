"""What one step of the matcher's training is given: articles read by the lower layers, drawn, stacked and labelled.

It knows articles and tensors; it knows nothing of losses or of the run.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from sentence_transformers import SentenceTransformer
from torch import Tensor

from bot.matcher import Reading, read_lower
from bot.pieces import under_title
from bot.types import LANGUAGES, Language, Vectors
from training.articles import Article

PASSAGES = 22  # of a batch, about: some eight articles with 150 questions
# Share of the batches whose articles are near each other, so that one's sentences tempt the other's questions.
NEAR = 0.5
NEAREST = 20  # articles that such a batch is drawn from
# Cosine of two articles' beginnings above which they may be on the same thing, and one answers the other's questions.
SAME = 0.65


@dataclass(frozen=True, slots=True)
class Lesson:
    """An article with the lower layers' states of its sections and questions."""

    article: Article
    sections: Mapping[Language, tuple[Reading, ...]]
    questions: Mapping[Language, tuple[Reading | None, ...]]
    topic: Vectors  # (dimension,) unit: what the article begins with

    @property
    def languages(self) -> list[Language]:
        """The languages that the article is in."""
        return list(self.sections)


@dataclass(frozen=True, slots=True)
class Exercise:
    """Lessons, each with the language of its text and of each of its questions."""

    lessons: tuple[tuple[Lesson, Language], ...]
    asked: tuple[tuple[int, int, Language], ...]  # lesson, question, the question's language


def lessons(articles: Sequence[Article], encoder: SentenceTransformer) -> list[Lesson]:
    """Read every section and question by the encoder's lower layers, once."""
    texts: list[list[str]] = []
    for article in articles:
        for language, sections in article.sections.items():
            title = article.title.get(language, "")
            texts += [[under_title(title, section.heading), *section.sentences] for section in sections]
        for asking in article.questions:
            texts += [[text] for text in asking.text.values()]
    states = iter(read_lower(encoder, texts))
    topics = encoder.encode(
        [_beginning(article) for article in articles], normalize_embeddings=True, show_progress_bar=False
    )
    made = []
    for article, topic in zip(articles, topics, strict=True):
        own = {language: tuple(next(states) for _ in of) for language, of in article.sections.items()}
        asked: dict[Language, list[Reading | None]] = {language: [] for language in LANGUAGES}
        for asking in article.questions:
            read = {language: next(states) for language in asking.text}
            for language in LANGUAGES:
                asked[language].append(read.get(language))
        made.append(Lesson(article, own, {language: tuple(of) for language, of in asked.items()}, topic))
    return made


def _beginning(article: Article) -> str:
    """Title and first sentence, in English where there is English."""
    language: Language = "en" if "en" in article.sections else "da"
    return " ".join((article.title.get(language, ""), article.sections[language][0].sentences[0])).strip()


def exercise(pool: Sequence[Lesson], rng: random.Random, size: int = PASSAGES) -> Exercise:
    """Draw lessons of about `size` passages, each text and each question in a language drawn for it."""
    chosen: list[tuple[Lesson, Language]] = []
    asked: list[tuple[int, int, Language]] = []
    passages = 0
    for lesson in _drawn(pool, rng, size):
        language = rng.choice(lesson.languages)
        for number in range(len(lesson.article.questions)):
            spoken = [one for one in LANGUAGES if lesson.questions[one][number] is not None]
            asked.append((len(chosen), number, rng.choice(spoken)))
        chosen.append((lesson, language))
        passages += len(lesson.sections[language])
        if passages >= size:
            break
    return Exercise(tuple(chosen), tuple(asked))


def _drawn(pool: Sequence[Lesson], rng: random.Random, most: int) -> Sequence[Lesson]:
    """Up to `most` lessons: any, or one, others near it, and any where too few are near."""
    if rng.random() >= NEAR:
        return rng.sample(pool, min(most, len(pool)))
    first, *rest = rng.sample(pool, len(pool))
    cosine = {id(one): float(one.topic @ first.topic) for one in rest}
    near: list[Lesson] = []
    for one in sorted(rest, key=lambda lesson: -cosine[id(lesson)]):
        if len(near) < NEAREST and all(float(one.topic @ other.topic) < SAME for other in (first, *near)):
            near.append(one)
    rng.shuffle(near)
    taken = {id(one) for one in near}
    others = sorted((one for one in rest if id(one) not in taken), key=lambda one: cosine[id(one)] >= SAME)
    return [first, *near, *others][:most]


def stacked(readings: Sequence[Reading], dropped: float = 0.0) -> tuple[Tensor, Tensor, Tensor]:
    """Lower states (n, length, dim), the mask of pieces and that of words' pieces (n, length).

    A share `dropped` of the words' pieces, chosen at random, is left out of both masks, never the first one: what is out
    of the mask no other piece sees, what is out of the last asks for nothing.
    """
    longest = max(len(one.states) for one in readings)
    states = torch.zeros(len(readings), longest, readings[0].states.shape[1])
    mask = torch.zeros(len(readings), longest, dtype=torch.bool)
    inner = mask.clone()
    for row, one in enumerate(readings):
        states[row, : len(one.states)] = one.states.float()
        mask[row, : len(one.states)] = True
        inner[row, 1 : len(one.states) - 1] = True
    if dropped:
        lost = inner & (torch.rand(inner.shape) < dropped)
        lost[:, 1] = False
        mask, inner = mask & ~lost, inner & ~lost
    return states, mask, inner


def targets(given: Exercise) -> tuple[Tensor, Tensor]:
    """Which sentences answer (questions, sentences), and which are of the question's own article."""
    starts: dict[tuple[int, int], int] = {}
    owner: list[int] = []
    for at, (lesson, language) in enumerate(given.lessons):
        for number, told in enumerate(lesson.article.sections[language]):
            starts[at, number] = len(owner)
            owner += [at] * len(told.sentences)
    right = torch.zeros(len(given.asked), len(owner), dtype=torch.bool)
    for row, (at, number, _) in enumerate(given.asked):
        lesson, language = given.lessons[at]
        for section, sentence in lesson.article.questions[number].places.get(language, ()):
            right[row, starts[at, section] + sentence] = True
    own = torch.tensor(owner)[None, :] == torch.tensor([at for at, _, _ in given.asked])[:, None]
    return right, own
