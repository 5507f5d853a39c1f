"""The saved index: which files it has, written whole or not at all, and never trusted when read.

Knows files, checksums, builds and the lock; knows nothing of search or of encoding. A build is a folder that never
changes once its name stands in `CURRENT`, so a reader sees the old index or the new one, never half of one.
"""

import contextlib
import hashlib
import io
import json
import logging
import os
import re
import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout

from bot.errors import IndexDamaged
from bot.types import Chunk, Sentence, Vectors

FORMAT = 1  # raised when a file's meaning changes; a build of another format is rebuilt


class Files:
    """The format on disk: the one table of its names."""

    CURRENT = "CURRENT"  # one line: the build's name and the SHA-256 of its manifest
    LOCK = "lock"  # held by a writer
    MANIFEST = "manifest.json"  # format, encoder, dimension, settings, document digests, checksums of the rest
    CHUNKS = "chunks.jsonl"  # one chunk a line, its sentences in it
    VECTORS = "vectors.npy"  # (chunks, dimension) float32 unit rows
    SENTENCES = "sentences.npy"  # (sentences, dimension) float32 unit rows, in chunk order, then sentence order
    CHECKED = (CHUNKS, VECTORS, SENTENCES)


_BUILD = re.compile(r"build-[0-9a-f]{32}")
_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stored:
    """What a build holds. `digests` are the SHA-256 of the documents' files by id, `settings` those of chunking."""

    chunks: tuple[Chunk, ...]
    vectors: Vectors
    sentence_vectors: Vectors
    encoder_name: str
    encoder_fingerprint: str
    settings: Mapping[str, Any]
    digests: Mapping[str, str]


def place_for(folder: Path, corpus: Path, fingerprint: str, *beside: Path) -> Path:
    """Return the sub-folder of `folder` for one corpus with one encoder: `<name>-<8 hex digits>`.

    `beside` are folders whose articles are read beside the corpus: with them it is another one.
    """
    resolved = corpus.resolve()
    name = re.sub(r"[^\w.-]+", "-", resolved.stem if resolved.is_file() else resolved.name).strip("-.")[:40]
    told = "\0".join((str(resolved), fingerprint, *(str(path.resolve()) for path in beside)))
    digest = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
    return folder / f"{name or 'corpus'}-{digest[:8]}"


@contextlib.contextmanager
def writing(place: Path, *, seconds: float) -> Iterator[None]:
    """Hold the writer's lock of `place`; raise OSError if it cannot be written, TimeoutError if another keeps it."""
    place.mkdir(parents=True, exist_ok=True)
    lock = FileLock(place / Files.LOCK, timeout=seconds)
    try:
        lock.acquire()
    except Timeout:
        raise TimeoutError(f"another process has been writing {place} for {seconds:g} seconds") from None
    try:
        yield
    finally:
        lock.release()


def save(place: Path, stored: Stored) -> None:
    """Write a build and make it the current one in one `os.replace`; only under `writing`. OSError if it cannot."""
    before = _current_build(place)
    name = f"build-{uuid.uuid4().hex}"
    build = place / name
    build.mkdir()
    try:
        contents = {
            Files.CHUNKS: b"".join(_to_line(chunk) for chunk in stored.chunks),
            Files.VECTORS: _to_npy(stored.vectors),
            Files.SENTENCES: _to_npy(stored.sentence_vectors),
        }
        manifest = _manifest(stored, {file: hashlib.sha256(data).hexdigest() for file, data in contents.items()})
        for file, data in {**contents, Files.MANIFEST: manifest}.items():
            _write(build / file, data)
        draft = place / f"{Files.CURRENT}.{name}"
        _write(draft, f"{name} {hashlib.sha256(manifest).hexdigest()}\n".encode())
        os.replace(draft, place / Files.CURRENT)  # noqa: PTH105 - the contract names it; from here readers see it
    except BaseException:
        shutil.rmtree(build, ignore_errors=True)
        raise
    _sweep(place, keep={name, before})


def load(place: Path) -> Stored | None:
    """Return the current build, None if there is none yet; raise IndexDamaged if any byte of it is not as written."""
    for _ in range(3):  # a writer may remove a build between our reading its name and its files: read the name again
        try:
            current = (place / Files.CURRENT).read_text("ascii").split()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError) as error:
            raise IndexDamaged(f"{place / Files.CURRENT} cannot be read ({error})") from error
        if len(current) != 2 or not _BUILD.fullmatch(current[0]):
            raise IndexDamaged(f"{place / Files.CURRENT} names no build")
        try:
            return _load_build(place / current[0], current[1])
        except FileNotFoundError as error:
            missing = error
        except IndexDamaged:
            raise
        except Exception as error:  # whatever bytes there are, they must not stop us: a rebuild mends all of them
            raise IndexDamaged(f"{place / current[0]} cannot be read ({type(error).__name__}: {error})") from error
    raise IndexDamaged(f"{missing.filename} is missing")


def _load_build(build: Path, manifest_digest: str) -> Stored:
    data = (build / Files.MANIFEST).read_bytes()
    _check(build / Files.MANIFEST, data, manifest_digest)
    manifest = json.loads(data)
    if manifest["format"] != FORMAT:
        raise IndexDamaged(f"{build} is of format {manifest['format']}, not {FORMAT}")
    contents = {file: (build / file).read_bytes() for file in Files.CHECKED}
    for file, content in contents.items():
        _check(build / file, content, manifest["checksums"][file])
    chunks = tuple(_from_line(line) for line in contents[Files.CHUNKS].splitlines())
    stored = Stored(
        chunks=chunks,
        vectors=_from_npy(contents[Files.VECTORS]),
        sentence_vectors=_from_npy(contents[Files.SENTENCES]),
        encoder_name=str(manifest["encoder"]["name"]),
        encoder_fingerprint=str(manifest["encoder"]["fingerprint"]),
        settings=dict(manifest["settings"]),
        digests={str(key): str(value) for key, value in manifest["documents"].items()},
    )
    _check_shapes(build, stored, int(manifest["dimension"]))
    return stored


def _check(path: Path, data: bytes, digest: str) -> None:
    found = hashlib.sha256(data).hexdigest()
    if found != digest:
        raise IndexDamaged(f"{path} has the checksum {found[:8]}…, not {digest[:8]}…")


def _check_shapes(build: Path, stored: Stored, dimension: int) -> None:
    """Raise IndexDamaged unless the rows are unit vectors and as many as the chunks and sentences."""
    sentences = sum(len(chunk.sentences) for chunk in stored.chunks)
    for rows, count, what in (
        (stored.vectors, len(stored.chunks), "chunks"),
        (stored.sentence_vectors, sentences, "sentences"),
    ):
        if rows.dtype != np.float32 or rows.shape != (count, dimension):
            raise IndexDamaged(
                f"{build} has {count} {what} of dimension {dimension} but vectors {rows.dtype} {rows.shape}"
            )
        if not (np.abs(np.linalg.norm(rows, axis=1) - 1.0) < 1e-3).all():  # NaN compares false, so it fails too
            raise IndexDamaged(f"{build} has {what} whose vectors are not of length 1")


def _current_build(place: Path) -> str:
    try:
        name = (place / Files.CURRENT).read_text("ascii").split()[0]
    except (OSError, ValueError, IndexError):
        return ""
    return name if _BUILD.fullmatch(name) else ""


def _sweep(place: Path, *, keep: set[str]) -> None:
    """Remove old builds. The one before stays: a reader may just have read its name."""
    for path in place.iterdir():
        if _BUILD.fullmatch(path.name) and path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)  # what another process holds open goes the next time
        elif path.name.startswith(f"{Files.CURRENT}.build-"):
            path.unlink(missing_ok=True)


def _write(path: Path, data: bytes) -> None:
    """Write and flush to the disk, so that a power cut after the `os.replace` cannot leave empty files behind it."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _manifest(stored: Stored, checksums: Mapping[str, str]) -> bytes:
    manifest = {
        "format": FORMAT,
        "encoder": {"name": stored.encoder_name, "fingerprint": stored.encoder_fingerprint},
        "dimension": int(stored.vectors.shape[1]),
        "settings": dict(stored.settings),
        "documents": dict(stored.digests),
        "checksums": dict(checksums),
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()


def _to_npy(rows: Vectors) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.ascontiguousarray(rows, np.float32), allow_pickle=False)
    return buffer.getvalue()


def _from_npy(data: bytes) -> Vectors:
    rows: Vectors = np.lib.format.read_array(io.BytesIO(data), allow_pickle=False)  # np.load would open archives too
    return rows


def _to_line(chunk: Chunk) -> bytes:
    """Return the chunk as one line of JSON; a sentence's text is a slice of the chunk's, so only its span is kept."""
    fields = {
        "document": chunk.document,
        "article": chunk.article,
        "title": chunk.title,
        "section": chunk.section,
        "language": chunk.language,
        "start": chunk.start,
        "end": chunk.end,
        "text": chunk.text,
        "sentences": [[s.start, s.end, s.kind, s.block, s.plain] for s in chunk.sentences],
    }
    return json.dumps(fields).encode() + b"\n"  # ASCII: no character of a text can end a line


def _from_line(line: bytes) -> Chunk:
    fields = json.loads(line)
    start, text = int(fields["start"]), str(fields["text"])
    return Chunk(
        document=fields["document"],
        article=fields["article"],
        title=fields["title"],
        section=tuple(fields["section"]),
        language=fields["language"],
        text=text,
        start=start,
        end=int(fields["end"]),
        sentences=tuple(_sentence(values, text, start) for values in fields["sentences"]),
    )


def _sentence(values: Sequence[Any], text: str, offset: int) -> Sentence:
    start, end, kind, block, plain = values
    return Sentence(text[start - offset : end - offset], plain, start, end, kind, block)
