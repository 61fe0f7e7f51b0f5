"""Where the list stands when something new comes: at the beginning of what is new, and never against the reader."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import script
from tests.browser.fake_chat import FakeChat
from tests.browser.window import Window

pytestmark = pytest.mark.browser

TALL = (script.CENTRE, script.TEACHER, script.CHILD_LINE, script.EMERGENCY)
SAME_ANSWER_MS = 1_500


@pytest.fixture
def chat(page: Page) -> Window:
    return Window(page).begin()


@pytest.fixture
def pill(page: Page) -> Locator:
    return page.locator("vejviser-chat .newest.new")


def read_on(chat: Window, fake: FakeChat) -> None:
    """A tall answer has come, and the reader stands at its beginning."""
    fake.set(answers=False)
    chat.write("hvem kan hjælpe?")
    fake.wait_for(lambda: bool(fake.talk.messages[-1]["text"] == "hvem kan hjælpe?"))
    fake.say(text="Her er steder, du kan bruge.", routes=TALL)
    expect(chat.bubbles.last).to_have_text("Her er steder, du kan bruge.")
    expect(chat.bubbles.last).to_be_in_viewport(ratio=1)


def test_an_answer_that_comes_in_pieces_hides_nothing_new(chat: Window, fake: FakeChat, pill: Locator) -> None:
    read_on(chat, fake)
    fake.say(text="Vil du sende noget til centret?", buttons=("Ja", "Ikke nu"))
    expect(chat.button("Ikke nu")).to_be_attached()
    expect(chat.bubbles.nth(-2)).to_be_in_viewport(ratio=1)
    expect(pill).to_have_count(0)


def test_a_second_piece_never_pushes_the_beginning_of_an_answer_out_of_sight(
    page: Page, chat: Window, fake: FakeChat
) -> None:
    fake.set(answers=False)
    chat.write("jeg vil ikke leve mere")
    fake.wait_for(lambda: bool(fake.talk.messages[-1]["from"] == "visitor"))
    fake.say(text="Her kan du tale med nogen nu.", routes=(script.EMERGENCY, script.CHILD_LINE), safety=script.DANGER)
    expect(page.get_by_text("Få hjælp nu")).to_be_in_viewport(ratio=1)
    fake.say(text="Er du i fare lige nu?", buttons=("Ja", "Nej", "Det ved jeg ikke"), safety=script.DANGER)
    expect(chat.button("Det ved jeg ikke")).to_be_attached()
    fake.become("staff")
    expect(chat.panel).to_contain_text("Et menneske fra Center for Trivsel")
    expect(page.get_by_text("Få hjælp nu")).to_be_in_viewport(ratio=1)


def test_after_a_long_text_of_ones_own_the_answer_is_in_sight(chat: Window, fake: FakeChat, pill: Locator) -> None:
    chat.says("Det begyndte efter ferien, og siden er det blevet sværere. " * 30, "Du skrev")
    expect(pill).to_have_count(0)
    chat.write("mit barn")
    expect(chat.button("Spring over")).to_be_in_viewport(ratio=1)


def test_what_comes_later_below_a_tall_answer_is_pointed_out(
    page: Page, chat: Window, fake: FakeChat, pill: Locator
) -> None:
    read_on(chat, fake)
    page.wait_for_timeout(SAME_ANSWER_MS + 300)
    fake.say(text="Er du der stadig?")
    expect(pill).to_have_text("nyt svar")
    expect(chat.bubbles.nth(-2)).to_be_in_viewport(ratio=1)
    pill.click()
    expect(chat.bubbles.last).to_be_in_viewport(ratio=1)
    expect(pill).to_have_count(0)
    expect(page.get_by_role("region", name="Samtalen")).to_be_focused()


def test_who_reads_further_up_is_left_there_until_writing(
    page: Page, chat: Window, fake: FakeChat, pill: Locator
) -> None:
    read_on(chat, fake)
    page.locator("vejviser-chat #log").evaluate("log => log.scrollTo(0, 0)")
    expect(chat.bubbles.first).to_be_in_viewport(ratio=1)
    fake.say(text="Er du der stadig?")
    expect(pill).to_be_visible()
    expect(chat.bubbles.first).to_be_in_viewport(ratio=1)
    chat.write("ja")
    expect(chat.bubbles.last).to_have_text("ja")
    expect(chat.bubbles.last).to_be_in_viewport(ratio=1)
    expect(pill).to_have_count(0)


def test_closed_and_opened_again_it_stands_at_what_was_not_read(page: Page, chat: Window, fake: FakeChat) -> None:
    read_on(chat, fake)
    page.keyboard.press("Escape")
    fake.say(text="Er du der stadig?", routes=TALL)
    expect(chat.launcher).to_contain_text("nyt svar")
    chat.open()
    expect(chat.bubbles.last).to_be_in_viewport(ratio=1)


def test_back_from_the_menu_it_stands_at_the_end_and_not_at_the_greeting(
    page: Page, chat: Window, fake: FakeChat
) -> None:
    read_on(chat, fake)
    chat.press("Mere")
    chat.press("Tilbage til samtalen")
    expect(page.locator("vejviser-chat .route").last).to_be_in_viewport()
    expect(chat.bubbles.first).not_to_be_in_viewport()
