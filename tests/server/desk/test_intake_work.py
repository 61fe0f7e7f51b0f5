"""Working on an intake: from new to the end with names and times, and the sheet for the forsamtale."""

from __future__ import annotations

import asyncio

import pytest

from tests.server.desk.console import Browser, Console


async def intake_id(console: Console, **record: object) -> str:
    answer = await console.hands_over(**record)
    assert answer.status_code == 201
    return str((await console.desk.intakes.newest())[0].id)


async def moves(browser: Browser, intake: str, before: str, after: str, **form: str) -> int:
    sent = {"before": before, "after": after, **form}
    return (await browser.sends(f"/intakes/{intake}/status", sent, on=f"/intakes/{intake}")).status_code


async def test_an_intake_goes_from_new_to_the_offer_and_every_step_has_a_name(console: Console, karla: Browser) -> None:
    intake = await intake_id(console)
    assert await moves(karla, intake, "new", "contacted", text="Talte med mor") == 303
    assert await moves(karla, intake, "contacted", "agreed", due="2026-12-01T10:00") == 303
    assert await moves(karla, intake, "agreed", "held") == 303
    assert await moves(karla, intake, "held", "offered") == 303
    page = (await karla.get(f"/intakes/{intake}")).text
    for words in ("Talte med mor", "Forsamtale aftalt", "1.12.2026 kl. 10.00", "I tilbuddet", "Karla, "):
        assert words in page
    actions = [line.action for line in await console.desk.trail.newest(20)]
    assert {"intake_contacted", "intake_agreed", "intake_held", "intake_offered"} <= set(actions)


@pytest.mark.parametrize("after", ["elsewhere", "closed"])
async def test_an_end_without_the_offer_needs_the_way_that_was_shown(
    console: Console, karla: Browser, after: str
) -> None:
    intake = await intake_id(console)
    assert await moves(karla, intake, "new", after) == 400
    assert await moves(karla, intake, "new", after, text="Familien er vist videre til PPR") == 303


async def test_of_two_who_move_it_on_at_once_one_does_and_the_other_is_told(console: Console, karla: Browser) -> None:
    intake = await intake_id(console)
    codes = await asyncio.gather(*(moves(karla, intake, "new", "contacted") for _ in range(2)))
    assert sorted(codes) == [303, 409]


@pytest.mark.parametrize(("before", "after"), [("new", "held"), ("new", "new"), ("held", "offered"), ("new", "x")])
async def test_a_step_that_may_not_follow_is_refused(console: Console, karla: Browser, before: str, after: str) -> None:
    intake = await intake_id(console)
    assert await moves(karla, intake, before, after, due="2026-12-01T10:00") in {400, 409}
    assert (await console.desk.intakes.get(intake)).status == "new"


async def test_a_forsamtale_without_a_readable_time_is_not_agreed(console: Console, karla: Browser) -> None:
    intake = await intake_id(console)
    for due in ("", "i morgen", "2026-13-01T10:00"):
        assert await moves(karla, intake, "new", "agreed", due=due) == 400


async def test_attempts_and_notes_are_kept_sealed_with_name_and_time(console: Console, karla: Browser) -> None:
    intake = await intake_id(console)
    form = {"how": "message_left", "text": "Lagde besked om, at vi ringer igen"}
    assert (await karla.sends(f"/intakes/{intake}/attempts", form, on=f"/intakes/{intake}")).status_code == 303
    assert (
        await karla.sends(f"/intakes/{intake}/notes", {"text": "Grævlingebold"}, on=f"/intakes/{intake}")
    ).status_code == 303
    page = (await karla.get(f"/intakes/{intake}")).text
    assert "Lagde en besked" in page
    assert "Grævlingebold" in page
    from sqlalchemy import text

    async with console.services.engine.connect() as connection:
        rows = (await connection.execute(text("SELECT text_sealed FROM intake_event"))).scalars().all()
    assert all(b"bold" not in bytes(row) for row in rows)


async def test_the_clock_warns_before_it_breaks_and_such_intakes_come_first(console: Console, karla: Browser) -> None:
    old = await intake_id(console, child_name="Ældst")
    console.clock.forward(days=11)
    await console.has_account("later")
    await karla.signs_in("later")
    await intake_id(console, child_name="Nyest", contact_phone="20304051")
    page = (await karla.get("/intakes/")).text
    assert page.index("Ældst") < page.index("Nyest")
    assert "3 dage tilbage" in page
    assert "Fristen nærmer sig" in (await karla.get(f"/intakes/{old}")).text
    console.clock.forward(days=4)
    await karla.signs_in("later")
    assert "De 14 dage er gået" in (await karla.get(f"/intakes/{old}")).text


async def test_the_list_is_filtered_and_searched_and_the_search_words_are_not_recorded(
    console: Console, karla: Browser
) -> None:
    first = await intake_id(console, child_name="Storm")
    await intake_id(console, child_name="Liva", contact_phone="20304051")
    await moves(karla, first, "new", "contacted")
    contacted = (await karla.get("/intakes/?status=contacted")).text
    assert "Storm" in contacted
    assert "Liva" not in contacted
    found = (await karla.get("/intakes/?status=all&q=liva")).text
    assert "Liva" in found
    assert "Storm" not in found
    line = (await console.desk.trail.newest(1))[0]
    assert (line.action, line.object) == ("intake_search", "all")


async def test_two_intakes_with_the_same_telephone_hint_at_each_other(console: Console, karla: Browser) -> None:
    first, second = await intake_id(console), await intake_id(console, child_name="Liva")
    page = (await karla.get(f"/intakes/{second}")).text
    assert "Måske handler de om det samme barn" in page
    assert first in page


async def test_the_sheet_names_who_said_each_line_and_comes_as_pdf(console: Console, karla: Browser) -> None:
    intake = await intake_id(console)
    page = (await karla.get(f"/intakes/{intake}/sheet")).text
    assert page.count("Skrevet af: Forælder eller anden pårørende, 24.11.2026") >= 5
    answer = await karla.get(f"/intakes/{intake}/sheet.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment; filename=CFT-")
    assert answer.content.startswith(b"%PDF-")
    assert [line.action for line in await console.desk.trail.newest(2)] == ["intake_pdf", "intake_sheet"]
