"""Steps of both forms, and how a visitor gets there; what each kind of sentence may lead to from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.chat_client import Message, Visitor
from tests.conversations import checks

GUIDANCE, INTAKE = "guidance", "intake"
TO_THE_OUTCOME = (
    "!Jeg er forælder",
    "12",
    "!Ja, i Aarhus",
    "!Bekymring",
    "!Nogle måneder",
    "!Meget",
    "!Nej, ikke noget",
)
TO_THE_INTAKE = ("!Jeg er forælder", "jeg vil gerne sende oplysninger før en forsamtale")
TO_THE_SUMMARY = (
    *TO_THE_INTAKE,
    *("!Ja, jeg vil", "Karla", "12", *("!Spring over",) * 8, "!Nej, ikke noget", "!Spring over", "20 30 40 50"),
    "!Spring over",
)


@dataclass(frozen=True)
class Step:
    """A place in the conversation: the question that stands open there, and the answers that lead to it (`!` is a button)."""

    name: str
    question: str | None
    way: Sequence[str]
    form: str | None
    # Whatever is written here is the visitor's own words, also when it could be read as something else.
    takes_any_words: bool = False


STEPS = (
    Step("audience", "utter_ask_audience", (), GUIDANCE),
    Step("age", "utter_ask_guidance_age", TO_THE_OUTCOME[:1], GUIDANCE),
    Step("themes", "utter_ask_guidance_themes", TO_THE_OUTCOME[:3], GUIDANCE),
    Step("impact", "utter_ask_guidance_impact", TO_THE_OUTCOME[:5], GUIDANCE),
    Step("help", "utter_ask_guidance_help", TO_THE_OUTCOME[:6], GUIDANCE),
    Step("no_form", None, TO_THE_OUTCOME, None),
    Step("consent", "utter_ask_intake_consent", TO_THE_INTAKE, INTAKE),
    Step("name", "utter_ask_intake_child_name", TO_THE_SUMMARY[:3], INTAKE, takes_any_words=True),
    Step("intake_age", "utter_ask_intake_child_age", TO_THE_SUMMARY[:4], INTAKE),
    Step("description", "utter_ask_intake_description", TO_THE_SUMMARY[:6], INTAKE, takes_any_words=True),
    Step("phone", "utter_ask_intake_contact_phone", TO_THE_SUMMARY[:15], INTAKE),
    Step("summary", "utter_ask_intake_send", TO_THE_SUMMARY, INTAKE),
)

# What only asks or comments: it is answered, and the form goes on at the same question.
QUESTIONS = frozenset(
    {"bot_challenge", "ask_capabilities", "want_human", "want_call_back", "ask_status", "delete_my_data"}
)
# Where a sentence may lead out of the step, by the beginning of the last bubble's key.
ENDS = {
    "stop": ("utter_guidance_stopped", "utter_intake_stopped", "utter_stop"),
    "goodbye": ("utter_guidance_stopped", "utter_intake_stopped", "utter_goodbye"),
    "restart": ("utter_ask_audience",),
    "start_intake": ("utter_ask_intake_consent", "utter_ask_intake_"),
    "professional_referral": ("utter_ask_intake_consent", "utter_ask_intake_"),
    "correct_answer": ("utter_guidance_change_which", "utter_intake_change_which", "utter_ask_"),
    "repeat_please": ("utter_ask_",),
}
IN_FORM = {
    GUIDANCE: ("utter_ask_audience", "utter_ask_guidance_", "utter_guidance_next", "utter_guidance_same"),
    INTAKE: ("utter_ask_intake_", "utter_intake_change_which", "utter_intake_consent_no", "utter_intake_waiting"),
}
STOPPED, RESUME = ("utter_guidance_stopped", "utter_intake_stopped"), "Fortsæt"
WHICH_LINE = "utter_intake_change_which"
CRISIS = "crisis_"
OFFER = "utter_guidance_next"
HELP = "utter_safety_"


def arrive(base: str, step: Step) -> Visitor:
    """A new conversation that stands at `step`."""
    visitor = Visitor.arrives(base)
    for each in step.way:
        visitor.presses(each[1:]) if each.startswith("!") else visitor.says(each)
    assert stands_at(visitor.messages, step), f"{step.name}: {visitor.keys()[-2:]}"
    return visitor


def return_to(visitor: Visitor, step: Step) -> bool:
    """Lead a conversation that left `step` back in one turn, where the bot offers that; whether it stands there again."""
    if step.form is None:
        return False
    if checks.keys(visitor.messages)[-1] in STOPPED:
        visitor.presses(RESUME)
    elif checks.keys(visitor.messages)[-1] == WHICH_LINE:
        visitor.says("nej")
    return stands_at(visitor.messages, step)


def stands_at(messages: Sequence[Message], step: Step) -> bool:
    """Whether the newest bubble leaves the conversation at `step`."""
    last = checks.keys(messages)[-1]
    if step.question is None:
        return not last.startswith(checks.QUESTION)
    return last in (step.question, f"{step.question}_again")


def is_question(intent: str) -> bool:
    """Whether a sentence of this intent only asks."""
    return intent.startswith("faq/") or intent in QUESTIONS


def check_step(step: Step, intent: str, heard: Sequence[Message]) -> None:
    """Where it stands after `intent` at `step`: at the same question, further in the form, or at the intent's end."""
    last = checks.keys(heard)[-1]
    if intent.startswith(CRISIS):
        assert checks.keys(heard)[0].startswith((HELP, "utter_outcome_acute")), f"no help: {checks.keys(heard)}"
        assert any(message["routes"] for message in heard), "no way out of danger"
    elif is_question(intent):
        assert stands_at(heard, step), f"{checks.keys(heard)}"
        # Outside the forms the offer that follows an outcome comes back behind the answer, as long as it is open.
        comes_back = step.question is not None or last.startswith(OFFER)
        assert len(heard) == 1 + comes_back, f"not answered: {checks.keys(heard)}"
    elif step.form:
        allowed = (*IN_FORM[step.form], *ENDS.get(intent, ()))
        assert last.startswith(allowed), f"{checks.keys(heard)}"
