"""A number to be called on: wherever it is written it is noted, said not to be sent, and sent on the visitor's word alone."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.guidance_form import ValidateGuidanceForm
from actions.intake_client import BackOfficeClient
from actions.intake_form import ValidateIntakeForm
from actions.people import ActionPeopleCallBack
from bot.settings import Settings
from tests.actions.test_intake_form import COMPLETE, STARTED, _until

CONVERSATION = "0b8f2f4e-2f6a-4a53-9f0e-2f0b1c9d7a11"
NOTED = {"intake_contact_phone": "+4529112233", "intake_contact_time": "efter klokken 16"}
TYPED = "29 11 22 33, efter klokken 16"
Said = list[dict[str, Any]]


async def run(
    action: Any, slots: dict[str, Any], text: str, form: str | None = None, just_said: str | None = None, **facts: Any
) -> tuple[dict[str, Any], Said]:
    bot = [{"event": "bot", "metadata": {"utter_action": just_said}}] if just_said else []
    events = [{"event": "user"}, *bot, {"event": "action", "name": "action_listen"}, {"event": "user", "text": text}]
    message = {
        "text": text,
        "intent": {"name": "want_call_back" if text.startswith("/") else "inform", "confidence": 0.6},
        "entities": [{"entity": kind, "value": value} for kind, value in facts.items()],
    }
    loop = {"name": form} if form else {}
    tracker = Tracker(CONVERSATION, dict(slots), message, events, False, None, loop, "action_listen")
    dispatcher = CollectingDispatcher()
    changed = {event["name"]: event["value"] for event in await action.run(dispatcher, tracker, {})}
    return changed, dispatcher.messages


def office(status: int, seen: list[httpx.Request]) -> BackOfficeClient:
    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(status, json={"reference": "CFT-ABCD-12"})

    return BackOfficeClient(Settings(internal_secret="inner"), httpx.MockTransport(handle))


@pytest.mark.parametrize("question", ["intake_school", "intake_description", "intake_impact", "intake_contact_time"])
async def test_a_number_at_an_open_question_of_the_intake_is_no_answer_to_it(question: str) -> None:
    changed, (said,) = await run(ValidateIntakeForm(), _until(question), TYPED, "intake_form")
    assert changed == {**NOTED, "intake_misses": None}
    assert said["response"] == "utter_people_number"
    assert "29 11 22 33" in said["phone"]
    assert "efter klokken 16" in said["when"]


@pytest.mark.parametrize("slots", [COMPLETE, {**COMPLETE, "intake_change": "asking"}])
async def test_at_the_summary_and_at_which_line_the_wish_comes_first(slots: dict[str, Any]) -> None:
    changed, (said,) = await run(ValidateIntakeForm(), slots, TYPED, "intake_form", "utter_people_call_back")
    assert changed == {**NOTED, "intake_misses": None}
    assert said["response"] == "utter_people_number"


async def test_where_no_call_was_spoken_of_a_number_at_the_summary_sets_its_line_right() -> None:
    changed, (said,) = await run(ValidateIntakeForm(), COMPLETE, "29 11 22 33", "intake_form")
    assert changed["intake_contact_phone"] == "+4529112233"
    assert said["response"] == "utter_aside_corrected_phone"


async def test_the_question_for_a_number_is_answered_by_one() -> None:
    changed, said = await run(ValidateIntakeForm(), _until("intake_contact_phone"), "29 11 22 33", "intake_form")
    assert changed["intake_contact_phone"] == "+4529112233"
    assert said == []


async def test_a_number_that_cannot_be_called_is_said_to_be_none_when_one_was_asked_for() -> None:
    slots = {**STARTED, "intake_child_name": "Storm"}
    changed, (said,) = await run(ValidateIntakeForm(), slots, "29 11 22 3", "intake_form", "utter_people_call_back")
    assert changed == {"intake_misses": None}
    assert said["response"] == "utter_intake_phone_too_short"


async def test_in_the_guidance_a_number_is_noted_and_the_question_stays_open() -> None:
    changed, (said,) = await run(ValidateGuidanceForm(), {}, TYPED, "guidance_form", "utter_handover_wanted")
    assert changed == {**NOTED, "guidance_misses": None}
    assert said["response"] == "utter_people_number"


async def test_the_number_alone_is_sent_and_the_receipt_says_so() -> None:
    seen: list[httpx.Request] = []
    slots = {**COMPLETE, **NOTED}
    _, (said,) = await run(
        ActionPeopleCallBack(office(201, seen)), slots, "/want_call_back", "intake_form", people_call="send"
    )
    record = json.loads(seen[0].content)["record"]
    told = {name for name, value in record.items() if value and name not in ("version", "consent")}
    assert told == {"audience", "contact_phone", "contact_time"}
    assert (said["response"], said["reference"]) == ("utter_people_number_sent", "CFT-ABCD-12")
    assert len(said["custom"]["routes"]) >= 2


async def test_a_young_person_says_whether_a_message_may_be_left() -> None:
    seen: list[httpx.Request] = []
    chosen = "Ja, men ingen beskeder"
    slots = {**NOTED, "audience": "young"}
    changed, _ = await run(ActionPeopleCallBack(office(201, seen)), slots, "/want_call_back", people_call=chosen)
    assert json.loads(seen[0].content)["record"]["contact_safe"] == chosen
    assert changed == {"intake_contact_safe": chosen}


async def test_a_young_person_who_only_says_yes_has_allowed_no_message() -> None:
    seen: list[httpx.Request] = []
    slots = {**NOTED, "audience": "young"}
    await run(ActionPeopleCallBack(office(201, seen)), slots, "ja tak", people_call="send")
    assert json.loads(seen[0].content)["record"]["contact_safe"] == "Ja, men ingen beskeder"


async def test_twice_the_same_number_is_one_wish() -> None:
    seen: list[httpx.Request] = []
    for _ in range(2):
        await run(ActionPeopleCallBack(office(201, seen)), NOTED, "/want_call_back", people_call="send")
    assert seen[0].headers["idempotency-key"] == seen[1].headers["idempotency-key"]


async def test_without_a_receipt_the_number_is_said_not_to_be_sent() -> None:
    _, (said,) = await run(ActionPeopleCallBack(office(503, [])), NOTED, "/want_call_back", people_call="send")
    assert said["response"] == "utter_people_number_unsent"
    assert len(said["custom"]["routes"]) >= 2


async def test_who_asks_to_be_called_and_wrote_a_number_before_is_asked_whether_to_send_it() -> None:
    _, (said,) = await run(ActionPeopleCallBack(), NOTED, "kan I ringe til mig")
    assert said["response"] == "utter_people_number"
