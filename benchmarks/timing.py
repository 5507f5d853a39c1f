"""Medians of interleaved runs, and the table that shows them as ratios to the first row.

Knows nothing of Svar. Alternatives take turns, so that a machine that slows down slows them all alike.
"""

import statistics
import time
from collections.abc import Callable, Mapping

Work = Callable[[], object]


def medians(works: Mapping[str, Work], *, rounds: int) -> dict[str, float]:
    """Return the median seconds of each piece of work over `rounds` turns, after one that is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(rounds + 1):
        for name, work in works.items():
            started = time.perf_counter()
            work()
            if turn:
                seconds[name].append(time.perf_counter() - started)
    return {name: statistics.median(taken) for name, taken in seconds.items()}


def show(title: str, found: Mapping[str, float]) -> None:
    """Print a table: what, median milliseconds, ratio to the first row."""
    baseline = next(iter(found.values()))
    print(f"\n{title}")
    for name, seconds in found.items():
        print(f"  {name:<58} {1000 * seconds:>10.2f} ms  {seconds / baseline:>8.2f} ×")
