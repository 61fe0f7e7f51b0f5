"""A model of staff that come, go and crash while visitors wait, on a false clock, checked after every step.

Invariants (design/reliability.md, H4 and H5): who waits longer than promised was told; who was told that a person is here
has one; a person whose browser is gone is found out; only the newest claim writes; nothing is lost or doubled.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import text

from backoffice.store import database
from backoffice.store.takeover import LostError
from bot.sealing import Sealer, new_key
from tests.storage.takeover import TERMS, Clock, Desk, say

STAFF = ("karla", "rasmus")
WATCH_SECONDS = 5
CONVERSATIONS = 2
TOLD_IN = {"waiting": {"waiting", "transferred", "lost", "nobody"}, "staff": {"joined"}, "bot": {"left", "ended", None}}

who = st.sampled_from(STAFF)
which = st.integers(0, CONVERSATIONS - 1)


@dataclass
class Tab:
    """A browser tab that has claimed a conversation; a dead one says nothing any more, a void one does not know it."""

    staff: str
    conversation: str
    fence: int
    alive: bool = True


def make_machine(url: str) -> type[RuleBasedStateMachine]:
    class Machine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.runner = asyncio.Runner()
            self.engine = database.create(url)
            self.clock = Clock()
            self.desk = Desk(database.sessions(self.engine), Sealer.from_setting(new_key()), self.clock)
            self.tabs: list[Tab] = []
            self.on: set[str] = set()
            self.fences: dict[str, int] = {}
            self.written: dict[str, list[str]] = {}

        def run(self, work: Coroutine[Any, Any, Any]) -> Any:
            return self.runner.run(work)

        def holder(self, conversation: str) -> Tab | None:
            tab = next((each for each in reversed(self.tabs) if each.conversation == conversation), None)
            state = self.run(self.desk.entry(conversation)).state
            return tab if tab and state == "staff" and tab.fence == self.fences[conversation] else None

        @initialize()
        def begin(self) -> None:
            async def empty() -> None:
                async with self.engine.begin() as connection:
                    for table in ("message", "conversation"):
                        await connection.execute(text(f"DELETE FROM {table}"))

            self.run(empty())
            self.ids = [self.run(self.desk.conversation(waiting=False)) for _ in range(CONVERSATIONS)]
            self.fences, self.written = dict.fromkeys(self.ids, 0), {each: [] for each in self.ids}

        @rule(staff=who)
        def comes(self, staff: str) -> None:
            self.on.add(staff)

        @rule(staff=who)
        def goes(self, staff: str) -> None:
            self.on.discard(staff)

        @rule(number=which)
        def wants_a_person(self, number: int) -> None:
            if self.on:
                self.run(self.desk.takeovers.wait(self.ids[number], say))

        @rule(number=which, staff=who)
        def claims(self, number: int, staff: str) -> None:
            conversation = self.ids[number]
            holder = self.holder(conversation)
            fence = self.run(self.desk.takeovers.claim(conversation, staff, say))
            if fence is None:
                assert holder is not None, "refused although nobody has it"
                assert holder.staff != staff
                return
            assert holder is None or holder.staff == staff, "taken from a colleague who was there"
            assert fence > self.fences[conversation]
            self.fences[conversation] = fence
            self.tabs.append(Tab(staff, conversation, fence))

        @rule(data=st.data())
        def writes(self, data: st.DataObject) -> None:
            if not self.tabs:
                return
            tab = data.draw(st.sampled_from(self.tabs))
            holds, words = self.holder(tab.conversation) is tab, f"{tab.staff} {tab.fence} {uuid.uuid4()}"
            try:
                self.run(self.desk.takeovers.write(tab.conversation, tab.staff, tab.fence, str(uuid.uuid4()), words))
            except LostError:
                assert not holds, "the holder was refused"
                return
            assert holds, "somebody wrote who does not have the conversation"
            self.written[tab.conversation].append(words)

        @rule(data=st.data(), to=st.one_of(st.none(), who), back=st.booleans())
        def leaves(self, data: st.DataObject, to: str | None, back: bool) -> None:
            if not self.tabs:
                return
            tab = data.draw(st.sampled_from(self.tabs))
            holds = self.holder(tab.conversation) is tab
            place = (tab.conversation, tab.staff, tab.fence)
            try:
                if back:
                    self.run(self.desk.takeovers.hand_back(*place, say))
                else:
                    self.run(self.desk.takeovers.transfer(*place, to, say))
            except LostError:
                assert not holds
                return
            assert holds

        @rule(data=st.data())
        def crashes(self, data: st.DataObject) -> None:
            if self.tabs:
                data.draw(st.sampled_from(self.tabs)).alive = False

        @rule(steps=st.integers(1, 60))
        def time_passes(self, steps: int) -> None:
            for _ in range(steps):
                self.clock.forward(WATCH_SECONDS)
                self.run(self.watch())

        async def watch(self) -> None:
            for tab in self.tabs:
                if tab.alive:
                    await self.desk.takeovers.renew(tab.conversation, tab.staff, tab.fence)
            await self.desk.takeovers.give_back(say)
            await self.desk.takeovers.tell_overdue({"main"} if self.on else (), say)
            await self.desk.takeovers.end_waiting(say)

        @invariant()
        def what_the_visitor_was_told_last_is_true(self) -> None:
            for conversation in self.fences:
                entry = self.run(self.desk.entry(conversation))
                told = self.run(self.desk.told(conversation))
                assert (told[-1] if told else None) in TOLD_IN[entry.state]

        @invariant()
        def waiting_longer_than_promised_means_told(self) -> None:
            for conversation in self.fences:
                entry = self.run(self.desk.entry(conversation))
                if entry.state == "waiting" and self.clock.now - entry.waiting_since > TERMS.wait:
                    assert entry.waiting_told_at is not None
                    assert self.run(self.desk.told(conversation))[-1] == "nobody"

        @invariant()
        def nobody_talks_to_a_browser_that_is_gone(self) -> None:
            for conversation in self.fences:
                holder = self.holder(conversation)
                if holder is not None and not holder.alive:
                    entry = self.run(self.desk.entry(conversation))
                    assert entry.state == "staff"
                    assert self.run(self.lease_left(conversation)) <= TERMS.lease.total_seconds()
                    assert self.run(self.lease_left(conversation)) >= 0, "the lease ran out and nobody noticed"

        async def lease_left(self, conversation: str) -> float:
            async with self.desk.sessions() as session:
                from backoffice.store.models import Conversation

                row = await session.get(Conversation, conversation)
            assert row is not None
            assert row.lease_until is not None
            return (row.lease_until - self.clock.now).total_seconds()

        @invariant()
        def everything_written_is_there_once_and_in_order(self) -> None:
            for conversation, words in self.written.items():
                messages = self.run(self.desk.messages(conversation))
                assert [message.text for message in messages if message.sender == "staff"] == words
                assert [message.seq for message in messages] == list(range(1, len(messages) + 1))

        def teardown(self) -> None:
            self.run(self.engine.dispose())
            self.runner.close()

    return Machine


def test_staff_coming_going_and_crashing_never_leave_a_visitor_with_nobody(database_url: str) -> None:
    rounds = settings(
        max_examples=20,
        stateful_step_count=30,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(make_machine(database_url), settings=rounds)
