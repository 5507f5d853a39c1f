"""The documentation is true: commands exist, files named exist, examples run."""

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.cli import make_parser
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def commands() -> list[str]:
    groups = [action for action in make_parser()._actions if action.choices and "ask" in action.choices]
    return sorted(groups[0].choices or {})


@pytest.mark.parametrize("command", commands())
def test_every_command_is_in_the_readme(command: str) -> None:
    assert re.search(rf"\bsvar {command}\b", README)


@pytest.mark.parametrize("module", sorted(p.stem for p in (ROOT / "bot").glob("[a-z]*.py")))
def test_every_module_is_in_the_file_tree_of_the_readme(module: str) -> None:
    assert f"{module}.py" in README


def test_every_option_of_the_readme_exists() -> None:
    known = set(re.findall(r"--[a-z-]+", "".join(_helps())))
    for option in set(re.findall(r"svar [a-z]+[^`\n]*?(--[a-z][a-z-]+)", README)):
        assert option in known, option


def test_links_of_the_documents_lead_somewhere() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "training/README.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text):
            assert ((ROOT / name).parent / target).exists(), f"{name}: {target}"


def test_each_dependency_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = PYPROJECT["project"]
    extras = project["optional-dependencies"]
    for requirement in [*project["dependencies"], *(r for extra in extras.values() for r in extra)]:
        line = next(line for line in text.splitlines() if line.strip().startswith(f'"{requirement}"'))
        assert "#" in line, f"{requirement} has no reason"


@pytest.mark.model
def test_the_python_of_the_readme_does_what_its_comments_say(
    shipped_encoder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    namespace: dict[str, Any] = {}
    exec(block, namespace)
    assert namespace["turn"].answer.text.startswith("Insourcing means giving a project ")
    assert namespace["cited"].document == "en/insourcing.md"
    bot, cited = namespace["bot"], namespace["cited"]
    assert bot.corpus.get(cited.document).text[cited.start : cited.end] == cited.quote
    assert "insourcing" in bot.ask("And the drawbacks?", namespace["conversation"]).standalone.lower()


def test_contributing_stays_short() -> None:
    assert len((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()) <= 90


def test_make_lists_its_targets() -> None:
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {"test", "check", "eval"} <= {line.split()[0] for line in shown.splitlines() if line.strip()}


def _helps() -> list[str]:
    parser = make_parser()
    groups = [action for action in parser._actions if action.choices and "ask" in action.choices]
    choices = groups[0].choices or {}
    return [parser.format_help(), *(choices[name].format_help() for name in choices)]  # type: ignore[index]
