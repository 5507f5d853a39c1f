"""First rows for the Danish pieces: means of the English rows with which they share sentences.

It knows pieces, counts and rows; it knows nothing of training by gradient.
"""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.records import Example

PIECES_COUNTED = 60  # per text; longer texts say little about which piece means which
BEST = 3  # English pieces that make up a new row
POWER = 1.5  # of the score, so that the best of the three weighs most
WEAK = 3  # sentences; a continuation seen in fewer takes the row of the same letters at a word's start
ROWS_AT_ONCE = 2000
UNUSED = 1000  # first rows of the base: marks and places never trained


def incidence(tokenizer: Tokenizer, texts: Sequence[str]) -> sparse.csr_matrix:
    """Which pieces occur in which text, ones in an (n texts, n pieces) matrix."""
    pointers, columns = [0], []
    for start in range(0, len(texts), 10_000):
        for encoding in tokenizer.encode_batch(list(texts[start : start + 10_000]), add_special_tokens=False):
            columns += sorted(set(encoding.ids))[:PIECES_COUNTED]
            pointers.append(len(columns))
    ones = np.ones(len(columns), np.float32)
    return sparse.csr_matrix((ones, np.array(columns), np.array(pointers)), (len(texts), tokenizer.get_vocab_size()))


def mean_of_best(
    counts: NDArray[np.float32], own: float, english: NDArray[np.float32], rows: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The weighted mean of the rows whose pieces go best with one Danish piece.

    `counts` (m,) sentences shared with each of m English pieces, `own` sentences of the Danish piece, `english`
    (m,) sentences of the English ones, `rows` (m, dim). The score is c²/(own · english).
    """
    score = counts**2 / (own * english)
    best = np.argsort(-score)[:BEST]
    weight = score[best] ** POWER
    return np.asarray((weight[:, None] * rows[best]).sum(0) / weight.sum(), np.float32)


def extended_rows(
    rows: NDArray[np.float32], base: Tokenizer, extended: Tokenizer, pairs: Sequence[Example]
) -> NDArray[np.float32]:
    """The base embedding rows (n, dim) followed by one row for each piece that only `extended` has."""
    danish = incidence(extended, [pair.da for pair in pairs])
    english = incidence(base, [pair.en for pair in pairs])
    own = np.asarray(danish.sum(0)).ravel()
    other = np.asarray(english.sum(0)).ravel()
    size, known = extended.get_vocab_size(), len(rows)
    result = np.zeros((size, rows.shape[1]), np.float32)
    result[:known] = rows
    result[known:] = rows[min(UNUSED, known // 2) :].mean(0)
    by_piece = danish.T.tocsr()
    for start in range(known, size, ROWS_AT_ONCE):
        shared = (by_piece[start : start + ROWS_AT_ONCE] @ english).tocsr()
        for offset in range(shared.shape[0]):
            part = slice(shared.indptr[offset], shared.indptr[offset + 1])
            columns = shared.indices[part]
            if len(columns):
                row = start + offset
                result[row] = mean_of_best(shared.data[part], own[row], other[columns], rows[columns])
    _borrow_for_continuations(result, extended, own, known)
    return result


def _borrow_for_continuations(
    rows: NDArray[np.float32], tokenizer: Tokenizer, own: NDArray[np.float32], known: int
) -> None:
    """Give a hardly seen continuation ("##maskine") the row of the whole word ("maskine"), in place."""
    for piece, row in tokenizer.get_vocab().items():
        if row >= known and piece.startswith("##") and own[row] < WEAK:
            whole = tokenizer.token_to_id(piece[2:])
            if whole is not None:
                rows[row] = rows[whole]
