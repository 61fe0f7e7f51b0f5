"""The reader by itself: learns a few intents, says how sure it is, survives anything, is the same after saving."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from bot.danish.meaning import Meaning
from bot.engine.nlu.reader import Reader, Tuning

MESSAGES = [
    ("hvad koster det", "faq/price", set()),
    ("skal man betale for hjælpen", "faq/price", set()),
    ("er det gratis hos jer", "faq/price", set()),
    ("hvad er prisen", "faq/price", set()),
    ("hej", "greet", set()),
    ("hej med dig", "greet", set()),
    ("goddag", "greet", set()),
    ("halløj", "greet", set()),
    ("jeg kan ikke sove om natten", "describe_problem", {"sleep"}),
    ("min datter ligger vågen hele natten", "describe_problem", {"sleep"}),
    ("han sover næsten ikke mere", "describe_problem", {"sleep"}),
    ("jeg er bange for at gå i skole", "describe_problem", {"worry_anxiety"}),
    ("hun er så bange for alting", "describe_problem", {"worry_anxiety"}),
    ("min søn har angst", "describe_problem", {"worry_anxiety"}),
]


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    found = Meaning.load()
    assert found is not None
    return found


@pytest.fixture(scope="module")
def reader(meaning: Meaning) -> Reader:
    texts = [text for text, _, _ in MESSAGES]
    layers = np.stack([meaning.layers(text) for text in texts])
    intents = [intent for _, intent, _ in MESSAGES]
    return Reader.fit(texts, layers, intents, [themes for _, _, themes in MESSAGES], Tuning())


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("hva koster d", "faq/price"),
        ("HVAD KOSTER DET???", "faq/price"),
        ("hej hej", "greet"),
        ("jeg sover dårligt", "describe_problem"),
    ],
)
def test_new_messages_are_read_by_what_was_taught(reader: Reader, meaning: Meaning, text: str, intent: str) -> None:
    assert reader.read(text, meaning.layers(text)).ranking[0][0] == intent


def test_the_ranking_holds_each_intent_once_best_first_and_sums_to_one(reader: Reader, meaning: Meaning) -> None:
    ranking = reader.read("hej", meaning.layers("hej")).ranking
    chances = [chance for _, chance in ranking]
    assert sorted(name for name, _ in ranking) == ["describe_problem", "faq/price", "greet"]
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) <= 1.001


def test_themes_of_a_long_story_are_found_in_its_single_sentences(reader: Reader, meaning: Meaning) -> None:
    story = "Vi var på ferie hos min mor i sommer og havde det dejligt. " * 3
    text = f"{story} Min datter ligger vågen hele natten. {story} Hun er så bange for alting."
    found = {name for name, _ in reader.read(text, meaning.layers(text)).themes}
    assert found == {"sleep", "worry_anxiety"}


@pytest.mark.parametrize("text", ["", "…", "???", "!!!", "   ", "🙃"])
def test_nothing_said_is_never_a_sure_reading(reader: Reader, meaning: Meaning, text: str) -> None:
    assert reader.read(text, meaning.layers(text)).unsure


@pytest.mark.parametrize(
    "text", ["a" * 2000, "😭" * 2000, "\ufdfa" * 2000, "\ud800", "å . " * 500, "中" * 2000, "\x00" * 50]
)
def test_hostile_texts_are_read_in_bounded_time(reader: Reader, meaning: Meaning, text: str) -> None:
    begin = time.monotonic()
    ranking = reader.read(text, meaning.layers(text)).ranking
    assert np.isfinite([chance for _, chance in ranking]).all()
    assert time.monotonic() - begin < 3


def test_the_saved_reader_reads_alike(reader: Reader, meaning: Meaning, tmp_path: Path) -> None:
    reader.save(tmp_path)
    again = Reader.load(tmp_path, reader.tuning)
    layers = meaning.layers("hvad koster en samtale")
    first, second = reader.read("hvad koster en samtale", layers), again.read("hvad koster en samtale", layers)
    assert [name for name, _ in first.ranking] == [name for name, _ in second.ranking]
    assert first.ranking[0][1] == pytest.approx(second.ranking[0][1], abs=1e-3)


def test_a_broken_file_is_said_and_never_passed_over(reader: Reader, tmp_path: Path) -> None:
    reader.save(tmp_path)
    (tmp_path / "intents.npz").write_bytes(b"broken")
    with pytest.raises((OSError, ValueError)):
        Reader.load(tmp_path, reader.tuning)


def test_a_stranger_is_farther_than_a_taught_message(reader: Reader, meaning: Meaning) -> None:
    near, far = (
        reader.read(text, meaning.layers(text)).signs.nearness
        for text in ("koster det noget", "hvornår går toget til Hamborg")
    )
    assert near > far


def test_training_twice_gives_the_same_reader(reader: Reader, meaning: Meaning) -> None:
    texts = [text for text, _, _ in MESSAGES]
    layers = np.stack([meaning.layers(text) for text in texts])
    again = Reader.fit(
        texts, layers, [intent for _, intent, _ in MESSAGES], [each for _, _, each in MESSAGES], Tuning()
    )
    assert again.read("hvad koster det", layers[0]).ranking == reader.read("hvad koster det", layers[0]).ranking
