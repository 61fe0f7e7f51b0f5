"""Leaving without a trace, deleting, hiding: what is gone is gone, and what stays is said."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import FLAGS, PATH
from tests.browser.conftest import NewPage
from tests.browser.fake_chat import Calls, FakeChat
from tests.browser.window import Window

pytestmark = pytest.mark.browser

SECRET = "zebrasommerfugl"
EVERYTHING_KEPT = """async () => {
  const caches_ = typeof caches === "undefined" ? [] : await caches.keys();
  const databases = indexedDB.databases ? await indexedDB.databases() : [];
  return { session: { ...sessionStorage }, local: { ...localStorage }, caches: caches_, databases, cookie: document.cookie };
}"""


@pytest.fixture
def chat(page: Page) -> Window:
    return Window(page).begin()


def left(page: Page, fake: FakeChat) -> None:
    """The neutral page has come, the server has deleted, and nothing is kept."""
    expect(page).to_have_url(f"{fake.page}/neutral")
    for _ in range(50):
        if not fake.talks:
            break
        page.wait_for_timeout(50)
    assert fake.talks == {}
    kept = page.evaluate(EVERYTHING_KEPT)
    assert kept == {"session": {}, "local": {}, "caches": [], "databases": [], "cookie": ""}


def test_forlad_siden_leaves_at_once_and_nothing_is_kept(page: Page, chat: Window, fake: FakeChat) -> None:
    chat.says(SECRET, f"Du skrev: {SECRET}")
    chat.press("Forlad siden")
    left(page, fake)


def test_forlad_siden_says_what_it_does(page: Page, chat: Window) -> None:
    button = chat.button("Forlad siden")
    expect(button).to_have_accessible_description(
        re.compile("Sletter samtalen og skifter til en anden side med det samme")
    )
    expect(button).to_contain_text("slet og skift side")
    page.keyboard.press("Escape")
    expect(chat.button("Forlad siden")).to_have_accessible_description(re.compile("Sletter samtalen"))


def test_shift_three_times_leaves_from_the_field_too(page: Page, chat: Window, fake: FakeChat) -> None:
    chat.field.press_sequentially("noget er begyndt")
    for _ in range(3):
        page.keyboard.press("Shift")
    left(page, fake)


def test_shift_for_capital_letters_never_leaves(page: Page, chat: Window) -> None:
    chat.field.press_sequentially("abc")
    for letter in "ABCD":
        page.keyboard.press(f"Shift+{letter}")
    expect(chat.field).to_have_value("abcABCD")
    expect(chat.panel).to_be_visible()


def test_shift_three_times_does_nothing_on_a_page_without_a_conversation(page: Page, fake: FakeChat) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_timeout(300)
    expect(page).to_have_url(f"{fake.page}/")


def test_the_way_out_stays_in_reach_when_the_window_is_closed(page: Page, chat: Window, fake: FakeChat) -> None:
    page.keyboard.press("Escape")
    chat.press("Forlad siden")
    left(page, fake)


def test_the_page_is_covered_before_it_is_left(new_page: NewPage, fake: FakeChat) -> None:
    """Leaving to a place on the same page lets the moment before the next page be looked at."""
    fake.set(attributes='exit-url="#vejret"')
    page = new_page()
    page.goto(fake.page)
    chat = Window(page).begin()
    chat.press("Forlad siden")
    expect(page).to_have_url(f"{fake.page}/#vejret")
    top = page.evaluate("document.elementFromPoint(innerWidth - 60, innerHeight - 60).getAttribute('popover')")
    assert top == "manual"
    assert page.title().strip("\u200b") == ""
    assert page.evaluate("sessionStorage.length") == 0


def test_going_back_after_leaving_shows_nothing_of_the_conversation(page: Page, fake: FakeChat) -> None:
    page.goto(f"{fake.page}/skolefravaer.html")
    page.goto(f"{fake.page}/er-du-ung.html")
    chat = Window(page).begin()
    chat.says(SECRET, f"Du skrev: {SECRET}")
    chat.press("Forlad siden")
    left(page, fake)
    page.go_back()
    expect(page).to_have_url(f"{fake.page}/skolefravaer.html")
    expect(chat.launcher).to_have_accessible_name("Skriv med Vejviser")
    assert SECRET not in page.content()


def test_leaving_works_also_when_the_server_is_gone(page: Page, chat: Window, fake: FakeChat) -> None:
    fake.set(calls=Calls.NO_ANSWER)
    chat.press("Forlad siden")
    expect(page).to_have_url(f"{fake.page}/neutral")
    assert page.evaluate(EVERYTHING_KEPT)["session"] == {}


def test_nothing_written_is_left_in_the_browsers_folder(fake: FakeChat, chromium: Browser, tmp_path: Path) -> None:
    """A profile on disk, as at home: after leaving and closing, no file of it holds a word of the conversation."""
    context = chromium.browser_type.launch_persistent_context(
        str(tmp_path / "profile"), executable_path=PATH, headless=True, args=FLAGS
    )
    page = context.pages[0]
    page.goto(fake.page)
    chat = Window(page).begin()
    chat.says(SECRET, f"Du skrev: {SECRET}")
    token = str((chat.kept() or {})["token"])
    chat.press("Forlad siden")
    left(page, fake)
    context.close()
    files = [path for path in (tmp_path / "profile").rglob("*") if path.is_file()]
    assert files
    holding = [path.name for path in files if any(word.encode() in path.read_bytes() for word in (SECRET, token))]
    assert holding == []


def test_deleting_asks_first_and_gives_a_receipt(page: Page, chat: Window, fake: FakeChat) -> None:
    chat.says(SECRET, f"Du skrev: {SECRET}")
    chat.menu("Slet min samtale")
    expect(page.get_by_role("alertdialog", name="Slet samtalen?")).to_contain_text("Browserens historik viser stadig")
    chat.press("Behold samtalen")
    chat.expect_bubble(SECRET)
    chat.menu("Slet min samtale")
    chat.press("Ja, slet samtalen")
    expect(page.get_by_role("heading", name="Samtalen er slettet")).to_be_focused()
    assert fake.talks == {}
    assert json.dumps(page.evaluate(EVERYTHING_KEPT)).find("token") == -1
    assert SECRET not in page.evaluate("document.querySelector('vejviser-chat').shadowRoot.textContent")
    chat.press("Begynd en ny samtale")
    chat.says("forfra", "Du skrev: forfra")


def test_deleting_that_did_not_reach_the_server_says_so_and_can_be_tried_again(
    page: Page, chat: Window, fake: FakeChat
) -> None:
    chat.menu("Slet min samtale")
    fake.set(calls=Calls.NO_ANSWER)
    chat.press("Ja, slet samtalen")
    expect(page.get_by_role("alert").filter(has_text="ikke slettet endnu")).to_be_visible()
    assert len(fake.talks) == 1
    fake.set(calls=Calls.WELL)
    chat.press("Ja, slet samtalen")
    expect(page.get_by_role("heading", name="Samtalen er slettet")).to_be_visible()
    assert fake.talks == {}


def test_after_ten_minutes_without_the_visitor_the_conversation_is_hidden(new_page: NewPage, fake: FakeChat) -> None:
    page = new_page()
    page.clock.install()
    page.goto(fake.page)
    chat = Window(page)
    chat.launcher.click()
    page.clock.run_for(1_000)
    expect(chat.button("Mit barn")).to_be_visible()
    chat.write(SECRET)
    page.clock.run_for(1_000)
    chat.expect_bubble(f"Du skrev: {SECRET}")
    page.clock.run_for(9 * 60_000)
    chat.expect_bubble(SECRET)
    page.clock.run_for(2 * 60_000)
    expect(page.get_by_role("heading", name="Samtalen er skjult")).to_be_visible()
    assert SECRET not in page.evaluate("document.querySelector('vejviser-chat').shadowRoot.textContent")
    expect(chat.button("Forlad siden")).to_be_visible()
    chat.press("Vis samtalen igen")
    chat.expect_bubble(SECRET)


def test_the_visitor_can_hide_the_conversation_and_esc_does_not_show_it(page: Page, chat: Window) -> None:
    chat.says(SECRET, f"Du skrev: {SECRET}")
    chat.menu("Skjul samtalen")
    page.keyboard.press("Escape")
    chat.launcher.click()
    expect(page.get_by_role("heading", name="Samtalen er skjult")).to_be_visible()
    assert SECRET not in page.evaluate("document.querySelector('vejviser-chat').shadowRoot.textContent")


def test_what_is_kept_and_what_the_browser_remembers_is_said_honestly(page: Page, chat: Window) -> None:
    chat.menu("Hvad bliver gemt?")
    sheet = page.get_by_role("dialog", name="Hvad bliver gemt?")
    expect(sheet).to_contain_text(
        "Browserens historik (listen over sider, du har besøgt) viser stadig, at du har været"
    )
    expect(sheet).to_contain_text("“Forlad siden” sletter samtalen")
