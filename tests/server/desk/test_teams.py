"""Teams: one's own as a matter of course, another's only with a written reason that is recorded."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest

from backoffice.desk import access
from backoffice.store.accounts import Account, Role
from backoffice.store.call_backs import Call
from tests.server.desk.console import Browser, Console, running_console

WHY = "Familien har ringet til mig om den"
MAIN, NORTH = "main", "Team Nord"


@pytest.fixture
async def console(database_url: str) -> AsyncIterator[Console]:
    """A console with an administrator, a counsellor of the first team, karla, and one of another, nora."""
    async with running_console(database_url, sign_in_rate="50/minute") as running:
        for username, role in (("ada", Role.ADMINISTRATOR), ("karla", Role.COUNSELLOR), ("nora", Role.COUNSELLOR)):
            await running.has_account(username, role)
        await running.desk.teams.put((await account(running, "nora")).id, [await running.desk.teams.add(NORTH)])
        yield running


@pytest.fixture
async def nora(console: Console) -> AsyncIterator[Browser]:
    made = console.browser()
    await made.signs_in("nora")
    yield made
    await made.client.aclose()


async def account(console: Console, username: str) -> Account:
    return next(each for each in await console.accounts.everybody() if each.username == username)


async def north(console: Console) -> str:
    return next(each.id for each in await console.desk.teams.all() if each.name == NORTH)


async def call_of_an_intake(console: Console) -> Call:
    """The first team's newest intake, by its wish to be called."""
    await console.hands_over()
    return (await console.desk.calls.open({MAIN}))[0]


async def waiting(console: Console) -> str:
    chat = str(await console.chat.store.create("0" * 64, None, None, []))
    await console.desk.handover.takeovers.wait(chat, lambda _event, _held: [])
    return chat


async def test_no_route_with_an_intake_a_call_or_a_chat_in_it_opens_another_teams(
    console: Console, nora: Browser
) -> None:
    call, chat = await call_of_an_intake(console), await waiting(console)
    ids = {"intake_id": call.intake_id, "call_id": call.id, "conversation_id": chat}
    open_to_all = {
        "chats.heartbeat",
        "chats.seen",
        "chats.reason",
        "leaving.hand_back",
        "leaving.end",
        "leaving.transfer",
    }
    asked = 0
    for route in console.app.router.routes:
        name = access.name_of(route)
        if not any(f"<{each}:" in route.path for each in ids) or name in {*open_to_all, "intakes.reason"}:
            continue
        path = re.sub(r"<(\w+):uuid>", lambda found: str(ids[found[1]]), f"/{route.path}")
        for method in route.methods & {"GET", "POST"}:
            answer = await nora.get(path) if method == "GET" else await nora.sends(path, {}, on="/account/")
            refused = answer.status_code == 404 or "Hvorfor vil du" in answer.text
            assert refused, f"{name}: {answer.status_code}"
            asked += 1
    assert asked >= 14
    assert "Karen" not in (await nora.get("/calls/")).text
    assert "Storm" not in (await nora.get("/intakes/?status=all")).text


async def test_a_written_reason_opens_it_for_a_while_and_is_kept_and_recorded(
    console: Console, nora: Browser, karla: Browser
) -> None:
    call = await call_of_an_intake(console)
    path = f"/intakes/{call.intake_id}"
    asked = (await nora.get(path)).text
    assert "Hvorfor vil du åbne henvendelsen?" in asked
    assert "Karen" not in asked
    assert (await nora.sends(f"{path}/reason", {"reason": "fordi"}, on=path)).status_code == 400
    assert (await nora.sends(f"{path}/reason", {"reason": WHY}, on=path)).status_code == 303
    assert "Karen" in (await nora.get(path)).text
    assert (await nora.get(f"/calls/{call.id}")).status_code == 200
    actions = [(line.actor, line.action) for line in await console.desk.trail.newest(9)]
    assert ("nora", "intake_opened_with_reason") in actions
    assert WHY in (await karla.get(path)).text, "the team sees who looked and why"
    assert WHY not in (await karla.get(f"{path}/sheet")).text, "it is no part of the talk with the family"
    console.clock.forward(minutes=31)
    await nora.signs_in("nora")
    assert "Hvorfor vil du åbne henvendelsen?" in (await nora.get(path)).text


async def test_another_teams_intake_is_found_by_its_whole_reference_alone(console: Console, nora: Browser) -> None:
    call = await call_of_an_intake(console)
    reference = (await console.desk.intakes.get(call.intake_id)).reference
    page = (await nora.get(f"/intakes/?q={reference.lower()}")).text
    assert "ligger hos Fælles team" in page
    assert "Storm" not in page
    assert reference not in (await nora.get(f"/intakes/?q={reference[:8]}")).text.replace(
        f'value="{reference[:8]}"', ""
    )
    assert reference not in (await nora.get("/intakes/?q=Storm")).text


async def test_an_intake_is_given_to_another_team_with_what_they_must_know(
    console: Console, karla: Browser, nora: Browser
) -> None:
    call = await call_of_an_intake(console)
    path = f"/intakes/{call.intake_id}"
    form = {"before": MAIN, "after": await north(console), "text": "Bor i nord"}
    assert (await karla.sends(f"{path}/team", {**form, "text": ""}, on=path)).status_code == 400
    assert (await karla.sends(f"{path}/team", {**form, "after": "x"}, on=path)).status_code == 400
    assert (await karla.sends(f"{path}/team", form, on=path)).status_code == 303
    assert "Hvorfor vil du" in (await karla.get(path)).text
    assert "Bor i nord" in (await nora.get(path)).text
    assert "Karen" in (await nora.get("/calls/")).text
    assert (await nora.sends(f"{path}/team", form, on=path)).status_code == 409, "it has been moved already"


async def test_danger_stands_in_every_teams_queue_but_who_waits_only_in_its_own(
    console: Console, karla: Browser, nora: Browser
) -> None:
    chat = await waiting(console)
    assert chat in (await karla.get("/queue")).text
    assert chat not in (await nora.get("/queue")).text
    from sqlalchemy import text

    async with console.services.engine.begin() as connection:
        await connection.execute(text("UPDATE conversation SET danger_at = '2026-11-24 09:00:00.000000'"))
    assert chat in (await nora.get("/queue")).text
    assert "Kort fortalt" in (await nora.get(f"/chats/{chat}/")).text


async def test_somebody_of_another_team_on_duty_promises_nobody(
    console: Console, karla: Browser, nora: Browser
) -> None:
    await nora.sends("/duty", {"takes": "yes"}, on="/queue")
    assert not await console.desk.handover.possible()
    chat = await waiting(console)
    assert await console.desk.watch.once() == [chat], "told at once that nobody has time"
    await karla.sends("/duty", {"takes": "yes"}, on="/queue")
    assert await console.desk.handover.possible()


async def test_a_conversation_is_transferred_to_another_team(console: Console, karla: Browser, nora: Browser) -> None:
    chat = await waiting(console)
    await nora.sends("/duty", {"takes": "yes"}, on="/queue")
    await karla.sends(f"/chats/{chat}/claim", {}, on=f"/chats/{chat}/")
    page = (await karla.get(f"/chats/{chat}/")).text
    team = await north(console)
    assert f'value="team:{team}"' in page
    form = {"fence": "1", "note": "Bor i nord", "to": f"team:{team}"}
    assert (await karla.sends(f"/chats/{chat}/transfer", {**form, "to": "team:x"}, on="/account/")).status_code == 400
    assert (await karla.sends(f"/chats/{chat}/transfer", form, on="/account/")).status_code == 303
    assert "Bor i nord" in (await nora.get(f"/chats/{chat}/")).text
    assert "Hvorfor vil du" in (await karla.get(f"/chats/{chat}/")).text


async def test_an_administrator_makes_teams_and_says_who_is_in_them(console: Console, nora: Browser) -> None:
    ada = console.browser()
    await ada.signs_in("ada")
    call = await call_of_an_intake(console)
    assert (await ada.sends("/people/teams", {"name": "Team Syd"}, on="/people/")).status_code == 303
    assert (await ada.sends("/people/teams/main", {"name": "Modtagelsen"}, on="/people/")).status_code == 303
    assert (await ada.sends("/people/teams/x", {"name": "X"}, on="/people/")).status_code == 404
    page = (await ada.get("/people/")).text
    assert "Team Syd" in page
    assert "Modtagelsen" in page
    member = await account(console, "nora")
    assert (await ada.sends(f"/people/{member.id}/teams", {"team_main": "yes"}, on="/people/")).status_code == 303
    assert "Karen" in (await nora.get(f"/intakes/{call.intake_id}")).text, "from the next click on"
    await ada.client.aclose()
