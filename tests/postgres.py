"""A PostgreSQL of the tests' own: Debian's binaries, a free port, a folder below the system's temporary one."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

START_SECONDS = 30.0
ACCOUNT = "postgres"


@dataclass(frozen=True)
class Postgres:
    """A running server; `process.pid` is the postmaster's."""

    port: int
    process: subprocess.Popen[bytes]

    def url(self, name: str) -> str:
        return f"postgresql://{ACCOUNT}@127.0.0.1:{self.port}/{name}"

    def run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


def binaries() -> Path:
    """The folder of the newest installed PostgreSQL."""
    folders = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    assert folders, "PostgreSQL is not installed: apt-get install postgresql"
    return max(folders, key=lambda path: int(path.parent.name))


def _as_postgres() -> dict[str, Any]:
    # initdb and postgres refuse to run as root.
    if os.getuid() != 0:
        return {}
    account = pwd.getpwnam(ACCOUNT)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: Postgres) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return server.run("SELECT 1")
        except psycopg.OperationalError:
            assert server.process.poll() is None, "PostgreSQL ended at its start"
            assert time.monotonic() < deadline, f"PostgreSQL did not start within {START_SECONDS} s"
            time.sleep(0.1)


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Start a server with an empty cluster, and end it (by its pid) and remove its folder afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="vejviser-postgres-"))
    identity = _as_postgres()
    if identity:
        os.chown(folder, identity["user"], identity["group"])
    data, port = folder / "data", _free_port()
    initdb = [str(binaries() / "initdb"), "-D", str(data), "-U", ACCOUNT, "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(initdb, cwd=folder, check=True, capture_output=True, **identity)
    settings = {"listen_addresses": "127.0.0.1", "fsync": "off", "max_connections": "120"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [str(binaries() / "postgres"), "-D", str(data), "-p", str(port), "-k", str(folder), *options]
    log = (folder / "log").open("wb")
    process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, start_new_session=True, **identity)
    server = Postgres(port, process)
    try:
        _wait(server)
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)
