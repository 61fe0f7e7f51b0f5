"""Trains one pipeline on the project's messages and reads test messages with it; runs in the engine's environment.

`python -m bench.nlu_worker ours|default TESTS FOLDER`: TESTS is a file of one JSON object a line with `text`; FOLDER gets
`readings.jsonl` (ranking, unsure, themes, milliseconds) and `costs.json` (training seconds, megabytes). Called by bench.nlu.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import yaml

from bot.engine import logs
from bot.settings import ROOT

EPOCHS = 10
SLASH = "__"  # Rasa's own classifiers read only the part of a name before a slash
# `rasa init`'s recommended pipeline; fewer epochs than its 100: one took 4 to 5 minutes beside other work with 21,000 messages.
DEFAULT: dict[str, Any] = {
    "recipe": "default.v1",
    "language": "da",
    "pipeline": [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": EPOCHS, "constrain_similarities": True, "random_seed": 20261124},
    ],
    "policies": [{"name": "RulePolicy"}],
}


def prepare(name: str, folder: Path) -> tuple[Path, Path, Path]:
    """Domain, configuration and messages of the pipeline `name`, written below `folder`."""
    ours = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))
    groups = [
        group
        for path in sorted((ROOT / "data" / "nlu").glob("*.yml"))
        for group in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)["nlu"]
    ]
    config = {**ours, "policies": DEFAULT["policies"]} if name == "ours" else DEFAULT
    if name != "ours":
        groups = [{**group, "intent": group["intent"].replace("/", SLASH)} for group in groups]
    intents = sorted({group["intent"].split("/")[0] for group in groups})
    data = folder / "data"
    (data / "nlu").mkdir(parents=True)
    _write(folder / "domain.yml", {"version": "3.1", "intents": intents})
    _write(folder / "config.yml", {**config, "assistant_id": "bench"})
    if name == "ours":
        _write(data / "nlu" / "all.yml", {"version": "3.1", "nlu": groups})
    else:
        lines = [{"intent": group["intent"], "examples": _lines(group["examples"])} for group in groups]
        _write(data / "nlu" / "all.yml", {"version": "3.1", "nlu": lines})
    return folder / "domain.yml", folder / "config.yml", data


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(yaml.dump(content, allow_unicode=True, sort_keys=False, width=10_000), "utf-8")


def _lines(examples: list[dict[str, Any]]) -> str:
    """Rasa's own form, where brackets would be taken for entities."""
    texts = (" ".join(each["text"].translate({ord("["): "(", ord("]"): ")"}).split()) for each in examples)
    return "".join(f"- {text}\n" for text in texts)


def train(name: str, folder: Path) -> tuple[Path, float]:
    """The trained model and the seconds that took, start of Rasa not counted."""
    from rasa.model_training import train as rasa_train

    logs.configure()
    domain, config, data = prepare(name, folder)
    begin = time.monotonic()
    result = rasa_train(str(domain), str(config), str(data), str(folder), fixed_model_name="model", force_training=True)
    return Path(str(result.model)), time.monotonic() - begin


async def read_all(model: Path, texts: list[str], name: str) -> list[dict[str, Any]]:
    """Each text's reading with its milliseconds; ours gets the meaning handed over, as from the server."""
    from rasa.core.channels.channel import UserMessage
    from rasa.core.lock_store import InMemoryLockStore
    from rasa.core.nlg import TemplatedNaturalLanguageGenerator
    from rasa.core.processor import MessageProcessor
    from rasa.core.tracker_store import InMemoryTrackerStore
    from rasa.shared.core.domain import Domain

    from bot.danish.meaning import Meaning, to_metadata
    from bot.engine.channel import plain

    nlg, locks = TemplatedNaturalLanguageGenerator({}), InMemoryLockStore()
    processor = MessageProcessor(str(model), InMemoryTrackerStore(Domain.empty()), locks, nlg)
    meaning = Meaning.load() if name == "ours" else None
    readings = []
    for text in [texts[0], *texts]:  # the first one warms up
        metadata = {"meaning": to_metadata(meaning.layers(plain(text)))} if meaning else {}
        begin = time.perf_counter()
        parsed = await processor.parse_message(UserMessage(plain(text), metadata=metadata))
        readings.append(_reading(parsed, (time.perf_counter() - begin) * 1000))
    return readings[1:]


def _reading(parsed: dict[str, Any], milliseconds: float) -> dict[str, Any]:
    ranking = [(each["name"].replace(SLASH, "/"), each["confidence"]) for each in parsed["intent_ranking"]]
    lead = ranking[0][1] - (ranking[1][1] if len(ranking) > 1 else 0.0)
    unsure = parsed.get("unsure", ranking[0][1] < 0.3 or lead < 0.1)  # Rasa's FallbackClassifier as `rasa init` has it
    themes = [each["value"] for each in parsed["entities"] if each["entity"] == "theme"]
    return {"ranking": ranking, "unsure": unsure, "themes": themes, "milliseconds": milliseconds}


def main() -> int:
    """Train, read, write both files."""
    name, tests, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ["RASA_CACHE_DIRECTORY"] = str(folder / "cache")
    logs.configure("error")
    texts = [json.loads(line)["text"] for line in tests.read_text("utf-8").splitlines()]
    model, seconds = train(name, folder)
    readings = asyncio.run(read_all(model, texts, name))
    (folder / "readings.jsonl").write_text(
        "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in readings), "utf-8"
    )
    resident = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    costs = {"training": seconds, "memory": resident, "size": model.stat().st_size / 1e6}
    (folder / "costs.json").write_text(json.dumps(costs), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
