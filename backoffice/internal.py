"""The internal API, which only our own processes may call."""

from __future__ import annotations

import hmac

from sanic import Request


def secret_is_right(request: Request, secret: str) -> bool:
    """Whether the caller knows the secret of the internal API; takes as long for a wrong one as for the right one."""
    given = request.headers.get("x-vejviser-secret", "")
    return bool(secret) and hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())
