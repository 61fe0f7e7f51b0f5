"""What holds for every answer and every outcome, whoever writes; each check raises AssertionError and says what is wrong."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from itertools import pairwise

from bot.routes.catalogue import load_catalogue
from bot.texts import Texts, load
from tests.chat_client import Message

MOST_BUBBLES = 2
LEAST_WAYS = 2
OUTCOME = "utter_outcome_"
QUESTION = "utter_ask_"
# The sentence that opens every reason (utter_guidance_because… in domain/guidance.yml); danger is answered without one.
REASON = "utter_guidance_because"
WITHOUT_REASON = "utter_outcome_acute"


def check_answer(heard: Sequence[Message], before: Sequence[Message]) -> None:
    """One turn: not silent, no flood, no sentence twice in a row, only ways of the catalogue."""
    assert heard, "silence"
    assert len(heard) <= MOST_BUBBLES, f"{len(heard)} bubbles: {keys(heard)}"
    said = [message["text"] for message in [*before, *heard] if message["from"] != "visitor"]
    assert all(text.strip() for text in said), f"an empty bubble: {keys(heard)}"
    assert all(one != other for one, other in pairwise(said)), f"twice in a row: {keys(heard)}"
    for message in heard:
        check_ways(message)


def check_ways(message: Message) -> None:
    """Numbers are the catalogue's; an outcome has at least two ways, one of them open now, and a reason."""
    assert all(route["phone"] in (None, numbers()[route["id"]]) for route in message["routes"]), "an unknown number"
    if str(message["key"]).startswith(OUTCOME):
        check_outcome(message)


def check_outcome(message: Message) -> None:
    """An outcome says why and shows at least two ways, one of them open now."""
    assert len(message["routes"]) >= LEAST_WAYS, f"{message['key']} shows {len(message['routes'])} ways"
    assert any(route["open_now"] for route in message["routes"]), f"{message['key']} shows no way that is open"
    has_reason = any(opening in message["text"] for opening in reasons())
    assert has_reason or message["key"] == WITHOUT_REASON, f"{message['key']} says no reason"


def check_goes_on(heard: Sequence[Message]) -> None:
    """No dead end: the turn offers a button, a way, or stands at an open question."""
    offers = any(message["buttons"] or message["routes"] for message in heard)
    assert offers or open_question(heard), f"a dead end: {keys(heard)}"


def check_asked_once(asked: Sequence[str]) -> None:
    """No question twice, in whichever words."""
    names = [question.removesuffix("_again") for question in asked]
    assert len(names) == len(set(names)), f"asked twice: {names}"


def check_reason_names(message: Message, facts: Mapping[str, str]) -> None:
    """The reason in the visitor's own facts: each of `facts` (words by name) stands in the outcome."""
    missing = [name for name, words in facts.items() if words not in message["text"]]
    assert not missing, f"{message['key']} does not name {missing}"


def open_question(heard: Sequence[Message]) -> str | None:
    """The key of the question that the newest of these bubbles asks, or None."""
    return next((key for key in reversed(keys(heard)) if key.startswith(QUESTION)), None)


def keys(heard: Sequence[Message]) -> list[str]:
    """The keys of the bubbles, in order."""
    return [str(message["key"]) for message in heard]


@functools.cache
def texts() -> Texts:
    """The approved words."""
    return load()


@functools.cache
def numbers() -> dict[str, str | None]:
    """The number that the catalogue shows, by way."""
    return {route.id: route.phone_shown for route in load_catalogue("aarhus").routes}


@functools.cache
def reasons() -> tuple[str, ...]:
    """How a reason begins, up to its first fact, in every wording."""
    names = [name for name in texts().responses if name.startswith(REASON)]
    return tuple(variant.text.split("{")[0] for name in names for variant in texts().responses[name])
