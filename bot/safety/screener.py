"""The screening: rules and a trained classifier over the same normalised text; deterministic, no network.

Each layer can raise. What may lower a sure rule to *maybe* is named: `classifier_doubts`, when the classifier finds the
whole message harmless; what may lower *high* to *concern* is `harm_is_over`, when self-harm is told of the last weeks and
nothing of it is now (design/safety.md). The thresholds were chosen on the locked
sets in `tests/safety/` (docs/adr/0006, 0007).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.safety import messages, rulebook
from bot.safety.model import FINGERPRINT, Classifier, Judgement, ModelError
from bot.safety.reader import Reader
from bot.safety.reading import Crisis, Level, Reading
from bot.safety.rulebook import Force, Match
from bot.settings import load as load_settings

logger = logging.getLogger(__name__)
PARENT = re.compile(r" (min|mit|mine|vores) (soen|datter|barn|boern|dreng|pige|teenager|baby) | (mor|far) til ")

WEEKS_AGO = re.compile(r" (uge|uger|maaned|maaneder) siden ")
GOES_ON = re.compile(
    r" (stadig|stadigvaek|igen|hver|hele|altid|lige nu|i dag|i gaar|i aften|i nat|vaerre|lyst|lysten|trang|trangen|naesten|"
    r"begyndt|startede|siden (da|dengang)|skaerer|cutter|ridser|braender|skader|selvskader) "
)


class Meaning(Protocol):
    """What the meaning model gives."""

    def layers(self, text: str) -> NDArray[np.float32]:
        """The meaning of `text`, (2, 384) as `bot.danish.meaning` gives it."""


@dataclass(frozen=True)
class Thresholds:
    """Scores from which on the classifier speaks: by itself, or together with a rule of each force.

    `sure_if_acute` is for what it reads as danger *now*: help that comes a question too late is the worse fault there.
    """

    sure: float
    sure_if_acute: float
    maybe: float
    sure_with_rule: float
    maybe_with_rule: float
    maybe_with_hint: float


WITH_MEANING = Thresholds(
    sure=0.5, sure_if_acute=0.0, maybe=-0.33, sure_with_rule=-0.17, maybe_with_rule=-0.43, maybe_with_hint=-0.43
)
ALONE = Thresholds(
    sure=2.6, sure_if_acute=1.8, maybe=-0.8, sure_with_rule=0.1, maybe_with_rule=-1.3, maybe_with_hint=-1.3
)


@dataclass(frozen=True)
class Screener:
    """Reads texts for danger. `meaning_missing` tells the health page that the meaning model is away."""

    reader: Reader
    classifier: Classifier
    meaning: Meaning | None

    @classmethod
    def load(cls, rules: Path = rulebook.FOLDER, models: Path | None = None) -> Screener:
        """Read rules and models; train the classifier when it is missing or anything it was made of changed.

        Raises RuleError when a rule file is missing, broken, empty or cut short.
        """
        reader, meaning = Reader.load(rules), _meaning()
        folder = models or Path(load_settings().model_dir) / "safety"
        mark = f"{messages.fingerprint(rules=rules)} {'meaning' if meaning else 'alone'}"
        classifier = _stored(folder, mark) or _train(folder, reader, meaning, mark)
        return cls(reader, classifier, meaning)

    @property
    def meaning_missing(self) -> bool:
        """Whether the meaning model is away; the other layers work without it."""
        return self.meaning is None

    def read(self, text: str, layers: NDArray[np.float32] | None = None) -> Reading:
        """What is read in `text`. The same text always gives the same reading. `layers` saves reading the meaning twice."""
        sentences = self.reader.sentences(text)
        if not sentences:
            return Reading.nothing()
        layers = self._meant(text) if layers is None else layers
        matches = self.reader.book.matches(sentences)
        judged = self.classifier.judge(self.reader.features(sentences, matches), layers)
        return combine(matches, judged, ALONE if layers is None else WITH_MEANING, sentences)

    def _meant(self, text: str) -> NDArray[np.float32] | None:
        """The meaning of `text`; None when the model is away or fails on it, so that the other layers still speak."""
        try:
            return self.meaning.layers(text) if self.meaning else None
        except Exception as error:
            logger.critical("the meaning model failed: %s", type(error).__name__)
            return None


def combine(matches: Sequence[Match], judged: Judgement, at: Thresholds, sentences: Sequence[str]) -> Reading:
    """One reading from what the layers said."""
    force = max((match.force for match in matches), default=None)
    sure = judged.score >= (at.sure_if_acute if judged.level == Level.ACUTE else at.sure)
    sure = sure or (force is Force.SURE and judged.score >= at.sure_with_rule)
    low = {Force.SURE: float("-inf"), Force.MAYBE: at.maybe_with_rule, Force.HINT: at.maybe_with_hint, None: at.maybe}[
        force
    ]
    if not sure and judged.score < min(low, at.maybe):
        return Reading.nothing()
    return _told(matches, judged, sure, at, sentences)


def _told(matches: Sequence[Match], judged: Judgement, sure: bool, at: Thresholds, sentences: Sequence[str]) -> Reading:
    strongest = max(matches, key=lambda match: (match.force, match.rule.level.weight), default=None)
    leads = strongest is not None and strongest.force is Force.SURE
    crisis = strongest.rule.crisis.value if leads and strongest else judged.crisis
    level = _level(strongest if leads else None, judged)
    over = level == Level.HIGH and _harm_is_over(crisis, matches, sentences)
    about = "other" if crisis == Crisis.OTHER_PERSON else judged.about
    names = sorted(match.rule.name for match in matches)
    names += ["classifier"] if judged.score >= at.maybe else []
    names += ["classifier_doubts"] if leads and not sure else []
    names += ["voice_parent"] if any(PARENT.search(sentence) for sentence in sentences) else []
    names += ["harm_is_over"] if over else []
    return Reading(crisis, Level.CONCERN.value if over else level, sure, about, tuple(names))


def _harm_is_over(crisis: str, matches: Sequence[Match], sentences: Sequence[str]) -> bool:
    """Whether self-harm is told of some weeks ago, with no word of it now and no other danger beside it."""
    alone = crisis == Crisis.SELF_HARM and all(match.rule.crisis is Crisis.SELF_HARM for match in matches)
    ago = any(WEEKS_AGO.search(sentence) for sentence in sentences)
    return alone and ago and not any(GOES_ON.search(sentence) for sentence in sentences)


def _level(rule: Match | None, judged: Judgement) -> str:
    """The higher of the levels that a sure rule and the classifier give."""
    levels = [Level(judged.level), *([rule.rule.level] if rule else [])]
    return max(levels, key=lambda level: level.weight).value


def _stored(folder: Path, mark: str) -> Classifier | None:
    try:
        if (folder / FINGERPRINT).read_text("utf-8") != mark:
            return None
        return Classifier.load(folder)
    except (OSError, ModelError):
        return None


def _train(folder: Path, reader: Reader, meaning: Meaning | None, mark: str) -> Classifier:
    from bot.safety import train  # scikit-learn is only needed when there is something to learn

    return train.make(folder, reader, meaning, mark)


def _meaning() -> Any:
    """The meaning model, or None when it is missing or broken: the rest works and the health page is red."""
    try:
        from bot.danish.meaning import Meaning as Model

        return Model.load()
    except Exception as error:
        logger.critical("the meaning model cannot be read: %s", type(error).__name__)
        return None
