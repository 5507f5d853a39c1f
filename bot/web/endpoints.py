"""What the page's script and any Gradio client can call: plain values in, plain values out.

Knows the Bot and the panels; not the transport. Every value that comes from a browser is checked here.
"""

import threading
from typing import Any

from bot.conversation import Bot
from bot.index import Index
from bot.language import resolve
from bot.phrases import phrase
from bot.types import Language, Question, Turn
from bot.web import chat, explore
from bot.web.article import marked_span, render_article
from bot.web.atlas import Atlas, make_atlas
from bot.web.desk import Desk, Reply, find_document
from bot.web.export import answer_with_sources, as_markdown
from bot.web.map import render_map
from bot.web.markup import join
from bot.web.options import MAX_QUESTION
from bot.web.remembered import Asked, read_history
from bot.web.shell import render_shell
from bot.web.suggest import section_question, starters

PATIENCE = 600.0  # seconds that a client of /chat waits for the models; the page asks again by itself


class Endpoints:
    """The functions behind the page, over a Bot that may still be opening."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._atlas: tuple[Index, Atlas] | None = None
        self._drawing = threading.Lock()

    def chat(self, message: str) -> str:
        """Answer one question, in Danish or English, with its numbered sources."""
        page = self._desk.options.language or "en"
        refusal = _refusal(message, page)
        if refusal:
            return refusal
        self._desk.opening.wait(PATIENCE)
        with self._desk.opening.bot() as bot:
            turn = bot.ask(message, language=self._desk.options.language, page=page)
        return answer_with_sources(turn.answer, turn.answer.language)

    def ask(self, question: str, history: list[Any], fixed: str, page: str) -> Reply:
        """Answer a question of the page's conversation; the reply has the exchange as HTML."""
        language = self._desk.page(page)
        refusal = _refusal(question, language)
        if refusal:
            return {"error": refusal}

        def answered(bot: Bot) -> Reply:
            asked = Asked(question.strip(), language, self._desk.fixed(fixed))
            earlier = read_history(history, language)
            turn = self._desk.conversations.ask(bot, self._desk.opening.edition, earlier, asked)
            return self._exchange(turn, len(earlier) + 1, language)

        return self._desk.with_bot(answered)

    def restore(self, history: list[Any], page: str) -> Reply:
        """Return a whole conversation as HTML, from the questions in it."""
        language = self._desk.page(page)

        def restored(bot: Bot) -> Reply:
            turns = self._desk.replay(bot, history, language)
            return {"turns": [self._exchange(turn, n, language) for n, turn in enumerate(turns, 1)]}

        return self._desk.with_bot(restored)

    def export(self, history: list[Any], page: str) -> Reply:
        """Return a whole conversation as Markdown with its sources."""
        language = self._desk.page(page)
        return self._desk.with_bot(
            lambda bot: {"markdown": as_markdown(self._desk.replay(bot, history, language), language)}
        )

    def article(self, document: str, start: int | None, end: int | None, page: str) -> Reply:
        """Return an article as HTML, the sentence at `start` (up to `end`) marked."""
        language = self._desk.page(page)

        def opened(bot: Bot) -> Reply:
            found = find_document(bot.corpus, document)
            if found is None:
                return {"error": phrase("page.no_article", language)}
            span = marked_span(found, start, end)
            return {"html": render_article(bot.corpus, found, span, language), "title": found.title, "id": found.id}

        return self._desk.with_bot(opened)

    def articles(self, page: str) -> Reply:
        """Return the list of articles as HTML."""
        language = self._desk.page(page)
        return self._desk.with_bot(lambda bot: {"html": explore.render_list(bot.corpus, language)})

    def find(self, text: str, page: str) -> Reply:
        """Search as you type: passages as HTML, best first."""
        language = self._desk.page(page)
        wanted = text.strip()[:MAX_QUESTION] if any(map(str.isalnum, text)) else ""

        def found(bot: Bot) -> Reply:
            passages = (
                bot.retriever.retrieve(_searched(wanted, language), explore.SHOWN, aligned=False) if wanted else []
            )
            return {"html": explore.render_found(bot.corpus, wanted, passages, language), "count": len(passages)}

        return self._desk.with_bot(found)

    def overview(self, history: list[Any], page: str) -> Reply:
        """Return the explore view before anything is searched for: the map and the list of articles, as HTML."""
        language = self._desk.page(page)
        found = self._desk.with_bot(lambda bot: {"index": bot.index})
        if "index" not in found:
            return found
        atlas = self._atlas_of(found["index"])  # seconds the first time, so nobody's question waits for it

        def drawn(bot: Bot) -> Reply:
            turns = self._desk.replay(bot, history, language)
            last = next((turn for turn in reversed(turns) if turn.passages), None)
            titles = {document.article: document.title for document in explore.listed(bot.corpus, language)}
            drawing = render_map(atlas, titles, last, language)
            return {"html": join(drawing, explore.render_list(bot.corpus, language))}

        return self._desk.with_bot(drawn)

    def section(self, document: str, start: int, page: str) -> Reply:
        """Return the question that asks about one section of an article."""
        language = self._desk.page(page)

        def asked(bot: Bot) -> Reply:
            found = find_document(bot.corpus, document)
            return (
                {"question": section_question(found, start)}
                if found
                else {"error": phrase("page.no_article", language)}
            )

        return self._desk.with_bot(asked)

    def starters(self, page: str) -> Reply:
        """Return four good questions to begin with."""
        language = self._desk.page(page)
        return self._desk.with_bot(lambda bot: {"questions": starters(bot, language)})

    def shell(self, page: str, choice: str) -> Reply:
        """Return the page's frame in another language."""
        return {"html": render_shell(self._desk.page(page), self._desk.options, choice=choice)}

    def _atlas_of(self, index: Index) -> Atlas:
        """Return the places of an index's passages, worked out once."""
        with self._drawing:
            if self._atlas is None or self._atlas[0] is not index:
                self._atlas = (index, make_atlas(index.chunks, index.vectors))
            return self._atlas[1]

    def _exchange(self, turn: Turn, number: int, page: Language) -> Reply:
        thumbs = self._desk.options.feedback is not None
        return {
            "html": chat.render_turn(turn, number, page, thumbs=thumbs),
            "spoken": chat.spoken(turn, page),
            "copy": answer_with_sources(turn.answer, page),
            "language": turn.answer.language,
        }


def _searched(text: str, page: Language) -> Question:
    """Return what is searched for: a word or two are too few to tell their language, so they are the page's."""
    own = resolve(text, page=page) if len(text.split()) > 2 else page
    return Question(text, own, page)


def _refusal(question: str, page: Language) -> str | None:
    if not question.strip():
        return phrase("page.empty", page)
    if len(question) > MAX_QUESTION:
        return phrase("page.too_long", page, limit=MAX_QUESTION)
    return None
