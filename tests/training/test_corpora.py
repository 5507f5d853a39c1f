"""Libraries for fitting: Svar reads them as it reads anyone's articles, and each gold phrase is in one of its sentences."""

from pathlib import Path

from bot.corpus import load_corpus
from bot.questions import holds_phrase, load_questions
from training.corpora import write_corpora

from .test_articles import ROW, write


def test_every_gold_phrase_is_a_sentence_of_the_article_it_names(tmp_path: Path) -> None:
    other = ROW | {"title": ["Coffee & cake", "Kaffe og kage"]}
    folders = write_corpora(write(tmp_path / "kept.jsonl", ROW, other, ROW), tmp_path / "to", together=2)
    assert [folder.name for folder in folders] == ["kept_1", "kept_2"]
    corpus = load_corpus(folders[0] / "corpus")
    assert [document.id for document in corpus.documents] == [
        "da/01_tea.md", "da/02_coffee_cake.md", "en/01_tea.md", "en/02_coffee_cake.md",
    ]  # fmt: skip
    assert corpus.get("da/01_tea.md").title == "Te"
    questions = load_questions([folders[0] / "questions.jsonl"]).questions
    own = [gold for gold in questions if gold.kind != "stranger"]
    assert len(own) == 2 * 2 * 2
    assert len(questions) == len(own) + 2 * 2  # those to the third article
    assert len({gold.id for gold in questions}) == len(questions)
    assert not any(gold.answerable or gold.document for gold in questions if gold.kind == "stranger")
    for gold in own:
        assert gold.hard
        assert gold.answerable == (gold.kind != "near")
        for language, phrases in gold.gold.items():
            document = corpus.get(f"{language}/{gold.document}.md")
            sentences = [one.text for section in document.sections for one in section.sentences]
            assert sum(holds_phrase(sentence, phrases) for sentence in sentences) == 1


def test_what_was_there_before_gives_way(tmp_path: Path) -> None:
    file = write(tmp_path / "kept.jsonl", ROW)
    write_corpora(file, tmp_path / "to")
    stale = tmp_path / "to" / "kept_1" / "corpus" / "da" / "stale.md"
    stale.write_text("# Stale\n", encoding="utf-8")
    other = tmp_path / "to" / "mine.txt"
    other.write_text("not ours", encoding="utf-8")
    write_corpora(file, tmp_path / "to")
    assert not stale.exists()
    assert other.exists()
