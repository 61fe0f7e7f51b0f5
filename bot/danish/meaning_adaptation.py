"""What the sentence model was taught here: low-rank additions to its matrices (docs/adr/0007; made by `make adapt`).

`meaning_adaptation.npz` holds, in half floats, A (rank, in) and B (out, rank) for each adapted matrix: `l0.q.A`, `l0.q.B`, …;
set-up adds B x A to the package's matrices, so that reading costs nothing more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).with_name("meaning_adaptation.npz")
PARTS = ("q", "k", "v", "ao", "fi")  # of every layer; the last matrix, `fo`, stays in the package's four bits


def mark(path: Path = FILE) -> str:
    """Changes with the additions; a part of the sentence model's version."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def read(path: Path = FILE) -> dict[str, NDArray[np.float32]]:
    """The sums to be added, by the matrix's name: `l0.q` -> (out, in). Raises OSError, ValueError or KeyError."""
    with np.load(path, allow_pickle=False) as stored:
        halves = {name: stored[name].astype(np.float32) for name in stored.files}
    names = sorted(name.removesuffix(".A") for name in halves if name.endswith(".A"))
    return {name: halves[f"{name}.B"] @ halves[f"{name}.A"] for name in names}


def write(halves: Mapping[str, NDArray[Any]], path: Path = FILE) -> None:
    """Keep what was learnt, compressed."""
    np.savez_compressed(path, **{name: each.astype(np.float16) for name, each in halves.items()})  # type: ignore[arg-type]
