"""The matcher: a logit for every sentence, whatever the text; the same however passages come together."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from bot.alignment import Aligner
from bot.encoder import SentenceTransformerEncoder
from bot.errors import EncoderError
from bot.matcher import FORMAT, LOWER, SETTINGS, WEIGHTS, InteractionMatcher, read_lower
from bot.types import Chunk, Sentence
from tests.tiny_models import edit_json, make_encoder

pytestmark = pytest.mark.model  # tiny ones, but torch takes seconds to import


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(make_encoder(tmp_path_factory.mktemp("matched"), layers=LOWER + 2))


@pytest.fixture(scope="module")
def folder(encoder: SentenceTransformerEncoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A matcher that has learned nothing yet: the encoder's own upper layers."""
    from safetensors.torch import save_file

    from bot.interaction import Interaction

    folder = tmp_path_factory.mktemp("matcher")
    with encoder.lent() as model:
        weights = Interaction.above(model[0].auto_model, LOWER).state_dict()
    save_file({name: value.half().contiguous() for name, value in weights.items()}, folder / WEIGHTS)
    told = {"format": FORMAT, "encoder": encoder.fingerprint, "lower_layers": LOWER}
    (folder / SETTINGS).write_text(json.dumps(told), "utf-8")
    return folder


@pytest.fixture
def matcher(folder: Path, encoder: SentenceTransformerEncoder) -> InteractionMatcher:
    found = InteractionMatcher.load(folder, encoder)
    assert found is not None
    return found


def strict(encoder: SentenceTransformerEncoder) -> InteractionMatcher:
    """A matcher whose logits are plain cosines: of each piece of the question with its closest one of the sentence."""
    import torch

    from bot.interaction import Interaction

    with encoder.lent() as model:
        network = Interaction.above(model[0].auto_model, LOWER)
    with torch.no_grad():
        network.mix.copy_(torch.tensor([1.0, 0.0, 0.0]))
        network.bias.fill_(0.0)
    return InteractionMatcher(encoder, network, "")


def chunk(*texts: str, section: str = "tea", title: str = "") -> Chunk:
    sentences = tuple(Sentence(text, text, 0, len(text), "prose", 0) for text in texts)
    return Chunk(
        "da/x.md", "x", title or section or "x", (section,) if section else (), "da", " ".join(texts), 0, 9, sentences
    )


def test_before_any_training_it_matches_pieces_as_the_encoder_itself_sees_them(
    encoder: SentenceTransformerEncoder,
) -> None:
    chunks = [chunk("te er te.", "what is the risk?"), chunk("find a drink", section="what is this")]
    found = strict(encoder).match("what is the risk?", chunks)
    aligned = Aligner(encoder).align("what is the risk?", chunks)
    for logits, alignments in zip(found, aligned, strict=True):
        assert logits == pytest.approx([one.covered for one in alignments], abs=2e-3)  # half precision in between


def test_a_passage_has_the_same_logits_alone_beside_others_and_asked_again(matcher: InteractionMatcher) -> None:
    one, two, none = chunk("te er te.", "a risk"), chunk("find this drink.", section="risk and tea"), chunk()
    together = matcher.match("what is risk", [one, none, two])
    assert together[1] == ()
    for place, own in ((0, one), (2, two)):
        assert matcher.match("what is risk", [own])[0] == pytest.approx(together[place], abs=1e-3)
    assert matcher.match("what is risk", [two, one])[1] == pytest.approx(together[0], abs=1e-3)


@pytest.mark.parametrize(
    "texts",
    [
        [" ".join(["risk"] * 30)] * 4,  # 120 pieces where 48 are read at once
        [" ".join(["risk"] * 200), "te", " ".join(["tea"] * 60)],  # a sentence longer than the input by itself
        ["\u200b", "te", "\u200b", "a"],  # nothing to read in some
        ["\U0001f600", ""],
        ["te \ud800 te"],
    ],
)
@pytest.mark.parametrize("section", ["tea", "", " ".join(["tea"] * 80)])
def test_every_sentence_gets_a_logit_in_its_place(matcher: InteractionMatcher, texts: list[str], section: str) -> None:
    logits, after = matcher.match("what is the risk", [chunk(*texts, section=section), chunk("te")])
    assert len(logits) == len(texts)
    assert all(-100 < one < 100 for one in (*logits, *after))
    assert after == pytest.approx(matcher.match("what is the risk", [chunk("te")])[0], abs=1e-3)


def test_what_lies_past_the_longest_input_is_read_under_the_heading(encoder: SentenceTransformerEncoder) -> None:
    matcher = strict(encoder)
    (logits,) = matcher.match("what is tea", [chunk(" ".join(["drink"] * 40), "this is a risk and a find")])
    (alone,) = matcher.match("what is tea", [chunk("this is a risk and a find")])
    assert logits[1] == pytest.approx(alone[0], abs=1e-4)


@pytest.mark.parametrize("text", ["", " ", "\u200b"])
def test_a_question_without_anything_to_read_matches_nothing(matcher: InteractionMatcher, text: str) -> None:
    (logits,) = matcher.match(text, [chunk("te", "tea")])
    assert logits == (-12.0, -12.0)
    assert matcher.match(text, []) == []


def test_another_encoder_or_no_folder_has_no_matcher(
    folder: Path, encoder: SentenceTransformerEncoder, tmp_path: Path
) -> None:
    other = SentenceTransformerEncoder(make_encoder(tmp_path / "other", layers=LOWER + 2, seed=1))
    assert InteractionMatcher.load(folder, other) is None
    assert InteractionMatcher.load(tmp_path / "none", encoder) is None


def damage(folder: Path, how: str) -> None:
    weights = folder / WEIGHTS
    if how == "cut":
        weights.write_bytes(weights.read_bytes()[:1000])
    elif how == "gone":
        weights.unlink()
    elif how == "garbled":
        (folder / SETTINGS).write_text("{", "utf-8")
    else:
        changes: dict[str, Any] = {"format": {"format": 99}, "layers": {"lower_layers": 1}}[how]
        edit_json(folder / SETTINGS, **changes)


@pytest.mark.parametrize("how", ["cut", "gone", "garbled", "format", "layers"])
def test_damage_is_one_sentence_that_names_the_folder(
    folder: Path, encoder: SentenceTransformerEncoder, tmp_path: Path, how: str
) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    damage(copy, how)
    with pytest.raises(EncoderError, match=r"matcher in .*copy.*get its files anew") as caught:
        InteractionMatcher.load(copy, encoder)
    assert "\n" not in str(caught.value)


def test_parts_are_told_apart_by_their_pieces(encoder: SentenceTransformerEncoder) -> None:
    with encoder.lent() as model:
        (read,) = read_lower(model, [["te", "", "what is", "a risk."]])
    assert read.spans == ((1,), (), (2, 3), (4, 5, 6))
    assert read.states.shape == (8, 32)


def test_the_articles_title_is_read_above_the_heading(matcher: InteractionMatcher) -> None:
    plain = matcher.match("what is risk", [chunk("a risk", section="tea")])
    assert matcher.match("what is risk", [chunk("a risk", section="tea", title="te")]) == plain  # it says it already
    read = matcher.match(
        "what is risk", [chunk("a risk", section="risk: tea"), chunk("a risk", section="tea", title="risk")]
    )
    assert read[0] == read[1] != plain[0]
