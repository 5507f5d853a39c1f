"""Articles that readers add: files in one folder, named and limited by us.

Knows what may be added and where it goes; reading and indexing them is the Bot's opening again.
"""

import re
import threading
import unicodedata
from pathlib import Path
from tempfile import TemporaryFile

from bot.articles import read_document
from bot.errors import ServerError, UploadError
from bot.phrases import phrase
from bot.types import Document, Language
from bot.web.options import MAX_UPLOAD_BYTES, MAX_UPLOADS

ENDINGS = (".md", ".markdown", ".txt")
PREFIX = "uploads/"  # what the ids of added articles begin with
LONGEST_NAME = 80  # characters; file systems stop at 255 bytes, and titles stand inside the file


class Uploads:
    """The folder of added articles."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, made if it is missing; raise ServerError where nothing can be written in it."""
        self._folder = folder
        self._lock = threading.Lock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with TemporaryFile(dir=folder):
                pass
        except OSError as error:
            message = f"Articles cannot be added in {folder} ({error.strerror}); name another folder with --upload-dir."
            raise ServerError(message) from error

    def add(self, name: str, text: str, page: Language) -> str:
        """Keep an article under a safe form of its name and return its id.

        Raises:
            UploadError: in one sentence, in the page's language: type, size, number, no text.
        """
        stem, ending = _safe_name(name, page)
        if len(text.encode("utf-8", "replace")) > MAX_UPLOAD_BYTES:
            raise UploadError(phrase("page.upload_too_large", page, name=name, limit=MAX_UPLOAD_BYTES // 1000))
        if not _is_text(text, stem + ending):
            raise UploadError(phrase("page.upload_no_text", page, name=name))
        with self._lock:
            self._folder.mkdir(parents=True, exist_ok=True)
            taken = {path.name for path in self._folder.iterdir()}
            if len(taken) >= MAX_UPLOADS:
                raise UploadError(phrase("page.upload_too_many", page, limit=MAX_UPLOADS))
            free = next(n for n in range(1, MAX_UPLOADS + 2) if _numbered(stem, ending, n) not in taken)
            path = self._folder / _numbered(stem, ending, free)
            path.write_bytes(text.encode("utf-8"))
        return PREFIX + path.name

    def remove(self, document: str, page: Language) -> None:
        """Take an added article away again.

        Raises:
            UploadError: it is not one that was added.
        """
        name = document.removeprefix(PREFIX)
        with self._lock:
            names = {path.name for path in self._folder.iterdir()} if self._folder.is_dir() else set()
            if not document.startswith(PREFIX) or name not in names:
                raise UploadError(phrase("page.no_article", page))
            (self._folder / name).unlink()


def is_own(document: Document) -> bool:
    """Return whether the article was added on the page."""
    return document.id.startswith(PREFIX)


def _safe_name(name: str, page: Language) -> tuple[str, str]:
    """Return stem and ending made of letters, digits, - and _ alone: no path, no dot in front, nothing hidden."""
    plain = unicodedata.normalize("NFC", name)
    stem, dot, ending = plain.rpartition(".")
    if dot + ending.lower() not in ENDINGS:
        raise UploadError(phrase("page.upload_kind", page, name=name))
    stem = re.sub(r"[^\w-]+", "_", re.split(r"[/\\]", stem)[-1]).strip("_-")[:LONGEST_NAME]
    return stem or "article", dot + ending.lower()


def _numbered(stem: str, ending: str, number: int) -> str:
    return f"{stem}{ending}" if number == 1 else f"{stem}-{number}{ending}"


def _is_text(text: str, name: str) -> bool:
    """Return whether an article with a sentence to cite comes of it."""
    if "\0" in text:
        return False
    document = read_document(text, name)
    return any(section.sentences for section in document.sections)
