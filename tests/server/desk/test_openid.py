"""Signing in with the municipality's own provider: a real one on loopback, and tokens that must never be believed."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from joserfc.jwk import OctKey, RSAKey

from backoffice.desk.openid import AWAY, FAILED, NO_ROLE, OpenId, RefusedError, read_roles, role_of
from backoffice.store.accounts import Role
from bot.sealing import Sealer, new_key
from bot.settings import Settings, SettingsError
from tests.server.desk.console import Browser, Clock, Console, running_console
from tests.server.desk.openid_provider import CLIENT, ISSUER, KEY, SECRET, BentProvider, consent, running_provider

ROLES = "ledelse=lead, raad=counsellor, revision=auditor"
DONE = "http://console.example/sign-in/openid/done"
PEOPLE = (
    {"sub": "s-1", "name": "Sofie Holm", "preferred_username": "Sofie.Holm@aarhus.dk", "roles": ["andet", "raad"]},
    {"sub": "s-2", "name": "Bo Lind", "preferred_username": "karla", "roles": ["ledelse", "raad"]},
    {"sub": "s-3", "name": "Uden Rolle", "roles": ["andet"]},
)


def settings(issuer: str, **others: Any) -> dict[str, Any]:
    known = {"oidc_issuer": issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    return {**known, "oidc_redirect_uri": DONE, "oidc_roles": ROLES, **others}


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


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bent(clock: Clock) -> BentProvider:
    return BentProvider(lambda: clock.now.timestamp())


def openid_of(bent: BentProvider, clock: Clock, **others: Any) -> OpenId:
    chosen = Settings(**settings(ISSUER, **others))
    return OpenId(chosen, Sealer.from_setting(new_key()), clock, bent.transport)


async def refusal(bent: BentProvider, clock: Clock) -> str | None:
    """Why an attempt was refused; None when it was not."""
    openid = openid_of(bent, clock)
    url, cookie = await openid.begin()
    try:
        await openid.finish(cookie, bent.asked(url), "code")
    except RefusedError as error:
        return error.why
    return None


async def test_the_right_token_is_believed_and_the_verifier_is_sent(bent: BentProvider, clock: Clock) -> None:
    openid = openid_of(bent, clock)
    url, cookie = await openid.begin()
    assert "code_challenge_method=S256" in url
    person = await openid.finish(cookie, bent.asked(url), "code")
    assert (person.name, person.role, person.username) == ("Sofie Holm", Role.COUNSELLOR, "sofie")
    assert "7f3" not in person.subject
    assert len(bent.sent[0]["code_verifier"][0]) >= 43


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another client"},
        {"aud": ["another client", "a third"]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"aud": None},
        {"iss": "https://evil.example.org"},
        {"iss": None},
        {"nonce": "of another attempt"},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"exp": "soon"},
        {"iat": 4102444800},
        {"nbf": 4102444800},
        {"sub": None},
        {"at_hash": "of another token"},
    ],
)
async def test_a_token_with_a_wrong_claim_is_refused(bent: BentProvider, clock: Clock, claims: dict[str, Any]) -> None:
    bent.claims = claims
    assert await refusal(bent, clock) == FAILED


async def test_a_token_signed_by_anybody_else_is_refused(bent: BentProvider, clock: Clock) -> None:
    bent.key = RSAKey.generate_key(2048, {"kid": "one"})
    assert await refusal(bent, clock) == FAILED
    bent.key, bent.header = RSAKey.generate_key(2048, {"kid": "two"}), {"alg": "RS256", "kid": "two"}
    assert await refusal(bent, clock) == FAILED


async def test_a_token_signed_with_the_clients_secret_or_the_public_key_as_a_secret_is_refused(
    bent: BentProvider, clock: Clock
) -> None:
    bent.header = {"alg": "HS256", "kid": "one"}
    for secret in (SECRET.encode() * 2, KEY.as_pem(private=False)):
        bent.key = OctKey.import_key(base64.urlsafe_b64encode(secret).decode())
        assert await refusal(bent, clock) == FAILED


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "none"])
async def test_an_unsigned_or_broken_token_is_refused(bent: BentProvider, clock: Clock, token: str) -> None:
    def part(content: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")

    bent.token = f"{part({'alg': 'none'})}.{part({'sub': '7f3'})}." if token == "none" else token
    assert await refusal(bent, clock) == FAILED


async def test_a_provider_that_names_itself_otherwise_or_is_away_signs_nobody_in(
    bent: BentProvider, clock: Clock
) -> None:
    openid = openid_of(bent, clock)
    url, cookie = await openid.begin()
    bent.away = True
    with pytest.raises(RefusedError) as away:
        await openid.finish(cookie, bent.asked(url), "code")
    assert away.value.why == AWAY
    with pytest.raises(RefusedError):
        await openid.begin()
    bent.away, bent.metadata = False, {"issuer": "https://evil.example.org"}
    with pytest.raises(RefusedError):
        await openid.begin()


@pytest.mark.parametrize("roles", [None, [], "", "raadet", ["RAAD"], 7, [7], {"raad": True}])
async def test_a_claim_without_a_role_of_ours_is_no_role(bent: BentProvider, clock: Clock, roles: Any) -> None:
    bent.claims = {"roles": roles}
    assert await refusal(bent, clock) in {NO_ROLE, FAILED}


async def test_an_attempt_ends_after_ten_minutes(bent: BentProvider, clock: Clock) -> None:
    openid = openid_of(bent, clock)
    url, cookie = await openid.begin()
    clock.forward(minutes=11)
    with pytest.raises(RefusedError):
        await openid.finish(cookie, bent.asked(url), "code")


def test_roles_are_read_from_claims_of_claims_and_in_the_settings_order() -> None:
    roles = read_roles("a=lead, b=counsellor")
    assert role_of({"realm_access": {"roles": ["b", "a"]}}, "realm_access.roles", roles) is Role.LEAD
    assert role_of({"roles": "b"}, "roles", roles) is Role.COUNSELLOR
    assert role_of({"roles": "b"}, "roles.more", roles) is None


@pytest.mark.parametrize(
    "others",
    [
        {"oidc_roles": ""},
        {"oidc_roles": "a=king"},
        {"oidc_roles": "a"},
        {"oidc_client_secret": ""},
        {"oidc_issuer": "http://login.example.org"},
    ],
)
def test_settings_that_cannot_work_stop_the_start(bent: BentProvider, clock: Clock, others: dict[str, str]) -> None:
    with pytest.raises(SettingsError):
        openid_of(bent, clock, **others)
