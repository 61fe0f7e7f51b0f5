"""Every state at every width: nothing sticks out, nothing lies on top of something else, every control is large enough."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import NewPage
from tests.browser.fake_chat import FakeChat
from tests.browser.states import STATES
from tests.browser.window import Window

pytestmark = pytest.mark.browser

SMALLEST_PX = 40
MEASURE = """(smallest) => {
  const root = document.querySelector("vejviser-chat").shadowRoot;
  const panel = root.querySelector("dialog");
  const frame = panel.open ? panel.getBoundingClientRect() : { left: 0, right: innerWidth };
  const seen = (element) => element.getClientRects().length > 0 && !element.closest(".unseen");
  const named = (element) => `${element.tagName} ${element.className} ${element.textContent.trim().slice(0, 30)}`;
  const all = [...root.querySelectorAll("*")].filter(seen).filter((element) => !element.closest("svg"));
  const out = all.filter((element) => {
    const box = element.getBoundingClientRect();
    return box.right > frame.right + 1 || box.left < frame.left - 1;
  });
  const cut = all.filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0
    && getComputedStyle(element).display !== "inline" && !["hidden auto"].includes(getComputedStyle(element).overflow));
  const controls = all.filter((element) => element.matches("button, a, textarea, label.choice"));
  const small = controls.filter((element) => {
    const box = element.getBoundingClientRect();
    return box.height < smallest || box.width < smallest;
  });
  const name = (list) => list.map(named);
  return { out: name(out), cut: name(cut), small: name(small), page: document.documentElement.scrollWidth - innerWidth };
}"""
FINE: dict[str, Any] = {"out": [], "cut": [], "small": [], "page": 0}


@pytest.mark.parametrize("name", STATES)
def test_nothing_sticks_out_and_every_control_is_large_enough(new_page: NewPage, fake: FakeChat, name: str) -> None:
    page = new_page(320, 640)
    page.goto(fake.page)
    STATES[name](Window(page), fake)
    for width, height in ((320, 640), (390, 844), (768, 1024), (1280, 800), (320, 256)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(60)
        assert page.evaluate(MEASURE, SMALLEST_PX) == FINE, f"{width} x {height}"


def test_a_page_that_halves_the_size_of_text_does_not_halve_the_chats(new_page: NewPage, fake: FakeChat) -> None:
    page = new_page()
    page.goto(fake.page)
    page.evaluate("document.documentElement.style.fontSize = '62.5%'")
    chat = Window(page).begin()
    assert chat.bubbles.first.evaluate("element => getComputedStyle(element).fontSize") == "16px"


def test_a_page_can_give_the_chat_its_own_colours(new_page: NewPage, fake: FakeChat) -> None:
    page = new_page()
    page.goto(fake.page)
    page.evaluate("document.querySelector('vejviser-chat').style.setProperty('--vejviser-accent-deep', '#004993')")
    colour = Window(page).launcher.evaluate("element => getComputedStyle(element).backgroundColor")
    assert colour == "rgb(0, 73, 147)"


def test_a_page_cannot_change_the_chats_inside_by_its_own_styles(new_page: NewPage, fake: FakeChat) -> None:
    page = new_page()
    page.goto(fake.page)
    before = Window(page).launcher.bounding_box()
    page.evaluate("document.styleSheets[0].insertRule('button { font-size: 80px; padding: 99px }')")
    assert Window(page).launcher.bounding_box() == before
