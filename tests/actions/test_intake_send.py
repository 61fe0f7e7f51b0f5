"""Starting and handing over: the key, the receipt, and what is said and kept when there is none."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.intake import ActionIntakeSend, ActionIntakeStart
from actions.intake_client import BackOfficeClient, Outcome
from actions.intake_form import FORM, ActionAskIntakeAnswer, ValidateIntakeForm
from bot.intake.record import IntakeRecord
from bot.settings import Settings

CONVERSATION = "0b8f2f4e-2f6a-4a53-9f0e-2f0b1c9d7a11"
READY: dict[str, Any] = {
    "audience": "parent",
    "intake_consent": "yes",
    "intake_child_name": "Storm",
    "intake_contact_phone": "+4520304050",
    "intake_key": f"{CONVERSATION}:1",
    "intake_send": "send",
}
RECORD = IntakeRecord(child_name="Storm", contact_phone="20304050", consent=True)


def client(answer: httpx.Response | Exception, seen: list[httpx.Request] | None = None) -> BackOfficeClient:
    def handle(request: httpx.Request) -> httpx.Response:
        if seen is not None:
            seen.append(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return BackOfficeClient(Settings(internal_secret="inner"), httpx.MockTransport(handle))


async def send(
    slots: dict[str, Any], office: BackOfficeClient
) -> tuple[dict[str, Any], list[str], list[dict[str, Any]]]:
    tracker = Tracker(CONVERSATION, dict(slots), {}, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    events = await ActionIntakeSend(office).run(dispatcher, tracker, {})
    changed = {event["name"]: event.get("value") for event in events}
    if any(event["event"] == "active_loop" for event in events):
        changed["loop"] = FORM
    return changed, [message["response"] for message in dispatcher.messages], dispatcher.messages


async def test_the_receipt_is_said_only_with_the_reference_of_the_back_office() -> None:
    seen: list[httpx.Request] = []
    changed, said, messages = await send(READY, client(httpx.Response(201, json={"reference": "CFT-ABCD-12"}), seen))
    assert said == ["utter_intake_receipt", "utter_intake_waiting"]
    assert messages[0]["reference"] == changed["intake_reference"] == "CFT-ABCD-12"
    assert seen[0].headers["idempotency-key"] == READY["intake_key"]
    assert seen[0].headers["x-vejviser-secret"] == "inner"
    body = json.loads(seen[0].content)
    assert body["conversation_id"] == CONVERSATION
    assert IntakeRecord.model_validate(body["record"]).child_name == "Storm"


async def test_after_the_receipt_the_engine_forgets_the_answers_and_the_key() -> None:
    changed, _, _ = await send(READY, client(httpx.Response(200, json={"reference": "CFT-ABCD-12"})))
    gone = {name for name, value in changed.items() if value is None}
    assert {"intake_key", "intake_contact_phone", "intake_child_name", "intake_send", "intake_consent"} <= gone


@pytest.mark.parametrize(
    "answer",
    [
        httpx.ConnectError("down"),
        httpx.ReadTimeout("slow"),
        httpx.Response(503),
        httpx.Response(401),
        httpx.Response(201, json={}),
        httpx.Response(201, content=b"<html>"),
        httpx.Response(201, json=["x"]),
        httpx.Response(302, headers={"location": "http://elsewhere.example"}),
    ],
)
async def test_without_a_receipt_nothing_is_called_sent_and_every_answer_stays(
    answer: httpx.Response | Exception,
) -> None:
    changed, said, _ = await send(READY, client(answer))
    assert said == []
    assert changed["loop"] == FORM
    assert changed["intake_outcome"] == "unavailable"
    assert changed["intake_key"] == READY["intake_key"]
    assert "intake_child_name" not in changed
    assert "intake_reference" not in changed


async def test_the_form_then_says_so_with_ways_and_a_second_failure_in_other_words() -> None:
    said = []
    slots: dict[str, Any] = {**READY, **dict.fromkeys(_optional(), "skipped")}
    for _ in range(2):
        changed, _, _ = await send({**slots, "intake_send": "send"}, client(httpx.Response(503)))
        slots.update({name: value for name, value in changed.items() if name in slots or name.startswith("intake_")})
        events = [
            {"event": "user"},
            {"event": "action", "name": "action_intake_send"},
            {"event": "action", "name": FORM},
        ]
        tracker = Tracker(CONVERSATION, slots, {"text": "/inform"}, events, False, None, {"name": FORM}, FORM)
        dispatcher = CollectingDispatcher()
        for action in (ValidateIntakeForm(), ActionAskIntakeAnswer()):
            for event in await action.run(dispatcher, tracker, {}):
                slots[event["name"]] = event["value"]
        said += [message["response"] for message in dispatcher.messages]
        assert len(dispatcher.messages[0]["custom"]["routes"]) >= 2
    assert said == ["utter_intake_unavailable", "utter_intake_unavailable_again"]


def _optional() -> list[str]:
    from bot.intake.path import PARENT

    return [slot for slot in PARENT if slot not in (*READY, "intake_contact_email", "intake_send")]


@pytest.mark.parametrize("status", [400, 409, 413, 422])
async def test_a_refusal_is_told_from_an_outage(status: int) -> None:
    changed, _, _ = await send(READY, client(httpx.Response(status)))
    assert changed["intake_outcome"] == "refused"


async def test_an_intake_without_a_way_to_be_reached_is_never_handed_over() -> None:
    seen: list[httpx.Request] = []
    changed, _, _ = await send({**READY, "intake_contact_phone": None}, client(httpx.Response(201), seen))
    assert seen == []
    assert changed["intake_outcome"] == "refused"


@pytest.mark.parametrize("value", [None, "skipped", "yes"])
async def test_a_form_that_ended_otherwise_sends_and_says_nothing(value: str | None) -> None:
    seen: list[httpx.Request] = []
    assert await send({**READY, "intake_send": value}, client(httpx.Response(201), seen)) == ({}, [], [])
    assert seen == []


async def test_the_key_stays_over_a_retry_and_is_new_for_the_next_intake() -> None:
    first = await _start({})
    assert len(first["intake_key"]) <= 80
    assert "intake_key" not in await _start(first)
    changed, _, _ = await send({**READY, **first, "intake_send": "send"}, client(httpx.Response(503)))
    assert changed["intake_key"] == first["intake_key"]
    changed, _, _ = await send(
        {**READY, **first, "intake_send": "send"}, client(httpx.Response(201, json={"reference": "CFT-ABCD-12"}))
    )
    assert (await _start(changed))["intake_key"] not in (None, first["intake_key"])


async def test_what_guidance_was_told_is_not_asked_again_but_never_for_the_next_child() -> None:
    known = {"guidance_age": 12, "guidance_description": "han vil ikke i skole"}
    started = await _start(known)
    assert (started["intake_child_age"], started["intake_description"]) == (12, "han vil ikke i skole")
    assert "intake_child_age" not in await _start({**known, "intake_reference": "CFT-ABCD-12"})


@pytest.mark.parametrize(("guidance_misses", "intake_misses"), [(0, 1), (1, 0), (None, 1)])
async def test_who_writes_is_asked_in_words_that_the_guidance_has_not_just_used(
    guidance_misses: int | None, intake_misses: int
) -> None:
    assert (await _start({"guidance_misses": guidance_misses}))["intake_misses"] == intake_misses
    assert (await _start({"guidance_misses": guidance_misses, "audience": "parent"}))["intake_misses"] == 0


async def test_refused_twice_is_said_in_other_words() -> None:
    slots = {**READY, "intake_outcome": "said_refused"}
    changed, _, _ = await send(slots, client(httpx.Response(422)))
    assert changed["intake_outcome"] == "refused_again"


async def _start(slots: dict[str, Any]) -> dict[str, Any]:
    tracker = Tracker(CONVERSATION, dict(slots), {}, [], False, None, {}, "action_listen")
    events = await ActionIntakeStart().run(CollectingDispatcher(), tracker, {})
    return {event["name"]: event["value"] for event in events}


async def test_a_server_that_never_answers_is_given_up_in_time() -> None:
    async def hang(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(30)
        return httpx.Response(201)

    office = BackOfficeClient(Settings(action_budget=0.2), httpx.MockTransport(hang))
    delivery = await asyncio.wait_for(office.send(RECORD, CONVERSATION, "k"), 2)
    assert delivery.outcome is Outcome.UNAVAILABLE


async def test_nothing_that_was_written_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    await send({**READY, "intake_contact_phone": "hemmelig"}, client(httpx.Response(503)))
    await send({**READY, "intake_hope": "hemmelig"}, client(httpx.Response(201, json={"reference": "CFT-ABCD-12"})))
    assert "hemmelig" not in caplog.text
