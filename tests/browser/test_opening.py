"""The chat asks nothing of anybody before the visitor opens it, and then tells where it stands."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import script
from tests.browser.conftest import NewPage
from tests.browser.fake_chat import FakeChat
from tests.browser.window import Ear, Window

pytestmark = pytest.mark.browser


def test_nothing_is_asked_of_the_chat_before_the_visitor_opens_it(page: Page, fake: FakeChat) -> None:
    expect(Window(page).launcher).to_be_visible()
    page.wait_for_timeout(500)
    assert not fake.asked
    assert page.context.cookies() == []


def test_only_the_page_and_the_chat_are_ever_asked(new_page: NewPage, fake: FakeChat) -> None:
    page, asked = new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(fake.page)
    Window(page).begin().says("hej", "Du skrev: hej")
    assert {url for url in asked if not url.startswith((fake.page, fake.chat))} == set()
    assert page.context.cookies() == []


@pytest.mark.parametrize(
    ("name", "topic"), [("", "trivsel"), ("skolefravaer.html", "skolefravaer"), ("er-du-ung.html", "er-du-ung")]
)
def test_each_page_tells_the_conversation_what_it_is_about(page: Page, fake: FakeChat, name: str, topic: str) -> None:
    page.goto(f"{fake.page}/{name}")
    Window(page).begin()
    assert fake.topics == [topic]


def test_the_greeting_says_that_it_is_a_robot_and_starts_at_its_beginning(page: Page) -> None:
    chat = Window(page).begin()
    expect(chat.panel).to_contain_text("Robot fra Center for Trivsel")
    expect(chat.bubbles.first).to_be_in_viewport(ratio=1)


def test_the_keyboard_lands_in_the_field_and_esc_gives_it_back_to_the_launcher(page: Page) -> None:
    chat = Window(page)
    chat.launcher.focus()
    page.keyboard.press("Enter")
    expect(chat.field).to_be_focused()
    page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.launcher).to_be_focused()


def test_on_a_phone_the_heading_gets_the_focus_so_that_no_keyboard_covers_the_greeting(
    new_page: NewPage, fake: FakeChat
) -> None:
    page = new_page(390, 844, has_touch=True, is_mobile=True)
    page.goto(fake.page)
    chat = Window(page).begin()
    expect(page.get_by_role("heading", name="Vejviser", exact=True)).to_be_focused()
    box = chat.panel.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 844}


def test_a_page_may_start_open_and_keeps_its_own_focus(new_page: NewPage, fake: FakeChat) -> None:
    fake.set(attributes="open")
    page = new_page()
    page.goto(fake.page)
    expect(Window(page).panel).to_be_visible()
    expect(Window(page).button("Mit barn")).to_be_visible()
    assert page.evaluate("document.activeElement === document.body")


def test_the_conversation_goes_on_after_a_reload_in_the_same_tab(page: Page, fake: FakeChat) -> None:
    chat = Window(page).begin()
    chat.says("hej", "Du skrev: hej")
    before = chat.texts()
    page.reload()
    expect(chat.launcher).to_have_accessible_name("Fortsæt samtalen")
    assert fake.asked["open"] == 1
    chat.open().expect_bubble("Du skrev: hej")
    assert chat.texts() == before
    assert fake.asked["open"] == 1
    expect(chat.bubbles.last).to_be_in_viewport()


def test_the_tab_keeps_id_token_and_number_and_nothing_that_was_written(page: Page) -> None:
    chat = Window(page).begin()
    chat.says("hemmelig sætning", "Du skrev: hemmelig sætning")
    kept = chat.kept()
    assert kept is not None
    assert set(kept) == {"id", "token", "seq"}
    assert page.evaluate("[sessionStorage.length, localStorage.length]") == [1, 0]


def test_an_answer_that_came_while_the_window_was_closed_shows_on_the_launcher(page: Page, fake: FakeChat) -> None:
    chat = Window(page).begin()
    page.keyboard.press("Escape")
    fake.say(text="Er du der stadig?")
    expect(chat.launcher).to_contain_text("nyt svar")
    chat.open().expect_bubble("Er du der stadig?")
    page.keyboard.press("Escape")
    expect(chat.launcher).not_to_contain_text("nyt svar")


def test_opened_again_the_open_question_is_said_once_and_politely(page: Page) -> None:
    chat = Window(page).begin()
    chat.press("Mit barn")
    chat.expect_bubble("Hvor gammelt er dit barn?")
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    ear = Ear(page)
    chat.open()
    assert ear.hears("Hvor gammelt er dit barn? Spørgsmål 2 af 7.") == "polite"
    page.wait_for_timeout(2_500)
    assert len(ear.all()) == 1


def test_opened_again_what_came_meanwhile_is_said_and_danger_at_once(page: Page, fake: FakeChat) -> None:
    chat = Window(page).begin()
    page.keyboard.press("Escape")
    fake.say(text="Her kan du tale med nogen nu.", routes=(script.EMERGENCY,), safety=script.DANGER)
    fake.say(text="Er du der stadig?", sender="staff")
    expect(chat.launcher).to_contain_text("nyt svar")
    page.wait_for_timeout(500)
    ear = Ear(page)
    chat.open()
    assert ear.hears("Her kan du tale med nogen nu.") == "urgent"
    assert ear.hears("Er du der stadig?") == "polite"
    assert not [words for _, words in ear.all() if "Hvem skriver du om?" in words]


def test_after_a_reload_the_open_question_is_said_once_too(page: Page) -> None:
    chat = Window(page).begin()
    page.reload()
    ear = Ear(page)
    chat.open()
    ear.hears("Hvem skriver du om?")
    page.wait_for_timeout(2_500)
    assert len(ear.all()) == 1


def test_shown_again_after_hiding_what_was_said_last_is_said(page: Page, fake: FakeChat) -> None:
    chat = Window(page).begin()
    chat.menu("Skjul samtalen")
    fake.say(text="Er du der stadig?", sender="staff")
    page.wait_for_timeout(500)
    ear = Ear(page)
    chat.press("Vis samtalen igen")
    ear.hears("Er du der stadig?")


@pytest.mark.parametrize("broken", ["blocked", "of another origin"])
def test_where_the_script_does_not_come_a_link_leads_to_the_chat_without_scripts(
    page: Page, fake: FakeChat, broken: str
) -> None:
    script_file = f"{fake.chat}/widget/vejviser-chat.js"
    # Without the header that allows the page's origin a browser does not run what came.
    if broken == "blocked":
        page.route(script_file, lambda route: route.abort())
    else:
        page.route(script_file, lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.reload()
    link = page.get_by_role("link", name="Skriv med Vejviser på en enklere side")
    expect(link).to_be_in_viewport(ratio=1)
    expect(link).to_have_attribute("href", f"{fake.chat}/chat/plain/")


def test_where_the_script_comes_that_link_is_gone(page: Page) -> None:
    expect(Window(page).launcher).to_be_visible()
    expect(page.locator(".without")).to_be_hidden()
