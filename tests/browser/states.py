"""Every state the chat window can be in, each with the way there; used by the tests of access and layout and by the pictures."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser import script
from tests.browser.fake_chat import Calls, FakeChat
from tests.browser.window import Voice, Window

State = Callable[[Window, FakeChat], None]
STATES: dict[str, State] = {}


def state(way: State) -> State:
    STATES[way.__name__] = way
    return way


@state
def closed(chat: Window, fake: FakeChat) -> None:
    expect(chat.launcher).to_be_visible()


@state
def opening(chat: Window, fake: FakeChat) -> None:
    fake.set(calls=Calls.HANGING)
    chat.launcher.click()
    expect(chat.panel).to_contain_text("Et øjeblik")


@state
def buttons(chat: Window, fake: FakeChat) -> None:
    chat.begin()


@state
def question(chat: Window, fake: FakeChat) -> None:
    chat.begin()
    chat.press("Mit barn")
    expect(chat.panel).to_contain_text("Spørgsmål 2 af 7")


@state
def aloud(chat: Window, fake: FakeChat) -> None:
    chat.has_voices(Voice("da-DK", local=True))
    chat.begin()
    chat.button("Læs højt").last.click()
    expect(chat.button("Stop oplæsning")).to_be_visible()


@state
def waiting(chat: Window, fake: FakeChat) -> None:
    chat.begin()
    fake.set(answers=False)
    chat.write(
        "Min datter på 13 vil ikke i skole. Hun har ondt i maven hver morgen, og vi ved ikke, hvad vi skal gøre."
    )
    expect(chat.panel).to_contain_text("Vejviser skriver …")


@state
def cards(chat: Window, fake: FakeChat) -> None:
    chat.begin()
    chat.press("Mit barn")
    chat.expect_bubble("Hvor gammelt er dit barn?")
    chat.says("han er 12", "Vil du sende noget")


@state
def danger(chat: Window, fake: FakeChat) -> None:
    chat.begin()
    chat.says("jeg vil ikke leve mere", "Er du i fare lige nu?")


@state
def folded(chat: Window, fake: FakeChat) -> None:
    chat.begin()
    doctor, teacher = {**script.EMERGENCY, "name": "Lægevagten", "phone": "70 00 00 00"}, script.TEACHER
    fake.say(
        text="Her kan du tale med nogen nu.",
        routes=(script.EMERGENCY, {**script.CHILD_LINE, "write_first": True}, doctor, teacher),
        safety=script.DANGER,
    )
    fake.say(text="Har du også tanker om at tage dit eget liv?", buttons=("Ja", "Nej"), safety=script.DANGER)
    chat.expect_bubble("Har du også tanker")
    chat.page.get_by_text("Vis 2 steder mere").click()


@state
def aside(chat: Window, fake: FakeChat) -> None:
    chat.begin()
    fake.set(answers=False)
    chat.write("koster det noget?")
    fake.wait_for(lambda: bool(fake.talk.messages[-1]["from"] == "visitor"))
    fake.say(text="Det er gratis.", buttons=("Skriv til dem", "Se, om centret kan hjælpe"))
    fake.say(text="Hvor gammelt er dit barn?", buttons=("5-9 år", "10-14 år"))
    expect(chat.button("10-14 år")).to_be_attached()


@state
def doubt(chat: Window, fake: FakeChat) -> None:
    chat.begin()
    chat.says("jeg kan ikke mere", "Har du tanker om")


@state
def staff(chat: Window, fake: FakeChat) -> None:
    chat.begin()
    chat.says("kan jeg tale med et menneske", "Du skrev")
    fake.become("staff")
    fake.say(text="Nu skriver du med et menneske. Robotten er stille imens.", sender="system")
    fake.say(text="Hej, mit navn er Mette. Jeg har læst det, du skrev. Hvordan har du det lige nu?", sender="staff")
    chat.expect_bubble("mit navn er Mette")


@state
def queued(chat: Window, fake: FakeChat) -> None:
    chat.begin()
    chat.says("kan jeg tale med et menneske", "Du skrev")
    fake.become("waiting", place=2)
    fake.say(
        text="Jeg har spurgt, om en fra centret kan skrive med dig. Du er nummer 2 i køen.",
        key="utter_handover_waiting",
        sender="system",
        routes=(script.CHILD_LINE,),
    )
    expect(chat.panel).to_contain_text("Du venter på et menneske. Nummer 2 i køen")
    chat.expect_bubble("Jeg har spurgt")


@state
def summary(chat: Window, fake: FakeChat) -> None:
    chat.begin()
    chat.says("jeg vil send ind", "Skal jeg sende det?")


@state
def receipt(chat: Window, fake: FakeChat) -> None:
    chat.begin()
    chat.says("send kvittering", "Dit nummer er")


@state
def away(chat: Window, fake: FakeChat) -> None:
    chat.begin()
    fake.set(calls=Calls.NO_ANSWER)
    fake.drop_streams()
    chat.write("er der nogen?")
    expect(chat.panel).to_contain_text("Forbindelsen er væk.")
    expect(chat.help).to_be_visible()


@state
def unopened(chat: Window, fake: FakeChat) -> None:
    fake.set(calls=Calls.NO_ANSWER)
    chat.launcher.click()
    expect(chat.help).to_be_visible()


@state
def unstored(chat: Window, fake: FakeChat) -> None:
    chat.begin()
    fake.set(calls=Calls.NO_STORAGE)
    chat.write("gem mig")
    chat.expect_bubble("Stederne her kan du bruge")


@state
def long(chat: Window, fake: FakeChat) -> None:
    chat.begin()
    chat.field.fill("Det begyndte efter ferien, og siden er det blevet sværere. " * 35)
    expect(chat.panel).to_contain_text("tegn for meget")


@state
def menu(chat: Window, fake: FakeChat) -> None:
    chat.begin()
    chat.press("Mere")


@state
def privacy(chat: Window, fake: FakeChat) -> None:
    chat.begin()
    chat.menu("Hvad bliver gemt?")


@state
def feedback(chat: Window, fake: FakeChat) -> None:
    chat.begin()
    chat.menu("Sig, om det hjalp")
    chat.page.get_by_label("Lidt").check()


@state
def deleting(chat: Window, fake: FakeChat) -> None:
    chat.begin()
    chat.menu("Slet min samtale")


@state
def deleted(chat: Window, fake: FakeChat) -> None:
    deleting(chat, fake)
    chat.press("Ja, slet samtalen")
    expect(chat.panel).to_contain_text("Samtalen er slettet")


@state
def gone(chat: Window, fake: FakeChat) -> None:
    chat.begin()
    fake.set(talks={})
    fake.drop_streams()
    expect(chat.panel).to_contain_text("Samtalen findes ikke mere")


@state
def hidden(chat: Window, fake: FakeChat) -> None:
    chat.begin()
    chat.menu("Skjul samtalen")


@state
def minimised(chat: Window, fake: FakeChat) -> None:
    chat.begin()
    chat.press("Luk chatten")
    fake.say(text="Er du der stadig?")
    expect(chat.launcher).to_contain_text("nyt svar")
