"""The secrets of one installation: `var/secrets.env`, made at random at the first start, readable by its owner alone.

They are never printed. What the environment sets already wins, so that production can bring its own.
"""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

SECRET_NAMES = ("VEJVISER_ENGINE_SECRET", "VEJVISER_ACTIONS_SECRET", "VEJVISER_INTERNAL_SECRET")
KEYS_NAME = "VEJVISER_SEALING_KEYS"


def ensure(path: Path) -> dict[str, str]:
    """Give the secrets in `path` back as environment variables; writes the file when it is missing."""
    if not path.exists():
        _write(path, _fresh())
    return _read(path)


def _fresh() -> dict[str, str]:
    values = {name: secrets.token_urlsafe(32) for name in SECRET_NAMES}
    values[KEYS_NAME] = "k1:" + base64.b64encode(secrets.token_bytes(32)).decode()
    return values


def _write(path: Path, values: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.writelines(f"{name}={value}\n" for name, value in values.items())
    # Renamed when whole: a half-written file must never be taken for the keys of a database.
    draft.replace(path)


def _read(path: Path) -> dict[str, str]:
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
