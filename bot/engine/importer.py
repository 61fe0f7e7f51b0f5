"""Loads `domain.yml` with `domain/*.yml` and `data/`, and refuses anything that is defined twice.

Rasa itself lets the last definition win in silence, and a folder given as `--domain` resets the session settings
(measured, design/style.md); both have cost bots their texts. Training messages are read with the fast YAML loader:
Rasa's own reader validates each of them and takes minutes for thousands.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.importers.utils import story_graph_from_paths
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import read_model_configuration

LISTS = ("intents", "entities", "actions")
MAPPINGS = ("slots", "forms", "responses")
ROOT_ONLY = ("session_config", "version", "config")


class DefinedTwiceError(ValueError):
    """Something stands in two places; the message names it and both files."""


class UnknownKeyError(ValueError):
    """A topic's file holds a key that only domain.yml may hold, or that nobody reads."""


class _UniqueLoader(yaml.CSafeLoader):
    """A YAML loader that refuses a key written twice in one mapping."""


def _unique_mapping(loader: _UniqueLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    loader.flatten_mapping(node)
    pairs = [(loader.construct_object(key, deep=True), value) for key, value in node.value]
    seen: set[Any] = set()
    for key, _ in pairs:
        if key in seen:
            raise DefinedTwiceError(f"{key} stands twice in {node.start_mark.name}")
        seen.add(key)
    return {key: loader.construct_object(value, deep=True) for key, value in pairs}


_UniqueLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)


def read_yaml(path: Path) -> dict[str, Any]:
    """The content of a YAML file as a mapping; raises DefinedTwiceError on a key written twice."""
    with path.open(encoding="utf-8") as file:
        loader = _UniqueLoader(file)
        try:
            return loader.get_single_data() or {}
        finally:
            loader.dispose()


def merge_domain(paths: list[Path]) -> dict[str, Any]:
    """One domain from several files. Raises DefinedTwiceError or UnknownKeyError."""
    merged: dict[str, Any] = {key: [] for key in LISTS} | {key: {} for key in MAPPINGS}
    origin: dict[tuple[str, str], Path] = {}
    for path in paths:
        for key, value in read_yaml(path).items():
            if key in ROOT_ONLY:
                _take_root_key(merged, key, value, path, is_root=path == paths[0])
            elif key in MAPPINGS or key in LISTS:
                _take(merged, key, value or [], path, origin)
            else:
                raise UnknownKeyError(f"{key} in {path}")
    return merged


def _take_root_key(merged: dict[str, Any], key: str, value: Any, path: Path, *, is_root: bool) -> None:
    if is_root:
        merged[key] = value
    elif key != "version":
        raise UnknownKeyError(f"{key} belongs in domain.yml, not in {path}")


def _take(merged: dict[str, Any], key: str, value: Any, path: Path, origin: dict[tuple[str, str], Path]) -> None:
    for entry in value:
        name = str(next(iter(entry)) if isinstance(entry, dict) else entry)
        if (key, name) in origin:
            raise DefinedTwiceError(f"{key}: {name} stands in {origin[key, name]} and in {path}")
        origin[key, name] = path
        if key in LISTS:
            merged[key].append(entry)
        else:
            merged[key][name] = value[entry]


def read_messages(paths: list[Path]) -> list[Message]:
    """The training messages of `data/nlu`: Rasa's own format, each example a mapping of text and metadata."""
    origin: dict[str, Path] = {}
    messages: list[Message] = []
    for path in paths:
        for group in read_yaml(path).get("nlu", []):
            intent = group["intent"]
            if intent in origin:
                raise DefinedTwiceError(f"intent {intent} stands in {origin[intent]} and in {path}")
            origin[intent] = path
            messages += [_message(example, intent) for example in group["examples"]]
    return messages


def _message(example: dict[str, Any], intent: str) -> Message:
    message = Message.build(text=example["text"].strip(), intent=intent)
    message.set("metadata", {"example": example.get("metadata") or {}})
    return message


class TopicImporter(TrainingDataImporter):
    """The importer that config.yml names."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        **_: Any,
    ) -> None:
        self.config_file = config_file
        self.domain_path = Path(domain_path) if domain_path else None
        paths = [training_data_paths] if isinstance(training_data_paths, str) else training_data_paths or []
        self.data = [Path(path) for path in paths]

    def _files(self, folder: str) -> list[Path]:
        return sorted(path for data in self.data for path in (data / folder).glob("*.yml"))

    def get_config(self) -> dict[str, Any]:
        """The pipeline and policies of config.yml."""
        return read_model_configuration(self.config_file) if self.config_file else {}

    def get_config_file_for_auto_config(self) -> str | None:
        """Rasa asks for it to fill in defaults."""
        return self.config_file

    def get_domain(self) -> Domain:
        """The merged domain."""
        if self.domain_path is None:
            return Domain.empty()
        topics = sorted((self.domain_path.parent / "domain").glob("*.yml"))
        return Domain.from_dict(merge_domain([self.domain_path, *topics]))

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """Rules and stories; the same name twice is refused."""
        files = self._files("rules") + self._files("stories")
        _refuse_double_names(files)
        return story_graph_from_paths([str(path) for path in files], self.get_domain(), exclusion_percentage)

    def get_nlu_data(self, language: str | None = "da") -> TrainingData:
        """The training messages. The language is always Danish."""
        del language
        return TrainingData(read_messages(self._files("nlu")))


def _refuse_double_names(files: list[Path]) -> None:
    origin: dict[str, Path] = {}
    for path in files:
        content = read_yaml(path)
        for kind in ("rules", "stories"):
            for entry in content.get(kind) or []:
                name = entry.get("rule") or entry.get("story")
                if name in origin:
                    raise DefinedTwiceError(f"{name!r} stands in {origin[name]} and in {path}")
                origin[name] = path
