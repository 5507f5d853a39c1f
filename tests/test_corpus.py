import hashlib
import logging
import os
import shutil
from pathlib import Path

import pytest

from bot.corpus import LARGEST, Corpus, load_corpus
from bot.errors import CorpusError

ARTICLES = Path(__file__).parent / "articles"


def write(path: Path, text: str = "Hej. Det er en tekst.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


def ids(corpus: Corpus) -> list[str]:
    return [document.id for document in corpus.documents]


def test_articles_of_any_depth_are_read_in_order_and_nothing_else(tmp_path: Path) -> None:
    for name in ("b.md", "a/c/d.MARKDOWN", "a/b.Txt", ".hidden.md", ".git/x.md", "picture.png", "x.mdx", "a.md"):
        write(tmp_path / name)
    assert ids(load_corpus(tmp_path)) == ["a.md", "a/b.Txt", "a/c/d.MARKDOWN", "b.md"]


def test_one_file_is_a_corpus_whose_id_is_its_name(tmp_path: Path) -> None:
    file = write(tmp_path / "en" / "x.md", "# Titel")
    write(tmp_path / "en" / "y.md")
    file.write_text("Kort.")
    corpus = load_corpus(file)
    assert (ids(corpus), corpus.root) == (["x.md"], tmp_path / "en")
    assert corpus.get("x.md").language == "en"  # its folder's name


def test_a_relative_path_and_a_linked_folder_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "real" / "x.md")
    (tmp_path / "da").symlink_to(tmp_path / "real")
    monkeypatch.chdir(tmp_path)
    corpus = load_corpus(Path("da"))
    assert (ids(corpus), corpus.root) == (["x.md"], tmp_path / "da")
    assert corpus.documents[0].language == "da"


@pytest.mark.parametrize(
    ("id", "language"),
    [("da/x.md", "da"), ("DA/x.md", "da"), ("en/da/x.md", "da"), ("da/deep/er/x.md", "da"), ("da/en/x.md", "en")],
)
def test_the_nearest_folder_named_for_a_language_decides(tmp_path: Path, id: str, language: str) -> None:
    write(tmp_path / "en" / id)
    assert load_corpus(tmp_path / "en").documents[0].language == language


def test_text_is_the_file_decoded_without_mark_and_with_its_own_newlines(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf# T\r\n\r\nEt.\rTo.\n"
    (tmp_path / "x.md").write_bytes(data)
    corpus = load_corpus(tmp_path)
    assert corpus.get("x.md").text == "# T\r\n\r\nEt.\rTo.\n"
    assert corpus.digests == {"x.md": hashlib.sha256(data).hexdigest()}


@pytest.mark.parametrize(
    "data", [b"\x00\x01", "Blåbær".encode("latin-1"), "Hej".encode("utf-16"), b"x" * (LARGEST + 1)]
)
def test_what_is_no_text_or_too_large_is_skipped_by_name(
    tmp_path: Path, data: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "odd.md").write_bytes(data)
    write(tmp_path / "x.md")
    with caplog.at_level(logging.WARNING):
        assert ids(load_corpus(tmp_path)) == ["x.md"]
    assert [record.getMessage().startswith("Skipped odd.md: ") for record in caplog.records] == [True]


def test_a_file_without_read_permission_is_skipped(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(tmp_path / "x.md")
    locked = write(tmp_path / "locked.md")
    locked.chmod(0)
    if os.access(locked, os.R_OK):
        pytest.skip("this user may read every file")
    assert ids(load_corpus(tmp_path)) == ["x.md"]
    assert "locked.md" in caplog.text


def test_a_dangling_link_and_a_pipe_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "x.md")
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "folder.md").mkdir()
    assert ids(load_corpus(tmp_path)) == ["x.md"]


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX systems only")
def test_a_name_that_is_no_text_is_skipped(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(tmp_path / "x.md")
    try:
        (Path(os.fsdecode(os.fsencode(tmp_path) + b"/bl\xe5.md"))).write_text("Hej.")
    except OSError:
        pytest.skip("this file system takes no such name")
    assert ids(load_corpus(tmp_path)) == ["x.md"]
    assert "its name is not UTF-8" in caplog.text


def test_a_link_finds_a_file_whose_name_is_decomposed(tmp_path: Path) -> None:
    write(tmp_path / "bla\u030abær.md")
    found = load_corpus(tmp_path).resolve_link("/blåbær", "da")
    assert found is not None and found.title == "Blåbær"


def test_links_that_leave_the_folder_or_go_round_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "outside" / "secret.md")
    root = tmp_path / "corpus"
    write(root / "a" / "x.md")
    (root / "out").symlink_to(tmp_path / "outside")
    (root / "secret.md").symlink_to(tmp_path / "outside" / "secret.md")
    (root / "a" / "round").symlink_to(root)
    (root / "a" / "y.md").symlink_to(root / "a" / "x.md")
    assert ids(load_corpus(root)) == ["a/x.md", "a/y.md"]


@pytest.mark.parametrize("make", ["nothing", "folder", "empty file", "headings", "binary"])
def test_a_corpus_without_text_is_one_clear_sentence(tmp_path: Path, make: str) -> None:
    root = tmp_path / "corpus"
    if make != "nothing":
        root.mkdir()
    if make in {"empty file", "headings", "binary"}:
        (root / "x.md").write_bytes({"empty file": b"", "headings": b"# Kun en titel", "binary": b"\0"}[make])
    with pytest.raises(CorpusError) as caught:
        load_corpus(root)
    assert str(root) in str(caught.value) and "\n" not in str(caught.value)


def test_a_missing_file_is_a_corpus_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"x\.md"):
        load_corpus(tmp_path / "x.md")


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus(ARTICLES)


def test_the_two_language_versions_of_an_article_belong_together(corpus: Corpus) -> None:
    versions = corpus.versions("chicken_keeping")
    assert {language: document.id for language, document in versions.items()} == {
        "da": "da/chicken_keeping.md",
        "en": "en/chicken_keeping.md",
    }
    assert corpus.versions("nothing") == {}


@pytest.mark.parametrize(
    ("slug", "language", "id"),
    [
        ("/chicken_keeping", "da", "da/chicken_keeping.md"),
        ("/chicken_keeping", "en", "en/chicken_keeping.md"),
        ("chicken_keeping.md#foder", "en", "en/chicken_keeping.md"),
        ("../en/Chicken_Keeping/?a=b", "da", "da/chicken_keeping.md"),
        ("/chicken_feed", "en", "da/chicken_feed.md"),  # there is no English one
        ("/elephants", "da", None),
        ("/", "da", None),
        ("", "da", None),
    ],
)
def test_a_link_leads_to_the_article_of_that_slug(corpus: Corpus, slug: str, language: str, id: str | None) -> None:
    found = corpus.resolve_link(slug, "da" if language == "da" else "en")
    assert (found.id if found else None) == id


def test_an_unknown_id_is_a_corpus_error(corpus: Corpus) -> None:
    assert corpus.get("da/chicken_feed.md").title == "Foder til høns"
    with pytest.raises(CorpusError, match=r"nothing\.md"):
        corpus.get("nothing.md")


def test_topics_are_the_titles_of_one_language(corpus: Corpus) -> None:
    assert corpus.topics("da")[:2] == ("Foder til høns", "Høns i haven")
    assert "Keeping chickens" in corpus.topics("en")


def test_two_readings_of_one_folder_are_equal(tmp_path: Path) -> None:
    shutil.copytree(ARTICLES, tmp_path / "copy")
    assert load_corpus(tmp_path / "copy").documents == load_corpus(ARTICLES).documents
