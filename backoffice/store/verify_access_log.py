"""`python -m backoffice.store.verify_access_log`: does the access log stand? Names the first line that does not."""

from __future__ import annotations

import asyncio
import sys

from backoffice.services import utc_now
from backoffice.store import database
from backoffice.store.access_log import AccessTrail
from bot.sealing import Sealer
from bot.settings import Settings, load


async def first_bad(settings: Settings) -> int | None:
    """The first bad line of the settings' database, or None."""
    engine = database.create(settings.database_url)
    try:
        sealer = Sealer.from_setting(settings.sealing_keys)
        return await AccessTrail(database.sessions(engine), sealer, utc_now).first_bad()
    finally:
        await engine.dispose()


def main() -> int:
    """Exit code 0 when every line stands, else 1."""
    bad = asyncio.run(first_bad(load()))
    print("access log: every line stands" if bad is None else f"access log: line {bad} was changed or is missing")
    return 0 if bad is None else 1


if __name__ == "__main__":
    sys.exit(main())
