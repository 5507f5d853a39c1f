"""The parts of the page that need no browser: places on the map, kept conversations, marks in an article, logins."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import web
from bot.articles import read_document
from bot.chunking import chunk_document
from bot.conversation import Bot
from bot.errors import UploadError
from bot.phrases import page as phrases
from bot.types import Answer, Chunk, Citation, Language, Passage, Turn
from bot.web.article import marked_span, render_article
from bot.web.atlas import make_atlas
from bot.web.chat import render_turn
from bot.web.feedback import FeedbackFile
from bot.web.front import ASSETS, accepted
from bot.web.logins import Passwords
from bot.web.map import render_map
from bot.web.options import MAX_HISTORY, MAX_UPLOADS, PageOptions
from bot.web.remembered import Asked, Conversations, read_history
from bot.web.shell import SPOKEN, render_shell
from bot.web.uploads import Uploads
from tests.doubles import HashingEncoder
from tests.web.test_markup import Parsed


def test_every_phrase_of_the_page_is_said_somewhere() -> None:
    code = "".join(path.read_text("utf-8") for path in Path(web.__file__).parent.glob("*.py"))
    script = "".join(path.read_text("utf-8") for path in ASSETS.glob("*.js"))
    composed = re.findall(r"[\"'](page\.\w+_)(?:\{|[\"'] \+)", code)
    for key in phrases.TABLE:
        spoken = key.removeprefix(SPOKEN)
        assert key in code or f'"{spoken}"' in script or key.startswith(tuple(composed)), key


def test_the_switch_of_language_is_gone_where_the_language_is_fixed() -> None:
    assert "svar-language" in render_shell("da", PageOptions())
    assert "svar-language" not in render_shell("da", PageOptions(language="da"))


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("da", "da"),
        ("en;q=0.4, da;q=0.6", "da"),
        ("de, en;q=0.2, da;q=0.1", "en"),
        ("da;q=x, en", "en"),
        ("*;q=1", "en"),
    ],
)
def test_the_browsers_wish_is_read(header: str, language: Language) -> None:
    assert accepted(header) == language


def chunks_of(*articles: tuple[str, str]) -> tuple[Chunk, ...]:
    documents = [read_document(text, name) for name, text in articles]
    return tuple(chunk for document in documents for chunk in chunk_document(document))


def test_versions_of_a_passage_share_a_place_and_likeness_is_nearness() -> None:
    words = ["anchor rope chain", "bread flour oven", "goal ball match"]
    chunks = chunks_of(
        ("en/x.md", "# X\n\n" + "\n\n".join(f"## S{n}\n\nThe {word} here." for n, word in enumerate(words))),
        ("da/x.md", "# X\n\n" + "\n\n".join(f"## S{n}\n\nHer er {word} nu." for n, word in enumerate(words))),
        ("en/y.md", "# Y\n\n## S\n\nThe anchor rope chain again.\n"),
    )
    atlas = make_atlas(chunks, HashingEncoder().encode_passages([chunk.text for chunk in chunks]))
    assert [atlas.group[n] for n in range(3)] == [atlas.group[n] for n in range(3, 6)]
    assert atlas.places.shape == (4, 2)
    assert atlas.places.min() >= 0
    assert atlas.places.max() <= 1
    lone = atlas.places[atlas.group[6]]
    distances = [float(np.linalg.norm(lone - atlas.places[atlas.group[n]])) for n in range(3)]
    assert min(distances) == distances[0]


def test_no_dot_covers_another_and_no_title_a_dot() -> None:
    chunks = chunks_of(*((f"en/{n}.md", f"# Article {n % 3}\n\nText number {n} is here.\n") for n in range(40)))
    vectors = np.ones((40, 8), np.float32) / np.sqrt(np.float32(8))  # forty times the same meaning
    vectors[:, 0] += np.arange(40) % 5
    atlas = make_atlas(chunks, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
    assert atlas.places.min() >= 0
    assert atlas.places.max() <= 1
    drawn = str(render_map(atlas, {f"{n}": f"Article {n % 3}" for n in range(40)}, None, "en"))
    dots = np.array(re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', drawn), float)
    apart = np.abs(dots[:, None] - dots[None]) / [24, 11]
    apart[np.diag_indices(40)] = 9
    assert np.linalg.norm(apart, axis=2).min() > 0.9
    one = make_atlas(chunks[:3], np.eye(3, 8, dtype=np.float32))
    drawn = str(render_map(one, {f"{n}": f"Article {n}" for n in range(3)}, None, "en"))
    dots = np.array(re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', drawn), float)
    titles = re.findall(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]+)</text>', drawn)
    assert len(titles) == 3
    for x, y, title in titles:
        half = 4.5 * len(title)
        assert not any(abs(dot[0] - float(x)) < half + 5 and -15 < dot[1] - float(y) < 4 for dot in dots), title


def test_a_question_stands_amid_its_passages_nearer_to_the_better() -> None:
    chunks = chunks_of(*((f"en/{n}.md", f"# {n}\n\nText number {n} is here.\n") for n in "abc"))
    atlas = make_atlas(chunks, np.eye(3, 8, dtype=np.float32))
    passages = [Passage(chunks[0], 0.9, 1, 0.9, 0.0), Passage(chunks[1], 0.3, 2, 0.3, 0.0)]
    found = atlas.position(passages)
    assert found is not None
    here, near, far = (np.array(found), atlas.places[atlas.group[0]], atlas.places[atlas.group[1]])
    assert np.linalg.norm(here - near) < np.linalg.norm(here - far)
    assert atlas.position([]) is None


def test_a_conversation_is_the_same_whether_it_was_known_or_replayed(bot: Bot) -> None:
    asked = [Asked("Hvad er et fyrtårn?", "da"), Asked("Hvor højt?", "da"), Asked("What is a nautical chart?", "da")]
    known, fresh = Conversations(), Conversations()
    stepwise = [known.ask(bot, 0, asked[:n], asked[n]) for n in range(3)]
    replayed = fresh.replay(bot, 0, asked).turns
    assert [turn.answer for turn in stepwise] == [turn.answer for turn in replayed]
    assert known.replay(bot, 0, asked).turns[1] is stepwise[1]
    assert known.replay(bot, 1, asked).turns[1] is not stepwise[1]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda x: st.lists(x) | st.dictionaries(st.sampled_from(["question", "page", "fixed"]), x),
    )
)
def test_whatever_a_browser_sends_is_read_as_a_history(value: object) -> None:
    history = read_history(json.loads(json.dumps(value)), "da")
    assert all(asked.question.strip() and asked.page in ("da", "en") for asked in history)


def test_only_the_newest_questions_of_a_long_history_are_kept() -> None:
    history = read_history([{"question": str(n)} for n in range(MAX_HISTORY + 9)], "en")
    assert [asked.question for asked in history] == [str(n) for n in range(9, MAX_HISTORY + 9)]


def test_a_span_marks_the_sentences_that_it_touches(bot: Bot) -> None:
    document = bot.corpus.get("da/soekort.md")
    start = document.text.index("Mørk blå")
    end = document.text.index(" Pilene")
    html = render_article(bot.corpus, document, marked_span(document, start, end), "da")
    marked = [attributes["data-start"] for name, attributes in Parsed(html).tags if name == "mark"]
    assert marked == [str(start), str(document.text.index("Tallene"))]
    assert marked_span(document, 10**6, None) == (-1, -1)


def test_every_sentence_of_every_article_is_in_the_panel_with_its_offset(bot: Bot) -> None:
    for document in bot.corpus.documents:
        parsed = Parsed(render_article(bot.corpus, document, (-1, -1), "en"))
        shown = {attributes["data-start"] for _, attributes in parsed.tags if "data-end" in attributes}
        for section in document.sections:
            for sentence in section.sentences:
                assert str(sentence.start) in shown


def test_lists_and_marks_of_an_answer_become_a_list_with_chips() -> None:
    citations = (
        Citation(1, "en/a.md", "A", ("S",), "en", "first *one*", 1, 6, 0.9),
        Citation(2, "da/a.md", "A", ("S",), "da", "anden", 2, 7, 0.9),
    )
    answer = Answer("Two things:\n- first one [1]\n- anden [2]\nNot a mark: [7].", "en", citations)
    html = render_turn(Turn("What?", "en", "What?", answer), 1, "da")
    assert "<ul><li>first one\u00a0<a " in html  # no line breaks before the chip
    assert 'data-quote="first one"' in html
    assert '<span lang="da">anden</span>' in html
    assert "Not a mark: [7]." in html
    assert "2 kilder" in html


def test_names_of_added_articles_are_made_safe(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path / "in")
    names = [
        "../x.md",
        "/etc/y.TXT",
        "..\\..\\z.markdown",
        ".hidden.md",
        "a b/æ ø.md",
        "x.md",
        "n" * 300 + ".md",
        "...md",
    ]
    ids = [uploads.add(name, "A sentence.", "en") for name in names]
    kept = sorted(path.name for path in (tmp_path / "in").iterdir())
    assert kept == sorted(id_.removeprefix("uploads/") for id_ in ids)
    assert all(len(name) < 100 and not name.startswith(".") for name in kept)
    assert {"x.md", "x-2.md", "y.txt", "z.markdown", "hidden.md", "æ_ø.md", "article.md"} <= set(kept)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    uploads.remove(ids[0], "en")
    assert not (tmp_path / "in" / "x.md").exists()
    with pytest.raises(UploadError, match="no such article"):
        uploads.remove("uploads/../in/y.txt", "en")


def test_there_is_room_for_so_many_added_articles(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    for number in range(MAX_UPLOADS):
        (tmp_path / f"{number}.md").write_text("x")
    with pytest.raises(UploadError, match=str(MAX_UPLOADS)):
        uploads.add("one_more.md", "A sentence.", "en")


def test_passwords_fit_their_own_user_only(tmp_path: Path) -> None:
    file = tmp_path / "users"
    file.write_text("anna:a:b\nbo:ø\n", "utf-8")
    passwords = Passwords.load(file)
    assert passwords("anna", "a:b")
    assert passwords("bo", "ø")
    assert not passwords("anna", "ø")
    assert not passwords("nobody", "a:b")
    assert not passwords("anna", "")
    assert "a:b" not in repr(vars(passwords))


def test_an_opinion_of_another_kind_is_not_kept(tmp_path: Path) -> None:
    file = FeedbackFile(tmp_path / "new" / "x.jsonl")
    turn = Turn("q", "en", "q", Answer("a", "en"))
    assert not file.add(turn, "sideways", "")
    assert file.add(turn, "up", "y" * 9000)
    assert len(json.loads((tmp_path / "new" / "x.jsonl").read_text())["reason"]) == 500
