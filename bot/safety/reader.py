"""Reads a text with the rules and turns it into what the classifier sees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.safety import rulebook
from bot.safety.features import Concepts, counts
from bot.safety.rulebook import Match, Rulebook


@dataclass(frozen=True)
class Reader:
    """The rules and the concepts."""

    book: Rulebook
    concepts: Concepts

    @classmethod
    def load(cls, folder: Path = rulebook.FOLDER) -> Reader:
        """Read the rule files. Raises RuleError."""
        return cls(rulebook.load(folder), Concepts.from_lists(rulebook.read_file(folder / "concepts.yml")["concepts"]))

    def sentences(self, text: str) -> list[str]:
        """The normalised sentences of `text`."""
        return self.book.normaliser.sentences(text)

    def groups(self, text: str) -> dict[str, Counter[str]]:
        """The classifier's features of `text`."""
        sentences = self.sentences(text)
        return self.features(sentences, self.book.matches(sentences))

    def features(self, sentences: Sequence[str], matches: Sequence[Match]) -> dict[str, Counter[str]]:
        """The classifier's features of sentences that the rules have read."""
        return counts(sentences, self.concepts, _spoken(matches))


def _spoken(matches: Sequence[Match]) -> Iterator[str]:
    for match in matches:
        yield f"{match.rule.name}:{int(match.force)}"
        yield f"force:{int(match.force)}"
