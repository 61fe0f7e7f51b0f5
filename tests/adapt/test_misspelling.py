"""Faults as people make them: seldom many, never all, and the same chance gives the same fault."""

from __future__ import annotations

import random
from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st

from adapt.misspelling import misspelt

SAID = "Jeg har det ikke godt, og jeg ved ikke, hvad jeg skal gøre. Kan I hjælpe mig?"


def test_most_of_a_message_stays_readable() -> None:
    written = {misspelt(SAID, random.Random(seed)) for seed in range(200)}
    likeness = [SequenceMatcher(None, SAID.lower(), each.lower()).ratio() for each in written]
    assert len(written) > 190
    assert min(likeness) > 0.5
    assert sum(likeness) / len(likeness) > 0.85


def test_the_same_chance_gives_the_same_faults() -> None:
    assert misspelt(SAID, random.Random(7)) == misspelt(SAID, random.Random(7))


@given(text=st.text(min_size=1, max_size=300), seed=st.integers(0, 1000))
def test_nothing_said_is_lost_altogether(text: str, seed: int) -> None:
    assert misspelt(text, random.Random(seed))
