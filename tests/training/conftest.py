"""A toy corpus of a hundred pairs and a tiny English base, so that each step of the training runs in a second or two."""

import gzip
import json
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from itertools import product
from pathlib import Path

import pytest

if find_spec("scipy") is None:  # without the train extra there is nothing here to run
    collect_ignore_glob = ["test_*.py"]

SUBJECTS = {"dog": "hund", "cat": "kat", "boat": "båd", "island": "ø", "bread": "brød"}
VERBS = {"sees": "ser", "finds": "finder", "likes": "elsker", "buys": "køber"}
OBJECTS = {"water": "vand", "coffee": "kaffe", "books": "bøger", "stones": "sten", "apples": "æbler"}


def toy_pairs() -> list[tuple[str, str]]:
    """A hundred sentences, each in English and Danish."""
    return [
        (f"The {subject} {verb} {thing}.", f"En {SUBJECTS[subject]} {VERBS[verb]} {OBJECTS[thing]}.")
        for subject, verb, thing in product(SUBJECTS, VERBS, OBJECTS)
    ]


def toy_articles() -> list[dict[str, object]]:
    """Five articles of one section: who does what with a thing, asked by the thing."""
    rows: list[dict[str, object]] = []
    for number, (subject, hvem) in enumerate(SUBJECTS.items()):
        things = list(OBJECTS.items())[number:] + list(OBJECTS.items())[:number]
        english = [f"The {subject} {verb} {things[n][0]}." for n, verb in enumerate(VERBS)]
        danish = [f"En {hvem} {ser} {things[n][1]}." for n, ser in enumerate(VERBS.values())]
        rows.append(
            {
                "title": [subject, hvem],
                "sections": [{"heading": [f"About the {subject}", f"Om {hvem}"], "en": english, "da": danish}],
                "questions": [
                    [f"Who {verb} {things[n][0]}?", f"Hvem {ser} {things[n][1]}?", [f"1.{n + 1}"]]
                    for n, (verb, ser) in enumerate(VERBS.items())
                ],
                "unanswered": [[f"Who finds the {subject}?", f"Hvem finder {hvem}?"]],
            }
        )
    return rows


def write_gzip(path: Path, lines: Iterable[str]) -> None:
    """Lines into a gzipped file, its folder made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in lines)


def write_rows(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """Rows into a gzipped file of JSON lines."""
    write_gzip(path, (json.dumps(row, ensure_ascii=False) for row in rows))


@pytest.fixture(scope="session")
def toy_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with every file that training and evaluation read."""
    data = tmp_path_factory.mktemp("data")
    pairs = toy_pairs()
    table = [f"{en}\t{da}\t{'tatoeba' if number % 2 else 'manual'}\tx\tHT" for number, (en, da) in enumerate(pairs)]
    write_gzip(data / "train/parallel.tsv.gz", ["en\tda\tsource\tdoc\ttranslation", *table])
    words = [f"{en}\t{da}\tomw-lemma\tx\tfree" for en, da in (SUBJECTS | OBJECTS).items()]
    words.append("an animal that barks\thund\tomw-gloss\tx\tfree")
    words.append("an animal that purrs\tkat\tomw-gloss\tx\tfree")
    write_gzip(data / "train/parallel_general.tsv.gz", ["en\tda\tsource\tdoc\tlicence", *words])
    sections = [
        {"heading_en": f"About {en[4:]}", "heading_da": f"Om {da[3:]}", "title_en": "", "title_da": ""}
        | {"passage_en": en + " " + pairs[number - 1][0], "passage_da": da + " " + pairs[number - 1][1]}
        for number, (en, da) in enumerate(pairs)
    ]
    write_rows(data / "train/docs_parallel_sections.jsonl.gz", sections[:80])
    write_rows(data / "dev/docs_parallel_sections.jsonl.gz", sections[80:])
    danish = [{"question": f"Hvem er {da}", "passage": f"{da} Ja."} for _, da in pairs]
    english = [{"question": f"Who is it, {en}", "passage": f"{en} Yes, it is."} for en, _ in pairs]
    headings = [
        {"heading": f"Den lange vej: {da}", "passage": f"{da} Nej.", "generic_heading": False} for _, da in pairs
    ]
    write_rows(data / "train/qa_da.jsonl.gz", danish[:80])
    write_rows(data / "train/docs_da_pairs.jsonl.gz", headings[:80])
    for name in ("train/qa_en", "train/qa_en_medquad", "train_sharealike/qa_en_squad_sentences"):
        write_rows(data / f"{name}.jsonl.gz", english[:80])
    write_rows(data / "dev/qa_da_docs.jsonl.gz", danish[80:])
    for name in ("qa_en_docs", "qa_en_pubmedqa"):
        write_rows(data / f"dev/{name}.jsonl.gz", english[80:])
    for name in ("tatoeba_dan_eng", "parallel_heldout"):
        write_rows(data / f"dev/{name}.jsonl.gz", [{"en": en, "da": da} for en, da in pairs[80:]])
    return data


@pytest.fixture(scope="session")
def tiny_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An untrained English BERT of 16 numbers a vector, as a sentence-transformers folder."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("base")
    special = {f"{name}_token": f"[{name.upper()}]" for name in ("pad", "unk", "cls", "sep", "mask")}
    letters = [prefix + chr(code) for code in range(ord("a"), ord("z") + 1) for prefix in ("", "##")]
    whole = [*SUBJECTS, *VERBS, *OBJECTS, "the", "about", "cafe", *".,?:"]
    pieces = {piece: number for number, piece in enumerate([*special.values(), *letters, *whole])}
    tokenizer = Tokenizer(models.WordPiece(pieces, unk_token="[UNK]"))  # noqa: S106 - a word piece, no secret
    tokenizer.normalizer = normalizers.BertNormalizer(strip_accents=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    ends = [("[CLS]", pieces["[CLS]"]), ("[SEP]", pieces["[SEP]"])]
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=ends)
    torch.manual_seed(0)
    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    BertModel(BertConfig(vocab_size=len(pieces), initializer_range=0.3, **sizes)).save_pretrained(folder / "bare")
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=64, **special)
    fast.save_pretrained(folder / "bare")
    modules = [Transformer(str(folder / "bare")), Pooling(16, "mean"), Normalize()]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder / "model"))
    return folder / "model"


@pytest.fixture(scope="session")
def toy_bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bank of a few lines in each of its files."""
    folder = tmp_path_factory.mktemp("bank")
    lines = {
        "templates": ["What is {}?\tHvad er {}?", "Who likes {}?\tHvem elsker {}?"],
        "words": [f"{en}\t{da}" for en, da in SUBJECTS.items()],
        "sentences": [f"{en}\t{da}" for en, da in toy_pairs()[:10]],
    }
    for name, rows in lines.items():
        (folder / f"{name}.tsv").write_text("\n".join(["en\tda", *rows]) + "\n", encoding="utf-8")
    passages = [
        {"en": en, "da": da, "questions": [[f"Is it so? {en}", f"Er det? {da}"]]} for en, da in toy_pairs()[:12]
    ]
    text = "".join(json.dumps(passage, ensure_ascii=False) + "\n" for passage in passages)
    (folder / "passages.jsonl").write_text(text, encoding="utf-8")
    articles = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in toy_articles())
    (folder / "articles.jsonl").write_text(articles, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def prepared(toy_data: Path, tiny_base: Path, toy_bank: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A work folder after `prepare` and `initialise`; tests copy it before they train."""
    from training import steps
    from training.files import Work

    work = Work(tmp_path_factory.mktemp("work") / "made")
    steps.prepare(toy_data, work, base=tiny_base, bank=toy_bank, added=60)
    steps.initialise(work, base=tiny_base, bank=toy_bank)
    return work.root
