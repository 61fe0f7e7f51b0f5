"""The console in Chromium: every page and state without a fault that axe can find, phone to wide, and live."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.console_office import DANGER, ConsoleOffice, running_office

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
WIDTHS = (390, 1440)
HOSTILE = "<img src=x onerror=\"document.title='x'\"><script>document.title='y'</script>"
# Where pictures of every page go; kept when the setting names a folder.
PICTURES = "CONSOLE_PICTURES"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConsoleOffice]:
    with running_office(tmp_path_factory.mktemp("console")) as running:
        yield running


@pytest.fixture(scope="module")
def signed_in(chromium: Browser, office: ConsoleOffice) -> dict[str, object]:
    """The cookies of somebody who has signed in by hand."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(office.staff)
    page.get_by_label("Brugernavn").fill("leder")
    page.get_by_label("Adgangskode").fill(office.password)
    page.get_by_role("button", name="Log ind").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kø")
    state = dict(context.storage_state())
    context.close()
    return state


@pytest.fixture
def page(chromium: Browser, signed_in: dict[str, object]) -> Iterator[Page]:
    context = chromium.new_context(
        storage_state=signed_in, viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
    )
    faults: list[str] = []
    made = context.new_page()
    made.set_default_timeout(20_000)
    made.on("pageerror", lambda error: faults.append(error.message))
    made.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    yield made
    context.close()
    assert not faults


@pytest.fixture(scope="module")
def in_danger(office: ConsoleOffice) -> str:
    return office.visitor_writes("Hej, jeg er 15 og har haft det svært længe nu.", f"{HOSTILE} {DANGER}")


@pytest.fixture(scope="module")
def intakes(office: ConsoleOffice) -> None:
    office.intake_arrives()
    office.intake_arrives(child_name="Liva", audience="young", child_age=16, description=f"{HOSTILE} {DANGER}")


def is_without_fault(page: Page, name: str) -> None:
    """No violation of axe and nothing wider than the window, at each width; pictures where they are wanted."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name} at {width}: {found.generate_report()}"
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} at {width} is {wide} px too wide"
        if folder := os.environ.get(PICTURES):
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def test_the_sign_in_page(chromium: Browser, office: ConsoleOffice) -> None:
    page = chromium.new_page()
    page.goto(office.staff)
    is_without_fault(page, "sign-in")
    page.get_by_label("Brugernavn").fill("leder")
    page.get_by_label("Adgangskode").fill("en forkert adgangskode")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Det passede ikke sammen")
    is_without_fault(page, "sign-in-wrong")
    page.close()


def test_the_queue_and_a_conversation_in_danger(page: Page, office: ConsoleOffice, in_danger: str) -> None:
    page.goto(f"{office.staff}/queue")
    expect(page.get_by_role("link", name=re.compile("Nogen kan være i fare"))).to_be_visible()
    expect(page).to_have_title(re.compile("I FARE: 1"))
    is_without_fault(page, "queue")
    page.goto(f"{office.staff}/chats/{in_danger}/")
    expect(page.locator("#card")).to_contain_text(DANGER)
    expect(page.locator("#messages")).to_contain_text(HOSTILE)
    assert "Samtale – " in page.title(), "nothing a visitor wrote became a script"
    is_without_fault(page, "chat-danger")


def test_taking_writing_and_handing_back_by_keyboard(page: Page, office: ConsoleOffice) -> None:
    conversation = office.visitor_writes(f"{DANGER} nu")
    page.goto(f"{office.staff}/chats/{conversation}/")
    page.get_by_role("button", name="Tag samtalen", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#standing")).to_contain_text("Du har samtalen")
    page.get_by_label("Din besked").focus()
    page.keyboard.type("Hej, jeg er her.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message-staff")).to_have_text(re.compile("Hej, jeg er her."))
    expect(page.get_by_label("Din besked")).to_have_value("")
    is_without_fault(page, "chat-mine")
    page.get_by_text("Slutte samtalen").click()
    page.get_by_role("textbox", name="Det har I aftalt").fill("Vi ringer i morgen")
    is_without_fault(page, "chat-end")
    page.get_by_role("button", name="Slut samtalen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kø")
    page.goto(f"{office.staff}/chats/{conversation}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvorfor vil du læse samtalen?")
    is_without_fault(page, "chat-reason")


def test_handing_back_ends_in_the_queue_even_when_the_page_hears_of_it_first(page: Page, office: ConsoleOffice) -> None:
    conversation = office.visitor_writes(f"{DANGER} nu")
    page.goto(f"{office.staff}/chats/{conversation}/")
    page.get_by_role("button", name="Tag samtalen", exact=True).click()
    page.get_by_text("Slutte samtalen").click()
    page.get_by_role("textbox", name="Det har I aftalt").fill("Vi ringer i morgen")

    def answer_late(route: Route) -> None:
        answer = route.fetch(max_redirects=0)
        page.wait_for_timeout(2_000)
        route.fulfill(response=answer)

    page.route("**/end", answer_late)
    page.get_by_role("button", name="Slut samtalen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kø")


def test_the_writing_box_and_what_one_does_first_are_in_sight(page: Page, office: ConsoleOffice) -> None:
    conversation = office.visitor_writes(
        *["Jeg skriver en lang besked om alt det, der er svært i skolen."] * 12, DANGER
    )
    page.goto(f"{office.staff}/chats/{conversation}/")
    for button in ("Tag samtalen", "Send, og tag samtalen"):
        expect(page.get_by_role("button", name=button, exact=True)).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Tag samtalen", exact=True).click()
    for words in ("Give samtalen tilbage til robotten", "Give samtalen til en kollega", "Slutte samtalen"):
        expect(page.get_by_text(words)).to_be_in_viewport(ratio=1)
    expect(page.get_by_label("Din besked")).to_be_in_viewport(ratio=1)
    page.locator("#messages").focus()
    page.keyboard.press("Home")
    page.wait_for_timeout(300)
    assert page.locator("#messages").evaluate("list => list.scrollTop") == 0, "it scrolls in its own place"
    page.keyboard.press("Tab")
    expect(page.get_by_label("Din besked")).to_be_focused()
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("scrollTo(0, 0)")
    expect(page.get_by_label("Din besked")).to_be_in_viewport(ratio=1)


def test_a_conversation_stays_with_whoever_has_its_page_open(page: Page, office: ConsoleOffice) -> None:
    conversation = office.visitor_writes(f"{DANGER} nu")
    page.goto(f"{office.staff}/chats/{conversation}/")
    page.get_by_role("button", name="Tag samtalen", exact=True).click()
    expect(page.locator("#standing")).to_contain_text("Du har samtalen")
    page.wait_for_timeout(26_000)
    expect(page.locator("#standing")).to_contain_text("Du har samtalen")


def test_danger_appears_in_an_open_queue_without_reloading(page: Page, office: ConsoleOffice) -> None:
    page.goto(f"{office.staff}/queue")
    before = page.locator(".queue-danger").count()
    office.visitor_writes(DANGER)
    expect(page.locator(".queue-danger")).to_have_count(before + 1, timeout=5_000)
    expect(page).to_have_title(re.compile("I FARE"))


def test_the_intakes(page: Page, office: ConsoleOffice, intakes: None) -> None:
    page.goto(f"{office.staff}/intakes/")
    is_without_fault(page, "intakes")
    page.get_by_role("row", name=re.compile("Liva")).get_by_role("link").click()
    expect(page.locator("main")).to_contain_text(HOSTILE)
    is_without_fault(page, "intake")
    page.get_by_role("link", name="Ark til forsamtalen").click()
    is_without_fault(page, "sheet")
    page.goto(f"{office.staff}/intakes/?q=findes+ikke")
    is_without_fault(page, "intakes-none")


def test_the_calls(page: Page, office: ConsoleOffice, intakes: None) -> None:
    page.goto(f"{office.staff}/calls/")
    is_without_fault(page, "calls")
    page.get_by_role("link", name="Karen").first.click()
    is_without_fault(page, "call")
    page.get_by_role("button", name="Jeg ringer").click()
    page.get_by_label("Hvordan gik det?").select_option("no_answer")
    is_without_fault(page, "call-mine")
    page.get_by_label("Prøv igen senest").fill("2099-01-01T12:00")
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Opkald")


def test_another_teams_intake_is_opened_with_a_reason(page: Page, office: ConsoleOffice, intakes: None) -> None:
    page.goto(f"{office.staff}/people/")
    page.get_by_label("Nyt team").fill("Team Nord")
    page.get_by_role("button", name="Opret team").click()
    page.get_by_text("Skift").first.click()
    is_without_fault(page, "people-teams")
    page.goto(f"{office.staff}/intakes/?status=all")
    page.get_by_role("row", name=re.compile("Storm")).get_by_role("link").first.click()
    page.get_by_text("Giv den til et andet team").click()
    page.get_by_label("Det skal de vide").fill("Familien bor i nord")
    is_without_fault(page, "intake-teams")
    address = page.url
    page.get_by_role("button", name="Giv videre").click()
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvorfor vil du åbne henvendelsen?")
    is_without_fault(page, "intake-reason")
    page.get_by_label("Begrundelse").fill("Familien har ringet til mig om den")
    page.get_by_role("button", name="Gem, og åbn henvendelsen").click()
    expect(page.locator("main")).to_contain_text("Familien har ringet til mig om den")


@pytest.mark.parametrize("path", ["/ways/", "/ways/boernetelefonen", "/account/", "/hours/", "/log/", "/x"])
def test_the_other_pages(page: Page, office: ConsoleOffice, path: str) -> None:
    page.goto(f"{office.staff}{path}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    is_without_fault(page, path.strip("/").replace("/", "-"))


def test_people_and_a_password_that_is_shown_once(page: Page, office: ConsoleOffice) -> None:
    page.goto(f"{office.staff}/people/")
    page.get_by_label("Navn", exact=True).fill("Karla")
    page.get_by_label("Brugernavn").fill("karla")
    page.get_by_label("Rolle", exact=True).select_option("counsellor")
    page.get_by_role("button", name="Giv adgang").click()
    expect(page.get_by_role("status").filter(has_text="Giv adgangskoden til Karla")).to_be_visible()
    is_without_fault(page, "people")
