"""The channel: what it refuses, that text is never a command, that a message is answered once, that failure is said."""

from __future__ import annotations

import json
import logging
import uuid
from typing import Any, ClassVar

import pytest
from sanic import Sanic

from bot.engine.channel import BadMessageError, Collector, Incoming, VejviserChannel, plain, read
from bot.engine.turn import Turn

CONVERSATION = str(uuid.uuid4())


def incoming(text: str | None = None, payload: str | None = None, message_id: str | None = None) -> Incoming:
    return Incoming(CONVERSATION, message_id or str(uuid.uuid4()), text, payload, {})


def body(**changes: Any) -> bytes:
    content = {"conversation_id": CONVERSATION, "message_id": str(uuid.uuid4()), "text": "hej", **changes}
    return json.dumps(content).encode()


@pytest.fixture
def channel() -> VejviserChannel:
    return VejviserChannel("secret", {})


async def ask(channel: VejviserChannel, agent: Any, message: Incoming) -> tuple[int, Any]:
    answer = await channel._answer(agent, message)
    return answer.status, json.loads(answer.body)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"[" * 20_000,
        body(conversation_id=None),
        body(conversation_id="default"),
        body(conversation_id=7),
        body(message_id=""),
        body(text=None),
        body(text=7),
        body(text=["hej"]),
        body(text=""),
        body(text="   "),
        body(text="a" * 2001),
        body(payload="/greet"),
        body(text=None, payload="greet"),
        body(text=None, payload=7),
        body(metadata=[1]),
        b'{"conversation_id": "%s", "message_id": "%s", "text": "\\ud800"}'
        % (CONVERSATION.encode(), CONVERSATION.encode()),
        body(text="a" * 40_000),
    ],
)
def test_a_call_of_another_form_is_refused(content: bytes) -> None:
    with pytest.raises(BadMessageError) as error:
        read(content)
    assert len(str(error.value)) < 20


def test_two_thousand_characters_are_read() -> None:
    assert read(body(text="a" * 2000)).text == "a" * 2000


@pytest.mark.parametrize("front", ["/", " /", "//", "\u200b/", "／", "\u00a0/", "\t/ ", "/／/", "\ufeff/"])
def test_no_slash_in_front_of_a_text_reaches_rasa(front: str) -> None:
    assert plain(f"{front}restart") == "…"
    assert plain(f"{front}jeg er ked af det") == "jeg er ked af det"


def test_a_text_of_slashes_alone_is_still_a_text() -> None:
    assert plain("///") == "…"


@pytest.mark.parametrize("typed", ["/restart", "／restart", "\u200b/restart", " /restart"])
async def test_a_typed_command_is_not_understood_and_moves_nothing(
    channel: VejviserChannel, agent: Any, typed: str
) -> None:
    await ask(channel, agent, incoming(payload="/start_intake"))
    _, answer = await ask(channel, agent, incoming(typed))
    assert "utter_restart" not in [message["key"] for message in answer["messages"]]
    tracker = await agent.tracker_store.retrieve(CONVERSATION)
    assert tracker.active_loop_name == "small_form"


async def test_a_typed_payload_sets_no_slot(channel: VejviserChannel, agent: Any) -> None:
    await ask(channel, agent, incoming('/inform{"age": 77}'))
    tracker = await agent.tracker_store.retrieve(CONVERSATION)
    assert tracker is None or tracker.get_slot("guidance_age") is None


async def test_a_payload_from_the_server_is_a_command(channel: VejviserChannel, agent: Any) -> None:
    status, answer = await ask(channel, agent, incoming(payload="/start_intake"))
    assert (status, answer["messages"][0]["key"]) == (200, "utter_ask_guidance_age")


async def test_an_answer_carries_key_text_and_buttons(channel: VejviserChannel, agent: Any) -> None:
    _, answer = await ask(channel, agent, incoming("hej"))
    assert answer["messages"] == [
        {"key": "utter_greet", "text": "Hej", "buttons": [{"title": "Ja", "payload": "/greet"}], "routes": []}
    ]


async def test_a_question_about_the_centre_carries_its_own_key(channel: VejviserChannel, agent: Any) -> None:
    _, answer = await ask(channel, agent, incoming("hvad koster det"))
    assert [message["key"] for message in answer["messages"]] == ["utter_faq/price"]


async def test_the_same_message_again_gives_the_same_answer_and_moves_nothing(
    channel: VejviserChannel, agent: Any
) -> None:
    await ask(channel, agent, incoming(payload="/start_intake"))
    message = incoming("hun er 12 år")
    first = await ask(channel, agent, message)
    before = await agent.tracker_store.retrieve(CONVERSATION)
    status, again = await ask(channel, agent, message)
    assert (status, again["messages"]) == (first[0], first[1]["messages"])
    after = await agent.tracker_store.retrieve(CONVERSATION)
    assert len(after.events) == len(before.events)
    assert first[1]["messages"][0]["key"] == "utter_ask_guidance_place"


async def test_a_failed_action_is_said_and_leaves_the_conversation_where_it_was(
    channel: VejviserChannel, agent: Any
) -> None:
    await ask(channel, agent, incoming("hej"))
    before = await agent.tracker_store.retrieve(CONVERSATION)
    message = incoming(payload="/want_human")
    for _ in range(2):
        assert await ask(channel, agent, message) == (502, {"error": "action_failed"})
    after = await agent.tracker_store.retrieve(CONVERSATION)
    assert len(after.events) == len(before.events)


async def test_silence_is_a_failure(channel: VejviserChannel, agent: Any) -> None:
    assert await ask(channel, agent, incoming(payload="/stop")) == (502, {"error": "silent"})


async def test_a_form_goes_on_after_many_turns_and_a_restart(
    channel: VejviserChannel, agent: Any, model: Any, settings: Any
) -> None:
    from bot.engine.processor import load_agent

    await ask(channel, agent, incoming(payload="/start_intake"))
    for _ in range(8):
        _, answer = await ask(channel, agent, incoming("hvad koster det"))
        assert [message["key"] for message in answer["messages"]] == ["utter_faq/price", "utter_ask_guidance_age"]
    again = load_agent(str(model), settings)
    _, answer = await ask(channel, again, incoming("hun er 12 år"))
    assert [message["key"] for message in answer["messages"]] == ["utter_ask_guidance_place"]


async def test_what_was_told_in_the_talk_about_danger_is_not_asked(channel: VejviserChannel, agent: Any) -> None:
    told = {"told": {"guidance_age": 14, "guidance_unheard_of": "x"}}
    start = Incoming(CONVERSATION, str(uuid.uuid4()), None, "/start_intake", told)
    _, answer = await ask(channel, agent, start)
    assert [message["key"] for message in answer["messages"]] == ["utter_ask_guidance_place"]
    assert (await agent.tracker_store.retrieve(CONVERSATION)).get_slot("guidance_age") == 14


async def test_what_is_known_stays_whatever_was_told_in_the_talk_about_danger(
    channel: VejviserChannel, agent: Any
) -> None:
    await ask(channel, agent, incoming(payload="/start_intake"))
    await ask(channel, agent, incoming("hun er 12 år"))
    later = Incoming(CONVERSATION, str(uuid.uuid4()), "hvad koster det", None, {"told": {"guidance_age": 14}})
    await ask(channel, agent, later)
    assert (await agent.tracker_store.retrieve(CONVERSATION)).get_slot("guidance_age") == 12


async def test_what_is_kept_does_not_grow_with_the_conversation(channel: VejviserChannel, agent: Any) -> None:
    counts = []
    for _ in range(60):
        await ask(channel, agent, incoming("hvad koster det"))
        counts.append(len((await agent.tracker_store.retrieve(CONVERSATION)).events))
    assert max(counts[20:]) == counts[10]


async def test_no_word_of_a_message_is_logged(
    channel: VejviserChannel, agent: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    from bot.engine import logs

    logs.configure("info")
    await ask(channel, agent, incoming("hej grævlingebold"))
    await ask(channel, agent, incoming("jeg vil tale med et menneske grævlingebold"))
    assert "grævlingebold" not in caplog.text


async def test_a_broken_store_fails_the_turn(channel: VejviserChannel, agent: Any) -> None:
    agent.tracker_store.engine.dispose()
    agent.tracker_store.engine = type(agent.tracker_store.engine)  # no connection can be made of it
    app = Sanic(f"test_{uuid.uuid4().hex}", configure_logging=False)
    app.ctx.agent = agent

    class Request:
        headers: ClassVar = {"X-Vejviser-Secret": "secret"}
        body = json.dumps({"conversation_id": CONVERSATION, "message_id": CONVERSATION, "text": "hej"}).encode()

    Request.app = app  # type: ignore[attr-defined]
    answer = await channel._receive(Request())  # type: ignore[arg-type]
    assert answer.status == 503


async def test_a_wrong_secret_is_refused_before_anything_is_read(channel: VejviserChannel) -> None:
    class Request:
        headers: ClassVar = {"X-Vejviser-Secret": "wrong"}
        body = b"{"

    answer = await channel._receive(Request())  # type: ignore[arg-type]
    assert answer.status == 401


def test_nothing_is_asked_after_a_question_about_danger() -> None:
    import asyncio

    from bot.engine.channel import Collector
    from bot.engine.turn import Turn

    turn = Turn(CONVERSATION, "m")
    collector = Collector(turn)
    for key in ("utter_outcome_acute", "utter_safety_ask_danger", "utter_ask_guidance_age"):
        asyncio.run(collector.send_response("x", {"text": "…", "utter_action": key}))
    assert [bubble["key"] for bubble in turn.bubbles] == ["utter_outcome_acute", "utter_safety_ask_danger"]


async def test_the_server_learns_what_is_known_of_the_visitor(channel: VejviserChannel, agent: Any) -> None:
    await ask(channel, agent, incoming(payload="/start_intake"))
    _, answer = await ask(channel, agent, incoming("jeg er 14 år"))
    assert answer["known"] == {"age": 14}


async def test_a_question_carries_which_of_how_many_it_is() -> None:
    step = {"number": 3, "of": 8, "optional": True}
    turn = Turn(CONVERSATION, str(uuid.uuid4()))
    await Collector(turn).send_response(CONVERSATION, {"text": "Hvor gammel?", "custom": {"step": step}})
    await Collector(turn).send_response(CONVERSATION, {"text": "Hej", "custom": None})
    assert turn.bubbles == [
        {"key": None, "text": "Hvor gammel?", "buttons": [], "routes": [], "step": step},
        {"key": None, "text": "Hej", "buttons": [], "routes": []},
    ]
