"""HTML by construction: everything is escaped, and only what `tag` made counts as markup.

Knows how to write elements; not what the page is made of. Article text, questions and file names are all
untrusted, so no other module of the page writes an angle bracket.
"""

from html import escape

VOID = frozenset({"img", "input", "br", "hr", "meta", "link"})


class Markup(str):
    """A piece of finished HTML; made by `tag` and `join` alone."""

    __slots__ = ()


Child = str | None
Value = str | int | float | bool | None


def join(*children: Child) -> Markup:
    """Return the children one after another: Markup as it stands, any other text escaped, None as nothing."""
    return Markup("".join(_child(child) for child in children))


def tag(name: str, /, *children: Child, **attributes: Value) -> Markup:
    """Return one element.

    Attribute names have `_` for `-`, and a last `_` dropped (`class_`, `data_start`). None and False leave an
    attribute out; True writes its bare name.
    """
    written = "".join(_attribute(key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items())
    if name in VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{join(*children)}</{name}>")


def _child(child: Child) -> str:
    if child is None:
        return ""
    return child if isinstance(child, Markup) else escape(child, quote=True)


def _attribute(name: str, value: Value) -> str:
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(str(value), quote=True)}"'
