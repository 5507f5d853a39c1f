"""The map of the corpus as an SVG of our own: a dot a passage, a colour an article, the last question marked.

Knows how it is drawn; `bot.web.atlas` knows where things stand.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.markdown import plain
from bot.phrases import phrase
from bot.types import Chunk, Language, Turn
from bot.web.atlas import Atlas
from bot.web.explore import shortened
from bot.web.inline import article_url
from bot.web.markup import Markup, tag

WIDTH, HEIGHT, MARGIN = 1000, 620, 50
APART = 6.5  # half the distance between the two versions of one passage
RADIUS = 5.5
LABEL = 22  # height of a label
LETTER = 9.8  # width of a letter of a label: a bold sans at 15 px
HUES = 137.508  # degrees from one article's colour to the next: neighbours in the list never look alike

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom


def render_map(atlas: Atlas, titles: dict[str, str], last: Turn | None, page: Language) -> Markup:
    """Return the map; `titles` names each article in the page's language, `last` is the question to mark."""
    hues = {article: round(number * HUES % 360) for number, article in enumerate(titles)}
    dots = [_dot(atlas, number, hues, page) for number in _reading_order(atlas)]
    drawing = tag(
        "svg",
        tag("g", *dots, class_="dots"),
        tag("g", *_labels(atlas, titles), class_="labels", aria_hidden="true"),
        _question(atlas, last, page),
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="group",
        aria_label=phrase("page.map", page),
        aria_describedby="svar-map-help",
    )
    return tag(
        "section",
        tag("h2", phrase("page.map", page), class_="small-title"),
        tag("p", phrase("page.map_help", page), id="svar-map-help", class_="help"),
        tag("div", drawing, class_="map-frame"),
        tag("p", *_legend(page), class_="legend"),
        class_="map",
    )


def _legend(page: Language) -> tuple[Markup, ...]:
    return (
        tag("span", tag("i", "", class_="key da"), phrase("page.map_da", page)),
        tag("span", tag("i", "", class_="key en"), phrase("page.map_en", page)),
    )


def _reading_order(atlas: Atlas) -> list[int]:
    """Return the chunks from left to right, the order in which a screen reader meets them."""
    return sorted(range(len(atlas.chunks)), key=lambda n: (float(atlas.places[atlas.group[n]][0]), n))


def _place(x: float, y: float) -> tuple[float, float]:
    return MARGIN + x * (WIDTH - 2 * MARGIN), MARGIN + y * (HEIGHT - 2 * MARGIN)


def _dot(atlas: Atlas, number: int, hues: dict[str, int], page: Language) -> Markup:
    chunk = atlas.chunks[number]
    x, y = _place(*atlas.places[atlas.group[number]])
    x += APART if chunk.language == "en" else -APART
    start = chunk.sentences[0].start if chunk.sentences else chunk.start
    return tag(
        "a",
        tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=RADIUS),
        href=article_url(chunk.document, start, chunk.end),
        class_=f"dot {chunk.language}",
        style=f"--hue: {hues.get(chunk.article, 0)}",
        tabindex="-1",
        aria_label=f"{_title(chunk)} ({phrase('page.map_' + chunk.language, page)})",
        data_article=chunk.document,
        data_sentence=start,
        data_to=chunk.end,
        data_place=_title(chunk),
        data_quote=shortened(plain(chunk.text), 260),
        data_language=chunk.language,
    )


def _title(chunk: Chunk) -> str:
    return " › ".join((chunk.title, *chunk.section))


def _labels(atlas: Atlas, titles: dict[str, str]) -> list[Markup]:
    """Return each article's title beside its passages, where it covers the fewest dots and no other title."""
    places: dict[str, list[Point]] = defaultdict(list)
    for number, chunk in enumerate(atlas.chunks):
        places[chunk.article].append(_place(*atlas.places[atlas.group[number]]))
    dots = [point for points in places.values() for point in points]
    taken: list[Box] = []
    labels = []
    for article, points in sorted(places.items(), key=lambda item: min(y for _, y in item[1])):
        title = titles.get(article, article)
        box = _free_box(points, LETTER * len(title) / 2, dots, taken)
        taken.append(box)
        x, y = (box[0] + box[2]) / 2, box[3] - 4
        labels.append(tag("text", title, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor="middle"))
    return labels


def _free_box(points: Sequence[Point], half: float, dots: Sequence[Point], taken: Sequence[Box]) -> Box:
    """Return a label's box, `half` as wide as the title, near the middle of `points` and off the dots."""
    middle = sorted(x for x, _ in points)[len(points) // 2]
    centre = sorted(y for _, y in points)[len(points) // 2]
    highest, lowest = min(y for _, y in points) - 13, max(y for _, y in points) + 13 + LABEL

    steps = int((lowest - highest) // 8) + 1
    boxes: list[Box] = []
    for bottom in (highest + 8 * step for step in range(steps)):
        for shift in (0, -40, 40, -80, 80, -120, 120):
            x = min(max(middle + shift, half + 8), WIDTH - half - 8)
            y = min(max(bottom, LABEL), HEIGHT - 4)
            boxes.append((x - half, y - LABEL + 4, x + half, y + 4))
    sides = np.array(boxes)
    covered = _overlaps(sides, [(x - APART - RADIUS, y - RADIUS, x + APART + RADIUS, y + RADIUS) for x, y in dots])
    away = np.abs((sides[:, 0] + sides[:, 2]) / 2 - middle) + np.abs((sides[:, 1] + sides[:, 3]) / 2 - centre)
    return boxes[int(np.argmin(40.0 * covered + 400.0 * _overlaps(sides, taken) + away))]


def _overlaps(boxes: NDArray[np.float64], others: Sequence[Box]) -> NDArray[np.int64]:
    """Return for each of (n, 4) boxes how many of the others it overlaps."""
    left, top, right, bottom = np.array(others, np.float64).reshape(-1, 4).T
    beside = (boxes[:, :1] < right) & (left < boxes[:, 2:3])
    level = (boxes[:, 1:2] < bottom) & (top < boxes[:, 3:])
    return np.asarray((beside & level).sum(1), np.int64)


def _question(atlas: Atlas, last: Turn | None, page: Language) -> Markup | None:
    found = atlas.position(last.passages) if last else None
    if last is None or found is None:
        return None
    x, y = _place(*found)
    anchor = "end" if x > WIDTH / 2 else "start"
    text = phrase("page.map_question", page, question=shortened(last.question, 48))
    return tag(
        "g",
        tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="15"),
        tag("text", text, x=f"{x + (-22 if anchor == 'end' else 22):.1f}", y=f"{y + 5:.1f}", text_anchor=anchor),
        class_="asked",
    )
