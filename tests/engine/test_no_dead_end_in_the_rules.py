"""No dead end in the rules: every intent is answered in both forms and outside, every form that ends is followed by something.

Rasa's own rule policy predicts, trained on our rules. A planted fault, any one rule removed, is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActionExecutionRejected, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.generator import TrainingDataGenerator
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.core.training_data.structures import StoryGraph

from bot.engine.importer import TopicImporter
from bot.settings import ROOT

FORMS = ("guidance_form", "intake_form")
DEAD_ENDS = ("action_default_fallback", "action_listen")
# Rasa's rule policy answers this intent as our rule does, also without it.
RASA_DOES_IT_ITSELF = ["starting over forgets the answers"]


@pytest.fixture(scope="module")
def importer() -> TopicImporter:
    return TopicImporter(str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(ROOT / "data")])


@pytest.fixture(scope="module")
def domain(importer: TopicImporter) -> Domain:
    return importer.get_domain()


@pytest.fixture(scope="module")
def rules(importer: TopicImporter) -> StoryGraph:
    return importer.get_stories()


def trained(rules: StoryGraph, domain: Domain, folder: Path) -> RulePolicy:
    policy = RulePolicy(
        RulePolicy.get_default_config(),
        LocalModelStorage.create(folder),
        Resource("rules"),
        ExecutionContext(GraphSchema({})),
    )
    trackers = TrainingDataGenerator(rules, domain, use_story_concatenation=False).generate()
    policy.train(trackers, domain)
    return policy


def situations(domain: Domain) -> Iterator[tuple[str, list[Event]]]:
    """What may have happened when the policy is asked, by name."""
    for intent in domain.intents:
        said = UserUttered(text=intent, intent={"name": intent, "confidence": 1.0})
        yield f"{intent} outside", [said]
        for form in FORMS:
            yield f"{intent} in {form}", [*opened(form), said, ActionExecutionRejected(form)]
    for form in FORMS:
        said = UserUttered(text="x", intent={"name": "inform", "confidence": 1.0})
        yield (
            f"{form} ends",
            [*opened(form), said, ActionExecuted(form), ActiveLoop(None), SlotSet("requested_slot", None)],
        )


def opened(form: str) -> list[Event]:
    return [
        ActiveLoop(form),
        SlotSet("requested_slot", form.replace("form", "answer")),
        ActionExecuted("action_listen"),
    ]


def dead_ends(policy: RulePolicy, domain: Domain) -> list[str]:
    """The situations in which nothing would be done."""
    found = []
    for name, events in situations(domain):
        tracker = DialogueStateTracker.from_events("c", [ActionExecuted("action_listen"), *events], slots=domain.slots)
        shares = policy.predict_action_probabilities(tracker, domain).probabilities
        best = max(range(len(shares)), key=shares.__getitem__)
        if domain.action_names_or_texts[best] in DEAD_ENDS or not shares[best]:
            found.append(name)
    return found


def test_every_intent_is_answered_everywhere_and_every_form_that_ends_is_followed(
    rules: StoryGraph, domain: Domain, tmp_path: Path
) -> None:
    assert dead_ends(trained(rules, domain, tmp_path), domain) == []


def test_each_rule_that_is_removed_is_missed(rules: StoryGraph, domain: Domain, tmp_path: Path) -> None:
    unnoticed = []
    for number, step in enumerate(rules.story_steps):
        planted = StoryGraph([each for each in rules.story_steps if each is not step])
        folder = tmp_path / str(number)
        folder.mkdir()
        if not dead_ends(trained(planted, domain, folder), domain):
            unnoticed.append(step.block_name)
    assert unnoticed == RASA_DOES_IT_ITSELF
