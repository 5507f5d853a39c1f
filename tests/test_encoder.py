import json
import logging
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from bot.encoder import SentenceTransformerEncoder
from bot.errors import EncoderError
from bot.types import Vectors
from tests.tiny_models import edit_json, make_encoder

pytestmark = pytest.mark.model  # tiny ones, but torch takes seconds to import

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ["Hvad er insourcing?", "te", "", "What is the risk and the drink? " * 3, "Æble å 42"]


@pytest.fixture(scope="module")
def mean_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_encoder(tmp_path_factory.mktemp("mean"))


@pytest.fixture
def copy(mean_model: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(mean_model, tmp_path / "copy"))


def by_hand(folder: Path, texts: list[str], pooling: str) -> Vectors:
    """The same vectors without sentence-transformers: transformers alone, one text at a time."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    tokenizer, model = AutoTokenizer.from_pretrained(str(folder)), AutoModel.from_pretrained(str(folder)).float().eval()
    rows = []
    for text in texts:
        with torch.inference_mode():
            states = model(**tokenizer(text, return_tensors="pt", truncation=True)).last_hidden_state[0].numpy()
        row = states[0] if pooling == "cls" else states.mean(axis=0)
        rows.append(row / np.linalg.norm(row))
    return np.array(rows, np.float32)


@pytest.mark.parametrize(("pooling", "dimension"), [("mean", 32), ("cls", 32), ("mean", 48)])
def test_vectors_are_those_of_the_model_pooled_and_of_length_1(tmp_path: Path, pooling: str, dimension: int) -> None:
    folder = make_encoder(tmp_path, pooling=pooling, dimension=dimension)
    encoder = SentenceTransformerEncoder(folder)
    found = encoder.encode_passages(TEXTS)
    assert encoder.dimension == dimension
    assert encoder.name == str(folder)
    assert found.dtype == np.float32
    assert found.shape == (len(TEXTS), dimension)
    assert np.abs(np.linalg.norm(found, axis=1) - 1).max() < 1e-5
    assert np.abs(found - by_hand(folder, TEXTS, pooling)).max() < 1e-5


def test_no_texts_give_no_rows(mean_model: Path) -> None:
    encoder = SentenceTransformerEncoder(mean_model)
    assert encoder.encode_queries([]).shape == (0, 32)
    assert encoder.encode_passages([]).shape == (0, 32)


@pytest.mark.parametrize("pooling", ["mean", "cls"])
@pytest.mark.parametrize("key", ["document", "passage", "corpus"])
def test_the_prompts_of_the_models_own_configuration_are_used(tmp_path: Path, key: str, pooling: str) -> None:
    folder = make_encoder(tmp_path, prompts={"query": "find: ", key: "this: "}, pooling=pooling)
    encoder = SentenceTransformerEncoder(folder)
    assert np.abs(encoder.encode_queries(["te"]) - by_hand(folder, ["find: te"], pooling)).max() < 1e-5
    assert np.abs(encoder.encode_passages(["te"]) - by_hand(folder, ["this: te"], pooling)).max() < 1e-5


def test_a_configured_prompt_of_one_side_leaves_the_other_bare(tmp_path: Path) -> None:
    folder = make_encoder(tmp_path / "e5-small", prompts={"query": "find: "})
    encoder = SentenceTransformerEncoder(folder)
    assert np.abs(encoder.encode_queries(["te"]) - by_hand(folder, ["find: te"], "mean")).max() < 1e-5
    assert np.abs(encoder.encode_passages(["te"]) - by_hand(folder, ["te"], "mean")).max() < 1e-5


@pytest.mark.parametrize(
    ("name", "query", "passage"),
    [
        ("multilingual-e5-small", "query: ", "passage: "),
        ("e5-base-v2", "query: ", "passage: "),
        ("intfloat_multilingual-e5-large", "query: ", "passage: "),
        ("bge-small-en-v1.5", "Represent this sentence for searching relevant passages: ", ""),
        ("bge-m3", "", ""),
        ("nomic-embed-text-v1.5", "search_query: ", "search_document: "),
        ("whole5-small", "", ""),
        ("model", "", ""),
    ],
)
def test_a_known_family_gets_its_prompts_by_name(
    mean_model: Path, tmp_path: Path, name: str, query: str, passage: str
) -> None:
    folder = Path(shutil.copytree(mean_model, tmp_path / name))
    encoder = SentenceTransformerEncoder(f"{folder}/")
    assert np.abs(encoder.encode_queries(["te"]) - by_hand(folder, [query + "te"], "mean")).max() < 1e-5
    assert np.abs(encoder.encode_passages(["te"]) - by_hand(folder, [passage + "te"], "mean")).max() < 1e-5


def test_a_text_is_encoded_alike_whatever_its_neighbours(mean_model: Path) -> None:
    encoder = SentenceTransformerEncoder(mean_model)
    alone = np.concatenate([encoder.encode_passages([text]) for text in TEXTS])
    crowd = [text for text in TEXTS for _ in range(20)] + ["a risk " * 30]
    together = encoder.encode_passages(crowd)[:-1].reshape(len(TEXTS), 20, -1)
    assert np.abs(together - alone[:, np.newaxis]).max() < 1e-5


def test_threads_do_not_disturb_each_other(mean_model: Path) -> None:
    encoder = SentenceTransformerEncoder(mean_model)
    expected = encoder.encode_queries(TEXTS)
    found: list[float] = []

    def work() -> None:
        for _ in range(5):
            found.append(float(np.abs(encoder.encode_queries(TEXTS) - expected).max()))

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 30
    assert max(found) < 1e-5


def test_half_precision_weights_are_computed_with_in_single_precision(tmp_path: Path) -> None:
    folder = make_encoder(tmp_path, half=True)
    from safetensors import safe_open

    with safe_open(folder / "model.safetensors", "np") as file:
        assert {file.get_tensor(key).dtype for key in file.keys()} == {np.dtype(np.float16)}  # noqa: SIM118 - no mapping
    found = SentenceTransformerEncoder(folder).encode_passages(TEXTS)
    assert np.abs(found - by_hand(folder, TEXTS, "mean")).max() < 1e-5


def test_lone_surrogates_are_read_as_question_marks(mean_model: Path) -> None:
    encoder = SentenceTransformerEncoder(mean_model)
    assert np.abs(encoder.encode_queries(["te\ud800"]) - encoder.encode_queries(["te?"])).max() < 1e-6


def test_vectors_that_are_not_numbers_are_refused(copy: Path) -> None:
    from safetensors.numpy import load_file, save_file

    weights = load_file(copy / "model.safetensors")
    save_file(
        {key: np.full_like(value, np.nan) for key, value in weights.items()},
        copy / "model.safetensors",
        {"format": "pt"},
    )
    with pytest.raises(EncoderError, match="not numbers"):
        SentenceTransformerEncoder(copy).encode_queries(["te"])


@pytest.mark.parametrize(
    "name", ["/no/such/folder", "./no-such-folder", "~/no-such-folder", "no\\such", "no/such/folder"]
)
def test_a_missing_folder_is_named_in_one_sentence(name: str) -> None:
    with pytest.raises(EncoderError) as caught:
        SentenceTransformerEncoder(name)
    assert name in str(caught.value)
    assert "--encoder" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_name_that_cannot_be_had_offline_says_how_to_get_it() -> None:
    with pytest.raises(EncoderError) as caught:
        SentenceTransformerEncoder("nobody/no-such-model")
    assert "nobody/no-such-model" in str(caught.value)
    assert "download it once while online" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"holds no encoder") as caught:
        SentenceTransformerEncoder(tmp_path)
    assert str(tmp_path) in str(caught.value)


@pytest.mark.parametrize("damage", ["cut", "garbage", "gone"])
def test_a_damaged_model_is_named_in_one_sentence(copy: Path, damage: str) -> None:
    weights = copy / "model.safetensors"
    if damage == "gone":
        weights.unlink()
    else:
        weights.write_bytes(weights.read_bytes()[:100] if damage == "cut" else b"garbage")
    with pytest.raises(EncoderError) as caught:
        SentenceTransformerEncoder(copy)
    assert str(copy) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_fingerprint_is_that_of_the_content_not_of_the_place(mean_model: Path, copy: Path) -> None:
    original = SentenceTransformerEncoder(mean_model).fingerprint
    (copy / "README.md").write_text("another card")
    settings = copy / "tokenizer_config.json"
    settings.write_text(json.dumps(json.loads(settings.read_text("utf-8")), indent=7).replace("\n", "\r\n"))
    assert SentenceTransformerEncoder(copy).fingerprint == original
    assert len(original) == 64


@pytest.mark.parametrize("part", ["weights", "tokenizer", "prompts", "length", "pooling"])
def test_the_fingerprint_changes_with_the_model(mean_model: Path, copy: Path, part: str, tmp_path: Path) -> None:
    if part == "weights":
        shutil.copy(make_encoder(tmp_path / "other", seed=1) / "model.safetensors", copy)
    elif part == "tokenizer":
        text = (copy / "tokenizer.json").read_text("utf-8")
        (copy / "tokenizer.json").write_text(text.replace('"insourcing"', '"outsourcing"'), "utf-8")
    elif part == "prompts":
        edit_json(copy / "config_sentence_transformers.json", prompts={"query": "find: "})
    elif part == "length":
        edit_json(copy / "tokenizer_config.json", model_max_length=17)
    else:
        edit_json(next(copy.glob("*_Pooling")) / "config.json", pooling_mode="cls")
    assert SentenceTransformerEncoder(copy).fingerprint != SentenceTransformerEncoder(mean_model).fingerprint


def test_a_name_is_found_in_the_librarys_cache_without_the_network(
    mean_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached = tmp_path / "models--someone--multilingual-e5-small"
    shutil.copytree(mean_model, cached / "snapshots" / "abc")
    (cached / "refs").mkdir()
    (cached / "refs" / "main").write_text("abc")
    monkeypatch.setenv("SENTENCE_TRANSFORMERS_HOME", str(tmp_path))
    encoder = SentenceTransformerEncoder("someone/multilingual-e5-small")
    assert encoder.name == "someone/multilingual-e5-small"
    assert np.abs(encoder.encode_queries(["te"]) - by_hand(mean_model, ["query: te"], "mean")).max() < 1e-5


def test_the_libraries_log_levels_and_bars_are_left_as_they_were(mean_model: Path) -> None:
    from transformers.utils import logging as transformers_logging

    names = ("sentence_transformers", "transformers", "huggingface_hub")
    before = [logging.getLogger(name).level for name in names], transformers_logging.is_progress_bar_enabled()
    SentenceTransformerEncoder(mean_model)
    with pytest.raises(EncoderError):
        SentenceTransformerEncoder("nobody/no-such-model")
    assert ([logging.getLogger(name).level for name in names], transformers_logging.is_progress_bar_enabled()) == before


def test_a_folder_loads_silently_without_the_network_and_only_when_constructed(mean_model: Path) -> None:
    program = f"""
import socket, sys
def refuse(*arguments, **options):
    raise AssertionError("the network was asked for")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = socket.create_connection = refuse
import bot.encoder
assert "sentence_transformers" not in sys.modules and "torch" not in sys.modules
encoder = bot.encoder.SentenceTransformerEncoder({str(mean_model)!r})
assert encoder.encode_queries(["a " * 500, "te"]).shape == (2, 32)
"""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("HF_", "TRANSFORMERS_"))}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, env=environment, timeout=120
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_words_that_the_tokenizer_knows_whole_are_real_words(mean_model: Path) -> None:
    known = SentenceTransformerEncoder(mean_model).whole_words
    assert "tea" in known
    assert not [word for word in known if not word.isalpha()]  # no continuation and no mark


@pytest.mark.parametrize("mark", ["▁", "Ġ"])
def test_whole_words_are_those_that_are_marked_as_beginnings(
    mean_model: Path, mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = SentenceTransformerEncoder(mean_model)
    with encoder.lent() as model:
        monkeypatch.setattr(model.tokenizer, "get_vocab", lambda: {f"{mark}Tea": 0, "ing": 1, "<s>": 2, f"{mark}7": 3})
    assert encoder.whole_words == {"tea"}
