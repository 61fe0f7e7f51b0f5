"""`python -m bench.nlu`: our pipeline and Rasa's default, trained on the same messages, reading the same locked test messages.

Reads `tests/nlu/*.jsonl` (or the files named; one message a line with text, intent, themes, voice, spelling), prints one table
and keeps it in bench/nlu.md. `--ours` leaves out Rasa's default, which trains for hours; `--default=FOLDER` takes the readings
that `python -m bench.nlu_worker default TESTS FOLDER` made of the same training messages before.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import f1_score, roc_auc_score

from bench.nlu_picture import heat_map
from bot.settings import ROOT

RASA = ROOT / ".venv-rasa" / "bin" / "python"
TABLE, PICTURE = ROOT / "bench" / "nlu.md", ROOT / "bench" / "nlu_confusions.svg"
TITLES = {"ours": "ours", "default": "Rasa's default (sparse + DIET, 10 epochs)"}
EARLIER = "--default="
BINS = 10
MOST_CONFUSIONS = 15


@dataclass(frozen=True)
class Read:
    """A test message, its reading, and what was meant."""

    entry: dict[str, Any]
    reading: dict[str, Any]

    @property
    def right(self) -> bool:
        return bool(self.reading["ranking"][0][0] == self.entry["intent"])

    @property
    def among_three(self) -> bool:
        return self.entry["intent"] in [name for name, _ in self.reading["ranking"][:3]]

    @property
    def confidence(self) -> float:
        return float(self.reading["ranking"][0][1])


def run(name: str, entries: Sequence[dict[str, Any]]) -> tuple[list[Read], dict[str, float]]:
    """Train and read in the engine's environment; gives the readings and the costs."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        tests = folder / "tests.jsonl"
        tests.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in entries), "utf-8")
        command = [str(RASA), "-W", "ignore", "-m", "bench.nlu_worker", name, str(tests), scratch]
        subprocess.run(command, check=True, cwd=ROOT, capture_output=True)  # noqa: S603 - our own worker
        return results_in(folder, entries)


def results_in(folder: Path, entries: Sequence[dict[str, Any]]) -> tuple[list[Read], dict[str, float]]:
    """What the worker left in `folder`: readings and costs."""
    lines = (folder / "readings.jsonl").read_text("utf-8").splitlines()
    costs: dict[str, float] = json.loads((folder / "costs.json").read_text("utf-8"))
    return [Read(entry, json.loads(line)) for entry, line in zip(entries, lines, strict=True)], costs


def measure(reads: list[Read], costs: dict[str, float]) -> dict[str, str]:
    """One column of the table; messages without an intent count for `unknown messages` alone."""
    times = [each.reading["milliseconds"] for each in reads]
    everything, reads = reads, [each for each in reads if each.entry["intent"]]
    wanted, found = [each.entry["intent"] for each in reads], [each.reading["ranking"][0][0] for each in reads]
    figures = {
        "right": share(reads, lambda each: each.right),
        "right one among three": share(reads, lambda each: each.among_three),
        "macro-F1": f"{f1_score(wanted, found, average='macro', zero_division=0):.3f}",
    }
    for key in ("voice", "spelling"):
        for value in sorted({str(each.entry.get(key)) for each in reads}):
            part = [each for each in reads if str(each.entry.get(key)) == value]
            figures[f"right, {value} (n={len(part)})"] = share(part, lambda each: each.right)
    stories = [each for each in reads if each.entry.get("voice") == "parent" and len(each.entry["text"]) > 200]
    figures[f"right, parents' stories over 200 characters (n={len(stories)})"] = share(stories, lambda each: each.right)
    figures["asked back"] = share(reads, lambda each: bool(each.reading["unsure"]))
    figures["wrong and acted on"] = share(reads, lambda each: not each.right and not each.reading["unsure"])
    unknown = [each for each in everything if not each.entry["intent"]]
    figures[f"unknown messages, AUROC (n={len(unknown)})"] = auroc(everything)
    figures["unknown messages, acted on"] = share(unknown, lambda each: not each.reading["unsure"])
    figures["themes, micro-F1"] = themes(reads)
    figures["calibration error"] = f"{calibration(reads):.3f}"
    figures["training, s"] = f"{costs['training']:.0f}"
    figures["parse p50 / p95, ms"] = f"{np.percentile(times, 50):.1f} / {np.percentile(times, 95):.1f}"
    figures["memory, MB"] = f"{costs['memory']:.0f}"
    figures["model, MB"] = f"{costs['size']:.0f}"
    return figures


def share(reads: Sequence[Read], holds: Callable[[Read], bool]) -> str:
    """The share for which it holds, or a dash."""
    return f"{sum(map(holds, reads)) / len(reads):.3f}" if reads else "–"


def auroc(reads: list[Read]) -> str:
    """How well doubt of the best reading parts messages that no intent covers from all others."""
    strange = [not each.entry["intent"] for each in reads]
    return (
        f"{roc_auc_score(strange, [1 - each.confidence for each in reads]):.3f}"
        if 0 < sum(strange) < len(strange)
        else "–"
    )


def themes(reads: list[Read]) -> str:
    """Micro-F1 over the messages that have themes; a dash where the pipeline reads none at all."""
    asked = [(set(each.entry["themes"]), set(each.reading["themes"])) for each in reads if each.entry.get("themes")]
    total = sum(len(wanted) + len(found) for wanted, found in asked)
    read_any = any(found for _, found in asked)
    return f"{2 * sum(len(wanted & found) for wanted, found in asked) / total:.3f}" if read_any else "–"


def calibration(reads: list[Read]) -> float:
    """Expected calibration error over ten bins of confidence."""
    confidences = np.array([each.confidence for each in reads])
    right = np.array([each.right for each in reads], dtype=float)
    places = np.minimum((confidences * BINS).astype(int), BINS - 1)
    gaps = [abs(right[places == place].mean() - confidences[places == place].mean()) * (places == place).mean()
            for place in range(BINS) if (places == place).any()]  # fmt: skip
    return float(sum(gaps))


def pairs_of(reads: list[Read]) -> list[tuple[str, str]]:
    """(meant, read) of each message that has an intent."""
    return [(each.entry["intent"], each.reading["ranking"][0][0]) for each in reads if each.entry["intent"]]


def confusions(reads: list[Read]) -> list[str]:
    """The most frequent pairs of meant and read."""
    pairs = Counter(pair for pair in pairs_of(reads) if pair[0] != pair[1])
    return [f"- {meant} read as {found}: {count}" for (meant, found), count in pairs.most_common(MOST_CONFUSIONS)]


def table(columns: dict[str, dict[str, str]], count: int, *, earlier: bool) -> str:
    """The figures as a Markdown table; `earlier`: the default was trained before, on the same messages."""
    rows = list(next(iter(columns.values())))
    head = ["| | " + " | ".join(TITLES[name] for name in columns) + " |", "| --- |" + " --- |" * len(columns)]
    body = [f"| {row} | " + " | ".join(figures[row] for figures in columns.values()) + " |" for row in rows]
    when = "the default's readings and costs from an earlier run" if earlier else "one run"
    return "\n".join([f"{count} test messages, same training messages, {when}.", "", *head, *body])


def main() -> int:
    """Run what is asked for, print and keep the table."""
    named = [Path(each) for each in sys.argv[1:] if not each.startswith("--")]
    files = named or sorted((ROOT / "tests" / "nlu").glob("*.jsonl"))
    entries = [json.loads(line) for path in files for line in path.read_text("utf-8").splitlines() if line.strip()]
    if not entries:
        print("no test messages: tests/nlu/*.jsonl is empty", file=sys.stderr)
        return 1
    results = {"ours": run("ours", entries)}
    earlier = next((Path(each.removeprefix(EARLIER)) for each in sys.argv if each.startswith(EARLIER)), None)
    if "--ours" not in sys.argv:
        results["default"] = results_in(earlier, entries) if earlier else run("default", entries)
    columns = {name: measure(reads, costs) for name, (reads, costs) in results.items()}
    text = "\n".join(
        [
            table(columns, len(entries), earlier=earlier is not None),
            "",
            "Most frequent confusions of ours:",
            "",
            *confusions(results["ours"][0]),
        ]
    )
    print(text)
    if not named:
        TABLE.write_text(f"# Understanding: `make bench-nlu`\n\n{text}\n\n![Meant and read]({PICTURE.name})\n", "utf-8")
        PICTURE.write_text(heat_map(pairs_of(results["ours"][0])), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
