"""The gate: what a rule, a training message or a file may never break. `problems` names each thing that is wrong.

Own phrases, by the authors of the rules: a floor, not a measurement (that is `make safety` on the locked sets).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bot.danish.meaning import Floats
from bot.safety import train
from bot.safety.messages import Message
from bot.safety.reader import Reader
from bot.safety.rulebook import Force
from bot.safety.screener import Screener

PHRASES = Path(__file__).parent / "gate.jsonl"
HELD_OUT_SHARE = 0.915  # .932 to .943 as they are labelled (by the sample), .893 to .898 with one in twenty flipped

TRANSFORMS: dict[str, Callable[[str], str]] = {
    "as written": lambda text: text,
    "capitals": str.upper,
    "no Danish letters": lambda text: text.replace("æ", "ae").replace("ø", "oe").replace("å", "aa"),
    "phone": lambda text: text.replace("æ", "a").replace("ø", "o").replace("å", "a"),
    "texting": lambda text: text.replace("ikke", "ik").replace("jeg", "jg").replace("skal", "ska"),
    "long letters": lambda text: text[:-1] + text[-1] * 4,
    "punctuated": lambda text: text.replace(" ", "  ") + "!!!",
    "dots": lambda text: text.replace(" ", " ... ", 1),
    "invisible": lambda text: text.replace("e", "e\u200b"),
    "greeting before": lambda text: f"hej. jeg ville spørge om noget. {text}",
    "denial before": lambda text: f"det er ikke for at være dramatisk, men {text}",
    "thanks after": lambda text: f"{text}. tak fordi I læser det",
    "emoji": lambda text: f"{text} 😭😭",
}


def silent_rules(reader: Reader) -> list[str]:
    """Rules that a phrase of the gate names and that do not speak on it; a removed rule is one of them."""
    found = []
    for line in PHRASES.read_text("utf-8").splitlines():
        entry = json.loads(line)
        spoken = {match.rule.name for match in reader.book.matches(reader.sentences(entry["text"]))}
        if entry.get("rule") and entry["rule"] not in spoken:
            found.append(f"rule {entry['rule']} is silent")
    return found


def phrases(danger: bool) -> Iterator[tuple[str, str]]:
    """The rule that must speak (or an empty name) and the phrase."""
    for line in PHRASES.read_text("utf-8").splitlines():
        entry = json.loads(line)
        if entry["danger"] is danger and not entry.get("hint"):
            yield entry.get("rule", ""), entry["text"]


def missed_rules(reader: Reader) -> list[str]:
    """Never-miss phrases in every spelling that no sure rule catches any more, and rules that no longer speak."""
    found = []
    for rule, text in phrases(danger=True):
        for name, change in TRANSFORMS.items():
            matches = reader.book.matches(reader.sentences(change(text)))
            if not any(match.force is Force.SURE for match in matches):
                found.append(f"never-miss phrase of {rule}: {name}")
    return found


def wrong_readings(screener: Screener) -> list[str]:
    """Never-miss phrases that are not read as sure, and harmless ones that are."""
    found = []
    for rule, text in phrases(danger=True):
        found += [f"{rule}: {name}" for name, change in TRANSFORMS.items() if not screener.read(change(text)).sure]
    found += ["harmless phrase read as sure" for _, text in phrases(danger=False) if screener.read(text).sure]
    return found


def contradictions(messages: Sequence[Message], reader: Reader, layers: Floats) -> list[str]:
    """Told when a model of every second message does not read the others as they are labelled: then labels are wrong."""
    classifier = train.train(messages[::2], reader, layers[::2])
    others = zip(messages[1::2], layers[1::2], strict=True)
    right = [(classifier.judge(reader.groups(m.text), row).score > 0) == (m.crisis is not None) for m, row in others]
    share = sum(right) / len(right)
    return [] if share >= HELD_OUT_SHARE else [f"only {share:.3f} of the messages held out are read as labelled"]
