"""First rows: Danish pieces lie where their translations lie."""

import json
import shutil
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from training.files import Work
from training.initialise import incidence, mean_of_best
from training.model import Network
from training.steps import initialise, write_tokenizer

from .conftest import OBJECTS, SUBJECTS, VERBS, toy_pairs


def test_the_mean_weighs_scores_by_their_power() -> None:
    counts, english = np.array([4, 2, 1, 1], np.float32), np.array([4, 4, 4, 400], np.float32)
    rows = np.eye(4, dtype=np.float32)
    scores = np.array([16 / 16, 4 / 16, 1 / 16]) ** 1.5
    expected = np.append(scores / scores.sum(), 0.0)
    np.testing.assert_allclose(mean_of_best(counts, 4.0, english, rows), expected, rtol=1e-6)


def test_incidence_counts_a_piece_once_a_text(tiny_base: Path) -> None:
    tokenizer = Tokenizer.from_file(str(tiny_base / "tokenizer.json"))
    matrix = incidence(tokenizer, ["dog dog cat", "", "cat"])
    dog, cat = tokenizer.token_to_id("dog"), tokenizer.token_to_id("cat")
    assert matrix.shape == (3, tokenizer.get_vocab_size())
    assert matrix[:, dog].toarray().ravel().tolist() == [1, 0, 0]
    assert matrix[:, cat].toarray().ravel().tolist() == [1, 0, 1]


def test_every_danish_word_starts_nearest_its_translation(prepared: Path, tiny_base: Path) -> None:
    start = Network(prepared / "start")
    rows, english = start.rows().numpy(), Network(tiny_base).rows().numpy()
    np.testing.assert_array_equal(rows[: len(english)], english)
    words = SUBJECTS | VERBS | OBJECTS
    unit = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    known = [start.tokenizer.token_to_id(word) for word in words]
    for number, danish in enumerate(words.values()):
        piece = start.tokenizer.token_to_id(danish)
        if piece is not None and piece >= len(english):
            assert int((unit[known] @ unit[piece]).argmax()) == number, danish


def test_the_start_finds_more_translations_than_the_base(prepared: Path, tiny_base: Path) -> None:
    english, danish = zip(*toy_pairs(), strict=True)
    hits = {}
    for name, folder in (("base", tiny_base), ("start", prepared / "start")):
        network = Network(folder)
        scores = network.encode(danish, gradient=False) @ network.encode(english, gradient=False).T
        hits[name] = int((scores.argmax(1).numpy() == np.arange(len(danish))).sum())
    assert hits["start"] > 2 * hits["base"]


def test_an_earlier_encoder_hands_over_layers_and_the_rows_it_has(
    prepared: Path, tiny_base: Path, tmp_path: Path
) -> None:
    earlier = Network(prepared / "start")
    with torch.no_grad():
        for value in earlier.parameters().values():
            value.add_(0.5)
    earlier.save(tmp_path / "earlier")
    write_tokenizer(tmp_path / "earlier", prepared / "tokenizer.json")
    work = Work(tmp_path / "work")
    shutil.copytree(prepared / "streams", work.streams)
    tokenizer = json.loads((prepared / "tokenizer.json").read_text(encoding="utf-8"))
    vocabulary = tokenizer["model"]["vocab"]
    moved = max(vocabulary, key=vocabulary.get)
    vocabulary["nyt"] = vocabulary.pop(moved)  # a piece that the earlier one does not have stands in the last place
    work.tokenizer.write_text(json.dumps(tokenizer), encoding="utf-8")
    start = Network(initialise(work, base=tiny_base, bank=tmp_path, encoder=tmp_path / "earlier"))
    torch.testing.assert_close(start.rows()[:-1], earlier.rows()[:-1])
    assert not torch.equal(start.rows()[-1], earlier.rows()[-1])
    for name, value in start.parameters().items():
        if "word_embeddings" not in name:
            torch.testing.assert_close(value, earlier.parameters()[name])
