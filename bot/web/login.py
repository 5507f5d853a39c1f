"""The login page, in the reader's language; Gradio's own is in English."""

from bot.phrases import phrase
from bot.types import Language
from bot.web.markup import Markup, join, tag


def render_login(page: Language, *, style: str, script: str) -> Markup:
    """Return the whole page; `style` and `script` are the addresses of our assets."""
    fields = (_field("username", "text", page), _field("password", "password", page))
    form = tag(
        "form",
        tag("h1", "Svar", class_="name"),
        tag("p", phrase("page.login", page)),
        *fields,
        tag("button", phrase("page.login_button", page), type="submit", class_="send"),
        tag("p", "", role="alert", class_="login-error", id="svar-login-error"),
        id="svar-login",
        class_="login",
        data_wrong=phrase("page.login_wrong", page),
        data_wait=phrase("page.login_wait", page),
        data_failed=phrase("page.script.failed", page),
    )
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        tag("title", phrase("page.title", page)),
        tag("link", rel="stylesheet", href=style),
        tag("script", "", defer=True, src=script),
    )
    body = tag("body", tag("main", form, id="svar", class_="login-page"))
    return join(Markup("<!doctype html>"), tag("html", head, body, lang=page))


def _field(name: str, kind: str, page: Language) -> Markup:
    return tag(
        "label",
        tag("span", phrase(f"page.login_{name}", page)),
        tag(
            "input",
            type=kind,
            name_=name,
            required=True,
            autocomplete="current-password" if kind == "password" else "username",
        ),
    )
