"""What the scripted chat says: enough of every kind of bubble to see and test the chat window. Not the product's words."""

from __future__ import annotations

from typing import Any

AT = "2026-11-24T09:00:00Z"
NO_STORAGE_TITLE = "Jeg kan ikke gemme din besked lige nu."
TOO_LONG_TITLE = "Din besked er for lang."
GONE_TITLE = "Samtalen findes ikke mere."

CHILD_LINE = {
    "id": "boernetelefonen",
    "name": "BørneTelefonen",
    "description": "Tal, skriv eller chat med en voksen. Du behøver ikke sige, hvad du hedder.",
    "phone": "116 111",
    "sms": "116 111",
    "url": "https://boernetelefonen.dk/",
    "chat_url": "https://boernetelefonen.dk/chat",
    "open_now": True,
    "opening_hours": "Døgnåbent alle dage",
    "why": None,
}
EMERGENCY = {
    "id": "emergency_112",
    "name": "Alarm 112",
    "description": "Ring, hvis nogen er i fare lige nu – også hvis det er dig selv.",
    "phone": "112",
    "open_now": True,
    "opening_hours": "Døgnåbent alle dage",
    "why": None,
}
CENTRE = {
    "id": "center_for_trivsel",
    "name": "Center for Trivsel",
    "url": "https://example.org/center-for-trivsel",
    "open_now": None,
    "opening_hours": "Se åbningstiden på siden",
    "why": "Fordi han er 12 år, bor i Aarhus, og det fylder meget i hverdagen.",
}
TEACHER = {
    "id": "class_teacher",
    "name": "Klasselæreren på skolen",
    "open_now": False,
    "opening_hours": "Skoledage i skoletiden",
    "why": "Klasselæreren kan gøre noget ved dagene allerede nu.",
    "address": "Skolegade 1",
    "map_url": "https://map.example.org/search?query=Skolegade%201",
}
DANGER = {"class": "crisis_suicide", "level": "high", "sure": True}
CONCERN = {"class": "crisis_self_harm", "level": "concern", "sure": True}
PERHAPS = {"class": "crisis_suicide", "level": "concern", "sure": False}


def bubble(
    text: str,
    key: str | None = None,
    sender: str = "bot",
    buttons: tuple[str, ...] = (),
    routes: tuple[dict[str, Any], ...] = (),
    safety: dict[str, Any] | None = None,
    step: dict[str, Any] | None = None,
) -> dict[str, Any]:
    return {
        "from": sender,
        "text": text,
        "key": key,
        "buttons": list(buttons),
        "routes": list(routes),
        "safety": safety,
        **({"step": step} if step else {}),
    }


GREETING = (
    bubble(
        "Hej. Jeg er en robot. Jeg kan hjælpe dig med at finde ud af, hvem der kan hjælpe. Du behøver ikke sige, hvem du er. "
        "Ingen læser med, medmindre du beder om et menneske, eller nogen kan være i fare.",
        "utter_greet",
        routes=(EMERGENCY, CHILD_LINE),
    ),
    bubble(
        "Hvem skriver du om?",
        "utter_ask_audience",
        buttons=("Mig selv", "Mit barn", "En, jeg møder i mit arbejde"),
    ),
)
NO_STORAGE = (bubble("Stederne her kan du bruge med det samme.", "utter_outage_storage", routes=(CHILD_LINE,)),)

_SCRIPT: tuple[tuple[str, tuple[dict[str, Any], ...]], ...] = (
    (
        "mit barn",
        (
            bubble(
                "Hvor gammelt er dit barn?",
                "utter_ask_guidance_age",
                buttons=("5-9 år", "10-14 år", "15-17 år", "Spring over"),
                step={"number": 2, "of": 7, "optional": True},
            ),
        ),
    ),
    (
        "12",
        (
            bubble(
                "Det lyder, som om Center for Trivsel kan være det rette sted. Det er et forslag. I finder ud af resten sammen.",
                "utter_outcome_centre",
                routes=(CENTRE, TEACHER, CHILD_LINE),
            ),
            bubble(
                "Vil du sende noget til centret, før I taler sammen?",
                "utter_ask_intake",
                buttons=("Ja, det vil jeg", "Ikke nu"),
            ),
        ),
    ),
    (
        "ikke leve",
        (
            bubble(
                "Tak, fordi du skriver det. Jeg tager det alvorligt. Du skal ikke være alene med det. "
                "Her kan du tale med nogen nu.",
                "utter_safety_crisis_suicide",
                routes=(EMERGENCY, CHILD_LINE),
                safety=DANGER,
            ),
            bubble(
                "Er du i fare lige nu?",
                "utter_safety_ask",
                buttons=("Ja", "Nej", "Det ved jeg ikke"),
                safety=DANGER,
            ),
        ),
    ),
    (
        "ikke mere nu",
        (
            bubble(
                "Tak, fordi du fortæller det. Her kan du tale eller skrive med en, der lytter.",
                "utter_safety_crisis_self_harm",
                routes=(CHILD_LINE,),
                safety=CONCERN,
            ),
            bubble(
                "Har du også tanker om at tage dit eget liv?",
                "utter_safety_ask_suicide",
                buttons=("Ja", "Nej", "Ved ikke"),
                safety=CONCERN,
            ),
        ),
    ),
    (
        "kan ikke mere",
        (
            bubble(
                "Det lyder hårdt. Har du tanker om, at du ikke vil være her?",
                "utter_safety_ask_maybe",
                buttons=("Ja", "Nej"),
                routes=(CHILD_LINE,),
                safety=PERHAPS,
            ),
        ),
    ),
    (
        "send ind",
        (
            bubble(
                "Her er det, du har skrevet:\n\nBarnets navn: Storm\nBarnets alder: 12\nSkole: en skole i Viby\n\n"
                "Skal jeg sende det?",
                "utter_ask_intake_send",
                buttons=("Send nu", "Ret noget", "Send ikke"),
            ),
        ),
    ),
    (
        "kvittering",
        (
            bubble(
                "Det er sendt. Dit nummer er CFT-ABCD-12.\n\nGem det, hvis du vil ændre noget.", "utter_intake_receipt"
            ),
        ),
    ),
)


def answers(text: str) -> tuple[dict[str, Any], ...]:
    """What is answered to a text; without a line of its own it is told back, so that tests can see the order."""
    lowered = text.lower()
    for word, bubbles in _SCRIPT:
        if word in lowered:
            return bubbles
    return (bubble(f"Du skrev: {text}", "utter_fallback_1"),)
