"""Who may open what: every route against every role, and nothing that is not listed."""

from __future__ import annotations

import re
import uuid
from collections.abc import AsyncIterator

import httpx
import pytest

from backoffice.desk import access
from backoffice.store.accounts import Role
from tests.server.desk.console import Browser, Console, running_console

SECURITY = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.fixture
async def console(database_url: str) -> AsyncIterator[Console]:
    """A console with one account for each role, named after it."""
    async with running_console(database_url, sign_in_rate="1000/minute") as running:
        for role in Role:
            await running.has_account(role.value, role)
        yield running


def routes_of(console: Console) -> dict[str, tuple[str, str]]:
    """Method and an address with made-up ids for each route, by its name in the table."""
    found = {}
    for route in console.app.router.routes:
        path = re.sub(r"<[^>]*:uuid>", str(uuid.uuid4()), "/" + route.path)
        path = re.sub(r"<[^>]*>", "x", path)
        for method in route.methods - {"OPTIONS", "HEAD"}:
            found[access.name_of(route)] = (method, path)
    return found


async def called(browser: Browser, method: str, path: str, csrf: str = "") -> httpx.Response:
    if method == "GET":
        return await browser.get(path)
    return await browser.posts(path, {"csrf": csrf})


def test_every_route_stands_in_the_table_and_the_table_has_no_other(console: Console) -> None:
    assert set(routes_of(console)) == set(access.TABLE)


async def test_a_stranger_gets_the_sign_in_page_or_nothing(console: Console) -> None:
    browser = console.browser()
    for name, (method, path) in routes_of(console).items():
        if isinstance(access.TABLE[name], access.Open):
            continue
        answer = await called(browser, method, path)
        assert answer.status_code in {303, 401}, name
        assert answer.headers.get("location", "/sign-in") == "/sign-in", name
    await browser.client.aclose()


@pytest.mark.parametrize("role", list(Role))
async def test_each_role_opens_its_own_pages_and_no_other(console: Console, role: Role) -> None:
    browser = console.browser()
    assert (await browser.signs_in(role.value)).status_code == 303
    for name, (method, path) in routes_of(console).items():
        rule = access.TABLE[name]
        if isinstance(rule, access.Open) or "stream" in name:
            continue
        answer = await called(browser, method, path)
        if role not in rule:
            assert answer.status_code == 404, f"{role} must not open {name}"
        elif method == "POST":
            assert answer.status_code == 403, f"{role} without the form's token: {name}"
        elif "<" not in path and path[-1] != "x" and not re.search(r"[0-9a-f]{8}-", path):
            assert answer.status_code in {200, 303}, f"{role} may open {name}"
    await browser.client.aclose()


async def test_an_unlisted_route_answers_nobody(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(access.TABLE, "intakes.index")
    browser = console.browser()
    await browser.signs_in(Role.ADMINISTRATOR.value)
    assert (await browser.get("/intakes/")).status_code == 404
    await browser.client.aclose()


@pytest.mark.parametrize("path", ["/sign-in", "/", "/nothing", "/static/console.css", "/static/..%2fpages.py"])
async def test_every_answer_has_the_security_headers(console: Console, path: str) -> None:
    browser = console.browser()
    answer = await browser.get(path)
    assert {name: answer.headers[name] for name in SECURITY} == SECURITY
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    await browser.client.aclose()


async def test_no_page_holds_inline_script_or_style(console: Console) -> None:
    browser = console.browser()
    await browser.signs_in(Role.LEAD.value)
    await console.hands_over()
    for name, (method, path) in routes_of(console).items():
        if method == "GET" and "static" not in name and "stream" not in name:
            page = (await browser.get(path)).text
            assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|<style", page), name
    await browser.client.aclose()
