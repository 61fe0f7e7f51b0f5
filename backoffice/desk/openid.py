"""Signing in with the municipality's own provider (OpenID Connect, code flow with PKCE), by Authlib.

The browser carries what belongs to one attempt (state, nonce, verifier) in a sealed cookie, so that any process can end
what another began. Whatever is not exactly as expected is a RefusedError; nothing of what was sent is ever told.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from backoffice.store.accounts import Role
from bot.sealing import Sealer, SealError
from bot.settings import Settings, SettingsError, require

CONTEXT = "openid attempt"
LASTS = 600.0
LEEWAY = 60
TIMEOUT = 5.0
# Signatures by a key that the provider alone has; never "none", and never one made with the client's own secret.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384")
LOOPBACK = ("http://127.0.0.1:", "http://localhost:")


class Refusal(str):
    """Why nobody was signed in; the template has the words."""


FAILED, NO_ROLE, AWAY = Refusal("openid"), Refusal("openid_role"), Refusal("openid_away")


class RefusedError(Exception):
    """The attempt ends without anybody signed in."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Person:
    """Whom the provider vouches for. `subject` is a hash: what the provider calls somebody is not kept."""

    subject: str
    username: str
    name: str
    role: Role


class OpenId:
    """The provider of the settings. Off while no issuer is set. Raises SettingsError when the settings cannot work."""

    def __init__(
        self,
        settings: Settings,
        sealer: Sealer,
        clock: Callable[[], datetime],
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._settings = settings
        self._sealer = sealer
        self._clock = clock
        self._transport = transport
        self.on = bool(settings.oidc_issuer)
        self._roles = read_roles(settings.oidc_roles) if self.on else ()
        if self.on:
            require(settings, "oidc_client_id", "oidc_client_secret", "oidc_redirect_uri", "oidc_roles")
            if not settings.oidc_issuer.startswith(("https://", *LOOPBACK)):
                raise SettingsError("VEJVISER_OIDC_ISSUER must begin with https://")

    async def begin(self) -> tuple[str, str]:
        """Where to send the browser, and the cookie it must bring back. Raises RefusedError."""
        attempt = {name: secrets.token_urlsafe(48) for name in ("state", "nonce", "verifier")}
        settings = self._settings
        async with self._client() as client:
            metadata = await self._metadata(client)
        url = prepare_grant_uri(
            metadata["authorization_endpoint"],
            settings.oidc_client_id,
            "code",
            settings.oidc_redirect_uri,
            settings.oidc_scope,
            attempt["state"],
            nonce=attempt["nonce"],
            code_challenge=create_s256_code_challenge(attempt["verifier"]),
            code_challenge_method="S256",
        )
        sealed = self._sealer.seal(json.dumps({**attempt, "at": self._clock().timestamp()}), CONTEXT)
        return str(url), sealed.hex()

    async def finish(self, cookie: str, state: str, code: str) -> Person:
        """Whom the provider vouches for at the end of the attempt that the cookie belongs to. Raises RefusedError."""
        attempt = self._opened(cookie)
        if not code or not hmac.compare_digest(attempt["state"].encode(), state.encode("utf-8", "replace")):
            raise RefusedError(FAILED)
        async with self._client() as client:
            metadata = await self._metadata(client)
            try:
                token = await self._token(client, metadata["token_endpoint"], code, attempt["verifier"])
                keys = (await client.get(metadata["jwks_uri"])).raise_for_status().json()
                claims = self._claims(token, keys, attempt["nonce"])
            except httpx.TransportError:
                raise RefusedError(AWAY) from None
            except (AuthlibBaseError, JoseError, httpx.HTTPError, ValueError, KeyError, TypeError):
                raise RefusedError(FAILED) from None
        return self._person(claims)

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(timeout=TIMEOUT, transport=self._transport, trust_env=False)

    async def _token(self, client: httpx.AsyncClient, url: str, code: str, verifier: str) -> dict[str, Any]:
        settings = self._settings
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": settings.oidc_redirect_uri}
        # RFC 6749, 2.3.1: both parts are encoded before they become a Basic header.
        client_auth = (quote(settings.oidc_client_id, safe=""), quote(settings.oidc_client_secret, safe=""))
        answer = await client.post(url, data={**form, "code_verifier": verifier}, auth=client_auth)
        token: dict[str, Any] = answer.raise_for_status().json()
        return token

    async def _metadata(self, client: httpx.AsyncClient) -> dict[str, Any]:
        address = f"{self._settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration"
        try:
            answer = (await client.get(address)).raise_for_status()
            metadata: dict[str, Any] = answer.json()
            if metadata["issuer"] != self._settings.oidc_issuer:
                raise RefusedError(FAILED)
        except (httpx.HTTPError, ValueError, KeyError, TypeError):
            raise RefusedError(AWAY) from None
        return metadata

    def _opened(self, cookie: str) -> dict[str, Any]:
        try:
            attempt: dict[str, Any] = json.loads(self._sealer.open(bytes.fromhex(cookie), CONTEXT))
        except (SealError, ValueError):
            raise RefusedError(FAILED) from None
        if not 0 <= self._clock().timestamp() - attempt["at"] <= LASTS:
            raise RefusedError(FAILED)
        return attempt

    def _claims(self, token: Mapping[str, Any], keys: Any, nonce: str) -> dict[str, Any]:
        read = jwt.decode(token["id_token"], KeySet.import_key_set(keys), algorithms=list(ALGORITHMS))
        expected = {
            "iss": {"essential": True, "value": self._settings.oidc_issuer},
            "aud": {"essential": True, "value": self._settings.oidc_client_id},
            "exp": {"essential": True},
            "sub": {"essential": True},
        }
        beside = {"nonce": nonce, "client_id": self._settings.oidc_client_id, "access_token": token.get("access_token")}
        claims = CodeIDToken(read.claims, read.header, expected, beside)
        claims.validate(now=int(self._clock().timestamp()), leeway=LEEWAY)
        return dict(claims)

    def _person(self, claims: dict[str, Any]) -> Person:
        role = role_of(claims, self._settings.oidc_role_claim, self._roles)
        if role is None:
            raise RefusedError(NO_ROLE)
        subject = hashlib.sha256(f"{self._settings.oidc_issuer} {claims['sub']}".encode()).hexdigest()
        username = str(claims.get("preferred_username") or claims.get("email") or "").partition("@")[0]
        return Person(subject, username, str(claims.get("name") or username or "?")[:60], role)


def read_roles(setting: str) -> tuple[tuple[str, Role], ...]:
    """`value=role, value=role` as pairs, in order. Raises SettingsError."""
    pairs = []
    for part in setting.split(","):
        value, _, role = part.strip().rpartition("=")
        if value.strip() and role.strip() in set(Role):
            pairs.append((value.strip(), Role(role.strip())))
        elif part.strip():
            raise SettingsError("VEJVISER_OIDC_ROLES must be value=role, separated by commas")
    return tuple(pairs)


def role_of(claims: Mapping[str, Any], name: str, roles: tuple[tuple[str, Role], ...]) -> Role | None:
    """The first role of the setting whose value the claim holds; dots in `name` lead into claims of claims."""
    found: Any = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    listed = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    held = {each for each in listed if isinstance(each, str)}
    return next((role for value, role in roles if value in held), None)
