"""All who write in one process stand in one line before SQLite's one writer, whichever repository they use."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from backoffice.chat.bubbles import Bubble
from backoffice.store import database
from backoffice.store.chat_notes import ChatNotes
from bot.sealing import Sealer
from tests.storage.takeover import Clock, Desk, say


async def test_nobody_meets_a_lock_even_where_sqlite_itself_would_not_wait(
    sqlite: Path, tmp_path: Path, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0)
    engine, clock = database.create(f"sqlite:///{shutil.copy(sqlite, tmp_path)}"), Clock()
    desk = Desk(database.sessions(engine), sealer, clock)
    notes = ChatNotes(desk.sessions, sealer, clock)
    conversations = [await desk.conversation() for _ in range(5)]

    async def client(number: int) -> None:
        for conversation in conversations:
            fence = await desk.takeovers.claim(conversation, f"staff-{number}", say)
            await notes.add(conversation, f"staff-{number}", "note", "en note")
            await desk.conversations.say(conversation, [Bubble("Hej", "utter_greet")])
            assert fence is None or await desk.takeovers.renew(conversation, f"staff-{number}", fence)

    await asyncio.gather(*(client(number) for number in range(10)))
    for conversation in conversations:
        assert (await desk.entry(conversation)).state == "staff"
        assert len(await notes.of(conversation)) == 10
    await engine.dispose()
