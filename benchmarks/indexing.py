"""How long an index takes: made, read again, and brought up to date after one article changed."""

import tempfile
from pathlib import Path

from benchmarks.corpora import write_articles
from benchmarks.timing import medians, show
from bot.corpus import load_corpus
from bot.index import update_index
from bot.types import Encoder
from tests.doubles import HashingEncoder


def benchmark_shipped(corpus: Path, encoder: Encoder) -> None:
    """Time the articles that ship with the real encoder."""
    articles = load_corpus(corpus)
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder)
        update_index(articles, encoder, saved)
        works = {
            "make the index anew, in memory": lambda: update_index(articles, encoder, None),
            "read the saved index": lambda: update_index(articles, encoder, saved),
        }
        show(f"{len(articles.documents)} articles, encoder {encoder.name}", medians(works, rounds=2))


def benchmark_growth(count: int = 1_000) -> None:
    """Time many made-up articles with an encoder that costs next to nothing: what Svar itself takes."""
    with tempfile.TemporaryDirectory() as folder:
        root, saved = Path(folder) / "articles", Path(folder) / "index"
        write_articles(root, count)
        encoder = HashingEncoder(384)
        corpus = load_corpus(root)
        index, _ = update_index(corpus, encoder, saved)
        changing = root / "da" / "article_0.md"

        def change_one() -> None:
            changing.write_text(changing.read_text("utf-8") + "\nEn ny sætning.\n", "utf-8")
            update_index(load_corpus(root), encoder, saved)

        works = {
            "read the articles alone": lambda: load_corpus(root),
            "read them and the saved index": lambda: update_index(load_corpus(root), encoder, saved),
            "read them after one changed, encode and save": change_one,
            "read them and make the index anew, in memory": lambda: update_index(load_corpus(root), encoder, None),
        }
        show(f"{count} made-up articles, {len(index.chunks)} chunks, free encoding", medians(works, rounds=3))
