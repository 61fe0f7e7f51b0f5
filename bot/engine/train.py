"""`python -m bot.engine.train`: train only when something that the model is made of has changed."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from pathlib import Path

from bot.engine import logs
from bot.settings import ROOT, load

INPUTS = ("config.yml", "domain.yml", "domain", "data", "bot/engine", "bot/danish", "requirements/engine.txt")
KEPT_MODELS = 2


def fingerprint(root: Path = ROOT) -> str:
    """A hash over the names and contents of everything that the model is made of."""
    digest = hashlib.sha256()
    for name in INPUTS:
        top = root / name
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:24]


def newest(folder: Path) -> Path:
    """The newest model in `folder`. Raises FileNotFoundError."""
    models = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not models:
        raise FileNotFoundError(f"no model in {folder.name}")
    return models[-1]


def train(folder: Path, name: str, root: Path = ROOT) -> Path:
    """Train a model named `name` from the project at `root` into `folder`; gives its path.

    Raises RuntimeError when Rasa says that it failed.
    """
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("RASA_CACHE_DIRECTORY", str(folder.parent / "rasa-cache"))
    logs.configure()
    from rasa.model_training import train as rasa_train

    logs.configure()
    folder.mkdir(parents=True, exist_ok=True)
    inputs = [str(root / part) for part in ("domain.yml", "config.yml", "data")]
    result = rasa_train(*inputs, str(folder), fixed_model_name=name)
    if result.code or not result.model:
        raise RuntimeError(f"training ended with {result.code}")
    return Path(result.model)


def main() -> int:
    """Train if needed, say in one line what was done."""
    folder = Path(load().model_dir)
    name = fingerprint()
    wanted = folder / f"{name}.tar.gz"
    if wanted.exists() and "--force" not in sys.argv:
        os.utime(wanted)
        print(f"model {name}: unchanged", flush=True)
        return 0
    begin = time.monotonic()
    print(f"model {name}: training …", flush=True)
    model = train(folder, name)
    for old in sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)[:-KEPT_MODELS]:
        old.unlink()
    print(f"model {model.name}: trained in {time.monotonic() - begin:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
