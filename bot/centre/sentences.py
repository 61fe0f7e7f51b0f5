"""Puts the centre's facts into the approved sentences of `domain/centre.yml`. No Danish stands here."""

from __future__ import annotations

from dataclasses import asdict

from bot.centre.facts import Centre
from bot.texts import Texts

CONTACT = ("phone", "email", "web")


def sentences(centre: Centre, texts: Texts, audience: str | None = None) -> dict[str, str]:
    """The values of the `{centre_<fact>}` placeholders, and of `{centre_contact}`: one sentence on all ways to reach it.

    Every placeholder has a sentence, also when the fact is unknown. Raises TextError when `domain/centre.yml` lacks one.
    """
    facts = asdict(centre)
    said = {name: _sentence(name, value, texts, audience) for name, value in facts.items()}
    if any(facts[name] for name in CONTACT):
        contact = " ".join(said[name] for name in CONTACT)
    else:
        contact = texts.text("utter_centre_contact_unknown", audience)
    return {f"centre_{name}": sentence for name, sentence in said.items()} | {"centre_contact": contact}


def _sentence(name: str, value: str | None, texts: Texts, audience: str | None) -> str:
    if value is None:
        return texts.text(f"utter_centre_{name}_unknown", audience)
    return texts.text(f"utter_centre_{name}_known", audience, **{name: value})
