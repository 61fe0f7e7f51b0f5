"""Start everything: database, first staff account, back office, actions, model, engine; then watch until told to end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from bot.run import secrets_file
from bot.run.child import Child
from bot.settings import ROOT, Settings, load

GRACE_SECONDS = 12.0
APP_PYTHON = str(ROOT / ".venv" / "bin" / "python")
ENGINE_PYTHON = str(ROOT / ".venv-rasa" / "bin" / "python")


class Stop(Exception):  # noqa: N818 - a signal, not an error
    """Somebody asked us to end."""


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stop


def say(line: str) -> None:
    """Print a line at once, also when the output is a pipe."""
    print(line, flush=True)


class Runner:
    """Holds the children; `var` is the folder of everything that is made at run time."""

    def __init__(self, settings: Settings, environment: dict[str, str], var: Path) -> None:
        self.settings = settings
        self.environment = environment
        self.var = var
        self.children: list[Child] = []

    def child(self, name: str, *command: str) -> Child:
        """Start and keep a child whose output goes to `var/log/<name>.log`."""
        child = Child(name, command, self.environment, ROOT, self.var / "log" / f"{name}.log")
        self.children.append(child)
        child.start()
        return child

    def once(self, *command: str) -> None:
        """Run a command to its end with our own outputs; raises SystemExit with its code when it fails."""
        process = subprocess.Popen(list(command), cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL)  # noqa: S603
        try:
            code = process.wait()
        except Stop:
            process.terminate()
            process.wait(GRACE_SECONDS)
            raise
        if code:
            raise SystemExit(f"vejviser: {' '.join(command[1:])} ended with {code}")

    def start(self) -> None:
        """Everything in the order in which a visitor needs it: the chat answers before the engine is there."""
        self.once(APP_PYTHON, "-m", "backoffice.store.migrate")
        self.once(APP_PYTHON, "-m", "backoffice.desk.first_account")
        self.child("backoffice", APP_PYTHON, "-m", "backoffice")
        self.child("actions", APP_PYTHON, "-m", "actions")
        self.announce()
        self.once(ENGINE_PYTHON, "-m", "bot.engine.train")
        self.child("engine", ENGINE_PYTHON, "-m", "bot.engine")

    def announce(self) -> None:
        """Say where to open what."""
        settings = self.settings
        say("")
        if settings.demo_port:
            say(f"Chat on a demo page:  http://127.0.0.1:{settings.demo_port}/")
        say(f"Chat API:             http://127.0.0.1:{settings.public_port}/chat/v1/openapi.json")
        say(f"Staff console:        http://127.0.0.1:{settings.staff_port}/")
        say(f"Logs:                 {self.var / 'log'}")
        say("The chat answers now; the engine needs a moment to load. Ctrl-C ends everything.")

    def watch(self) -> None:
        """Keep the children running until a signal raises Stop."""
        since, ready = time.monotonic(), False
        while True:
            time.sleep(0.5)
            for child in self.children:
                if child.watch():
                    say(f"vejviser: {child.name} ended and was started again (see its log)")
            if not ready and self.ready():
                ready = True
                say(f"Ready after {time.monotonic() - since:.0f} s.")

    def ready(self) -> bool:
        """True when /readyz answers 200."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.settings.public_port}/readyz", timeout=3) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        """End all children, kindly first; nothing is left behind."""
        for child in self.children:
            child.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        while time.monotonic() < deadline and any(child.exit_code() is None for child in self.children):
            time.sleep(0.1)
        for child in self.children:
            child.kill_group()


def _taken_ports(settings: Settings) -> list[int]:
    ports = (settings.public_port, settings.staff_port, settings.demo_port, settings.engine_port, settings.actions_port)
    taken = []
    for port in filter(None, ports):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                taken.append(port)
    return taken


def main() -> int:
    """Run until Ctrl-C or SIGTERM. Exit code 0 after a wanted end, else not 0."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    var = Path(os.environ.get("VEJVISER_VAR", ROOT / "var"))
    environment = {**secrets_file.ensure(var / "secrets.env"), **os.environ, "PYTHONUNBUFFERED": "1"}
    settings = load(environment)
    if taken := _taken_ports(settings):
        say(f"vejviser: already in use: port {', '.join(map(str, taken))}. Set VEJVISER_*_PORT to others.")
        return 1
    runner = Runner(settings, environment, var)
    try:
        runner.start()
        runner.watch()
    except Stop:
        say("vejviser: ending …")
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        runner.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
