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
from bot.errors import EncoderError
from bot.interaction import Interaction
from bot.matcher import FORMAT, LOWER, SETTINGS, WEIGHTS, load_network
from training.articles import read_articles, read_squad
from training.exercises import lessons
from training.files import Work, replace_file
from training.matching import MatchRun, fresh_network, train
from training.records import TrainingError
from training.steps import BANK, SEED

# Share of the rates at which a run trains that begins with an earlier matcher's weights: enough to learn new articles from,
# little to forget the old ones by.
GOING_ON = 0.5

logger = logging.getLogger(__name__)


def run_match(
    data: Path,
    work: Work,
    encoder: Path,
    to: Path,
    *,
    minutes: float,
    bank: Path = BANK,
    matcher: Path | None = None,
) -> MatchRun:
    """Train a matcher for `encoder`, or take its run up again, until `minutes` are used in all; then write it to `to`.

    A new run begins with the encoder's own upper layers, or with the weights of the earlier `matcher`. One that is
    stopped before its time leaves a checkpoint and writes nothing.
    """
    opened, model = _open(encoder)
    fingerprint = opened.fingerprint
    folder = work.root / "match"
    folder.mkdir(parents=True, exist_ok=True)
    network = fresh_network(model) if matcher is None else _earlier(matcher, opened)
    run = MatchRun(network, folder, scale=1.0 if matcher is None else GOING_ON)
    if run.resume():
        if run.state.encoder != fingerprint:
            raise TrainingError(f"The run in {folder} goes on from another encoder; name that one, or another --work.")
        if run.state.format != FORMAT:
            raise TrainingError(f"The run in {folder} makes a matcher of another format; name another --work.")
        logger.info("resumed at step %d, %.1f minutes", run.state.step, run.state.seconds / 60)
    own, squad = read_articles(bank), read_squad(data)
    run.state.encoder, run.state.format = fingerprint, FORMAT
    run.state.stretches.append(f"from step {run.state.step}: {shlex.join(sys.argv[1:])}; {len(own)} articles")
    logger.info("reading %d articles of the bank and %d of SQuAD by the lower layers", len(own), len(squad))
    train(run, lessons(own, model), lessons(squad, model), minutes, SEED)
    if run.state.seconds < minutes * 60:
        logger.info("stopped; the same command goes on from here, and nothing was written to %s", to)
        return run
    write_matcher(run.with_average(), fingerprint, to)
    return run


def _open(folder: Path) -> tuple[SentenceTransformerEncoder, SentenceTransformer]:
    """Load the encoder; TrainingError where there is none, or not one that a matcher can go on from."""
    if not folder.is_dir():
        raise TrainingError(f"No encoder folder {folder}; --encoder names what `export` wrote.")
    try:
        encoder = SentenceTransformerEncoder(folder)
    except EncoderError as error:
        raise TrainingError(str(error)) from error
    with encoder.lent() as model:
        layers = getattr(getattr(model[0].auto_model, "encoder", None), "layer", ())
        if len(layers) <= LOWER:
            raise TrainingError(f"The encoder in {folder} is no BERT of more than {LOWER} layers; name one that is.")
        return encoder, model


def _earlier(folder: Path, encoder: SentenceTransformerEncoder) -> Interaction:
    """Return the network of an earlier matcher; TrainingError where there is none for this encoder."""
    try:
        found = load_network(folder, encoder)
    except EncoderError as error:
        raise TrainingError(str(error)) from error
    if found is None:
        raise TrainingError(
            f"No matcher to go on from in {folder}, or one for another encoder; --matcher names what `match` wrote."
        )
    return found[0]


def write_matcher(network: Interaction, fingerprint: str, to: Path) -> None:
    """Write the weights as float16 and the settings that name the encoder by its `fingerprint`."""
    to.mkdir(parents=True, exist_ok=True)
    save_file({name: value.half().contiguous() for name, value in network.state_dict().items()}, to / WEIGHTS)
    (to / WEIGHTS).chmod(0o644)  # a file that ships is for everyone to read
    settings = {"format": FORMAT, "encoder": fingerprint, "lower_layers": LOWER}
    replace_file(to / SETTINGS, json.dumps(settings, indent=2) + "\n")
