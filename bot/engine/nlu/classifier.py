"""The pipeline's reader: intents, an honest "I don't know", questions about the centre, themes.

The message keeps its full ranking when the best reading is unsure, so that the bot can offer the likely ones.
"""

from __future__ import annotations

import functools
from dataclasses import asdict
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.danish.meaning import Floats, Meaning, default_folder, from_metadata, is_current
from bot.danish.meaning_known import layers_of
from bot.engine.nlu.reader import Reader, Reading, Tuning

FAQ = "faq"
UNSURE = "nlu_fallback"
RANKING = 10
HANDED_OVER = "meaning"  # the key in a message's metadata


class NoMeaningError(RuntimeError):
    """Set-up has not made the sentence model's files (`python -m bot.danish.meaning_convert`)."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DanishClassifier(GraphComponent, IntentClassifier):
    """A thin coat over `Reader`; trains in seconds, loads in under one."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See config.yml for the meaning of each."""
        return asdict(Tuning())

    @staticmethod
    def required_packages() -> list[str]:
        """What must be installed."""
        return ["sklearn", "scipy", "onnxruntime"]

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self.tuning = Tuning.pick(config)
        self.storage = storage
        self.resource = resource
        self.reader: Reader | None = None

    @functools.cached_property
    def meaning(self) -> Meaning:
        """Loaded when it is first needed: the server hands a message's over, its parts are read here."""
        meaning = Meaning.load()
        if meaning is None:
            raise NoMeaningError
        return meaning

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DanishClassifier:
        """A classifier that is not trained yet."""
        del execution_context
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the training messages and store the result. Raises NoMeaningError."""
        messages = [each for each in training_data.intent_examples if each.get(TEXT) and each.get_full_intent()]
        texts = [each.get(TEXT) for each in messages]
        intents = [each.get_full_intent() for each in messages]
        self.reader = Reader.fit(texts, self._layers_of(texts), intents, list(map(_themes, messages)), self.tuning)
        with self.storage.write_to(self.resource) as folder:
            self.reader.save(folder)
        return self.resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> DanishClassifier:
        """The trained classifier. A missing or broken part stops the start (Rasa's own carry on untrained)."""
        del execution_context, kwargs
        classifier = cls(config, model_storage, resource)
        if not is_current(default_folder()):
            raise NoMeaningError
        with model_storage.read_from(resource) as folder:
            classifier.reader = Reader.load(folder, classifier.tuning)
        return classifier

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent, ranking, themes and the retrieval intent's answer on each message."""
        for message in messages:
            if message.get(INTENT) is None or not message.get(INTENT, {}).get("name"):
                self._read(message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to add for training."""
        return training_data

    def _layers_of(self, texts: list[str]) -> Floats:
        return layers_of(self.meaning, texts)

    def _read(self, message: Message) -> None:
        assert self.reader is not None
        text = message.get(TEXT) or ""
        handed_over = from_metadata((message.get("metadata") or {}).get(HANDED_OVER))
        reading = self.reader.read(text, self.meaning.layers(text) if handed_over is None else handed_over)
        _set_reading(message, reading)
        entities = [_theme(name, chance, len(text)) for name, chance in reading.themes]
        message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)


def _themes(message: Any) -> set[str]:
    """The themes that its author named (docs/themes.md)."""
    return set(((message.get("metadata") or {}).get("example") or {}).get("themes") or ())


def _theme(name: str, chance: float, end: int) -> dict[str, Any]:
    return {
        "entity": "theme",
        "value": name,
        "confidence": chance,
        "start": 0,
        "end": end,
        "extractor": "DanishClassifier",
    }


def _set_reading(message: Any, reading: Reading) -> None:
    ranking: list[dict[str, Any]] = [{"name": name, "confidence": chance} for name, chance in reading.ranking[:RANKING]]
    topic = UNSURE if reading.unsure else ranking[0]["name"].split("/", 1)[0]
    message.set(INTENT, {"name": topic, "confidence": ranking[0]["confidence"]}, add_to_output=True)
    message.set("intent_ranking", ranking, add_to_output=True)
    message.set("unsure", reading.unsure, add_to_output=True)
    # Which question it would be stands here in any case; the `utter_faq` action reads it.
    question = next((each for each in ranking if each["name"].startswith(f"{FAQ}/")), None)
    if question is not None:
        message.set("response_selector", _selected(question), add_to_output=True)


def _selected(question: dict[str, Any]) -> dict[str, Any]:
    key = question["name"]
    response = {
        "responses": [],
        "confidence": question["confidence"],
        "intent_response_key": key,
        "utter_action": f"utter_{key}",
    }
    return {"all_retrieval_intents": [FAQ], FAQ: {"response": response, "ranking": []}}
