"""A visitor on the public port, and what a member of staff does with their conversation."""

from __future__ import annotations

import asyncio
import re
import uuid
from dataclasses import dataclass
from typing import Any

import httpx

from tests.server.desk.console import Browser, Console

DANGER = "jeg vil tage mit eget liv"
WANTS = "jeg vil tale med et menneske"
FENCE = re.compile(r'name="fence" value="(\d+)"')


@dataclass
class Guest:
    """A visitor on the public port."""

    client: httpx.AsyncClient
    conversation_id: str
    token: str

    @property
    def chat(self) -> str:
        return f"/chats/{self.conversation_id}"

    async def writes(self, text: str) -> None:
        """Write as the chat window does: on a busy machine again with the same id until it is stored."""
        body = {"client_id": str(uuid.uuid4()), "text": text}
        for _ in range(50):
            answer = await self.client.post(f"{self.url}/messages", json=body, headers=self.headers)
            if answer.status_code != 503:
                break
            await asyncio.sleep(0.1)
        assert answer.status_code in {200, 202}, answer.text

    @property
    def url(self) -> str:
        return f"/chat/v1/conversations/{self.conversation_id}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def sees(self) -> dict[str, Any]:
        answer = await self.client.get(f"{self.url}/messages", headers=self.headers)
        found: dict[str, Any] = answer.json()
        return found

    async def told(self) -> list[str]:
        """Keys of what the system said, in order."""
        return [each["key"] for each in (await self.sees())["messages"] if each["from"] == "system"]

    async def until(self, key: str) -> list[dict[str, Any]]:
        for _ in range(200):
            messages: list[dict[str, Any]] = (await self.sees())["messages"]
            if any(message["key"] == key for message in messages):
                return messages
            await asyncio.sleep(0.05)
        raise AssertionError(f"never told {key}: {[message['key'] for message in messages]}")


async def on_duty(console: Console, browser: Browser) -> None:
    assert (await browser.sends("/duty", {"takes": "yes"}, on="/queue")).status_code == 303


async def waits(console: Console, karla: Browser, guest: Guest) -> None:
    await on_duty(console, karla)
    await guest.writes(WANTS)
    await guest.until("utter_handover_waiting")


async def takes(browser: Browser, guest: Guest) -> int:
    answer = await browser.sends(f"{guest.chat}/claim", {}, on=f"{guest.chat}/")
    assert answer.status_code == 303, answer.text
    return int(FENCE.findall((await browser.get(f"{guest.chat}/")).text)[-1])


async def says(browser: Browser, guest: Guest, text: str, fence: int = 0) -> httpx.Response:
    form = {"text": text, "fence": str(fence), "client_id": str(uuid.uuid4())}
    return await browser.sends(f"{guest.chat}/messages", form, on=f"{guest.chat}/")
