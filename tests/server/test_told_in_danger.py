"""What is told in the talk about danger: the engine gets the facts when the visitor goes on, and never the words."""

from __future__ import annotations

import itertools
import json
from typing import Any

from backoffice.chat.bubbles import Bubble
from bot.safety.words import LISTENING
from bot.texts import load
from tests.server.fake_engine import FakeEngine
from tests.server.office import DANGER, Guest, Office

TOLD = {"audience": "young", "guidance_about": "self", "guidance_age": 14, "guidance_municipality": "aarhus"}


async def goes_on(guest: Guest, fake_engine: FakeEngine) -> dict[str, Any]:
    """The metadata with which the engine is asked to go on."""
    before = len(fake_engine.asked)
    answers = len([each for each in await guest.messages() if each["from"] == "bot"]) - len(guest.greeting)
    await guest.writes("videre")
    await guest.until(answers + 1)
    asked: dict[str, Any] = fake_engine.asked[before]
    assert asked["payload"] == "/repeat_please"
    return dict(asked["metadata"])


async def test_what_was_told_is_known_when_the_visitor_goes_on(office: Office, fake_engine: FakeEngine) -> None:
    guest = await office.arrives()
    for text in (f"jeg er 14 og {DANGER}", "nej", "min far er grævlingejæger", "jeg bor i Viby"):
        await guest.writes(text)
    metadata = await goes_on(guest, fake_engine)
    assert metadata["told"] == TOLD
    assert "grævling" not in json.dumps(fake_engine.asked, ensure_ascii=False)


async def test_it_is_told_once(office: Office, fake_engine: FakeEngine) -> None:
    guest = await office.arrives()
    await guest.writes(f"jeg er 14 og {DANGER}")
    await goes_on(guest, fake_engine)
    before = len(fake_engine.asked)
    await guest.writes("hvad koster det")
    await guest.until(4)
    assert "told" not in fake_engine.asked[before]["metadata"]


async def test_of_a_friend_in_danger_nothing_is_told(office: Office, fake_engine: FakeEngine) -> None:
    guest = await office.arrives()
    await guest.writes("min veninde på 13 fra Randers vil tage sit eget liv")
    await guest.writes("13 år")
    assert "told" not in await goes_on(guest, fake_engine)


async def test_what_no_danger_was_spoken_of_beside_is_not_told_a_second_time(
    office: Office, fake_engine: FakeEngine
) -> None:
    guest = await office.arrives()
    await guest.writes("jeg er 14 år")
    await guest.until(1)
    await guest.writes("jeg er 15 år")
    await guest.until(2)
    assert all("told" not in each["metadata"] for each in fake_engine.asked)


async def test_who_says_that_a_parent_writes_is_spoken_to_as_a_parent(office: Office) -> None:
    guest = await office.arrives()
    await guest.writes("min datter på 13 vil tage sit eget liv")
    said = (await guest.messages())[3:]
    assert said[0]["text"] == load().text(said[0]["key"], "parent")
    assert said[1]["text"] == load().text("utter_safety_ask_other_danger", "parent")


async def test_who_writes_on_in_danger_never_hears_the_same_twice_in_a_row(
    office: Office, fake_engine: FakeEngine
) -> None:
    guest = await office.arrives()
    for text in (DANGER, "ja", "alt er sort", "min kat er væk", "det regner", DANGER, DANGER, DANGER, "ja", "ja", "ja"):
        await guest.writes(text)
    keys = [each["key"] for each in await guest.messages() if each["from"] == "bot"]
    assert set(LISTENING[:3]) <= set(keys)
    assert all(one != other for one, other in itertools.pairwise(keys))
    assert fake_engine.asked == []


async def test_what_was_written_to_a_person_is_not_told(office: Office, fake_engine: FakeEngine) -> None:
    guest = await office.arrives()
    await guest.writes(DANGER)
    assert office.chat
    await office.chat.store.say(guest.conversation_id, [Bubble("Hvor gammel er din bror?", sender="staff")])
    await guest.writes("nej jeg er 14")
    assert "told" not in await goes_on(guest, fake_engine)
