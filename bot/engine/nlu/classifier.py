"""Reads intents and themes: tf-idf and two linear models, with an honest "I don't know".

The message keeps its full ranking when the best reading is unsure, so that the bot can offer the likely ones.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine.nlu.features import Features
from bot.engine.nlu.linear import Linear

FAQ = "faq"
UNSURE = "nlu_fallback"
RANKING = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DanishClassifier(GraphComponent, IntentClassifier):
    """The pipeline's classifier; trains in seconds, loads in under one."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See config.yml for the meaning of each."""
        return {
            "strength": 30.0,
            "rounds": 60,
            "theme_strength": 10.0,
            "theme_threshold": 0.5,
            "sure": 0.3,
            "margin": 0.05,
        }

    @staticmethod
    def required_packages() -> list[str]:
        """What must be installed."""
        return ["sklearn", "scipy"]

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self.config = {**self.get_default_config(), **config}
        self.storage = storage
        self.resource = resource
        self.features: Features | None = None
        self.intents: Linear | None = None
        self.themes: Linear | None = None

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
        """Fit on the training messages and store the result."""
        messages = [each for each in training_data.intent_examples if each.get(TEXT) and each.get_full_intent()]
        texts = [each.get(TEXT) for each in messages]
        self.features = Features.fit(texts)
        rows = self.features.rows(texts)
        intents = [each.get_full_intent() for each in messages]
        self.intents = Linear.fit_one_of(rows, intents, self.config["strength"], self.config["rounds"])
        self.themes = Linear.fit_any_of(rows, [_themes(each) for each in messages], self.config["theme_strength"])
        with self.storage.write_to(self.resource) as folder:
            self.features.save(folder)
            self.intents.save(folder, "intents")
            self.themes.save(folder, "themes")
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
        with model_storage.read_from(resource) as folder:
            classifier.features = Features.load(folder)
            classifier.intents = Linear.load(folder, "intents")
            classifier.themes = Linear.load(folder, "themes")
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

    def _read(self, message: Message) -> None:
        assert self.features is not None
        assert self.intents is not None
        assert self.themes is not None
        row = self.features.rows([message.get(TEXT) or ""])
        shares = self.intents.shares(row)
        order = shares.argsort()[::-1][:RANKING]
        ranking = [{"name": self.intents.labels[index], "confidence": float(shares[index])} for index in order]
        _set_reading(message, ranking, self._is_unsure(ranking))
        chances = self.themes.chances(row)
        found = [index for index in chances.argsort()[::-1] if chances[index] >= self.config["theme_threshold"]]
        entities = [_theme(self.themes.labels[index], float(chances[index]), message) for index in found]
        message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)

    def _is_unsure(self, ranking: list[dict[str, Any]]) -> bool:
        best, second = ranking[0]["confidence"], ranking[1]["confidence"] if len(ranking) > 1 else 0.0
        return bool(best < self.config["sure"] or best - second < self.config["margin"])


def _themes(message: Message) -> set[str]:
    metadata = message.get("metadata") or {}
    return set(metadata.get("example", {}).get("themes", ()))


def _theme(name: str, chance: float, message: Message) -> dict[str, Any]:
    end = len(message.get(TEXT) or "")
    return {
        "entity": "theme",
        "value": name,
        "confidence": chance,
        "start": 0,
        "end": end,
        "extractor": "DanishClassifier",
    }


def _set_reading(message: Message, ranking: list[dict[str, Any]], unsure: bool) -> None:
    best = ranking[0]["name"]
    topic = best.split("/", 1)[0]
    name = UNSURE if unsure else topic
    message.set(INTENT, {"name": name, "confidence": ranking[0]["confidence"]}, add_to_output=True)
    message.set("intent_ranking", ranking, add_to_output=True)
    message.set("unsure", unsure, add_to_output=True)
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
