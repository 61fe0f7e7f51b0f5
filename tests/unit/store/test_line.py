"""The line before SQLite's one writer: one at a time, in order, danger in front, and it never stops for good."""

from __future__ import annotations

import asyncio

import pytest

from backoffice.store import line
from backoffice.store.line import Line


async def stand(place: Line, name: str, served: list[str], first: bool = False) -> None:
    async with place.turn(first):
        served.append(name)
        await asyncio.sleep(0.001)


async def test_everybody_is_served_in_order_and_danger_first() -> None:
    place, served = Line(), list[str]()
    names = ["a", "b", "c", "danger", "d"]
    await asyncio.gather(*(stand(place, name, served, name == "danger") for name in names))
    assert served == ["a", "danger", "b", "c", "d"]


async def test_there_is_never_more_than_one() -> None:
    place, inside = Line(), 0

    async def one() -> None:
        nonlocal inside
        async with place.turn():
            inside += 1
            assert inside == 1
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(one() for _ in range(50)))


async def test_one_who_goes_away_or_fails_does_not_stop_the_line() -> None:
    place, served = Line(), list[str]()

    async def fails() -> None:
        async with place.turn():
            await asyncio.sleep(0.01)
            gone.cancel()
            raise KeyError

    failing = asyncio.create_task(fails())
    await asyncio.sleep(0)
    gone = asyncio.create_task(stand(place, "gone", served))
    last = asyncio.create_task(stand(place, "last", served))
    with pytest.raises(KeyError):
        await failing
    await last
    assert served == ["last"]
    assert gone.cancelled()
    await stand(place, "later", served)


async def test_a_turn_that_comes_in_the_moment_of_leaving_goes_to_the_next() -> None:
    place, served = Line(), list[str]()
    async with place.turn():
        gone = asyncio.create_task(stand(place, "gone", served))
        last = asyncio.create_task(stand(place, "last", served))
        await asyncio.sleep(0)
    gone.cancel()  # its turn has come, but it has not run yet
    async with asyncio.timeout(1):
        await last
    assert served == ["last"]


async def test_a_line_that_does_not_move_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "BUSY_SECONDS", 0.05)
    place = Line()
    async with place.turn():
        with pytest.raises(TimeoutError):
            async with place.turn():
                pass
    async with place.turn():
        pass
