"""Bad networks and restarting servers: nothing is lost, nothing is doubled, and help shows also when nobody answers."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fake_chat import Calls, FakeChat, Streams
from tests.browser.window import Ear, Window

pytestmark = pytest.mark.browser

BREAKS = int(os.environ.get("VEJVISER_TEST_BREAKS", "60"))
LATE_MS = 11_000


@pytest.fixture
def chat(page: Page) -> Window:
    return Window(page).begin()


def numbered(fake: FakeChat) -> list[str]:
    return [message["text"] for message in fake.talk.messages]


def test_after_many_broken_streams_every_bubble_is_there_once(chat: Window, fake: FakeChat) -> None:
    for number in range(BREAKS):
        listening = fake.listening
        fake.say(text=f"Nummer {number}.")
        fake.drop_streams()
        fake.wait_for(lambda: fake.listening > listening)  # noqa: B023 - called before the next round
    chat.expect_bubble(f"Nummer {BREAKS - 1}.", timeout=30_000)
    assert chat.texts() == numbered(fake)


def test_streams_that_break_after_each_event_still_bring_everything_in_order(chat: Window, fake: FakeChat) -> None:
    fake.set(streams=Streams.SHORT)
    fake.drop_streams()
    for number in range(10):
        fake.say(text=f"Nummer {number}.")
    chat.expect_bubble("Nummer 9.", timeout=30_000)
    assert chat.texts() == numbered(fake)


@pytest.mark.parametrize("streams", [Streams.HELD, Streams.REFUSED])
def test_where_streams_are_blocked_long_poll_takes_over(chat: Window, fake: FakeChat, streams: Streams) -> None:
    fake.set(streams=streams)
    fake.drop_streams()
    chat.write("hej")
    chat.expect_bubble("Du skrev: hej", timeout=20_000)
    opened = fake.asked["stream"]
    chat.says("igen", "Du skrev: igen")
    assert fake.asked["stream"] <= opened + 3
    assert chat.texts() == numbered(fake)
    expect(chat.help).to_have_count(0)


def test_an_acknowledgement_that_was_lost_does_not_double_the_message(chat: Window, fake: FakeChat) -> None:
    fake.set(calls=Calls.STORED_UNHEARD)
    chat.write("kun én gang")
    chat.expect_bubble("Du skrev: kun én gang")
    fake.set(calls=Calls.WELL)
    chat.says("og så videre", "Du skrev: og så videre")
    assert chat.texts() == numbered(fake)
    assert numbered(fake).count("kun én gang") == 1
    assert fake.asked["say"] > 2


def test_a_server_that_is_away_shows_help_and_keeps_what_was_written(page: Page, chat: Window, fake: FakeChat) -> None:
    fake.set(calls=Calls.NO_ANSWER)
    fake.drop_streams()
    chat.write("er der nogen?")
    expect(chat.help.get_by_role("link", name="Ring 112")).to_have_attribute("href", "tel:112", timeout=LATE_MS)
    expect(chat.help.get_by_role("link", name="Ring 116 111")).to_have_attribute("href", "tel:116111")
    expect(page.locator("vejviser-chat .underway")).to_contain_text("Venter på at blive sendt")
    chat.write("jeg skriver videre")
    fake.set(calls=Calls.WELL)
    chat.expect_bubble("Du skrev: jeg skriver videre", timeout=30_000)
    expect(chat.help).to_have_count(0)
    assert chat.texts() == numbered(fake)


def test_all_that_waits_to_be_sent_looks_alike_and_comes_right(page: Page, chat: Window, fake: FakeChat) -> None:
    fake.set(calls=Calls.NO_ANSWER)
    fake.drop_streams()
    for text in ("første", "anden", "tredje"):
        chat.write(text)
        expect(chat.help).to_be_visible(timeout=LATE_MS)
    waiting = page.locator("vejviser-chat .visitor.underway")
    expect(waiting).to_have_count(3)
    for each in waiting.all():
        expect(each).to_contain_text("Venter på at blive sendt")
    fake.set(calls=Calls.WELL)
    chat.expect_bubble("Du skrev: tredje", timeout=30_000)
    expect(waiting).to_have_count(0)
    expect(page.locator("vejviser-chat .sending")).to_have_count(0)
    assert chat.texts() == numbered(fake)


def test_the_help_of_the_window_itself_says_who_each_way_is_for_and_raises_no_alarm(
    page: Page, chat: Window, fake: FakeChat
) -> None:
    ear = Ear(page)
    fake.set(calls=Calls.NO_ANSWER)
    fake.drop_streams()
    chat.write("er der nogen?")
    expect(chat.help).to_be_visible(timeout=LATE_MS)
    for words in ("Til alle.", "BørneTelefonen, til børn og unge.", "Er du voksen"):
        expect(chat.help).to_contain_text(words)
    assert ear.hears("Er du voksen") == "polite"
    colours = chat.help.evaluate(
        "help => [help, ...help.querySelectorAll('a, svg')].flatMap(each => { const style = getComputedStyle(each); "
        "return [style.backgroundColor, style.borderColor, style.color]; })"
    )
    assert "rgb(204, 0, 0)" not in colours


def test_no_network_at_all_is_said_in_words_and_mended_by_itself(page: Page, chat: Window, fake: FakeChat) -> None:
    page.context.set_offline(True)
    fake.drop_streams()
    chat.write("på vej")
    expect(chat.help).to_be_visible(timeout=LATE_MS)
    expect(page.locator("vejviser-chat .notice")).to_contain_text("Forbindelsen er væk.", timeout=LATE_MS)
    page.context.set_offline(False)
    chat.expect_bubble("Du skrev: på vej", timeout=20_000)
    expect(page.locator("vejviser-chat .notice")).to_have_count(0)
    assert chat.texts() == numbered(fake)


def test_opening_while_the_server_is_gone_shows_help_from_the_bundle(page: Page, fake: FakeChat) -> None:
    fake.set(calls=Calls.NO_ANSWER)
    chat = Window(page)
    chat.launcher.click()
    expect(chat.help.get_by_role("link", name="Ring 116 111")).to_be_visible(timeout=LATE_MS)
    chat.write("er der nogen?")
    fake.set(calls=Calls.WELL)
    chat.expect_bubble("Du skrev: er der nogen?", timeout=20_000)
    expect(chat.help).to_have_count(0)
    assert chat.texts() == numbered(fake)


def test_a_server_that_never_answers_counts_as_gone_within_ten_seconds(page: Page, fake: FakeChat) -> None:
    fake.set(calls=Calls.HANGING)
    chat = Window(page)
    chat.launcher.click()
    expect(chat.help.get_by_role("link", name="Ring 112")).to_be_visible(timeout=LATE_MS)


def test_an_answer_that_does_not_come_shows_help_within_ten_seconds(chat: Window, fake: FakeChat) -> None:
    fake.set(answers=False)
    chat.write("hallo")
    expect(chat.help).to_be_visible(timeout=LATE_MS)
    fake.say(text="Her er jeg igen.")
    chat.expect_bubble("Her er jeg igen.")
    expect(chat.help).to_have_count(0)


def test_what_could_not_be_stored_is_answered_with_ways_once_and_sent_again(
    page: Page, chat: Window, fake: FakeChat
) -> None:
    fake.set(calls=Calls.NO_STORAGE)
    chat.write("gem mig")
    chat.expect_bubble("Stederne her kan du bruge med det samme.")
    expect(page.locator("vejviser-chat .notice")).to_contain_text("Jeg kan ikke gemme din besked lige nu.")
    page.wait_for_timeout(2_000)
    expect(chat.bubbles.filter(has_text="Stederne her")).to_have_count(1)
    fake.set(calls=Calls.WELL)
    chat.expect_bubble("Du skrev: gem mig", timeout=15_000)
    expect(page.locator("vejviser-chat .notice")).to_have_count(0)
    assert numbered(fake).count("gem mig") == 1


def test_when_the_server_knows_it_no_more_a_new_conversation_can_begin(
    page: Page, chat: Window, fake: FakeChat
) -> None:
    fake.set(talks={})
    fake.drop_streams()
    expect(page.get_by_role("heading", name="Samtalen findes ikke mere")).to_be_visible()
    assert chat.kept() is None
    chat.press("Begynd en ny samtale")
    chat.says("forfra", "Du skrev: forfra")


def test_two_messages_in_a_row_keep_their_order(chat: Window, fake: FakeChat) -> None:
    chat.write("først")
    chat.write("derefter")
    chat.expect_bubble("Du skrev: derefter")
    assert [text for text in numbered(fake) if text in ("først", "derefter")] == ["først", "derefter"]
    assert chat.texts() == numbered(fake)
