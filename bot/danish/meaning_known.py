"""The meanings of messages that were read before, kept beside the model: training reads only what is new.

Both the engine's classifier and the screening for danger learn from the same messages; whichever is trained first reads them.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from bot.danish.meaning import VERSION, Floats, Meaning, default_folder
from bot.danish.normalise import normalise

FILE = "known.npz"
THREADS = 2  # training alone is in a hurry; the model itself stays on one thread a call


def layers_of(meaning: Meaning, texts: Sequence[str], folder: Path | None = None) -> Floats:
    """The meaning of each text, (n, 2, 384) as `Meaning.layers` gives it (to half precision); keeps what was new."""
    path = (folder or default_folder()) / FILE
    known = _read(path)
    keys = [_key(text) for text in texts]
    fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if fresh:
        with ThreadPoolExecutor(THREADS) as threads:
            read = threads.map(meaning.layers, fresh.values())
            known |= {key: row.astype(np.float16) for key, row in zip(fresh, read, strict=True)}
        _write(path, known)
    return np.stack([known[key] for key in keys]).astype(np.float32)


def _key(text: str) -> str:
    # What the model is given, not what was written: a spelling that is read anew is then read again.
    return hashlib.sha256(f"{VERSION}\0{normalise(text)}".encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _read(path: Path) -> dict[str, np.ndarray]:
    """What was kept; nothing when there is none or it cannot be read (it is then made anew)."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            return dict(zip(stored["keys"].tolist(), stored["rows"], strict=True))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}


def _write(path: Path, known: dict[str, np.ndarray]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new.npz")
    np.savez(draft, keys=np.array(list(known)), rows=np.stack(list(known.values())))
    draft.replace(path)
