"""The student as tensors: split rows behave as whole ones, vectors are unit vectors, cutting is at the limit."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import torch
from sentence_transformers import SentenceTransformer
from torch import nn

from training.model import Network, SplitEmbedding


def test_split_rows_give_what_whole_rows_give_and_learn_apart() -> None:
    weight = torch.randn(10, 4, generator=torch.Generator().manual_seed(1))
    whole = nn.Embedding(10, 4, _weight=weight.clone())
    split = SplitEmbedding(weight, known=6)
    ids = torch.tensor([[0, 5, 6], [9, 9, 2]])
    torch.testing.assert_close(split(ids), whole(ids))
    torch.testing.assert_close(split.joined(), weight)
    target = torch.randn(2, 3, 4, generator=torch.Generator().manual_seed(2))
    for table in (split, whole):
        torch.autograd.backward(((table(ids) - target) ** 2).sum())
    first, later = split.english.grad, split.danish.grad
    assert first is not None
    assert later is not None
    torch.testing.assert_close(torch.cat([first, later]), whole.weight.grad)


def test_vectors_have_length_one_and_do_not_depend_on_their_neighbours(tiny_base: Path) -> None:
    network = Network(tiny_base)
    alone = network.encode(["the dog"], gradient=False)
    together = network.encode(["the dog", "the cat finds coffee and water."], gradient=False)
    torch.testing.assert_close(together.norm(dim=1), torch.ones(2))
    torch.testing.assert_close(together[:1], alone, atol=0.02, rtol=0)  # bfloat16 keeps two digits


def test_vectors_are_those_of_plain_sentence_transformers(prepared: Path) -> None:
    texts = ["En hund ser vand.", "the dog sees water"]
    plain = SentenceTransformer(str(prepared / "start"), device="cpu").encode(texts, convert_to_tensor=True)
    torch.testing.assert_close(Network(prepared / "start").encode(texts, gradient=False), plain, atol=0.02, rtol=0)


def test_what_lies_past_the_limit_does_not_count(tiny_base: Path) -> None:
    network = Network(tiny_base)
    short = network.encode(["dog cat"], gradient=False, longest=4)
    torch.testing.assert_close(network.encode(["dog cat boat bread"], gradient=False, longest=4), short)


def test_saving_a_split_student_keeps_its_vectors_and_leaves_it_split(
    prepared: Path, tiny_base: Path, tmp_path: Path
) -> None:
    known = len(Network(tiny_base).rows())
    student = Network(prepared / "start", split=known)
    student.save(tmp_path / "saved")
    assert isinstance(student.table, SplitEmbedding)
    again = Network(tmp_path / "saved")
    torch.testing.assert_close(again.rows(), student.rows())
    texts = ["En båd.", "bread"]
    torch.testing.assert_close(again.encode(texts, gradient=False), student.encode(texts, gradient=False))


def test_a_text_that_comes_again_is_not_computed_again(tiny_base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network(tiny_base)
    first = network.recall(["the dog", "the cat", "the dog"])
    torch.testing.assert_close(
        first, network.encode(["the dog", "the cat", "the dog"], gradient=False), atol=2e-2, rtol=0
    )
    computed: list[str] = []
    plain = network.encode

    def counted(texts: Sequence[str], *, gradient: bool, longest: int = 256) -> torch.Tensor:
        computed.extend(texts)
        return plain(texts, gradient=gradient, longest=longest)

    monkeypatch.setattr(network, "encode", counted)
    torch.testing.assert_close(network.recall(["the cat", "the dog"]), first[[1, 0]])
    network.recall(["the cat", "a boat"])
    network.recall(["the cat"], longest=1)  # cut elsewhere, so another text
    assert computed == ["a boat", "the cat"]
