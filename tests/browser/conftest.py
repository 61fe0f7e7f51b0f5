"""Debian's Chromium and the scripted chat, for everything in this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import launch
from tests.browser.fake_chat import FakeChat
from tests.browser.fake_http import serving

NewPage = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser a file: Playwright keeps an event loop running, and no later file's own may meet it."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def fake() -> Iterator[FakeChat]:
    with serving() as running:
        yield running


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[NewPage]:
    """Makes pages, each in a browser profile of its own and without motion; an exception on a page fails the test."""
    contexts, errors = [], []

    def make(width: int = 1280, height: int = 800, **options: object) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, **{"reduced_motion": "reduce", **options}
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: errors.append(error.message))
        return page

    yield make
    for context in contexts:
        context.close()
    assert not errors


@pytest.fixture
def page(new_page: NewPage, fake: FakeChat) -> Page:
    """The demo's front page with the chat closed."""
    page = new_page()
    page.goto(fake.page)
    return page
