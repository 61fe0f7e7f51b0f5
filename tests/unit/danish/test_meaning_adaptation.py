"""What the sentence model was taught here: the file, its sums, and that they are in the model that set-up makes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.danish import meaning_adaptation
from bot.danish.meaning import VERSION, Meaning, centred
from bot.danish.meaning_adaptation import PARTS, mark, read, write
from bot.danish.meaning_weights import Weights, find
from bot.danish.meaning_weights import read as read_weights

LAYERS = 12
ALIKE = {
    "jeg gider ikke være her mere": (
        "kan I ikke bare lade mig sove for evigt",
        "jeg gider ikke være på den her skole mere",
    ),
    "hvad koster det": ("skal vi betale noget selv", "hvad hedder I"),
    "han slår mig når han har drukket": ("min stedfar går amok og jeg får blå mærker", "han slår mig altid i skak"),
}


@pytest.fixture(scope="module")
def weights() -> Weights:
    return read_weights(find())


def test_every_matrix_that_is_kept_whole_has_an_addition_of_its_form(weights: Weights) -> None:
    additions = read()
    assert set(additions) == {f"l{layer}.{part}" for layer in range(LAYERS) for part in PARTS}
    assert all(sum_.shape == weights.matrix(name).shape for name, sum_ in additions.items())


def test_the_additions_are_small_beside_what_they_are_added_to(weights: Weights) -> None:
    for name, addition in read().items():
        share = np.linalg.norm(addition) / np.linalg.norm(weights.matrix(name))
        assert 0 < share < 0.5, name


def test_a_matrix_is_the_packages_own_and_what_was_added(weights: Weights) -> None:
    addition = np.ones_like(weights.matrix("l0.q"))
    taught = Weights(weights.sizes, weights.vocabulary, weights.floats, weights.blocks, {"l0.q": addition})
    assert np.allclose(taught.matrix("l0.q") - weights.matrix("l0.q"), 1, atol=1e-5)
    assert np.array_equal(taught.matrix("l1.q"), weights.matrix("l1.q"))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    first, second = np.full((2, 3), 0.5), np.full((4, 2), 2.0)
    write({"l0.q.A": first, "l0.q.B": second}, tmp_path / "additions.npz")
    assert np.allclose(read(tmp_path / "additions.npz")["l0.q"], second @ first)


def test_other_additions_make_another_version_of_the_model(tmp_path: Path) -> None:
    write({"l0.q.A": np.ones((1, 1)), "l0.q.B": np.ones((1, 1))}, tmp_path / "additions.npz")
    assert mark(tmp_path / "additions.npz") != mark()
    assert mark() in VERSION


def test_half_a_file_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "additions.npz"
    broken.write_bytes(meaning_adaptation.FILE.read_bytes()[:1000])
    with pytest.raises(Exception, match="zip"):
        read(broken)


@pytest.mark.parametrize("said", ALIKE)
def test_the_model_knows_what_is_meant_here(said: str) -> None:
    model = Meaning.load()
    assert model is not None
    same, only_the_words = ALIKE[said]
    texts = [said, same, only_the_words, "vores søn vil ikke i skole", "tak for hjælpen", "hun er 12 år"]
    rows = np.stack([model.layers(text)[-1] for text in texts])
    asked, meant, worded = centred(rows[:3], rows.mean(axis=0))
    assert float(asked @ meant) > float(asked @ worded)
