"""A process that hangs for good ends itself; one that is only busy, or was paused, does not."""

import asyncio
import threading
import time

from bot import watchdog

EVERY, LOOKS = 0.05, 6


async def test_a_loop_that_hangs_is_given_up() -> None:
    """The loop answers nobody for longer than all the looks: the watchdog bites."""
    bitten = threading.Event()
    watchdog.watch(EVERY, LOOKS, give_up=bitten.set)
    time.sleep(EVERY * LOOKS * 3)  # noqa: ASYNC251 - this is the hanging

    assert bitten.is_set()


async def test_a_loop_that_answers_now_and_then_is_left_alone() -> None:
    """Busy for a few looks, again and again, but never for all of them in a row."""
    bitten = threading.Event()
    over = watchdog.watch(EVERY, LOOKS, give_up=bitten.set)
    for _ in range(4):
        time.sleep(EVERY * 2)  # noqa: ASYNC251 - this is the being busy
        await asyncio.sleep(EVERY)
    over.set()

    assert not bitten.is_set()


async def test_the_watch_ends_when_it_is_told() -> None:
    """After the end, a loop that hangs is nobody's business."""
    bitten = threading.Event()
    watchdog.watch(EVERY, LOOKS, give_up=bitten.set).set()
    time.sleep(EVERY * LOOKS * 2)  # noqa: ASYNC251 - hanging, and nobody looks

    assert not bitten.is_set()


async def test_a_stop_that_takes_too_long_is_ended() -> None:
    """Whatever holds the stop up, also the loop itself: it is given up after its time."""
    bitten = threading.Event()
    with watchdog.within(EVERY, give_up=bitten.set):
        time.sleep(EVERY * 4)  # noqa: ASYNC251 - this is the holding up

    assert bitten.is_set()


async def test_a_stop_in_time_is_left_alone() -> None:
    """Done before its time: nobody bites afterwards."""
    bitten = threading.Event()
    with watchdog.within(EVERY, give_up=bitten.set):
        pass
    time.sleep(EVERY * 4)  # noqa: ASYNC251 - long after it

    assert not bitten.is_set()
