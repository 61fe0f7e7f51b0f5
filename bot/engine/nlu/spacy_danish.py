"""spaCy for Danish: da_core_news_sm where it is installed, otherwise the blank pipeline, which finds nothing.

Tokens and lemmas bring the classifier nothing (measured, design/nlu-facts.md); spaCy is here for names and places, so only
what finds these is loaded: the blank pipeline's lemmas alone took 115 MB.
"""

from __future__ import annotations

from typing import Any

import spacy
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from spacy.language import Language

STATISTICAL = "da_core_news_sm"
BLANK = "blank:da"
NEEDLESS = ("morphologizer", "parser", "lemmatizer", "attribute_ruler")
KINDS = {"PER": "person", "LOC": "place"}


def load(name: str = STATISTICAL) -> tuple[str, Language]:
    """The pipeline in use and its name: the package or folder `name`, else the blank Danish one."""
    try:
        return name, spacy.load(name, exclude=NEEDLESS)
    except OSError:
        return BLANK, spacy.blank("da")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DanishSpacy(GraphComponent):
    """Adds persons and places when the statistical pipeline is there."""

    def __init__(self, name: str, pipeline: Language) -> None:
        self.pipeline_name = name
        self.pipeline = pipeline

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DanishSpacy:
        """Load the pipeline that config.yml names, or its stand-in."""
        del model_storage, resource, execution_context
        return cls(*load(config.get("model", STATISTICAL)))

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities `person` and `place`."""
        for message in messages:
            found = [
                {"entity": KINDS[each.label_], "value": each.text, "start": each.start_char, "end": each.end_char}
                for each in self.pipeline(message.get(TEXT) or "").ents
                if each.label_ in KINDS
            ]
            if found:
                message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages
