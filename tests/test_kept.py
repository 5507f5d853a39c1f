"""What was made once is not made again, until there is too much of it."""

from collections.abc import Sequence

from bot.kept import Kept


def test_each_value_is_made_once_and_returned_in_the_order_asked() -> None:
    made: list[list[str]] = []

    def make(keys: Sequence[str]) -> list[int]:
        made.append(list(keys))
        return [len(key) for key in keys]

    kept = Kept(make, most=10)
    assert kept.get(["a", "bbb", "a"]) == [1, 3, 1]
    assert kept.get(["cc", "bbb"]) == [2, 3]
    assert made == [["a", "bbb"], ["cc"]]


def test_all_is_forgotten_rather_than_too_much_kept() -> None:
    made: list[str] = []

    def make(keys: Sequence[str]) -> list[str]:
        made.extend(keys)
        return [key.upper() for key in keys]

    kept = Kept(make, most=2)
    assert kept.get(["a", "b"]) == ["A", "B"]
    assert kept.get(["a", "c"]) == ["A", "C"]  # "a" was remembered, then gave way with "b"
    assert kept.get(["c"]) == ["C"]
    assert kept.get(["b"]) == ["B"]
    assert made == ["a", "b", "c", "b"]


def test_more_than_fits_is_still_answered() -> None:
    kept: Kept[str, str] = Kept(list, most=1)
    assert kept.get(["a", "b", "c"]) == ["a", "b", "c"]
