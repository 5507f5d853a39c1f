"""Features: what a question asks, what its words weigh, and numbers that do not depend on an encoder's scale."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features import ANSWER_FEATURES, SENTENCE_FEATURES, Lexicon, answer_features, read_question, sentence_features
from bot.features.cues import asked_kinds, copula, cued_kinds, leans, notions
from bot.features.dictionary import translations
from bot.features.lexicon import held, share
from bot.terms import Vocabulary
from bot.types import Chunk, Language, Passage, Question, Sentence

DA = "Outsourcing giver risici. Insourcing er en opgave, der bliver i huset. Sikkerhedsrisici koster penge, fordi nogen får adgang."
EN = "Outsourcing brings risks. Insourcing is a task that stays in the house."
LEXICON = Lexicon(Vocabulary.from_texts([(DA, "da"), (EN, "en")]))


def question(text: str, language: Language = "da") -> Question:
    return Question(text, language, language)


def passage(
    *texts: str,
    rank: int = 1,
    language: Language = "da",
    title: str = "Insourcing",
    section: str = "",
    cosines: tuple[float, ...] = (),
    matches: tuple[float, ...] = (),
) -> Passage:
    sentences, start = [], 0
    for text in texts:
        sentences.append(Sentence(text, text, start, start + len(text), "prose", 0))
        start += len(text) + 1
    chunk = Chunk(
        f"{language}/{title}.md",
        title,
        title,
        (section,) if section else (),
        language,
        " ".join(texts),
        0,
        start,
        tuple(sentences),
    )
    return Passage(chunk, 0.5, rank, 0.5, 1.0, cosines, matches=matches)


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Hvad er insourcing?", "da", "definition"),
        ("What does SLA mean?", "en", "definition"),
        ("hvorfor er det dyrt", "da", "reason"),
        ("How come it is cheaper?", "en", "reason"),
        ("Giv et eksempel", "da", "example"),
        ("insourcing vs outsourcing", "en", "comparison"),
        ("Hvad er forskellen på A og B?", "da", "comparison"),
        ("Hvornår blev det udbredt?", "da", "time"),
        ("how many suppliers are there", "en", "number"),
        ("Hvor tit bør man gøre det?", "da", "number"),
        ("Hvem opfandt begrebet?", "da", "who"),
        ("Where do they come from?", "en", "where"),
        ("Hvilke former findes der?", "da", "list"),
        ("Hvordan fungerer det?", "da", "how"),
        ("Is it expensive?", "en", "yesno"),
    ],
)
def test_a_question_shows_its_kind(text: str, language: Language, kind: str) -> None:
    assert kind in asked_kinds(text, language)


@pytest.mark.parametrize(
    "text", ["Hvad er forskellen på A og B?", "Hvad er et eksempel på A?", "Hvad er ulemperne ved A?"]
)
def test_the_form_of_a_definition_alone_does_not_make_one(text: str) -> None:
    assert "definition" not in read_question(question(text), LEXICON).kinds


def test_a_bare_keyword_asks_what_it_is() -> None:
    assert "definition" in read_question(question("insourcing"), LEXICON).kinds
    assert "definition" not in read_question(question("insourcing ulemper"), LEXICON).kinds


@pytest.mark.parametrize(
    ("text", "language", "notion"),
    [
        ("bagsiden", "da", "drawback"),
        ("downsides", "en", "drawback"),
        ("hvad er kritikken", "da", "drawback"),
        ("hvad taler imod det", "da", "drawback"),
        ("the limits of it", "en", "drawback"),
        ("hvem opfandt den", "da", "origin"),
        ("gevinster", "da", "advantage"),
        ("pros", "en", "advantage"),
        ("priser", "da", "cost"),
        ("costs", "en", "cost"),
    ],
)
def test_a_notion_has_one_name_in_both_languages(text: str, language: Language, notion: str) -> None:
    assert notion in notions(text, language)


def test_a_compound_that_ends_in_a_notion_is_not_that_notion() -> None:
    assert "advantage" not in notions("konkurrencefordel", "da")


@pytest.mark.parametrize("text", ["what are the disadvanteges of insourcing", "what are the drawbakcs"])
def test_misspelt_question_words_are_read_as_meant(text: str) -> None:
    assert "drawback" in read_question(question(text, "en"), LEXICON).aspects


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Det er dyrt.", "da", True),
        ("Derfor betaler den.", "da", True),
        ("This means a loss.", "en", True),
        ("However, it costs.", "en", True),
        ("Insourcing er dyrt.", "da", False),
        ("De fleste virksomheder betaler.", "da", False),
        ("Det er bedst at vente.", "da", False),
        ("It is best to wait.", "en", False),
        ("There are three reasons.", "en", False),
    ],
)
def test_a_sentence_leans_on_the_one_before_when_its_first_word_points_back(
    text: str, language: Language, expected: bool
) -> None:
    assert leans(text, language) is expected


def test_cues_answer_kinds() -> None:
    assert "reason" in cued_kinds("Det sker, fordi det er billigt.", "da")
    assert "time" in cued_kinds("It began in 1989.", "en")
    assert "number" not in cued_kinds("It began long ago.", "en")


def test_what_a_thing_is_differs_from_what_it_is_like() -> None:
    assert copula("Insourcing er en opgave.", "da") == (11, True)
    assert copula("Insourcing er dyrt.", "da") == (11, False)
    assert copula("Insourcing means work.", "en") == (11, True)
    assert copula("Ingen verber her", "da") == (-1, False)


def test_question_terms_leave_out_how_people_ask_and_spell_as_the_articles_do() -> None:
    found = LEXICON.question_terms("Hvad betyder egentlig insourcng?", "da")
    assert [(term.word, term.known) for term in found] == [("insourcing", True)]


def test_a_word_the_articles_lack_weighs_most_and_is_unknown() -> None:
    known, unknown = LEXICON.question_terms("outsourcing kvantefysik", "da")
    assert unknown.known is False
    assert known.known is True
    assert unknown.weight > known.weight


def test_without_articles_in_the_questions_language_nothing_is_unknown() -> None:
    danish = Lexicon(Vocabulary.from_texts([(DA, "da")]))
    assert [term.known for term in danish.question_terms("quantum outsourcing", "en")] == [None, True]


def test_a_compound_is_held_by_its_parts_and_a_notion_by_its_synonym() -> None:
    (compound,) = LEXICON.question_terms("outsourcingrisici", "da")
    stems = LEXICON.stems("Risici ved outsourcing", "da")
    assert 0.0 < held(compound, stems, frozenset(), "da") < 1.0
    (term,) = LEXICON.question_terms("omkostninger", "da")
    assert held(term, frozenset(), notions("Det er en dyr løsning.", "da"), "da") > 0.0


def test_shares_are_weighted_and_lie_between_0_and_1() -> None:
    terms = LEXICON.question_terms("outsourcing kvantefysik", "da")
    half = share(terms, LEXICON.stems("Outsourcing", "da"), frozenset(), "da")
    assert 0.0 < half < 0.5
    assert share((), frozenset(), frozenset(), "da") == 0.0


def test_every_sentence_has_every_feature_once() -> None:
    one = passage("Insourcing er en opgave.", "Den er dyr.", cosines=(0.8, 0.4))
    asked = read_question(question("Hvad er insourcing?"), LEXICON)
    found = sentence_features(asked, [one, replace(one, rank=2)], LEXICON)
    assert [candidate.sentence for candidate in found] == list(one.chunk.sentences)
    for candidate in found:
        assert set(candidate.features) == set(SENTENCE_FEATURES)
        assert all(math.isfinite(value) for value in candidate.features.values())
    assert found[0].features["definition"] == 1.0
    assert found[1].features["leans"] == 1.0


@given(st.floats(0.2, 3.0), st.floats(-0.5, 0.9))
def test_cosine_features_do_not_depend_on_an_encoders_scale(scale: float, shift: float) -> None:
    cosines = (0.1, 0.9, 0.4)
    asked = read_question(question("Hvad er insourcing?"), LEXICON)
    texts = ("Insourcing er en opgave.", "Den er dyr.", "Prisen er høj.")
    plain = sentence_features(asked, [passage(*texts, cosines=cosines)], LEXICON)
    moved = sentence_features(asked, [passage(*texts, cosines=tuple(scale * c + shift for c in cosines))], LEXICON)
    for one, other in zip(plain, moved, strict=True):
        for name in ("cosine_z", "cosine_gap", "best_in_passage", "neighbour_z"):
            assert one.features[name] == pytest.approx(other.features[name], abs=1e-6)


def test_answer_features_are_complete_and_notice_what_is_missing() -> None:
    one = passage("Insourcing er en opgave.", section="Hvad er insourcing?", cosines=(0.8,))
    for text, unknown in (("Hvad er insourcing?", 0.0), ("Hvad er Napoleons insourcing?", 1.0)):
        asked = read_question(question(text), LEXICON)
        scored = [(0.6, candidate) for candidate in sentence_features(asked, [one], LEXICON)]
        features = answer_features(asked, [one], scored, LEXICON)
        assert set(features) == set(ANSWER_FEATURES)
        assert all(math.isfinite(value) for value in features.values())
        assert (features["names_missing"] > 0.0) == bool(unknown)
        assert (features["gap_best"] > 0.0) == bool(unknown)


def test_the_dictionary_meets_words_across_languages_in_both_directions() -> None:
    assert "advantag" in translations("fordel", "da") or "benefit" in translations("fordel", "da")
    assert translations("company", "en") | translations("compani", "en")
    assert translations("qwertyuiop", "da") == frozenset()


def test_a_danish_question_is_held_by_an_english_text_that_says_the_same() -> None:
    asked = LEXICON.question_terms("krigen", "da")
    assert share(asked, LEXICON.stems("The war was long.", "en"), frozenset(), "en") == 1.0
    assert share(asked, LEXICON.stems("The task was long.", "en"), frozenset(), "en") == 0.0


def test_a_missing_word_tells_more_the_more_words_the_articles_have() -> None:
    wide = Lexicon(Vocabulary({"da": {f"ord{number}": 1 for number in range(4000)}, "en": {"word": 1}}))
    assert wide.breadth("da") == 1.0
    assert 0.0 < wide.breadth("en") < LEXICON.breadth("da") + 1e-9 < 1.0


def test_an_unknown_word_one_slip_from_a_known_one_is_nearly_known() -> None:
    (term,) = LEXICON.question_terms("outsourcng", "da")
    assert term.known
    (slip,) = Lexicon(Vocabulary({"en": {"supply": 3}})).question_terms("suply", "en")
    assert slip.known
    assert 0.0 < held(slip, frozenset({"suppli"}), frozenset(), "en") <= 1.0


def test_answer_features_without_sentences_are_zero() -> None:
    asked = read_question(question("Hvad er insourcing?"), LEXICON)
    assert set(answer_features(asked, [], [], LEXICON).values()) == {0.0}


@given(st.text(max_size=80), st.sampled_from(["da", "en"]))
def test_any_text_can_be_asked(text: str, language: Language) -> None:
    asked = read_question(question(text, language), LEXICON)
    candidates = sentence_features(asked, [passage("Insourcing er en opgave.", cosines=(0.5,))], LEXICON)
    assert all(math.isfinite(value) for value in candidates[0].features.values())


def test_matches_count_by_themselves_beside_their_language_and_by_place() -> None:
    danish = passage("En.", "To.", matches=(1.0, 3.0))
    english = passage("One.", rank=2, language="en", matches=(4.0,))
    found = sentence_features(read_question(question("Hvad er te?"), LEXICON), [danish, english], LEXICON)
    told = [[one.features[name] for name in ("match", "match_z", "match_gap", "match_rank")] for one in found]
    assert told == [[1.0, -1.0, -3.0, 1 / 3], [3.0, 1.0, -1.0, 1 / 2], [4.0, 0.0, 0.0, 1.0]]
    scored = [(0.9, found[1]), (0.5, found[2]), (0.1, found[0])]
    features = answer_features(read_question(question("Hvad er te?"), LEXICON), [danish, english], scored, LEXICON)
    assert (features["match_best"], features["match_top"], features["match_margin"]) == (4.0, 3.0, 3.0)


def test_without_a_matcher_all_that_is_told_of_matches_is_zero() -> None:
    asked = read_question(question("Hvad er te?"), LEXICON)
    found = sentence_features(asked, [passage("En.", "To.")], LEXICON)
    assert {one.features[name] for one in found for name in ("match", "match_z", "match_gap", "match_rank")} == {0.0}
    features = answer_features(asked, [passage("En.", "To.")], [(0.5, found[0])], LEXICON)
    assert (features["match_best"], features["match_top"], features["match_margin"]) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("text", "figures", "denied", "denies"),
    [
        ("Hvorfor er insourcing dyrt?", [1.0, 0.0], [0.0, 0.0], [0.0, 1.0]),
        ("Hvor meget koster insourcing?", [0.0, 0.0], [0.0, 0.0], [0.0, 1.0]),
        ("Hvorfor koster insourcing 500 kr.?", [0.0, 0.0], [0.0, 0.0], [0.0, 1.0]),
        ("Hvornår er insourcing ikke dyrt?", [0.0, 0.0], [0.0, 1.0], [0.0, 0.0]),
    ],
)
def test_figures_and_denials_count_by_what_is_asked(
    text: str, figures: list[float], denied: list[float], denies: list[float]
) -> None:
    found = passage("Insourcing koster 500 kr.", "Insourcing er ikke gratis.")
    rows = [one.features for one in sentence_features(read_question(question(text), LEXICON), [found], LEXICON)]
    assert [row["figures"] for row in rows] == figures
    assert [row["denied"] for row in rows] == denied
    assert [row["denies"] for row in rows] == denies


def test_a_heading_that_defines_is_told_apart_by_whether_a_definition_is_asked_for() -> None:
    found = passage("Insourcing er en opgave.", section="Hvad er insourcing?")
    rows = {
        text: sentence_features(read_question(question(text), LEXICON), [found], LEXICON)[0].features
        for text in ("Hvad er insourcing?", "Hvorfor insourcing?")
    }
    assert [row["heading_definition"] for row in rows.values()] == [1.0, 0.0]
    assert [row["heading_defines"] for row in rows.values()] == [0.0, 1.0]
