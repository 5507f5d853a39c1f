"""Machine translation of quotes, by Marian models that the user names: one folder or name per direction.

The only user of transformers besides the encoder, imported when a model is loaded. Off unless asked for; what it
makes is shown beside the verbatim quote, never instead of it.
"""

import json
import os
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.errors import TranslatorError
from bot.types import LANGUAGES, Language

_LONGEST = 512  # tokens; Marian models were trained on no longer inputs
_BEAMS = 4  # what the published Helsinki-NLP models are evaluated with


class Translator:
    """One Marian model, from `source` to `target`."""

    def __init__(self, name_or_folder: str | Path) -> None:
        """Load the model; raise TranslatorError when it is missing, is no such model or names no direction."""
        self.name = str(name_or_folder)
        self._tokenizer, self._model = _load(self.name)
        self.source, self.target = _direction(self.name, self._tokenizer)
        self._translated = lru_cache(maxsize=1_000)(self._translate)

    def translate(self, text: str) -> str:
        """Return `text` in the target language; the same text always gives the same translation."""
        return self._translated(text) if text.strip() else ""

    def _translate(self, text: str) -> str:
        import torch

        longest = min(_LONGEST, self._model.config.max_position_embeddings)
        batch = self._tokenizer([text], return_tensors="pt", truncation=True, max_length=longest)
        with torch.inference_mode():
            tokens = self._model.generate(**batch, num_beams=_BEAMS, do_sample=False, max_length=longest)
        translated: str = self._tokenizer.decode(tokens[0], skip_special_tokens=True)
        return translated.strip()


class Translators:
    """The loaded translators by direction."""

    def __init__(self, translators: Sequence[Translator]) -> None:
        self._by_direction: Mapping[tuple[Language, Language], Translator] = {
            (one.source, one.target): one for one in translators
        }

    def translate(self, text: str, source: Language, target: Language) -> str:
        """Return `text` translated, or the empty string where no model goes that way."""
        translator = self._by_direction.get((source, target))
        return translator.translate(text) if translator else ""


def load_translators(names: Sequence[str]) -> Translators | None:
    """Load the models that the user named, or return None where there are none."""
    return Translators([Translator(name) for name in names]) if names else None


def _load(name: str) -> tuple[Any, Any]:
    """Return tokenizer and model, from the folder or from the user's cache of downloaded models."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        from transformers import MarianMTModel, MarianTokenizer
        from transformers.utils import logging as library_logging
    except ImportError as error:
        raise TranslatorError(f"Translation needs further packages ({error}); install svar[translate].") from error
    library_logging.set_verbosity_error()
    library_logging.disable_progress_bar()
    try:
        tokenizer = MarianTokenizer.from_pretrained(name, local_files_only=True)
        model = MarianMTModel.from_pretrained(name, local_files_only=True)
    except ImportError as error:
        raise TranslatorError(f"The translator {name} needs a package ({error}); install svar[translate].") from error
    except Exception as error:  # the library raises OSError, ValueError, KeyError, TypeError … for a bad folder
        reason = " ".join(str(error).split())[:160]
        raise TranslatorError(
            f"The translator {name} is no Marian model that can be loaded ({reason}); "
            "name the folder of one, for example a copy of Helsinki-NLP's opus-mt-da-en."
        ) from error
    model.eval()
    return tokenizer, model


def _direction(name: str, tokenizer: object) -> tuple[Language, Language]:
    """Return source and target, from the tokenizer's configuration, else from a name that ends in "da-en"."""
    source = _language(getattr(tokenizer, "source_lang", None))
    target = _language(getattr(tokenizer, "target_lang", None))
    if source is None or target is None:
        source, target = _direction_of_name(_configured_name(name) or name)
    if source is None or target is None or source == target:
        raise TranslatorError(
            f"The translator {name} does not say that it goes between Danish and English; set source_lang and "
            "target_lang in its tokenizer_config.json, or let its folder's name end in da-en or en-da."
        )
    return source, target


def _language(code: str | None) -> Language | None:
    """Return the language of a code such as "da", "dan" or "eng_Latn"."""
    start = re.split(r"[-_]", (code or "").casefold().strip("<>"))[0]
    wide: dict[str, Language] = {"dan": "da", "eng": "en"}
    return next((language for language in LANGUAGES if start == language), wide.get(start))


def _direction_of_name(name: str) -> tuple[Language | None, Language | None]:
    found = re.search(r"(?:^|[-_/\\])([a-z]{2,3})[-_]([a-z]{2,3})[/\\]?$", name.casefold())
    return (_language(found[1]), _language(found[2])) if found else (None, None)


def _configured_name(name: str) -> str:
    """Return the name that a folder's model configuration gives itself, if any."""
    file = Path(name) / "config.json"
    try:
        return str(json.loads(file.read_text(encoding="utf-8")).get("_name_or_path", ""))
    except (OSError, ValueError, AttributeError):
        return ""
