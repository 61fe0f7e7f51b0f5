"""Loads the rule files, checks them, and reads sentences with them. A missing, broken or empty file raises RuleError."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

import yaml

from bot.safety.normalise import Normaliser, fold
from bot.safety.patterns import Lists, Pattern, PatternError, compile_pattern, text_keys
from bot.safety.reading import About, Crisis, Level

FOLDER = Path(__file__).resolve().parent / "rules"
END = "# end of file"


class RuleError(ValueError):
    """A rule file is missing, broken, empty or cut short. Stops the start."""


class Force(IntEnum):
    """How much a match says by itself: `sure` calls for help, `maybe` for the question, `hint` only adds to others."""

    HINT = 1
    MAYBE = 2
    SURE = 3


@dataclass(frozen=True)
class Context:
    """A circumstance that drops or lowers a match: `where` is before, after, over, sentence or message."""

    name: str
    where: str
    drops: bool
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True)
class Rule:
    """One reviewed rule; its contexts are the named exceptions that may lower it."""

    name: str
    crisis: Crisis
    level: Level
    force: Force
    about: About
    patterns: tuple[Pattern, ...]
    contexts: tuple[Context, ...]
    catches: tuple[str, ...]
    leaves: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """A rule that spoke, with the force that its circumstances leave it."""

    rule: Rule
    force: Force


@dataclass(frozen=True)
class Rulebook:
    """All rules, ready to read with."""

    rules: tuple[Rule, ...]
    normaliser: Normaliser
    stems: frozenset[str]
    index: Mapping[str, tuple[tuple[int, Pattern], ...]]

    def matches(self, sentences: list[str]) -> list[Match]:
        """Every rule's strongest match in these sentences; those that a context drops are left out."""
        best: dict[str, Match] = {}
        whole = "|".join(sentences)
        for sentence in sentences:
            keys = text_keys(sentence.split(), self.stems, 14)
            for number, pattern in self._candidates(keys):
                rule = self.rules[number]
                known = best.get(rule.name)
                if known is not None and known.force is rule.force:
                    continue
                for found in pattern.expression.finditer(sentence):
                    force = _left(rule, sentence, found.start(), found.end(), whole)
                    if force and (rule.name not in best or force > best[rule.name].force):
                        best[rule.name] = Match(rule, Force(force))
        return list(best.values())

    def _candidates(self, keys: set[str]) -> Iterable[tuple[int, Pattern]]:
        for key in keys:
            for number, pattern in self.index.get(key, ()):
                if not any(need.isdisjoint(keys) for need in pattern.needs):
                    yield number, pattern


def _left(rule: Rule, sentence: str, start: int, end: int, whole: str) -> int:
    """The force that is left of a match at `start` to `end`; 0 when a context drops it."""
    force = int(rule.force)
    for context in rule.contexts:
        if _holds(context, sentence, start, end, whole):
            if context.drops:
                return 0
            force -= 1
    return max(force, 0)


def _holds(context: Context, sentence: str, start: int, end: int, whole: str) -> bool:
    """Whether a circumstance is there: in the message, the sentence, or before, after or over the match."""
    expressions = [pattern.expression for pattern in context.patterns]
    if context.where == "message":
        return any(each.search(whole) for each in expressions)
    if context.where == "sentence":
        return any(each.search(sentence) for each in expressions)
    if context.where == "before":
        return any(each.search(sentence[:start]) for each in expressions)
    if context.where == "after":
        return any(each.match(sentence, end) for each in expressions)
    return any(found.start() < end and found.end() > start for each in expressions for found in each.finditer(sentence))


def load(folder: Path = FOLDER) -> Rulebook:
    """Read every rule file of `folder`. Raises RuleError."""
    lists = {name: tuple(words) for name, words in read_file(folder / "words.yml")["lists"].items()}
    contexts = _contexts(read_file(folder / "contexts.yml"), lists)
    rules: list[Rule] = []
    for crisis in Crisis:
        content = read_file(folder / f"{crisis.value.removeprefix('crisis_')}.yml")
        rules.extend(_rule(entry, crisis, contexts, lists) for entry in content["rules"])
    names = [rule.name for rule in rules]
    if len(names) != len(set(names)):
        raise RuleError("a rule name is used twice")
    return _book(rules, _normaliser(read_file(folder / "spelling.yml")))


def read_file(path: Path) -> dict[str, Any]:
    """A rule file's content. Raises RuleError when it is missing, broken, empty or cut short."""
    try:
        text = path.read_text("utf-8")
        content = yaml.load(text, Loader=yaml.CSafeLoader)
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        raise RuleError(f"{path.name}: {type(error).__name__}") from None
    if not isinstance(content, dict) or not all(content.values()) or not text.rstrip().endswith(END):
        raise RuleError(f"{path.name} is empty or cut short")
    return content


def _contexts(content: Mapping[str, Any], lists: Lists) -> dict[str, tuple[Context, ...]]:
    single = {
        name: Context(name, entry["where"], entry["effect"] == "drops", _patterns(_placed(entry), lists))
        for name, entry in content["contexts"].items()
    }
    return {kind: tuple(single[name] for name in names) for kind, names in content["kinds"].items()}


def _placed(entry: Mapping[str, Any]) -> list[str]:
    """A context before the match ends where the match begins."""
    return [f"{source} $" if entry["where"] == "before" else source for source in entry["patterns"]]


def _rule(
    entry: Mapping[str, Any],
    crisis: Crisis,
    kinds: Mapping[str, tuple[Context, ...]],
    lists: Lists,
) -> Rule:
    try:
        return Rule(
            str(entry["name"]),
            crisis,
            Level(entry["level"]),
            Force[entry["force"].upper()],
            About(entry.get("about", "other" if crisis is Crisis.OTHER_PERSON else "self")),
            _patterns(entry["patterns"], lists),
            kinds[entry["kind"]],
            tuple(entry["catches"]),
            tuple(entry.get("leaves") or ()),
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise RuleError(f"{crisis.value}: {entry.get('name')}: {error}") from None


def _patterns(sources: Iterable[str], lists: Lists) -> tuple[Pattern, ...]:
    found = tuple(compile_pattern(str(source), lists) for source in sources)
    if not found:
        raise PatternError("no pattern")
    return found


def _normaliser(content: Mapping[str, Any]) -> Normaliser:
    words = {fold(spelt): fold(word) for word, spellings in content["words"].items() for spelt in spellings.split()}
    signs = {ord(sign): f" {word} " for word, group in content["signs"].items() for sign in group if not sign.isspace()}
    return Normaliser(words, signs)


def _book(rules: list[Rule], normaliser: Normaliser) -> Rulebook:
    patterns = [(number, pattern) for number, rule in enumerate(rules) for pattern in rule.patterns]
    counts: dict[str, int] = defaultdict(int)
    for _, pattern in patterns:
        for need in pattern.needs:
            for key in need:
                counts[key] += 1
    index: dict[str, list[tuple[int, Pattern]]] = defaultdict(list)
    for number, pattern in patterns:
        rarest = min(pattern.needs, key=lambda need: sum(counts[key] for key in need))
        for key in rarest:
            index[key].append((number, pattern))
    stems = frozenset(key[:-1] for key in counts if key.endswith("*"))
    return Rulebook(tuple(rules), normaliser, stems, {key: tuple(entries) for key, entries in index.items()})
