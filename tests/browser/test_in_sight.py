"""Help is seen first, and nobody has to guess that a question waits below it: folded ways, and what points downwards."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import script
from tests.browser.conftest import NewPage
from tests.browser.fake_chat import FakeChat
from tests.browser.window import Window

pytestmark = pytest.mark.browser

DOCTOR = {**script.TEACHER, "id": "own_gp", "name": "Egen læge", "why": None, "address": None, "map_url": None}
NIGHT = {**script.EMERGENCY, "id": "night_doctor", "name": "Lægevagten i Region Midtjylland", "phone": "70 00 00 00"}
WRITING_CHILD_LINE = {**script.CHILD_LINE, "write_first": True}
QUESTION = "Har du også tanker om at tage dit eget liv?"
WORDS = (
    "Tak, fordi du fortæller det. Mange gør det, fordi noget inden i gør for ondt. Du er ikke mærkelig, og du er ikke alene. "
    "Her kan du tale eller skrive med en, der lytter."
)
GREETING = (
    "Hej. Jeg er Vejviser, en robot. Jeg viser vej til hjælp for børn og unge. Du behøver ikke sige, hvad du hedder. "
    "Ingen læser med, medmindre du beder om et menneske, eller nogen er i fare."
)
WHO = ("Jeg er barn eller ung", "Jeg er forælder", "Jeg er bekymret for en ven", "Jeg arbejder med børn")


def visit(new_page: NewPage, fake: FakeChat, width: int, height: int) -> Window:
    page = new_page(width, height)
    page.goto(fake.page)
    return Window(page).begin()


def in_danger(chat: Window, fake: FakeChat, *routes: dict[str, object]) -> None:
    """Help with these ways has come, and the direct question after it."""
    fake.set(answers=False)
    chat.write("jeg skærer i mig selv")
    fake.wait_for(lambda: bool(fake.talk.messages[-1]["from"] == "visitor"))
    fake.say(text=WORDS, routes=routes, safety=script.DANGER)
    fake.say(text=QUESTION, buttons=("Ja", "Nej", "Ved ikke"), safety=script.DANGER)
    expect(chat.button("Ved ikke")).to_be_attached()


def seen_names(page: Page) -> list[str]:
    names = page.locator("vejviser-chat .danger .route-name")
    return [each.inner_text() for each in names.all() if each.is_visible()]


def test_on_a_desk_help_and_the_question_with_its_answers_are_in_sight_together(
    new_page: NewPage, fake: FakeChat
) -> None:
    chat = visit(new_page, fake, 1280, 800)
    in_danger(chat, fake, script.EMERGENCY, WRITING_CHILD_LINE, DOCTOR, NIGHT)
    page = chat.page
    expect(page.get_by_text("Få hjælp nu")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("link", name="Ring 112, Alarm 112").last).to_be_in_viewport(ratio=1)
    for answer in ("Ja", "Nej", "Ved ikke"):
        expect(chat.button(answer)).to_be_in_viewport(ratio=1)


def test_on_a_phone_help_is_seen_first_and_the_question_is_pointed_out(new_page: NewPage, fake: FakeChat) -> None:
    chat = visit(new_page, fake, 360, 640)
    in_danger(chat, fake, script.EMERGENCY, WRITING_CHILD_LINE, DOCTOR, NIGHT)
    page = chat.page
    expect(page.get_by_text("Få hjælp nu")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("link", name="Skriv i chat, BørneTelefonen").last).to_be_in_viewport(ratio=1)
    chat.press("Se spørgsmålet")
    for answer in ("Ja", "Nej", "Ved ikke"):
        expect(chat.button(answer)).to_be_in_viewport(ratio=1)
    expect(page.locator("vejviser-chat .newest")).to_have_count(0)


def test_further_ways_are_folded_and_open_with_one_press(new_page: NewPage, fake: FakeChat) -> None:
    chat = visit(new_page, fake, 360, 640)
    in_danger(chat, fake, script.EMERGENCY, WRITING_CHILD_LINE, DOCTOR, NIGHT)
    assert seen_names(chat.page) == ["Alarm 112", "BørneTelefonen"]
    chat.page.get_by_text("Vis 2 steder mere").click()
    expect(chat.page.get_by_role("link", name="Ring 70 00 00 00")).to_be_visible()
    assert seen_names(chat.page) == ["Alarm 112", "BørneTelefonen", "Egen læge", "Lægevagten i Region Midtjylland"]


def test_112_and_the_line_for_children_are_never_folded(new_page: NewPage, fake: FakeChat) -> None:
    chat = visit(new_page, fake, 360, 640)
    in_danger(chat, fake, DOCTOR, NIGHT, script.EMERGENCY, script.CHILD_LINE)
    assert seen_names(chat.page) == ["Egen læge", "Lægevagten i Region Midtjylland", "Alarm 112", "BørneTelefonen"]


def answers(chat: Window) -> list[Locator]:
    return [chat.button(title) for title in WHO]


@pytest.fixture
def real_greeting(monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as the product's own, with as many answers."""
    first, question = script.GREETING
    asked = {**question, "text": "Hvad passer på dig? Vælg her, eller skriv med dine egne ord.", "buttons": list(WHO)}
    monkeypatch.setattr(script, "GREETING", ({**first, "text": GREETING}, asked))


@pytest.mark.usefixtures("real_greeting")
@pytest.mark.parametrize(("width", "height"), [(360, 640), (390, 844), (512, 683), (1280, 800)])
def test_the_first_question_is_in_sight_with_all_its_answers(
    new_page: NewPage, fake: FakeChat, width: int, height: int
) -> None:
    page = new_page(width, height)
    page.goto(fake.page)
    chat = Window(page).open()
    expect(answers(chat)[-1]).to_be_attached()
    expect(chat.bubbles.first).to_be_in_viewport(ratio=1)
    for answer in answers(chat):
        expect(answer).to_be_in_viewport(ratio=1)
    expect(page.locator("vejviser-chat .newest")).to_have_count(0)


@pytest.mark.usefixtures("real_greeting")
def test_where_an_answer_lies_under_the_field_more_is_pointed_out(new_page: NewPage, fake: FakeChat) -> None:
    page = new_page(512, 540)
    page.goto(fake.page)
    chat = Window(page).open()
    expect(answers(chat)[-1]).not_to_be_in_viewport(ratio=1)
    chat.press("Mere herunder")
    expect(answers(chat)[-1]).to_be_in_viewport(ratio=1)
    expect(page.locator("vejviser-chat .newest")).to_have_count(0)
    page.set_viewport_size({"width": 512, "height": 500})
    page.locator("vejviser-chat #log").evaluate("log => log.scrollTo(0, 0)")
    expect(page.locator("vejviser-chat .newest")).to_be_visible()
    page.set_viewport_size({"width": 512, "height": 1000})
    expect(page.locator("vejviser-chat .newest")).to_have_count(0)


def test_a_persons_first_words_are_gone_to_while_the_ways_of_danger_are_in_view(
    new_page: NewPage, fake: FakeChat
) -> None:
    chat = visit(new_page, fake, 360, 640)
    in_danger(chat, fake, script.EMERGENCY, script.CHILD_LINE, DOCTOR, NIGHT)
    chat.page.wait_for_timeout(1_800)
    fake.become("staff")
    fake.say(text="Nu skriver du med et menneske.", sender="system")
    fake.say(text="Hej, jeg er her.", sender="staff")
    expect(chat.bubbles.last).to_have_text("Hej, jeg er her.")
    expect(chat.bubbles.last).to_be_in_viewport(ratio=1)


def test_who_went_up_by_hand_is_left_there_and_a_persons_words_are_pointed_out(
    new_page: NewPage, fake: FakeChat
) -> None:
    chat = visit(new_page, fake, 360, 640)
    in_danger(chat, fake, script.EMERGENCY, script.CHILD_LINE, DOCTOR, NIGHT)
    chat.page.locator("vejviser-chat #log").evaluate("log => log.scrollTo(0, 0)")
    expect(chat.bubbles.first).to_be_in_viewport(ratio=1)
    fake.become("staff")
    fake.say(text="Hej, jeg er her.", sender="staff")
    expect(chat.page.locator("vejviser-chat .newest")).to_have_text("nyt svar")
    expect(chat.bubbles.first).to_be_in_viewport(ratio=1)
