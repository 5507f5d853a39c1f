"""The command `match` as a function: the bank's articles and SQuAD → a matcher beside the encoder it belongs to.

It wires data, run and files; the thinking is in `articles` and `matching`.
"""

import json
import logging
import shlex
import sys
from pathlib import Path

from safetensors.torch import save_file
from sentence_transformers import SentenceTransformer

from bot.encoder import SentenceTransformerEncoder
from bot.interaction import Interaction
from bot.matcher import FORMAT, LOWER, SETTINGS, WEIGHTS
from training.articles import read_articles, read_squad
from training.files import Work, replace_file
from training.matching import MatchRun, fresh_network, lessons, train
from training.records import TrainingError
from training.steps import BANK, SEED

logger = logging.getLogger(__name__)


def run_match(data: Path, work: Work, encoder: Path, to: Path, *, minutes: float, bank: Path = BANK) -> MatchRun:
    """Train a matcher for `encoder`, or take its run up again, until `minutes` are used in all; then write it to `to`."""
    if not encoder.is_dir():
        raise TrainingError(f"No encoder folder {encoder}; --encoder names what `export` wrote.")
    model = SentenceTransformer(str(encoder), device="cpu", model_kwargs={"dtype": "float32"})
    own, squad = read_articles(bank), read_squad(data)
    logger.info("reading %d articles of the bank and %d of SQuAD by the lower layers", len(own), len(squad))
    folder = work.root / "match"
    folder.mkdir(parents=True, exist_ok=True)
    run = MatchRun(fresh_network(model), folder)
    if run.resume():
        logger.info("resumed at step %d, %.1f minutes", run.state.step, run.state.seconds / 60)
    run.state.stretches.append(f"from step {run.state.step}: {shlex.join(sys.argv[1:])}; {len(own)} articles")
    train(run, lessons(own, model), lessons(squad, model), minutes, SEED)
    write_matcher(run.with_average(), encoder, to)
    return run


def write_matcher(network: Interaction, encoder: Path, to: Path) -> None:
    """Write the weights as float16 and the settings that name the encoder."""
    to.mkdir(parents=True, exist_ok=True)
    save_file({name: value.half().contiguous() for name, value in network.state_dict().items()}, to / WEIGHTS)
    fingerprint = SentenceTransformerEncoder(encoder).fingerprint
    settings = {"format": FORMAT, "encoder": fingerprint, "lower_layers": LOWER}
    replace_file(to / SETTINGS, json.dumps(settings, indent=2) + "\n")
