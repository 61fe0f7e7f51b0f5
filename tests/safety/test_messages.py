"""The training messages of the screening carry classes that there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.safety import messages
from bot.safety.reading import Crisis


def test_every_message_of_danger_has_a_class_that_there_is():
    found = messages.load()
    assert {message.crisis for message in found} == {None, *(crisis.value for crisis in Crisis)}


def test_what_an_author_wrote_is_read_by_class(tmp_path: Path):
    (tmp_path / "author").mkdir()
    (tmp_path / "author" / "violence.yml").write_text("high other: |\n  han slår hende\n", "utf-8")
    (tmp_path / "author" / "harmless.yml").write_text("sport: |\n  vi blev slået 3-0\neveryday: |\n  hej\n", "utf-8")
    read = list(messages.load(tmp_path / "none", tmp_path))
    assert [(m.text, m.crisis, m.level, m.about, m.near) for m in read] == [
        ("vi blev slået 3-0", None, None, None, True),
        ("hej", None, None, None, False),
        ("han slår hende", "crisis_violence", "high", "other", False),
    ]


@pytest.mark.parametrize(("name", "key"), [("violence_more", "high self"), ("violence", "severe self")])
def test_a_class_or_level_that_there_is_not_stops_the_training(tmp_path: Path, name: str, key: str):
    (tmp_path / f"{name}.yml").write_text(f"{key}: |\n  han slår mig\n", "utf-8")
    with pytest.raises(ValueError, match="is not a valid"):
        messages.load(tmp_path / "none", tmp_path)
