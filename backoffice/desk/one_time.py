"""One-time codes (TOTP, RFC 6238): each code once, the one before and after accepted for clocks that differ."""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp

from backoffice.store.accounts import Accounts, Credentials

STEP_SECONDS = 30
DRIFT = 1


def new_secret() -> str:
    """A secret for an authenticator."""
    return pyotp.random_base32()


def address(secret: str, username: str, issuer: str) -> str:
    """The address that an authenticator reads."""
    return pyotp.TOTP(secret, name=username, issuer=issuer).provisioning_uri()


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step that `code` belongs to, or None when it is not one of now."""
    current = int(now.timestamp()) // STEP_SECONDS
    for step in range(current - DRIFT, current + DRIFT + 1):
        right = pyotp.TOTP(secret).at(step * STEP_SECONDS)
        if hmac.compare_digest(right.encode(), code.replace(" ", "").encode("utf-8", "replace")):
            return step
    return None


async def right_code(accounts: Accounts, found: Credentials, code: str, now: datetime) -> bool:
    """Whether the code is right, or none is needed. A code that was used is wrong the second time."""
    if found.totp_secret is None:
        return True
    step = step_of(found.totp_secret, code, now)
    return step is not None and await accounts.use_totp_step(found.account.id, step)
