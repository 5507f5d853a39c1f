"""A Bot over a folder with the hashing encoder, and a corpus rich enough to ask all kinds of questions of."""

from pathlib import Path

from bot.answerer import ExtractiveAnswerer
from bot.calibration import Calibration
from bot.conversation import Bot
from bot.corpus import load_corpus
from bot.index import update_index
from bot.reader import Reader
from bot.retriever import Retriever
from bot.translator import Translators
from tests.doubles import HashingEncoder

COFFEE_DA = """# Kaffe

## Hvad er kaffe?

Kaffe er en drik, der brygges på ristede bønner. Den kom til Europa i 1600-tallet. Ordet kaffe stammer fra arabisk.

## Sådan fungerer brygning

Brygning fungerer ved at varmt vand trækker smag ud af bønnerne. Derfor betyder temperaturen meget for smagen.

## Kaffe versus te

Kaffe indeholder mere koffein end te, mens te har flere garvestoffer.

## Fordele ved kaffe

- Kaffe gør mange mennesker mere vågne.
- Kaffe er nem at brygge derhjemme.

## Ulemper ved kaffe

- Kaffe kan give dårlig søvn.
- Kaffe koster mere end [te](/tea).

## Eksempel på kaffe

Et kontor med ti ansatte drikker fyrre kopper kaffe om dagen. Kontoret betaler 80 kr. for bønnerne. En kop koster altså 2 kr.

## Højdepunkter

- Kaffe er en drik, der brygges på ristede bønner.
"""
COFFEE_EN = """# Coffee

## What is coffee?

Coffee is a drink brewed from roasted beans. It came to Europe in the 1600s. The word coffee comes from Arabic.

## How brewing works

Brewing works by letting hot water draw taste out of the beans. Therefore the temperature matters a great deal.

## Coffee versus tea

Coffee contains more caffeine than tea, while tea has more tannins.

## Advantages of coffee

- Coffee makes many people more awake.
- Coffee is easy to brew at home.

## Drawbacks of coffee

- Coffee can give bad sleep.
- Coffee costs more than [tea](/tea).

## Example of coffee

An office with ten employees drinks forty cups of coffee a day. The office pays 80 kroner for the beans. A cup thus costs 2 kroner.

## Highlights

- Coffee is a drink brewed from roasted beans.
"""
TEA_DA = """# Te

## Hvad er te?

Te er en varm drik af blade fra tebusken. Drikken blev kendt i Danmark i 1665.

## Fordele ved te

- Te er billig.
- Te kan drikkes kold.

## Hvorfor bliver te bitter?

Te bliver bitter, fordi bladene afgiver garvesyre.
"""
TEA_EN = """# Tea

## What is tea?

Tea is a hot drink of leaves from the tea bush. The drink became known in Denmark in 1665.

## Advantages of tea

- Tea is cheap.
- Tea can be drunk cold.

## Why does tea turn bitter?

Tea turns bitter because the leaves give off tannic acid.
"""


def write_articles(folder: Path) -> Path:
    """Write coffee and tea, each in Danish and English, and return the folder."""
    for name, text in (("da/coffee", COFFEE_DA), ("en/coffee", COFFEE_EN), ("da/tea", TEA_DA), ("en/tea", TEA_EN)):
        path = folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def make_bot(folder: Path, *, calibration: Calibration | None = None, translators: Translators | None = None) -> Bot:
    """Build a Bot over `folder`, in memory, on the weights set by hand."""
    encoder = HashingEncoder(dimension=4096)  # wide enough that no two words of these articles collide
    corpus = load_corpus(folder)
    calibration = calibration or Calibration.fallback()
    index, _ = update_index(corpus, encoder, None)
    reader = Reader(calibration, index.vocabulary)
    answerer = ExtractiveAnswerer(reader, corpus, calibration, translators)
    return Bot(corpus, index, Retriever(index, encoder, calibration), answerer, translators)
