"""The student as tensors: split rows behave as whole ones, vectors are unit vectors, cutting is at the limit."""

from pathlib import Path

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
