"""The real back office for the console's browser tests: one process on free ports, without an engine, with work to do."""

from __future__ import annotations

import os
import re
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.run import secrets_file
from bot.run.__main__ import APP_PYTHON
from bot.run.child import Child
from bot.settings import ROOT
from tests.stack import PORT_NAMES, free_ports

START_SECONDS = 300.0  # the first start may train the safety classifier
DANGER = "jeg vil tage mit eget liv"
RECORD = {
    "audience": "parent",
    "relation": "own_child",
    "child_name": "Storm",
    "child_age": 12,
    "school": "En skole i Viby",
    "description": "Han er bange for alting og vil ikke i skole om morgenen. Han har ondt i maven.",
    "themes": ["worry_anxiety", "school_absence"],
    "since": "Siden sommerferien",
    "hope": "At han bliver glad for skolen igen",
    "contact_name": "Karen",
    "contact_phone": "20304050",
    "consent": True,
}


@dataclass
class ConsoleOffice:
    """Addresses, the first account's password, and the secrets of the process."""

    environment: dict[str, str]
    password: str
    child: Child

    def _port(self, name: str) -> str:
        return self.environment[f"VEJVISER_{name}_PORT"]

    @property
    def staff(self) -> str:
        return f"http://127.0.0.1:{self._port('STAFF')}"

    @property
    def public(self) -> str:
        return f"http://127.0.0.1:{self._port('PUBLIC')}"

    def start(self) -> None:
        """Start the process and wait until it answers."""
        self.child.start()
        _wait(self, self.child)

    def kill(self) -> None:
        """kill -9."""
        self.child.kill_group()
        assert self.child.process
        self.child.process.wait(10)

    def visitor_writes(self, *texts: str) -> str:
        """A conversation with these messages; gives its id."""
        opened = httpx.post(f"{self.public}/chat/v1/conversations", json={}, timeout=30).json()
        url = f"{self.public}/chat/v1/conversations/{opened['conversation_id']}/messages"
        for text in texts:
            body = {"client_id": str(uuid.uuid4()), "text": text}
            headers = {"Authorization": f"Bearer {opened['token']}"}
            # As the chat window does: on a busy machine help comes first, and the message is sent again until it is stored.
            while (answer := httpx.post(url, json=body, headers=headers, timeout=30)).status_code == 503:
                time.sleep(0.2)
            assert answer.status_code in {200, 202}, answer.text
        return str(opened["conversation_id"])

    def intake_arrives(self, **record: object) -> None:
        headers = {
            "X-Vejviser-Secret": self.environment["VEJVISER_INTERNAL_SECRET"],
            "Idempotency-Key": str(uuid.uuid4()),
        }
        body = {"conversation_id": str(uuid.uuid4()), "record": {**RECORD, **record}}
        answer = httpx.post(f"{self.staff}/internal/v1/intakes", json=body, headers=headers, timeout=30)
        assert answer.status_code == 201, answer.text


@contextmanager
def running_office(folder: Path, **settings: str) -> Iterator[ConsoleOffice]:
    """Start the back office below `folder`, and end it afterwards. `settings` are VEJVISER_ variables without the prefix."""
    ports = dict(zip(PORT_NAMES, free_ports(len(PORT_NAMES)), strict=True))
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("VEJVISER_")},
        **secrets_file.ensure(folder / "secrets.env"),
        **{f"VEJVISER_{name}_PORT": str(port) for name, port in ports.items()},
        "VEJVISER_DEMO_PORT": "0",
        "VEJVISER_DATABASE_URL": f"sqlite:///{folder}/console.sqlite3",
        "VEJVISER_SIGN_IN_RATE": "100/minute",
        **{f"VEJVISER_{name}": value for name, value in settings.items()},
    }
    _run(environment, "-m", "backoffice.store.migrate")
    printed = _run(environment, "-m", "backoffice.desk.first_account")
    child = Child("backoffice", (APP_PYTHON, "-m", "backoffice"), environment, ROOT, folder / "backoffice.log")
    office = ConsoleOffice(environment, re.findall(r"\S{16,}", printed)[-1], child)
    try:
        office.start()
        yield office
    finally:
        child.terminate()
        assert child.process
        try:
            child.process.wait(15)
        except subprocess.TimeoutExpired:
            child.kill_group()


def _run(environment: dict[str, str], *arguments: str) -> str:
    command = [APP_PYTHON, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True, timeout=120)
    return done.stdout


def _wait(office: ConsoleOffice, child: Child) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            if httpx.get(f"{office.staff}/sign-in", timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            assert child.exit_code() is None, f"the back office ended: see {child.log}"
        assert time.monotonic() < deadline, "the back office did not start"
        time.sleep(0.2)
