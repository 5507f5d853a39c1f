"""The command line: what can be typed, and the one place where errors become a sentence and an exit status.

Loads no model by itself: each command imports what it needs when it runs, so `--help` answers at once.
"""

import argparse
import logging
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from bot import __version__
from bot.errors import SvarError

EPILOG = """examples:
  svar ask "Hvad er insourcing?"
  svar ask --corpus my/articles --json < questions.txt
  svar search "delivery risk" -k 5
  svar eval --documents en
  svar serve --port 8000
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, 1 for what the user can mend, 2 for wrong usage."""
    _use_utf8()
    parser = make_parser()
    options = parser.parse_args(arguments)
    if not hasattr(options, "command"):
        parser.print_help()
        return 0
    _show_warnings()
    from bot import commands  # brings the libraries; --help and wrong usage never get here

    try:
        return int(getattr(commands, options.command)(options))
    except SvarError as error:
        return _complain(str(error), options)
    except BrokenPipeError:  # the reader of our output left, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # the last resort: a sentence, and the traceback on demand
        return _complain(
            f"Unexpected {type(error).__name__}: {error}. Run again with --debug for the traceback.", options
        )


def run(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command as a process of its own and end it.

    At once: threads that still serve or embed would be waited for, or would end with a complaint of their own.
    """
    status = main(arguments)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # closed, or never there
            stream.flush()
    os._exit(status)


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="svar",
        description="Ask Danish and English articles; every statement is cited to the sentence it came from.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"svar {__version__}")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    _add_shared(parser, {"default": None})  # "svar --corpus X ask" is understood as well
    parser.set_defaults(language="auto", translator=[])
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    _add_shared(shared, {"default": argparse.SUPPRESS})
    shared.add_argument(
        "--debug", action="store_true", default=argparse.SUPPRESS, help="show the traceback of an error"
    )

    ask = commands.add_parser("ask", parents=[shared], help="answer a question, or one a line from a pipe")
    ask.add_argument("question", nargs="?", help="without it: a chat at a terminal, one question a line from a pipe")
    ask.add_argument("--conversation", action="store_true", help="piped lines are one conversation, with follow-ups")
    ask.add_argument("--json", action="store_true", help="print one JSON object a line and nothing else")
    ask.set_defaults(command="ask")

    search = commands.add_parser("search", parents=[shared], help="list the passages that fit a question best")
    search.add_argument("question")
    search.add_argument("-k", type=_positive, default=10, help="how many passages (default: 10)")
    search.add_argument("--json", action="store_true", help="print one JSON object")
    search.set_defaults(command="search")

    index = commands.add_parser("index", parents=[shared], help="bring the index up to date")
    index.add_argument("--json", action="store_true", help="print one JSON object")
    index.set_defaults(command="index")

    evaluate = commands.add_parser("eval", parents=[shared], help="measure the answers, by language pair")
    evaluate.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="question files (default: those that ship); with --fit also folders with articles of their own in corpus/",
    )
    evaluate.add_argument("--documents", choices=("da", "en", "both"), default="both", help="articles to answer from")
    evaluate.add_argument("--fit", type=Path, metavar="OUT", help="fit weights and thresholds on the files; write OUT")
    evaluate.add_argument("--json", action="store_true", help="print one JSON object")
    evaluate.set_defaults(command="evaluate")

    _add_serve(commands.add_parser("serve", parents=[shared], help="open the chat page"))
    return parser


def _add_serve(serve: argparse.ArgumentParser) -> None:
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    serve.add_argument("--port", type=_port, default=7860, help="port (default: 7860)")
    serve.add_argument("--auth-file", type=Path, metavar="FILE", help="user:password a line; asks for a login")
    serve.add_argument("--allow-upload", action="store_true", help="let readers add articles of their own")
    serve.add_argument("--upload-dir", type=Path, metavar="DIR", help="where added articles are kept")
    serve.add_argument("--feedback", type=Path, metavar="FILE", help="keep thumbs up and down in FILE")
    serve.set_defaults(command="serve")


def _add_shared(parser: argparse.ArgumentParser, absent: dict[str, Any]) -> None:
    """Add what all commands take; `absent` is the default of each, as keywords."""
    shared = parser.add_argument_group("what to ask, and how")
    shared.add_argument("--corpus", type=Path, metavar="PATH", help="folder of articles, or one article", **absent)
    shared.add_argument(
        "--index", type=Path, metavar="DIR", dest="index_folder", help="where the index is kept", **absent
    )
    shared.add_argument("--encoder", metavar="NAME_OR_FOLDER", help="another sentence-transformers model", **absent)
    shared.add_argument("--language", choices=("auto", "da", "en"), help="language of the answers", **absent)
    shared.add_argument(
        "--translator", action="append", metavar="NAME_OR_FOLDER", help="a Marian model; one per direction", **absent
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not 1 or more")
    return number


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port; use 1 to 65535, or 0 for any free one")
    return number


def _complain(sentence: str, options: argparse.Namespace) -> int:
    if options.debug:
        traceback.print_exc()
    sys.stderr.write(f"svar: {' '.join(sentence.split())}\n")
    return 1


class _Formatter(logging.Formatter):
    """What the library has to say, as one line: a warning is marked as one, anything else is plain."""

    def format(self, record: logging.LogRecord) -> str:
        mark = "" if record.levelno < logging.WARNING else "svar: warning: "
        return mark + " ".join(record.getMessage().split())


def _show_warnings() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Formatter())
    logger = logging.getLogger("bot")
    logger.handlers = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = False


def _use_utf8() -> None:
    """Danish letters survive whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")
