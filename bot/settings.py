"""Settings of all three processes, read once from the environment (`VEJVISER_*`).

Runs in both environments, so it uses the standard library only. Every field is described in docs/settings.md; a test
fails when one is missing there.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "VEJVISER_"


class SettingsError(ValueError):
    """A setting is missing or has a value that cannot be read; the message names the setting, never its value."""


@dataclass(frozen=True)
class Settings:
    """One process's settings. Times are seconds, sizes are characters or bytes as the name says."""

    database_url: str = f"sqlite:///{ROOT}/var/vejviser.sqlite3"
    sealing_keys: str = ""
    engine_secret: str = ""
    actions_secret: str = ""
    internal_secret: str = ""
    public_host: str = "127.0.0.1"
    public_port: int = 8000
    staff_host: str = "127.0.0.1"
    staff_port: int = 8001
    demo_port: int = 8002
    engine_port: int = 5005
    actions_port: int = 5055
    allowed_origins: str = ""
    staff_tls: bool = False
    municipality: str = "aarhus"
    model_dir: str = f"{ROOT}/var/models"
    widget_dir: str = f"{ROOT}/web-widget/dist"
    engine_deadline: float = 8.0
    action_budget: float = 4.0
    message_rate: str = "20/minute"
    conversation_rate: str = "300/10minute"
    proxies: int = 0
    keep_hours: int = 72
    keep_danger_days: int = 30
    keep_intake_days: int = 90
    keep_open_intake_days: int = 365
    keep_log_days: int = 730
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_redirect_uri: str = ""
    oidc_scope: str = "openid profile"
    oidc_role_claim: str = "roles"
    oidc_roles: str = ""
    sign_in_rate: str = "5/5minute"
    staff_idle: int = 900
    staff_absolute: int = 28800
    staff_lease: int = 20
    staff_wait: int = 180
    call_back_days: int = 1
    log_level: str = "info"

    @property
    def origins(self) -> tuple[str, ...]:
        """The exact origins that may embed the chat: the demo page's where none are set."""
        if not self.allowed_origins and self.demo_port:
            return f"http://127.0.0.1:{self.demo_port}", f"http://localhost:{self.demo_port}"
        return tuple(origin.strip() for origin in self.allowed_origins.split(",") if origin.strip())

    @property
    def engine_url(self) -> str:
        return f"http://127.0.0.1:{self.engine_port}"

    @property
    def actions_url(self) -> str:
        return f"http://127.0.0.1:{self.actions_port}"

    @property
    def staff_url(self) -> str:
        return f"http://127.0.0.1:{self.staff_port}"


def _convert(name: str, kind: str, raw: str) -> object:
    try:
        if kind == "int":
            return int(raw)
        if kind == "float":
            return float(raw)
    except ValueError:
        raise SettingsError(f"{PREFIX}{name.upper()} must be a number") from None
    if kind == "bool":
        return raw.strip().lower() in {"1", "true", "yes", "on"}
    return raw


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from `environment` (default: the process's own). Raises SettingsError."""
    source = os.environ if environment is None else environment
    values = {
        field.name: _convert(field.name, str(field.type), source[PREFIX + field.name.upper()])
        for field in fields(Settings)
        if PREFIX + field.name.upper() in source
    }
    return Settings(**values)  # type: ignore[arg-type]


def require(settings: Settings, *names: str) -> Settings:
    """Give `settings` back when each named one is set; raises SettingsError naming the first that is not."""
    for name in names:
        if not getattr(settings, name):
            raise SettingsError(f"{PREFIX}{name.upper()} is not set")
    return settings
