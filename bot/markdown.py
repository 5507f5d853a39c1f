"""Inline Markdown: removed for showing (`plain`), or blanked out so that sentences can be found (`mask`).

Knows nothing of blocks, files or offsets into them; `bot.blocks` has the block structure.
"""

import re
import unicodedata

from markdown_it import MarkdownIt

_INLINE = MarkdownIt("commonmark")
# Text without any of these is already plain; the parser costs about 60 µs a sentence.
_MARKUP = re.compile(r"[\\`*_\[\]<>&#|~]")
_QUOTE_MARKER = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_LINE_MARKER = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|(?:[-*+][ \t]+)?\[[ xX]\][ \t]+|[-*+][ \t]+)", re.MULTILINE)
_TABLE_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$", re.MULTILINE)
_TABLE_ROW = re.compile(r"^[ \t]*\|(.*)\|[ \t]*$", re.MULTILINE)
_CELL_WALL = re.compile(r"(?<!\\)\|")
_REFERENCE_LINK = re.compile(r"\[([^\[\]]+)\]\[[^\[\]]*\]")
_FOOTNOTE = re.compile(r"\[\^[^\[\]]{1,40}\]:?|(?<!\w)\[\d{1,3}\](?![\[(:])|(?<=[\w.,;:!?])\[\d{1,3}\](?![\[(:])")
# Half of a pair that a sentence border cut: marks that touch a word on one side only.
_STRAY_MARK = re.compile(r"\*\*+|(?<!\S)[*_]+(?=\S)|(?<=[^\s*_])[*_]+(?!\S)|~~")
_STRAY_LINK = re.compile(r"\]\([^()\s]*\)")
_SPACE = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")  # soft hyphens and the like, which would part a word in two

_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.{1,400}?)(?<!`)\1(?!`)", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\[\]]*\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+[\"'][^\"']*[\"'])?\)|\[[^\[\]]*\])?")
_LINK = re.compile(r"\[([^\[\]]*)\](\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+[\"'][^\"']*[\"'])?\)|\[[^\[\]]*\])")
_AUTOLINK = re.compile(
    r"<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>|<[^\s<>@]+@[^\s<>]+>|\bhttps?://[^\s<>)]*[^\s<>).,;:!?]"
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
_FOOTNOTE_MARK = re.compile(r"\[\^?[\w.-]{1,20}\](?![\[(])")
_STOP = re.compile(r"[.!?…]")


def plain(markdown: str) -> str:
    """Return `markdown` as one line of plain text in NFC.

    Emphasis, code ticks, HTML tags and comments go; links leave their text, images their alt text; escapes and
    entities become the characters they stand for; quote, list and heading marks at the start of a line go, and
    footnote marks such as `[3]`. Table cells are parted by " · ".
    """
    if _MARKUP.search(markdown) or "\n" in markdown or markdown[:2] in {"- ", "+ "}:
        markdown = _without_line_marks(markdown)
        if _MARKUP.search(markdown):
            markdown = _without_inline(markdown)
    return _SPACE.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", markdown))).strip()


def cells(row: str) -> tuple[str, ...]:
    """Return the plain text of each cell of one Markdown table row, the outer walls left out."""
    inner = row.strip()
    inner = inner.removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return tuple(plain(cell.strip().replace("\\|", "|")) for cell in _CELL_WALL.split(inner))


def mask(markdown: str) -> str:
    """Return a string of the same length whose full stops are only those that can end a sentence.

    Code, addresses and images become letters, tags and link addresses become closing marks, line breaks and
    comments become spaces; everything else stands where it stood.
    """
    markdown = _COMMENT.sub(lambda match: " " * len(match[0]), markdown)
    markdown = _CODE_SPAN.sub(lambda match: "x" * len(match[0]), markdown)
    markdown = _BREAK.sub(lambda match: " " * len(match[0]), markdown)
    markdown = _IMAGE.sub(lambda match: "x" * len(match[0]), markdown)
    markdown = _LINK.sub(_mask_link, markdown)
    markdown = _AUTOLINK.sub(lambda match: "x" * len(match[0]), markdown)
    markdown = _TAG.sub(lambda match: "*" * len(match[0]), markdown)
    return _FOOTNOTE_MARK.sub(lambda match: "]" * len(match[0]), markdown)


def _mask_link(match: re.Match[str]) -> str:
    text = match[1]
    body = _STOP.sub("x", text.rstrip(".!?…"))
    return "[" + body + text[len(body) :] + "]" * (len(match[2]) + 1)


def _without_line_marks(markdown: str) -> str:
    markdown = _COMMENT.sub(" ", markdown)
    markdown = _LINE_MARKER.sub("", _QUOTE_MARKER.sub("", markdown))
    if "|" in markdown:
        markdown = _TABLE_RULE.sub("", markdown)
        markdown = _TABLE_ROW.sub(lambda row: " · ".join(filter(None, map(str.strip, row[1].split("|")))), markdown)
    return markdown


def _without_inline(markdown: str) -> str:
    """Drop what CommonMark's inline rules see, then what a sentence border has cut in half."""
    parts: list[str] = []
    loose: list[str] = []  # text outside code since the last code span

    def settle() -> None:
        text = _REFERENCE_LINK.sub(r"\1", "".join(loose))
        parts.append(_STRAY_LINK.sub("", _STRAY_MARK.sub("", _FOOTNOTE.sub("", text))))
        loose.clear()

    for block in _INLINE.parseInline(markdown):
        for token in block.children or ():
            if token.type == "code_inline":
                settle()
                parts.append(token.content)
            elif token.type == "html_inline":
                loose.append(" " if _BREAK.fullmatch(token.content) else "")
            elif token.type in {"softbreak", "hardbreak"}:
                loose.append(" ")
            else:
                loose.append(plain(token.content) if token.type == "image" else token.content)
    settle()
    return "".join(parts)
