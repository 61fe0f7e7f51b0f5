"""What no text of the bot may hold, and why; used by the contract tests over every wording."""

from __future__ import annotations

import re

EMOJI = re.compile("[\U0001f000-\U0001ffff\u2600-\u27bf\ufe0f]")
# A number as people write it: six digits or more with or without gaps, and the short ones of the catalogue. § 126 is none.
TELEPHONE = re.compile(
    r"(?<![\d.§-])(?:\+45[ ]?)?\d(?:[ .-]?\d){5,}(?![\d-])|(?<![\d§])(?<!§ )\b(?:112|114|1813|1888|116)\b"
)
ADDRESS_OR_LINK = re.compile(r"\S@\S|https?://|\bwww\.", re.I)
NOT = re.compile(r"\b(?:ikke|ingen|intet|aldrig|hverken|nej|uden)\b", re.I)

# Words that make a child a case. The centre speaks of children and young people with difficulties (the Midtjylland model).
NEVER = r"klient|patient|sagsnummer|indberet|misbruger|adfærdsproblem|problembarn|utilpasset|umoden"
# Words that judge, soothe or press (design, conversation.md and safety.md).
UNKIND = (
    r"tag dig sammen|det går nok|det er da|bare rolig|ikke så slemt|lov mig|du skal love|opmærksomhedssøg|"
    r"du burde|flot krop|pæn krop|slank|kalorie|\bbmi\b|tabe dig"
)
# A "no", or words of authority, where a way is to be shown.
REFUSING = (
    r"ikke (?:\w+ ){0,3}målgruppe|uden for målgruppe|udenfor målgruppe|opfylder (?:ikke|desværre)|ikke berettiget|"
    r"kvalificere|afslag|afvis|visiter|kan vi ikke hjælpe|kan jeg ikke hjælpe|er du forkert på den|\bscore\b|vurderet til"
)
# Names of illness. Danger and diagnosis are spoken of without them; the questions about both may use the word.
ILLNESS = (
    r"diagnos|depression|angstlidelse|anoreksi|bulimi|spiseforstyrrelse|psykose|psykotisk|skizofren|bipolar|borderline|"
    r"sindslidelse|psykisk syg|lidelse|sindssyg|forstyrrelse\b|selvmordstruet|\bocd\b|\bptsd\b"
)
MAY_NAME_ILLNESS = {"utter_faq/diagnosis", "utter_faq/psychiatry_difference", "utter_fallback_title_faq_diagnosis"}
# Promises that nobody can keep: each needs a "not" in its sentence.
PROMISE = (
    r"hemmelig|fortrolig|kun mellem os|ingen (?:andre )?(?:får|skal have) (?:noget|det|besked)|siger (?:det )?ikke (?:det )?til|"
    r"får det ikke at vide|jeg lover|vi lover|garanter|helt sikkert|slettes straks|anonym"
)
REFUSES_TO_PROMISE = re.compile(r"\b(?:ikke|aldrig) love\b|\blover (?:dig |jer )?ikke\b|ikke et løfte", re.I)
# The titles of the questions themselves, as a visitor would ask them.
MAY_ASK_FOR_PROMISE = {"utter_fallback_title_faq_anonymous", "utter_fallback_title_faq_confidentiality"}
BLAME = r"\b(?:din|dit|jeres) (?:egen )?(?:skyld|fejl)\b"
