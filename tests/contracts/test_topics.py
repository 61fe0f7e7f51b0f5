"""The topics fit together: intents are trained and answered, texts are used and defined once, buttons lead somewhere."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from pathlib import Path

import pytest

from bot.centre.facts import Centre
from bot.centre.sentences import sentences
from bot.routes.catalogue import load_catalogue
from bot.settings import ROOT
from bot.texts import load
from tests.contracts import topics
from tests.contracts.topics import DOMAIN, NLU, RULES

AUDIENCES = {"young", "parent", "professional"}
FEWEST_MESSAGES = 30
# Buttons of the safety dialogue are read by the server and never reach the engine (ADR 0005).
OF_THE_SERVER = {"safety"}
# Rasa sets it itself, so it needs no training messages.
OF_RASA = {"nlu_fallback"}
RASA_ACTIONS = {"action_listen", "action_restart", "action_session_start", "action_default_fallback", "action_back"}
# A key of every message, not a response.
NO_RESPONSE = {"utter_action"}
HEAD = re.compile(r"\A(?:#.*\n)+")
OWNER = re.compile(r"\bowne(?:d|r)|\bowns\b", re.I)
INTENTS = sorted(set(topics.declared("intents")))
SLOTS = set(topics.declared("slots"))
ENTITIES = SLOTS | set(topics.declared("entities"))
RESPONSES = topics.responses()
QUESTIONS = {name.removeprefix("faq/") for name in topics.trained_intents() if name.startswith("faq/")}

per_topic = pytest.mark.parametrize("path", DOMAIN, ids=lambda path: path.stem)


# --- Files ---


@pytest.mark.parametrize("path", [*DOMAIN, *RULES, *NLU], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_file_begins_with_what_it_is(path: Path) -> None:
    head = HEAD.match(path.read_text("utf-8"))
    assert head
    assert len(head[0].split()) >= 8


@per_topic
def test_a_topic_says_who_owns_its_words(path: Path) -> None:
    head = HEAD.match(path.read_text("utf-8"))
    assert head
    assert OWNER.search(head[0])


@pytest.mark.parametrize("key", ["intents", "entities", "actions", "slots", "forms", "responses"])
def test_nothing_is_declared_twice(key: str) -> None:
    counted = Counter(topics.declared(key))
    assert not [name for name, times in counted.items() if times > 1]


# --- Intents ---


@pytest.mark.parametrize("intent", [name for name in INTENTS if name not in OF_RASA])
def test_an_intent_has_training_messages(intent: str) -> None:
    trained = topics.trained_intents()
    assert sum(count for name, count in trained.items() if name.split("/")[0] == intent) >= FEWEST_MESSAGES


@pytest.mark.parametrize("intent", INTENTS)
def test_an_intent_is_answered_by_a_rule(intent: str) -> None:
    assert intent in topics.ruled_intents()


def test_what_is_trained_or_ruled_is_declared() -> None:
    trained = {name.split("/")[0] for name in topics.trained_intents()}
    assert trained | topics.ruled_intents() <= set(INTENTS)


def test_every_question_that_is_trained_has_an_answer_and_the_other_way_round() -> None:
    answered = {name.removeprefix("utter_faq/") for name in RESPONSES if name.startswith("utter_faq/")}
    assert answered == QUESTIONS
    assert len(answered) >= 37


# --- Actions ---


def test_every_action_of_a_rule_exists() -> None:
    known = {*topics.declared("actions"), *topics.declared("forms"), *RESPONSES, *RASA_ACTIONS}
    assert not {step["action"] for step in topics.steps() if "action" in step} - known


def test_every_declared_action_is_written() -> None:
    declared = set(topics.declared("actions")) - RASA_ACTIONS
    assert not {name for name in declared if name not in topics.words_of_python() and not is_built(name)}


def test_every_declared_action_is_run_by_a_rule_or_a_form() -> None:
    forms = topics.declared("forms")
    of_forms = {f"validate_{form}" for form in forms} | {f"action_ask_{slot}" for slot in SLOTS}
    assert not set(topics.declared("actions")) - topics.ruled_actions() - of_forms - RASA_ACTIONS


# --- Responses ---


@per_topic
def test_a_response_has_one_wording_for_everybody_and_one_for_each_other_reader(path: Path) -> None:
    """Without one for everybody Rasa would say nothing; with two alike it would draw lots."""
    for name in {wording.name for wording in topics.wordings_of(path)}:
        slots = [tuple(sorted(wording.slots.items())) for wording in RESPONSES[name]]
        assert slots.count(()) == 1, name
        assert len(set(slots)) == len(slots), name


@per_topic
def test_no_two_conditions_of_a_response_hold_at_once(path: Path) -> None:
    """Rasa draws lots between wordings whose conditions all hold; a visitor must get the same answer tomorrow."""
    for name in {wording.name for wording in topics.wordings_of(path)}:
        conditions = [wording.slots for wording in RESPONSES[name] if wording.slots]
        for one, other in itertools.combinations(conditions, 2):
            assert any(other.get(slot, value) != value for slot, value in one.items()), f"{name}: {one} and {other}"


@per_topic
def test_a_wording_depends_on_slots_that_exist(path: Path) -> None:
    for wording in topics.wordings_of(path):
        assert set(wording.slots) <= SLOTS, str(wording)
        assert wording.audience in {None, *AUDIENCES}, str(wording)


def is_used(name: str) -> bool:
    """Whether a rule or Python names the response, or builds its name from something that exists."""
    if asked := re.fullmatch(r"utter_ask_(\w+)", name):
        return asked[1] in SLOTS
    if name.startswith("utter_faq/"):
        return name.removeprefix("utter_faq/") in QUESTIONS
    return name in topics.ruled_actions() or name in topics.words_of_python() or is_built(name)


def is_built(name: str) -> bool:
    """Whether Python puts the name together: a beginning it knows, then a word that it or the data knows."""
    endings = [name.removeprefix(each) for each in topics.beginnings() if name.startswith(each)]
    return any(ending in topics.words_of_python() or is_built(ending) for ending in endings)


def in_first_words(name: str) -> str:
    """The response whose other wording, for another moment or another state of a fact, this is."""
    return re.sub(r"_(?:again|acute|sent|known|unknown)$", "", name)


@per_topic
def test_a_response_is_used(path: Path) -> None:
    names = {wording.name for wording in topics.wordings_of(path)}
    assert not {name for name in names if not is_used(name) and not is_used(in_first_words(name))}


def test_every_response_that_python_names_exists() -> None:
    named = {name for name in re.findall(r"\"(utter_[\w/]+)\"", topics.python()) if not name.endswith("_")}
    assert not named - set(RESPONSES) - NO_RESPONSE


@per_topic
def test_a_placeholder_is_filled_by_somebody(path: Path) -> None:
    filled = {*sentences(Centre(), load()), *SLOTS, *topics.words_of_python()}
    for wording in topics.wordings_of(path):
        assert set(re.findall(r"\{(\w+)\}", wording.text)) <= filled, str(wording)


# --- Buttons and ways ---


@per_topic
def test_a_button_leads_somewhere(path: Path) -> None:
    for wording in topics.wordings_of(path):
        for payload in wording.payloads:
            assert payload.intent in INTENTS or payload.intent in OF_THE_SERVER, str(wording)
            assert payload.intent in OF_THE_SERVER or set(payload.entities) <= ENTITIES, str(wording)
            assert payload.entities.get("faq_name") in {None, *QUESTIONS}, str(wording)


@per_topic
def test_a_way_in_a_text_is_in_the_catalogue_and_can_be_reached(path: Path) -> None:
    ways = load_catalogue("aarhus").by_id
    for wording in topics.wordings_of(path):
        assert len(set(wording.routes)) == len(wording.routes), str(wording)
        for route in wording.routes:
            assert ways[route].reachable, f"{wording}: {route}"


@per_topic
def test_a_way_in_a_text_is_for_those_who_read_it(path: Path) -> None:
    ways = load_catalogue("aarhus").by_id
    for wording in topics.wordings_of(path):
        readers = {"young", "child"} if wording.audience == "young" else {wording.audience}
        for route in wording.routes if wording.audience else ():
            assert readers & ways[route].audience, f"{wording}: {route}"


def test_an_answer_to_a_question_always_shows_a_way() -> None:
    for wording in topics.wordings_of(ROOT / "domain" / "faq.yml"):
        assert wording.buttons or wording.routes, str(wording)
