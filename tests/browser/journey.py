"""A visitor who answers the product's own questions in the chat window, and a member of staff at the console."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser.window import Window
from tests.conversations.paths import INTAKE, PARENT
from tests.stack import Stack

STORY = "min søn på 12 vil ikke i skole, han er bange og har ondt i maven hver morgen. vi bor i Aarhus"
HOPE = "at han kan være i klassen uden at få ondt i maven"
ANSWER_MS = 25_000
MOST_TURNS = 40


@dataclass
class Journey:
    """One conversation in the window; questions are known by the keys of their bubbles."""

    chat: Window

    @classmethod
    def begin(cls, page: Page) -> Journey:
        page.set_default_timeout(ANSWER_MS)
        chat = Window(page).open()
        journey = cls(chat)
        journey.waits_for("utter_ask_audience")
        return journey

    def says(self, text: str) -> None:
        """Write, and wait until something new is answered."""
        before = self._last_seq()
        self.chat.write(text)
        self._answered(before)

    def presses(self, title: str) -> None:
        before = self._last_seq()
        self.chat.press(title)
        self._answered(before)

    def answers_until(self, answers: Mapping[str, str], end: str) -> None:
        """Answer each question by its key until a bubble's key begins with `end`."""
        for _ in range(MOST_TURNS):
            if self.newest(end):
                return
            question = self.newest("utter_ask_").removesuffix("_again")
            assert question in answers, f"asked {question}, and this visitor has no answer"
            self.says(answers[question])
        raise AssertionError(f"no {end} after {MOST_TURNS} turns: {self.keys()[-5:]}")

    def waits_for(self, key: str) -> None:
        expect(self.chat.page.locator(f"vejviser-chat [data-key={key}]").last).to_be_visible(timeout=ANSWER_MS)

    def newest(self, beginning: str) -> str:
        return next((key for key in reversed(self.keys()) if key.startswith(beginning)), "")

    def keys(self) -> list[str]:
        found: list[str] = self.chat.page.locator("vejviser-chat [data-key]").evaluate_all(
            "bubbles => bubbles.map(bubble => bubble.dataset.key)"
        )
        return found

    def _last_seq(self) -> int:
        return int(self.chat.page.locator("vejviser-chat .bubble").last.get_attribute("data-seq") or 0)

    def _answered(self, before: int) -> None:
        """Waits for an answer after `before`, and for the two bubbles of one answer to be complete."""
        page = self.chat.page
        answer = page.locator("vejviser-chat .bubble.bot")
        expect(answer.last).not_to_have_attribute("data-seq", str(before), timeout=ANSWER_MS)
        for _ in range(int(ANSWER_MS / 50)):
            if int(answer.last.get_attribute("data-seq") or 0) > before + 1 and not self.keys()[-1].startswith(
                "utter_outage_"
            ):
                break
            page.wait_for_timeout(50)
        page.wait_for_timeout(150)


def send_intake(journey: Journey) -> None:
    """From the outcome of the guidance to the receipt."""
    journey.says("ja tak, jeg vil gerne sende oplysninger")
    journey.answers_until({**PARENT, **INTAKE, "utter_ask_intake_hope": HOPE}, "utter_ask_intake_send")
    expect(journey.chat.page.locator("vejviser-chat .summary")).to_contain_text(HOPE)
    journey.presses("Send nu")
    journey.waits_for("utter_intake_receipt")


def sign_in(page: Page, stack: Stack) -> None:
    """Sign in to the console as the first account."""
    page.goto(f"{stack.staff}/sign-in")
    page.get_by_label("Brugernavn").fill("leder")
    page.get_by_label("Adgangskode").fill(stack.password)
    page.get_by_role("button", name="Log ind").click()
    expect(page.get_by_role("button", name="Log ud")).to_be_visible()
