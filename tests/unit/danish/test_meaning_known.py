"""What was read once is not read again, and a broken file is made anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.danish.meaning_known import FILE, layers_of


class Counting:
    """A model that counts what it reads."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def layers(self, text: str) -> Any:
        self.read.append(text)
        return np.full((2, 384), len(text) / 100, dtype=np.float32)


def test_only_new_messages_are_read(tmp_path: Path) -> None:
    model: Any = Counting()
    first = layers_of(model, ["hej", "farvel", "hej"], tmp_path)
    again = layers_of(model, ["farvel", "tak", "hej"], tmp_path)
    assert sorted(model.read) == ["farvel", "hej", "tak"]
    assert first.shape == (3, 2, 384)
    assert np.allclose(first[1], again[0])


def test_what_the_model_is_given_alike_is_read_once_and_anew_when_that_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model: Any = Counting()
    layers_of(model, ["jeg vil do", "jeg vil dø"], tmp_path)
    assert len(model.read) == 1, "the phone spelling is read as the word"
    monkeypatch.setattr("bot.danish.meaning_known.normalise", lambda text: f"{text} anew")
    layers_of(model, ["jeg vil dø"], tmp_path)
    assert len(model.read) == 2


def test_a_broken_file_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"PK broken")
    model: Any = Counting()
    layers_of(model, ["hej"], tmp_path)
    layers_of(model, ["hej"], tmp_path)
    assert model.read == ["hej"]
