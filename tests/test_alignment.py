"""Word pieces in their context, and how a question's match a sentence's."""

from pathlib import Path

import numpy as np
import pytest

from bot.alignment import Aligner, align
from bot.encoder import SentenceTransformerEncoder
from bot.types import Chunk, Sentence, Vectors
from tests.doubles import HashingEncoder
from tests.tiny_models import make_encoder

PARTS = ["insourcing", "what is tea.", "a risk"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_encoder(tmp_path_factory.mktemp("pieces"))


def states(folder: Path, text: str) -> Vectors:
    """Unit rows of every piece, marks included, by transformers alone."""
    from transformers import AutoModel, AutoTokenizer

    tokenizer, model = AutoTokenizer.from_pretrained(str(folder)), AutoModel.from_pretrained(str(folder)).float().eval()
    rows = model(**tokenizer(text, return_tensors="pt", truncation=True)).last_hidden_state[0].detach().numpy()
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def test_the_parts_of_a_text_are_read_together_and_told_apart(folder: Path) -> None:
    (found,) = SentenceTransformerEncoder(folder).encode_parts([PARTS])
    whole = states(folder, " ".join(PARTS))
    assert [len(part) for part in found] == [1, 4, 2]  # a full stop is a piece
    assert np.abs(np.concatenate(found) - whole[1:-1]).max() < 1e-5
    (alone,) = SentenceTransformerEncoder(folder).encode_parts([[PARTS[1]]])
    assert np.abs(alone[0] - states(folder, PARTS[1])[1:-1]).max() < 1e-5
    assert np.abs(alone[0] - found[1]).max() > 0.01  # the context counts


def test_what_lies_past_the_longest_input_is_read_by_itself(folder: Path) -> None:
    encoder = SentenceTransformerEncoder(folder)
    long = " ".join(["risk"] * 30)
    (found,) = encoder.encode_parts([[long, long, "what is tea."]])
    assert [len(part) for part in found] == [30, 30, 3 + 1]
    assert np.abs(found[2] - encoder.encode_parts([["what is tea."]])[0][0]).max() < 1e-5


def test_an_empty_text_still_has_a_row(folder: Path) -> None:
    (found,) = SentenceTransformerEncoder(folder).encode_parts([[""]])
    assert found[0].shape[0] >= 1
    (parts,) = SentenceTransformerEncoder(folder).encode_parts([["", "te", "\u200b"]])
    assert [part.shape[1] for part in parts] == [32, 32, 32]
    assert min(len(part) for part in parts) >= 1


def test_alignment_is_worked_out_piece_by_piece() -> None:
    one, two = np.eye(3, dtype=np.float32)[:1], np.eye(3, dtype=np.float32)[1:2]
    question = np.concatenate([one, two])
    heading = np.eye(3, dtype=np.float32)[2:]
    first, second = align(question, [heading, one, two])
    assert (first.covered, first.weakest, first.focused) == (0.5, 0.0, 1.0)
    assert first.nearby == pytest.approx((1.0 + 0.9) / 2)  # the second sentence has the other piece
    assert first.within == second.within == 1.0
    (alone,) = align(heading, [heading, one])
    assert (alone.covered, alone.nearby, alone.within) == (0.0, 0.0, 1.0)  # the heading counts for the whole only


def test_a_passage_is_read_once() -> None:
    class Counting(HashingEncoder):
        seen = 0

        def encode_parts(self, texts: object, /) -> list[list[Vectors]]:
            assert isinstance(texts, list)
            self.seen += len(texts)
            return super().encode_parts(texts)

    encoder = Counting()
    aligner = Aligner(encoder)
    sentence = Sentence("Te er en drik.", "Te er en drik.", 0, 14, "prose", 0)
    chunk = Chunk("da/te.md", "te", "Te", (), "da", sentence.text, 0, 14, (sentence,))
    first = aligner.align("Hvad er te?", [chunk, chunk])
    assert first[0] == first[1] == aligner.align("Hvad er te?", [chunk])[0]
    assert encoder.seen == 3  # the question twice, the passage once
