"""What a blind visitor gets of a whole conversation, kept word by word in transcript.txt.

There `>` is what the visitor does, `-` what is said politely, `!` what is said at once, and the rest what is found by reading on.

`VEJVISER_WRITE_TRANSCRIPT=1` writes the file anew; read what changed before it is kept.
"""

from __future__ import annotations

import os
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fake_chat import FakeChat
from tests.browser.reader import Reader
from tests.browser.window import Ear, Window

pytestmark = pytest.mark.browser

SIGNS = {"polite": "-", "urgent": "!"}
KEPT = Path(__file__).with_name("transcript.txt")


class Listener:
    """Writes down what is done, what is said unasked, and what is found when the window is read through."""

    def __init__(self, page: Page) -> None:
        self.chat, self.ear, self.reader = Window(page), Ear(page), Reader(page)
        self.written: list[str] = []
        self._told = 0

    def does(self, act: str, until: str) -> None:
        """Note an act, and everything that is said until `until` is."""
        self.ear.hears(until)
        heard = self.ear.all()
        self.written += ["", f"> {act}"]
        # An answer that came in pieces is said in pieces; it is the same words.
        for region, pieces in groupby(heard[self._told :], key=itemgetter(0)):
            said = " ".join(words for _, words in pieces)
            self.written += [f"{SIGNS[region]} {line}" for line in said.splitlines() if line]
        self._told = len(heard)

    def reads(self) -> None:
        for region in SIGNS:
            expect(self.chat.page.locator(f"vejviser-chat #{region}")).to_be_empty()
        self.written += ["", "> læser vinduet igennem", *(f"  {line}" for line in self.reader.lines())]


def converse(page: Page, fake: FakeChat) -> list[str]:
    listener = Listener(page)
    chat = listener.chat
    chat.begin()
    listener.does("åbner chatten", "Hvem skriver du om?")
    listener.reads()
    chat.press("Mit barn")
    listener.does("trykker på Mit barn", "Hvor gammelt er dit barn?")
    chat.says("han er 12", "Vil du sende noget")
    listener.does("skriver: han er 12", "Vil du sende noget")
    chat.says("jeg vil send ind", "Skal jeg sende det?")
    listener.does("skriver: jeg vil send ind", "Skal jeg sende det?")
    chat.says("jeg vil ikke leve mere", "Er du i fare lige nu?")
    listener.does("skriver: jeg vil ikke leve mere", "Er du i fare lige nu?")
    fake.become("waiting", place=2)
    fake.say(text="Jeg har spurgt efter et menneske. Du er nummer 2 i køen.", sender="system")
    listener.does("venter", "nummer 2")
    fake.become("waiting", place=1)
    listener.does("venter", "nummer 1")
    fake.become("staff")
    fake.say(text="Hej. Jeg er her nu.", sender="staff")
    listener.does("venter", "Jeg er her nu")
    listener.reads()
    return listener.written[1:]


def test_a_whole_conversation_as_a_screen_reader_gives_it(page: Page, fake: FakeChat) -> None:
    written = "\n".join(converse(page, fake)) + "\n"
    if os.environ.get("VEJVISER_WRITE_TRANSCRIPT"):
        KEPT.write_text(written, "utf-8")
    assert written == KEPT.read_text("utf-8")
