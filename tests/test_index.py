import json
import logging
import multiprocessing
import os
import re
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import index as index_module
from bot.chunking import ChunkSettings, embedding_text
from bot.corpus import Corpus, load_corpus, read_document
from bot.freshness import sentence_text
from bot.index import SAMPLE, Index, update_index
from bot.storage import Files
from bot.types import LANGUAGES, Chunk, Language, Sentence, Vectors
from tests.doubles import HashingEncoder


def chunk(number: int, language: Language = "en", sentences: int = 1) -> Chunk:
    parts = tuple(Sentence(f"s{n}", f"s{n}", n * 3, n * 3 + 2, "prose", n) for n in range(sentences))
    return Chunk(f"{language}/{number}.md", str(number), "Title", (), language, f"text {number}", 0, 6, parts)


def unit(rows: np.ndarray) -> Vectors:
    found: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return found


def make_index(vectors: Vectors, languages: Sequence[Language], sentences: int = 1) -> Index:
    chunks = tuple(chunk(number, language, sentences) for number, language in enumerate(languages))
    rows = np.repeat(vectors, sentences, axis=0) if len(vectors) else vectors
    return Index(chunks, vectors, rows, encoder_name="hashing", encoder_fingerprint="f")


def by_hand(vectors: Vectors, query: Vectors, k: int, allowed: list[int]) -> list[int]:
    scores = vectors @ query
    return sorted(allowed, key=lambda number: (-scores[number], number))[:k]


def test_echoes_are_the_closest_sentences_that_say_the_same() -> None:
    chunks = (chunk(0, "da", sentences=3), chunk(0, "en", sentences=2), chunk(1, "en", sentences=0))
    rows = unit(np.array([[1.0, 0.1, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.1, 1.0, 0.0], [1.0, 0.0, 0.0]]))
    index = Index(chunks, rows[:3], rows, encoder_name="hashing", encoder_fingerprint="f")
    assert index.echoes(0, 1) == (1, 0, -1)
    assert index.echoes(1, 0) == (1, 0)
    assert index.echoes(0, 2) == (-1, -1, -1)
    assert index.echoes(2, 0) == ()


# Four halves make a unit row whose products are exact, so that equal ones are equal and ties must be broken.
rows_of_halves = st.tuples(st.integers(0, 4), st.tuples(*[st.sampled_from([-0.5, 0.5])] * 4)).map(
    lambda drawn: [0.0] * drawn[0] + list(drawn[1]) + [0.0] * (4 - drawn[0])
)


@settings(deadline=None)
@given(
    rows=st.lists(st.tuples(rows_of_halves, st.sampled_from(LANGUAGES)), min_size=1, max_size=40),
    query=rows_of_halves,
    k=st.integers(0, 50),
    wanted=st.sampled_from([None, *LANGUAGES]),
)
def test_search_is_a_matrix_product_sorted(
    rows: list[tuple[list[float], Language]], query: list[float], k: int, wanted: Language | None
) -> None:
    vectors, question = np.array([row for row, _ in rows], np.float32), np.array([query], np.float32)
    languages = [language for _, language in rows]
    found = make_index(vectors, languages).search(question, k, language=wanted)
    allowed = [number for number, language in enumerate(languages) if wanted in (None, language)]
    assert [number for number, _ in found] == by_hand(vectors, question[0], k, allowed)
    assert [score for _, score in found] == [float(vectors[number] @ question[0]) for number, _ in found]


def test_search_agrees_with_numpy_on_many_real_numbers() -> None:
    random = np.random.default_rng(1)
    vectors, queries = unit(random.normal(size=(3000, 32))), unit(random.normal(size=(20, 32)))
    index = make_index(vectors, LANGUAGES * 1500)
    for query in queries:
        expected = by_hand(vectors, query, 25, list(range(1, 3000, 2)))
        assert [number for number, _ in index.search(query, 25, language="en")] == expected


def test_equal_chunks_come_in_chunk_order_however_many() -> None:
    index = make_index(unit(np.ones((500, 8))), ["da", "en"] * 250)
    assert [number for number, _ in index.search(unit(np.ones((1, 8))), 7)] == list(range(7))


def test_asking_for_more_than_there_is_gives_all_and_for_none_gives_none() -> None:
    index = make_index(unit(np.eye(3)), ["da", "da", "en"])
    assert len(index.search(unit(np.ones((1, 3))), 10)) == 3
    assert index.search(unit(np.ones((1, 3))), 0) == []
    assert index.search(unit(np.ones((1, 3))), -1) == []


def test_an_index_without_chunks_finds_nothing() -> None:
    index = make_index(np.zeros((0, 4), np.float32), [])
    assert index.search(unit(np.ones((1, 4))), 5) == []


def test_similarities_are_those_of_the_chunks_own_sentences() -> None:
    chunks = (chunk(0, sentences=2), chunk(1, sentences=0), chunk(2, sentences=1))
    index = Index(chunks, unit(np.eye(3)), unit(np.eye(3)), encoder_name="e", encoder_fingerprint="f")
    query = unit(np.array([[3.0, 4.0, 0.0]]))
    assert index.similarities(query, 0) == pytest.approx((0.6, 0.8))
    assert index.similarities(query, 1) == ()
    assert index.similarities(query, 2) == pytest.approx((0.0,))


def test_closest_is_the_best_of_each_chunks_sentences_or_its_own_cosine() -> None:
    random = np.random.default_rng(0)
    counts = [2, 0, 1, 0, 0, 5, 3, 0]
    chunks = tuple(chunk(number, sentences=count) for number, count in enumerate(counts))
    vectors, sentences = unit(random.normal(size=(8, 6))), unit(random.normal(size=(sum(counts), 6)))
    index = Index(chunks, vectors, sentences, encoder_name="e", encoder_fingerprint="f")
    query = unit(random.normal(size=(1, 6)))
    for numbers in (list(range(8)), [5, 0, 1], [1, 3], [7], []):
        expected = [max(index.similarities(query, n), default=float(vectors[n] @ query[0])) for n in numbers]
        assert index.closest(query, np.array(numbers, np.int64)) == pytest.approx(expected, abs=1e-6)


def test_a_sample_is_all_chunks_of_a_language_or_evenly_spread_ones() -> None:
    index = make_index(unit(np.ones((5001, 2))), (*LANGUAGES[:1] * 5000, *LANGUAGES[1:]))
    assert index.sample("en").tolist() == [5000]
    danish = index.sample("da")
    assert SAMPLE / 2 < len(danish) <= SAMPLE
    assert set(np.diff(danish)) == {3}
    assert len(make_index(np.zeros((0, 4), np.float32), []).sample("da")) == 0


@pytest.mark.parametrize(
    ("vectors", "sentences", "message"),
    [
        (unit(np.ones((1, 4))), unit(np.ones((2, 4))), "2 chunks but vectors of shape"),
        (unit(np.ones((2, 4))), unit(np.ones((3, 4))), "2 sentences but vectors of shape"),
        (unit(np.ones((2, 4))), unit(np.ones((2, 5))), "dimension 4 but sentence vectors of 5"),
        (np.full((2, 4), np.nan, np.float32), unit(np.ones((2, 4))), "not of length 1"),
        (np.ones((2, 4), np.float32), unit(np.ones((2, 4))), "not of length 1"),
    ],
)
def test_parts_that_do_not_fit_are_refused_naming_both_sides(
    vectors: Vectors, sentences: Vectors, message: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        Index((chunk(0), chunk(1)), vectors, sentences, encoder_name="e", encoder_fingerprint="f")


def test_a_question_of_another_dimension_is_refused() -> None:
    with pytest.raises(ValueError, match="dimension 5 but an index of 3"):
        make_index(unit(np.eye(3)), ["da"] * 3).search(unit(np.ones((1, 5))), 1)


# Bringing it up to date


def build(corpus: Corpus, folder: Path | None) -> tuple[Index, dict[str, int], list[str]]:
    """Return the index, what changed, and the texts that were encoded."""
    encoder = HashingEncoder()
    index, changes = update_index(corpus, encoder, folder)
    counts = {name: getattr(changes, name) for name in changes.__slots__ if name != "seconds"}
    return index, {name: count for name, count in counts.items() if count}, encoder.encoded


def expected_index(corpus: Corpus) -> Index:
    return update_index(corpus, HashingEncoder(), None)[0]


def assert_same(one: Index, other: Index) -> None:
    assert one.chunks == other.chunks
    assert np.array_equal(one.vectors, other.vectors)
    assert np.array_equal(one.sentence_vectors, other.sentence_vectors)


def the_place(folder: Path) -> Path:
    (place,) = folder.iterdir()
    return place


def the_build(folder: Path) -> Path:
    place = the_place(folder)
    return place / (place / Files.CURRENT).read_text().split()[0]


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def test_vectors_are_those_of_the_texts_with_title_and_section(articles: Path) -> None:
    index = expected_index(load_corpus(articles))
    encoder = HashingEncoder()
    assert np.array_equal(index.vectors, encoder.encode_passages([embedding_text(c) for c in index.chunks]))
    texts = [sentence_text(c, sentence) for c in index.chunks for sentence in c.sentences]
    assert np.array_equal(index.sentence_vectors, encoder.encode_passages(texts))


def test_every_chunk_and_sentence_is_a_slice_of_its_article(articles: Path, tmp_path: Path) -> None:
    corpus = load_corpus(articles)
    build(corpus, tmp_path / "index")
    index, _, _ = build(corpus, tmp_path / "index")
    for c in index.chunks:
        text = corpus.get(c.document).text
        assert text[c.start : c.end] == c.text
        assert all(text[sentence.start : sentence.end] == sentence.text for sentence in c.sentences)


def test_a_saved_index_is_read_and_nothing_encoded_again(
    articles: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    corpus = load_corpus(articles)
    first, changes, encoded = build(corpus, tmp_path / "index")
    assert changes == {"documents_added": 2, "chunks_added": len(first.chunks)}
    assert len(encoded) == len(set(encoded)) > 0
    before = the_build(tmp_path / "index")
    second, changes, encoded = build(corpus, tmp_path / "index")
    assert changes == {"documents_reused": 2, "chunks_reused": len(first.chunks)}
    assert encoded == []
    assert the_build(tmp_path / "index") == before
    assert_same(first, second)
    assert warnings(caplog) == []


def test_only_what_changed_is_encoded(articles: Path, tmp_path: Path) -> None:
    build(load_corpus(articles), tmp_path / "index")
    file = articles / "en" / "tea.md"
    file.write_text(file.read_text("utf-8").replace("# Tea\n", "# Tea\n\nNew first words.\n", 1), "utf-8")
    (articles / "en" / "coffee.md").write_text("# Coffee\n\nCoffee is bitter.\n", "utf-8")
    (articles / "da" / "tea.md").unlink()
    index, changes, encoded = build(load_corpus(articles), tmp_path / "index")
    assert changes == {
        "documents_added": 1,
        "documents_changed": 1,
        "documents_removed": 1,
        "chunks_added": 2,
        "chunks_reused": 3,
        "chunks_removed": 3,
    }
    assert len(encoded) == 4
    assert all("New first words" in text or "Coffee is bitter" in text for text in encoded)
    assert_same(index, expected_index(load_corpus(articles)))
    assert build(load_corpus(articles), tmp_path / "index")[2] == []


def test_a_renamed_article_keeps_its_vectors(articles: Path, tmp_path: Path) -> None:
    build(load_corpus(articles), tmp_path / "index")
    (articles / "en" / "tea.md").rename(articles / "en" / "te.md")
    index, changes, encoded = build(load_corpus(articles), tmp_path / "index")
    assert (changes["documents_added"], changes["documents_removed"], encoded) == (1, 1, [])
    assert {c.document for c in index.chunks} == {"da/tea.md", "en/te.md"}


def test_without_a_folder_nothing_is_written(articles: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    _, changes, encoded = build(load_corpus(articles), None)
    assert changes["documents_added"] == 2
    assert encoded
    assert sorted(tmp_path.rglob("*")) == before


def test_an_article_without_sentences_is_no_trouble(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path, (read_document("", "empty.md"),), {"empty.md": "0"})
    for _ in range(2):
        index, _, encoded = build(corpus, tmp_path / "index")
        assert (index.chunks, encoded) == ((), [])


def test_two_corpora_and_two_encoders_do_not_overwrite_each_other(articles: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "articles"
    other.mkdir(parents=True)
    (other / "x.md").write_text("# X\n\nOther words here.\n")
    for corpus in (load_corpus(articles), load_corpus(other)):
        for encoder in (HashingEncoder(64), HashingEncoder(32)):
            update_index(corpus, encoder, tmp_path / "index")
    assert len(list((tmp_path / "index").iterdir())) == 4
    for corpus in (load_corpus(articles), load_corpus(other)):
        for encoder in (HashingEncoder(64), HashingEncoder(32)):
            update_index(corpus, encoder, tmp_path / "index")
            assert encoder.encoded == []


def test_one_article_of_a_folder_has_an_index_of_its_own(articles: Path, tmp_path: Path) -> None:
    whole, one = load_corpus(articles), load_corpus(articles / "en" / "tea.md")
    for corpus in (whole, one):
        build(corpus, tmp_path / "index")
    assert len(list((tmp_path / "index").iterdir())) == 2
    assert [build(corpus, tmp_path / "index")[2] for corpus in (whole, one)] == [[], []]


def test_a_folder_of_one_article_keeps_its_index_as_it_grows_and_shrinks(articles: Path, tmp_path: Path) -> None:
    second = articles / "en" / "tea.md"
    text = second.read_text(encoding="utf-8")
    second.unlink()
    build(load_corpus(articles), tmp_path / "index")
    second.write_text(text, encoding="utf-8")
    _, grown, _ = build(load_corpus(articles), tmp_path / "index")
    assert (grown["documents_added"], grown["documents_reused"]) == (1, 1)
    second.unlink()
    _, shrunk, encoded = build(load_corpus(articles), tmp_path / "index")
    assert (shrunk["documents_removed"], shrunk["documents_reused"], encoded) == (1, 1, [])


def test_another_cut_keeps_the_vectors_of_texts_that_stay_the_same(articles: Path, tmp_path: Path) -> None:
    corpus, encoder = load_corpus(articles), HashingEncoder()
    update_index(corpus, encoder, tmp_path / "index")
    first = len(encoder.encoded)
    index, _ = update_index(corpus, encoder, tmp_path / "index", settings=ChunkSettings(max_characters=120))
    again = update_index(corpus, HashingEncoder(), None, settings=ChunkSettings(max_characters=120))[0]
    assert_same(index, again)
    sentences = {sentence_text(c, sentence) for c in index.chunks for sentence in c.sentences}
    assert not sentences & set(encoder.encoded[first:])


def test_progress_goes_from_nothing_to_everything(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "SLICE", 3)
    seen: list[tuple[int, int]] = []
    encoder = HashingEncoder()
    update_index(load_corpus(articles), encoder, None, progress=lambda done, total: seen.append((done, total)))
    total = len(encoder.encoded)
    assert seen == [*((done, total) for done in range(0, total, 3)), (total, total)]


# A saved index is never trusted


def edit_lines(change: Callable[[dict[str, object]], object]) -> Callable[[Path], None]:
    def edit(build: Path) -> None:
        lines = [json.loads(line) for line in (build / Files.CHUNKS).read_text().splitlines()]
        for line in lines:
            change(line)
        (build / Files.CHUNKS).write_text("".join(json.dumps(line) + "\n" for line in lines))

    return edit


def swap_texts(build: Path) -> None:
    lines = (build / Files.CHUNKS).read_text().splitlines()
    (build / Files.CHUNKS).write_text("".join(line + "\n" for line in reversed(lines)))


def other_encoder(build: Path) -> None:
    fields = json.loads((build / Files.MANIFEST).read_text())
    fields["encoder"] = {"name": "other", "fingerprint": "0" * 64}
    (build / Files.MANIFEST).write_text(json.dumps(fields))


def other_texts(build: Path) -> None:
    fields = json.loads((build / Files.MANIFEST).read_text())
    fields["settings"]["text"] = ["title: text", "text"]
    (build / Files.MANIFEST).write_text(json.dumps(fields))


def other_dimension(build: Path) -> None:
    for file in (Files.VECTORS, Files.SENTENCES):
        np.save(build / file, unit(np.load(build / file)[:, :100] + 1))
    fields = json.loads((build / Files.MANIFEST).read_text())
    (build / Files.MANIFEST).write_text(json.dumps({**fields, "dimension": 100}))


def seal(folder: Path) -> None:
    """Make an edited build look untouched."""
    built = the_build(folder)
    fields = json.loads((built / Files.MANIFEST).read_text())
    fields["checksums"] = {file: sha256((built / file).read_bytes()).hexdigest() for file in Files.CHECKED}
    data = json.dumps(fields).encode()
    (built / Files.MANIFEST).write_bytes(data)
    (the_place(folder) / Files.CURRENT).write_text(f"{built.name} {sha256(data).hexdigest()}")


SEALED = {
    "the texts of chunks are another article's": edit_lines(
        lambda line: line.update(text="x" * len(str(line["text"])))
    ),
    "offsets do not fit the file": edit_lines(lambda line: line.update(start=10**6, end=10**6 + 5)),
    "negative offsets": edit_lines(lambda line: line.update(start=-50)),
    "sentences are moved": edit_lines(lambda line: [s.__setitem__(0, 0) for s in line["sentences"]]),  # type: ignore[attr-defined]
    "sentences read otherwise": edit_lines(lambda line: [s.__setitem__(4, "no") for s in line["sentences"]]),  # type: ignore[attr-defined]
    "the language is turned": edit_lines(lambda line: line.update(language="en")),
    "a made-up section": edit_lines(lambda line: line.update(section=["x"])),
    "chunks changed places": swap_texts,
    "the manifest names another encoder": other_encoder,
    "the encoder was shown other texts": other_texts,
    "another dimension": other_dimension,
}


@pytest.mark.parametrize("edit", SEALED.values(), ids=SEALED.keys())
def test_a_sealed_edit_is_rebuilt_with_one_warning(
    articles: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, edit: Callable[[Path], None]
) -> None:
    corpus, folder = load_corpus(articles), tmp_path / "index"
    build(corpus, folder)
    edit(the_build(folder))
    seal(folder)
    index, _, _ = build(corpus, folder)
    assert_same(index, expected_index(corpus))
    assert len(warnings(caplog)) == 1, warnings(caplog)
    assert "rebuilt" in warnings(caplog)[0]
    caplog.clear()
    assert build(corpus, folder)[2] == []
    assert warnings(caplog) == []


@settings(max_examples=60, deadline=None)  # the disk may be slow
@given(data=st.data())
def test_a_damaged_index_is_rebuilt_with_one_warning(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    root = tmp_path_factory.mktemp("damage")
    (root / "articles").mkdir()
    (root / "articles" / "x.md").write_text("# X\n\nSome words. And others.\n")
    corpus, folder = load_corpus(root / "articles"), root / "index"
    build(corpus, folder)
    files = [the_place(folder) / Files.CURRENT, *sorted(the_build(folder).iterdir())]
    path = data.draw(st.sampled_from(files))
    content = path.read_bytes()
    kind = data.draw(st.sampled_from(["cut", "flip", "gone", "folder", "swap", "noise"]))
    at = data.draw(st.integers(0, len(content) - 1))
    if kind == "cut":
        path.write_bytes(content[:at])
    elif kind == "flip":
        path.write_bytes(content[:at] + bytes([content[at] ^ data.draw(st.integers(1, 255))]) + content[at + 1 :])
    elif kind in {"gone", "folder"}:
        path.unlink()
        if kind == "folder":
            path.mkdir()
    elif kind == "swap":
        path.write_bytes(data.draw(st.sampled_from(files)).read_bytes())
    else:
        path.write_bytes(data.draw(st.binary(max_size=200)))
    records: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: records.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger("bot.index").addHandler(handler)
    try:
        index, _, _ = build(corpus, folder)
    finally:
        logging.getLogger("bot.index").removeHandler(handler)
    assert_same(index, expected_index(corpus))
    assert len(records) <= 1 or kind == "folder"  # CURRENT as a folder cannot be replaced either, which is said


@pytest.mark.parametrize("where", ["file", "file/below"])
def test_an_unwritable_folder_means_memory_and_one_warning(
    articles: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, where: str
) -> None:
    (tmp_path / "file").write_text("in the way")
    corpus = load_corpus(articles)
    index, _, encoded = build(corpus, tmp_path / where)
    assert_same(index, expected_index(corpus))
    assert len(encoded) == len(set(encoded))
    assert len(warnings(caplog)) == 1
    assert "memory" in warnings(caplog)[0]
    assert str(tmp_path / where) in warnings(caplog)[0]


def test_an_index_that_is_up_to_date_is_read_without_writing(
    articles: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, folder = load_corpus(articles), tmp_path / "index"
    build(corpus, folder)

    def read_only(*arguments: object, **options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(index_module, "writing", read_only)
    assert build(corpus, folder)[2] == []
    assert warnings(caplog) == []


def test_a_full_disk_means_memory_and_nothing_is_encoded_twice(
    articles: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(index_module, "save", full)
    _, _, encoded = build(load_corpus(articles), tmp_path / "index")
    assert len(encoded) == len(set(encoded))
    assert len(warnings(caplog)) == 1
    assert "No space left" in warnings(caplog)[0]


def _hold(place: Path, held: "multiprocessing.synchronize.Event", done: "multiprocessing.synchronize.Event") -> None:
    from bot.storage import writing

    with writing(place, seconds=5):
        held.set()
        done.wait(30)


@pytest.mark.skipif(os.name == "nt", reason="starts processes by forking")
def test_a_busy_writer_elsewhere_means_memory_and_one_warning(
    articles: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "LOCK_SECONDS", 0.1)
    corpus, folder = load_corpus(articles), tmp_path / "index"
    build(corpus, folder)
    (articles / "en" / "coffee.md").write_text("# Coffee\n\nCoffee is bitter.\n", "utf-8")
    corpus = load_corpus(articles)
    context = multiprocessing.get_context("fork")
    held, done = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(the_place(folder), held, done))
    other.start()
    try:
        assert held.wait(10)
        index, _, encoded = build(corpus, folder)
    finally:
        done.set()
        other.join()
    assert_same(index, expected_index(corpus))
    assert len(encoded) == 2  # the rest came from the saved index, which can be read meanwhile
    assert len(warnings(caplog)) == 1
    assert "memory" in warnings(caplog)[0]


def _build_in_process(corpus: Corpus, folder: Path, encoded: "multiprocessing.Queue[int]") -> None:
    encoded.put(len(build(corpus, folder)[2]))


@pytest.mark.skipif(os.name == "nt", reason="starts processes by forking")
def test_of_many_processes_at_once_one_encodes_and_all_are_served(articles: Path, tmp_path: Path) -> None:
    corpus = load_corpus(articles)
    context = multiprocessing.get_context("fork")
    encoded: multiprocessing.Queue[int] = context.Queue()
    processes = [
        context.Process(target=_build_in_process, args=(corpus, tmp_path / "index", encoded)) for _ in range(5)
    ]
    for process in processes:
        process.start()
    counts = sorted(encoded.get(timeout=30) for _ in processes)
    for process in processes:
        process.join()
    assert counts[:-1] == [0, 0, 0, 0]
    assert counts[-1] > 0
