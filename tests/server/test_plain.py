"""The chat without scripts: the whole way in plain pages and forms, with the same help and the same safety as the API."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from backoffice.chat.plain import NEUTRAL_PAGE
from tests.server.conftest import OpenOffice
from tests.server.fake_engine import FakeEngine, bubble
from tests.server.office import DANGER, Office
from tests.server.test_danger import locked

QUESTION = "hvad koster det"


@dataclass
class Form:
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """What a browser without scripts sees of an answer: forms, links, and everything that could load something."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__()
        self.answer = answer
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(answer.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.attributes |= set(given)
        if tag == "form":
            self.forms.append(Form(given["action"]))
        elif tag == "input" and given.get("type") == "hidden":
            self.forms[-1].fields[given["name"]] = given["value"]
        elif tag == "textarea":
            self.forms[-1].fields[given["name"]] = ""
        elif tag == "button" and "name" in given:
            self.forms[-1].buttons.append((given["name"], given["value"]))
        elif tag == "a":
            self.links.append(given["href"])

    def form(self, action: str) -> Form:
        return next(each for each in self.forms if each.action == action)


@dataclass
class Browser:
    """Follows redirects, keeps the cookie, runs nothing."""

    office: Office
    client: httpx.AsyncClient
    page: Page | None = None

    async def get(self, path: str) -> Page:
        return await self._show(await self.client.get(self.office.base + path))

    async def post(self, action: str, **values: str) -> Page:
        return await self._show(await self.client.post(self.office.base + action, data=values))

    async def _show(self, answer: httpx.Response) -> Page:
        self.page = Page(answer)
        return self.page

    async def begins(self) -> Page:
        return await self.post((await self.get("/chat/plain/")).form("/chat/plain/").action)

    async def writes(self, text: str) -> Page:
        """Fill in the form of the page that is shown."""
        assert self.page
        form = next(each for each in self.page.forms if "text" in each.fields)
        return await self.post(form.action, **{**form.fields, "text": text})


@pytest.fixture
async def browser(office: Office) -> Iterator[Browser]:  # type: ignore[misc]
    async with httpx.AsyncClient(follow_redirects=True, timeout=20, trust_env=False) as client:
        yield Browser(office, client)


async def test_the_whole_way_without_scripts(browser: Browser, fake_engine: FakeEngine) -> None:
    fake_engine.script[QUESTION] = [
        bubble(
            "Det er gratis.",
            routes=[{"id": "boernetelefonen", "why": ""}],
            buttons=[{"title": "Tak", "payload": "/thank"}],
            step={"number": 3, "of": 8, "optional": True},
        )
    ]
    page = await browser.begins()
    assert "Spørgsmål" not in page.answer.text
    assert page.answer.url.path == "/chat/plain/talk"
    assert len(next(each for each in page.forms if each.buttons).buttons) == 5  # four who write, and who reads along
    page = await browser.writes(QUESTION)
    assert "Det er gratis." in page.answer.text
    assert "Spørgsmål 3 af 8. Du kan springe over." in page.answer.text
    assert {"tel:116111", "sms:116111"} <= set(page.links)
    assert page.links.index("tel:116111") < page.links.index("sms:116111")
    choice = next(each for each in page.forms if each.buttons)
    page = await browser.post(choice.action, **choice.fields, **dict(choice.buttons[:1]))
    assert fake_engine.texts() == [QUESTION, "/thank"]
    page = await browser.post("/chat/plain/feedback", helped="yes", comment="")
    assert "Tak" in page.answer.text
    page = await browser.post("/chat/plain/delete")
    assert "slettet" in page.answer.text
    assert (await browser.get("/chat/plain/talk")).answer.status_code == 404


async def test_the_pages_run_and_load_nothing_of_others(browser: Browser) -> None:
    await browser.begins()
    for page in (
        await browser.get("/chat/plain/"),
        await browser.get("/chat/plain/talk"),
        await browser.get("/chat/plain/x"),
    ):
        assert not page.tags & {"script", "img", "iframe", "object", "svg", "style"}
        assert not {each for each in page.attributes if each.startswith("on") or each == "style"}
        policy = page.answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "frame-ancestors 'none'" in policy
        assert f"form-action 'self' {NEUTRAL_PAGE}" in policy
        assert page.answer.headers["cache-control"] == "no-store"
        assert page.answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert 'lang="da"' in page.answer.text
        assert page.form("/chat/plain/leave")
    style = await browser.client.get(f"{browser.office.base}/chat/plain/plain.css")
    assert style.headers["content-type"].startswith("text/css")


async def test_the_key_is_in_a_cookie_that_nothing_else_gets(browser: Browser) -> None:
    answer = await browser.client.post(f"{browser.office.base}/chat/plain/", follow_redirects=False)
    cookie = answer.headers["set-cookie"]
    for part in ("Path=/chat/plain", "HttpOnly", "SameSite=Strict"):
        assert part.lower() in cookie.lower()
    assert "max-age" not in cookie.lower()
    assert "expires" not in cookie.lower()
    assert answer.status_code == 303
    value = cookie.split("=", 1)[1].split(";")[0]
    page = await browser.get("/chat/plain/talk")
    assert value.split(".")[1] not in page.answer.text


async def test_over_tls_the_cookie_is_secure(open_office: OpenOffice) -> None:
    office = await open_office(proxies=1)
    headers = {"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https"}
    answer = await office.client.post(f"{office.base}/chat/plain/", headers=headers)
    assert "; Secure" in answer.headers["set-cookie"]


@pytest.mark.parametrize("path", ["", "talk", "feedback", "delete", "leave"])
async def test_a_form_of_another_site_is_refused(browser: Browser, path: str) -> None:
    await browser.begins()
    url = f"{browser.office.base}/chat/plain/{path}"
    answer = await browser.client.post(
        url, headers={"Sec-Fetch-Site": "cross-site"}, data={"text": "hej"}, follow_redirects=False
    )
    assert answer.status_code == 403
    assert (await browser.get("/chat/plain/talk")).answer.status_code == 200


async def test_sending_the_same_page_twice_is_one_message(browser: Browser, fake_engine: FakeEngine) -> None:
    page = await browser.begins()
    form = next(each for each in page.forms if "text" in each.fields)
    values = {**form.fields, "text": QUESTION}
    await asyncio.gather(*(browser.post(form.action, **values) for _ in range(3)))
    await asyncio.sleep(0.2)
    assert len(fake_engine.texts()) == 1


async def test_what_was_written_is_shown_as_text(browser: Browser) -> None:
    await browser.begins()
    written = "<script>alert(1)</script> & \"'>\r\nny linje"
    page = await browser.writes(written)
    assert "script" not in page.tags
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;&#39;&gt;\nny linje" in page.answer.text


def helps(page: Page) -> bool:
    return "tel:112" in page.links and "Jeg tager det alvorligt" in page.answer.text


async def test_danger_is_answered_on_the_next_page(browser: Browser, fake_engine: FakeEngine) -> None:
    fake_engine.mode = "hang"
    await browser.begins()
    assert helps(await browser.writes(DANGER))
    assert fake_engine.asked == []


async def test_a_child_in_danger_is_offered_to_write_before_to_call(browser: Browser) -> None:
    page = await browser.begins()
    young = next(each for each in page.forms if each.buttons)
    await browser.post(young.action, **young.fields, **dict(young.buttons[:1]))
    links = (await browser.writes(DANGER)).links
    assert helps_young(links)


def helps_young(links: list[str]) -> bool:
    """Whether the last card of the line for children has sms before the telephone; the greeting's is the other way round."""
    last = len(links) - 1 - links[::-1].index("tel:112")
    return links.index("sms:116111", last) < links.index("tel:116111", last)


async def test_danger_is_answered_with_the_database_locked_and_the_words_are_kept(
    browser: Browser, database_file: Path
) -> None:
    await browser.begins()
    async with locked(database_file):
        page = await browser.writes(DANGER)
        assert page.answer.status_code == 503
        assert helps(page)
        assert DANGER in page.answer.text
    page = await browser.writes(DANGER)
    assert page.answer.status_code == 200
    assert page.answer.text.count(DANGER) == 1


async def test_danger_is_answered_in_every_field_and_without_a_conversation(browser: Browser) -> None:
    for form in ({"text": DANGER}, {"client_id": DANGER}, {"button": DANGER}, {"x": DANGER}):
        page = await browser.post("/chat/plain/talk", **form)
        assert page.answer.status_code == 404
        assert helps(page)
    await browser.begins()
    assert helps(await browser.post("/chat/plain/feedback", helped="no", comment=DANGER))
    assert helps(await browser.post("/chat/plain/feedback", helped=DANGER))
    page = await browser.post("/chat/plain/talk", client_id="x", text=DANGER + " a" * 2000)
    assert helps(page)


@pytest.mark.parametrize(
    ("text", "status", "word"), [("", 400, "ikke noget"), ("a" * 2001, 413, "2.000"), ("x\0", 400, "almindelige")]
)
async def test_a_text_that_cannot_be_taken_comes_back_with_the_reason(
    browser: Browser, text: str, status: int, word: str
) -> None:
    await browser.begins()
    page = await browser.writes(text)
    assert page.answer.status_code == status
    assert word in page.answer.text
    assert page.answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    "content", [b"text=%ff%fe", b"text=a&text=b", b"&".join(b"f%d=1" % n for n in range(30)), b"\xff"]
)
async def test_a_broken_form_is_refused(browser: Browser, content: bytes) -> None:
    await browser.begins()
    answer = await browser.client.post(
        f"{browser.office.base}/chat/plain/talk",
        content=content,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 400


async def test_an_answer_that_takes_long_can_be_fetched(
    browser: Browser, fake_engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backoffice.chat.plain.ANSWER_SECONDS", 0.1)
    fake_engine.delay = 0.6
    await browser.begins()
    page = await browser.writes(QUESTION)
    link = next(each for each in page.links if "seen=" in each)
    monkeypatch.undo()
    page = await browser.get(link.split("#")[0])
    assert "Svar på besked 1" in page.answer.text
    assert not [each for each in page.links if "seen=" in each]
    assert len(re.findall('id="nyt"', page.answer.text)) == 1


async def test_leaving_goes_away_at_once_and_leaves_nothing(browser: Browser, database_file: Path) -> None:
    await browser.begins()
    answer = await browser.client.post(f"{browser.office.base}/chat/plain/leave", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, NEUTRAL_PAGE)
    assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert "max-age=0" in answer.headers["set-cookie"].lower()
    await asyncio.sleep(0.3)
    with sqlite3.connect(database_file) as connection:
        assert connection.execute("select count(*) from conversation").fetchone() == (0,)


async def test_leaving_works_with_the_database_locked(browser: Browser, database_file: Path) -> None:
    await browser.begins()
    async with locked(database_file):
        async with asyncio.timeout(2):
            answer = await browser.client.post(f"{browser.office.base}/chat/plain/leave", follow_redirects=False)
    assert answer.headers["location"] == NEUTRAL_PAGE


def test_the_page_to_leave_for_is_the_chat_windows(request: pytest.FixtureRequest) -> None:
    source = (request.config.rootpath / "web-widget" / "src" / "element.ts").read_text("utf-8")
    assert f'"{NEUTRAL_PAGE}"' in source


async def test_no_more_conversations_than_allowed_but_ways_for_everybody(open_office: OpenOffice) -> None:
    office = await open_office(conversation_rate="1/minute")
    async with httpx.AsyncClient(timeout=20, trust_env=False) as client:
        browser = Browser(office, client)
        await browser.post("/chat/plain/")
        page = await browser.post("/chat/plain/")
    assert page.answer.status_code == 429
    assert "tel:112" in page.links
