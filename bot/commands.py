"""What each command does, given the parsed options: open the bot, ask it, show the result.

Printing is done here and nowhere deeper. Errors rise to `bot.cli.main`.
"""

import json
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot import assembly, report
from bot.conversation import Bot
from bot.errors import CalibrationError, QuestionFileError, ServerError
from bot.phrases import phrase
from bot.types import Conversation, Language, Turn


def ask(options: Namespace) -> int:
    """Answer one question, the lines of a pipe, or a chat at a terminal."""
    bot = _open_bot(options)
    if options.question is not None:
        _show_turn(_answer(bot, options.question, Conversation(), options), options)
    elif sys.stdin is not None and sys.stdin.isatty():
        _chat(bot, options)
    else:
        conversation = Conversation()
        for line in _piped_lines():
            turn = _answer(bot, line, conversation, options)
            conversation = conversation.with_turn(turn) if options.conversation else conversation
            _show_turn(turn, options)
    return 0


def search(options: Namespace) -> int:
    """List the best passages for a question."""
    bot = _open_bot(options)
    began = time.perf_counter()
    language, passages = bot.search(options.question, options.k, page=_fixed(options))
    if options.json:
        _print_json(report.search_json(options.question, language, passages, time.perf_counter() - began))
    else:
        _print(report.passages_text(passages))
    return 0


def index(options: Namespace) -> int:
    """Bring the index up to date and say what changed."""
    with _progress("Indexing", options) as progress:
        _, changes = assembly.open_index(_settings(options), progress=progress)
    if options.json:
        _print_json(report.changes_json(changes))
    else:
        _print(report.changes_text(changes))
    return 0


def evaluate(options: Namespace) -> int:
    """Measure the answers to question files, or fit weights on them."""
    from bot import evaluation
    from bot.questions import load_questions

    if options.fit:
        return _fit(options)
    questions = load_questions(options.files or assembly.default_questions())
    bot = _open_bot(options)
    with _progress("Asking", options) as progress:
        measured = evaluation.evaluate(bot, questions, documents=options.documents, progress=progress)
    if options.json:
        _print_json(measured.as_dict())
    else:
        report.print_report(measured, Console())
    return 0


def _fit(options: Namespace) -> int:
    """Fit weights on question files, and on folders that hold articles of their own with questions to them."""
    from bot import fitting
    from bot.cases import Library
    from bot.questions import load_questions

    folders = [path for path in options.files if path.is_dir()]
    files = [path for path in options.files if not path.is_dir()] or assembly.default_questions("fit")
    questions = load_questions(files)
    elsewhere = [load_questions(_question_files(folder)) for folder in folders]
    _check_writable(options.fit)  # before the minutes that fitting takes
    settings = _settings(options)
    encoder = assembly.open_encoder(settings)
    own = Library(assembly.open_bot(settings, encoder=encoder), questions)
    others = [
        Library(assembly.open_bot(replace(settings, corpus=folder / "corpus"), encoder=encoder), asked)
        for folder, asked in zip(folders, elsewhere, strict=True)
    ]
    data = ", ".join(path.name for path in (*files, *folders))
    with _progress("Fitting", options) as progress:
        fitted = fitting.fit(own, encoder, others, data=data, progress=progress)
    fitted.save(options.fit)
    count = sum(len(library.questions.questions) for library in (own, *others))
    sys.stderr.write(f"svar: wrote {options.fit}, fitted on {count} questions\n")
    return 0


def _question_files(folder: Path) -> list[Path]:
    if not (found := sorted(folder.glob("*.jsonl"))):
        raise QuestionFileError(
            f"The folder {folder} holds no question file; put one of JSON lines beside its corpus/."
        )
    return found


def _check_writable(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a"):
            pass
        if not file.stat().st_size:
            file.unlink()
    except OSError as error:
        raise CalibrationError(f"{file} cannot be written ({error.strerror}); name another file with --fit.") from error


def serve(options: Namespace) -> int:
    """Open the chat page and stay until stopped."""
    from bot import web

    if options.upload_dir and not options.allow_upload:
        raise ServerError("--upload-dir says where added articles go, but nobody may add any; give --allow-upload too.")
    uploads = (options.upload_dir or assembly.default_uploads()) if options.allow_upload else None
    settings = _settings(options, uploads=uploads)
    read = [assembly.check(settings)]  # what the user can mend ends the command instead of spoiling the page
    encoder = cache(lambda: assembly.open_encoder(settings))  # opening again, for an added article, keeps it

    steps = web.Steps()

    def open_bot() -> Bot:
        corpus = read.pop() if read else None
        return assembly.open_bot(settings, corpus=corpus, encoder=encoder(), progress=steps.report)

    web.serve(
        open_bot,
        web.PageOptions(
            host=options.host,
            port=options.port,
            language=_fixed(options),
            auth_file=options.auth_file,
            allow_upload=options.allow_upload,
            upload_dir=uploads,
            feedback=options.feedback,
        ),
        steps,
    )
    return 0


def _settings(options: Namespace, *, uploads: Path | None = None) -> assembly.Settings:
    return assembly.Settings(
        corpus=options.corpus,
        index=options.index_folder,
        encoder=options.encoder,
        language=_fixed(options),
        translators=tuple(options.translator),
        uploads=uploads,
    )


def _open_bot(options: Namespace) -> Bot:
    with _progress("Indexing", options) as progress:
        return assembly.open_bot(_settings(options), progress=progress)


def _fixed(options: Namespace) -> Language | None:
    language: Language | None = None if options.language == "auto" else options.language
    return language


def _answer(bot: Bot, question: str, conversation: Conversation, options: Namespace) -> Turn:
    """Ask; the language that answers are fixed to is also that of the "page", for words of no language."""
    return bot.ask(question, conversation, language=_fixed(options), page=_fixed(options))


def _chat(bot: Bot, options: Namespace) -> None:
    greeting: Language = _fixed(options) or "en"
    if not options.json:
        _print(phrase("terminal.welcome", greeting))
    conversation = Conversation()
    while True:
        try:
            line = input("" if options.json else "› ").strip()
        except EOFError:
            return
        if not line:
            return
        turn = _answer(bot, line, conversation, options)
        conversation = conversation.with_turn(turn)
        _show_turn(turn, options)


def _piped_lines() -> Iterator[str]:
    """Yield the lines of standard input that are not blank: UTF-8 whatever the locale, a BOM dropped."""
    for number, raw in enumerate(sys.stdin.buffer if sys.stdin is not None else ()):  # None: it was closed
        line = raw.decode("utf-8-sig" if number == 0 else "utf-8", errors="replace").strip()
        if line:
            yield line


def _show_turn(turn: Turn, options: Namespace) -> None:
    if options.json:
        _print_json(report.turn_json(turn))
    else:
        _print(report.turn_text(turn) + "\n")


def _print_json(value: dict[str, Any]) -> None:
    _print(json.dumps(value, ensure_ascii=False))


def _print(text: str) -> None:
    """Write at once: whoever reads the pipe may be waiting for this line."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@contextmanager
def _progress(what: str, options: Namespace) -> Iterator[Any]:
    """Yield a function (done, total) that draws a bar on stderr, where a person is looking."""
    if not sys.stderr.isatty() or getattr(options, "json", False):
        yield None
        return
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
