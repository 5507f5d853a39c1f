import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.calibration import Calibration, Logistic
from bot.corpus import load_corpus
from bot.index import Index, update_index
from bot.pieces import together
from bot.retriever import AHEAD, Retriever
from bot.types import LANGUAGES, Chunk, Encoder, Language, Question, Vectors
from tests.doubles import HashingEncoder, SharedWords

SECTIONS: tuple[tuple[Language, tuple[str, ...]], ...] = (
    ("da", ("Hvorfor bliver te bitter?",)),
    ("en", ("Why does tea turn bitter?",)),
)
FALLBACK = Calibration.fallback()
TRANSLATED = {"te": "tea", "varm": "hot", "kaffe": "coffee", "koffein": "caffeine", "pris": "price"}


class BilingualEncoder(HashingEncoder):
    """Knows that "te" is "tea", and finds all Danish texts alike, as real encoders do: `bias` of each vector says so."""

    def __init__(self, bias: float = 1.0, common: float = 0.0) -> None:
        super().__init__(dimension=512, name=f"bilingual {bias} {common}")
        self.dimension = 515
        self.bias, self.common = bias, common

    def _encode(self, texts: Sequence[str]) -> Vectors:
        danish = [bool(re.search(r"[æøå]|\b(er|og|hvad|hvorfor|det)\b", text.lower())) for text in texts]
        plain = HashingEncoder(512)._encode(
            [re.sub(r"\w+", lambda m: TRANSLATED.get(m[0].lower(), m[0]), text) for text in texts]
        )
        sides = np.array(
            [[self.bias, 0, self.common] if one else [0, self.bias, self.common] for one in danish], np.float32
        )
        rows = np.hstack([plain, sides.reshape(len(texts), 3)])
        unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


def ask(text: str, language: Language = "da", answer: Language | None = None) -> Question:
    return Question(text, language, answer or language)


def corpus_of(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def index_of(root: Path, encoder: Encoder) -> Index:
    return update_index(load_corpus(root), encoder, None)[0]


def retriever_of(root: Path, encoder: Encoder | None = None, calibration: Calibration = FALLBACK) -> Retriever:
    encoder = encoder or HashingEncoder()
    return Retriever(index_of(root, encoder), encoder, calibration)


def test_the_passage_that_shares_the_questions_words_comes_first(articles: Path) -> None:
    found = retriever_of(articles).retrieve(ask("Hvorfor bliver te bitter?"))
    assert found[0].chunk.section == ("Hvorfor bliver te bitter?",)
    assert found[0].chunk.language == "da"


def test_ranks_count_from_1_and_scores_are_what_the_parts_say(articles: Path) -> None:
    encoder = HashingEncoder()
    index = index_of(articles, encoder)
    found = Retriever(index, encoder, FALLBACK).retrieve(ask("Hvad er te?"), 3)
    assert [passage.rank for passage in found] == [1, 2, 3]
    query = encoder.encode_queries(["Hvad er te?"])
    for passage in found:
        number = index.chunks.index(passage.chunk)
        assert passage.dense == pytest.approx(float(index.vectors[number] @ query[0]), abs=1e-6)
        assert passage.similarities == pytest.approx(index.similarities(query, number))
        assert len(passage.similarities) == len(passage.chunk.sentences)
        assert 0 <= passage.score <= 1


def test_the_order_is_that_of_closeness_and_shared_words(tmp_path: Path) -> None:
    words = ["kontrol", "pris", "kvalitet", "levering", "ansvar", "risiko", "vækst", "aftale"]
    random = np.random.default_rng(3)
    texts = {
        f"da/{n}.md": f"# A{n}\n\nOg det er {' '.join(random.choice(words, 6))}. Det er pris.\n" for n in range(40)
    }
    encoder = HashingEncoder()
    index = index_of(corpus_of(tmp_path, texts), encoder)
    calibration = replace(FALLBACK, retrieval={**FALLBACK.retrieval, "da-da": 0.3})
    question = ask("Hvad er kvalitet, risiko og vækst?")
    found = Retriever(index, encoder, calibration).retrieve(question, 40)
    query = encoder.encode_queries([question.text])[0]
    dense = index.vectors @ query
    closest = (index.sentence_vectors @ query).reshape(40, 2).max(axis=1)
    by_chunk = {passage.chunk: passage.lexical for passage in found}
    lexical = np.array([by_chunk[chunk] for chunk in index.chunks])
    close = [(values - values.mean()) / values.std() for values in (dense, closest)]
    rarest = np.log(1 + 39.5 / 1.5)  # the rarity of a word that one of 40 chunks has
    fused = 0.5 * close[0] + 0.5 * close[1] + 0.3 * 5.0 * lexical / rarest
    fused_by_chunk = dict(zip(index.chunks, fused, strict=True))
    order = [fused_by_chunk[passage.chunk] for passage in found]
    assert order == pytest.approx(sorted(fused, reverse=True), abs=1e-4)


def test_both_versions_of_a_section_are_one_source_in_the_answers_language(articles: Path) -> None:
    retriever = retriever_of(articles, BilingualEncoder())
    for language in LANGUAGES:
        for answer, first in SECTIONS:
            found = retriever.retrieve(
                Question("Hvorfor er te bitter?" if language == "da" else "Why is tea bitter?", language, answer)
            )
            assert {passage.chunk.language for passage in found} == {answer}
            assert len(found) == len({passage.chunk.section for passage in found}) == 3
            assert found[0].chunk.section == first


def test_a_passage_carries_the_other_version_and_which_of_its_sentences_say_the_same(articles: Path) -> None:
    retriever = retriever_of(articles, BilingualEncoder(bias=0.2))
    first = retriever.retrieve(ask("Hvorfor bliver te bitter?"))[0]
    assert first.version is not None
    assert first.version.chunk.language == "en"
    assert first.version.chunk.section == ("Why does tea turn bitter?",)
    assert first.version.rank == first.rank
    assert len(first.version.similarities) == len(first.version.alignments) == len(first.version.chunk.sentences)
    assert len(first.echoes) == len(first.chunk.sentences)


def test_no_other_version_is_read_where_only_one_languages_articles_are_searched(articles: Path) -> None:
    retriever = retriever_of(articles, BilingualEncoder())
    question = ask("Hvorfor bliver te bitter?")
    for found in (retriever.retrieve(question, documents="da"), retriever.retrieve(question, aligned=False)):
        assert [passage.version for passage in found] == [None] * len(found)


def test_a_section_that_only_the_other_language_has_is_found(articles: Path) -> None:
    corpus_of(articles, {"en/coffee.md": "# Coffee\n\nCoffee has more caffeine. Its price is high.\n"})
    found = retriever_of(articles, BilingualEncoder()).retrieve(ask("Hvad er en pris?"))
    assert found[0].chunk.document == "en/coffee.md"


def test_articles_in_one_language_do_not_drown_the_other(tmp_path: Path) -> None:
    files = {
        "en/coffee.md": "# Coffee\n\nCoffee has caffeine.\n",
        "en/milk.md": "# Milk\n\nMilk is white.\n",
        "en/tea.md": "# Tea\n\nTea is green.\n",
    }
    fillers = {
        f"da/{n}.md": f"# Emne {n}\n\nDet er nummer {n}, og det er kendt. Hvad er så koffein {n}?\n" for n in range(150)
    }
    question = ask("Hvad er koffein og kaffe?")
    encoder = BilingualEncoder(bias=2.0)  # every Danish text is closer to a Danish question than any English one
    index = index_of(corpus_of(tmp_path, files | fillers), encoder)
    closest = index.search(encoder.encode_queries([question.text]), 100)
    assert all(index.chunks[number].language == "da" for number, _ in closest)
    without_words = replace(FALLBACK, retrieval=dict.fromkeys(FALLBACK.retrieval, 0.0))
    for calibration in (FALLBACK, without_words):
        found = Retriever(index, encoder, calibration).retrieve(question, 10)
        assert "en/coffee.md" in [passage.chunk.document for passage in found[:5]]


@pytest.mark.parametrize("common", [1.0, 3.0])
def test_the_order_does_not_depend_on_how_close_an_encoder_puts_everything(articles: Path, common: float) -> None:
    corpus_of(articles, {"en/coffee.md": "# Coffee\n\nCoffee is bitter. It has more caffeine than tea.\n"})
    question = ask("Hvor meget koffein er der i te?")
    plain, squeezed = BilingualEncoder(bias=0.0), BilingualEncoder(bias=0.0, common=common)
    first = retriever_of(articles, plain).retrieve(question, 20)
    second = retriever_of(articles, squeezed).retrieve(question, 20)
    assert [passage.chunk for passage in first] == [passage.chunk for passage in second]
    assert min(passage.dense for passage in second) > min(passage.dense for passage in first) + 0.3


def test_documents_in_one_language_only_can_be_asked_for(articles: Path) -> None:
    retriever = retriever_of(articles, BilingualEncoder())
    for question in (ask("Hvorfor er te bitter?"), ask("Why is tea bitter?", "en")):
        for documents, first in SECTIONS:
            found = retriever.retrieve(question, 10, documents=documents)
            assert {passage.chunk.language for passage in found} == {documents}
            assert found[0].chunk.section == first


def test_an_other_version_that_says_something_else_is_kept(tmp_path: Path) -> None:
    files = {f"da/{n}.md": f"# Om {n}\n\nDet er emne nummer {n}.\n" for n in range(30)}
    files |= {f"en/{n}.md": f"# On {n}\n\nThis is subject number {n}.\n" for n in range(30)}
    files["en/7.md"] = "# On 7\n\nTea has caffeine and coffee is hot.\n"  # not what da/7.md says
    found = retriever_of(corpus_of(tmp_path, files), BilingualEncoder()).retrieve(ask("Hvad er te, kaffe og koffein?"))
    assert found[0].chunk.document == "en/7.md"


def test_the_number_asked_for_is_the_most_that_comes(articles: Path) -> None:
    retriever = retriever_of(articles)
    assert len(retriever.retrieve(ask("te"), 2)) == 2
    assert retriever.retrieve(ask("te"), 0) == []
    assert len(retriever.retrieve(ask("te"), 1000)) <= 6


@pytest.mark.parametrize("text", ["", "?", "🙂", "\ud800"])
def test_questions_without_words_are_no_trouble(articles: Path, text: str) -> None:
    found = retriever_of(articles).retrieve(ask(text))
    assert all(np.isfinite([passage.score, passage.dense, passage.lexical]).all() for passage in found)
    assert all(passage.lexical == 0 for passage in found)


def test_equal_passages_come_in_the_order_of_the_articles(tmp_path: Path) -> None:
    root = corpus_of(tmp_path, {f"da/{n}.md": "# Te\n\nTe er godt.\n" for n in range(5)})
    found = retriever_of(root).retrieve(ask("Er te godt?"))
    assert [passage.chunk.document for passage in found] == [f"da/{n}.md" for n in range(5)]


def test_an_index_without_chunks_gives_nothing() -> None:
    encoder, empty = HashingEncoder(), np.zeros((0, 256), np.float32)
    index = Index((), empty, empty, encoder_name=encoder.name, encoder_fingerprint=encoder.fingerprint)
    assert Retriever(index, encoder, FALLBACK).retrieve(ask("Hvad er te?")) == []


def test_without_a_fitted_probability_the_score_is_the_cosine(articles: Path) -> None:
    assert all(p.score == max(0.0, min(1.0, p.dense)) for p in retriever_of(articles).retrieve(ask("Hvad er te?")))


def test_a_fitted_probability_is_that_of_the_features(articles: Path) -> None:
    logistic = Logistic(-1.0, {"fused": 0.5, "cosine": 1.0, "same_language": 0.25})
    retriever = retriever_of(articles, calibration=replace(FALLBACK, passage=logistic))
    question = ask("Hvorfor bliver te bitter?")
    found = retriever.retrieve(question, 1)[0]
    best = max(retriever.candidates(question), key=lambda candidate: candidate.fused)
    margin = -1.0 + 0.5 * best.fused + best.dense + 0.25
    assert found.dense == best.dense
    assert found.score == pytest.approx(1 / (1 + np.exp(-margin)))


def test_candidates_are_all_that_may_be_ranked_in_both_versions(articles: Path) -> None:
    retriever = retriever_of(articles)
    candidates = retriever.candidates(ask("Hvad er te?"))
    assert sorted(candidate.number for candidate in candidates) == list(range(6))
    assert {candidate.features["same_language"] for candidate in candidates} == {0.0, 1.0}
    assert len(retriever.candidates(ask("Hvad er te?"), documents="en")) == 3


def test_an_index_of_another_encoder_is_refused_naming_both(articles: Path) -> None:
    index = index_of(articles, HashingEncoder(64, "one"))
    with pytest.raises(ValueError, match=r"encoder one .* encoder two"):
        Retriever(index, HashingEncoder(64, "two"), FALLBACK)


def test_passages_that_no_reader_sees_lack_only_what_it_reads(articles: Path) -> None:
    retriever = retriever_of(articles)
    whole = retriever.retrieve(ask("Hvad er te?"))
    plain = retriever.retrieve(ask("Hvad er te?"), aligned=False)
    assert plain == [replace(passage, alignments=(), version=None, echoes=()) for passage in whole]
    assert all(len(passage.alignments) == len(passage.chunk.sentences) for passage in whole)


def test_a_matcher_scores_every_sentence_of_the_passages_that_a_reader_sees(articles: Path) -> None:
    encoder = HashingEncoder()
    retriever = Retriever(index_of(articles, encoder), encoder, FALLBACK, SharedWords())
    found = retriever.retrieve(ask("Hvorfor bliver te bitter?"))
    assert all(len(passage.matches) == len(passage.chunk.sentences) for passage in found)
    best = max(
        (match, one.plain)
        for passage in found
        for match, one in zip(passage.matches, passage.chunk.sentences, strict=True)
    )
    assert best[1].startswith("Te bliver bitter")
    assert not any(passage.matches for passage in retriever.retrieve(ask("Hvad er te?"), aligned=False))


def matching(articles: Path, weight: float) -> Retriever:
    """Counts what a matcher finds that looks for "sukker" alone, whatever is asked."""

    class Sugar(SharedWords):
        def match(self, question: str, chunks: Sequence[Chunk], /) -> list[tuple[float, ...]]:
            return super().match("sukker", chunks)

    encoder = HashingEncoder()
    return Retriever(index_of(articles, encoder), encoder, replace(FALLBACK, matched=weight), Sugar())


@pytest.fixture
def eight(tmp_path: Path) -> Path:
    """Eight articles of one section on tea; those of the last two speak of sugar as well."""
    last = {6: " Nogle drikker den med sukker.", 7: " Sukker gør den sød, og sukker er billigt."}
    return corpus_of(
        tmp_path / "eight",
        {f"te-{n}/te-{n}.da.md": f"# Te {n}\n\nTe er en varm drik.{last.get(n, '')}\n" for n in range(8)},
    )


def test_what_a_matcher_finds_brings_a_passage_up_by_its_weight(eight: Path) -> None:
    question = ask("Hvad er te?")
    plain = matching(eight, 0.0).retrieve(question)
    assert [passage.chunk.document for passage in plain] == [
        passage.chunk.document for passage in matching(eight, 0.0).retrieve(question, aligned=False)
    ]
    found = matching(eight, 50.0).retrieve(question)
    assert {max(passage.matches) for passage in found[:2]} == {1.0}
    assert not any(max(passage.matches) for passage in found[2:])
    assert [passage.rank for passage in found] == list(range(1, 9))
    assert all(passage.alignments for passage in found)


def test_a_matcher_looks_further_than_what_is_kept_but_not_where_reading_would_be_long(
    eight: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = ask("Hvad er te?")
    assert "ukker" not in matching(eight, 0.0).retrieve(question, 1)[0].chunk.text
    assert "ukker" in matching(eight, 50.0).retrieve(question, 1)[0].chunk.text
    monkeypatch.setattr("bot.retriever.MOST_KEPT", 7)
    assert "ukker" not in matching(eight, 50.0).retrieve(question, 1)[0].chunk.text


def test_reading_ahead_reads_each_passage_once_and_leaves_nothing_for_a_question(articles: Path) -> None:
    read: list[Sequence[str]] = []

    class Counting(HashingEncoder):
        def encode_parts(self, texts: Sequence[Sequence[str]], /) -> list[list[Vectors]]:
            read.extend(texts)
            return super().encode_parts(texts)

    encoder, matcher = Counting(), SharedWords()
    index = index_of(articles, encoder)
    retriever = Retriever(index, encoder, FALLBACK, matcher)
    assert len(list(retriever.read_ahead())) == -(-len(index.chunks) // AHEAD)
    assert matcher.ahead == list(index.chunks)
    assert sorted(map(tuple, read)) == sorted({(head, *rest) for head, rest in map(together, index.chunks)})
    read.clear()
    assert retriever.retrieve(ask("Hvad er te?"))
    assert read == [["Hvad er te?"]]


def test_typing_errors_are_mended_before_a_model_reads_them(articles: Path) -> None:
    asked: list[str] = []

    class Listening(HashingEncoder):
        def encode_queries(self, texts: Sequence[str], /) -> Vectors:
            asked.extend(texts)
            return super().encode_queries(texts)

    retriever_of(articles, Listening()).retrieve(ask("Hvornaar blev kofein opdaget?"))
    assert asked == ["Hvornår blev koffein opdaget?"]


def test_nothing_is_read_ahead_where_not_everything_could_be_kept(
    articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.retriever.MOST_KEPT", 3)
    assert not list(retriever_of(articles).read_ahead())
