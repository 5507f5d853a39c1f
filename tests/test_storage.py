import json
import multiprocessing
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import storage
from bot.errors import IndexDamaged
from bot.storage import Files, Stored, load, place_for, save, writing
from bot.types import Chunk, Sentence, Vectors

TEXT = "# Te\n\nTe er varm. Ægte\u2028te, “godt”.\n"


def unit(count: int, dimension: int = 8, seed: int = 0) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    found: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return found


def chunk(start: int, end: int, document: str = "da/te.md") -> Chunk:
    sentence = Sentence(TEXT[start:end], TEXT[start:end].strip(), start, end, "prose", 3)
    return Chunk(document, "te", "Te", ("Hvad", "Ægte"), "da", TEXT[start:end], start, end, (sentence,))


def stored(count: int = 3, seed: int = 0) -> Stored:
    chunks = tuple(chunk(6 + number, len(TEXT) - number) for number in range(count))
    return Stored(
        chunks,
        unit(count, seed=seed),
        unit(count, seed=seed + 1),
        "tiny",
        "f" * 64,
        {"chunks": {"max": 3}},
        {"da/te.md": "ab"},
    )


def same(one: Stored | None, other: Stored | None) -> bool:
    if one is None or other is None:
        return one is other
    rows = np.array_equal(one.vectors, other.vectors) and np.array_equal(one.sentence_vectors, other.sentence_vectors)
    empty = np.zeros((0, 0), np.float32)
    bare = [replace(each, vectors=empty, sentence_vectors=empty) for each in (one, other)]
    return rows and all(
        getattr(bare[0], name) == getattr(bare[1], name)
        for name in ("chunks", "encoder_name", "encoder_fingerprint", "settings", "digests")
    )


def write(place: Path, what: Stored) -> Path:
    """Save and return the folder of the current build."""
    with writing(place, seconds=5):
        save(place, what)
    return place / (place / Files.CURRENT).read_text().split()[0]


def seal(place: Path, build: Path) -> None:
    """Make an edited build look untouched: every checksum that could give it away is computed anew."""
    manifest = json.loads((build / Files.MANIFEST).read_text())
    manifest["checksums"] = {file: sha256((build / file).read_bytes()).hexdigest() for file in Files.CHECKED}
    data = json.dumps(manifest).encode()
    (build / Files.MANIFEST).write_bytes(data)
    (place / Files.CURRENT).write_text(f"{build.name} {sha256(data).hexdigest()}")


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    write(tmp_path, stored())
    assert same(load(tmp_path), stored())


def test_an_index_without_chunks_is_saved_and_loaded(tmp_path: Path) -> None:
    write(tmp_path, stored(0))
    found = load(tmp_path)
    assert same(found, stored(0))
    assert found is not None
    assert found.vectors.shape == (0, 8)


def test_nothing_saved_is_none(tmp_path: Path) -> None:
    assert load(tmp_path) is None
    assert load(tmp_path / "missing") is None


def test_the_files_are_those_of_the_table_and_none_is_a_pickle(tmp_path: Path) -> None:
    build = write(tmp_path, stored())
    assert {path.name for path in build.iterdir()} == {*Files.CHECKED, Files.MANIFEST}
    for file in (Files.VECTORS, Files.SENTENCES):
        assert np.load(build / file, allow_pickle=False).dtype == np.float32
    assert len((build / Files.CHUNKS).read_text().splitlines()) == 3


def test_the_build_before_stays_for_its_readers_and_older_ones_go(tmp_path: Path) -> None:
    builds = [write(tmp_path, stored(seed=seed)) for seed in range(4)]
    assert [build.exists() for build in builds] == [False, False, True, True]
    assert same(load(tmp_path), stored(seed=3))


def test_a_reader_whose_build_goes_away_reads_the_next_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, stored(seed=0))
    read_build = storage._load_build

    def overtaken(build: Path, digest: str) -> Stored:
        monkeypatch.setattr(storage, "_load_build", read_build)
        write(tmp_path, stored(seed=1))
        write(tmp_path, stored(seed=2))
        return read_build(build, digest)

    monkeypatch.setattr(storage, "_load_build", overtaken)
    assert same(load(tmp_path), stored(seed=2))


def test_a_writer_that_fails_leaves_the_old_index_and_no_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, stored(seed=0))
    before = sorted(path.name for path in tmp_path.iterdir())

    def full(path: Path, data: bytes) -> None:
        path.write_bytes(data[: len(data) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage, "_write", full)
    with pytest.raises(OSError, match="No space"):
        write(tmp_path, stored(seed=1))
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert same(load(tmp_path), stored(seed=0))


@pytest.mark.parametrize("stop", range(1, 6))
def test_a_writer_that_dies_at_any_moment_leaves_the_old_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: int
) -> None:
    write(tmp_path, stored(seed=0))
    real, calls = storage._write, []

    def dying(path: Path, data: bytes) -> None:
        calls.append(path)
        if len(calls) == stop:
            raise SystemExit
        real(path, data)

    monkeypatch.setattr(storage, "_write", dying)
    monkeypatch.setattr(shutil, "rmtree", lambda *arguments, **options: None)  # the dead do not tidy up
    with pytest.raises(SystemExit):
        write(tmp_path, stored(seed=1))
    monkeypatch.undo()
    assert same(load(tmp_path), stored(seed=0))
    write(tmp_path, stored(seed=2))
    assert same(load(tmp_path), stored(seed=2))
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 2


@settings(deadline=None)  # the disk may be slow
@given(data=st.data())
def test_no_byte_can_be_changed_or_cut_unnoticed(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    place = tmp_path_factory.mktemp("place")
    build = write(place, stored())
    path = data.draw(
        st.sampled_from([place / Files.CURRENT, *(build / file for file in (*Files.CHECKED, Files.MANIFEST))])
    )
    content = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans()):
        content[at] ^= data.draw(st.integers(1, 255))
    else:
        del content[at:]
    path.write_bytes(content)
    try:
        found = load(place)
    except IndexDamaged:
        return
    assert path.name == Files.CURRENT  # a space or the last line end there may change and say the same
    assert same(found, stored())


def rewrite(file: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def edit(build: Path) -> None:
        (build / file).write_bytes(change((build / file).read_bytes()))

    return edit


def vectors(change: Callable[[Vectors], np.ndarray]) -> Callable[[Path], None]:
    def edit(build: Path) -> None:
        np.save(build / Files.VECTORS, change(np.load(build / Files.VECTORS)))

    return edit


def manifest(**changes: object) -> Callable[[Path], None]:
    return rewrite(Files.MANIFEST, lambda data: json.dumps({**json.loads(data), **changes}).encode())


def swap_vector_files(build: Path) -> None:
    first, second = (build / file for file in (Files.VECTORS, Files.CHUNKS))
    one, two = first.read_bytes(), second.read_bytes()
    first.write_bytes(two)
    second.write_bytes(one)


EDITS = {
    "a line of chunks is gone": rewrite(Files.CHUNKS, lambda data: b"".join(data.splitlines(True)[:-1])),
    "a line is no JSON": rewrite(Files.CHUNKS, lambda data: data + b"{\n"),
    "a line is a list": rewrite(Files.CHUNKS, lambda data: b"[]\n[]\n[]\n"),
    "a line lacks a field": rewrite(Files.CHUNKS, lambda data: data.replace(b'"text"', b'"Text"')),
    "a start is a word": rewrite(Files.CHUNKS, lambda data: data.replace(b'"start": 6', b'"start": "x"')),
    "deep nesting": rewrite(Files.CHUNKS, lambda data: b"[" * 100_000),
    "files are swapped": swap_vector_files,
    "another dimension": vectors(lambda rows: rows[:, :4]),
    "a row too few": vectors(lambda rows: rows[:-1]),
    "one vector only": vectors(lambda rows: rows[0]),
    "double precision": vectors(lambda rows: rows.astype(np.float64)),
    "words for numbers": vectors(lambda rows: rows.astype(str)),
    "not a number": vectors(lambda rows: rows * np.float32(np.nan)),
    "infinite": vectors(lambda rows: rows * np.float32(np.inf)),
    "not of length 1": vectors(lambda rows: rows * np.float32(2)),
    "a pickle": rewrite(Files.VECTORS, lambda data: b"\x80\x04N."),
    "an array of pickles": lambda build: np.save(
        build / Files.VECTORS, np.array([{}, []], dtype=object), allow_pickle=True
    ),
    "an archive": rewrite(Files.VECTORS, lambda data: b"PK\x03\x04" + data),
    "a size beyond memory": rewrite(
        Files.VECTORS, lambda data: data.replace(b"(3, 8)", b"(3, 8" + b"0" * 12 + b")")[:200]
    ),
    "no vectors at all": rewrite(Files.VECTORS, lambda data: b""),
    "another format": manifest(format=storage.FORMAT + 1),
    "no format": manifest(format=None),
    "a dimension in words": manifest(dimension="eight"),
    "no encoder": manifest(encoder=None),
    "documents as a list": manifest(documents=[1, 2]),
    "settings as a number": manifest(settings=7),
    "manifest is a list": rewrite(Files.MANIFEST, lambda data: b"[]"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_an_edit_that_hides_from_the_checksums_is_noticed(tmp_path: Path, edit: Callable[[Path], None]) -> None:
    build = write(tmp_path, stored())
    edit(build)
    if (build / Files.MANIFEST).read_bytes() == b"[]":
        (tmp_path / Files.CURRENT).write_text(f"{build.name} {sha256(b'[]').hexdigest()}")
    else:
        seal(tmp_path, build)
    with pytest.raises(IndexDamaged) as caught:
        load(tmp_path)
    assert str(tmp_path) in str(caught.value)


@pytest.mark.parametrize("file", [*Files.CHECKED, Files.MANIFEST])
def test_a_missing_file_is_named(tmp_path: Path, file: str) -> None:
    build = write(tmp_path, stored())
    (build / file).unlink()
    with pytest.raises(IndexDamaged, match=file):
        load(tmp_path)


@pytest.mark.parametrize("name", ["../../etc", "/etc", "build-1", "", "build-" + "g" * 32, "\x00", "æ"])
def test_current_can_name_nothing_but_a_build(tmp_path: Path, name: str) -> None:
    write(tmp_path, stored())
    (tmp_path / Files.CURRENT).write_text(f"{name} {'0' * 64}")
    with pytest.raises(IndexDamaged):
        load(tmp_path)


def test_corpora_and_encoders_have_places_of_their_own(tmp_path: Path) -> None:
    places = {
        place_for(tmp_path, tmp_path / corpus, fingerprint)
        for corpus in ("articles", "more/articles", "en artikel: 100 %?", "x" * 200)
        for fingerprint in ("aa", "bb")
    }
    assert len(places) == 8
    for place in places:
        assert place.parent == tmp_path
        name, _, digits = place.name.rpartition("-")
        assert 0 < len(name) <= 40
        assert len(digits) == 8
        assert int(digits, 16) >= 0


def test_a_place_does_not_depend_on_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "articles").mkdir()
    monkeypatch.chdir(tmp_path)
    assert place_for(tmp_path, Path("articles"), "a") == place_for(tmp_path, tmp_path / "articles", "a")


def test_a_second_writer_waits_and_then_gives_up(tmp_path: Path) -> None:
    with (
        writing(tmp_path, seconds=1),
        pytest.raises(TimeoutError, match=r"0\.05 seconds"),
        writing(tmp_path, seconds=0.05),
    ):
        pass
    with writing(tmp_path, seconds=0.05):
        pass


def test_a_place_that_cannot_be_made_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match="file"), writing(tmp_path / "file" / "place", seconds=1):
        pass


def _write_often(place: Path, seed: int) -> None:
    for number in range(15):
        write(place, stored(count=1 + (seed + number) % 5, seed=seed))


@pytest.mark.skipif(os.name == "nt", reason="starts processes by forking")
def test_readers_never_see_half_an_index_while_others_write(tmp_path: Path) -> None:
    write(tmp_path, stored())
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_write_often, args=(tmp_path, seed)) for seed in (0, 10)]
    for writer in writers:
        writer.start()
    reads = 0
    while any(writer.is_alive() for writer in writers):
        found = load(tmp_path)
        assert found is not None
        assert any(same(found, stored(len(found.chunks), seed)) for seed in (0, 10))
        reads += 1
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert reads > 0
