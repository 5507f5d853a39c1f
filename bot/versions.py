"""Which chunk of the other language says the same as a chunk: the two versions of an article are one source.

Knows articles, sections and their order; no vectors, no words. Sections pair by their place, and only where both
versions have equally many: in an article that was not written in parallel nothing is taken for a repetition.
"""

from collections import defaultdict
from collections.abc import Sequence

from bot.types import LANGUAGES, Chunk, Language


def counterparts(chunks: Sequence[Chunk]) -> dict[Language, dict[int, int]]:
    """Return, by the language to answer in, which of its chunks stands for which chunk of the other language.

    The numbers are places in `chunks`. A section of two chunks in one language and three in the other pairs them by
    how far into the section they are.
    """
    sections: dict[str, dict[Language, list[list[int]]]] = defaultdict(lambda: defaultdict(list))
    documents: dict[tuple[str, Language], str] = {}
    last: tuple[str, tuple[str, ...]] | None = None
    for number, chunk in enumerate(chunks):
        if documents.setdefault((chunk.article, chunk.language), chunk.document) != chunk.document:
            continue  # a second file of that article and language stands alone
        if (chunk.document, chunk.section) != last:
            sections[chunk.article][chunk.language].append([])
            last = (chunk.document, chunk.section)
        sections[chunk.article][chunk.language][-1].append(number)
    found: dict[Language, dict[int, int]] = {language: {} for language in LANGUAGES}
    for versions in sections.values():
        if len(versions) < 2 or len({len(version) for version in versions.values()}) > 1:
            continue
        for language, other in (LANGUAGES, LANGUAGES[::-1]):
            for own, theirs in zip(versions[language], versions[other], strict=True):
                for place, number in enumerate(theirs):
                    found[language][number] = own[int((place + 0.5) / len(theirs) * len(own))]
    return found
