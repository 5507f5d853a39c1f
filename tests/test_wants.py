"""What an answer must show: a name, a counted thing, a sum. Near misses lack it on a subject that is there."""

import pytest

from bot.features import Lexicon, read_question
from bot.features.wants import WANT_FEATURES, want_features
from bot.terms import Vocabulary
from bot.types import Language, Question

LEXICON = Lexicon(
    Vocabulary.from_texts(
        [
            (
                "Honda bygger motorer. Virksomheden har 20 medarbejdere, og hver koster 520.000 kr. Kina er et land.",
                "da",
            ),
            ("Honda builds engines. The company has 20 employees, and each costs DKK 520,000.", "en"),
        ]
    )
)


def wants(text: str, sentence: str, language: Language = "da", source: Language | None = None) -> dict[str, float]:
    asked = read_question(Question(text, language, language), LEXICON)
    return want_features(asked, [(sentence, source or language)], sentence, LEXICON)


@pytest.mark.parametrize(
    ("text", "sentence", "language", "feature", "unmet"),
    [
        ("Hvem fandt på ordet?", "Det gjorde økonomen Michael Porter.", "da", "name_unmet", False),
        ("Hvem fandt på ordet?", "Ordet er gammelt.", "da", "name_unmet", True),
        ("Who is the head of Honda?", "Engines by Honda are good.", "en", "name_unmet", True),
        ("Which company was first?", "In 1989 Kodak was first.", "en", "name_unmet", False),
        ("Hvor mange medarbejdere har den?", "Den har 20 medarbejdere.", "da", "count_unmet", False),
        ("Hvor mange medarbejdere har den?", "Den har 20 biler.", "da", "count_unmet", True),
        ("how many employees are there", "There are many employees.", "en", "count_unmet", True),
        ("how many employees are there", "There are three loyal employees.", "en", "count_unmet", False),
        ("Hvad koster en motor?", "En motor koster 10 kr.", "da", "money_unmet", False),
        ("Hvad koster en motor?", "En motor er dyr.", "da", "money_unmet", True),
        ("What does a manager earn?", "A manager leads.", "en", "money_unmet", True),
        ("Hvad er en motor?", "En motor driver bilen.", "da", "money_unmet", False),
    ],
)
def test_what_is_wanted_is_noticed_when_it_lacks(
    text: str, sentence: str, language: Language, feature: str, unmet: bool
) -> None:
    found = wants(text, sentence, language)
    assert set(found) == set(WANT_FEATURES)
    assert found[feature] == float(unmet)


def test_a_name_in_the_question_must_stand_near_the_answer() -> None:
    assert wants("Hvad bygger Honda?", "Honda bygger motorer.")["names_away"] == 0.0
    assert wants("Hvad bygger Toyota?", "Honda bygger motorer.")["names_away"] == 1.0


def test_across_languages_any_number_may_count() -> None:
    assert wants("how many employees are there", "Der er 20 ansatte.", "en", "da")["count_unmet"] == 0.0
    assert wants("how many employees are there", "Der er mange ansatte.", "en", "da")["count_unmet"] == 1.0
