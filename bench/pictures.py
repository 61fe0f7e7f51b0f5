"""Pictures made by script: `python -m bench.pictures` (chat and console of the running product, into docs/pictures) and
`python -m bench.pictures --states` (every state of the chat window at four widths, by day and by night, into var/pictures).

The states come from the scripted chat of the browser tests, and are put together on one sheet per width and light.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bot.settings import ROOT
from tests.browser.chromium import launch
from tests.browser.fake_http import serving
from tests.browser.journey import STORY, Journey, send_intake, sign_in
from tests.browser.states import STATES
from tests.browser.window import Window
from tests.conversations.paths import PARENT
from tests.stack import running_stack

STATES_FOLDER = ROOT / "var" / "pictures"
README_FOLDER = ROOT / "docs" / "pictures"
SIZES = ((320, 640), (390, 844), (768, 1024), (1280, 800))
SCHEMES = ("light", "dark")


@contextmanager
def page_of(browser: Browser, width: int, height: int, scheme: str) -> Iterator[Page]:
    """A page in a browser profile of its own, without motion."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        locale="da-DK",
    )
    try:
        yield context.new_page()
    finally:
        context.close()


def take_states(browser: Browser) -> None:
    """One picture for each state, width and light; a state that cannot be reached raises."""
    STATES_FOLDER.mkdir(parents=True, exist_ok=True)
    for width, height in SIZES:
        for scheme in SCHEMES:
            for name, way in STATES.items():
                with serving() as fake, page_of(browser, width, height, scheme) as page:
                    page.goto(fake.page)
                    way(Window(page), fake)
                    page.mouse.move(1, 1)
                    page.screenshot(path=STATES_FOLDER / f"{name}-{width}-{scheme}.png")


def take_sheets(browser: Browser) -> None:
    """All states of one width and light on one picture, to look at together."""
    for width, height in SIZES:
        shown = width // (4 if width > 1000 else 2 if width > 500 else 1)
        for scheme in SCHEMES:
            figures = "".join(_figure(name, width, scheme, shown) for name in STATES)
            with page_of(browser, shown * (5 if width > 500 else 6) + 80, height, scheme) as page:
                path = STATES_FOLDER / f"sheet-{width}-{scheme}.html"
                path.write_text(f"<!doctype html><body style='display:flex;flex-wrap:wrap;gap:8px'>{figures}", "utf-8")
                page.goto(path.as_uri())
                page.screenshot(path=path.with_suffix(".png"), full_page=True)


def _figure(name: str, width: int, scheme: str, shown: int) -> str:
    return f"<figure style='margin:0'>{name}<br><img width={shown} src='{name}-{width}-{scheme}.png'></figure>"


def main() -> None:
    """Take the pictures that the command line names."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        if "--states" in sys.argv:
            take_states(browser)
            take_sheets(browser)
        else:
            take_readme(browser)
        browser.close()


def take_readme(browser: Browser) -> None:
    """A conversation and the console as they are, from the whole product on a database of its own."""
    README_FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running_stack(Path(folder)) as stack:
        with page_of(browser, 390, 844, "light") as page:
            page.goto(f"{stack.demo}/skolefravaer.html")
            journey = Journey.begin(page)
            journey.says(STORY)
            journey.answers_until(PARENT, "utter_outcome_")
            page.screenshot(path=README_FOLDER / "chat.png")
            send_intake(journey)
        with page_of(browser, 1280, 800, "light") as desk:
            sign_in(desk, stack)
            desk.goto(f"{stack.staff}/intakes")
            desk.screenshot(path=README_FOLDER / "console.png")


if __name__ == "__main__":
    main()
