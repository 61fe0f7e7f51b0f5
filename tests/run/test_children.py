"""The runner's children: restarted when they end, ended as a group, gone with their parent."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.run import secrets_file
from bot.run.child import Child
from bot.settings import ROOT

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
# A parent with a worker of its own, as rasa-sdk and Sanic have them: both must go.
FAMILY = [
    sys.executable,
    "-c",
    "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); time.sleep(60)",
]


def wait_until(condition: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def group_members(group: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[2]) == group and fields[0] != "Z":
                found.append(int(entry.name))
    return found


@pytest.fixture
def make_child(tmp_path: Path) -> Iterator[Callable[[list[str]], Child]]:
    made: list[Child] = []

    def make(command: list[str]) -> Child:
        made.append(Child("child", command, dict(os.environ), tmp_path, tmp_path / "log" / "child.log"))
        made[-1].start()
        return made[-1]

    yield make
    for child in made:
        child.kill_group()
        if child.process:
            child.process.wait(5)


def test_a_child_that_is_killed_is_started_again(make_child: Callable[[list[str]], Child]) -> None:
    child = make_child(SLEEP)
    assert child.process
    first = child.process.pid
    os.kill(first, signal.SIGKILL)
    assert wait_until(child.watch)
    assert child.process.pid != first
    assert child.exit_code() is None


def test_a_running_child_is_left_alone(make_child: Callable[[list[str]], Child]) -> None:
    assert make_child(SLEEP).watch() is False


def test_workers_of_a_killed_parent_go_before_it_is_started_again(make_child: Callable[[list[str]], Child]) -> None:
    child = make_child(FAMILY)
    assert child.process
    group = child.process.pid
    assert wait_until(lambda: len(group_members(group)) == 2)
    os.kill(group, signal.SIGKILL)
    assert wait_until(child.watch)
    assert wait_until(lambda: group_members(group) == [])


def test_ending_a_child_ends_its_whole_group(make_child: Callable[[list[str]], Child]) -> None:
    child = make_child(FAMILY)
    assert child.process
    group = child.process.pid
    assert wait_until(lambda: len(group_members(group)) == 2)
    child.terminate()
    child.process.wait(5)
    assert wait_until(lambda: group_members(group) == [])


def test_a_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    script = (
        "import os, sys, time; from pathlib import Path; from bot.run.child import Child;"
        f"c = Child('c', {SLEEP!r}, dict(os.environ), Path('.'), Path(sys.argv[1])); c.start();"
        "print(c.process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "log")], cwd=ROOT, stdout=subprocess.PIPE)
    assert parent.stdout
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait(5)
    parent.stdout.close()
    assert wait_until(lambda: group_members(pid) == [])


def test_secrets_are_made_once_and_readable_by_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secrets.env"
    first = secrets_file.ensure(path)
    assert secrets_file.ensure(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(set(first.values())) == 4
