"""Which data are used by default, and articles that readers added beside those of the corpus."""

from pathlib import Path

import pytest

from bot import assembly
from bot.assembly import (
    Settings,
    check,
    default_questions,
    open_bot,
    open_calibration,
    open_corpus,
    open_encoder,
    open_matcher,
)
from bot.errors import CorpusError, EncoderError, QuestionFileError
from tests.doubles import HashingEncoder

COCOA = "# Cocoa\n\nCocoa is a sweet drink of roasted beans. See [tea](/tea).\n"


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    """A folder with one added article."""
    folder = tmp_path / "added"
    folder.mkdir()
    (folder / "cocoa.md").write_text(COCOA, encoding="utf-8")
    return folder


@pytest.mark.model
def test_the_encoder_the_matcher_and_the_weights_that_ship_belong_together() -> None:
    encoder = open_encoder(Settings())
    matcher = open_matcher(encoder)
    assert matcher is not None
    assert open_calibration(encoder, matcher).fits(encoder, matcher)


@pytest.mark.filterwarnings("ignore")
def test_an_added_article_can_be_asked_about_and_cited(articles: Path, uploads: Path, tmp_path: Path) -> None:
    settings = Settings(corpus=articles, index=tmp_path / "index", uploads=uploads)
    bot = open_bot(settings, encoder=HashingEncoder())
    turn = bot.ask("What is cocoa?")
    cited = turn.answer.citations[0]
    document = bot.corpus.get("uploads/cocoa.md")
    assert cited.document == document.id
    assert document.text == COCOA
    assert document.text[cited.start : cited.end] == cited.quote
    assert bot.corpus.resolve_link("/cocoa") is document
    assert bot.corpus.versions(document.article) == {"en": document}


def test_with_and_without_added_articles_there_are_two_indexes(articles: Path, uploads: Path, tmp_path: Path) -> None:
    plain = Settings(corpus=articles, index=tmp_path / "index")
    beside = Settings(corpus=articles, index=tmp_path / "index", uploads=uploads)
    for settings in (plain, beside):
        open_bot(settings, encoder=HashingEncoder())
    for settings in (plain, beside):
        encoder = HashingEncoder()
        open_bot(settings, encoder=encoder)
        assert encoder.encoded == []
    (uploads / "mate.md").write_text("# Mate\n\nMate is a bitter drink.\n", encoding="utf-8")
    encoder = HashingEncoder()
    open_bot(beside, encoder=encoder)
    assert encoder.encoded
    assert all("Mate" in text for text in encoder.encoded)


def test_the_first_added_article_leaves_the_others_as_they_are(articles: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    settings = Settings(corpus=articles, index=tmp_path / "index", uploads=empty)
    before, after = HashingEncoder(), HashingEncoder()
    open_bot(settings, encoder=before)
    empty.mkdir()
    (empty / "cocoa.md").write_text(COCOA, encoding="utf-8")
    open_bot(settings, encoder=after)
    assert before.encoded
    assert after.encoded
    assert not set(before.encoded) & set(after.encoded)


def test_a_folder_of_added_articles_without_any_is_a_warning(
    articles: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "added"
    folder.mkdir()
    (folder / ".DS_Store").write_bytes(b"\0")
    corpus = open_corpus(Settings(corpus=articles, uploads=folder))
    assert [document.id for document in corpus.documents] == ["da/tea.md", "en/tea.md"]
    assert "no article with text" in caplog.text


def test_an_added_article_never_hides_one_of_the_corpus(
    articles: Path, uploads: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (articles / "uploads").mkdir()
    (articles / "uploads" / "cocoa.md").write_text("# Old cocoa\n\nThe text of the corpus.\n", encoding="utf-8")
    corpus = open_corpus(Settings(corpus=articles, uploads=uploads))
    assert corpus.get("uploads/cocoa.md").title == "Old cocoa"
    assert len(corpus.documents) == 3
    assert "cocoa.md" in caplog.text


def test_what_is_missing_is_found_before_anything_is_loaded(articles: Path, tmp_path: Path) -> None:
    assert check(Settings(corpus=articles)).documents
    with pytest.raises(CorpusError, match="nowhere"):
        check(Settings(corpus=tmp_path / "nowhere"))
    with pytest.raises(EncoderError, match="nowhere"):
        check(Settings(corpus=articles, encoder=str(tmp_path / "nowhere")))


def test_an_installed_wheel_never_fits_on_what_it_reports_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "report.jsonl").write_text("{}\n", encoding="utf-8")
    monkeypatch.setattr(assembly, "CARRIED", tmp_path)
    assert [file.name for file in default_questions()] == ["report.jsonl"]
    with pytest.raises(QuestionFileError, match="files of your own"):
        default_questions("fit")


def test_in_a_checkout_the_halves_are_apart() -> None:
    assert {file.parent.name for file in default_questions("fit")} == {"fit"}
    assert {file.parent.name for file in default_questions()} == {"report"}
