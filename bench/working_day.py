"""A working day at the console, driven in Chromium on the whole product: `python -m bench.working_day`.

Three conversations (one in danger, one that ends in an agreed call, one that is handed back) and two intakes that go from
new to a forsamtale that was held. Each step is checked; the pictures go into docs/pictures/day, for a telephone and a
wide screen.
"""

from __future__ import annotations

import re
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
from playwright.sync_api import Page, expect, sync_playwright

from bot.settings import ROOT
from tests.browser.chromium import launch
from tests.browser.console_office import RECORD
from tests.browser.journey import sign_in
from tests.chat_client import Visitor
from tests.stack import Stack, running_stack

FOLDER = ROOT / "docs" / "pictures" / "day"
SIZES = ((390, 844), (1440, 900))
PATIENCE_MS = 30_000
FIELD = "%Y-%m-%dT%H:%M"


@dataclass
class Day:
    """The counsellor's browser and the product behind it."""

    page: Page
    stack: Stack

    def opens(self, path: str) -> None:
        self.page.goto(f"{self.stack.staff}{path}")

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def picture(self, name: str) -> None:
        """The page as it stands, at both widths."""
        for width, height in SIZES:
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.evaluate("scrollTo(0, 0)")
            self.page.wait_for_timeout(200)
            self.page.screenshot(path=FOLDER / f"{name}-{width}.jpg", type="jpeg", quality=60)

    def hands_back(self, agreed: str) -> None:
        self.page.get_by_text("Give samtalen tilbage til robotten").click()
        self.page.get_by_role("textbox", name="Det har I aftalt").fill(agreed)
        self.presses("Giv tilbage til robotten")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Kø")

    def writes(self, text: str) -> None:
        self.page.get_by_label("Din besked").fill(text)
        self.presses("Send")
        expect(self.page.locator("#messages")).to_contain_text(text)

    def takes(self, conversation_id: str) -> None:
        self.opens(f"/chats/{conversation_id}/")
        self.presses("Tag samtalen")
        expect(self.page.locator("#standing")).to_contain_text("Du har samtalen")


def in_danger(day: Day) -> None:
    """A young person in danger comes before everybody else; the counsellor asks straight and stays."""
    waits = asks_for_a_person(day.stack, "min datter på 9 vil ikke i skole mere")
    child = Visitor.arrives(day.stack.public)
    child.says("jeg er 15 og kan ikke holde det ud mere, jeg vil tage mit eget liv")
    day.opens("/queue")
    expect(day.page.locator(".queue-danger")).to_have_count(1)
    assert day.page.locator(".queue-item a").first.get_attribute("href") == f"/chats/{child.conversation_id}/"
    day.picture("1-queue")
    day.takes(child.conversation_id)
    day.writes("Hej, jeg hedder Leder og er et menneske. Er der en voksen i nærheden af dig lige nu?")
    assert hears(child, lambda text: "voksen i nærheden" in text)
    child.post({"client_id": str(uuid.uuid4()), "text": "ja min mor er i stuen"})
    expect(day.page.locator("#messages")).to_contain_text("ja min mor er i stuen")
    day.picture("2-danger")
    day.page.get_by_label("Ny note").fill("Mor er hjemme og er hentet ind i samtalen.")
    day.presses("Gem note")
    day.hands_back("Du viser din mor det, du har skrevet, nu, og hun ringer til lægevagten.")
    assert hears(child, lambda text: "Det her har I aftalt" in text)
    agreed_call(day, waits)


def agreed_call(day: Day, parent: Visitor) -> None:
    """A parent who waited agrees on a call."""
    day.takes(parent.conversation_id)
    day.writes("Hej, jeg sidder i centret. Skal jeg ringe til dig i morgen?")
    day.page.get_by_text("Aftal, at I ringer").click()
    day.page.get_by_label("Navn", exact=True).fill("Mette")
    day.page.get_by_label("Telefon", exact=True).fill("20 30 40 50")
    day.page.get_by_label("Ring senest").fill((now() + timedelta(days=1)).strftime(FIELD))
    day.page.get_by_label("Det skal den vide, der ringer").fill(
        "Helst efter klokken 15. Der må gerne lægges en besked."
    )
    day.presses("Gem opkaldet")
    expect(day.page.locator("#calls")).to_contain_text("Mette")
    day.opens(f"/chats/{parent.conversation_id}/")
    day.hands_back("Vi ringer i morgen efter klokken 15.")


def handed_back(day: Day) -> None:
    """A third one asks something short."""
    young = asks_for_a_person(day.stack, "jeg er 17 og vil bare vide om man skal have en henvisning")
    day.takes(young.conversation_id)
    day.writes("Nej, du behøver ikke en henvisning. Du kan selv skrive til os.")
    day.hands_back("")
    assert hears(young, lambda text: "Nu er det mig igen" in text or "Det er mig igen" in text)


def called_and_agreed(day: Day) -> None:
    """The first intake by way of the list of calls."""
    intake_arrives(day.stack, contact_time="Helst efter klokken 15", contact_safe="I må gerne lægge en besked")
    day.opens("/calls/")
    day.picture("3-calls")
    day.page.get_by_role("link", name="Karen").click()
    day.presses("Jeg ringer")
    expect(day.page.get_by_label("Hvordan gik det?")).to_be_visible()
    day.picture("4-call")
    day.page.get_by_label("Bemærkning").fill("Talte med Karen. Hun vil gerne komme sammen med Storm.")
    day.presses("Gem")
    expect(day.page.locator("#calls-done")).to_contain_text("Fik fat i familien")
    day.opens("/intakes/")
    day.page.get_by_role("row", name=re.compile("Storm")).get_by_role("link").click()
    expect(day.page.locator(".lead")).to_contain_text("Kontaktet")
    to_a_forsamtale(day, "5-intake")


def written_and_agreed(day: Day) -> None:
    """The second intake, without a telephone, from its own page."""
    intake_arrives(
        day.stack,
        child_name="Liva",
        child_age=16,
        audience="young",
        contact_phone=None,
        contact_email="liva@example.org",
    )
    day.opens("/intakes/")
    day.page.get_by_role("row", name=re.compile("Liva")).get_by_role("link").click()
    day.page.get_by_label("Hvordan gik det?").select_option("message_left")
    day.presses("Gem forsøg")
    day.page.get_by_text("Forsamtale aftalt", exact=True).first.click()
    to_a_forsamtale(day)


def to_a_forsamtale(day: Day, picture: str = "") -> None:
    """From the intake's page: agreed with a time, the sheet, held."""
    day.page.get_by_label("Tid til forsamtalen").fill((now() + timedelta(days=7)).strftime(FIELD))
    day.presses("Forsamtale aftalt")
    expect(day.page.locator(".lead")).to_contain_text("Forsamtale aftalt")
    if picture:
        day.picture(picture)
    day.page.get_by_role("link", name="Ark til forsamtalen").click()
    if picture:
        day.picture("6-sheet")
    day.page.get_by_role("link", name="Tilbage til henvendelsen").click()
    day.presses("Forsamtale holdt")
    expect(day.page.locator(".lead")).to_contain_text("Forsamtale holdt")


def asks_for_a_person(stack: Stack, story: str) -> Visitor:
    """A visitor who has told something and waits for a person."""
    visitor = Visitor.arrives(stack.public)
    visitor.says(story)
    visitor.says("jeg vil gerne tale med et menneske")
    assert hears(visitor, lambda text: "i køen" in text), "nobody promised that somebody was asked"
    return visitor


def hears(visitor: Visitor, fits: Callable[[str], bool]) -> bool:
    """Whether the visitor gets to read something that fits, within half a minute."""
    for _ in range(PATIENCE_MS // 500):
        visitor.fetch()
        if any(fits(str(message["text"])) for message in visitor.messages):
            return True
        time.sleep(0.5)
    return False


def intake_arrives(stack: Stack, **record: object) -> None:
    """Hand an intake over as the action server does."""
    headers = {"X-Vejviser-Secret": stack.environment["VEJVISER_INTERNAL_SECRET"], "Idempotency-Key": str(uuid.uuid4())}
    body = {"conversation_id": str(uuid.uuid4()), "record": {**RECORD, **record}}
    answer = httpx.post(f"{stack.staff}/internal/v1/intakes", json=body, headers=headers, timeout=30)
    assert answer.status_code == 201, answer.text


def now() -> datetime:
    """The time on the clock in Denmark."""
    return datetime.now(ZoneInfo("Europe/Copenhagen"))


def main() -> None:
    """Drive the day and print how long each part of it took."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running_stack(Path(folder)) as stack, sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(reduced_motion="reduce", locale="da-DK", timezone_id="Europe/Copenhagen")
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        day = Day(page, stack)
        sign_in(page, stack)
        day.presses("Tag imod samtaler")
        expect(page.locator(".duty")).to_contain_text("Du tager imod samtaler")
        for part in (in_danger, handed_back, called_and_agreed, written_and_agreed):
            began = time.monotonic()
            part(day)
            print(f"{part.__name__}: {time.monotonic() - began:.0f} s", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
