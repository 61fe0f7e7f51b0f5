"""Rate limits: per conversation for messages, wide per address for new conversations (a school shares one)."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from sanic import Request


class Limits:
    """Counts in memory; an address is kept only as a keyed hash that is lost with the process."""

    def __init__(self, message_rate: str, conversation_rate: str) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._messages: RateLimitItem = parse(message_rate)
        self._conversations: RateLimitItem = parse(conversation_rate)
        self._key = secrets.token_bytes(32)

    def message_allowed(self, conversation_id: str) -> bool:
        """Count a message of a conversation; False when it is one too many."""
        return self._limiter.hit(self._messages, "message", conversation_id)

    def conversation_allowed(self, address: str) -> bool:
        """Count a new conversation from an address; False when it is one too many."""
        hashed = hmac.new(self._key, address.encode(), hashlib.sha256).hexdigest()
        return self._limiter.hit(self._conversations, "open", hashed)


def address_of(request: Request) -> str:
    """The visitor's address: behind as many reverse proxies as the setting `proxies` says, what the outermost one saw."""
    return str(request.remote_addr or request.ip or "")
