"""Sealing of what visitors wrote: AES-256-GCM, key id in front, context authenticated.

Used by the back office (SQLAlchemy 2.1) and by the engine's tracker store (SQLAlchemy 1.4) alike. The keys come from the
setting `sealing_keys`, never from the database: `id:base64-of-32-bytes`, several separated by commas. The first one
seals; all of them open, so that a key is rotated by putting a new one in front.
"""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
KEY_BYTES = 32


class SealError(ValueError):
    """A sealed value or a key cannot be read. Never carries any of the text."""


@dataclass(frozen=True)
class Sealer:
    """Seals and opens values; `keys` is an ordered mapping id -> 32 bytes, the first one seals."""

    keys: dict[str, bytes]

    @classmethod
    def from_setting(cls, setting: str) -> Sealer:
        """Read `id:base64,id:base64`. Raises SealError when there is no usable key."""
        keys = dict(_parse_key(part) for part in setting.split(",") if part.strip())
        if not keys:
            raise SealError("no sealing key is set")
        return cls(keys)

    def seal(self, plain: str, context: str) -> bytes:
        """Seal `plain` for the place named by `context` (e.g. "message:<conversation>:7:text")."""
        key_id, key = next(iter(self.keys.items()))
        nonce = os.urandom(NONCE_BYTES)
        # A lone surrogate cannot reach this point from the API; "surrogatepass" keeps even that from losing a message.
        body = AESGCM(key).encrypt(nonce, plain.encode("utf-8", "surrogatepass"), context.encode())
        return key_id.encode() + b":" + nonce + body

    def open(self, sealed: bytes, context: str) -> str:
        """Open what `seal` made for the same context. Raises SealError when it was changed or moved."""
        key_id, _, rest = bytes(sealed).partition(b":")
        key = self.keys.get(key_id.decode("ascii", "replace"))
        if key is None:
            raise SealError("sealed with an unknown key")
        try:
            plain = AESGCM(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], context.encode())
        except InvalidTag:
            raise SealError("the sealed value was changed or belongs elsewhere") from None
        return plain.decode("utf-8", "surrogatepass")


def _parse_key(part: str) -> tuple[str, bytes]:
    key_id, _, encoded = part.strip().partition(":")
    try:
        key = base64.b64decode(encoded, validate=True)
    except ValueError:
        key = b""
    if not key_id.isalnum() or len(key) != KEY_BYTES:
        raise SealError("a sealing key must be id:base64 of 32 bytes")
    return key_id, key


def new_key(key_id: str = "k1") -> str:
    """A fresh random key in the form the setting takes."""
    return f"{key_id}:{base64.b64encode(os.urandom(KEY_BYTES)).decode()}"
