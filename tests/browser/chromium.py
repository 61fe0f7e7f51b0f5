"""How Debian's Chromium is started: headless, and asking nobody for anything."""

from __future__ import annotations

from playwright.sync_api import Browser, Playwright

PATH = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=PATH, headless=True, args=FLAGS)
