"""The one place that wires the parts together and finds the data that ships.

In a checkout the data are its own folders; in an installed wheel they are what it carries. The working directory
plays no part.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import platformdirs

from bot.answerer import ExtractiveAnswerer
from bot.calibration import Calibration, load_for
from bot.conversation import Bot
from bot.corpus import Corpus, load_corpus
from bot.encoder import SentenceTransformerEncoder, check_encoder
from bot.errors import CorpusError, QuestionFileError
from bot.index import Index, IndexChanges, update_index
from bot.matcher import InteractionMatcher
from bot.reader import Reader
from bot.retriever import Retriever
from bot.translator import load_translators
from bot.types import Encoder, Language, Matcher

PACKAGE = Path(__file__).resolve().parent
CARRIED = PACKAGE / "_data"  # there in an installed wheel only
UPLOADS = "uploads"  # what the ids of uploaded articles begin with
Progress = Callable[[int, int], None]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chose; None means the default of §"Command line" in the README."""

    corpus: Path | None = None
    index: Path | None = None
    encoder: str | None = None
    language: Language | None = None
    translators: tuple[str, ...] = ()
    uploads: Path | None = None


def default_corpus() -> Path:
    """Return the articles that ship."""
    return CARRIED / "corpus" if CARRIED.is_dir() else PACKAGE.parent / "corpus"


def default_models() -> Path:
    """Return the folder of the models that ship, each with its card."""
    return CARRIED / "models" if CARRIED.is_dir() else PACKAGE.parent / "models"


def default_index() -> Path:
    """Return where an index is kept: in the checkout, or in the user's cache folder."""
    if CARRIED.is_dir():
        return Path(platformdirs.user_cache_dir("svar", appauthor=False)) / "index"
    return PACKAGE.parent / "index"


def default_uploads() -> Path:
    """Return where articles that readers add are kept: in the checkout, or in the user's data folder."""
    if CARRIED.is_dir():
        return Path(platformdirs.user_data_dir("svar", appauthor=False)) / UPLOADS
    return PACKAGE.parent / UPLOADS


def default_questions(split: str = "report") -> list[Path]:
    """Return the question files of a half: `report` ships everywhere, `fit` is in a checkout only.

    Raises:
        QuestionFileError: there are none, as of `fit` in an installed wheel.
    """
    carried = CARRIED.is_dir()
    folder = CARRIED / "questions" if carried else PACKAGE.parent / "tests" / "data" / split
    files = [] if carried and split != "report" else sorted(folder.glob("*.jsonl"))
    if not files:
        raise QuestionFileError(f"No questions to {split} on are installed; name files of your own.")
    return files


def open_corpus(settings: Settings) -> Corpus:
    """Read the articles, and the uploaded ones beside them if a folder for those is set and holds any."""
    corpus = load_corpus(settings.corpus or default_corpus())
    uploads = settings.uploads
    if uploads is None:
        return corpus
    corpus = replace(corpus, sources=(*corpus.sources, uploads))
    if not uploads.is_dir() or not any(uploads.iterdir()):
        return corpus
    try:
        added = load_corpus(uploads)
    except CorpusError as error:  # the articles that ship can be asked about all the same
        log.warning("%s", error)
        return corpus
    named = {d.id: f"{UPLOADS}/{d.id}" for d in added.documents if f"{UPLOADS}/{d.id}" not in corpus.digests}
    for id in added.digests.keys() - named.keys():
        log.warning("Skipped the added article %s: an article of that name is in %s already.", id, corpus.root)
    return replace(
        corpus,
        documents=(*corpus.documents, *(replace(d, id=named[d.id]) for d in added.documents if d.id in named)),
        digests={**corpus.digests, **{name: added.digests[id] for id, name in named.items()}},
    )


def check(settings: Settings) -> Corpus:
    """Read the articles and look for the encoder's folder, before anything heavy is loaded.

    Raises:
        SvarError: the articles or the folder are missing.
    """
    if settings.encoder:
        check_encoder(settings.encoder)
    return open_corpus(settings)


def open_encoder(settings: Settings) -> Encoder:
    """Load the encoder that was named, or the one that ships."""
    return SentenceTransformerEncoder(settings.encoder or default_models() / "encoder")


def open_index(settings: Settings, *, progress: Progress | None = None) -> tuple[Index, IndexChanges]:
    """Bring the saved index up to date and return it with what changed."""
    corpus = open_corpus(settings)
    return update_index(corpus, open_encoder(settings), settings.index or default_index(), progress=progress)


def open_bot(
    settings: Settings,
    *,
    corpus: Corpus | None = None,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> Bot:
    """Build the whole Bot: articles → index → retriever → reader → answerer → conversation.

    `corpus` and `encoder` are used where they are there already, instead of opening them.

    Raises:
        SvarError: whatever the user can mend, in one sentence.
    """
    corpus = corpus or open_corpus(settings)
    encoder = encoder or open_encoder(settings)
    index, _ = update_index(corpus, encoder, settings.index or default_index(), progress=progress)
    if isinstance(encoder, SentenceTransformerEncoder):
        index.vocabulary.spare(encoder.whole_words)
    matcher = open_matcher(encoder)
    calibration = open_calibration(encoder, matcher)
    retriever = Retriever(index, encoder, calibration, matcher)
    reader = Reader(calibration, index.vocabulary)
    translators = load_translators(settings.translators)
    answerer = ExtractiveAnswerer(reader, corpus, calibration, translators)
    return Bot(corpus, index, retriever, answerer, translators)


def open_matcher(encoder: Encoder) -> Matcher | None:
    """Load the matcher that ships; None for an encoder that it was not trained with."""
    return _matcher_of(encoder) if isinstance(encoder, SentenceTransformerEncoder) else None


@lru_cache(maxsize=1)  # a Bot is built anew when articles are added; what was read of the others is worth keeping
def _matcher_of(encoder: SentenceTransformerEncoder) -> Matcher | None:
    return InteractionMatcher.load(default_models() / "matcher", encoder)


def open_calibration(encoder: Encoder, matcher: Matcher | None = None) -> Calibration:
    """Return the shipped weights if they were fitted for these models, else the scale-free ones, with a warning."""
    return load_for(encoder, default_models() / "calibration.json", matcher)
