"""Calibration: a file that round-trips, and a fallback that never pretends to be fitted."""

import json
import logging
import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calibration import Calibration, Logistic, load_for, pair
from bot.errors import CalibrationError
from tests.doubles import HashingEncoder, SharedWords


def fitted(encoder: HashingEncoder) -> Calibration:
    return replace(
        Calibration.fallback(),
        encoder=encoder.fingerprint,
        encoder_name=encoder.name,
        data="six questions",
        passage=Logistic(-1.0, {"dense": 2.5}),
        threshold=0.4,
        notes={"questions": 6.0},
    )


def test_a_saved_file_loads_to_the_same_values(tmp_path: Path) -> None:
    calibration = fitted(HashingEncoder())
    path = tmp_path / "models" / "calibration.json"
    calibration.save(path)
    assert Calibration.load(path) == calibration
    assert [entry.name for entry in path.parent.iterdir()] == ["calibration.json"]


def test_the_fallback_round_trips_and_has_no_passage_model(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    Calibration.fallback().save(path)
    loaded = Calibration.load(path)
    assert loaded == Calibration.fallback()
    assert loaded.passage is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: raw.pop("threshold"),
        lambda raw: raw.update(threshold=1.5),
        lambda raw: raw.update(threshold="high"),
        lambda raw: raw.update(format=0),
        lambda raw: raw["retrieval"].pop("da-en"),
        lambda raw: raw["sentence"].update(weights=[1, 2]),
        lambda raw: raw["answer"].update(bias=float("nan")),
        lambda raw: raw.update(encoder="me"),
    ],
)
def test_a_damaged_file_is_one_sentence_that_names_it(tmp_path: Path, damage: object) -> None:
    path = tmp_path / "c.json"
    Calibration.fallback().save(path)
    raw = json.loads(path.read_text(encoding="utf-8"))
    assert callable(damage)
    damage(raw)
    path.write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(CalibrationError, match=r"c\.json.*svar eval --fit"):
        Calibration.load(path)


def test_a_missing_file_is_a_calibration_error(tmp_path: Path) -> None:
    with pytest.raises(CalibrationError, match="cannot be read"):
        Calibration.load(tmp_path / "none.json")


def test_another_encoder_gets_the_fallback_and_a_warning_that_says_how_to_fit(
    caplog: pytest.LogCaptureFixture,
) -> None:
    mine, other = HashingEncoder(), HashingEncoder(name="other")
    calibration = fitted(mine)
    with caplog.at_level(logging.WARNING):
        assert calibration.for_encoder(mine) is calibration
        assert not caplog.records
        assert calibration.for_encoder(other) == Calibration.fallback()
    assert "svar eval --fit --encoder other" in caplog.text


def test_weights_fitted_with_a_matcher_need_that_very_matcher(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    encoder, matcher, other = HashingEncoder(), SharedWords(), SharedWords("other")
    calibration = replace(fitted(encoder), matcher=matcher.fingerprint)
    calibration.save(tmp_path / "c.json")
    assert load_for(encoder, tmp_path / "c.json", matcher) == calibration
    assert load_for(encoder, tmp_path / "c.json", other) == Calibration.fallback()
    assert load_for(encoder, tmp_path / "c.json") == Calibration.fallback()
    assert not fitted(encoder).fits(encoder, matcher)
    assert "models/matcher" in caplog.text
    assert "--encoder" not in caplog.text


def test_a_missing_file_means_the_fallback_and_a_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    encoder = HashingEncoder()
    assert load_for(encoder, tmp_path / "none.json") == Calibration.fallback()
    assert "svar eval --fit" in caplog.text
    fitted(encoder).save(tmp_path / "c.json")
    assert load_for(encoder, tmp_path / "c.json") == fitted(encoder)


def test_the_fallback_is_fitted_for_no_encoder() -> None:
    assert not Calibration.fallback().fits(HashingEncoder())


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_probability_stays_between_0_and_1_and_grows_with_the_margin(bias: float, weight: float, x: float) -> None:
    model = Logistic(bias, {"x": weight})
    assert 0.0 < model.probability({"x": x}) <= 1.0
    assert model.probability({"x": x, "unknown": 9.0}) == model.probability({"x": x})
    assert Logistic(bias + 1.0, {"x": weight}).probability({"x": x}) >= model.probability({"x": x})


def test_a_probability_is_the_logistic_function() -> None:
    assert Logistic(0.5, {"a": 2.0}).probability({"a": -0.25}) == pytest.approx(0.5)
    assert Logistic(0.0, {"a": 1.0}).probability({"a": math.log(3)}) == pytest.approx(0.75)
    assert Logistic(0.0, {"a": 1.0}).probability({}) == pytest.approx(0.5)


def test_pairs_are_named_question_first() -> None:
    assert pair("da", "en") == "da-en"
