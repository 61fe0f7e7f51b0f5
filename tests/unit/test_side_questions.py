"""Which parts of a message may ask something, and which questions are asked of the form itself."""

from __future__ import annotations

import pytest

from bot.side_questions import LEFT, WHY, asking_parts, name_of, of_the_form, says_send_it, without


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Jeg er mormor til en dreng på 9. Kan jeg tale med et menneske i telefonen?",
            ("Kan jeg tale med et menneske i telefonen?",),
        ),
        ("jeg er 13 og kan ikke sove, er det anonymt?", ("er det anonymt?",)),
        ("jeg er bange i skolen, siger i det til min mor?", ("siger i det til min mor?",)),
        ("Vi bor i Viby. Hvor lang er ventetiden?", ("Hvor lang er ventetiden?",)),
        ("Vi bor i Viby. Hvor lang er ventetiden", ("Hvor lang er ventetiden",)),
        ("Jeg er blind. Hvor ligger I, og kan jeg ringe?", ("Hvor ligger I", "kan jeg ringe?")),
        ("Vi bor i Viby. Jeg vil gerne tale med et menneske.", ("Jeg vil gerne tale med et menneske.",)),
        ("Ja, i Aarhus. Hvorfor spørger du om det?", ("Hvorfor spørger du om det?",)),
    ],
)
def test_what_asks_is_found_beside_what_tells(text: str, parts: tuple[str, ...]) -> None:
    assert asking_parts(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "Hvor ligger I?",
        "han græder hver dag i skolen, hvor han bliver drillet",
        "Han er bange, har ondt i maven og kan ikke sove.",
        "Han er syv. Jeg vil ikke tale med et menneske.",
        "Vi har prøvet alt. Han vil ikke ringe til nogen.",
        "",
        "???",
    ],
)
def test_one_question_alone_and_what_only_tells_stay_whole(text: str) -> None:
    assert asking_parts(text) == ()


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Hvor mange spørgsmål er der tilbage?", LEFT),
        ("er der mange spørgsmål endnu", LEFT),
        ("er vi snart færdige?", LEFT),
        ("hvor langt er vi?", LEFT),
        ("hvorfor spørger du om det?", WHY),
        ("Hvorfor vil I vide det?", WHY),
        ("hvad skal du bruge det til", WHY),
        ("hvorfor er han så ked af det", None),
        ("hvor mange timer sover et barn", None),
        ("hvor lang er ventetiden", None),
    ],
)
def test_a_question_about_the_questions_is_the_forms_own(text: str, asked: str | None) -> None:
    assert of_the_form(text) == asked


def test_a_guess_names_no_question() -> None:
    assert name_of({"intent_ranking": [{"name": "faq/price", "confidence": 0.6}]}) == "faq/price"
    assert name_of({"intent_ranking": [{"name": "faq/price", "confidence": 0.4}]}) == "nlu_fallback"
    assert name_of({}) == "nlu_fallback"


def test_the_rest_is_the_message_without_its_questions() -> None:
    assert without("Ja, i Aarhus. Hvorfor spørger du?", ["Hvorfor spørger du?"]) == "Ja, i Aarhus."


QUESTION = "utter_people_number"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("ja", [QUESTION]),
        ("Ja tak, det må De gerne.", [QUESTION]),
        ("ja send nummeret nu", [QUESTION, "utter_ask_guidance_age"]),
        ("send det endelig", [QUESTION]),
        ("Ja, det må De gerne. Jeg er mormor til en dreng på ni år.", [QUESTION, "utter_ask_audience"]),
    ],
)
def test_a_typed_yes_sends_the_number(text: str, asked: list[str]) -> None:
    assert says_send_it(text, asked)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("ja", []),
        ("ja", ["utter_ask_guidance_municipality"]),
        ("ja", [QUESTION, "utter_ask_guidance_municipality"]),
        ("send det ikke", [QUESTION]),
        ("hvem sender I det til", [QUESTION]),
        ("hvornår bliver det sendt", [QUESTION]),
        ("ja men hvem ser det?", [QUESTION]),
        ("kan du sende det i morgen", [QUESTION]),
        ("ja tak", ["utter_people_number_sent"]),
        ("ja men vent lidt", [QUESTION]),
        ("nej tak", [QUESTION]),
        ("han er 12", [QUESTION]),
    ],
)
def test_nothing_is_sent_without_a_plain_yes(text: str, asked: list[str]) -> None:
    assert not says_send_it(text, asked)
