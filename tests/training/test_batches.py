"""The mixture: sizes kept, streams in their shares, the same seed the same batches."""

import random
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from training.bank import Bank
from training.batches import MIXTURE, Feeder, Share, grouped
from training.files import Work, read_streams
from training.records import Example, StreamName, TrainingError

BANK = Bank(
    templates=(Example(en="What is {}?", da="Hvad er {}?"),),
    words=tuple(Example(en=f"thing{number}", da=f"ting{number}") for number in range(9)),
    sentences=tuple(Example(en=f"It rains {number}.", da=f"Det regner {number}.") for number in range(9)),
    passages=tuple(Example(f"Q{n}?", f"S{n}?", f"Passage {n // 2}.", f"Afsnit {n // 2}.") for n in range(8)),
)


def feeder(work: Path, seed: int = 1) -> Feeder:
    return Feeder(read_streams(Work(work)), BANK, {"dog": ["hund"]}, rng=random.Random(seed))


@given(
    some.lists(some.integers(1, 80), max_size=60),
    some.integers(20, 300),
    some.integers(2, 12),
)
def test_batches_keep_to_their_size_and_lose_at_most_one_example(
    lengths: list[int], characters: int, most: int
) -> None:
    examples = [Example(en="x" * length, da="y" * length) for length in lengths]
    made = grouped(examples, Share(1.0, characters, most))
    for batch in made:
        assert len(batch) <= most
        assert len(batch) == 1 or max(item.size for item in batch) * len(batch) <= characters
    assert len(examples) - sum(map(len, made)) <= 1


def test_every_stream_comes_about_as_often_as_its_share(prepared: Path) -> None:
    counts = Counter(batch.stream for batch in islice(feeder(prepared), 1000))
    assert set(counts) == set(MIXTURE)
    for name, share in MIXTURE.items():
        assert abs(counts[name] / 1000 - share.weight) < 0.05, name


def test_the_same_seed_gives_the_same_batches(prepared: Path) -> None:
    first, second, other = (list(islice(feeder(prepared, seed), 30)) for seed in (1, 1, 2))
    assert first == second != other


@pytest.mark.parametrize("name", list(MIXTURE))
def test_all_examples_of_a_batch_fill_the_same_fields(prepared: Path, name: StreamName) -> None:
    for batch in islice(feeder(prepared).batches(name), 5):
        for column in ("en", "da", "passage_en", "passage_da"):
            filled = sum(bool(getattr(example, column)) for example in batch.examples)
            assert filled in (0, len(batch.examples))


def test_a_mosaic_holds_the_sentence_it_is_asked_for(prepared: Path) -> None:
    for example in feeder(prepared).draw("mosaic", 20):
        assert example.en in example.passage_en
        assert example.da in example.passage_da


def test_no_passage_answers_two_questions_of_one_draw(prepared: Path) -> None:
    drawn = feeder(prepared).draw("encyclopedia", 10)
    assert 1 < len(drawn) <= 4
    assert len({example.passage_en for example in drawn}) == len(drawn)


def test_the_shares_are_parts_of_one() -> None:
    assert sum(share.weight for share in MIXTURE.values()) == pytest.approx(1.0)


def test_a_stream_of_one_example_is_refused(prepared: Path) -> None:
    made = Feeder({"glosses": [Example(da="a", passage_en="b")]}, BANK, {}, rng=random.Random(1))
    with pytest.raises(TrainingError, match="fewer than two"):
        next(made.batches("glosses"))


def test_without_anything_to_learn_from_it_says_so() -> None:
    with pytest.raises(TrainingError, match="run `prepare`"):
        Feeder({}, Bank((), (), ()), {}, rng=random.Random(1))
