"""Taking a conversation and keeping it: one of two has it, the bot is silent, an old page can do nothing."""

from __future__ import annotations

import asyncio
import re
import uuid

from tests.server.desk.console import Browser, Console
from tests.server.desk.takeover.guest import DANGER, Guest, says, takes, waits
from tests.server.fake_engine import FakeEngine


async def test_a_taken_conversation_is_told_and_the_bot_is_silent(
    console: Console, karla: Browser, guest: Guest, engine: FakeEngine
) -> None:
    await waits(console, karla, guest)
    fence = await takes(karla, guest)
    asked = len(engine.asked)
    await guest.writes("er du der?")
    assert (await says(karla, guest, "Ja, jeg er her.", fence)).status_code == 303
    await asyncio.sleep(0.3)
    seen = await guest.sees()
    assert seen["state"] == "staff"
    assert [each["from"] for each in seen["messages"]][-3:] == ["system", "visitor", "staff"]
    assert "Karla" in seen["messages"][-3]["text"]
    assert len(engine.asked) == asked, "the engine must not see what is said to a person"


async def test_the_first_message_of_a_person_takes_the_conversation(
    console: Console, karla: Browser, guest: Guest
) -> None:
    await waits(console, karla, guest)
    await says(karla, guest, "Hej, jeg hedder Karla.")
    assert [each["from"] for each in (await guest.sees())["messages"]][-2:] == ["system", "staff"]
    assert await guest.told() == ["utter_handover_waiting", "utter_handover_joined"]


async def test_of_two_who_take_it_at_once_one_has_it_and_the_other_reads_why(
    console: Console, karla: Browser, rasmus: Browser, guest: Guest
) -> None:
    await waits(console, karla, guest)
    forms = [await browser.get(f"{guest.chat}/") for browser in (karla, rasmus)]
    tokens = [re.findall(r'name="csrf" value="([^"]*)"', form.text)[-1] for form in forms]
    form = {"text": "Hej", "fence": "0"}
    answers = await asyncio.gather(
        *(
            browser.posts(f"{guest.chat}/messages", {**form, "csrf": token, "client_id": str(uuid.uuid4())})
            for browser, token in zip((karla, rasmus), tokens, strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert [each["from"] for each in (await guest.sees())["messages"]].count("staff") == 1


async def test_an_old_page_cannot_write_and_says_so(
    console: Console, karla: Browser, rasmus: Browser, guest: Guest
) -> None:
    await waits(console, karla, guest)
    old = await takes(karla, guest)
    console.clock.forward(seconds=21)
    await console.desk.watch.once()
    await takes(rasmus, guest)
    csrf = re.findall(r'name="csrf" value="([^"]*)"', (await karla.get("/queue")).text)[-1]
    answer = await karla.posts(f"{guest.chat}/heartbeat", {"csrf": csrf, "fence": str(old)})
    assert answer.status_code == 409
    form = {"csrf": csrf, "text": "hej", "fence": str(old), "client_id": str(uuid.uuid4())}
    assert (await karla.posts(f"{guest.chat}/messages", form)).status_code == 404, "not hers to read any more"
    assert await guest.told() == [f"utter_handover_{each}" for each in ("waiting", "joined", "lost", "joined")]


async def test_a_browser_that_dies_is_noticed_and_one_that_lives_keeps_the_conversation(
    console: Console, karla: Browser, guest: Guest
) -> None:
    await waits(console, karla, guest)
    fence = await takes(karla, guest)
    for _ in range(6):
        console.clock.forward(seconds=5)
        beat = await karla.sends(f"{guest.chat}/heartbeat", {"fence": str(fence)}, on="/queue")
        assert beat.status_code == 204
        assert await console.desk.watch.once() == []
    console.clock.forward(seconds=21)
    assert set(await console.desk.watch.once()) == {guest.conversation_id}
    assert (await guest.sees())["state"] == "waiting"


async def test_a_conversation_outside_the_queue_opens_only_with_a_written_reason(
    console: Console, karla: Browser, guest: Guest
) -> None:
    await guest.writes("jeg vil gerne vide, hvad det koster, grævlingebold")
    page = (await karla.get(f"{guest.chat}/")).text
    assert "Hvorfor vil du læse samtalen?" in page
    assert "grævlingebold" not in page
    assert (await karla.sends(f"{guest.chat}/reason", {"reason": "kort"}, on=f"{guest.chat}/")).status_code == 400
    why = "Moderen ringede og bad mig se efter"
    assert (await karla.sends(f"{guest.chat}/reason", {"reason": why}, on=f"{guest.chat}/")).status_code == 303
    opened = (await karla.get(f"{guest.chat}/")).text
    assert "grævlingebold" in opened
    assert why in opened
    assert "chat_opened_with_reason" in [line.action for line in await console.desk.trail.newest(5)]
    console.clock.forward(minutes=14)
    await karla.get("/queue")
    console.clock.forward(minutes=14)
    await karla.get("/queue")
    console.clock.forward(minutes=5)
    assert "Hvorfor vil du læse samtalen?" in (await karla.get(f"{guest.chat}/")).text


async def test_hostile_words_of_a_visitor_show_as_text(console: Console, karla: Browser, guest: Guest) -> None:
    await guest.writes(f"<script>alert(1)</script>\"'><img src=x onerror=alert(1)> {DANGER}")
    page = (await karla.get(f"{guest.chat}/")).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<img" not in page
