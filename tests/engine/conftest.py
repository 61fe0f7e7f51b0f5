"""A small trained model, a migrated database and a running channel for the engine's tests (they run in .venv-rasa)."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bot.engine.train import train
from bot.sealing import new_key
from bot.settings import ROOT, Settings

PROJECT = Path(__file__).parent / "project"
TABLES = """
CREATE TABLE engine_tracker (conversation_id VARCHAR(36) PRIMARY KEY, state_sealed BLOB NOT NULL,
 updated_at TIMESTAMP NOT NULL);
CREATE TABLE engine_answer (conversation_id VARCHAR(36), message_id VARCHAR(36), answer_sealed BLOB NOT NULL,
 at TIMESTAMP NOT NULL,
 PRIMARY KEY (conversation_id, message_id));
"""


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(PROJECT, root, dirs_exist_ok=True)
    shutil.copy(ROOT / "config.yml", root / "config.yml")
    return train(root / "models", "small", root)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    path = tmp_path / "engine.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.executescript(TABLES)
    return Settings(
        database_url=f"sqlite:///{path}",
        sealing_keys=new_key(),
        engine_secret="secret",
        actions_secret="other",
        actions_port=9,
    )


@pytest.fixture
def agent(model: Path, settings: Settings) -> Any:
    from bot.engine.processor import load_agent, tune

    tune(settings)
    return load_agent(str(model), settings)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Rasa's own code warns about itself throughout; elsewhere warnings are errors."""
    for item in items:
        item.add_marker(pytest.mark.filterwarnings("ignore"))
