import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import detect, resolve
from bot.types import Language

FIT = Path(__file__).parent / "data" / "fit" / "language.jsonl"
REPORT = Path(__file__).parent / "data" / "report" / "language.jsonl"

DANISH = """
Hvad er insourcing?
Ulemper?
Fordele
og risici?
Giv et eksempel
Hvad er moms?
Hvad så med kvalitet?
hvad er laering
hvorfor goer man det
Hvad betyder make or buy?
kernekompetence
fortæl mere
På dansk, tak
Hva er fordelene med outsourcing?
Hvad er crème brûlée?
Er en à la carte-menu dyr?
Aber er intelligente.
Hvem var Søren Kierkegaard?
I Danmark betaler man meget i skat
ja tak
""".strip().splitlines()

ENGLISH = """
Tell me more
Advantages?
And the drawbacks?
Is it expensive?
What was the die made of?
Does Novo Nordisk outsource?
What is hygge?
in Danish please
Who was Friedrich der Große?
I need an example
Competitive advantage
Why
""".strip().splitlines()

UNDECIDED = [
    "SWOT",
    "KPI",
    "outsourcing",
    "insourcing vs outsourcing",
    "42",
    "?",
    "",
    " ",
    "🎉",
    "Definition",
    "1,5 %",
    "\0",
]

OTHERS = {
    "Was ist Insourcing?": "de",
    "Welche Vorteile hat Outsourcing?": "de",
    "Vad är fördelarna med outsourcing?": "sv",
    "Hva er ulempene med det, og hvorfor gjør noen det?": "no",
    "¿Cuáles son las ventajas del outsourcing?": "es",
    "Quels sont les avantages ?": "fr",
    "Wat is insourcing?": "nl",
    "Quali sono i vantaggi?": "it",
    "Co to jest outsourcing?": "pl",
    "Что такое аутсорсинг?": "ru",
}


@pytest.mark.parametrize("text", DANISH)
def test_danish_is_danish(text: str) -> None:
    assert detect(text).language == "da"
    assert detect(text).other is None


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_english(text: str) -> None:
    assert detect(text).language == "en"


@pytest.mark.parametrize("text", UNDECIDED)
def test_what_could_be_either_is_undecided(text: str) -> None:
    assert detect(text).language is None
    assert detect(text).other is None


@pytest.mark.parametrize(("text", "code"), OTHERS.items())
def test_a_question_in_a_third_language_is_named_as_such(text: str, code: str) -> None:
    detection = detect(text)
    assert (detection.language, detection.other) == (None, code)


def share_right(path: Path) -> tuple[float, list[str]]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["language"] in {"da", "en"} and len(row["text"].split()) >= 3]
    wrong = [row["text"] for row in rows if detect(row["text"]).language != row["language"]]
    return 1 - len(wrong) / len(rows), wrong


@pytest.mark.parametrize(("path", "least"), [(FIT, 0.99), (REPORT, 0.95)], ids=["fit", "report"])
def test_nearly_all_texts_of_three_words_or_more_are_right(path: Path, least: float) -> None:
    right, wrong = share_right(path)
    assert right >= least, wrong


@pytest.mark.parametrize("path", [FIT, REPORT], ids=["fit", "report"])
def test_no_danish_or_english_text_is_taken_for_a_third_language(path: Path) -> None:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert not [row["text"] for row in rows if row["language"] != "other" and detect(row["text"]).other]


@pytest.mark.parametrize(
    ("text", "previous", "page", "language"),
    [
        ("Hvad er det?", "en", "en", "da"),
        ("SWOT?", "da", "en", "da"),
        ("SWOT?", None, "da", "da"),
        ("SWOT?", None, "en", "en"),
        ("Was ist das?", "da", "en", "da"),
    ],
)
def test_an_undecided_question_takes_the_conversations_language_then_the_pages(
    text: str, previous: Language | None, page: Language, language: Language
) -> None:
    assert resolve(text, previous=previous, page=page) == language


def test_the_same_text_gives_the_same_answer_in_another_process() -> None:
    texts = [*DANISH, *ENGLISH, *UNDECIDED[:5], *OTHERS]
    code = f"from bot.language import detect\nfor text in {texts!r}: print(ascii(detect(text)))"
    here = [ascii(detect(text)) for text in texts]
    root = Path(__file__).parent.parent
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert ran.stdout.splitlines() == here


@given(st.text())
def test_any_text_gives_a_confidence_between_0_and_1(text: str) -> None:
    detection = detect(text)
    assert 0 <= detection.confidence <= 1
    assert not (detection.language and detection.other)
