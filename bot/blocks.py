"""Block structure of an article: headings, paragraphs, list items, table rows, quotes and code, with offsets.

markdown-it says which lines a block has; the columns are found here, by scanning those raw lines. Knows nothing of
sentences, sections or front matter.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.markdown import cells

BlockKind = Literal["heading", "prose", "item", "row", "quote", "code", "html"]
Span = tuple[int, int]

_NEWLINE = re.compile(r"\r\n?|\n")  # exactly what markdown-it counts as the end of a line
# `##Højdepunkter`: marks at the start of a line, then a word without the space.
_TIGHT_HEADING = re.compile(r"^ {0,3}(#{1,6})(?=[*_\"'“”«»(\[]*[^\W_])")
_TIGHT_TITLE = re.compile(r"^ {0,3}#[^\W\d_][^#]{0,79}$")
_LONE_ANCHOR = re.compile(r"\s*(?:<a\b[^<>]*>\s*</a>|<a\b[^<>]*/>|<br\s*/?>)\s*", re.IGNORECASE)
# A paragraph that a rule `---` follows directly is a heading to Markdown; longer than this it was meant as text.
_LONGEST_UNDERLINED = 100
_LONGEST_HEADING = 300  # a whole article on the line of its title is text


@dataclass(frozen=True, slots=True)
class Block:
    """One leaf of the structure.

    `spans` are its raw lines without the marks of quotes and lists before them, `(start, end)` offsets into the
    text. `start`/`end` span its whole lines. `number` is shared by what stands in one list, table or quote.
    """

    kind: BlockKind
    number: int
    start: int
    end: int
    spans: tuple[Span, ...]
    content: str = ""
    level: int = 0
    header: tuple[str, ...] = ()


def read_blocks(text: str, start: int = 0, *, indented_code: bool = True) -> list[Block]:
    """Return the blocks of `text[start:]` in reading order; offsets count from the start of `text`.

    A line `##Heading` without the space is read as a heading: two to six marks always, one mark only when the line
    is a paragraph of its own, begins with a capital and has no further mark (else it is a hashtag).
    """
    lines = _Lines(text, start)
    parser = MarkdownIt("commonmark", {"maxNesting": 60}).enable("table").disable(["inline", "text_join"])
    if not indented_code:
        parser.disable("code")
    tokens = parser.parse("\n".join(lines.raw))
    mended = list(lines.raw)
    for line in _tight_headings(tokens, lines.raw):
        mended[line] = _TIGHT_HEADING.sub(lambda match: match[0] + " ", mended[line])
    for line in _lone_anchors(tokens, lines.raw):
        mended[line] = ""
    if mended != lines.raw:
        tokens = parser.parse("\n".join(mended))
    return list(_Walk(tokens, lines).blocks())


class _Lines:
    """The raw lines of a text and where each begins; a NUL reads as U+FFFD, as markdown-it has it."""

    def __init__(self, text: str, start: int) -> None:
        self.raw: list[str] = []
        self.starts: list[int] = []
        position = start
        for match in _NEWLINE.finditer(text, start):
            self._add(text, position, match.start())
            position = match.end()
        self._add(text, position, len(text))
        self.starts.append(len(text))

    def _add(self, text: str, start: int, end: int) -> None:
        self.raw.append(text[start:end].replace("\0", "\ufffd"))
        self.starts.append(start)

    def align(self, content: str, first: int, last: int) -> tuple[Span, ...]:
        """Find each line of a block's `content` at the end of one of the raw lines `first` … `last - 1`."""
        spans = []
        line = first
        for wanted in content.split("\n"):
            stripped = wanted.strip()
            if not stripped:
                continue
            while line < last and not self.raw[line].rstrip().endswith(stripped):
                line += 1
            if line >= last:
                break
            end = self.starts[line] + len(self.raw[line].rstrip())
            spans.append((end - len(stripped), end))
            line += 1
        return tuple(spans)


def _tight_headings(tokens: Sequence[Token], raw: Sequence[str]) -> Iterator[int]:
    for before, token in pairwise(tokens):
        underlined = before.type == "heading_open" and before.markup in {"-", "="}
        if not (before.type == "paragraph_open" or underlined) or not token.map:
            continue
        first, last = token.map
        for line in range(first, last):
            match = _TIGHT_HEADING.match(raw[line])
            if match and (len(match[1]) > 1 or (last - first == 1 and _is_tight_title(raw[line]))):
                yield line


def _lone_anchors(tokens: Sequence[Token], raw: Sequence[str]) -> Iterator[int]:
    """Yield lines of raw HTML that show nothing, such as `<a name="x"></a>`: they would swallow a heading below."""
    for token in tokens:
        if token.type == "html_block" and token.map:
            yield from (line for line in range(*token.map) if _LONE_ANCHOR.fullmatch(raw[line]))


def _is_tight_title(line: str) -> bool:
    return bool(_TIGHT_TITLE.match(line)) and line.lstrip(" #")[:1].isupper() and line.rstrip()[-1] not in ".,;"


class _Walk:
    """One pass over markdown-it's flat tokens that keeps the containers it stands in."""

    def __init__(self, tokens: Sequence[Token], lines: _Lines) -> None:
        self.tokens = tokens
        self.lines = lines
        self.containers: list[str] = []
        self.number = -1
        self.header: tuple[str, ...] = ()
        self.in_head = False

    def blocks(self) -> Iterator[Block]:
        for index, token in enumerate(self.tokens):
            kind = token.type
            if kind in {"blockquote_open", "bullet_list_open", "ordered_list_open", "table_open"}:
                if not self.containers:
                    self.number += 1
                self.containers.append(self._container(index))
            elif kind in {"blockquote_close", "bullet_list_close", "ordered_list_close", "table_close"}:
                self.containers.pop()
            elif kind in {"thead_open", "thead_close"}:
                self.in_head = kind == "thead_open"
            elif token.map:
                yield from self._leaf(index)

    def _container(self, index: int) -> str:
        """Name a container; "2. verdenskrig …" and "1990. Det …" alone are sentences that Markdown takes for lists."""
        token = self.tokens[index]
        if token.type == "blockquote_open":
            return "quote"
        if token.type != "ordered_list_open":
            return "table" if token.type == "table_open" else "list"
        inside = list(takewhile(lambda later: later.level > token.level, self._after(index)))
        items = [later for later in inside if later.type == "list_item_open" and later.level == token.level + 1]
        content = next((later.content for later in inside if later.type == "inline"), "")
        alone = len(items) == 1 and items[0].info != "1" and token.markup == "."
        return "sentence" if alone and (content[:1].islower() or len(items[0].info) > 2) else "list"

    def _after(self, index: int) -> Iterator[Token]:
        return (self.tokens[later] for later in range(index + 1, len(self.tokens)))

    def _leaf(self, index: int) -> Iterator[Block]:
        token = self.tokens[index]
        match token.type:
            case "heading_open":
                yield from self._heading(index)
            case "paragraph_open":
                yield from self._block(self._prose_kind(), token.map, self.tokens[index + 1].content)
            case "fence" | "code_block":
                yield from self._block("code", token.map, token.content, skip=token.type == "fence")
            case "html_block":
                yield from self._block("html", token.map, token.content)
            case "tr_open":
                yield from self._row(index)

    def _prose_kind(self) -> BlockKind:
        if "list" in self.containers:
            return "item"
        return "quote" if "quote" in self.containers else "prose"

    def _heading(self, index: int) -> Iterator[Block]:
        token, content = self.tokens[index], self.tokens[index + 1].content
        first, last = token.map or (0, 0)
        underlined = token.markup in {"-", "="}
        if underlined and (last - first > 2 or len(content) > _LONGEST_UNDERLINED or content.endswith(".")):
            yield from self._block(self._prose_kind(), (first, last - 1), content)
        elif len(content) > _LONGEST_HEADING:
            yield from self._block(self._prose_kind(), (first, last), content)
        elif "quote" not in self.containers:
            start, end = self.lines.starts[first], self.lines.starts[last]
            yield Block("heading", -1, start, end, (), content, int(token.tag[1:]))

    def _row(self, index: int) -> Iterator[Block]:
        first = (self.tokens[index].map or (0, 0))[0]
        cell_texts = []
        for token in self._after(index):
            if token.type == "tr_close":
                break
            if token.type == "inline":
                cell_texts.append(token.content)
        if self.in_head:
            self.header = cells(" | ".join(cell_texts))
            return
        raw = self.lines.raw[first].rstrip()
        start = len(raw) - len(raw.lstrip(" \t>"))
        if start < len(raw):
            offset = self.lines.starts[first]
            span = (offset + start, offset + len(raw))
            yield self._made("row", (first, first + 1), (span,), "")

    def _block(
        self, kind: BlockKind, lines: list[int] | Span | None, content: str, *, skip: bool = False
    ) -> Iterator[Block]:
        first, last = lines or (0, 0)
        spans = self.lines.align(content, first + skip, last)
        if spans and self.containers[-1:] == ["sentence"]:
            spans = ((self._marker_start(first, spans[0][0]), spans[0][1]), *spans[1:])
        if spans:
            yield self._made(kind, (first, last), spans, content)

    def _marker_start(self, line: int, start: int) -> int:
        """Where "2." begins in the raw line "2. verdenskrig …" whose content begins at `start`."""
        begin = self.lines.starts[line]
        marker = re.search(r"\d{1,9}[.)][ \t]+$", self.lines.raw[line][: start - begin])
        return begin + marker.start() if marker else start

    def _made(self, kind: BlockKind, lines: Span, spans: tuple[Span, ...], content: str) -> Block:
        if not self.containers:
            self.number += 1
        start, end = self.lines.starts[lines[0]], self.lines.starts[lines[1]]
        return Block(kind, self.number, start, end, spans, content, header=self.header if kind == "row" else ())
