"""Conversations in the database: numbered without gaps, each message once, each answered once."""

from __future__ import annotations

import asyncio
import uuid

from sqlalchemy import select

from backoffice.chat.bubbles import Bubble
from backoffice.store.conversations import EXPIRED, Conversations
from backoffice.store.models import Feedback
from backoffice.store.records import Incoming, Standing
from bot.texts import Button
from tests.storage.conversations import NOW, TOKEN, Sessions, incoming, opened, unchanged


async def test_a_conversation_begins_with_its_greeting(store: Conversations) -> None:
    identifier = await opened(store)
    messages = await store.after(identifier, 0)
    assert [(each.seq, each.sender, each.key, each.text) for each in messages] == [
        (1, "bot", "utter_greet", "Hej"),
        (2, "bot", "utter_ask", "Hvem er du?"),
    ]
    assert messages[0].at == NOW
    assert await store.head(identifier) == ("bot", 2)


async def test_only_the_own_token_opens_it(store: Conversations) -> None:
    identifier = await opened(store)
    assert (await store.open(identifier, TOKEN)) is not None
    assert await store.open(identifier, "b" * 64) is None
    assert await store.open(str(uuid.uuid4()), TOKEN) is None
    assert await store.open(str(uuid.uuid4()), "0" * 64) is None


async def test_what_was_written_can_be_read_again_with_all_that_belongs_to_it(store: Conversations) -> None:
    identifier = await opened(store)
    reading = {"class": "crisis_violence", "level": "high", "sure": True}
    says = (Bubble("Hjælp", "utter_safety", routes=({"id": "emergency_112"},), safety=reading),)
    kept = await store.keep(
        identifier, str(uuid.uuid4()), incoming("æ 🙂", for_engine=False, payload="/x", safety=reading, says=says)
    )
    assert (kept.seq, kept.duplicate, kept.waits) == (3, False, False)
    written, said = await store.after(identifier, 2)
    assert (written.text, written.sender, written.payload, written.safety) == ("æ 🙂", "visitor", "/x", reading)
    assert (said.seq, said.text, said.routes, said.safety) == (4, "Hjælp", ({"id": "emergency_112"},), reading)
    assert await store.button(identifier, 2, 0) == Button("Barn", "/inform")
    assert await store.button(identifier, 2, 1) is None
    assert await store.button(identifier, 9, 0) is None


async def test_numbers_have_no_gaps_and_no_doubles_however_many_write_at_once(store: Conversations) -> None:
    identifier = await opened(store)
    writing = [
        store.keep(identifier, str(uuid.uuid4()), incoming(str(number), says=[Bubble("svar")])) for number in range(15)
    ]
    kept = await asyncio.gather(*writing)
    messages = await store.after(identifier, 0)
    assert [each.seq for each in messages] == list(range(1, 33))
    assert {each.seq: each.text for each in messages if each.sender == "visitor"} == {
        each.seq: str(number) for number, each in enumerate(kept)
    }


async def test_the_same_client_id_at_once_is_kept_once_and_decided_once(store: Conversations) -> None:
    identifier, same, decided = await opened(store), str(uuid.uuid4()), []

    def decide(standing: Standing) -> Incoming:
        decided.append(standing)
        return Incoming("hej", True)

    kept = await asyncio.gather(*(store.keep(identifier, same, decide) for _ in range(6)))
    assert sorted(each.duplicate for each in kept) == [False] + [True] * 5
    assert len({(each.seq, each.id, each.waits) for each in kept}) == 1
    assert len(decided) == 1
    assert await store.head(identifier) == ("bot", 3)


async def test_what_is_decided_rests_on_what_the_message_before_left(store: Conversations) -> None:
    identifier, seen = await opened(store), []

    def decide(standing: Standing) -> Incoming:
        seen.append(standing.safety)
        return Incoming("hej", False, changes={"safety": {"concerns": len(seen)}})

    await asyncio.gather(*(store.keep(identifier, str(uuid.uuid4()), decide) for _ in range(5)))
    assert seen == [None, {"concerns": 1}, {"concerns": 2}, {"concerns": 3}, {"concerns": 4}]


async def test_a_message_is_answered_once_however_often_the_answer_comes(store: Conversations) -> None:
    identifier = await opened(store)
    kept = await store.keep(identifier, str(uuid.uuid4()), incoming())
    assert [each.id for each in await store.waiting()] == [kept.id]
    answers = await asyncio.gather(
        *(store.answer(identifier, kept.id, [Bubble("svar", "utter_faq/price")], unchanged) for _ in range(5))
    )
    assert sorted(answers) == [False] * 4 + [True]
    assert [each.text for each in await store.after(identifier, 3)] == ["svar"]
    assert await store.waiting() == []
    assert await store.next_waiting(identifier) is None


async def test_waiting_messages_come_in_their_order_and_know_of_others_behind_them(store: Conversations) -> None:
    identifier, other = await opened(store), await opened(store)
    first, second = [await store.keep(identifier, str(uuid.uuid4()), incoming(each)) for each in ("et", "to")]
    await store.keep(other, str(uuid.uuid4()), incoming("tre"))
    await store.keep(other, str(uuid.uuid4()), incoming("fire", for_engine=False))
    found = await store.next_waiting(identifier)
    assert found
    assert (found[0].text, found[1]) == ("et", True)
    await store.answer(identifier, first.id, [Bubble("opgivet")], unchanged, EXPIRED)
    found = await store.next_waiting(identifier)
    assert found
    assert (found[0].id, found[1]) == (second.id, False)
    assert {each.conversation_id for each in await store.waiting()} == {identifier, other}


async def test_a_message_is_held_once_and_never_after_its_answer(store: Conversations) -> None:
    identifier = await opened(store)
    await store.keep(identifier, str(uuid.uuid4()), incoming())
    (waiting,) = await store.waiting()
    keys: list[str | None] = []

    def make(_standing: Standing, newest: str | None) -> Bubble:
        keys.append(newest)
        return Bubble("vent", "utter_outage_engine")

    held = await asyncio.gather(*(store.hold(waiting, make) for _ in range(3)))
    assert sorted(held) == [False, False, True]
    assert keys == ["utter_ask"]
    assert (await store.waiting())[0].held is True
    later = await store.keep(identifier, str(uuid.uuid4()), incoming())
    await store.answer(identifier, later.id, [], unchanged)
    assert await store.hold(type(waiting)(identifier, later.id, NOW), make) is False


async def test_feedback_is_kept_once_and_may_be_answered(store: Conversations, sessions: Sessions) -> None:
    identifier = await opened(store)
    for helped in ("no", "yes"):
        await store.feedback(identifier, helped, "grævlingebold", lambda _: ([Bubble("hjælp")], {"audience": "young"}))
    async with sessions() as session:
        (row,) = (await session.execute(select(Feedback))).scalars()
    assert row.helped == "yes"
    assert "grævlingebold".encode() not in bytes(row.comment_sealed or b"")
    assert len(await store.after(identifier, 2)) == 2
