"""Reads every text for danger before anything else happens to it, beside the event loop, so that nobody waits for another.

What cannot be taken (wrong JSON, too long, too fast, no database) is read all the same: `read_body` looks at every string
a body holds, so that no fault of form and no failure of ours keeps help from somebody who asked for it.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote_plus

from sanic import Request

from backoffice.chat.problems import Problem
from backoffice.chat.requests import words
from bot.danish import cpr
from bot.danish.meaning import Floats, Meaning, to_metadata
from bot.safety import Reading, Screener
from bot.safety.reading import Level

WINDOW, OVERLAP = 2000, 200
# Characters of whole readings that may wait: about a second of work (measured: 4 ms for 60 characters, 185 ms for 2,000).
MOST_WAITING = 10_000
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Screened:
    """A text without CPR number, whether there was one, what the screening read in it, and what it means for the engine."""

    text: str
    masked: bool
    reading: Reading
    meaning: str | None = None

    @property
    def raised(self) -> bool:
        """Whether the reading is *sure* or *maybe*."""
        return self.reading.raised


class Screening:
    """The screener on a thread of its own: it computes outside Python's lock for the most part (design/nlu-facts.md).

    Whole readings take their turn. When some wait, a light one without the meaning model (a quarter of a millisecond) is
    made first: what it is sure of is not kept waiting. Only when too much waits is anybody sent away, and never in danger.
    """

    def __init__(self, screener: Screener, busy: Callable[[], bool] = lambda: False) -> None:
        """`busy` says whether what is read could be stored at all now."""
        self.screener = screener
        self._busy = busy
        self._light = replace(screener, meaning=None)
        self._waiting = 0
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="screening")

    async def read(self, text: str) -> Screened:
        """Mask and read a text. Raises Problem too_many."""
        busy = self._busy()
        if self._waiting or busy:
            quick = self._read(self._light, text)
            if quick.reading.sure:
                return quick
            if busy or self._waiting + len(text) > MOST_WAITING:
                return quick if quick.raised else _refuse()
        self._waiting += len(text)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, self._read, self.screener, text)
        finally:
            self._waiting -= len(text)

    async def read_body(self, body: bytes) -> Screened | None:
        """What is read in all strings of a body that could not be taken, the gravest of it; None when it holds none."""
        read = [self._read(self._light, part) for part in windows("\n".join(strings(body)))]
        return max(read, key=lambda each: _gravity(each.reading), default=None)

    def _read(self, screener: Screener, text: str) -> Screened:
        """A screening that breaks is told loudly and counts as a *maybe*; the message goes on."""
        masked = cpr.mask(text)
        try:
            layers = _layers(screener, masked.text)
            reading = screener.read(masked.text, layers)
            return Screened(masked.text, masked.found, reading, None if layers is None else to_metadata(layers))
        except Exception as error:
            logger.critical("screening failed: %s", type(error).__name__)
            return Screened(masked.text, masked.found, Reading.unknown())

    def close(self) -> None:
        """Let the thread go."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _layers(screener: Screener, text: str) -> Floats | None:
    return screener.meaning.layers(text) if isinstance(screener.meaning, Meaning) else None


def _refuse() -> Screened:
    raise Problem("too_many")


async def screen_for(request: Request, screening: Screening, text: str | None, needed: bool = True) -> Screened | None:
    """Read a field of a request, trimmed; None when there is none, or a blank one that is not `needed`.

    The reading stays with the request, for what may go wrong later. Raises Problem empty or too_long.
    """
    if text is None or not (needed or text.strip()):
        return None
    request.ctx.screened = await screening.read(words(text))
    screened: Screened = request.ctx.screened
    return screened


def _gravity(reading: Reading) -> tuple[bool, bool, int]:
    weight = Level(reading.level).weight if reading.level else 0
    return reading.raised, reading.sure, weight


def strings(body: bytes) -> Iterator[str]:
    """Every string in a JSON body or a page's form, or the body itself when it is neither; never raises."""
    text = body.decode("utf-8", "replace").replace("\0", "")
    try:
        yield from _strings(json.loads(text))
    except (ValueError, RecursionError):
        yield unquote_plus(text.replace("&", "\n"))  # a page's form; other text stays as it is but for its plus signs


def _strings(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content.encode("utf-8", "replace").decode("utf-8").strip()
    elif isinstance(content, dict):
        for key, value in content.items():
            yield from (*_strings(key), *_strings(value))
    elif isinstance(content, list):
        for each in content:
            yield from _strings(each)


def windows(text: str) -> Iterator[str]:
    """`text` in parts that the screener takes, overlapping so that no sentence is cut in all of them."""
    for begin in range(0, max(len(text) - OVERLAP, 1), WINDOW - OVERLAP):
        if part := text[begin : begin + WINDOW].strip():
            yield part
