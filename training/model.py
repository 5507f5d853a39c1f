"""The student and the teacher as tensors: mean-pooled unit vectors, and embedding rows of two kinds.

It knows the network; it knows nothing of examples, losses or files of data.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as functional
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer
from torch import Tensor, nn

LONGEST_INPUT = 256  # pieces, as the base model


class SplitEmbedding(nn.Module):
    """An embedding whose first rows (English) and later rows (Danish) are separate parameters.

    The two then learn at their own pace; as one parameter the English rows drifted with the Danish ones.
    """

    def __init__(self, weight: Tensor, known: int) -> None:
        super().__init__()
        self.known = known
        self.english = nn.Parameter(weight[:known].clone())
        self.danish = nn.Parameter(weight[known:].clone())

    def forward(self, ids: Tensor) -> Tensor:
        """Rows (batch, length, dim) of ids (batch, length)."""
        later = ids >= self.known
        first = functional.embedding(ids.masked_fill(later, 0), self.english)
        second = functional.embedding((ids - self.known).clamp(min=0), self.danish)
        return torch.where(later.unsqueeze(-1), second, first)

    def joined(self) -> Tensor:
        """All rows, as an ordinary embedding has them."""
        return torch.cat([self.english.data, self.danish.data])


@dataclass(frozen=True, slots=True)
class States:
    """The last layer's vectors (n, length, dim) of n texts; `mask` (n, length) is 1 at pieces, `inner` at those of words.

    `inner` leaves out padding and the marks of beginning and end.
    """

    vectors: Tensor
    mask: Tensor
    inner: Tensor

    def pooled(self) -> Tensor:
        """Unit vectors (n, dim): the mean of each text's pieces."""
        weight = self.mask.unsqueeze(-1).float()
        return functional.normalize((self.vectors * weight).sum(1) / weight.sum(1), dim=-1)


class Network:
    """A BERT encoder with its tokenizer: texts in, unit vectors out, gradient on demand."""

    def __init__(self, folder: Path, *, split: int | None = None) -> None:
        """Load a sentence-transformers folder; `split` is the number of English rows of a student."""
        # Plain attention: of a short batch's gradient on a CPU it makes 2,560 pieces a second, the fused one 1,800.
        settings = {"dtype": "float32", "attn_implementation": "eager"}
        self.whole = SentenceTransformer(str(folder), device="cpu", model_kwargs=settings)
        self.body: nn.Module = self.whole[0].auto_model
        self.body.eval()  # no dropout: the targets are vectors, and it would cost a tenth of the time
        self.tokenizer = Tokenizer.from_str(self.whole.tokenizer.backend_tokenizer.to_str())
        self.tokenizer.enable_padding(pad_id=0, pad_token="[PAD]")  # noqa: S106 - a word piece, not a password
        self.kept: dict[tuple[str, int], Tensor] = {}
        if split is not None:
            self.table = SplitEmbedding(self.rows(), split)

    def parameters(self) -> dict[str, nn.Parameter]:
        """What training moves: everything but the pooler, which mean pooling does not use."""
        return {name: value for name, value in self.body.named_parameters() if not name.startswith("pooler")}

    def encode(self, texts: Sequence[str], *, gradient: bool, longest: int = LONGEST_INPUT) -> Tensor:
        """Unit vectors (n, dim), float32, of texts cut at `longest` pieces; the layers compute in bfloat16."""
        return self.read(texts, gradient=gradient, longest=longest).pooled()

    def read(self, texts: Sequence[str], *, gradient: bool, longest: int = LONGEST_INPUT) -> States:
        """What the last layer says of every piece of texts cut at `longest` pieces."""
        self.tokenizer.enable_truncation(longest)
        encodings = self.tokenizer.encode_batch(list(texts))
        ids = torch.tensor([encoding.ids for encoding in encodings])
        mask = torch.tensor([encoding.attention_mask for encoding in encodings])
        with torch.autocast("cpu", dtype=torch.bfloat16), torch.set_grad_enabled(gradient):
            states = self.body(input_ids=ids, attention_mask=mask).last_hidden_state
        marks = torch.tensor([encoding.special_tokens_mask for encoding in encodings])
        return States(states.float(), mask, (mask - marks).clamp(min=0))

    def recall(self, texts: Sequence[str], *, longest: int = LONGEST_INPUT) -> Tensor:
        """As `encode` without gradient, for a network that stays as it is: a text's vector is computed once and kept.

        Vectors are kept as float16, 768 bytes a text.
        """
        keys = [(text, longest) for text in texts]
        fresh = list(dict.fromkeys(key for key in keys if key not in self.kept))
        if fresh:
            vectors = self.encode([text for text, _ in fresh], gradient=False, longest=longest).half()
            self.kept.update(zip(fresh, vectors, strict=True))
        return torch.stack([self.kept[key] for key in keys]).float()

    @property
    def table(self) -> nn.Module:
        """The embedding of word pieces."""
        return self.body.get_submodule("embeddings.word_embeddings")

    @table.setter
    def table(self, module: nn.Module) -> None:
        self.body.get_submodule("embeddings").add_module("word_embeddings", module)

    def rows(self) -> Tensor:
        """The embedding rows (pieces, dim), both kinds in one."""
        table = self.table
        return table.joined() if isinstance(table, SplitEmbedding) else table.get_parameter("weight").detach()

    def with_rows(self, rows: Tensor) -> None:
        """Replace the embedding by an ordinary one with these rows (pieces, dim)."""
        plain = nn.Embedding(rows.shape[0], rows.shape[1], padding_idx=0)
        with torch.no_grad():
            plain.weight.copy_(rows)
        self.table = plain
        self.whole[0].auto_model.config.vocab_size = len(rows)

    def save(self, folder: Path) -> None:
        """Write the sentence-transformers folder, the two kinds of rows joined again."""
        table = self.table
        self.with_rows(self.rows())
        self.whole.save(str(folder), create_model_card=False)
        self.table = table
