"""Holds back guessing of passwords: failed attempts are counted per address and per account."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter


class Throttle:
    """Counts in memory; addresses and names are kept only as keyed hashes that are lost with the process.

    Only failures count, so that a whole centre behind one address can begin its day.
    """

    def __init__(self, rate: str) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._rate: RateLimitItem = parse(rate)
        self._key = secrets.token_bytes(32)

    def allowed(self, address: str, username: str) -> bool:
        """Whether one more attempt may be made."""
        return all(self._limiter.test(self._rate, *place) for place in self._places(address, username))

    def failed(self, address: str, username: str) -> None:
        """Count a failed attempt."""
        for place in self._places(address, username):
            self._limiter.hit(self._rate, *place)

    def _places(self, address: str, username: str) -> tuple[tuple[str, str], tuple[str, str]]:
        return ("address", self._hidden(address)), ("account", self._hidden(username.casefold()))

    def _hidden(self, value: str) -> str:
        return hmac.new(self._key, value.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
