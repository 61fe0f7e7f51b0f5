"""A conversation over the public API: opened, written to, answered, in order, once, deleted."""

from __future__ import annotations

import asyncio
import sqlite3
import uuid
from pathlib import Path

import pytest

from bot.texts import load
from tests.server.fake_engine import FakeEngine, bubble
from tests.server.office import Office

QUESTION = "hvad koster det"


async def test_a_conversation_begins_with_the_greeting_and_a_question(office: Office) -> None:
    guest = await office.arrives()
    assert [each["key"] for each in guest.greeting] == ["utter_greet", "utter_ask_audience"]
    assert [each["seq"] for each in guest.greeting] == [1, 2]
    assert len(guest.token) >= 40
    assert {"emergency_112", "boernetelefonen"} == {each["id"] for each in guest.greeting[0]["routes"]}
    assert guest.greeting[1]["buttons"]
    assert await guest.messages() == guest.greeting


async def test_a_message_is_acknowledged_and_answered(office: Office, fake_engine: FakeEngine) -> None:
    guest = await office.arrives()
    answer = await guest.post(QUESTION)
    assert (answer.status_code, answer.json()) == (202, {"seq": 3, "duplicate": False})
    every = await guest.until(1)
    assert [(each["seq"], each["from"], each["key"]) for each in every[2:]] == [
        (3, "visitor", None),
        (4, "bot", "utter_faq/price"),
    ]
    assert fake_engine.asked[0]["conversation_id"] == guest.conversation_id


async def test_text_is_trimmed_and_kept_as_it_was_written(office: Office, fake_engine: FakeEngine) -> None:
    guest = await office.arrives()
    await guest.writes("  hej\nmed jer 🙂 <b>&amp;</b>  ")
    assert (await guest.until(1))[2]["text"] == "hej\nmed jer 🙂 <b>&amp;</b>"
    assert fake_engine.texts() == ["hej\nmed jer 🙂 <b>&amp;</b>"]


async def test_messages_sent_at_once_get_numbers_without_gaps_and_reach_the_engine_one_at_a_time(
    office: Office, fake_engine: FakeEngine
) -> None:
    fake_engine.delay = 0.02
    guest = await office.arrives()
    answers = await asyncio.gather(*(guest.post(f"besked {number}") for number in range(12)))
    assert {answer.status_code for answer in answers} == {202}
    every = await guest.until(12)
    assert [each["seq"] for each in every] == list(range(1, len(every) + 1))
    written = [each for each in every if each["from"] == "visitor"]
    assert [each["text"] for each in written] == fake_engine.texts()
    assert fake_engine.most_at_once == 1


async def test_messages_in_a_row_keep_their_order(office: Office, fake_engine: FakeEngine) -> None:
    fake_engine.delay = 0.05
    guest = await office.arrives()
    for number in range(5):
        await guest.writes(f"besked {number}")
    await guest.until(5)
    assert fake_engine.texts() == [f"besked {number}" for number in range(5)]


async def test_the_same_client_id_five_times_at_once_is_one_message(office: Office, fake_engine: FakeEngine) -> None:
    guest, same = await office.arrives(), str(uuid.uuid4())
    answers = await asyncio.gather(*(guest.post(QUESTION, client_id=same) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 202]
    assert {answer.json()["seq"] for answer in answers} == {3}
    assert sum(answer.json()["duplicate"] for answer in answers) == 4
    await guest.until(1)
    await asyncio.sleep(0.2)
    assert len(await guest.messages()) == 4
    assert len(fake_engine.texts()) == 1


async def test_the_same_client_id_in_two_conversations_is_two_messages(office: Office) -> None:
    same = str(uuid.uuid4())
    for guest in (await office.arrives(), await office.arrives()):
        assert (await guest.post(QUESTION, client_id=same)).status_code == 202


async def test_a_button_is_pressed_by_its_id_and_reaches_the_engine_as_its_payload(
    office: Office, fake_engine: FakeEngine
) -> None:
    guest = await office.arrives()
    button = guest.greeting[1]["buttons"][0]
    answer = await guest.post(button=button["id"])
    assert answer.status_code == 202
    every = await guest.until(1)
    assert every[2]["text"] == button["title"]
    assert fake_engine.asked[0]["text"] is None
    assert fake_engine.asked[0]["payload"].startswith("/")


@pytest.mark.parametrize(
    "typed", ["jeg er bekymret for en ven", "Jeg er bekymret for en ven.", "  JEG ER  BEKYMRET for en ven"]
)
async def test_whoever_types_what_stands_on_a_button_has_pressed_it(
    office: Office, fake_engine: FakeEngine, typed: str
) -> None:
    guest = await office.arrives()
    await guest.writes(typed)
    await guest.until(1)
    assert fake_engine.asked[0]["payload"].startswith("/inform")


async def test_a_button_that_was_answered_is_not_pressed_by_typing_its_words_later(
    office: Office, fake_engine: FakeEngine
) -> None:
    guest = await office.arrives()
    await guest.writes(QUESTION)
    await guest.until(1)
    await guest.writes("jeg er forælder")
    await guest.until(2)
    assert fake_engine.asked[1]["text"] == "jeg er forælder"


async def test_the_voice_that_the_engine_found_is_used_for_danger_too(office: Office, fake_engine: FakeEngine) -> None:
    fake_engine.visitor = {"audience": "young", "age": 14}
    guest = await office.arrives()
    await guest.writes(QUESTION)
    await guest.until(1)
    await guest.writes("jeg vil ikke leve mere")
    said = next(each for each in await guest.messages() if str(each["key"]).startswith("utter_safety_"))
    assert said["text"] == load().text(said["key"], "young")


async def test_buttons_and_routes_of_the_engine_are_shown_without_their_payloads(
    office: Office, fake_engine: FakeEngine
) -> None:
    fake_engine.script[QUESTION] = [
        bubble(
            "Vælg",
            buttons=[{"title": "Ja", "payload": "/affirm"}, {"title": "Nej", "payload": "/deny"}],
            routes=[{"id": "boernetelefonen", "why": "Her kan man skrive"}, {"id": "findes_ikke"}],
        )
    ]
    guest = await office.arrives()
    await guest.writes(QUESTION)
    said = (await guest.until(1))[-1]
    assert said["buttons"] == [{"id": f"{said['seq']}:0", "title": "Ja"}, {"id": f"{said['seq']}:1", "title": "Nej"}]
    assert [(each["id"], each["open_now"], each["why"]) for each in said["routes"]] == [
        ("boernetelefonen", True, "Her kan man skrive")
    ]
    await guest.post(button=f"{said['seq']}:1")
    await guest.until(2)
    assert fake_engine.texts() == [QUESTION, "/deny"]


STEP = {"number": 3, "of": 8, "optional": True}


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (STEP, STEP),
        ({"number": 1, "of": 1}, {"number": 1, "of": 1, "optional": False}),
        ({"number": 9, "of": 8}, None),
        ({"number": "3", "of": 8}, None),
        ([3, 8], None),
        (None, None),
    ],
)
async def test_which_question_of_how_many_is_shown_where_it_makes_sense(
    office: Office, fake_engine: FakeEngine, given: object, shown: object
) -> None:
    fake_engine.script[QUESTION] = [bubble("Hvor gammel?", "utter_ask_guidance_age", step=given)]
    guest = await office.arrives()
    await guest.writes(QUESTION)
    assert (await guest.until(1))[-1].get("step") == shown


@pytest.mark.parametrize("button", ["9:0", "1:0", "2:99", "0:0", "-1:0", "2", "", "2:0:0", "/affirm", "２:０"])
async def test_a_button_that_is_not_there_is_refused(office: Office, button: str) -> None:
    answer = await (await office.arrives()).post(button=button)
    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:vejviser:problem:unknown_button"


async def test_another_conversations_button_is_not_there(office: Office, fake_engine: FakeEngine) -> None:
    fake_engine.script[QUESTION] = [bubble("Vælg", buttons=[{"title": "Ja", "payload": "/affirm"}])]
    guest, other = await office.arrives(), await office.arrives()
    await guest.writes(QUESTION)
    said = (await guest.until(1))[-1]
    assert (await other.post(button=f"{said['seq']}:0")).status_code == 400


async def test_a_long_poll_waits_for_the_answer_and_no_longer(office: Office, fake_engine: FakeEngine) -> None:
    fake_engine.delay = 0.3
    guest = await office.arrives()
    seq = await guest.writes(QUESTION)
    loop = asyncio.get_running_loop()
    begin = loop.time()
    assert [each["seq"] for each in await guest.messages(seq, 20)] == [seq + 1]
    assert 0.1 < loop.time() - begin < 2
    begin = loop.time()
    answer = await guest.fetch(seq + 1, 1)
    assert answer.json() == {"messages": [], "state": "bot"}
    assert 0.9 < loop.time() - begin < 2


@pytest.mark.parametrize(
    "query", [{"after": "x"}, {"after": "-1"}, {"wait": "1.5"}, {"after": "٣"}, {"after": "9" * 10}]
)
async def test_a_number_that_is_none_is_refused(office: Office, query: dict[str, str]) -> None:
    guest = await office.arrives()
    answer = await office.client.get(f"{guest.url}/messages", params=query, headers=guest.headers)
    assert answer.status_code == 400


async def test_deleting_leaves_nothing_here_or_in_the_engines_memory(office: Office, database_file: Path) -> None:
    guest, other = await office.arrives(), await office.arrives()
    for each in (guest, other):
        await each.writes(QUESTION)
        await each.until(1)
        await office.client.post(f"{each.url}/feedback", json={"helped": "yes", "comment": "tak"}, headers=each.headers)
    with sqlite3.connect(database_file) as connection:
        for each in (guest, other):
            connection.execute("insert into engine_tracker values (?, x'00', '2026-01-01')", (each.conversation_id,))
            connection.execute(
                "insert into engine_answer values (?, 'm', x'00', '2026-01-01')", (each.conversation_id,)
            )
    answer = await office.client.delete(guest.url, headers=guest.headers)
    assert (answer.status_code, answer.content) == (204, b"")
    assert (await guest.fetch()).status_code == 404
    assert (await guest.post(QUESTION)).status_code == 404
    assert len(await other.messages()) == 4
    with sqlite3.connect(database_file) as connection:
        for table in ("message", "feedback", "engine_tracker", "engine_answer"):
            rows = connection.execute(f"select distinct conversation_id from {table}").fetchall()
            assert rows == [(other.conversation_id,)], table
        assert connection.execute("select kind, reason, count from deletion_log").fetchall() == [
            ("conversation", "visitor", 1)
        ]


async def test_deleting_while_the_engine_is_at_it_says_nothing_afterwards(
    office: Office, fake_engine: FakeEngine, database_file: Path
) -> None:
    fake_engine.delay = 0.5
    guest = await office.arrives()
    await guest.writes(QUESTION)
    assert (await office.client.delete(guest.url, headers=guest.headers)).status_code == 204
    await asyncio.sleep(0.8)
    with sqlite3.connect(database_file) as connection:
        assert connection.execute("select count(*) from message").fetchone() == (0,)


@pytest.mark.parametrize("helped", ["yes", "partly", "no"])
async def test_feedback_is_taken_and_a_later_one_counts(office: Office, database_file: Path, helped: str) -> None:
    guest = await office.arrives()
    for value in ("no", helped):
        answer = await office.client.post(f"{guest.url}/feedback", json={"helped": value}, headers=guest.headers)
        assert answer.status_code == 204
    with sqlite3.connect(database_file) as connection:
        assert connection.execute("select helped from feedback").fetchall() == [(helped,)]


async def test_a_pages_query_and_a_topic_in_words_are_not_kept(office: Office, database_file: Path) -> None:
    await office.arrives(page="https://aarhus.example/hjaelp?soegning=min+hemmelighed#her", topic="jeg er ked af det")
    await office.arrives(page="/hjaelp/", topic="skolefravaer")
    with sqlite3.connect(database_file) as connection:
        rows = connection.execute("select page, topic from conversation order by created_at").fetchall()
    assert rows == [("https://aarhus.example/hjaelp", None), ("/hjaelp/", "skolefravaer")]
