"""Fixtures shared by all tests: no network to a hub, and two small articles to ask about."""

import os
from pathlib import Path

import pytest

os.environ["HF_HUB_OFFLINE"] = "1"  # before any library reads it

ROOT = Path(__file__).resolve().parent.parent
ENCODER = ROOT / "models" / "encoder"

TEA_DA = """---
title: Te
description: Te er en varm drik.
---

# Te

## Hvad er te?

Te er en varm drik, der laves ved at hælde kogende vand over blade fra tebusken. Drikken kom til Danmark i 1600-tallet.

## Fordele ved te

- Te indeholder mindre koffein end kaffe.
- Te er billig at brygge derhjemme.
- Te kan drikkes både varm og kold.

## Hvorfor bliver te bitter?

Te bliver bitter, fordi bladene afgiver garvesyre, når de trækker for længe.
"""

TEA_EN = """---
title: Tea
description: Tea is a hot drink.
---

# Tea

## What is tea?

Tea is a hot drink made by pouring boiling water over leaves of the tea bush. The drink came to Denmark in the 1600s.

## Advantages of tea

- Tea contains less caffeine than coffee.
- Tea is cheap to brew at home.
- Tea can be drunk both hot and cold.

## Why does tea turn bitter?

Tea turns bitter because the leaves give off tannic acid when they steep for too long.
"""


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A corpus of one topic in both languages."""
    folder = tmp_path / "articles"
    for language, text in (("da", TEA_DA), ("en", TEA_EN)):
        (folder / language).mkdir(parents=True)
        (folder / language / "tea.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def shipped_encoder() -> Path:
    """The folder of the encoder that ships."""
    if not (ENCODER / "model.safetensors").is_file():
        pytest.fail(f"the encoder is missing: {ENCODER}")
    return ENCODER
