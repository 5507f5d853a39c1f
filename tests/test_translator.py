"""The translator: real Marian models, tiny and made here, so that loading and generating are the library's own."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.errors import TranslatorError
from bot.translator import Translator, Translators, load_translators
from bot.types import Conversation
from tests.answering import make_bot, write_articles

sentencepiece = pytest.importorskip("sentencepiece", reason="needs the extra `translate`")

TEXT = """Kaffe er en drik der brygges på ristede bønner
Te er en varm drik af blade fra tebusken
Coffee is a drink brewed from roasted beans
Tea is a hot drink of leaves from the tea bush
Outsourcing og insourcing er hinandens modsætning
The opposite of insourcing is outsourcing
"""


def make_marian(folder: Path, **configuration: object) -> Path:
    """Train a word-piece model on six lines and save a Marian model of one layer with random, fixed weights."""
    import torch
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    folder.mkdir(parents=True)
    (folder / "text.txt").write_text(TEXT, encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(folder / "text.txt"),
        model_prefix=str(folder / "source"),
        vocab_size=120,
        minloglevel=2,
        hard_vocab_limit=False,
    )
    processor = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.model"))
    (folder / "source.model").rename(folder / "source.spm")
    (folder / "target.spm").write_bytes((folder / "source.spm").read_bytes())
    pieces = [processor.id_to_piece(number) for number in range(processor.get_piece_size())]
    kept = ["</s>", "<unk>", *(piece for piece in pieces if piece not in ("</s>", "<unk>", "<s>")), "<pad>"]
    (folder / "vocab.json").write_text(
        json.dumps({piece: number for number, piece in enumerate(kept)}), encoding="utf-8"
    )
    (folder / "tokenizer_config.json").write_text(json.dumps(configuration), encoding="utf-8")
    MarianTokenizer.from_pretrained(str(folder)).save_pretrained(str(folder))
    pad = kept.index("<pad>")
    torch.manual_seed(0)
    model = MarianMTModel(
        MarianConfig(
            vocab_size=len(kept), d_model=16, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2,
            decoder_attention_heads=2, encoder_ffn_dim=16, decoder_ffn_dim=16, max_position_embeddings=64,
            pad_token_id=pad, eos_token_id=0, decoder_start_token_id=pad, forced_eos_token_id=0, max_length=24,
        )
    )  # fmt: skip
    model.save_pretrained(str(folder))
    return folder


@pytest.fixture(scope="module")
def danish_to_english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_marian(tmp_path_factory.mktemp("models") / "tiny-da-en", source_lang="da", target_lang="en")


def test_a_marian_folder_loads_and_translates_the_same_every_time(danish_to_english: Path) -> None:
    translator = Translator(danish_to_english)
    assert (translator.source, translator.target) == ("da", "en")
    first = translator.translate("Kaffe er en drik.")
    assert first == Translator(str(danish_to_english)).translate("Kaffe er en drik.")
    assert translator.translate("  ") == ""


@pytest.mark.parametrize(
    ("name", "codes", "direction"),
    [
        ("plain-en-da", {}, ("en", "da")),
        ("opus_mt_da_en", {}, ("da", "en")),
        ("anything", {"source_lang": "dan", "target_lang": "eng_Latn"}, ("da", "en")),
    ],
)
def test_the_direction_comes_from_the_configuration_or_the_name(
    tmp_path: Path, name: str, codes: dict[str, object], direction: tuple[str, str]
) -> None:
    translator = Translator(make_marian(tmp_path / name, **codes))
    assert (translator.source, translator.target) == direction


@pytest.mark.parametrize(
    "codes", [{}, {"source_lang": "fr", "target_lang": "en"}, {"source_lang": "da", "target_lang": "da"}]
)
def test_a_model_without_a_danish_english_direction_is_refused_in_a_sentence(
    tmp_path: Path, codes: dict[str, Any]
) -> None:
    folder = make_marian(tmp_path / "model", **codes)
    with pytest.raises(TranslatorError, match="Danish and English") as error:
        Translator(folder)
    assert "\n" not in str(error.value)


def test_a_missing_or_foreign_folder_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty-da-en").mkdir()
    for name in (tmp_path / "none-da-en", tmp_path / "empty-da-en"):
        with pytest.raises(TranslatorError, match="no Marian model") as error:
            load_translators([str(name)])
        assert "\n" not in str(error.value)


def test_no_names_are_no_translators_and_other_directions_stay_untranslated(danish_to_english: Path) -> None:
    assert load_translators([]) is None
    translators = Translators([Translator(danish_to_english)])
    assert translators.translate("Tea is hot.", "en", "da") == ""


def test_a_quote_in_the_other_language_is_shown_translated_beside_the_original(
    tmp_path: Path, danish_to_english: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_articles(tmp_path)
    for name in ("coffee", "tea"):
        (tmp_path / "en" / f"{name}.md").unlink()
    translators = load_translators([str(danish_to_english)])
    assert translators is not None
    monkeypatch.setattr(translators, "translate", lambda text, source, target: f"{source}>{target}: {text}")
    turn = make_bot(tmp_path, translators=translators).ask("Hvad er kaffe?", language="en")
    citation = turn.answer.citations[0]
    assert citation.quote == "Kaffe er en drik, der brygges på ristede bønner."
    assert citation.translation == f"da>en: {citation.quote}"
    assert "Machine translation: da>en: Kaffe" in turn.answer.text


def test_what_goes_on_from_an_answer_is_translated_as_well(
    tmp_path: Path, danish_to_english: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_articles(tmp_path)
    for name in ("coffee", "tea"):
        (tmp_path / "en" / f"{name}.md").unlink()
    translators = load_translators([str(danish_to_english)])
    assert translators is not None
    monkeypatch.setattr(translators, "translate", lambda text, source, target: f"{source}>{target}: {text}")
    bot = make_bot(tmp_path, translators=translators)
    first = bot.ask("Hvad er kaffe?", language="en")
    turn = bot.ask("tell me more", Conversation().with_turn(first), language="en")
    assert turn.answer.answered
    assert all(c.translation.startswith("da>en: ") for c in turn.answer.citations)
