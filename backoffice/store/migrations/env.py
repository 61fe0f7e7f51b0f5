"""Alembic's environment: the URL comes from backoffice.store.database.migrate or from the settings."""

from __future__ import annotations

from pathlib import Path

from alembic import context
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from backoffice.store import desk_models  # noqa: F401 - its tables belong to Base
from backoffice.store.models import Base
from bot.settings import load

SYNC_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}


def run() -> None:
    """Run the migrations over one short-lived connection."""
    url = make_url(context.config.attributes.get("url") or load().database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url.set(drivername=SYNC_DRIVERS[url.get_backend_name()]))
    with engine.begin() as connection:
        context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
        context.run_migrations()
    engine.dispose()


run()
