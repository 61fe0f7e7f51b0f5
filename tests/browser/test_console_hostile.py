"""Whatever visitors write stays text in the console: no script runs, no request leaves, every sign is shown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.console_office import DANGER, ConsoleOffice, running_office
from tests.browser.hostile import strings

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
FIELDS = (
    "child_name",
    "school",
    "description",
    "since",
    "impact",
    "tried",
    "other_help",
    "hope",
    "adult_knows",
    "custody",
    "needs",
    "contact_name",
    "contact_time",
    "contact_safe",
    "relation",
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConsoleOffice]:
    with running_office(tmp_path_factory.mktemp("hostile")) as running:
        yield running


@pytest.fixture
def page(chromium: Browser, office: ConsoleOffice) -> Iterator[Page]:
    """A page that has signed in; what runs, opens or leaves fails the test."""
    context = chromium.new_context()
    made, faults = context.new_page(), []

    def watched(request: Request) -> None:
        if not request.url.startswith(office.staff):
            faults.append(f"a request left for {request.url}")

    made.on("request", watched)
    made.on("dialog", lambda _: faults.append("a dialog opened"))
    made.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    made.goto(office.staff)
    made.get_by_label("Brugernavn").fill("leder")
    made.get_by_label("Adgangskode").fill(office.password)
    made.get_by_role("button", name="Log ind").click()
    expect(made.get_by_role("heading", level=1)).to_have_text("Kø")
    yield made
    context.close()
    assert not faults


def in_one_line(text: str) -> str:
    """As a summary shows it: blanks are one blank."""
    return " ".join(text.split())


def test_three_hundred_hostile_strings_in_intakes_show_as_text(page: Page, office: ConsoleOffice) -> None:
    planted = strings()
    assert len(planted) == 300
    batches = [planted[start : start + len(FIELDS)] for start in range(0, len(planted), len(FIELDS))]
    for batch in batches:
        office.intake_arrives(audience="young", contact_phone="20304050", **dict(zip(FIELDS, batch, strict=True)))
    page.goto(f"{office.staff}/intakes/")
    links = [str(link.get_attribute("href")) for link in page.locator("tbody th a").all()]
    assert len(links) == len(batches)
    shown = in_one_line(page.locator("main").text_content() or "")
    for link in links:
        page.goto(f"{office.staff}{link}")
        shown += in_one_line(page.locator("main").text_content() or "")
        assert "broken" not in page.title()
    missing = [text for text in planted if in_one_line(text) not in shown]
    assert missing == []


def test_hostile_strings_in_a_conversation_show_as_text(page: Page, office: ConsoleOffice) -> None:
    some = strings()[::15]
    conversation = office.visitor_writes(*some[:18], DANGER)
    page.goto(f"{office.staff}/chats/{conversation}/")
    shown = in_one_line(page.locator("#messages").text_content() or "")
    assert [text for text in some[:18] if in_one_line(text) not in shown] == []
    assert "broken" not in page.title()
