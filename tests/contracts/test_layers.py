"""Imports point one way, as docs/architecture.md says; read from the source, so that nothing has to be importable."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import ROOT

# What runs inside Rasa, and the launcher, are no part of the plain Python below them.
GLUE = ("bot.engine", "bot.run")
WEB_AND_SQL = ("rasa", "rasa_sdk", "sanic", "sqlalchemy", "alembic", "httpx", "aiohttp")
BOTH_ENVIRONMENTS = ("bot.settings", "bot.sealing", "bot.texts", "bot.danish")


def modules(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[str]:
    """Every module that `path` imports, also inside functions; relative ones by their full name."""
    package = name_of(path).split(".") if path.name == "__init__.py" else name_of(path).split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{base}.{each.name}" for each in node.names)


def is_in(module: str, *packages: str) -> bool:
    return any(module == each or module.startswith(f"{each}.") for each in packages)


def plain_bot() -> list[Path]:
    return [path for path in modules("bot") if not is_in(name_of(path), *GLUE)]


def wrong(paths: list[Path], *forbidden: str) -> list[str]:
    return [f"{name_of(path)} -> {each}" for path in paths for each in imports(path) if is_in(each, *forbidden)]


def test_the_folders_are_there() -> None:
    for folder in ("bot/safety", "bot/danish", "bot/routes", "bot/guidance", "backoffice/chat", "actions"):
        assert modules(folder), folder


def test_nothing_imports_the_actions_but_themselves() -> None:
    assert wrong(modules("bot", "backoffice"), "actions") == []


def test_what_knows_the_field_imports_no_web_no_sql_and_nothing_above_it() -> None:
    assert wrong(plain_bot(), *WEB_AND_SQL, "backoffice", "bot.engine", "bot.run") == []


def test_engine_and_launcher_do_not_import_the_back_office() -> None:
    assert wrong(modules("bot/engine", "bot/run"), "backoffice", "actions") == []


def test_the_actions_do_not_import_the_back_office_or_the_engine() -> None:
    # bot.engine.turn is the one thing both forms of an action share: what a turn is.
    found = wrong(modules("actions"), "backoffice", "bot.engine", "rasa")
    assert [each for each in found if "-> bot.engine.turn" not in each] == []


def test_the_back_office_does_not_import_the_engine() -> None:
    assert wrong(modules("backoffice"), "bot.engine", "rasa", "rasa_sdk", "actions") == []


LEARNING = {"bot.safety.train": ("sklearn", "scipy")}


def test_safety_needs_nothing_but_itself_danish_texts_and_numpy() -> None:
    """Learning may need more; nothing that reads a message does."""
    allowed = (*sys.stdlib_module_names, "numpy", "bot.safety", "bot.danish", "bot.texts", "bot.settings", "yaml")
    others = [
        f"{name_of(path)} -> {each}"
        for path in modules("bot/safety")
        for each in imports(path)
        if not is_in(each, *allowed, *LEARNING.get(name_of(path), ()))
    ]
    assert others == []


def test_what_both_environments_run_uses_no_pydantic() -> None:
    shared = [path for path in modules("bot") if is_in(name_of(path), *BOTH_ENVIRONMENTS)]
    assert shared
    assert wrong(shared, "pydantic", *WEB_AND_SQL) == []


def test_the_store_does_not_import_the_apps() -> None:
    found = wrong(modules("backoffice/store"), "sanic", "backoffice.desk", "backoffice.chat", "backoffice.public_app")
    # Bubbles are what the store keeps: plain data without any import of the chat's.
    assert [each for each in found if "-> backoffice.chat.bubbles" not in each] == []
    assert wrong(modules("backoffice/chat"), "backoffice.desk", "backoffice.staff_app") == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import sanic.response", ["sanic.response"]),
        ("from sanic import Sanic", ["sanic.Sanic"]),
        ("def f():\n    from backoffice import chat", ["backoffice.chat"]),
    ],
)
def test_the_check_sees_imports_in_every_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, found: list[str]
) -> None:
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    path = tmp_path / "bot" / "new.py"
    path.parent.mkdir()
    path.write_text(source)
    assert list(imports(path)) == found


def test_relative_imports_are_seen_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    (tmp_path / "bot" / "safety").mkdir(parents=True)
    path = tmp_path / "bot" / "safety" / "new.py"
    path.write_text("from ..engine import turn\nfrom . import words")
    assert list(imports(path)) == ["bot.engine.turn", "bot.safety.words"]
