"""Tokens of a provider that must be believed, and the many that must never be."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from joserfc.jwk import OctKey, RSAKey

from backoffice.desk.openid import AWAY, FAILED, NO_ROLE, OpenId, RefusedError, read_roles, role_of
from backoffice.store.accounts import Role
from bot.sealing import Sealer, new_key
from bot.settings import Settings, SettingsError
from tests.server.desk.console import Clock
from tests.server.desk.openid_provider import (
    CLIENT,
    ISSUER,
    KEY,
    SECRET,
    BentProvider,
    settings,
)


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
