"""Puts what was said (age, municipality, contact …; `bot.danish.facts`) on the message as entities."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.danish.facts import Fact, extract


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DanishFacts(GraphComponent):
    """Rule-based; the rules are plain Python so that the server can use the same ones."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DanishFacts:
        """Nothing to configure."""
        del config, model_storage, resource, execution_context
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add one entity for each fact, unless the message came from a button."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not text.startswith("/"):
                found = [_entity(fact) for fact in extract(text)]
                message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages


def _entity(fact: Fact) -> dict[str, Any]:
    return {"entity": fact.kind, "value": fact.value, "start": fact.start, "end": fact.end, "extractor": "DanishFacts"}
