"""What the user chose for the page, and the limits that keep one reader from tiring the server."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.types import Language

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
MAX_QUESTION = 600  # characters; the longest question of the evaluation has fewer than 200
MAX_HISTORY = 30  # turns that a browser may send back; older ones no longer matter to a follow-up
MAX_REASON = 500  # characters of the reason beside a thumb
MAX_UPLOAD_BYTES = 1_000_000  # one article; the longest that ships has about 10 000
MAX_UPLOADS = 50


@dataclass(frozen=True, slots=True)
class PageOptions:
    """How and for whom the page is served; `language` fixes the language of page and answers."""

    host: str = "127.0.0.1"
    port: int = 7860
    language: Language | None = None
    auth_file: Path | None = None
    allow_upload: bool = False
    upload_dir: Path | None = None
    feedback: Path | None = None
