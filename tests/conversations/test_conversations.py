"""Runs the conversations beside this file; tests/conversations/README.md says how they are written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.chat_client import Message, Visitor
from tests.conversations.checks import check_answer, keys
from tests.stack import Stack

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*/*.yml"))
pytestmark = pytest.mark.stack


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(FOLDER).with_suffix("")) for path in FILES])
def test_conversation(path: Path, stack: Stack) -> None:
    visitor = Visitor.arrives(stack.public)
    before = list(visitor.messages)
    for turn in yaml.safe_load(path.read_text("utf-8")):
        heard = visitor.says(turn["says"]) if "says" in turn else visitor.presses(turn["presses"])
        check_answer(heard, before)
        check_turn(turn, heard)
        before = heard


def check_turn(turn: dict[str, Any], heard: list[Message]) -> None:
    """What the file says of this turn."""
    where = turn.get("says") or turn.get("presses")
    said = keys(heard)
    if "hears" in turn:
        assert said == turn["hears"], f"{where!r}: heard {said}"
    assert not set(turn.get("never", ())) & set(said), f"{where!r}: heard {said}"
    text = " ".join(message["text"] for message in heard)
    assert all(word in text for word in turn.get("mentions", ())), f"{where!r}: {turn['mentions']} not in {text!r}"
    shown = {route["id"] for message in heard for route in message["routes"]}
    assert set(turn.get("routes", ())) <= shown, f"{where!r}: shown {shown}"
