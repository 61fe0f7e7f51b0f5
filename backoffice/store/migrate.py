"""`python -m backoffice.store.migrate`: bring the database to the newest migration."""

from __future__ import annotations

import logging
import sys

from backoffice.store.database import migrate
from bot.settings import load


def main() -> int:
    """Migrate the database that the settings name."""
    logging.basicConfig(level=logging.WARNING)
    migrate(load().database_url)
    return 0


if __name__ == "__main__":
    sys.exit(main())
