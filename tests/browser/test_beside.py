"""What stands beside the bubbles: how far the questions have come, the place in line, and reading aloud."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fake_chat import FakeChat, Streams
from tests.browser.window import Ear, Voice, Window

pytestmark = pytest.mark.browser

LOCAL = Voice("da-DK", local=True)


def test_the_open_question_says_which_of_how_many_it_is_and_that_it_may_be_passed_over(page: Page) -> None:
    chat = Window(page).begin()
    ear = Ear(page)
    step = page.locator("vejviser-chat .step")
    expect(step).to_have_count(0)
    chat.press("Mit barn")
    expect(step).to_have_text("Spørgsmål 2 af 7. Du kan springe over.")
    assert ear.hears("Spørgsmål 2 af 7. Du kan springe over.") == "polite"
    chat.says("hvad koster det", "Du skrev")
    expect(step).to_have_count(0)


def test_a_question_that_has_to_be_answered_does_not_say_that_it_may_be_passed_over(page: Page, fake: FakeChat) -> None:
    chat = Window(page).begin()
    fake.say(text="Er du tryg derhjemme?", step={"number": 8, "of": 8, "optional": False})
    chat.expect_bubble("Er du tryg derhjemme?")
    expect(page.locator("vejviser-chat .step")).to_have_text("Spørgsmål 8 af 8.")


@pytest.mark.parametrize("streams", [Streams.WELL, Streams.REFUSED])
def test_the_place_in_line_stands_in_the_head_and_moves_up(page: Page, fake: FakeChat, streams: Streams) -> None:
    chat = Window(page).begin()
    fake.set(streams=streams)
    fake.drop_streams()
    ear = Ear(page)
    fake.become("waiting", place=2)
    fake.say(text="Jeg har spurgt. Du er nummer 2 i køen.", sender="system")
    expect(chat.panel).to_contain_text("Du venter på et menneske. Nummer 2 i køen", timeout=20_000)
    fake.become("waiting", place=1)
    fake.say(text="Jeg venter sammen med dig.", sender="system")
    expect(chat.panel).to_contain_text("Nummer 1 i køen", timeout=20_000)
    assert ear.hears("Du er nu nummer 1 i køen.") == "polite"
    fake.become("staff")
    fake.say(text="Hej", sender="staff")
    expect(page.locator("vejviser-chat .subtitle")).to_have_text("Et menneske fra Center for Trivsel", timeout=20_000)


@pytest.mark.parametrize("voices", [(), (Voice("da-DK", local=False), Voice("en-GB", local=True))])
def test_without_a_danish_voice_in_the_device_nothing_can_be_read_aloud(page: Page, voices: tuple[Voice, ...]) -> None:
    chat = Window(page)
    chat.has_voices(*voices)
    chat.begin()
    expect(chat.button("Læs højt")).to_have_count(0)


def test_a_bubble_is_read_aloud_and_stopped(page: Page) -> None:
    chat = Window(page)
    chat.has_voices(LOCAL)
    chat.begin()
    chat.button("Læs højt").last.click()
    spoken = page.evaluate("window.spoken")
    assert spoken[0].startswith("Vejviser, robot: Hvem skriver du om? Forslag til svar: Mig selv")
    chat.press("Stop oplæsning")
    assert page.evaluate("window.spoken")[1:] == ["(silence)"]
    chat.button("Læs højt").first.click()
    page.evaluate("window.ends()")
    expect(chat.button("Stop oplæsning")).to_have_count(0)


def test_the_visitors_own_words_are_never_offered_to_be_read_aloud(page: Page) -> None:
    chat = Window(page)
    chat.has_voices(LOCAL)
    chat.begin().says("hej", "Du skrev: hej")
    expect(page.locator("vejviser-chat .bubble.visitor .aloud")).to_have_count(0)


@pytest.mark.parametrize("way", ["Luk chatten", "Mere"])
def test_what_is_covered_is_not_read_on(page: Page, way: str) -> None:
    chat = Window(page)
    chat.has_voices(LOCAL)
    chat.begin()
    chat.button("Læs højt").last.click()
    chat.press(way)
    assert page.evaluate("window.spoken")[-1] == "(silence)"


def test_leaving_is_silent_at_once(page: Page, fake: FakeChat) -> None:
    page.goto(f"{fake.page}/skolefravaer.html")
    page.evaluate("document.querySelector('vejviser-chat').setAttribute('exit-url', '#vejret')")
    chat = Window(page)
    chat.has_voices(LOCAL)
    chat.begin()
    chat.button("Læs højt").last.click()
    chat.press("Forlad siden")
    assert page.evaluate("window.spoken")[-1] == "(silence)"
