"""`python -m benchmarks [--encoder NAME_OR_FOLDER] [--corpus PATH]`: all tables, about three minutes."""

import argparse
from pathlib import Path

from benchmarks import indexing, questions
from bot.encoder import SentenceTransformerEncoder

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Print every table; the real encoder's first."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Speed, as ratios within one run.")
    parser.add_argument("--encoder", default=str(ROOT / "models" / "encoder"), help="a model's folder or name")
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus", help="a folder of articles")
    options = parser.parse_args()
    encoder = SentenceTransformerEncoder(options.encoder)
    questions.benchmark_shipped(options.corpus, encoder)
    questions.benchmark_growth()
    indexing.benchmark_shipped(options.corpus, encoder)
    indexing.benchmark_growth()
    from benchmarks import page  # needs what only the tests need otherwise

    page.benchmark_page(options.corpus, options.encoder)


if __name__ == "__main__":
    main()
