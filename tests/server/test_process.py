"""The back office as a process: it ends cleanly with streams open, and whatever fails, its log holds nothing written."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.run import secrets_file
from bot.settings import ROOT
from tests.stack import free_ports

PLANTED = "grævlingebold"
START_SECONDS = 60.0


@dataclass
class Running:
    process: asyncio.subprocess.Process
    base: str
    log: Path
    database: Path

    async def ends(self) -> int:
        """Ask it to end; gives the exit code. Raises TimeoutError."""
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(10):
            return await self.process.wait()


@pytest.fixture
async def running(database_file: Path, tmp_path: Path) -> AsyncIterator[Running]:
    public, staff, nobody = free_ports(3)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("VEJVISER_")},
        **secrets_file.ensure(tmp_path / "secrets.env"),
        "VEJVISER_DATABASE_URL": f"sqlite:///{database_file}",
        "VEJVISER_PUBLIC_PORT": str(public),
        "VEJVISER_STAFF_PORT": str(staff),
        "VEJVISER_DEMO_PORT": "0",
        "VEJVISER_ENGINE_PORT": str(nobody),
        "VEJVISER_LOG_LEVEL": "debug",
        "VEJVISER_ENGINE_DEADLINE": "0.2",
        "PYTHONUNBUFFERED": "1",
    }
    log = tmp_path / "log"
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "backoffice", cwd=ROOT, env=environment, stdout=output, stderr=output
        )
    base = f"http://127.0.0.1:{public}"
    try:
        async with asyncio.timeout(START_SECONDS), httpx.AsyncClient(trust_env=False) as client:
            while True:
                assert process.returncode is None, log.read_text("utf-8")
                try:
                    if (await client.get(f"{base}/healthz")).status_code == 200:
                        break
                except httpx.HTTPError:
                    await asyncio.sleep(0.1)
        yield Running(process, base, log, database_file)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_it_ends_at_once_with_a_stream_and_a_long_poll_open(running: Running) -> None:
    async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
        opened = (await client.post(f"{running.base}/chat/v1/conversations", json={})).json()
        url = f"{running.base}/chat/v1/conversations/{opened['conversation_id']}"
        headers = {"Authorization": f"Bearer {opened['token']}"}
        poll = asyncio.create_task(client.get(f"{url}/messages?after=2&wait=25", headers=headers))
        async with client.stream("GET", f"{url}/stream", headers=headers) as stream:
            lines = stream.aiter_lines()
            await anext(lines)
            loop = asyncio.get_running_loop()
            begin = loop.time()
            code = await running.ends()
            assert (code, loop.time() - begin < 6) == (0, True)
            async for _ in lines:
                pass
        assert (await poll).status_code == 200
    assert "back office ended" in running.log.read_text("utf-8")


async def test_whatever_fails_the_log_holds_nothing_that_was_written(running: Running) -> None:
    async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
        opened = (await client.post(f"{running.base}/chat/v1/conversations", json={"page": f"/{PLANTED}"})).json()
        url = f"{running.base}/chat/v1/conversations/{opened['conversation_id']}"
        headers = {"Authorization": f"Bearer {opened['token']}"}

        async def send(**content: str) -> int:
            body = {"client_id": str(uuid.uuid4()), **content}
            return (await client.post(f"{url}/messages", json=body, headers=headers)).status_code

        assert await send(text=PLANTED) == 202
        assert await send(button=PLANTED) == 400
        await client.post(f"{url}/messages", content=PLANTED.encode(), headers=headers)
        await client.post(f"{running.base}/chat/plain/talk", data={"text": PLANTED})
        await client.get(
            f"{running.base}/{PLANTED}?{PLANTED}", headers={PLANTED.encode().hex(): PLANTED.encode().hex()}
        )
        with sqlite3.connect(running.database) as connection:
            connection.execute("update message set text_sealed = x'00'")
        assert (await client.get(f"{url}/messages", headers=headers)).status_code == 500
        with sqlite3.connect(running.database) as connection:
            connection.execute("drop table message")
        assert await send(text=PLANTED) == 503
        await client.post(f"{url}/feedback", json={"helped": "no", "comment": PLANTED}, headers=headers)
        await asyncio.sleep(0.5)
    assert await running.ends() == 0
    log = running.log.read_text("utf-8")
    assert "unexpected: SealError" in log
    assert "storage: OperationalError" in log
    for secret in (PLANTED, PLANTED.encode().hex(), opened["token"], opened["conversation_id"], "Traceback"):
        assert secret not in log
