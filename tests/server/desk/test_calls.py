"""Call-backs: who asked to be called when, one who calls, and how it went, over real HTTP."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import pytest
from sqlalchemy import text

from backoffice.store.call_backs import Call
from tests.server.desk.console import Browser, Console

NOW = "2026-11-24T10:00"  # the console's clock, as Danes read it


async def asked(console: Console, **record: Any) -> Call:
    """The call-back of an intake that has just arrived."""
    known = {call.id for call in await console.desk.calls.open({"main"})}
    assert (await console.hands_over(**record)).status_code == 201
    return next(call for call in await console.desk.calls.open({"main"}) if call.id not in known)


async def does(browser: Browser, call: Call, what: str, **form: str) -> int:
    return (await browser.sends(f"/calls/{call.id}/{what}", form, on="/account/")).status_code


async def test_whoever_leaves_a_number_stands_in_the_list_with_their_own_words(
    console: Console, karla: Browser
) -> None:
    await asked(console, contact_time="helst efter klokken 15")
    await console.hands_over(contact_phone=None, contact_email="nogen@example.org", contact_name="Uden nummer")
    page = (await karla.get("/calls/")).text
    assert "helst efter klokken 15" in page
    shown = (await karla.get(f"/calls/{(await console.desk.calls.open({'main'}))[0].id}")).text
    assert '<a href="tel:+4520304050">20 30 40 50</a>' in shown
    assert "Uden nummer" not in page
    assert "25.11.2026 kl. 10.00" in page, "one working day later"
    assert [line.action for line in await console.desk.trail.newest(2)] == ["call_read", "calls_list"]


async def test_danger_comes_first_then_what_is_overdue(console: Console, karla: Browser) -> None:
    await asked(console, contact_name="Den gamle")
    console.clock.forward(days=2)
    await asked(console, contact_name="Den nye")
    await asked(console, contact_name="I fare", description="jeg vil tage mit eget liv", audience="young")
    await karla.signs_in()
    page = (await karla.get("/calls/")).text
    assert page.index("I fare") < page.index("Den gamle") < page.index("Den nye")
    assert page.count("For sent") == 1


async def test_one_of_two_who_say_that_they_call_does(console: Console, karla: Browser) -> None:
    call = await asked(console)
    assert sorted(await asyncio.gather(*(does(karla, call, "claim", before="") for _ in range(2)))) == [303, 409]
    assert "Du ringer" in (await karla.get("/calls/")).text


async def test_a_colleague_takes_over_only_knowing_from_whom(console: Console, karla: Browser) -> None:
    call = await asked(console)
    await does(karla, call, "claim", before="")
    await console.has_account("viggo")
    viggo = console.browser()
    await viggo.signs_in("viggo")
    assert await does(viggo, call, "claim", before="") == 409
    assert await does(viggo, call, "outcome", how="reached", at=NOW) == 409, "it is karla who calls"
    holder = (await console.desk.calls.get(call.id)).claimed_by
    assert await does(viggo, call, "claim", before=holder) == 303
    assert await does(karla, call, "release") == 409
    assert await does(viggo, call, "release") == 303
    assert (await console.desk.calls.get(call.id)).claimed_by is None
    await viggo.client.aclose()


async def test_reached_ends_it_with_the_time_and_the_new_intake_is_contacted(console: Console, karla: Browser) -> None:
    call = await asked(console)
    await does(karla, call, "claim", before="")
    console.clock.forward(minutes=10)
    assert await does(karla, call, "outcome", how="reached", at="2026-11-24T10:05", text="Talte med Karen") == 303
    page = (await karla.get("/calls/")).text
    assert "Fik fat i familien" in page
    assert "24.11.2026 kl. 10.05" in page
    intake = await console.desk.intakes.get(call.intake_id)
    assert intake.status == "contacted"
    steps = [(step.kind, step.value) for step in await console.desk.work.steps(intake.id)]
    assert steps == [("attempt", "reached"), ("status", "contacted")]
    assert await console.desk.calls.open({"main"}) == []


async def test_nobody_answered_it_is_tried_again_by_whoever_is_free(console: Console, karla: Browser) -> None:
    call = await asked(console)
    await does(karla, call, "claim", before="")
    assert await does(karla, call, "outcome", how="no_answer", at=NOW) == 400, "when to try again is missing"
    assert await does(karla, call, "outcome", how="no_answer", at=NOW, due="2026-11-25T16:00") == 303
    again = await console.desk.calls.get(call.id)
    assert (again.claimed_by, again.closed_at) == (None, None)
    page = (await karla.get(f"/calls/{call.id}")).text
    assert "Intet svar" in page
    assert "Prøv igen senest" in page
    assert (await console.desk.intakes.get(call.intake_id)).status == "new"


@pytest.mark.parametrize(
    "form",
    [
        {"how": "given_up", "at": NOW},
        {"how": "reached", "at": "2026-11-24T11:00"},
        {"how": "reached", "at": "2026-11-23T11:00"},
        {"how": "reached", "at": "nu"},
        {"how": "no_answer", "at": NOW, "due": "2026-11-23T16:00"},
        {"how": "x", "at": NOW},
    ],
)
async def test_an_outcome_that_cannot_be_is_refused(console: Console, karla: Browser, form: dict[str, str]) -> None:
    call = await asked(console)
    await does(karla, call, "claim", before="")
    assert await does(karla, call, "outcome", **form) == 400
    assert await console.desk.calls.attempts(call.id) == []


async def test_what_is_done_on_the_intake_itself_settles_the_call(console: Console, karla: Browser) -> None:
    first, second = await asked(console), await asked(console)
    on = f"/intakes/{first.intake_id}"
    await karla.sends(f"{on}/attempts", {"how": "reached"}, on=on)
    on = f"/intakes/{second.intake_id}"
    await karla.sends(f"{on}/attempts", {"how": "no_answer"}, on=on)
    assert [call.id for call in await console.desk.calls.open({"main"})] == [second.id]
    await karla.sends(f"{on}/status", {"before": "new", "after": "contacted"}, on=on)
    assert await console.desk.calls.open({"main"}) == []
    assert "Klaret på henvendelsen" in (await karla.get("/calls/")).text


async def test_a_call_agreed_in_a_conversation_is_kept_sealed(console: Console, karla: Browser) -> None:
    chat = str(await console.chat.store.create("0" * 64, None, None, []))
    await console.desk.handover.takeovers.wait(chat, lambda _event, _held: [])
    form = {"name": "Grævlinge-Ane", "phone": "20 30 40 50", "due": "2026-11-25T15:00", "words": "Må godt lægge besked"}
    path = f"/calls/from-chat/{chat}"
    assert (await karla.sends(path, {**form, "phone": "ring nu"}, on="/account/")).status_code == 400
    assert (await karla.sends(path, {**form, "due": "2026-11-20T15:00"}, on="/account/")).status_code == 400
    assert (await karla.sends(path, form, on=f"/chats/{chat}/")).status_code == 303
    page = (await karla.get("/calls/")).text
    assert "Grævlinge-Ane" in page
    assert "Må godt lægge besked" in page
    async with console.services.engine.connect() as connection:
        rows = (await connection.execute(text("SELECT asked_sealed FROM call_back"))).scalars().all()
    assert all(b"vlinge" not in bytes(row) for row in rows)
    call = (await console.desk.calls.open({"main"}))[0]
    await does(karla, call, "claim", before="")
    assert await does(karla, call, "outcome", how="given_up", at=NOW, text="Vist til Headspace") == 303


async def test_no_call_is_agreed_in_a_conversation_that_one_may_not_read(console: Console, karla: Browser) -> None:
    chat = str(await console.chat.store.create("0" * 64, None, None, []))
    form = {"name": "Ane", "phone": "20304050", "due": "2026-11-25T15:00"}
    assert (await karla.sends(f"/calls/from-chat/{chat}", form, on="/account/")).status_code == 404
    assert (await karla.get(f"/calls/{uuid.uuid4()}")).status_code == 404
