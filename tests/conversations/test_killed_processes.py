"""kill -9 of each process in the middle of conversations: nothing acknowledged is lost, nothing is answered twice."""

from __future__ import annotations

import random
import sqlite3
import time
import uuid
from collections import Counter
from pathlib import Path

import httpx
import pytest

from tests.chat_client import Visitor
from tests.conversations.paths import FAQ, ready_to_send
from tests.stack import COMMANDS, Stack, running_stack

ROUNDS = 10
RECOVERY_SECONDS = 90.0
pytestmark = [pytest.mark.stack, pytest.mark.timeout(900)]


def post_until_acknowledged(visitor: Visitor, body: dict[str, str]) -> int:
    """Send as the widget does: the same client id again until the server has answered. Gives the seq."""
    deadline = time.monotonic() + RECOVERY_SECONDS
    while time.monotonic() < deadline:
        try:
            answer = visitor.post(body)
        except httpx.HTTPError:
            time.sleep(0.2)
            continue
        if answer.status_code in {200, 202}:
            return int(answer.json()["seq"])
        assert answer.status_code == 503, answer.text
        time.sleep(0.2)
    raise AssertionError("never acknowledged")


def wait_for_keys(visitor: Visitor, wanted: set[str]) -> None:
    deadline = time.monotonic() + RECOVERY_SECONDS
    while time.monotonic() < deadline:
        try:
            if wanted <= {message["key"] for message in visitor.everything()}:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"missing {wanted - {message['key'] for message in visitor.everything()}}")


def kill_and_start(stack: Stack, name: str, chance: random.Random) -> None:
    time.sleep(chance.uniform(0.0, 0.12))
    stack.kill(name)
    stack.start(name)


@pytest.mark.parametrize("name", list(COMMANDS))
def test_acknowledged_messages_are_answered_exactly_once_whatever_is_killed(name: str, tmp_path: Path) -> None:
    chance = random.Random(name)
    with running_stack(tmp_path) as stack:
        for _ in range(ROUNDS):
            visitor = Visitor.arrives(stack.public)
            seqs = []
            for number, text in enumerate(FAQ.values()):
                seqs.append(post_until_acknowledged(visitor, {"client_id": str(uuid.uuid4()), "text": text}))
                if number == 1:
                    kill_and_start(stack, name, chance)
            stack.wait_ready()
            wait_for_keys(visitor, set(FAQ))
            time.sleep(0.3)
            seen = visitor.everything()
            written = [message for message in seen if message["from"] == "visitor"]
            assert [message["seq"] for message in written] == seqs
            assert [message["text"] for message in written] == list(FAQ.values())
            counted = Counter(message["key"] for message in seen)
            assert {key: counted[key] for key in FAQ} == dict.fromkeys(FAQ, 1)


@pytest.mark.parametrize("name", list(COMMANDS))
def test_an_intake_exists_exactly_once_whatever_is_killed(name: str, tmp_path: Path) -> None:
    chance = random.Random(f"intake {name}")
    with running_stack(tmp_path) as stack:
        for _ in range(ROUNDS):
            visitor = Visitor.arrives(stack.public)
            send = ready_to_send(visitor)
            post_until_acknowledged(visitor, {"client_id": str(uuid.uuid4()), "button": send})
            kill_and_start(stack, name, chance)
            stack.wait_ready()
            wait_for_keys(visitor, {"utter_intake_receipt"})
            time.sleep(0.3)
            keys = Counter(message["key"] for message in visitor.everything())
            assert keys["utter_intake_receipt"] == 1
            assert intakes(tmp_path, visitor.conversation_id) == 1


def intakes(folder: Path, conversation_id: str) -> int:
    with sqlite3.connect(f"file:{folder}/vejviser.sqlite3?mode=ro", uri=True) as connection:
        query = "select count(*) from intake where conversation_id = ?"
        return int(connection.execute(query, (conversation_id,)).fetchone()[0])
