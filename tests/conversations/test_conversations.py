"""Runs the conversations beside this file; tests/conversations/README.md says how they are written."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.routes.catalogue import load_catalogue
from tests.chat_client import Message, Visitor
from tests.stack import Stack

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*/*.yml"))
MOST_BUBBLES = 2
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
    keys = [message["key"] for message in heard]
    if "hears" in turn:
        assert keys == turn["hears"], f"{where!r}: heard {keys}"
    assert not set(turn.get("never", ())) & set(keys), f"{where!r}: heard {keys}"
    text = " ".join(message["text"] for message in heard)
    assert all(word in text for word in turn.get("mentions", ())), f"{where!r}: {turn['mentions']} not in {text!r}"
    shown = {route["id"] for message in heard for route in message["routes"]}
    assert set(turn.get("routes", ())) <= shown, f"{where!r}: shown {shown}"


def check_answer(heard: list[Message], before: list[Message]) -> None:
    """What holds for every answer."""
    assert 1 <= len(heard) <= MOST_BUBBLES, [message["key"] for message in heard]
    said = [message["text"] for message in [*before, *heard] if message["from"] != "visitor"]
    assert all(one != other for one, other in pairwise(said)), f"twice in a row: {said[-1]!r}"
    for message in heard:
        check_routes(message)


def check_routes(message: Message) -> None:
    """Ways: only numbers of the catalogue; an outcome has at least two, one of them open now."""
    allowed = {route.id: route.phone_shown for route in load_catalogue("aarhus").routes}
    assert all(route["phone"] in (None, allowed[route["id"]]) for route in message["routes"])
    if str(message["key"]).startswith("utter_outcome_"):
        assert len(message["routes"]) >= 2
        assert any(route["open_now"] for route in message["routes"])
