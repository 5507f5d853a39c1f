"""The command line's contract, in this process with the hashing encoder; a few cases with the shipped one outside."""

import io
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot import assembly, cli
from tests.conftest import ROOT
from tests.doubles import HashingEncoder

Run = Callable[..., tuple[int, str, str]]


class Terminal(io.StringIO):
    """Standard input that a person types at."""

    def isatty(self) -> bool:
        return True


CITATION = {"number", "document", "title", "section", "language", "quote", "start", "end", "score"}
PASSAGE = {"rank", "document", "title", "section", "language", "text", "start", "end", "score"}
TURN = {
    "question", "language", "answered", "answer", "answer_language", "standalone_question",
    "citations", "passages", "suggestions", "seconds",
}  # fmt: skip


@pytest.fixture
def run(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command over the tea articles; return exit status, stdout, stderr."""
    monkeypatch.setattr(assembly, "open_encoder", lambda settings: HashingEncoder())

    def call(*arguments: str, piped: bytes | None = None) -> tuple[int, str, str]:
        if piped is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(piped), encoding="ascii"))
        shared = ["--corpus", str(articles), "--index", str(tmp_path / "index")]
        status = cli.main([arguments[0], *shared, *arguments[1:]])
        return status, *capsys.readouterr()

    return call


def test_ask_json_has_the_fields_of_the_contract(run: Run, articles: Path) -> None:
    status, out, _ = run("ask", "Hvorfor bliver te bitter?", "--json")
    (turn,) = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert set(turn) == TURN
    assert turn["language"] == turn["answer_language"] == "da"
    assert turn["answered"] is True
    assert turn["passages"]
    for citation in turn["citations"]:
        assert set(citation) == CITATION
        assert f"[{citation['number']}]" in turn["answer"]
        text = (articles / citation["document"]).read_text(encoding="utf-8")
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert 0.0 <= citation["score"] <= 1.0
    for rank, passage in enumerate(turn["passages"], 1):
        assert set(passage) == PASSAGE
        text = (articles / passage["document"]).read_text(encoding="utf-8")
        assert text[passage["start"] : passage["end"]] == passage["text"]
        assert passage["rank"] == rank


def test_every_piped_line_gives_one_result_and_blank_ones_none(run: Run) -> None:
    piped = "\ufeffHvad er te?\n\n   \n?\nWhat is tea?\r\nHvad er te\u00f8?".encode()
    status, out, _ = run("ask", "--json", piped=piped)
    turns: list[dict[str, Any]] = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [turn["question"] for turn in turns] == ["Hvad er te?", "?", "What is tea?", "Hvad er te\u00f8?"]
    assert turns[1]["answered"] is False


def test_piped_lines_stand_alone_unless_told_otherwise(run: Run) -> None:
    piped = b"Hvad er te?\nHvorfor?\n"
    alone = [json.loads(line) for line in run("ask", "--json", piped=piped)[1].splitlines()]
    together = [json.loads(line) for line in run("ask", "--json", "--conversation", piped=piped)[1].splitlines()]
    assert alone[1]["standalone_question"] == "Hvorfor?"
    assert "te" in together[1]["standalone_question"].lower()


def test_bytes_that_are_no_utf8_lose_no_line(run: Run) -> None:
    status, out, _ = run("ask", "--json", piped=b"Hvad er te\xff?\nWhat is tea?\n")
    assert status == 0
    assert len(out.splitlines()) == 2


def test_the_language_of_answers_can_be_fixed(run: Run) -> None:
    turn = json.loads(run("ask", "What is tea?", "--language", "da", "--json")[1])
    assert (turn["language"], turn["answer_language"]) == ("en", "da")


def test_a_fixed_language_is_also_that_of_words_of_no_language_and_of_refusals(run: Run) -> None:
    short = json.loads(run("ask", "SLA", "--language", "da", "--json")[1])
    german = json.loads(run("ask", "Was ist das und warum ist es nicht gut?", "--language", "da", "--json")[1])
    assert short["language"] == short["answer_language"] == "da"
    assert german["answered"] is False
    assert german["answer"].startswith("Jeg taler kun dansk og engelsk")


def test_a_chat_prints_nothing_but_objects_when_asked_for_json(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = iter(["Hvad er te?", "Hvorfor?", ""])
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("builtins.input", lambda prompt="": sys.stdout.write(prompt) * 0 or next(lines))
    status, out, _ = run("ask", "--json")
    assert status == 0
    assert ["te" in json.loads(line)["standalone_question"] for line in out.splitlines()] == [True, True]


def test_a_closed_standard_input_is_an_empty_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert run("ask", "--json")[:2] == (0, "")


def test_shared_options_may_stand_before_the_command() -> None:
    parse = cli.make_parser().parse_args
    options = parse(["--corpus", "tea", "--language", "en", "ask", "x", "--language", "da"])
    assert (options.corpus, options.language, options.translator) == (Path("tea"), "da", [])
    assert parse(["--language", "en", "ask", "x"]).language == "en"
    assert parse(["ask", "x", "--translator", "a", "--translator", "b"]).translator == ["a", "b"]


def test_search_lists_as_many_passages_as_asked_for(run: Run) -> None:
    status, out, _ = run("search", "Hvor meget koffein er der i te?", "-k", "2", "--json")
    found = json.loads(out)
    assert status == 0
    assert set(found) == {"question", "language", "passages", "seconds"}
    assert len(found["passages"]) == 2
    assert "koffein" in found["passages"][0]["text"]


def test_index_reuses_what_did_not_change(run: Run, articles: Path) -> None:
    first = json.loads(run("index", "--json")[1])
    (articles / "da" / "tea.md").write_text("# Te\n\nTe er nu helt ny.\n", encoding="utf-8")
    second = json.loads(run("index", "--json")[1])
    assert first["documents"] == {"added": 2, "changed": 0, "removed": 0, "reused": 0}
    assert second["documents"] == {"added": 0, "changed": 1, "removed": 0, "reused": 1}
    assert set(second) == {"documents", "chunks", "seconds"}


def test_eval_measures_a_file_of_ones_own(run: Run, tmp_path: Path) -> None:
    questions = tmp_path / "mine.jsonl"
    rows = [
        {"id": "a", "question": "Hvorfor bliver te bitter?", "language": "da", "answerable": True,
         "gold": {"da": ["afgiver garvesyre"], "en": ["tannic acid"]}},
        {"id": "b", "question": "Hvem vandt i går?", "language": "da", "answerable": False, "gold": {}},
    ]  # fmt: skip
    questions.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    status, out, _ = run("eval", str(questions), "--json")
    report = json.loads(out)
    assert status == 0
    assert set(report) == {"pairs", "overall", "misses"}
    assert report["overall"]["citation_validity"] == 1.0
    assert report["pairs"]["da-da"]["recall@5"] == 1.0


def test_readable_output_shows_answer_and_sources(run: Run) -> None:
    _, out, _ = run("ask", "Hvorfor bliver te bitter?")
    assert "garvesyre" in out
    assert "Kilder" in out
    assert "da/tea.md" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", "x", "--corpus", "/nowhere/at all"], "/nowhere/at all"),
        (["ask", "x", "--encoder", "/nowhere/model"], "/nowhere/model"),
        (["eval", "/nowhere/q.jsonl"], "/nowhere/q.jsonl"),
        (["eval", "--fit", "/dev/null/weights.json"], "/dev/null/weights.json"),
        (["serve", "--port", "0", "--corpus", "/nowhere/articles"], "/nowhere/articles"),
        (["serve", "--port", "0", "--encoder", "/nowhere/model"], "/nowhere/model"),
        (["serve", "--port", "0", "--upload-dir", "added"], "--allow-upload"),
    ],
)
def test_what_the_user_can_mend_is_one_line_and_exit_1(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.model
def test_ctrl_c_ends_serving_at_once_and_quietly(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # What runs in the background of a script ignores the interrupt, and so would its child.
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from bot.cli import run; run()"
    command = [sys.executable, "-c", code, "serve", "--port", str(port), "--index", str(tmp_path)]  # embeds meanwhile
    serving = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert serving.stderr is not None
    assert f"http://127.0.0.1:{port}/" in serving.stderr.readline()
    serving.send_signal(signal.SIGINT)
    out, err = serving.communicate(timeout=20)
    assert (serving.returncode, out, err) == (0, "", "")


@pytest.mark.parametrize("arguments", [["ask", "--language", "sv"], ["nonsense"], ["search", "x", "-k", "0"]])
def test_wrong_usage_is_exit_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    assert left.value.code == 2


def test_alone_it_prints_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 0
    assert "usage: svar" in capsys.readouterr().out


def test_help_and_version_load_no_heavy_library() -> None:
    code = "import sys; from bot.cli import main\ntry: main(['ask', '--help'])\nexcept SystemExit: pass\n"
    code += "assert not {'torch', 'faiss', 'gradio', 'sentence_transformers', 'numpy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)


@pytest.mark.model
def test_the_shipped_bot_answers_from_an_empty_folder_in_any_locale(tmp_path: Path, shipped_encoder: Path) -> None:
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "--json", "--index", str(tmp_path / "index")],
        cwd=tmp_path, env=environment, check=True, capture_output=True,
        input=b"Hvad er insourcing?\nWhat is insourcing?\n",
    )  # fmt: skip
    turns = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    assert [turn["language"] for turn in turns] == ["da", "en"]
    assert all(turn["answered"] for turn in turns)
    assert turns[0]["citations"][0]["document"] == "da/insourcing.md"
    assert turns[1]["citations"][0]["document"] == "en/insourcing.md"
    assert done.stderr == b""
