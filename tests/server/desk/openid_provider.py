"""Real OpenID Connect providers on loopback: oidc-provider-mock as a process of its own, and one whose tokens can be bent."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from tests.stack import free_ports

START_SECONDS = 60.0
ISSUER = "https://login.example.org"
CLIENT, SECRET = "console", "the client's own secret"
NOBODY = {"sub": "7f3", "name": "Sofie Holm", "preferred_username": "sofie@example.org"}
KEY = RSAKey.generate_key(2048, {"kid": "one"})
ROLES = "ledelse=lead, raad=counsellor, revision=auditor"
DONE = "http://console.example/sign-in/openid/done"


@contextmanager
def running_provider(*people: dict[str, Any]) -> Iterator[str]:
    """Start the provider with these people; gives its issuer."""
    port = free_ports(1)[0]
    claims = [part for each in people for part in ("--user-claims", json.dumps(each))]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *claims]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    issuer = f"http://127.0.0.1:{port}"
    try:
        _wait(issuer, process)
        yield issuer
    finally:
        process.kill()
        process.wait(30)


def _wait(issuer: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            if httpx.get(f"{issuer}/.well-known/openid-configuration", timeout=5, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            assert process.poll() is None, "the provider ended"
        assert time.monotonic() < deadline, "the provider did not start"
        time.sleep(0.1)


async def consent(url: str, subject: str) -> str:
    """Sign in at the provider as `subject`; gives the address it sends the browser back to."""
    async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
        assert re.search("<form", (await client.get(url)).text)
        answer = await client.post(url, data={"sub": subject})
    assert answer.status_code == 302, answer.text[:300]
    return answer.headers["location"]


@dataclass
class BentProvider:
    """Answers as a provider does, with what a test has changed in the ID token or in how it is signed."""

    now: Callable[[], float]
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256", "kid": "one"})
    key: Any = field(default_factory=lambda: KEY)
    metadata: dict[str, Any] = field(default_factory=dict)
    sent: list[dict[str, list[str]]] = field(default_factory=list)
    nonce: str = ""
    token: str | None = None
    away: bool = False

    @property
    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._answer)

    def asked(self, url: str) -> str:
        """Remember what the browser brings to the provider; gives the state it will bring back."""
        query = parse_qs(urlsplit(url).query)
        self.nonce = query["nonce"][0]
        return query["state"][0]

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if self.away:
            raise httpx.ConnectError("away")
        if request.url.path.endswith("openid-configuration"):
            known = {"issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/authorize"}
            places = {"token_endpoint": f"{ISSUER}/token", "jwks_uri": f"{ISSUER}/jwks"}
            return httpx.Response(200, json={**known, **places, **self.metadata})
        if request.url.path == "/jwks":
            return httpx.Response(200, json=KeySet([KEY]).as_dict(private=False))
        self.sent.append(parse_qs(request.content.decode()))
        return httpx.Response(200, json={"access_token": "a", "token_type": "Bearer", "id_token": self._id_token()})

    def _id_token(self) -> str:
        if self.token is not None:
            return self.token
        now = int(self.now())
        usual = {"iss": ISSUER, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": self.nonce, "roles": ["raad"]}
        claims = {name: value for name, value in {**NOBODY, **usual, **self.claims}.items() if value is not None}
        return jwt.encode(self.header, claims, self.key, algorithms=["RS256", "HS256"])


def settings(issuer: str, **others: Any) -> dict[str, Any]:
    known = {"oidc_issuer": issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    return {**known, "oidc_redirect_uri": DONE, "oidc_roles": ROLES, **others}
