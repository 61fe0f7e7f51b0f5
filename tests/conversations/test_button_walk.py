"""Every button that can be reached from the greeting is pressed, until no new state appears: no dead end, no silence."""

from __future__ import annotations

from functools import partial

import pytest

from tests.chat_client import Message, Visitor
from tests.conversations.walk import ASKED_LATER, Talk, walk_all
from tests.stack import Stack

MOST_PRESSES = 4000
# What is typed where a question has no button that answers it.
TYPED = {
    "utter_ask_guidance_age": "12",
    "utter_ask_intake_child_name": "Karla",
    "utter_ask_intake_contact_phone": "20 30 40 50",
    "utter_ask_intake_contact_email": "familien@example.org",
}
VOICES = {
    "Jeg er barn eller ung": "young",
    "Jeg er forælder": "parent",
    "Jeg er bekymret for en ven": "young about another",
    "Jeg arbejder med børn": "professional",
}
FEWEST_STATES = 100
# The server's, before what the engine says.
BESIDE_THE_ENGINE = ("utter_safety_settled", ASKED_LATER)


@pytest.mark.stack
@pytest.mark.walk
@pytest.mark.timeout(1800)
def test_every_button_from_every_state(stack: Stack) -> None:
    walk = walk_all(partial(arrive, stack.public), TYPED, VOICES, MOST_PRESSES)
    print(
        f"button walk: {len(walk.known)} states, {walk.presses} moves, {walk.left()} left at the bound of {MOST_PRESSES}"
    )
    assert not walk.wrong, "\n".join(walk.wrong)
    assert walk.left() == 0, f"{walk.left()} moves never made"
    assert len(walk.known) >= FEWEST_STATES


def arrive(base: str) -> Talk:
    visitor = Visitor.arrives(base)
    return Talk(partial(press, visitor), partial(write, visitor), list(visitor.messages))


def press(visitor: Visitor, title: str) -> list[Message]:
    return whole(visitor, visitor.presses(title))


def write(visitor: Visitor, text: str) -> list[Message]:
    return whole(visitor, visitor.says(text))


def whole(visitor: Visitor, heard: list[Message]) -> list[Message]:
    """What was heard; where the server has spoken and the engine answers as well, with that answer."""
    if heard[-1]["key"] in BESIDE_THE_ENGINE:
        heard += [message for message in visitor.fetch(wait=10) if message["from"] == "bot"]
    return heard
