"""What the staff enter about a way reaches what families are offered, and nothing breaks while the back office is away."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from actions import ways
from actions.resources import municipality_routes
from actions.staff_ways import ASK_SECONDS, EVERY_SECONDS, StaffWays
from bot.routes.overrides import Override, plain, read
from bot.settings import Settings

SLOTS = {"audience": "young", "guidance_age": 15, "guidance_municipality": "aarhus", "guidance_themes": ["loneliness"]}
SECRET = "the actions' own secret"


@dataclass
class Office:
    """A back office that answers, is slow or away, and counts who asks."""

    states: dict[str, Override] = field(default_factory=dict)
    answer: Any = None
    fails: bool = False
    slow: bool = False
    asked: int = 0
    now: float = 0.0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        if request.headers["x-vejviser-secret"] != SECRET or request.url.path != "/internal/v1/ways":
            return httpx.Response(401)
        if self.slow:
            await asyncio.sleep(30)
        if self.fails:
            raise httpx.ConnectError("away")
        return httpx.Response(200, json=self.answer or {"ways": plain(self.states)})


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def kept(office: Office, monkeypatch: pytest.MonkeyPatch) -> StaffWays:
    """The copy of a process whose clock is the office's."""
    chosen = Settings(internal_secret=SECRET)
    made = StaffWays(chosen, municipality_routes(), httpx.MockTransport(office), lambda: office.now)
    monkeypatch.setattr(ways, "staff_ways", lambda: made)
    return made


def offered() -> list[str]:
    return [each["id"] for each in ways.ways_for(SLOTS)["routes"]]


async def test_a_way_that_is_closed_for_a_time_is_not_offered_and_comes_back(office: Office, kept: StaffWays) -> None:
    first = offered()[0]
    tomorrow = datetime.now(UTC).date() + timedelta(days=2)
    office.states = {first: Override(closed_until=tomorrow)}
    await kept.refresh()
    assert first not in offered()
    office.states, office.now = {}, EVERY_SECONDS + 1
    await kept.refresh()
    assert offered()[0] == first


async def test_a_long_wait_lets_a_way_sink(office: Office, kept: StaffWays) -> None:
    first = offered()[0]
    office.states = {first: Override(waiting_weeks=60)}
    await kept.refresh()
    assert offered()[0] != first


async def test_what_was_checked_and_confirmed_is_known(office: Office, kept: StaffWays) -> None:
    today = datetime.now(UTC).date()
    office.states = {"boernetelefonen": Override(checked_on=today, confirmed_by="Karla", confirmed_on=today)}
    await kept.refresh()
    assert kept.catalogue.get("boernetelefonen").confirmed_by == "Karla"


async def test_it_asks_once_in_a_while_and_not_for_everybody_at_once(office: Office, kept: StaffWays) -> None:
    await asyncio.gather(*(kept.refresh() for _ in range(20)))
    assert office.asked == 1
    office.now = EVERY_SECONDS - 1
    await kept.refresh()
    assert office.asked == 1
    office.now = EVERY_SECONDS + 1
    await kept.refresh()
    assert office.asked == 2


async def test_away_before_the_first_answer_the_catalogues_own_ways_stand(office: Office, kept: StaffWays) -> None:
    before = offered()
    office.fails = True
    await kept.refresh()
    assert offered() == before


@pytest.mark.parametrize("trouble", ["away", "slow", "no json", "another form", "no date"])
async def test_in_trouble_the_last_copy_stands_and_nobody_waits_long(
    office: Office, kept: StaffWays, trouble: str
) -> None:
    first = offered()[0]
    office.states = {first: Override(closed_until=datetime.now(UTC).date() + timedelta(days=2))}
    await kept.refresh()
    office.fails, office.slow = trouble == "away", trouble == "slow"
    bent = {"no json": "x", "another form": {"ways": [1]}, "no date": {"ways": {first: {"closed_until": "soon"}}}}
    office.answer, office.now = bent.get(trouble), EVERY_SECONDS + 1
    before = asyncio.get_running_loop().time()
    await kept.refresh()
    assert asyncio.get_running_loop().time() - before < ASK_SECONDS + 2
    assert first not in offered()


def test_what_is_written_is_read_as_it_was() -> None:
    today = datetime.now(UTC).date()
    states = {"a": Override(3, today, today, "Karla", today), "b": Override()}
    assert read(plain(states)) == states
    assert read({"a": {"waiting_weeks": 3, "a newer field": 1}}) == {"a": Override(waiting_weeks=3)}


async def test_the_action_server_asks_before_each_action(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from actions import __main__ as server

    made = StaffWays(Settings(internal_secret=SECRET), municipality_routes(), httpx.MockTransport(office))
    monkeypatch.setattr(server, "staff_ways", lambda: made)

    class Executor:
        async def run(self, _call: dict[str, Any]) -> None:
            assert office.asked == 1

    answer = await server._run(Executor(), {"next_action": "x"}, 4.0)  # type: ignore[arg-type]
    assert answer.status == 200
    assert office.asked == 1
