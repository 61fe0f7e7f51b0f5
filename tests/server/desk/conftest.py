"""A staff app of its own for each test."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from backoffice.store import database
from tests.server.desk.console import Browser, Console, running_console


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that each test's own is copied from."""
    path: Path = tmp_path_factory.mktemp("migrated") / "empty.sqlite3"
    database.migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def database_url(migrated: Path, tmp_path: Path) -> str:
    """A fresh database."""
    shutil.copy(migrated, tmp_path / "desk.sqlite3")
    return f"sqlite:///{tmp_path}/desk.sqlite3"


@pytest.fixture
async def console(database_url: str) -> AsyncIterator[Console]:
    """The console with one counsellor, karla."""
    async with running_console(database_url) as running:
        await running.has_account()
        yield running


@pytest.fixture
async def browser(console: Console) -> AsyncIterator[Browser]:
    """A browser in which nobody has signed in."""
    made = console.browser()
    yield made
    await made.client.aclose()


@pytest.fixture
async def karla(browser: Browser) -> Browser:
    """A browser in which karla has signed in."""
    answer = await browser.signs_in()
    assert answer.status_code == 303, answer.text
    return browser
