"""Signing in with the municipality's own provider: a real one on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from backoffice.store.accounts import Role
from tests.server.desk.console import Browser, Console, running_console
from tests.server.desk.openid_provider import (
    consent,
    running_provider,
    settings,
)

PEOPLE = (
    {"sub": "s-1", "name": "Sofie Holm", "preferred_username": "Sofie.Holm@aarhus.dk", "roles": ["andet", "raad"]},
    {"sub": "s-2", "name": "Bo Lind", "preferred_username": "karla", "roles": ["ledelse", "raad"]},
    {"sub": "s-3", "name": "Uden Rolle", "roles": ["andet"]},
)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with running_provider(*PEOPLE) as running:
        yield running


@pytest.fixture
async def console(database_url: str, issuer: str) -> AsyncIterator[Console]:
    """A console with a local account, karla, beside the provider. Its clock is the real one, as the provider's is."""
    async with running_console(database_url, **settings(issuer)) as running:
        from datetime import UTC, datetime

        running.clock.now = datetime.now(UTC)
        await running.has_account()
        yield running


async def signs_in(browser: Browser, subject: str) -> int:
    off = await browser.get("/sign-in/openid/")
    assert off.status_code == 303
    back = await consent(off.headers["location"], subject)
    return (await browser.get(back.removeprefix("http://console.example"))).status_code


async def test_somebody_the_provider_vouches_for_is_signed_in_with_the_role_of_the_claim(
    console: Console, browser: Browser
) -> None:
    assert "Log ind med kommunens konto" in (await browser.get("/sign-in")).text
    assert await signs_in(browser, "s-1") == 200
    page = (await browser.get("/queue")).text
    assert "Sofie Holm" in page
    assert "Rådgiver" in page
    sofie = next(each for each in await console.accounts.everybody() if each.external)
    assert (sofie.username, sofie.role) == ("sofie.holm", Role.COUNSELLOR)
    assert (await console.desk.trail.newest(1))[0].action == "sign_in_openid"
    account = (await browser.get("/account/")).text
    assert "Du logger ind med kommunens konto" in account
    assert "Adgangskode" not in account.replace("Adgangskode, navn", "")


async def test_a_local_account_of_the_same_name_stays_somebody_elses(console: Console, browser: Browser) -> None:
    assert await signs_in(browser, "s-2") == 200
    found = {each.username: each for each in await console.accounts.everybody()}
    assert (found["karla"].external, found["karla-2"].external) == (False, True)
    assert found["karla-2"].role is Role.LEAD, "the first of the setting that fits"
    other = console.browser()
    assert (await other.signs_in()).status_code == 303, "and karla still signs in with her password"
    assert (await other.signs_in("karla-2", "!")).status_code == 401
    await other.client.aclose()


async def test_nobody_without_a_role_gets_in(console: Console, browser: Browser) -> None:
    assert await signs_in(browser, "s-3") == 403
    assert (await browser.get("/queue")).status_code == 303
    assert [each.username for each in await console.accounts.everybody()] == ["karla"]


async def test_whoever_was_removed_here_stays_out_and_signing_in_again_makes_no_second_account(
    console: Console, browser: Browser
) -> None:
    assert await signs_in(browser, "s-1") == 200
    assert await signs_in(browser, "s-1") == 200
    accounts = [each for each in await console.accounts.everybody() if each.external]
    assert len(accounts) == 1
    await console.accounts.remove(accounts[0].id)
    assert (await browser.get("/queue")).headers["location"] == "/sign-in"
    assert await signs_in(browser, "s-1") == 401


async def test_another_role_at_the_provider_is_another_role_here_and_ends_the_sessions_with_the_old_one(
    console: Console, browser: Browser
) -> None:
    await signs_in(browser, "s-1")
    sofie = next(each for each in await console.accounts.everybody() if each.external)
    other = console.browser()
    await signs_in(other, "s-1")
    await console.accounts.change_role(sofie.id, Role.ADMINISTRATOR)
    assert await signs_in(browser, "s-1") == 200
    assert (await console.accounts.get(sofie.id)).role is Role.COUNSELLOR
    assert (await other.get("/queue")).headers["location"] == "/sign-in"
    await other.client.aclose()


async def test_an_attempt_of_another_browser_or_a_made_up_one_is_refused(console: Console, browser: Browser) -> None:
    off = await browser.get("/sign-in/openid/")
    back = (await consent(off.headers["location"], "s-1")).removeprefix("http://console.example")
    stranger = console.browser()
    assert (await stranger.get(back)).status_code == 401
    assert (await browser.get("/sign-in/openid/done?state=x&code=y")).status_code == 401
    assert (await browser.get(back)).status_code == 401, "the attempt is over"
    await stranger.client.aclose()


async def test_an_administrator_gives_such_an_account_neither_password_nor_role(
    console: Console, browser: Browser
) -> None:
    await signs_in(browser, "s-1")
    sofie = next(each for each in await console.accounts.everybody() if each.external)
    await console.has_account("ada", Role.ADMINISTRATOR)
    ada = console.browser()
    await ada.signs_in("ada")
    for what in ("reset", "role"):
        assert (await ada.sends(f"/people/{sofie.id}/{what}", {"role": "lead"}, on="/people/")).status_code == 400
    assert (await ada.sends(f"/people/{sofie.id}/remove", {}, on="/people/")).status_code == 303
    await ada.client.aclose()


async def test_without_the_setting_there_is_no_such_way(database_url: str) -> None:
    async with running_console(database_url) as running:
        browser = running.browser()
        for path in ("/sign-in/openid/", "/sign-in/openid/done"):
            assert (await browser.get(path)).status_code == 404
        assert "kommunens konto" not in (await browser.get("/sign-in")).text
        await browser.client.aclose()
