"""Writing, buttons, ways, danger: what the visitor sees of a conversation."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import script
from tests.browser.fake_chat import FakeChat
from tests.browser.window import Ear, Window

pytestmark = pytest.mark.browser


@pytest.fixture
def chat(page: Page) -> Window:
    return Window(page).begin()


def test_enter_sends_and_shift_enter_makes_a_line(page: Page, chat: Window, fake: FakeChat) -> None:
    chat.field.fill("første")
    chat.field.press("Shift+Enter")
    chat.field.press_sequentially("anden")
    chat.field.press("Enter")
    chat.expect_bubble("Du skrev: første")
    assert fake.talk.messages[2]["text"] == "første\nanden"
    expect(chat.field).to_have_value("")
    expect(chat.field).to_be_focused()


def test_a_button_is_answered_by_its_id_and_is_gone_afterwards(page: Page, chat: Window, fake: FakeChat) -> None:
    chat.press("Mit barn")
    chat.expect_bubble("Hvor gammelt er dit barn?")
    expect(chat.button("Mit barn")).to_have_count(0)
    expect(chat.button("10-14 år")).to_be_visible()
    assert [message["text"] for message in fake.talk.messages if message["from"] == "visitor"] == ["Mit barn"]
    expect(chat.field).to_be_focused()


def test_the_field_stays_open_while_buttons_are_offered(chat: Window) -> None:
    chat.says("mit barn er ked af det", "Hvor gammelt er dit barn?")


def test_text_is_shown_as_text_and_never_read_as_markup(page: Page, chat: Window) -> None:
    chat.says("<img src=x onerror=alert(1)><b>fed</b>", "<b>fed</b>")
    expect(page.locator("vejviser-chat .bubble img, vejviser-chat .bubble b")).to_have_count(0)


def test_a_text_that_begins_with_a_slash_is_text(chat: Window, fake: FakeChat) -> None:
    chat.says("/restart", "Du skrev: /restart")
    assert fake.talk.messages[2]["text"] == "/restart"


def test_the_counter_comes_near_the_end_and_a_text_that_is_too_long_is_kept(
    page: Page, chat: Window, fake: FakeChat
) -> None:
    counter = page.locator("vejviser-chat .count")
    chat.field.fill("a" * 1799)
    expect(counter).to_have_count(0)
    chat.field.fill("a" * 1990)
    expect(counter).to_have_text("10 tegn tilbage")
    chat.field.fill("a" * 2003)
    expect(counter).to_contain_text("3 tegn for meget")
    chat.field.press("Enter")
    expect(chat.field).to_have_value("a" * 2003)
    assert fake.asked["say"] == 0
    chat.field.fill("😀" * 2000)
    chat.field.press("Enter")
    expect(chat.field).to_have_value("")
    expect(page.locator("vejviser-chat .bubble.visitor")).to_have_count(1)


def test_a_way_can_be_called_written_to_and_opened(page: Page, chat: Window) -> None:
    chat.press("Mit barn")
    chat.says("han er 12", "Center for Trivsel kan være")
    card = page.locator("vejviser-chat .route", has_text="Tal, skriv eller chat").last
    expect(card).to_contain_text("Åben nu")
    expect(card.get_by_role("link", name="Ring 116 111, BørneTelefonen")).to_have_attribute("href", "tel:116111")
    expect(card.get_by_role("link", name="Sms 116 111, BørneTelefonen")).to_have_attribute("href", "sms:116111")
    away = card.get_by_role("link", name=re.compile("Skriv i chat.*ny fane"))
    expect(away).to_have_attribute("href", "https://boernetelefonen.dk/chat")
    expect(away).to_have_attribute("rel", "noopener noreferrer")
    teacher = page.locator("vejviser-chat .route", has_text="Klasselæreren på skolen")
    expect(teacher).to_contain_text("Lukket nu")
    expect(teacher).to_contain_text("Klasselæreren kan gøre noget ved dagene allerede nu.")
    on_map = teacher.get_by_role("link", name="Vis på kort, Klasselæreren på skolen (åbner i en ny fane)")
    expect(on_map).to_have_attribute("href", "https://map.example.org/search?query=Skolegade%201")


def test_where_writing_comes_first_it_is_the_main_button(page: Page, chat: Window, fake: FakeChat) -> None:
    fake.say(text="Her er nogen.", routes=({**script.CHILD_LINE, "write_first": True},))
    chat.expect_bubble("Her er nogen.")
    links = page.locator("vejviser-chat .bubble", has_text="Her er nogen.").get_by_role("link")
    expect(links).to_have_text(["Skriv i chat", "Sms 116 111", "Ring 116 111", "Gå til siden"])
    expect(links.first).to_have_class("way first")
    expect(page.locator("vejviser-chat .full .way.first")).to_have_count(1)


def test_suggestions_of_a_side_answer_stand_apart_from_the_answers_to_the_question(
    page: Page, chat: Window, fake: FakeChat
) -> None:
    fake.set(answers=False)
    chat.write("koster det noget?")
    fake.wait_for(lambda: bool(fake.talk.messages[-1]["from"] == "visitor"))
    fake.say(text="Det er gratis.", buttons=("Skriv til dem", "Se, om centret kan hjælpe"))
    fake.say(text="Hvor gammelt er dit barn?", buttons=("5-9 år", "10-14 år"))
    answers = page.get_by_role("list", name="Forslag til svar").get_by_role("button")
    expect(answers).to_have_text(["5-9 år", "10-14 år"])
    others = page.get_by_role("list", name="Andre forslag").get_by_role("button")
    expect(others).to_have_text(["Skriv til dem", "Se, om centret kan hjælpe"])
    expect(page.locator("vejviser-chat .others")).to_have_text("Andre forslag")
    chat.press("Skriv til dem")
    expect(page.locator("vejviser-chat .bubble.visitor").last).to_contain_text("Skriv til dem")


def test_the_center_says_neither_open_nor_closed_where_hours_are_unknown(page: Page, chat: Window) -> None:
    chat.says("han er 12", "Center for Trivsel kan være")
    card = page.locator("vejviser-chat .route", has_text="Fordi han er 12 år")
    expect(card).not_to_contain_text("Åben nu")
    expect(card).not_to_contain_text("Lukket nu")


def test_danger_is_marked_and_said_at_once_and_the_field_stays_open(page: Page, chat: Window) -> None:
    ear = Ear(page)
    chat.says("jeg vil ikke leve mere", "Jeg tager det alvorligt")
    answer = page.locator("vejviser-chat .bubble.danger").first
    expect(answer).to_contain_text("Få hjælp nu")
    expect(answer.get_by_role("link", name="Ring 112, Alarm 112")).to_be_visible()
    assert ear.hears("Få hjælp nu. Vejviser, robot: Tak, fordi du skriver det.") == "urgent"
    expect(page.locator("vejviser-chat .bubble.visitor.danger")).to_have_count(0)
    chat.says("nej", "Du skrev: nej")


def test_what_is_no_danger_now_is_answered_without_alarm(page: Page, chat: Window) -> None:
    chat.says("jeg gjorde det for nogle uger siden, men ikke mere nu", "Har du også tanker om")
    expect(page.locator("vejviser-chat .bubble.danger")).to_have_count(0)
    expect(page.get_by_text("Få hjælp nu")).to_have_count(0)
    expect(page.locator("vejviser-chat .route")).not_to_have_count(0)


def test_a_doubt_is_asked_kindly_without_alarm(page: Page, chat: Window) -> None:
    ear = Ear(page)
    chat.says("jeg kan ikke mere", "Har du tanker om")
    expect(page.locator("vejviser-chat .bubble.danger")).to_have_count(0)
    assert ear.hears("Har du tanker om") == "polite"


def test_a_person_and_the_system_look_and_read_differently_from_the_robot(
    page: Page, chat: Window, fake: FakeChat
) -> None:
    expect(page.locator("vejviser-chat .reply").first).to_be_visible()
    fake.become("staff")
    fake.say(text="Et menneske er kommet til.", sender="system")
    fake.say(text="Hej, jeg hedder Mette.", sender="staff")
    chat.expect_bubble("jeg hedder Mette")
    expect(
        page.locator("vejviser-chat .reply"), "a person's question is not answered with the robot's buttons"
    ).to_have_count(0)
    expect(page.locator("vejviser-chat .bubble.staff .who")).to_contain_text("Et menneske fra centret")
    expect(page.locator("vejviser-chat .bubble.system .who")).to_contain_text("Besked")
    expect(chat.panel).to_contain_text("Et menneske fra Center for Trivsel")


def test_while_a_person_has_the_conversation_no_robot_seems_to_write(page: Page, chat: Window, fake: FakeChat) -> None:
    fake.set(answers=False)
    fake.become("staff")
    expect(chat.panel).to_contain_text("Et menneske fra Center for Trivsel")
    chat.write("er du der?")
    expect(page.locator("vejviser-chat .bubble.visitor:not(.underway)")).to_have_count(1)
    expect(page.locator("vejviser-chat .typing")).to_have_count(0)


def test_the_typing_sign_stands_from_the_question_to_the_answer(page: Page, chat: Window, fake: FakeChat) -> None:
    fake.set(answers=False)
    chat.write("hej")
    expect(page.locator("vejviser-chat .typing")).to_have_text("Vejviser skriver …")
    fake.say(text="Hej igen")
    chat.expect_bubble("Hej igen")
    expect(page.locator("vejviser-chat .typing")).to_have_count(0)


def test_what_is_announced_is_taken_away_again_after_two_seconds(page: Page, chat: Window) -> None:
    ear = Ear(page)
    chat.says("hej", "Du skrev: hej")
    assert ear.hears("Vejviser, robot: Du skrev: hej") == "polite"
    expect(page.locator("vejviser-chat #polite")).to_be_empty(timeout=3_000)
    assert page.locator("vejviser-chat .bubbles").get_attribute("aria-live") is None


def test_what_was_sent_is_shown_line_by_line_and_can_be_saved_with_the_receipt(page: Page, chat: Window) -> None:
    chat.says("jeg vil send ind", "Skal jeg sende det?")
    lines = page.locator("vejviser-chat .summary li").all_inner_texts()
    assert lines == ["Barnets navn: Storm", "Barnets alder: 12", "Skole: en skole i Viby"]
    chat.says("send kvittering", "Dit nummer er CFT-ABCD-12")
    expect(page.locator("vejviser-chat .bubble strong.number")).to_have_text("CFT-ABCD-12")
    with page.expect_download() as download:
        chat.press("Gem kvitteringen som fil")
    assert download.value.suggested_filename == "kvittering.txt"
    saved = download.value.path().read_text("utf-8")
    assert "CFT-ABCD-12" in saved
    assert "Barnets navn: Storm" in saved


def test_the_visitor_can_say_whether_it_helped(page: Page, chat: Window, fake: FakeChat) -> None:
    chat.says("send kvittering", "Dit nummer er")
    chat.press("Hjalp det? Fortæl det her")
    expect(page.get_by_role("heading", name="Hjalp det?")).to_be_focused()
    chat.press("Send svar")
    expect(page.get_by_role("alert").filter(has_text="Vælg et af svarene")).to_be_visible()
    page.get_by_label("Lidt").check()
    page.get_by_label("Vil du skrive hvorfor?").fill("Det gik hurtigt")
    chat.press("Send svar")
    expect(page.get_by_role("heading", name="Tak, fordi du svarede.")).to_be_focused()
    assert fake.feedback == [{"helped": "partly", "comment": "Det gik hurtigt"}]
    chat.press("Tilbage til samtalen")
    expect(chat.button("Hjalp det? Fortæl det her")).to_have_count(0)


def test_nobody_is_asked_for_feedback_in_danger(chat: Window) -> None:
    chat.says("send kvittering", "Dit nummer er")
    chat.says("jeg vil ikke leve mere", "Jeg tager det alvorligt")
    expect(chat.button("Hjalp det? Fortæl det her")).to_have_count(0)
