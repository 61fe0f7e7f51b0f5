"""How the guidance speaks: which response, filled with the visitor's own facts. The words stand in domain/guidance.yml."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.resources import municipality_table, texts
from bot.dialogue import put_to
from bot.guidance.answering import HEARD
from bot.guidance.answers import AGE, UNSPECIFIED, Answers
from bot.guidance.path import ASKED, asked, step
from bot.guidance.table import Decision, Outcome

MOST_THEMES = 3
# Parts of the reason that name who it is about, in the words for somebody else than who writes.
OF_A_FRIEND = {
    "age": "utter_guidance_part_age_other",
    "aarhus": "utter_guidance_part_aarhus_other",
    "elsewhere": "utter_guidance_part_elsewhere_other",
    "island": "utter_guidance_part_island_other",
    "not_aarhus": "utter_guidance_part_not_aarhus_other",
}
# The same when nothing says who it is about.
OF_NOBODY_NAMED = {
    "age": "utter_guidance_part_age_unnamed",
    "aarhus": "utter_guidance_part_aarhus_unnamed",
    "elsewhere": "utter_guidance_part_elsewhere_unnamed",
    "island": "utter_guidance_part_island_unnamed",
    "not_aarhus": "utter_guidance_part_not_aarhus_unnamed",
}
# Municipalities that one lives "on", as the municipalities are read (bot/danish/places.py).
ISLANDS = frozenset({"bornholm", "fanø", "langeland", "læsø", "samsø", "ærø"})


def ask(
    question: str, slots: Mapping[str, Any], dispatcher: CollectingDispatcher, *, again: bool, beside: bool = False
) -> dict[str, Any]:
    """Ask `question`, in other words when `again`; first say, once, which themes were heard. Gives the slots this changes.

    `beside`: something was said to this message already, so that the themes wait for the next one.
    """
    said: dict[str, Any] = {ASKED: put_to(asked(slots), question)}
    heard = slots.get("guidance_themes")
    if slots.get(HEARD) and isinstance(heard, list) and not beside:
        dispatcher.utter_message(response="utter_guidance_heard", themes=theme_words(heard, _audience(slots)))
        # False: said already, and "nej" still means that it was not that.
        said[HEARD] = False
    where = step(slots, municipality_table())
    json_message = where.as_message() if where else None
    dispatcher.utter_message(response=f"utter_ask_{question}{'_again' if again else ''}", json_message=json_message)
    return said


def ask_which_child(ages: Sequence[int], slots: Mapping[str, Any], dispatcher: CollectingDispatcher) -> None:
    """Ask which of several children it is about, with a button for each age."""
    buttons = [
        {
            "title": texts().text("utter_guidance_which_child_age", age=str(age)),
            "payload": f'/inform{{"{AGE}": {age}}}',
        }
        for age in ages
    ]
    where = step(slots, municipality_table())
    json_message = where.as_message() if where else None
    dispatcher.utter_message(response="utter_guidance_which_child", buttons=buttons, json_message=json_message)


def theme_words(themes: Sequence[str], audience: str | None) -> str:
    """The themes in everyday words, at most three: "bekymring, søvn og skole"."""
    known = [theme for theme in themes if theme != UNSPECIFIED][:MOST_THEMES]
    return listed([texts().text(f"utter_guidance_theme_{theme}", audience) for theme in known], "utter_guidance_and")


def listed(words: Sequence[str], joint: str) -> str:
    """Words in a row with commas, and the approved text `joint` before the last."""
    before, last = ", ".join(words[:-1]), words[-1] if words else ""
    return texts().text(joint, before=before, last=last) if before else last


def reason(decision: Decision, answers: Answers, municipality: str | None) -> str:
    """Why, in the visitor's own facts, or the sentence for when nothing is known."""
    parts = [part for name in decision.because if (part := PARTS[name](answers, municipality))]
    if not parts:
        return texts().text(f"utter_guidance_because_{decision.outcome}", answers.audience)
    worded = "utter_guidance_because_so_far" if decision.outcome is Outcome.UNCLEAR else "utter_guidance_because"
    return texts().text(worded, answers.audience, facts=listed(parts, "utter_guidance_and_facts"))


def _age(answers: Answers, _: str | None) -> str | None:
    return None if answers.age is None else _part("age", answers, age=str(answers.age))


def _municipality(answers: Answers, name: str | None) -> str | None:
    if answers.municipality == "elsewhere":
        if name in (None, "elsewhere"):
            return _part("not_aarhus", answers)
        return _part("island" if name in ISLANDS else "elsewhere", answers, municipality=str(name).title())
    return _part("aarhus", answers) if answers.municipality == "aarhus" else None


def _themes(answers: Answers, _: str | None) -> str | None:
    words = theme_words(answers.themes, answers.audience)
    return _part("themes", answers, themes=words) if words else None


def _duration(answers: Answers, _: str | None) -> str | None:
    return _part(f"duration_{answers.duration}", answers) if answers.duration else None


def _impact(answers: Answers, _: str | None) -> str | None:
    return _part(f"impact_{answers.impact}", answers) if answers.impact else None


def _help(answers: Answers, _: str | None) -> str | None:
    return _part("help", answers)


def _part(name: str, answers: Answers, **values: str) -> str:
    worded = OF_A_FRIEND if answers.about == "other" else {} if answers.audience else OF_NOBODY_NAMED
    return texts().text(worded.get(name, f"utter_guidance_part_{name}"), answers.audience, **values)


PARTS: Mapping[str, Callable[[Answers, str | None], str | None]] = {
    "age": _age,
    "municipality": _municipality,
    "themes": _themes,
    "duration": _duration,
    "impact": _impact,
    "help": _help,
}


def _audience(slots: Mapping[str, Any]) -> str | None:
    return str(slots["audience"]) if slots.get("audience") else None
