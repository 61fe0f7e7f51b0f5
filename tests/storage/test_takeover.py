"""Taking over: one of many wins, an older claim can do nothing, the visitor is told at every change, the bot is silent."""

from __future__ import annotations

import asyncio
import random
import uuid
from collections import Counter

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backoffice.chat.bubbles import Bubble
from backoffice.store.records import GoneError, Incoming
from backoffice.store.takeover import LostError
from bot.sealing import Sealer
from tests.storage.takeover import Clock, Desk, say

CLIENTS, CONVERSATIONS = 20, 200


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(sessions: async_sessionmaker[AsyncSession], sealer: Sealer, clock: Clock) -> Desk:
    return Desk(sessions, sealer, clock)


async def write(desk: Desk, conversation: str, who: str, fence: int, text: str = "hej") -> None:
    await desk.takeovers.write(conversation, who, fence, str(uuid.uuid4()), text)


async def test_twenty_clients_claim_two_hundred_conversations_and_none_is_claimed_twice(desk: Desk) -> None:
    conversations = [await desk.conversation() for _ in range(CONVERSATIONS)]
    won: Counter[str] = Counter()

    async def client(number: int) -> None:
        order = random.Random(number).sample(conversations, CONVERSATIONS)
        for conversation in order:
            fence = await desk.takeovers.claim(conversation, f"staff-{number}", say)
            if fence is not None:
                won[conversation] += 1
                await write(desk, conversation, f"staff-{number}", fence, f"staff-{number}")

    await asyncio.gather(*(client(number) for number in range(CLIENTS)))
    assert won == Counter(dict.fromkeys(conversations, 1))
    for conversation in conversations:
        messages = await desk.messages(conversation)
        holder = (await desk.entry(conversation)).staff_id
        assert [message.text for message in messages if message.sender == "staff"] == [holder]
        assert [message.text for message in messages if message.sender == "system"] == ["waiting", "joined"]
        assert [message.seq for message in messages] == list(range(1, len(messages) + 1))


async def test_a_conversation_that_changes_hands_all_the_time_never_has_two_writers(desk: Desk) -> None:
    conversation = await desk.conversation()
    accepted: list[str] = []

    async def client(name: str) -> None:
        for turn in range(10):
            fence = await desk.takeovers.claim(conversation, name, say)
            if fence is None:
                await asyncio.sleep(0)
                continue
            text = f"{name} {turn}"
            await write(desk, conversation, name, fence, text)
            accepted.append(text)
            await desk.takeovers.hand_back(conversation, name, fence, say)

    await asyncio.gather(*(client(f"staff-{number}") for number in range(6)))
    messages = await desk.messages(conversation)
    turns = [message.text for message in messages if message.sender in {"system", "staff"}][1:]
    assert turns[0::3] == ["joined"] * len(accepted)
    assert sorted(turns[1::3]) == sorted(accepted)
    assert turns[2::3] == ["left"] * len(accepted)


async def test_the_first_message_of_a_person_may_take_a_conversation_from_the_bot(desk: Desk) -> None:
    conversation = await desk.conversation(waiting=False)
    assert await desk.takeovers.claim(conversation, "karla", say) == 1
    assert await desk.told(conversation) == ["joined"]


async def test_an_older_claim_can_neither_write_nor_renew_nor_transfer_nor_hand_back(desk: Desk, clock: Clock) -> None:
    conversation = await desk.conversation()
    old = await desk.takeovers.claim(conversation, "karla", say)
    assert old is not None
    clock.forward(21)
    await desk.takeovers.give_back(say)
    assert await desk.takeovers.claim(conversation, "rasmus", say) == old + 1
    assert not await desk.takeovers.renew(conversation, "karla", old)
    with pytest.raises(LostError):
        await write(desk, conversation, "karla", old)
    with pytest.raises(LostError):
        await desk.takeovers.transfer(conversation, "karla", old, None, say)
    with pytest.raises(LostError):
        await desk.takeovers.hand_back(conversation, "karla", old, say)
    assert (await desk.entry(conversation)).staff_id == "rasmus"


async def test_the_same_person_in_another_tab_makes_the_first_tab_void(desk: Desk) -> None:
    conversation = await desk.conversation()
    first = await desk.takeovers.claim(conversation, "karla", say)
    second = await desk.takeovers.claim(conversation, "karla", say)
    assert (first, second) == (1, 2)
    with pytest.raises(LostError):
        await write(desk, conversation, "karla", 1)
    await write(desk, conversation, "karla", 2)
    assert await desk.told(conversation) == ["waiting", "joined"], "the visitor is told of a person once"


async def test_a_lease_that_is_renewed_lasts_and_one_that_is_not_goes_back_to_the_queue(
    desk: Desk, clock: Clock
) -> None:
    kept, left = await desk.conversation(), await desk.conversation()
    for conversation in (kept, left):
        assert await desk.takeovers.claim(conversation, "karla", say) == 1
    for _ in range(5):
        clock.forward(5)
        assert await desk.takeovers.renew(kept, "karla", 1)
    assert await desk.takeovers.give_back(say) == [left]
    assert (await desk.entry(kept)).state == "staff"
    assert (await desk.entry(left)).state == "waiting"
    assert await desk.told(left) == ["waiting", "joined", "lost"]


async def test_a_message_sent_twice_is_there_once(desk: Desk) -> None:
    conversation = await desk.conversation()
    await desk.takeovers.claim(conversation, "karla", say)
    client_id = str(uuid.uuid4())
    sent = await asyncio.gather(*(desk.takeovers.write(conversation, "karla", 1, client_id, "hej") for _ in range(4)))
    assert len({each.seq for each in sent}) == 1
    assert sorted(each.duplicate for each in sent) == [False, True, True, True]


async def test_a_transfer_waits_for_the_colleague_and_the_visitor_knows(desk: Desk) -> None:
    conversation = await desk.conversation()
    await desk.takeovers.claim(conversation, "karla", say)
    await desk.takeovers.transfer(conversation, "karla", 1, "rasmus", say)
    entry = await desk.entry(conversation)
    assert (entry.state, entry.offered_to, entry.waiting_reason) == ("waiting", "rasmus", "transfer")
    assert await desk.takeovers.claim(conversation, "rasmus", say) == 2
    assert await desk.told(conversation) == ["waiting", "joined", "transferred", "joined"]


async def test_whoever_waits_too_long_is_told_once_and_later_let_out_of_the_queue(desk: Desk, clock: Clock) -> None:
    conversation = await desk.conversation()
    clock.forward(179)
    assert await desk.takeovers.tell_overdue({"main"}, say) == []
    clock.forward(2)
    assert await desk.takeovers.tell_overdue({"main"}, say) == [conversation]
    assert await desk.takeovers.tell_overdue({"main"}, say) == []
    clock.forward(30 * 60)
    assert await desk.takeovers.end_waiting(say) == [conversation]
    assert await desk.told(conversation) == ["waiting", "nobody", "ended"]
    assert (await desk.entry(conversation)).state == "bot"


async def test_when_the_last_of_the_staff_goes_whoever_waits_is_told_at_once(desk: Desk) -> None:
    conversation = await desk.conversation()
    assert await desk.takeovers.tell_overdue({"another"}, say) == [conversation]


async def test_what_waited_for_the_engine_is_the_persons_and_the_engine_cannot_answer_it_any_more(desk: Desk) -> None:
    conversation = await desk.conversation()
    kept = await desk.conversations.keep(conversation, str(uuid.uuid4()), lambda _: Incoming("hjælp", True))
    await desk.takeovers.claim(conversation, "karla", say)
    assert await desk.conversations.next_waiting(conversation) is None
    assert not await desk.conversations.answer(conversation, kept.id, [Bubble("sent svar")], lambda _: {})
    assert "sent svar" not in [message.text for message in await desk.messages(conversation)]


async def test_danger_that_nobody_looked_at_comes_first_the_gravest_before_the_oldest(desk: Desk, clock: Clock) -> None:
    async def in_danger(level: str) -> str:
        conversation = await desk.conversation(waiting=False)
        changes = {"safety": {"sure": True, "level": level, "crisis": "crisis_suicide"}, "danger_at": clock.now}
        await desk.conversations.keep(conversation, str(uuid.uuid4()), lambda _: Incoming("x", False, changes=changes))
        clock.forward(1)
        return conversation

    first, second = await desk.conversation(), await desk.conversation()
    high, acute, later = await in_danger("high"), await in_danger("acute"), await in_danger("acute")
    assert [entry.id for entry in await desk.queue.entries()] == [acute, later, high, first, second]
    clock.forward(4)
    assert await desk.takeovers.see_danger(acute, "Karla")
    assert not await desk.takeovers.see_danger(acute, "Rasmus"), "the first who looked stands"
    entry = await desk.entry(acute)
    assert (entry.danger_seen_by, entry.first_look) == ("Karla", 6.0)
    assert [entry.id for entry in await desk.queue.entries()] == [later, high, first, second]


async def test_a_deleted_conversation_cannot_be_taken(desk: Desk) -> None:
    conversation = await desk.conversation()
    await desk.conversations.delete(conversation)
    with pytest.raises(GoneError):
        await desk.takeovers.claim(conversation, "karla", say)
