"""The gate holds now, and fails when a rule is gone, labels are wrong, or a file is damaged."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bot.danish.meaning import Meaning
from bot.danish.meaning_known import layers_of
from bot.safety import messages, train
from bot.safety.messages import Message
from bot.safety.model import Classifier, ModelError
from bot.safety.reader import Reader
from bot.safety.rulebook import END, FOLDER
from bot.safety.screener import Screener
from tests.safety.gate import contradictions, missed_rules, silent_rules, wrong_readings

READER = Reader.load()
RULES = [rule.name for rule in READER.book.rules]


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener.load()


@pytest.fixture(scope="module")
def found() -> list[Message]:
    return random.Random(7).sample(messages.load(book=READER.book), 6000)


def test_every_never_miss_phrase_is_caught_in_every_spelling():
    assert missed_rules(READER) == []


def test_no_rule_is_silent():
    assert silent_rules(READER) == []


def test_never_miss_phrases_are_sure_and_harmless_ones_are_not(screener):
    assert wrong_readings(screener) == []


@pytest.mark.parametrize("name", RULES)
def test_the_gate_fails_when_a_rule_is_removed(tmp_path: Path, name: str):
    rules = tuple(rule for rule in READER.book.rules if rule.name != name)
    kept = {number: rule.name for number, rule in enumerate(READER.book.rules)}
    at = {rule.name: number for number, rule in enumerate(rules)}
    index = {
        key: tuple((at[kept[number]], pattern) for number, pattern in entries if kept[number] != name)
        for key, entries in READER.book.index.items()
    }
    without = replace(READER, book=replace(READER.book, rules=rules, index=index))
    assert silent_rules(without) != []


def test_a_rule_taken_out_of_its_file_is_missed(tmp_path: Path):
    folder = Path(shutil.copytree(FOLDER, tmp_path / "rules"))
    path = folder / "psychosis.yml"
    content = yaml.safe_load(path.read_text("utf-8"))
    content["rules"] = content["rules"][1:]
    path.write_text(yaml.safe_dump(content, allow_unicode=True) + END, "utf-8")
    assert missed_rules(Reader.load(folder)) != []


def test_the_labels_hold_together_and_no_longer_when_one_in_twenty_is_flipped(found):
    meaning = Meaning.load()
    assert meaning
    layers = layers_of(meaning, [message.text for message in found])
    assert contradictions(found, READER, layers) == []
    assert contradictions(_flipped(found, 0.05), READER, layers) != []


def _flipped(found: list[Message], share: float) -> list[Message]:
    chance = random.Random(11)
    return [_other(message) if chance.random() < share else message for message in found]


def _other(message: Message) -> Message:
    if message.crisis:
        return replace(message, crisis=None, level=None, about=None)
    return replace(message, crisis="crisis_suicide", level="high", about="self")


@pytest.mark.parametrize("name", ["model.npz", "model.json"])
def test_a_model_file_cut_short_is_refused(tmp_path: Path, found, name):
    train.train(found[:300], READER, None).save(tmp_path)
    Classifier.load(tmp_path)
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(ModelError):
        Classifier.load(tmp_path)
