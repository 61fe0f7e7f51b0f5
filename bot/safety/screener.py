"""The screening: rules over normalised sentences; deterministic, no network."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.safety import rulebook
from bot.safety.reading import Reading
from bot.safety.rulebook import Force, Match, Rulebook


@dataclass(frozen=True)
class Screener:
    """Reads texts for danger. `meaning_missing` tells the health page that the meaning model is away."""

    book: Rulebook
    meaning_missing: bool = True

    @classmethod
    def load(cls, rules: Path = rulebook.FOLDER) -> Screener:
        """Read rules and models. Raises RuleError when a rule file is missing, broken, empty or cut short."""
        return cls(rulebook.load(rules))

    def read(self, text: str) -> Reading:
        """What is read in `text`. The same text always gives the same reading."""
        return _combine(self.book.matches(self.book.normaliser.sentences(text)))


def _combine(matches: list[Match]) -> Reading:
    spoken = [match for match in matches if match.force >= Force.MAYBE]
    if not spoken:
        return Reading.nothing()
    first = max(spoken, key=lambda match: (match.force, match.rule.level.weight))
    names = tuple(sorted(match.rule.name for match in spoken))
    rule = first.rule
    return Reading(rule.crisis.value, rule.level.value, first.force is Force.SURE, rule.about.value, names)
