"""What was computed for a text and may be asked for again: remembered up to a number of texts, by any thread.

Knows keys and values; not what they are.
"""

import threading
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """Values by key, each made once; all are forgotten when there would be more than `most`."""

    def __init__(self, make: Callable[[Sequence[Key]], Sequence[Value]], most: int) -> None:
        """`make` returns the values of the distinct keys that it is given, in their order."""
        self._make = make
        self._most = most
        self._values: dict[Key, Value] = {}
        self._lock = threading.Lock()

    def get(self, keys: Sequence[Key]) -> list[Value]:
        """Return the value of each key, in order; those not remembered are made together."""
        with self._lock:
            found = {key: self._values[key] for key in keys if key in self._values}
        missing = list(dict.fromkeys(key for key in keys if key not in found))
        if missing:
            fresh = dict(zip(missing, self._make(missing), strict=True))
            with self._lock:
                if len(self._values) + len(fresh) > self._most:
                    self._values.clear()
                self._values |= fresh
            found |= fresh
        return [found[key] for key in keys]
