"""The chat under load, on loopback: the real back office as a process of its own, a fake engine, many visitors.

Prints, for the load asked for (default 50 messages a second for 20 s, then ten times that for 10 s, then the same with
every visitor over the rate limit): the time from a visitor's POST to the acknowledgement and to the answer, what was sent
away, and for messages of danger in the midst of it the time until help is there, and how many had it within a second.
`python -m bench.load [messages a second] [seconds] [times]`.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import statistics
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from backoffice.store import database
from bot.run import secrets_file
from bot.settings import ROOT
from tests.server.fake_engine import SECRET, FakeEngine
from tests.stack import free_ports

TEXTS = (
    "hvad koster det",
    "min søn på 12 vil ikke i skole og har ondt i maven hver morgen",
    "ja",
    "det har stået på siden sommerferien og vi ved ikke, hvad vi skal gøre",
    "er det nødvendigt med en henvisning fra lægen",
)
DANGER = "jeg vil tage mit eget liv"
ENGINE_SECONDS = 0.06  # Rasa's own median for one message (design/reliability.md F15)
DANGER_SHARE = 0.02
VISITORS = 150
READY_SECONDS = 120.0
FREE, OVER = "1000000/minute", "1/hour"
HELP_WITHIN = 1000.0  # milliseconds (design/reliability.md L3 and design/safety.md)


@dataclass
class Figures:
    """What was measured, in milliseconds; statuses of everything that was sent."""

    acknowledged: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    helped: list[float] = field(default_factory=list)
    in_danger: int = 0
    statuses: Counter[int | str] = field(default_factory=Counter)


class Client:
    """Kept-alive connections and nothing else: a full HTTP client would cost more than the server that is measured."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def call(self, method: str, path: str, token: str = "", content: object = None) -> tuple[int, Any]:
        """Status and JSON of one call. Raises OSError or EOFError when the connection is lost."""
        reader, writer = self._idle.pop() if self._idle else await asyncio.open_connection("127.0.0.1", self.port)
        body = b"" if content is None else json.dumps(content).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
        if body:
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        writer.write(f"{head}\r\n".encode() + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(answer.split("content-length: ")[1].split("\r\n")[0])
        said = await reader.readexactly(length)
        self._idle.append((reader, writer))
        return int(answer.split(" ", 2)[1]), json.loads(said or b"null")


@dataclass
class Visitor:
    """A conversation."""

    path: str
    token: str


async def arrive(client: Client) -> Visitor:
    """Open a conversation."""
    _, opened = await client.call("POST", "/chat/v1/conversations", content={})
    return Visitor(f"/chat/v1/conversations/{opened['conversation_id']}/messages", opened["token"])


async def one(client: Client, visitor: Visitor, text: str, figures: Figures, follow: bool) -> None:
    """Send one message, and wait for its answer when `follow`."""
    begin = time.perf_counter()
    body = {"client_id": str(uuid.uuid4()), "text": text}
    try:
        status, answer = await client.call("POST", visitor.path, visitor.token, body)
        spent = (time.perf_counter() - begin) * 1000
        figures.statuses[status] += 1
        if text == DANGER:
            figures.in_danger += 1
            if await helped(client, visitor, answer):
                figures.helped.append((time.perf_counter() - begin) * 1000)
        elif status == 202:
            figures.acknowledged.append(spent)
            if follow:
                await client.call("GET", f"{visitor.path}?after={answer['seq']}&wait=15", visitor.token)
                figures.answered.append((time.perf_counter() - begin) * 1000)
        else:
            figures.refused.append(spent)
    except (OSError, EOFError) as error:
        figures.statuses[type(error).__name__] += 1


async def helped(client: Client, visitor: Visitor, answer: dict[str, Any]) -> bool:
    """Whether help is with the visitor: in the problem answer, or as the next bubble of the conversation."""
    said = answer.get("messages", [])
    if "seq" in answer:
        said = (await client.call("GET", f"{visitor.path}?after={answer['seq']}&wait=5", visitor.token))[1]["messages"]
    return any(str(each["key"]).startswith("utter_safety") for each in said)


async def load(port: int, rate: float, seconds: float, follow: bool) -> Figures:
    """Send `rate` messages a second at random moments for `seconds`."""
    figures, tasks, client = Figures(), set(), Client(port)
    visitors = [await arrive(client) for _ in range(VISITORS)]
    fresh = [await arrive(client) for _ in range(round(rate * seconds * DANGER_SHARE * 2))]
    loop, chance = asyncio.get_running_loop(), random.Random(7)  # noqa: S311
    due, end = loop.time(), loop.time() + seconds
    while due < end:
        due += chance.expovariate(rate)
        await asyncio.sleep(max(0.0, due - loop.time()))
        text = DANGER if chance.random() < DANGER_SHARE else chance.choice(TEXTS)
        visitor = fresh.pop() if text == DANGER and fresh else chance.choice(visitors)
        tasks.add(asyncio.ensure_future(one(client, visitor, text, figures, follow)))
    await asyncio.wait(tasks, timeout=30)
    return figures


def spent_cpu(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def row(name: str, values: list[float]) -> str:
    """One line of the table."""
    if not values:
        return f"{name:<36}{0:>7}"
    ordered = sorted(values)
    at = [ordered[min(len(ordered) - 1, int(share * len(ordered)))] for share in (0.95, 0.99)]
    return f"{name:<36}{len(values):>7}{statistics.median(values):>9.1f}{at[0]:>9.1f}{at[1]:>9.1f}{ordered[-1]:>9.1f}"


def show(title: str, figures: Figures) -> None:
    """Print one load's table."""
    print(f"\n{title}: {dict(figures.statuses)}")
    print(f"{'milliseconds':<36}{'count':>7}{'median':>9}{'p95':>9}{'p99':>9}{'max':>9}")
    print(row("POST to acknowledgement", figures.acknowledged))
    print(row("POST to the engine's answer", figures.answered))
    print(row("POST to being asked to wait", figures.refused))
    print(row("danger: POST to help", figures.helped))
    in_time = sum(each <= HELP_WITHIN for each in figures.helped)
    print(f"danger: help within a second for {in_time} of {figures.in_danger}")


async def start_office(folder: Path, engine: FakeEngine, message_rate: str) -> tuple[asyncio.subprocess.Process, int]:
    """The back office as a process of its own, with the limit of new conversations out of the way."""
    public, staff = free_ports(2)
    environment = {
        **os.environ,
        **secrets_file.ensure(folder / "secrets.env"),
        "VEJVISER_DATABASE_URL": f"sqlite:///{folder}/load.sqlite3",
        "VEJVISER_PUBLIC_PORT": str(public),
        "VEJVISER_STAFF_PORT": str(staff),
        "VEJVISER_DEMO_PORT": "0",
        "VEJVISER_ENGINE_PORT": str(engine.port),
        "VEJVISER_ENGINE_SECRET": SECRET,
        "VEJVISER_MESSAGE_RATE": message_rate,
        "VEJVISER_CONVERSATION_RATE": FREE,
        "VEJVISER_LOG_LEVEL": "error",
    }
    database.migrate(environment["VEJVISER_DATABASE_URL"])
    # As set-up does: otherwise the server would train its screening before it starts.
    training = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot.safety.train", cwd=ROOT, env=environment)
    await training.wait()
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "backoffice", cwd=ROOT, env=environment)
    return process, public


async def wait_until_up(base: str) -> None:
    """Until the back office answers."""
    async with httpx.AsyncClient(trust_env=False) as client, asyncio.timeout(READY_SECONDS):
        while True:
            try:
                if (await client.get(f"{base}/healthz")).is_success:
                    return
            except httpx.HTTPError:
                await asyncio.sleep(0.2)


async def measure(message_rate: str, loads: Sequence[tuple[float, float, bool]]) -> None:
    """Run the loads (messages a second, seconds, whether answers are waited for) on one server and print them."""
    engine = FakeEngine(delay=ENGINE_SECONDS)
    await engine.start()
    with tempfile.TemporaryDirectory() as folder:
        process, port = await start_office(Path(folder), engine, message_rate)
        try:
            await wait_until_up(f"http://127.0.0.1:{port}")
            for each, length, follow in loads:
                before = spent_cpu(process.pid)
                figures = await load(port, each, length, follow)
                show(f"{each:g} messages a second for {length:g} s, {message_rate} a visitor", figures)
                sent = sum(figures.statuses.values())
                print(
                    f"processor time of the back office: {(spent_cpu(process.pid) - before) / sent * 1000:.1f} ms a message"
                )
        finally:
            process.send_signal(signal.SIGTERM)
            await process.wait()
            await engine.stop()


def main() -> int:
    """Run the measurement."""
    given = [float(each) for each in sys.argv[1:4]]
    rate, seconds, times = [*given, *(50.0, 20.0, 10.0)[len(given) :]]
    far_too_much = (rate * times, seconds / 2, False)
    asyncio.run(measure(FREE, ((rate, seconds, True), far_too_much, (5.0, 5.0, True))))
    asyncio.run(measure(OVER, (far_too_much,)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
