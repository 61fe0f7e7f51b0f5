"""The engine slow, silent, broken or dead: an approved text with ways in time, and each message answered once, later."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from datetime import timedelta

import pytest

from backoffice.chat import dispatch
from bot.settings import Settings
from tests.server.conftest import OpenOffice
from tests.server.fake_engine import FakeEngine, bubble
from tests.server.office import Office

QUESTION = "hvad koster det"
DEADLINE = 1.0  # settings_for
SLOW_MACHINE = 1.0


async def assert_held(office: Office, *keys: str) -> None:
    guest = await office.arrives()
    loop = asyncio.get_running_loop()
    begin = loop.time()
    await guest.writes(QUESTION)
    said = (await guest.until(1))[3:]
    assert loop.time() - begin <= DEADLINE + SLOW_MACHINE
    assert [each["key"] for each in said] == list(keys or ("utter_outage_engine",))
    assert len(said[0]["routes"]) >= 2
    assert any(route["open_now"] for route in said[0]["routes"])


def test_the_holding_text_is_made_before_the_eight_seconds_are_over() -> None:
    assert dispatch.HOLD_AT * Settings().engine_deadline <= 7.5


@pytest.mark.parametrize("mode", ["hang", "silent", "failed", "malformed", "broken"])
async def test_whatever_keeps_the_engine_from_answering_ways_are_there_in_time(
    office: Office, fake_engine: FakeEngine, mode: str
) -> None:
    fake_engine.mode = mode
    await assert_held(office)


async def test_a_dead_engine_is_answered_for_in_time(office: Office, fake_engine: FakeEngine) -> None:
    await fake_engine.stop()
    await assert_held(office)


async def test_an_engine_that_takes_another_secret_is_answered_for_in_time(open_office: OpenOffice) -> None:
    await assert_held(await open_office(engine_secret="another"))


async def test_the_answer_comes_once_when_the_engine_is_back(office: Office, fake_engine: FakeEngine) -> None:
    await fake_engine.stop()
    guest = await office.arrives()
    await guest.writes(QUESTION)
    await guest.until(1)
    await fake_engine.start()
    every = await guest.until(2)
    await asyncio.sleep(0.3)
    assert every == await guest.messages()
    assert [each["key"] for each in every[3:]] == ["utter_outage_engine", "utter_faq/price"]


async def test_two_messages_are_never_held_with_the_same_words_in_a_row(
    office: Office, fake_engine: FakeEngine
) -> None:
    fake_engine.mode = "hang"
    guest = await office.arrives()
    for _ in range(3):
        await guest.writes(QUESTION)
    every = await guest.until(3)
    keys = [each["key"] for each in every[2:] if each["from"] == "bot"]
    assert keys == ["utter_outage_engine", "utter_outage_engine_again", "utter_outage_engine"]


async def test_an_answer_in_time_is_not_preceded_by_a_holding_text(office: Office, fake_engine: FakeEngine) -> None:
    fake_engine.delay = DEADLINE / 2
    guest = await office.arrives()
    await guest.writes(QUESTION)
    await guest.until(1)
    await asyncio.sleep(DEADLINE)
    assert [each["key"] for each in await guest.messages(3)] == ["utter_faq/price"]


async def test_what_waits_is_taken_up_after_a_restart_and_answered_once(
    office: Office, fake_engine: FakeEngine
) -> None:
    await fake_engine.stop()
    guest = await office.arrives()
    for number in range(3):
        await guest.writes(f"besked {number}")
    await office.stop()
    await fake_engine.start()
    await office.start()
    every = await guest.until(3)
    await asyncio.sleep(DEADLINE + 0.3)
    assert every == await guest.messages()
    assert fake_engine.texts() == ["besked 0", "besked 1", "besked 2"]


async def test_a_server_killed_after_the_engine_answered_says_it_once(office: Office, fake_engine: FakeEngine) -> None:
    """The engine has answered, the server dies before it stored that: the same message id brings the same answer."""
    fake_engine.delay = 0.3
    guest = await office.arrives()
    await guest.writes(QUESTION)
    await asyncio.sleep(0.2)
    await office.stop()
    await asyncio.sleep(0.3)
    fake_engine.delay = 0.0
    await office.start()
    await guest.until(1)
    await asyncio.sleep(DEADLINE)
    said = [each["text"] for each in await guest.messages(3) if each["key"] != "utter_outage_engine"]
    assert said == ["Svar på besked 1"]
    assert len({each["message_id"] for each in fake_engine.asked}) == 1


async def test_a_message_left_behind_is_found_without_a_restart(
    office: Office, fake_engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "TAKE_UP_SECONDS", 0.2)
    await office.restart()
    assert office.chat
    guest = await office.arrives()
    monkeypatch.setattr(office.chat.dispatcher, "deliver", lambda _waiting, _meaning=None: None)
    await guest.writes(QUESTION)
    monkeypatch.undo()
    monkeypatch.setattr(dispatch, "TAKE_UP_SECONDS", 0.2)
    assert (await guest.until(1))[-1]["key"] == "utter_faq/price"


async def test_a_message_that_the_engine_always_refuses_does_not_hold_up_the_next(
    office: Office, fake_engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "FIRST_PAUSE", 0.01)
    fake_engine.script["det umulige"] = []
    guest = await office.arrives()
    await guest.writes("det umulige")
    await guest.writes(QUESTION)
    every = await guest.until(2)
    assert [each["key"] for each in every if each["from"] == "bot"][2:] == ["utter_problem_broken", "utter_faq/price"]
    assert len(every[4]["routes"]) >= 2


async def test_a_failing_action_is_waited_for_until_others_have_waited_long(
    office: Office, fake_engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "FIRST_PAUSE", 0.005)
    monkeypatch.setattr(dispatch, "LONGEST_PAUSE", 0.005)
    fake_engine.mode = "failed"
    guest = await office.arrives()
    await guest.writes("send den")
    await asyncio.sleep(1.2)
    assert Counter(each["key"] for each in await guest.messages(2))["utter_problem_broken"] == 0
    await guest.writes(QUESTION)
    await guest.until(2)
    fake_engine.mode = "answer"
    await guest.until(3)
    keys = Counter(each["key"] for each in await guest.messages())
    assert (keys["utter_problem_broken"], keys["utter_faq/price"]) == (1, 1)


async def test_after_a_day_an_answer_makes_no_sense_any_more(office: Office, fake_engine: FakeEngine) -> None:
    await fake_engine.stop()
    guest = await office.arrives()
    await guest.writes(QUESTION)
    await guest.until(1)
    office.clock.ahead = timedelta(hours=25)
    every = await guest.until(2, seconds=10)
    assert every[-1]["key"] == "utter_problem_broken"
    await fake_engine.start()
    await asyncio.sleep(0.5)
    assert fake_engine.asked == []


async def test_danger_that_only_the_engine_saw_puts_the_server_in_charge(
    office: Office, fake_engine: FakeEngine
) -> None:
    fake_engine.script[QUESTION] = [bubble("Er du i fare?", "utter_safety_check")]
    guest = await office.arrives()
    await guest.writes(QUESTION)
    await guest.until(1)
    await guest.writes("ja")
    said = (await guest.until(2))[-1]
    assert said["key"].startswith("utter_safety_")
    assert fake_engine.texts() == [QUESTION]


async def test_the_engine_is_never_asked_more_at_once_than_it_can_do(office: Office, fake_engine: FakeEngine) -> None:
    fake_engine.delay = 0.3
    guests = [await office.arrives() for _ in range(20)]
    await asyncio.gather(*(guest.writes(QUESTION) for guest in guests))
    for guest in guests:
        await guest.until(1)
    assert 1 < fake_engine.most_in_all <= 8


async def test_nothing_that_goes_wrong_with_an_answer_is_logged_in_words(
    office: Office, fake_engine: FakeEngine, caplog: pytest.LogCaptureFixture
) -> None:
    fake_engine.script["hemmelig"] = [{"text": "hemmelig", "buttons": [{"hemmelig": 1}]}]
    guest = await office.arrives()
    with caplog.at_level(logging.DEBUG, logger="backoffice"):
        await guest.writes("hemmelig")
        await guest.until(1)
    assert "message waits: KeyError" in caplog.text
    assert "hemmelig" not in "".join(each.getMessage() for each in caplog.records if each.name.startswith("backoffice"))
