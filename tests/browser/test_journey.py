"""The main job in a real browser: a parent on the municipality's page is guided and sends an intake; staff reads it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.journey import HOPE, STORY, Journey, send_intake, sign_in
from tests.conversations.paths import PARENT
from tests.stack import Stack

pytestmark = [pytest.mark.stack, pytest.mark.browser]


def test_a_parent_writes_freely_is_guided_and_sends_an_intake_that_staff_reads(new_page: NewPage, stack: Stack) -> None:
    page = new_page(390, 844)
    page.goto(f"{stack.demo}/skolefravaer.html")
    journey = Journey.begin(page)
    journey.says(STORY)
    journey.answers_until(PARENT, "utter_outcome_")
    assert journey.newest("utter_outcome_") == "utter_outcome_centre"
    ways = page.locator("vejviser-chat [data-key=utter_outcome_centre] .route")
    assert ways.count() >= 2
    expect(ways.filter(has_text="Åben nu").first).to_be_visible()
    send_intake(journey)
    receipt = page.locator("vejviser-chat [data-key=utter_intake_receipt]").inner_text()
    reference = re.search(r"CFT-\w{4}-\w{2}", receipt)
    assert reference, "no reference in the receipt"

    desk = new_page(1280, 800)
    sign_in(desk, stack)
    desk.goto(f"{stack.staff}/intakes")
    desk.get_by_role("link", name=reference[0]).click()
    expect(desk.get_by_role("main")).to_contain_text(HOPE)
    expect(desk.get_by_role("main")).to_contain_text("Storm")


def test_the_engine_tells_which_question_of_how_many_it_asks(new_page: NewPage, stack: Stack) -> None:
    page = new_page(390, 844)
    page.goto(f"{stack.demo}/")
    journey = Journey.begin(page)
    expect(page.locator("vejviser-chat .step")).to_have_count(0)
    page.locator("vejviser-chat .reply").nth(1).click()
    expect(page.locator("vejviser-chat .step")).to_have_text("Spørgsmål 1 af 6. Du kan springe over.")
    assert journey.newest("utter_ask_") == "utter_ask_guidance_age"


def test_danger_on_the_page_brings_help_at_once_and_the_talk_goes_on(new_page: NewPage, stack: Stack) -> None:
    page = new_page(390, 844)
    page.goto(f"{stack.demo}/er-du-ung.html")
    journey = Journey.begin(page)
    journey.says("jeg vil ikke leve mere")
    danger = page.locator("vejviser-chat .bubble.danger").first
    expect(danger).to_contain_text("Få hjælp nu")
    expect(danger.get_by_role("link", name=re.compile("^Ring 112"))).to_be_visible()
    expect(danger.get_by_role("link", name=re.compile("^Ring 116 111"))).to_be_visible()
    journey.says("nej, ikke lige nu")
    expect(journey.chat.field).to_be_enabled()
