"""The whole product for tests: the three real processes on free ports with a database and logs of their own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bot.run import secrets_file
from bot.run.__main__ import APP_PYTHON, ENGINE_PYTHON
from bot.run.child import Child
from bot.settings import ROOT

COMMANDS = {
    "backoffice": (APP_PYTHON, "-m", "backoffice"),
    "actions": (APP_PYTHON, "-m", "actions"),
    "engine": (ENGINE_PYTHON, "-m", "bot.engine"),
}
PORT_NAMES = ("PUBLIC", "STAFF", "DEMO", "ENGINE", "ACTIONS")
READY_SECONDS = 120.0


@dataclass
class Stack:
    """Three running processes. `password` is the first staff account's."""

    folder: Path
    environment: dict[str, str]
    children: dict[str, Child] = field(default_factory=dict)
    password: str = ""

    def port(self, name: str) -> int:
        return int(self.environment[f"VEJVISER_{name.upper()}_PORT"])

    @property
    def public(self) -> str:
        return f"http://127.0.0.1:{self.port('public')}"

    @property
    def staff(self) -> str:
        return f"http://127.0.0.1:{self.port('staff')}"

    @property
    def demo(self) -> str:
        return f"http://127.0.0.1:{self.port('demo')}"

    def start(self, name: str) -> None:
        log = self.folder / "log" / f"{name}.log"
        self.children[name] = Child(name, COMMANDS[name], self.environment, ROOT, log)
        self.children[name].start()

    def kill(self, name: str) -> None:
        """kill -9 of the process and whatever it started."""
        child = self.children[name]
        child.kill_group()
        assert child.process
        child.process.wait(10)

    def ready(self) -> bool:
        try:
            return httpx.get(f"{self.public}/readyz", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def wait_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not self.ready():
            for name, child in self.children.items():
                assert child.exit_code() is None, f"{name} ended: see {child.log}"
            assert time.monotonic() < deadline, f"not ready after {READY_SECONDS} s: {self.readyz()}"
            time.sleep(0.2)

    def readyz(self) -> str:
        try:
            return httpx.get(f"{self.public}/readyz", timeout=5).text
        except httpx.HTTPError as error:
            return type(error).__name__

    def run(self, *command: str) -> str:
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True, timeout=120
        )
        return done.stdout

    def logs(self) -> str:
        return "".join(path.read_text("utf-8", "replace") for path in (self.folder / "log").glob("*.log"))

    def stop(self) -> None:
        for child in self.children.values():
            child.terminate()
        for child in self.children.values():
            assert child.process
            try:
                child.process.wait(15)
            except subprocess.TimeoutExpired:
                child.kill_group()
                child.process.wait(5)
            child.kill_group()


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


@contextmanager
def running_stack(folder: Path, **settings: str) -> Iterator[Stack]:
    """Start everything below `folder`; `settings` are further VEJVISER_ variables without the prefix."""
    ports = dict(zip(PORT_NAMES, free_ports(len(PORT_NAMES)), strict=True))
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("VEJVISER_")},
        **secrets_file.ensure(folder / "secrets.env"),
        **{f"VEJVISER_{name}_PORT": str(port) for name, port in ports.items()},
        "VEJVISER_DATABASE_URL": f"sqlite:///{folder}/vejviser.sqlite3",
        "VEJVISER_ALLOWED_ORIGINS": f"http://127.0.0.1:{ports['DEMO']}",
        "VEJVISER_MESSAGE_RATE": "1000/minute",
        "VEJVISER_CONVERSATION_RATE": "1000/minute",
        "VEJVISER_SIGN_IN_RATE": "100/minute",
        **{f"VEJVISER_{name}": value for name, value in settings.items()},
    }
    stack = Stack(folder, environment)
    stack.run(APP_PYTHON, "-m", "backoffice.store.migrate")
    stack.password = _password(stack.run(APP_PYTHON, "-m", "backoffice.desk.first_account"))
    try:
        for name in COMMANDS:
            stack.start(name)
        stack.wait_ready()
        yield stack
    finally:
        stack.stop()


def _password(printed: str) -> str:
    words = re.findall(r"\S{16,}", printed)
    assert words, "the first account printed no password"
    return str(words[-1])
