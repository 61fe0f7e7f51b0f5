"""`python -m backoffice.desk.first_account`: the first account of a new console, with a random password shown once."""

from __future__ import annotations

import asyncio
import sys

from backoffice.desk import passwords
from backoffice.services import utc_now
from backoffice.store import database
from backoffice.store.accounts import Accounts, Role, UsernameTakenError
from bot.sealing import Sealer
from bot.settings import Settings, load

USERNAME = "leder"


async def make_first(settings: Settings) -> str | None:
    """Make the account when there is none yet, and give its password; None when there are accounts already."""
    engine = database.create(settings.database_url)
    try:
        accounts = Accounts(database.sessions(engine), Sealer.from_setting(settings.sealing_keys), utc_now)
        if await accounts.count():
            return None
        password = passwords.new_password()
        await accounts.add(USERNAME, USERNAME.capitalize(), await passwords.make_hash(password), Role.ADMINISTRATOR)
        return password
    except UsernameTakenError:
        return None
    finally:
        await engine.dispose()


def main() -> int:
    """Print name and password once; nothing at later starts."""
    password = asyncio.run(make_first(load()))
    if password is not None:
        print(f"First staff account:  {USERNAME}, password (shown only now): {password}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
