"""Ways through the conversation that several tests take: each question's key and what this visitor answers to it."""

from __future__ import annotations

from collections.abc import Mapping

from tests.chat_client import Message, Visitor

FAQ = {
    "utter_faq/price": "hvad koster det",
    "utter_faq/referral": "skal man have en henvisning fra lægen",
    "utter_faq/forsamtale": "hvad sker der til en forsamtale",
}

PARENT = {
    "utter_ask_audience": "jeg er mor til en dreng",
    "utter_ask_guidance_about": "det handler om min søn",
    "utter_ask_guidance_age": "han er 12 år",
    "utter_ask_guidance_municipality": "vi bor i Aarhus",
    "utter_ask_guidance_themes": "han er bange for alting og vil ikke i skole, han har ondt i maven hver morgen",
    "utter_ask_guidance_duration": "det har stået på i et halvt år",
    "utter_ask_guidance_impact": "det påvirker meget i hverdagen",
    "utter_ask_guidance_help": "nej vi får ingen hjælp endnu",
    "utter_ask_guidance_safety": "nej, han er ikke i fare",
}

INTAKE = {
    "utter_ask_intake_consent": "ja",
    "utter_ask_intake_child_name": "Storm",
    "utter_ask_intake_child_age": "12",
    "utter_ask_intake_school": "en skole i Viby",
    "utter_ask_intake_description": "han er bange for alting og vil ikke i skole",
    "utter_ask_intake_since": "siden sommerferien",
    "utter_ask_intake_impact": "han er hjemme to dage om ugen",
    "utter_ask_intake_tried": "vi har talt med hans lærer",
    "utter_ask_intake_other_help": "ingen lige nu",
    "utter_ask_intake_hope": "at han bliver glad for skolen igen",
    "utter_ask_intake_adult_knows": "ja min mor ved det",
    "utter_ask_intake_custody": "vi har fælles forældremyndighed",
    "utter_ask_intake_needs": "nej",
    "utter_ask_intake_contact_name": "Karen",
    "utter_ask_intake_contact_phone": "20 30 40 50",
    "utter_ask_intake_contact_email": "karen@example.org",
    "utter_ask_intake_contact_time": "efter klokken 16",
    "utter_ask_intake_contact_safe": "ja det er i orden",
}
MOST_TURNS = 60


def asked(visitor: Visitor) -> str:
    """The key of the newest question."""
    return next(key for key in reversed(visitor.keys()) if key.startswith("utter_ask_"))


def answer_until(visitor: Visitor, answers: Mapping[str, str], *ends: str) -> list[Message]:
    """Answer each question from `answers` until a bubble's key begins with one of `ends`; gives the last bubbles back."""
    for _ in range(MOST_TURNS):
        question = asked(visitor).removesuffix("_again")
        assert question in answers, f"asked {question}, and this visitor has no answer"
        fresh = visitor.says(answers[question])
        if any(message["key"] and message["key"].startswith(ends) for message in fresh):
            return fresh
    raise AssertionError(f"no end after {MOST_TURNS} turns: {visitor.keys()[-5:]}")


def ready_to_send(visitor: Visitor) -> str:
    """Go from the greeting to the intake's summary; gives the id of the "send" button back."""
    visitor.says("jeg vil gerne sende oplysninger før en forsamtale")
    bubbles = answer_until(visitor, {**PARENT, **INTAKE}, "utter_ask_intake_send")
    buttons = [button for bubble in bubbles for button in bubble.get("buttons") or ()]
    return next(str(button["id"]) for button in buttons if "send" in button["title"].lower())
