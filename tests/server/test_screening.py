"""The screening beside the event loop: in its turn, but never in danger; nothing read twice; every string of a body."""

from __future__ import annotations

import asyncio
import json
import threading
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
import pytest

from backoffice.chat import screening
from backoffice.chat.problems import Problem
from backoffice.chat.screening import OVERLAP, WINDOW, Screening, strings, windows
from bot.danish.meaning import Floats, Meaning, from_metadata
from bot.safety import Reading, Screener
from tests.server.conftest import OpenOffice
from tests.server.fake_engine import FakeEngine

SURE = Reading("crisis_suicide", "high", True, "self", ("rule",))
MAYBE = Reading("crisis_suicide", "concern", False, "self", ("classifier",))
LAYERS = np.eye(2, 384, dtype=np.float32)


class KnownMeaning(Meaning):
    """Gives the same meaning for everything."""

    def __init__(self) -> None:
        pass

    def layers(self, text: str) -> Floats:
        return LAYERS


@dataclass(frozen=True)
class SlowScreener:
    """Whole readings (with a meaning) wait until they are let go; light ones do not."""

    meaning: Meaning | None = field(default_factory=KnownMeaning)
    go: threading.Event = field(default_factory=threading.Event)
    layers: list[Any] = field(default_factory=list)

    def read(self, text: str, layers: Floats | None = None) -> Reading:
        if self.meaning is not None:
            self.layers.append(layers)
            assert self.go.wait(10)
        return {"sure": SURE, "maybe": MAYBE}.get(text.split()[0], Reading.nothing())


def slow() -> tuple[SlowScreener, Screening]:
    screener = SlowScreener()
    return screener, Screening(cast(Screener, screener))


async def test_what_is_surely_danger_does_not_wait_behind_others() -> None:
    screener, reading = slow()
    others = [asyncio.create_task(reading.read("hej")) for _ in range(3)]
    await asyncio.sleep(0.05)
    async with asyncio.timeout(1):
        assert (await reading.read("sure")).reading == SURE
    unsure = asyncio.create_task(reading.read("maybe"))
    await asyncio.sleep(0.05)
    assert not unsure.done()
    screener.go.set()
    assert (await unsure).reading == MAYBE
    assert [(await each).raised for each in others] == [False] * 3
    reading.close()


async def test_when_too_much_waits_only_who_is_not_in_danger_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screening, "MOST_WAITING", 100)
    screener, reading = slow()
    waiting = asyncio.create_task(reading.read("a" * 99))
    await asyncio.sleep(0.05)
    with pytest.raises(Problem, match="too_many"):
        await reading.read("hej med dig")
    assert (await reading.read("maybe det")).reading == MAYBE
    screener.go.set()
    await waiting
    assert (await reading.read("a" * 1000)).raised is False
    reading.close()


async def test_the_meaning_is_computed_once_and_kept_for_the_engine() -> None:
    screener, reading = slow()
    screener.go.set()
    screened = await reading.read("hej")
    assert np.array_equal(screener.layers[0], LAYERS)
    assert np.array_equal(from_metadata(screened.meaning), LAYERS)
    reading.close()


async def test_the_engine_gets_what_the_screening_has_computed(
    open_office: OpenOffice, fake_engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backoffice.chat.screening._layers", lambda _screener, _text: LAYERS)
    monkeypatch.setattr(Screener, "read", lambda _self, _text, _vector: Reading.nothing())
    office = await open_office()
    guest = await office.arrives()
    await guest.writes("hej")
    await guest.until(1)
    assert np.array_equal(from_metadata(fake_engine.asked[0]["metadata"]["meaning"]), LAYERS)
    assert fake_engine.asked[0]["metadata"]["safety"] is None
    assert office.chat
    assert office.chat.dispatcher._meanings == {}


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (json.dumps({"a": "et", "b": [{"c": "to"}], "d": 3}).encode(), {"a", "et", "b", "c", "to", "d"}),
        (b"text=jeg+er+s%C3%A5+ked&x=y", {"text=jeg er så ked\nx=y"}),
        (b"ikke json", {"ikke json"}),
        (b'"\\ud800x"', {"?x"}),
        ("å".encode("utf-16-le"), {"\ufffd"}),
        (b"[" * 50_000, {"[" * 50_000}),
        (b"", {""}),
    ],
)
def test_every_string_of_a_body_is_found(body: bytes, found: set[str]) -> None:
    assert set(strings(body)) == found


def test_no_sentence_is_cut_in_every_window() -> None:
    for before in range(0, 5000, 97):
        text = "a" * before + " " + "b" * OVERLAP + " " + "a" * 3000
        parts = list(windows(text))
        assert any("b" * OVERLAP in part for part in parts), before
        assert all(len(part) <= WINDOW for part in parts)
        assert len(parts) < 8
