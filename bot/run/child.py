"""One child process in a process group of its own, ended as a group, and ended with us even when we are killed."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
STABLE_SECONDS = 60.0
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 10.0


def _die_with_parent() -> None:
    # Linux only; elsewhere the children outlive a supervisor that is killed with -9, and `make run` says so in the README.
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """A process that is kept running. `command` and `environment` as for subprocess; `log` gets both its outputs."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    next_start: float = field(default=0.0)

    def start(self) -> None:
        """Start the process now."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603 - our own commands only
                list(self.command),
                cwd=self.folder,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        self.started = time.monotonic()

    def exit_code(self) -> int | None:
        """None while the process runs (or was never started), else its exit code."""
        return None if self.process is None else self.process.poll()

    def watch(self) -> bool:
        """Start the process again when it has ended; a pause that doubles keeps a broken one from spinning.

        True when it was started again just now.
        """
        now = time.monotonic()
        if self.process is None or self.process.poll() is None:
            return False
        if not self.next_start:
            self.kill_group()
            self.pause = FIRST_PAUSE if now - self.started > STABLE_SECONDS else min(self.pause * 2, LONGEST_PAUSE)
            self.next_start = now + self.pause
        if now < self.next_start:
            return False
        self.next_start = 0.0
        self.start()
        return True

    def terminate(self) -> None:
        """Ask the whole group to end."""
        self._signal(signal.SIGTERM)

    def kill_group(self) -> None:
        """End whatever is left of the group, workers that outlived their parent too."""
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)
