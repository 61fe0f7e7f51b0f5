"""kill -9 of the back office while a person writes with a family: nothing lost, nothing doubled, the family told."""

from __future__ import annotations

import contextlib
import random
import re
import time
import uuid
from pathlib import Path

import httpx
import pytest

from tests.browser.console_office import DANGER, ConsoleOffice, running_office

ROUNDS = 5
LEASE_SECONDS = 3
PATIENCE_SECONDS = 60.0
TOKEN = re.compile(r'name="csrf" value="([^"]*)"')
FENCE = re.compile(r'name="fence" value="(\d+)"')
pytestmark = pytest.mark.timeout(600)


class Counsellor:
    """Somebody at the console, as a browser that tries again until its message is there."""

    def __init__(self, office: ConsoleOffice) -> None:
        self.office = office
        self.client = httpx.Client(base_url=office.staff, timeout=10, headers={"Origin": office.staff})
        form = {
            "csrf": TOKEN.findall(self.client.get("/sign-in").text)[0],
            "username": "leder",
            "password": office.password,
        }
        assert self.client.post("/sign-in", data=form).status_code == 303

    def page(self, conversation: str) -> str:
        return self.client.get(f"/chats/{conversation}/").text

    def takes(self, conversation: str) -> None:
        form = {"csrf": TOKEN.findall(self.page(conversation))[0]}
        assert self.client.post(f"/chats/{conversation}/claim", data=form).status_code == 303

    def writes(self, conversation: str, text: str, killer: random.Random | None = None) -> None:
        """Send until it is acknowledged, always under the same id; with `killer`, the process dies meanwhile."""
        page, client_id = self.page(conversation), str(uuid.uuid4())
        form = {"csrf": TOKEN.findall(page)[0], "fence": FENCE.findall(page)[0], "text": text, "client_id": client_id}
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                if killer is not None:
                    self._sends_and_dies(conversation, form, killer)
                    killer = None
                answer = self.client.post(f"/chats/{conversation}/messages", data=form)
            except httpx.HTTPError:
                time.sleep(0.1)
                continue
            assert answer.status_code in {303, 503}, answer.status_code
            if answer.status_code == 303:
                return
        raise AssertionError("never acknowledged")

    def _sends_and_dies(self, conversation: str, form: dict[str, str], chance: random.Random) -> None:
        url = f"{self.office.staff}/chats/{conversation}/messages"
        timeout = chance.choice([0.005, 0.02, 0.05, 0.2])
        with contextlib.suppress(httpx.HTTPError):
            httpx.post(
                url, data=form, cookies=self.client.cookies, headers={"Origin": self.office.staff}, timeout=timeout
            )
        self.office.kill()
        self.office.start()


def messages(office: ConsoleOffice, conversation: str) -> list[tuple[str, str]]:
    """Sender and text of everything in the conversation, as the console shows it."""
    page = Counsellor(office).page(conversation)
    found = re.findall(r'<li class="message message-(\w+)".*?<p class="kept">(.*?)</p>', page, re.S)
    return [(sender, text) for sender, text in found]


def test_what_a_person_wrote_is_there_once_whenever_the_process_dies(tmp_path: Path) -> None:
    chance = random.Random(7)
    with running_office(tmp_path, STAFF_LEASE="60") as office:
        conversation = office.visitor_writes(DANGER)
        counsellor = Counsellor(office)
        counsellor.takes(conversation)
        for number in range(ROUNDS):
            counsellor.writes(conversation, f"besked {number}", chance)
        seen = [text for sender, text in messages(office, conversation) if sender == "staff"]
        assert seen == [f"besked {number}" for number in range(ROUNDS)]


def test_after_a_crash_the_family_is_told_that_the_person_is_gone(tmp_path: Path) -> None:
    with running_office(tmp_path, STAFF_LEASE=str(LEASE_SECONDS)) as office:
        conversation = office.visitor_writes(DANGER)
        counsellor = Counsellor(office)
        counsellor.takes(conversation)
        counsellor.writes(conversation, "Hej, jeg er her")
        office.kill()
        office.start()
        deadline = time.monotonic() + 30
        while not any("mistede" in text or "Forbindelsen" in text for _, text in messages(office, conversation)):
            assert time.monotonic() < deadline, "the family was not told within 30 seconds (H5)"
            time.sleep(0.5)
        told = [text for sender, text in messages(office, conversation) if sender == "system"]
        assert len(told) in {2, 3}, "joined, lost and, when nobody else is on duty, that nobody is there: each once"
