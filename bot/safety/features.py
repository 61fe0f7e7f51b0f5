"""What the classifier sees in a text: words and their pairs, pieces of words, what words are about, and which rules spoke.

Plain Python and numpy, so that reading needs no scikit-learn. Each group is weighted like tf-idf and has length one.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.safety.normalise import fold

WORDS_LONGEST = 3
PIECES = (2, 3, 4, 5)
CONCEPT_WINDOW = 6
GROUPS = ("w", "c", "k", "r")
GROUP_WEIGHT = {"w": 1.0, "c": 1.0, "k": 0.7, "r": 1.0}
SMALLEST_COUNT = 2


@dataclass(frozen=True)
class Concepts:
    """Whole words and beginnings of words, and the concept each stands for."""

    words: Mapping[str, str]
    stems: Mapping[str, str]
    longest: int

    @classmethod
    def from_lists(cls, lists: Mapping[str, str]) -> Concepts:
        """Read `concept: =whole beginning …` lists."""
        words: dict[str, str] = {}
        stems: dict[str, str] = {}
        for concept, entries in lists.items():
            for entry in entries.split():
                if entry.startswith("="):
                    words[fold(entry[1:])] = concept
                else:
                    stems[fold(entry)] = concept
        return cls(words, stems, max(map(len, stems)))

    def of(self, word: str) -> str | None:
        """The concept of `word`, by the word itself or its longest known beginning."""
        if word in self.words:
            return self.words[word]
        for length in range(min(len(word), self.longest), 2, -1):
            if word[:length] in self.stems:
                return self.stems[word[:length]]
        return None


def counts(sentences: Sequence[str], concepts: Concepts, rules: Iterable[str]) -> dict[str, Counter[str]]:
    """The features of a text by group, counted."""
    groups: dict[str, Counter[str]] = {group: Counter() for group in GROUPS}
    for sentence in sentences:
        _count_concepts([concepts.of(word) for word in sentence.split()], groups["k"])
        words = _plain(sentence).split()
        _count_words(words, groups["w"])
        for word in words:
            _count_pieces(word[:24], groups["c"])
    groups["r"].update(rules)
    return groups


def _plain(sentence: str) -> str:
    """`sentence` as a phone without Danish letters spells it, so that all spellings count alike."""
    return sentence.replace("ae", "a").replace("oe", "o").replace("aa", "a")


def _count_words(words: list[str], into: Counter[str]) -> None:
    for length in range(1, WORDS_LONGEST + 1):
        for at in range(len(words) - length + 1):
            into[" ".join(words[at : at + length])] += 1
    if words:
        into["^ " + words[0]] += 1
        into[words[-1] + " $"] += 1


def _count_pieces(word: str, into: Counter[str]) -> None:
    padded = f" {word} "
    for length in PIECES:
        for at in range(max(len(padded) - length + 1, 1)):
            into[padded[at : at + length]] += 1


def _count_concepts(found: list[str | None], into: Counter[str]) -> None:
    known = [(at, concept) for at, concept in enumerate(found) if concept]
    for number, (at, concept) in enumerate(known):
        into[concept] += 1
        for other_at, other in known[number + 1 : number + CONCEPT_WINDOW]:
            if other_at - at <= CONCEPT_WINDOW:
                into[f"{concept}>{other}"] += 1


@dataclass(frozen=True)
class Vocabulary:
    """Number and rarity of every known feature, keyed `group:feature`."""

    numbers: Mapping[str, int]
    rarity: Sequence[float]

    @classmethod
    def fit(cls, texts: Sequence[Mapping[str, Counter[str]]]) -> Vocabulary:
        """Learn what stands in at least SMALLEST_COUNT texts."""
        found: Counter[str] = Counter()
        for groups in texts:
            for group, features in groups.items():
                found.update(f"{group}:{feature}" for feature in features)
        kept = sorted(feature for feature, count in found.items() if count >= SMALLEST_COUNT)
        rarity = [math.log((1 + len(texts)) / (1 + found[feature])) + 1 for feature in kept]
        return cls({feature: number for number, feature in enumerate(kept)}, rarity)

    def row(self, groups: Mapping[str, Counter[str]]) -> tuple[list[int], list[float]]:
        """The numbers of the known features and their weights."""
        numbers: list[int] = []
        weights: list[float] = []
        for group, features in groups.items():
            start = len(weights)
            for feature, count in features.items():
                number = self.numbers.get(f"{group}:{feature}")
                if number is not None:
                    numbers.append(number)
                    weights.append((1 + math.log(count)) * self.rarity[number])
            length = math.sqrt(sum(weight * weight for weight in weights[start:])) or 1.0
            weights[start:] = [weight * GROUP_WEIGHT[group] / length for weight in weights[start:]]
        return numbers, weights
