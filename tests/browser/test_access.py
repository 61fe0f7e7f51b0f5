"""For everyone: axe in every state, keyboard alone, forced colours, large zoom, and what a screen reader hears."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.fake_chat import FakeChat
from tests.browser.states import STATES
from tests.browser.window import Ear, Window

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FOCUSED = """() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  if (element === document.body) return "";
  const words = element.cloneNode(true);
  words.querySelectorAll("[aria-hidden=true]").forEach((hidden) => hidden.remove());
  return element.getAttribute("aria-label") || words.textContent.trim() || element.id;
}"""


def violations(page: Page) -> list[str]:
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    found = results.response["violations"]
    return [f"{each['id']}: {[node['target'] for node in each['nodes']]}" for each in found]


@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing_by_day_on_a_desk_or_by_night_on_a_phone(
    new_page: NewPage, fake: FakeChat, name: str
) -> None:
    page = new_page(1280, 800, color_scheme="light")
    page.goto(fake.page)
    STATES[name](Window(page), fake)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 844})
    assert violations(page) == []


@pytest.mark.parametrize("name", ["buttons", "cards", "danger", "away", "menu"])
def test_axe_finds_nothing_with_forced_colours(new_page: NewPage, fake: FakeChat, name: str) -> None:
    page = new_page(390, 800, forced_colors="active")
    page.goto(fake.page)
    STATES[name](Window(page), fake)
    assert violations(page) == []


def tab_to(page: Page, name: str, most: int = 40) -> None:
    for _ in range(most):
        if name in page.evaluate(FOCUSED):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {name}")


def test_a_whole_conversation_with_the_keyboard_alone(page: Page, fake: FakeChat) -> None:
    chat = Window(page)
    tab_to(page, "Skriv med Vejviser")
    page.keyboard.press("Enter")
    expect(chat.button("Mit barn")).to_be_visible()
    expect(chat.field).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(FOCUSED) == "Mit barn"
    page.keyboard.press("Space")
    chat.expect_bubble("Hvor gammelt er dit barn?")
    expect(chat.field).to_be_focused()
    page.keyboard.type("han er 12")
    page.keyboard.press("Enter")
    chat.expect_bubble("Vil du sende noget")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(FOCUSED) == "Se spørgsmålet", (
        "three cards are taller than the list: what waits below is pointed out"
    )
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(FOCUSED) == "Ikke nu"
    tab_to(page, "Mere")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Mere")).to_be_focused()
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUSED) == "Mere"
    page.keyboard.press("Enter")
    tab_to(page, "Slet min samtale")
    page.keyboard.press("Enter")
    tab_to(page, "Ja, slet samtalen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Samtalen er slettet")).to_be_focused()
    tab_to(page, "Luk")
    page.keyboard.press("Enter")
    expect(chat.launcher).to_be_focused()
    assert fake.talks == {}


def test_the_focus_goes_way_out_menu_close_list_answers_field(page: Page) -> None:
    chat = Window(page).begin()
    page.get_by_role("heading", name="Vejviser", exact=True).focus()
    order = []
    for _ in range(13):
        page.keyboard.press("Tab")
        order.append(page.evaluate(FOCUSED))
    assert order[:4] == ["Forlad siden", "Mere", "Luk chatten", "Samtalen"]
    assert order[4:7] == [
        "Ring 112, Alarm 112",
        "Ring 116 111, BørneTelefonen",
        "Skriv i chat, BørneTelefonen (åbner i en ny fane)",
    ]
    assert order[7:10] == ["Mig selv", "Mit barn", "En, jeg møder i mit arbejde"]
    assert order[10:12] == ["text", "Send"]
    expect(chat.panel).to_be_visible()


def test_on_a_phone_nothing_behind_the_window_can_be_reached(new_page: NewPage, fake: FakeChat) -> None:
    page = new_page(390, 844)
    page.goto(fake.page)
    Window(page).begin()
    reached = []
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.tagName"))
    assert set(reached) <= {"VEJVISER-CHAT", "BODY"}


def test_every_state_has_the_way_out_in_sight_as_soon_as_there_is_a_conversation(
    new_page: NewPage, fake: FakeChat
) -> None:
    for width, height in ((320, 640), (320, 256), (1280, 800)):
        for name in ("cards", "menu", "privacy", "feedback", "deleting", "hidden", "long"):
            page = new_page(width, height)
            page.goto(fake.page)
            STATES[name](Window(page), fake)
            expect(Window(page).button("Forlad siden")).to_be_in_viewport(ratio=1)
            page.close()
            fake.set(talks={})


def test_at_four_hundred_per_cent_everything_can_be_read_and_written(new_page: NewPage, fake: FakeChat) -> None:
    """1280 x 1024 at 400 % is 320 x 256 CSS pixels."""
    page = new_page(320, 256)
    page.goto(fake.page)
    chat = Window(page).begin()
    chat.says("han er 12", "Vil du sende noget")
    chat.field.scroll_into_view_if_needed()
    expect(chat.field).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_reduced_motion_stops_every_animation(new_page: NewPage, fake: FakeChat) -> None:
    page = new_page()
    page.goto(fake.page)
    STATES["waiting"](Window(page), fake)
    running = page.evaluate("document.querySelector('vejviser-chat').shadowRoot.getAnimations().length")
    assert running == 0


TRANSCRIPT = [
    ("polite", "Vejviser, robot: Hej. Jeg er en robot."),
    (
        "polite",
        "Vejviser, robot: Hvor gammelt er dit barn? Spørgsmål 2 af 7. Du kan springe over. "
        "Forslag til svar: 5-9 år, 10-14 år, 15-17 år, Spring over.",
    ),
    ("polite", "Vejviser, robot: Det lyder, som om Center for Trivsel kan være det rette sted."),
    ("urgent", "Få hjælp nu. Vejviser, robot: Tak, fordi du skriver det."),
    ("polite", "Vejviser, robot: Du skrev: nej"),
]


def test_what_is_heard_of_a_whole_conversation(page: Page) -> None:
    chat = Window(page)
    ear = Ear(page)
    chat.begin()
    ear.hears("Jeg er en robot")
    chat.press("Mit barn")
    ear.hears("Hvor gammelt")
    chat.says("han er 12", "Vil du sende noget")
    ear.hears("Vil du sende noget")
    chat.says("jeg vil ikke leve mere", "Er du i fare lige nu?")
    ear.hears("Er du i fare lige nu?")
    chat.says("nej", "Du skrev: nej")
    ear.hears("Du skrev: nej")
    heard = ear.all()
    assert [region for region, _ in heard] == [region for region, _ in TRANSCRIPT]
    for (_, words), (_, expected) in zip(heard, TRANSCRIPT, strict=True):
        assert words.startswith(expected)


READ_ALOUD = """
- dialog "Vejviser":
  - heading "Vejviser" [level=2]
  - button "Forlad siden"
  - button "Mere"
  - button "Luk chatten"
  - paragraph: Robot fra Center for Trivsel
  - region "Samtalen":
    - list:
      - listitem:
        - paragraph: Vejviser, robot
        - paragraph: /Hej\\. Jeg er en robot\\./
        - list "Steder, du kan bruge":
          - listitem:
            - paragraph: Alarm 112
            - paragraph:
              - link "Ring 112, Alarm 112"
          - listitem
      - listitem
      - listitem:
        - paragraph: Du
        - paragraph: jeg vil ikke leve mere
      - listitem:
        - paragraph: Vejviser, robot
        - paragraph: Få hjælp nu
        - paragraph: /Jeg tager det alvorligt/
        - list "Steder, du kan bruge"
      - listitem:
        - paragraph: Vejviser, robot
        - paragraph: Er du i fare lige nu?
    - list "Forslag til svar":
      - listitem:
        - button "Ja"
      - listitem:
        - button "Nej"
      - listitem:
        - button "Det ved jeg ikke"
  - textbox "Skriv med dine egne ord"
  - button "Send" [disabled]
"""


def test_how_the_window_is_read_from_top_to_bottom(page: Page, fake: FakeChat) -> None:
    STATES["danger"](Window(page), fake)
    expect(page.get_by_role("dialog", name="Vejviser", exact=True)).to_match_aria_snapshot(READ_ALOUD)
