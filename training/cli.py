"""The command line of the training: options in, one sentence out where something is missing.

It knows the commands' options; what they do is in `steps`.
"""

import argparse
import logging
import os
import sys
from pathlib import Path

from rich.console import Console
from rich.logging import RichHandler

from training.records import TrainingError


def parser() -> argparse.ArgumentParser:
    """All commands and options."""
    top = argparse.ArgumentParser(prog="python -m training", description="Make the encoder, from data to model.")
    commands = top.add_subparsers(dest="command", required=True)
    texts = {
        "prepare": "streams, tokenizer and lexicon from the data",
        "initialise": "first rows for the Danish pieces",
        "distil": "train; the same command takes a stopped run up again",
        "export": "write the folder that ships",
        "evaluate": "one table over the development sets",
        "corpora": "write the bank's held-out articles as folders of articles with questions, for `svar eval`",
        "match": "train the matcher on an encoder and write it; the same command takes a stopped run up again",
    }
    made = {name: commands.add_parser(name, help=text, description=text) for name, text in texts.items()}
    for name, command in made.items():
        command.add_argument("--threads", type=int, default=1, metavar="N", help="threads to compute with (1)")
        if name not in ("evaluate", "corpora"):
            command.add_argument(
                "--work", type=Path, required=True, metavar="DIR", help="folder for what is made on the way"
            )
        if name in ("prepare", "evaluate", "match"):
            command.add_argument(
                "--data", type=Path, required=True, metavar="DIR", help="folder that holds train/ and dev/"
            )
    made["initialise"].add_argument(
        "--encoder",
        type=Path,
        metavar="FOLDER",
        help="take over what an earlier run exported, instead of the base model",
    )
    made["distil"].add_argument("--minutes", type=float, required=True, metavar="N", help="minutes of training in all")
    made["corpora"].add_argument("--to", type=Path, required=True, metavar="DIR", help="folder to write them in")
    made["match"].add_argument("--minutes", type=float, required=True, metavar="N", help="minutes of training in all")
    made["match"].add_argument("--encoder", type=Path, required=True, metavar="FOLDER", help="the encoder to build on")
    made["match"].add_argument("--matcher", type=Path, metavar="FOLDER", help="begin with an earlier matcher's weights")
    made["match"].add_argument("--to", type=Path, required=True, metavar="DIR", help="folder to write")
    made["export"].add_argument("--to", type=Path, required=True, metavar="DIR", help="folder to write")
    made["evaluate"].add_argument(
        "--encoder", action="append", default=[], metavar="FOLDER", help="may be given several times"
    )
    made["evaluate"].add_argument(
        "--limit", type=int, default=1000, metavar="N", help="rows of each set at most (1000)"
    )
    made["evaluate"].add_argument("--json", type=Path, metavar="FILE", help="also write the figures here")
    made["evaluate"].add_argument("--no-base", action="store_true", help="leave the base model out")
    return top


def run(options: argparse.Namespace) -> None:
    """Run one command."""
    import torch

    from training import steps
    from training.files import Work

    torch.set_num_threads(options.threads)
    torch.manual_seed(steps.SEED)
    if options.command == "corpora":
        from training.corpora import write_corpora

        write_corpora(steps.BANK / "held_out.jsonl", options.to)
        return
    if options.command == "match":
        from training.match import run_match

        run_match(
            options.data,
            Work(options.work),
            options.encoder,
            options.to,
            minutes=options.minutes,
            matcher=options.matcher,
        )
        return
    base = steps.base_model()
    if options.command == "evaluate":
        from training.evaluate import report

        report(options, base)
        return
    work = Work(options.work)
    if options.command == "prepare":
        steps.prepare(options.data, work, base=base)
    elif options.command == "initialise":
        if options.encoder is not None and not options.encoder.is_dir():
            raise TrainingError(f"No encoder folder {options.encoder}; --encoder names what `export` wrote.")
        steps.initialise(work, base=base, encoder=options.encoder)
    elif options.command == "distil":
        steps.run_distil(work, base=base, minutes=options.minutes)
    else:
        from training.export import export

        export(work, options.to, base=base)


def main(arguments: list[str] | None = None) -> int:
    """Entry point; 0, or 1 with one sentence on stderr for what the user can mend."""
    options = parser().parse_args(arguments)
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    console = Console(stderr=True)
    logging.basicConfig(
        level=logging.INFO,
        format="%(message)s",
        handlers=[RichHandler(console=console, show_path=False, show_level=False)],
    )
    try:
        run(options)
    except TrainingError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0
