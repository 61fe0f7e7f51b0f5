"""The rule files: each rule does what it says, a broken file stops the start, and reading is quick on any text."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.safety import rulebook
from bot.safety.patterns import PatternError, compile_pattern
from bot.safety.reader import Reader
from bot.safety.rulebook import FOLDER, RuleError

READER = Reader.load()
FILES = sorted(path.name for path in FOLDER.glob("*.yml"))


def spoken(text: str) -> dict[str, int]:
    return {match.rule.name: match.force for match in READER.book.matches(READER.sentences(text))}


@pytest.mark.parametrize("rule", READER.book.rules, ids=lambda rule: rule.name)
def test_each_rule_catches_its_examples_and_leaves_the_others(rule):
    assert [text for text in rule.catches if spoken(text).get(rule.name, 0) < rule.force] == []
    assert [text for text in rule.leaves if spoken(text).get(rule.name, 0) == rule.force] == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "rules"))


@pytest.mark.parametrize("name", FILES)
def test_a_missing_rule_file_stops_the_start(folder, name):
    (folder / name).unlink()
    with pytest.raises(RuleError):
        Reader.load(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_rule_file_cut_short_stops_the_start(folder, name):
    text = (folder / name).read_text("utf-8")
    (folder / name).write_text(text[: len(text) * 2 // 3], "utf-8")
    with pytest.raises(RuleError):
        Reader.load(folder)


@pytest.mark.parametrize("name", FILES)
def test_an_empty_rule_file_stops_the_start(folder, name):
    (folder / name).write_text("", "utf-8")
    with pytest.raises(RuleError):
        Reader.load(folder)


def test_a_pattern_that_cannot_be_read_stops_the_start(folder):
    path = folder / "suicide.yml"
    path.write_text(path.read_text("utf-8").replace("kms|unalive", "kms|[unalive"), "utf-8")
    with pytest.raises(RuleError):
        Reader.load(folder)


@pytest.mark.parametrize("source", ["", "(a|b", "a)", "<nothing>", "...", "?", "a [b]", "a?"])
def test_what_is_no_pattern_is_refused(source):
    with pytest.raises(PatternError):
        compile_pattern(source, {})


PATTERNS = [
    ("jeg ... dø", " jeg vil bare doe ", True),
    ("jeg ... dø", " jeg vil ikke doe ", False),
    ("jeg ~3 dø", " jeg vil ikke doe ", True),
    ("(a|b c)? d*", " b c dag ", True),
    ("^ hej", " og hej ", False),
    ("slut $", " det er slut ", True),
    ("være", " vare ", True),
]


@pytest.mark.parametrize(("source", "sentence", "found"), PATTERNS)
def test_the_language_of_patterns(source, sentence, found):
    assert bool(compile_pattern(source, {}).expression.search(sentence)) is found


SPELLINGS = [
    ("J E G  vil D Ø", "jeg vil dø"),
    ("s e l v m o r d", "selvmord"),
    ("s3lvm0rd", "selvmord"),
    ("jeg vil dø\u200b", "jeg vil dø"),
    ("jg vil bare døøøøø", "jeg vil bare dø"),
    ("jeg vil doe", "jeg vil dø"),
    ("ｊｅｇ vil dø", "jeg vil dø"),
]


@pytest.mark.parametrize(("written", "meant"), SPELLINGS)
def test_spellings_come_to_the_same(written, meant):
    assert READER.sentences(written) == READER.sentences(meant)


def test_an_idiom_hides_itself_only():
    assert not any(force == 3 for force in spoken("jeg dør af grin").values())
    assert spoken("Jeg dør af grin, men gider ikke leve mere")["suicide_not_live"] == 3


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=2000))
def test_any_text_is_read_and_always_alike(text):
    assert spoken(text) == spoken(text)


HOSTILE = [
    "jeg " * 500,
    "vil " * 500,
    "ikke at " * 280,
    "a" * 2000,
    "j " * 1000,
    ". " * 1000,
    "jeg vil gerne bare " * 105,
    "é\u0301" * 1000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_two_thousand_hostile_characters_take_little_time(text):
    start = time.process_time()
    spoken(text[:2000])
    assert time.process_time() - start < 0.3


def test_every_rule_name_is_used_once():
    names = [rule.name for rule in READER.book.rules]
    assert len(names) == len(set(names))
    assert rulebook.load().rules == READER.book.rules
