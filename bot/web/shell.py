"""The page's frame in one language: header, conversation, question box, explore view and reader panel.

Knows where everything stands; not what is asked or answered. It is drawn on the server, so that the page shows before
any script has run.
"""

import json

from bot.phrases import page as table
from bot.phrases import phrase
from bot.types import LANGUAGES, Language
from bot.web.markup import Markup, tag
from bot.web.options import MAX_QUESTION, MAX_UPLOAD_BYTES, PageOptions, Theme
from bot.web.uploads import ENDINGS

# A ring, half of it filled, on a 20 × 20 grid.
HALF = "M10 2a8 8 0 1 1 0 16 8 8 0 0 1 0-16zm0 1.6v12.8a6.4 6.4 0 0 0 0-12.8z"
SPOKEN = "page.script."  # phrases that the script needs begin so


def render_shell(page: Language, options: PageOptions, *, choice: str = "auto", theme: Theme | None = None) -> Markup:
    """Return the whole page in `page`.

    `choice` is what the language switch stands at, `theme` what the reader chose instead of what his system shows.
    """
    return tag(
        "div",
        tag("button", phrase("page.skip", page), type="button", class_="skip", data_action="skip"),
        _header(page, options, choice),
        tag("div", _ask(page, options), _explore(page, options), class_="views"),
        _panel(page),
        tag("div", "", id="svar-tip", role="tooltip", hidden=True),
        tag("div", "", id="svar-said", class_="unseen", aria_live="polite", role="status"),
        tag("div", "", id="svar-notice", class_="notice", role="alert", hidden=True),
        id="svar",
        lang=page,
        data_page=page,
        data_theme=theme,
        data_title=phrase("page.title", page),
        data_fixed=options.language,
        data_feedback=options.feedback is not None,
        data_phrases=_script_phrases(page),
    )


def _script_phrases(page: Language) -> str:
    said = {key.removeprefix(SPOKEN): text[page] for key, text in table.TABLE.items() if key.startswith(SPOKEN)}
    return json.dumps(said, ensure_ascii=False)


def _header(page: Language, options: PageOptions, choice: str) -> Markup:
    tabs = (
        tag("button", phrase(f"page.tab_{view}", page), type="button", class_="tab", data_view=view, **_current(view))
        for view in ("ask", "explore")
    )
    return tag(
        "header",
        tag("h1", "Svar", class_="name"),
        tag("nav", *tabs, class_="tabs", aria_label=phrase("page.views", page)),
        None if options.language else _switch(page, choice),
        _theme(page),
        tag("a", phrase("page.logout", page), href="logout", class_="logout") if options.auth_file else None,
        class_="top",
    )


def _current(view: str) -> dict[str, str]:
    return {"aria_current": "page"} if view == "ask" else {}


def _theme(page: Language) -> Markup:
    return tag(
        "button",
        tag("svg", tag("path", d=HALF), viewBox="0 0 20 20", aria_hidden="true", fill="currentColor"),
        type="button",
        class_="theme",
        data_action="theme",
        title=phrase("page.theme", page),
        aria_label=phrase("page.theme", page),
    )


def _switch(page: Language, choice: str) -> Markup:
    names = {"auto": phrase("page.language_auto", page), "da": "Dansk", "en": "English"}
    choices = (
        tag(
            "label",
            tag("input", type="radio", name="svar-language", value=value, checked=value == choice),
            tag("span", name, lang=value if value in LANGUAGES else None),
        )
        for value, name in names.items()
    )
    return tag("fieldset", tag("legend", phrase("page.language", page), class_="unseen"), *choices, class_="languages")


def _ask(page: Language, options: PageOptions) -> Markup:
    return tag(
        "div",
        tag(
            "div",
            _first_screen(page),
            tag("div", "", id="svar-turns"),
            tag("p", "", id="svar-waiting", hidden=True),
            class_="scroll",
            id="svar-scroll",
            tabindex="-1",
        ),
        _composer(page, options),
        class_="view view-ask",
        data_is="ask",
    )


def _first_screen(page: Language) -> Markup:
    return tag(
        "section",
        tag("p", phrase("page.welcome", page), class_="welcome"),
        tag("p", phrase("page.welcome_more", page), class_="welcome-more"),
        tag("h2", phrase("page.examples", page), class_="small"),
        tag("ul", "", id="svar-starters", class_="starters", data_waiting=phrase("page.script.opening", page)),
        class_="first",
        id="svar-first",
    )


def _composer(page: Language, options: PageOptions) -> Markup:
    box = tag(
        "textarea",
        "",
        id="svar-question",
        name="question",
        rows="1",
        maxlength=MAX_QUESTION,
        placeholder=phrase("page.placeholder", page),
        aria_label=phrase("page.question_label", page),
        autocomplete="off",
        enterkeyhint="send",
    )
    send = tag("button", phrase("page.send", page), type="submit", class_="send", id="svar-send")
    stop = tag("button", phrase("page.stop", page), type="button", class_="send", id="svar-stop", hidden=True)
    keep = tag(
        "label",
        tag("input", type="checkbox", id="svar-keep", checked=True),
        tag("span", phrase("page.keep", page)),
        title=phrase("page.keep_more", page),
    )
    tools = (
        tag("button", phrase("page.clear", page), type="button", class_="action", data_action="clear"),
        tag("button", phrase("page.download", page), type="button", class_="action", data_action="download"),
    )
    note = tag("p", phrase("page.feedback_note", page), class_="note") if options.feedback else None
    return tag(
        "form",
        tag("div", box, send, stop, class_="box"),
        tag("div", tag("span", *tools, id="svar-tools", hidden=True), keep, class_="under"),
        note,
        class_="composer",
        id="svar-composer",
    )


def _explore(page: Language, options: PageOptions) -> Markup:
    search = tag(
        "input",
        type="search",
        id="svar-search",
        placeholder=phrase("page.search_placeholder", page),
        aria_label=phrase("page.search", page),
        aria_controls="svar-found",
        maxlength=MAX_QUESTION,
        autocomplete="off",
        spellcheck="false",
    )
    return tag(
        "div",
        tag("form", search, role="search", class_="search", id="svar-search-form"),
        tag("section", "", id="svar-found", class_="results", aria_label=phrase("page.found", page), hidden=True),
        tag("div", "", id="svar-overview", class_="overview"),
        _drop(page) if options.allow_upload else None,
        class_="view view-explore",
        data_is="explore",
        id="svar-explore",
        tabindex="-1",
        hidden=True,
    )


def _drop(page: Language) -> Markup:
    choose = tag("input", type="file", id="svar-files", accept=",".join(ENDINGS), multiple=True, class_="unseen")
    limits = phrase("page.drop_more", page, limit=MAX_UPLOAD_BYTES // 1000)
    return tag(
        "section",
        tag(
            "label",
            choose,
            tag("strong", phrase("page.drop", page)),
            tag("span", limits),
            id="svar-drop",
            class_="drop",
        ),
        tag("div", tag("progress", ""), tag("span", ""), id="svar-adding", class_="adding", hidden=True),
        aria_label=phrase("page.drop_label", page),
        class_="add",
    )


def _panel(page: Language) -> Markup:
    close = tag(
        "button",
        tag("span", "×", aria_hidden="true"),
        type="button",
        class_="close",
        data_action="close",
        aria_label=phrase("page.close_article", page),
    )
    return tag(
        "aside",
        close,
        tag("div", "", id="svar-article", class_="panel-scroll", tabindex="-1"),
        class_="panel",
        id="svar-panel",
        aria_label=phrase("page.panel", page),
    )
