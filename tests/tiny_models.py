"""Sentence-transformers folders small enough to make in a test: a BERT of 32 numbers a vector, seeded."""

import json
from pathlib import Path

WORDS = [
    "hvad",
    "er",
    "insourcing",
    "what",
    "is",
    "tea",
    "te",
    "drink",
    "and",
    "risk",
    "query",
    "passage",
    "find",
    "this",
    "a",
    "the",
]
MARKS = [":", ".", "?"]


def make_encoder(
    folder: Path,
    *,
    pooling: str = "mean",
    prompts: dict[str, str] | None = None,
    dimension: int = 32,
    seed: int = 0,
    half: bool = False,
    layers: int = 2,
) -> Path:
    """Save a model into `folder` and return it; the same arguments give the same bytes of weights."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)] + list("æøå0123456789")
    special = {f"{name}_token": f"[{name.upper()}]" for name in ("pad", "unk", "cls", "sep", "mask")}
    singles = [*WORDS, *MARKS, *letters, *(f"##{letter}" for letter in letters)]
    pieces = [*special.values(), *dict.fromkeys(singles)]
    vocabulary = {piece: number for number, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))  # noqa: S106 - a token of text, no secret
    tokenizer.normalizer = normalizers.BertNormalizer(strip_accents=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    ends = [("[CLS]", vocabulary["[CLS]"]), ("[SEP]", vocabulary["[SEP]"])]
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=ends)
    torch.manual_seed(seed)
    model = BertModel(
        BertConfig(
            vocab_size=len(pieces),
            hidden_size=dimension,
            num_hidden_layers=layers,
            num_attention_heads=4,
            intermediate_size=2 * dimension,
            max_position_embeddings=64,
            initializer_range=0.5,  # spreads the vectors: with the usual 0.02 all texts are nearly alike
        )
    )
    bare = folder / "bare"
    (model.half() if half else model).save_pretrained(bare)
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=48, **special).save_pretrained(bare)
    modules = [Transformer(str(bare), model_kwargs={"dtype": "auto"}), Pooling(dimension, pooling)]
    SentenceTransformer(modules=modules, prompts=prompts, device="cpu").save(str(folder / "model"))
    return folder / "model"


def edit_json(path: Path, **changes: object) -> None:
    """Change some fields of a JSON file."""
    fields = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**fields, **changes}), "utf-8")
