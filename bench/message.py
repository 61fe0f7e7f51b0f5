"""One message's way in milliseconds, start-up, memory: on the whole stack, sequentially, on this machine.

Prints a table: start to ready, resident memory of each process, and over 200 messages the time from the visitor's POST to
the acknowledgement, from the POST to the answer, and what the engine and the actions took of it.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
import uuid
from pathlib import Path

import httpx

from tests.chat_client import Visitor
from tests.stack import Stack, running_stack

MESSAGES = 200
TEXTS = ("hvad koster det", "skal vi have en henvisning", "hvad er en forsamtale", "kan man være anonym")


def resident(stack: Stack, name: str) -> int:
    """Resident memory in MB of a process and its children."""
    process = stack.children[name].process
    assert process
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
            group = int((status.parent / "stat").read_text().rpartition(")")[2].split()[2])
        except (OSError, ValueError):
            continue
        if group == process.pid:
            total += int(fields.get("VmRSS", "0 kB").split()[0])
    return total // 1024


def one_message(client: httpx.Client, visitor: Visitor, text: str) -> tuple[float, float]:
    """Milliseconds from the POST to the acknowledgement and to the answer."""
    begin = time.perf_counter()
    body = {"client_id": str(uuid.uuid4()), "text": text}
    seq = client.post(f"{visitor.url}/messages", json=body, headers=visitor.headers).json()["seq"]
    acknowledged = time.perf_counter()
    client.get(
        f"{visitor.url}/messages", params={"after": str(seq), "wait": "20"}, headers=visitor.headers
    ).raise_for_status()
    return (acknowledged - begin) * 1000, (time.perf_counter() - begin) * 1000


def engine_alone(client: httpx.Client, stack: Stack, text: str) -> float:
    """Milliseconds of the engine's channel for one message of a conversation of its own."""
    body = {
        "conversation_id": str(uuid.uuid4()),
        "message_id": str(uuid.uuid4()),
        "text": text,
        "payload": None,
        "metadata": {},
    }
    headers = {"X-Vejviser-Secret": stack.environment["VEJVISER_ENGINE_SECRET"]}
    url = f"http://127.0.0.1:{stack.port('engine')}/webhooks/vejviser/messages"
    begin = time.perf_counter()
    client.post(url, json=body, headers=headers).raise_for_status()
    return (time.perf_counter() - begin) * 1000


def row(name: str, values: list[float]) -> str:
    """A line of the table: median, 95th percentile, least and most."""
    ordered = sorted(values)
    p95 = ordered[int(0.95 * (len(ordered) - 1))]
    return f"{name:<34}{statistics.median(values):>9.1f}{p95:>9.1f}{ordered[0]:>9.1f}{ordered[-1]:>9.1f}"


def main() -> int:
    """Run the measurement and print it."""
    with tempfile.TemporaryDirectory() as folder, httpx.Client(timeout=30) as client:
        begin = time.monotonic()
        with running_stack(Path(folder)) as stack:
            print(f"start to ready (all three)        {time.monotonic() - begin:.1f} s")
            visitor = Visitor.arrives(stack.public)
            one_message(client, visitor, TEXTS[0])
            pairs = [one_message(client, visitor, TEXTS[number % len(TEXTS)]) for number in range(MESSAGES)]
            engine = [engine_alone(client, stack, TEXTS[number % len(TEXTS)]) for number in range(50)]
            print(f"{'milliseconds':<34}{'median':>9}{'p95':>9}{'min':>9}{'max':>9}")
            print(row("POST to acknowledgement", [acknowledged for acknowledged, _ in pairs]))
            print(row("POST to answer", [answered for _, answered in pairs]))
            print(row("engine's channel alone (FAQ)", engine))
            print(row("first 20 of one conversation", [answered for _, answered in pairs[:20]]))
            print(row("last 20 of one conversation", [answered for _, answered in pairs[-20:]]))
            for name in stack.children:
                print(f"resident memory {name:<18}{resident(stack, name):>9} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
