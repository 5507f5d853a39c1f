"""The tokenizer: the base model's, with Danish pieces appended and with å kept a letter of its own.

It knows word pieces and normalising; it knows nothing of vectors.
"""

import json
from collections.abc import Iterable, Sequence

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

UNKNOWN = "[UNK]"
RING = "\ue000"  # stands for å while the other accents are taken off
SMALLEST_LEMMA = 4  # letters; shorter words would cut others in the wrong place
SMALLEST_COUNT = 3


def normaliser() -> normalizers.Normalizer:
    """Lower case, accents taken off as the base model does, except that å stays (æ and ø have no accent to lose).

    With the accents of other languages kept, names such as "Schröder" and "café" would fall to pieces that the
    base model has never seen.
    """
    return normalizers.Sequence(
        [
            normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=False, lowercase=True),
            normalizers.NFC(),
            normalizers.Replace("å", RING),
            normalizers.NFD(),
            normalizers.StripAccents(),
            normalizers.Replace(RING, "å"),
        ]
    )


def train_pieces(texts: Iterable[str], size: int) -> list[str]:
    """Word pieces of the texts, the most useful first."""
    tokenizer = Tokenizer(models.WordPiece(unk_token=UNKNOWN))
    tokenizer.normalizer = normaliser()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=size, min_frequency=SMALLEST_COUNT, special_tokens=[UNKNOWN], show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    return [piece for piece, _ in sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])]


def lemma_pieces(words: Iterable[str], known: set[str]) -> list[str]:
    """Whole words that deserve a piece each: letters only, not too short, not known yet; first seen first."""
    clean = normaliser()
    found: dict[str, None] = {}
    for word in words:
        piece = clean.normalize_str(word)
        if piece.isalpha() and len(piece) >= SMALLEST_LEMMA and piece not in known:
            found.setdefault(piece)
    return list(found)


def extend(base: str, texts: Sequence[str], words: Sequence[str], added: int) -> str:
    """The base tokenizer (its JSON) with at most `added` more pieces, as JSON.

    Whole words of the word lists come first, then pieces trained on the texts; ids of the base stay what they are.
    """
    description = json.loads(base)
    vocabulary: dict[str, int] = description["model"]["vocab"]
    letters = [prefix + letter for letter in "æøå" for prefix in ("", "##")]
    lemmas = lemma_pieces(words, set(vocabulary))[: added // 3]
    trained = train_pieces(texts, size=added * 2 + 4000)
    fresh = dict.fromkeys(piece for piece in letters + lemmas + trained if piece not in vocabulary)
    for piece in list(fresh)[:added]:
        vocabulary[piece] = len(vocabulary)
    description["normalizer"] = json.loads(normaliser_state(normaliser()))
    description["truncation"] = None
    description["padding"] = None
    return json.dumps(description, ensure_ascii=False)


def normaliser_state(part: normalizers.Normalizer) -> str:
    """The JSON of a normaliser, as a tokenizer file holds it."""
    holder = Tokenizer(models.WordPiece(unk_token=UNKNOWN))
    holder.normalizer = part
    return json.dumps(json.loads(holder.to_str())["normalizer"])
