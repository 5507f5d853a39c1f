"""What a batch is judged by, against sums done by hand."""

import math
from pathlib import Path

import pytest
import torch
import torch.nn.functional as functional

from training.model import Network
from training.objective import CONTRAST_SCALE, View, contrast, distance, finding, interaction, judge, repeated
from training.records import Batch, Example

NONE = torch.zeros(2, 2, dtype=torch.bool)


def test_distance_is_one_less_the_cosine() -> None:
    left, right = torch.eye(2), torch.tensor([[1.0, 0.0], [1.0, 0.0]])
    assert distance(left, left).item() == 0
    assert distance(left, right).item() == pytest.approx(0.5)


def test_contrast_is_the_mean_cross_entropy_of_both_ways() -> None:
    right = torch.tensor([[1.0, 0.0], [0.6, 0.8]])
    wrong = math.exp(0.6 * CONTRAST_SCALE)
    good, other = math.exp(CONTRAST_SCALE), math.exp(0.8 * CONTRAST_SCALE)
    rows = [-math.log(good / (good + wrong)), -math.log(other / (other + 1))]
    columns = [-math.log(good / (good + 1)), -math.log(other / (other + wrong))]
    expected = (sum(rows) + sum(columns)) / 4
    assert contrast(torch.eye(2), right, NONE).item() == pytest.approx(expected, rel=1e-4)


def test_a_repeated_text_is_not_a_wrong_answer() -> None:
    vectors = torch.tensor([[1.0, 0.0], [1.0, 0.0]])
    assert contrast(vectors, vectors, NONE).item() == pytest.approx(math.log(2), rel=1e-5)
    assert contrast(vectors, vectors, repeated(["samme", "samme"])).item() == pytest.approx(0, abs=1e-5)


def test_repeated_marks_equal_texts_but_not_a_text_and_itself() -> None:
    assert repeated(["a", "b", "a"]).tolist() == [[False, False, True], [False, False, False], [True, False, False]]


def test_a_student_equal_to_its_teacher_has_nothing_to_learn_from_english(tiny_base: Path) -> None:
    teacher = Network(tiny_base)
    batch = Batch("english", (Example(en="dog", passage_en="the dog"), Example(en="cat", passage_en="the cat")))
    assert judge(batch, teacher, teacher, anchor=False).distance == pytest.approx(0, abs=1e-3)


def test_the_gradient_reaches_danish_rows_and_without_an_anchor_no_unused_english_ones(
    prepared: Path, tiny_base: Path
) -> None:
    teacher = Network(tiny_base)
    student = Network(prepared / "start", split=len(teacher.rows()))
    batch = Batch("everyday", (Example(en="apples", da="æbler"), Example(en="bread", da="brød")))
    moved = {}
    for anchor in (False, True):
        student.body.zero_grad()
        torch.autograd.backward(judge(batch, student, teacher, anchor=anchor).loss)
        gradient = student.parameters()["embeddings.word_embeddings.english"].grad
        assert gradient is not None
        moved[anchor] = bool(gradient[student.tokenizer.token_to_id("apples")].any())
        danish = student.parameters()["embeddings.word_embeddings.danish"].grad
        assert danish is not None
        assert danish.any()
    assert moved == {False: False, True: True}


def test_definitions_are_for_finding_only(prepared: Path, tiny_base: Path) -> None:
    teacher = Network(tiny_base)
    student = Network(prepared / "start", split=len(teacher.rows()))
    batch = Batch("glosses", (Example(da="hund", passage_en="it barks"), Example(da="kat", passage_en="it purrs")))
    judgement = judge(batch, student, teacher, anchor=False)
    assert judgement.distance == 0
    assert judgement.contrast > 0


def test_interaction_is_the_mean_of_each_word_pieces_closest(tiny_base: Path) -> None:
    network = Network(tiny_base)
    asked = network.read(["dog sees", "cat"], gradient=False)
    told = network.read(["the dog", "a boat finds water and coffee", "cat"], gradient=False)
    expected = torch.zeros(2, 3)
    for row in range(2):
        for column in range(3):
            pieces = functional.normalize(asked.vectors[row][asked.inner[row].bool()], dim=-1)
            others = functional.normalize(told.vectors[column][told.inner[column].bool()], dim=-1)
            expected[row, column] = (pieces @ others.T).amax(1).mean()
    torch.testing.assert_close(interaction(asked, told), expected, atol=0.02, rtol=0)  # bfloat16


def test_questions_find_passages_piece_by_piece_where_the_student_read_both(prepared: Path, tiny_base: Path) -> None:
    student = Network(prepared / "start")
    states = student.read(["hund", "kat"], gradient=False)
    same = torch.zeros(2, 2, dtype=torch.bool)
    read, given = View(states.pooled(), states), View(states.pooled())
    assert [len(finding(*pair, same)) for pair in ((read, read), (read, given), (given, given))] == [2, 1, 0]
