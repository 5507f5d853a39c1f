"""What a Bot does ahead: between the questions that come, and only while it is the one that answers."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from bot.conversation import Bot
from bot.web.opening import Opening
from tests.web.conftest import wait_until


def test_preparing_goes_on_between_questions_and_ends_when_another_bot_takes_over(
    make_bot: Callable[[], Bot], monkeypatch: pytest.MonkeyPatch
) -> None:
    bots = [make_bot(), make_bot()]
    steps, over = [0, 0], threading.Event()

    def stepping(number: int) -> Iterator[None]:
        while not over.is_set():
            steps[number] += 1
            yield

    for number, bot in enumerate(bots):
        monkeypatch.setattr(bot, "prepare", lambda number=number: stepping(number))
    waiting = iter(bots)
    opening = Opening(lambda: next(waiting))
    try:
        opening.start()
        assert opening.wait(10)
        wait_until(lambda: steps[0] > 2)
        with opening.bot():
            before = steps[0]
            time.sleep(0.05)
            assert steps[0] == before
        wait_until(lambda: steps[0] > before)
        opening.reopen()
        reached = steps[0]
        wait_until(lambda: steps[1] > 2)
        assert steps[0] == reached
    finally:
        over.set()
