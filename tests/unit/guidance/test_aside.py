"""Facts from the talk about danger: whose they are decides whether they are kept; the words themselves never are."""

from __future__ import annotations

from typing import Any

import pytest

from bot.guidance.aside import Aside, taken_over, told_aside

OWN = [
    # who is known to write, what was written, what is known from it
    (None, ["jeg er 14 og vil dø"], {"audience": "young", "guidance_about": "self", "guidance_age": 14}),
    ("young", ["bor i Viby"], {"guidance_municipality": "aarhus"}),
    ("young", ["jeg er 14", "nej jeg er 15"], {"audience": "young", "guidance_about": "self", "guidance_age": 15}),
    (None, ["min mor er 43 og jeg er 14"], {"audience": "young", "guidance_about": "self", "guidance_age": 14}),
    ("young", ["jeg har haft det sådan i et år"], {"guidance_duration": "year_plus"}),
    ("young", ["jeg går til psykolog"], {"guidance_help": ["doctor"]}),
    (
        None,
        ["min datter på 13 har skrevet et afskedsbrev", "vi bor i Viby"],
        {"audience": "parent", "guidance_about": "child", "guidance_age": 13, "guidance_municipality": "aarhus"},
    ),
    (
        None,
        ["jeg har fundet et brev på min datters værelse", "hun er 13"],
        {"audience": "parent", "guidance_about": "child", "guidance_age": 13},
    ),
    (
        None,
        ["praktiserende læge. pt er 15 år, dreng, siger han vil dø"],
        {"audience": "professional", "guidance_about": "child"},
    ),
    ("parent", ["hun er 13, jeg er 45"], {"audience": "parent", "guidance_about": "child", "guidance_age": 13}),
]
NOT_OWN = [
    ("young", ["min mor er 43"]),
    ("young", ["min lillebror på 7 græder"]),
    ("young", ["min veninde er 13, hun bor i Randers"]),
    ("young", ["min far bor i Aalborg"]),
    ("young", ["da jeg var 9 år"]),
    (None, ["jeg er 43 og kan ikke mere"]),
    ("parent", ["jeg er 43 og kan ikke mere"]),
    # Answers to other questions than those of the guidance.
    ("young", ["ja hele tiden"]),
    ("young", ["nej", "ikke"]),
    ("young", ["skal jeg ringe til lægen"]),
    ("young", ["jeg har ringet til lægen"]),
    ("young", ["er I i Aarhus?"]),
]


@pytest.mark.parametrize(("audience", "texts", "known"), OWN)
def test_what_is_said_of_oneself_or_the_own_child_is_known(
    audience: str | None, texts: list[str], known: dict[str, Any]
) -> None:
    assert told_aside([Aside(text) for text in texts], audience) == known


@pytest.mark.parametrize(("audience", "texts"), NOT_OWN)
def test_what_is_said_of_others_or_answers_something_else_is_not(audience: str | None, texts: list[str]) -> None:
    assert told_aside([Aside(text) for text in texts], audience) == {}


def test_of_a_friend_in_danger_nothing_is_kept_and_afterwards_only_what_says_i() -> None:
    talk = [Aside("min veninde vil dø, 13 år, Randers", "other"), Aside("13 år"), Aside("Randers"), Aside("jeg er 14")]
    assert told_aside(talk, "young") == {"audience": "young", "guidance_age": 14}


def test_the_words_are_never_among_the_facts() -> None:
    text = "jeg hedder Freja, er 14 og min lærer driller mig"
    assert "Freja" not in str(told_aside([Aside(text)], "young"))


def test_only_what_is_still_open_becomes_known() -> None:
    told = {"guidance_age": 14, "guidance_municipality": "aarhus", "guidance_description": "x", "intake_key": "x"}
    slots = {"guidance_age": 13, "guidance_municipality": "skipped"}
    assert taken_over(told, slots, "guidance_form") == {"guidance_municipality": "aarhus"}


def test_who_asks_for_a_friend_is_not_taken_for_the_friend() -> None:
    assert taken_over({"guidance_age": 14}, {"guidance_about": "other"}, "guidance_form") == {}


def test_an_intake_that_is_under_way_knows_the_age_too() -> None:
    known = taken_over({"guidance_age": 14}, {}, "intake_form")
    assert known == {"guidance_age": 14, "intake_child_age": 14}
