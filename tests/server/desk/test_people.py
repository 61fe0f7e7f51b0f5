"""People and roles, one's own account, the ways and the log, over real HTTP."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import date

import httpx
import pyotp
import pytest

from backoffice.store.accounts import Account, Role
from tests.server.desk.console import PASSWORD, SECRET, Browser, Console, running_console

FRESH = re.compile(r"<code>([^<]{20,})</code>")
NEW = "en helt ny sætning om blåbær"


@pytest.fixture
async def console(database_url: str) -> AsyncIterator[Console]:
    """A console with an administrator, ada, and a counsellor, karla."""
    async with running_console(database_url, sign_in_rate="50/minute") as running:
        await running.has_account("ada", Role.ADMINISTRATOR)
        await running.has_account("karla")
        yield running


@pytest.fixture
async def ada(console: Console) -> AsyncIterator[Browser]:
    made = console.browser()
    await made.signs_in("ada")
    yield made
    await made.client.aclose()


async def account(console: Console, username: str) -> Account:
    return next(each for each in await console.accounts.everybody() if each.username == username)


async def test_a_new_person_gets_a_password_once_and_must_choose_an_own_one(console: Console, ada: Browser) -> None:
    form = {"username": "Sofie", "name": "Sofie", "role": "counsellor"}
    answer = await ada.sends("/people/", form)
    password = FRESH.findall(answer.text)[0]
    assert password not in (await ada.get("/people/")).text
    sofie = console.browser()
    assert (await sofie.signs_in("sofie", password)).status_code == 303
    assert (await sofie.get("/queue")).headers["location"] == "/account/"
    assert (await sofie.get("/intakes/")).headers["location"] == "/account/"
    changed = await sofie.sends("/account/password", {"old": password, "new": NEW}, on="/account/")
    assert "Din adgangskode er skiftet" in (await sofie.get(changed.headers["location"])).text
    assert (await sofie.signs_in("sofie", NEW)).status_code == 303
    assert (await sofie.get("/queue")).status_code == 200
    await sofie.client.aclose()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("x" * 20, NEW, "passede ikke"),
        (PASSWORD, "for kort", "for kort"),
        (PASSWORD, "karlakarlakarla123", "for let at gætte"),
        (PASSWORD, PASSWORD, "for let at gætte"),
    ],
)
async def test_a_password_that_will_not_do_says_why(karla: Browser, old: str, new: str, words: str) -> None:
    answer = await karla.sends("/account/password", {"old": old, "new": new}, on="/account/")
    assert answer.status_code == 400
    assert words in answer.text


async def test_one_time_codes_are_turned_on_by_a_right_code_and_off_by_the_password(
    console: Console, karla: Browser
) -> None:
    page = (await karla.get("/account/")).text
    secret = re.findall(r'name="secret" value="([A-Z2-7]+)"', page)[0]
    wrong = await karla.sends("/account/codes", {"secret": secret, "code": "000000"}, on="/account/")
    assert wrong.status_code == 400
    code = pyotp.TOTP(secret).at(console.clock.now)
    assert (await karla.sends("/account/codes", {"secret": secret, "code": code}, on="/account/")).status_code == 303
    assert (await account(console, "karla")).has_totp
    assert (await karla.sends("/account/codes-off", {"old": "x"}, on="/account/")).status_code == 400
    assert (await karla.sends("/account/codes-off", {"old": PASSWORD}, on="/account/")).status_code == 303
    assert not (await account(console, "karla")).has_totp


async def test_recovery_gives_a_new_password_and_turns_codes_off(console: Console, ada: Browser) -> None:
    karla = await account(console, "karla")
    await console.accounts.set_totp(karla.id, pyotp.random_base32())
    answer = await ada.sends(f"/people/{karla.id}/reset", {}, on="/people/")
    browser = console.browser()
    assert (await browser.signs_in("karla", FRESH.findall(answer.text)[0])).status_code == 303
    await browser.client.aclose()


async def test_whoever_is_removed_or_gets_another_role_is_out_at_the_next_click(
    console: Console, ada: Browser, karla: Browser
) -> None:
    person = await account(console, "karla")
    await ada.sends(f"/people/{person.id}/role", {"role": "auditor"}, on="/people/")
    assert (await karla.get("/queue")).headers["location"] == "/sign-in"
    await karla.signs_in()
    assert (await karla.get("/queue")).status_code == 404
    assert (await karla.get("/log/")).status_code == 200
    await ada.sends(f"/people/{person.id}/remove", {}, on="/people/")
    assert (await karla.get("/log/")).headers["location"] == "/sign-in"


@pytest.mark.parametrize("what", ["role", "reset", "remove"])
async def test_nobody_takes_their_own_access_away(console: Console, ada: Browser, what: str) -> None:
    mine = await account(console, "ada")
    answer = await ada.sends(f"/people/{mine.id}/{what}", {"role": "auditor"}, on="/people/")
    assert answer.status_code == 400
    assert (await account(console, "ada")).active


@pytest.mark.parametrize("username", ["", "a", "med mellemrum", "<script>", "æøå", "x" * 41])
async def test_an_odd_username_is_refused(ada: Browser, username: str) -> None:
    form = {"username": username, "name": "N", "role": "lead"}
    assert (await ada.sends("/people/", form)).status_code == 400


async def test_a_name_that_is_taken_is_told(ada: Browser) -> None:
    answer = await ada.sends("/people/", {"username": "karla", "name": "Karla", "role": "lead"})
    assert answer.status_code == 409
    assert "allerede en med det brugernavn" in answer.text


async def test_what_is_kept_about_a_way_carries_name_and_date(console: Console, ada: Browser) -> None:
    form = {"waiting_weeks": "6", "closed_until": "2026-12-24", "checked": "yes", "confirmed": "yes"}
    assert (await ada.sends("/ways/headspace_chat", form)).status_code == 303
    state = (await console.desk.ways.all())["headspace_chat"]
    assert (state.waiting_weeks, state.closed_until) == (6, date(2026, 12, 24))
    assert (state.confirmed_by, state.confirmed_on, state.checked_on) == ("Ada", date(2026, 11, 24), date(2026, 11, 24))
    await ada.sends("/ways/headspace_chat", {"waiting_weeks": ""})
    state = (await console.desk.ways.all())["headspace_chat"]
    assert (state.waiting_weeks, state.closed_until, state.confirmed_by) == (None, None, "Ada")


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.AUDITOR])
async def test_whoever_may_not_change_a_way_reads_the_list_and_who_may(console: Console, role: Role) -> None:
    await console.has_account("reader", role)
    reader = console.browser()
    await reader.signs_in("reader")
    for path in ("/ways/", "/ways/headspace_chat"):
        page = (await reader.get(path)).text
        assert 'href="/ways"' in page[: page.index("<main")], "it stands in the menu"
        assert "kan ændre den. Ved du noget nyt om et sted, så sig det til Ada." in page
        assert "<button" not in page[page.index("<main") :]
    await reader.client.aclose()


@pytest.mark.parametrize("form", [{"waiting_weeks": "x"}, {"waiting_weeks": "105"}, {"closed_until": "snart"}])
async def test_what_cannot_be_read_about_a_way_is_refused(ada: Browser, form: dict[str, str]) -> None:
    assert (await ada.sends("/ways/headspace_chat", form)).status_code == 400


async def test_nobody_can_close_112_or_keep_something_about_a_way_that_is_not_there(ada: Browser) -> None:
    form = {"closed_until": "2026-12-24"}
    assert (await ada.sends("/ways/emergency_112", form)).status_code == 400
    assert (await ada.sends("/ways/nowhere", form, on="/ways/emergency_112")).status_code == 404


async def test_the_log_shows_names_and_deeds_and_whether_it_stands(
    console: Console, ada: Browser, karla: Browser
) -> None:
    await karla.get("/intakes/")
    page = (await ada.get("/log/")).text
    assert "Loggen er hel" in page
    assert "Åbnede listen over henvendelser" in page
    from sqlalchemy import text

    async with console.services.engine.begin() as connection:
        await connection.execute(text("DROP TRIGGER access_log_no_update"))
        await connection.execute(text("UPDATE access_log SET actor = 'nobody' WHERE id = 2"))
    assert "Linje 2 er ændret eller mangler" in (await ada.get("/log/")).text


async def test_outside_the_hours_that_were_kept_nobody_is_asked_for(console: Console, ada: Browser) -> None:
    await ada.sends("/duty", {"takes": "yes"}, on="/queue")
    assert await console.desk.handover.possible()
    empty = {f"{name}_{day}": "" for day in range(7) for name in ("opens", "closes")}
    answer = await ada.sends("/hours/week", {**empty, "opens_1": "12:00", "closes_1": "15:00"}, on="/hours/")
    assert answer.status_code == 303
    assert not await console.desk.handover.possible(), "it is ten on a Tuesday"
    await ada.sends("/hours/week", {**empty, "opens_1": "09:00", "closes_1": "15:00"}, on="/hours/")
    assert await console.desk.handover.possible()
    await ada.sends("/hours/days", {"day": "2026-11-24", "what": "close"}, on="/hours/")
    assert not await console.desk.handover.possible()


@pytest.mark.parametrize(("opens", "closes"), [("12:00", ""), ("15:00", "09:00"), ("9", "15:00"), ("25:00", "26:00")])
async def test_hours_that_cannot_be_are_refused(ada: Browser, opens: str, closes: str) -> None:
    assert (await ada.sends("/hours/week", {"opens_0": opens, "closes_0": closes}, on="/hours/")).status_code == 400


async def test_a_page_that_reads_itself_again_is_recorded_but_not_each_time(console: Console, karla: Browser) -> None:
    idle = {"X-Vejviser-Idle": "1"}
    for _ in range(5):
        await karla.get("/intakes/", **idle)
    actions = [line.action for line in await console.desk.trail.newest(50)]
    assert actions.count("intake_list") == 1
    console.clock.forward(minutes=11)
    await karla.get("/intakes/", **idle)
    await karla.get("/intakes/")
    actions = [line.action for line in await console.desk.trail.newest(50)]
    assert actions.count("intake_list") == 3


async def test_what_the_staff_enter_about_a_way_is_told_to_families_and_to_the_actions(
    console: Console, ada: Browser
) -> None:
    async def centre() -> dict[str, object]:
        async with httpx.AsyncClient(base_url=console.public) as client:
            found: dict[str, object] = (await client.get("/chat/v1/centre")).json()
            return found

    def open_now(told: dict[str, object]) -> object:
        return next(route["open_now"] for route in told["routes"] if route["id"] == "boernetelefonen")  # type: ignore[attr-defined]

    assert open_now(await centre()) is True
    await ada.sends("/ways/boernetelefonen", {"closed_until": "2026-11-25", "waiting_weeks": "2"})
    assert open_now(await centre()) is False
    async with httpx.AsyncClient(base_url=console.url) as client:
        assert (await client.get("/internal/v1/ways")).status_code == 401
        answer = await client.get("/internal/v1/ways", headers={"X-Vejviser-Secret": SECRET})
    told = answer.json()["ways"]["boernetelefonen"]
    assert (told["waiting_weeks"], told["closed_until"], told["confirmed_by"]) == (2, "2026-11-25", None)
