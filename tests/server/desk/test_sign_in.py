"""Signing in: throttled, forged by nobody, ended by time and by hand."""

from __future__ import annotations

import pyotp
import pytest

from backoffice.desk.first_account import make_first
from backoffice.store.accounts import Role
from tests.server.desk.console import PASSWORD, Browser, Console, running_console

WRONG = {"username": "karla", "password": "x" * 20, "code": ""}


async def test_the_right_password_opens_the_console(karla: Browser) -> None:
    front = await karla.get("/")
    assert front.status_code == 303
    page = await karla.get(front.headers["location"])
    assert page.status_code == 200
    assert "Karla" in page.text


@pytest.mark.parametrize(
    "form", [WRONG, {**WRONG, "username": "nobody"}, {**WRONG, "username": ""}, {**WRONG, "password": ""}]
)
async def test_whatever_is_wrong_gets_the_same_answer(browser: Browser, form: dict[str, str]) -> None:
    reference = await browser.sends("/sign-in", WRONG)
    answer = await browser.sends("/sign-in", form)
    assert answer.status_code == 401
    assert answer.text == reference.text
    assert (await browser.get("/intakes/")).status_code == 303


async def test_a_removed_account_cannot_sign_in_and_is_out_at_once(console: Console, karla: Browser) -> None:
    account = (await console.accounts.everybody())[0]
    await console.accounts.remove(account.id)
    assert (await karla.get("/intakes/")).headers["location"] == "/sign-in"
    assert (await karla.signs_in()).status_code == 401


async def test_the_sixth_wrong_attempt_on_an_account_is_not_tried(browser: Browser) -> None:
    answers = [(await browser.sends("/sign-in", WRONG)).status_code for _ in range(6)]
    assert answers == [401] * 5 + [429]
    assert (await browser.signs_in()).status_code == 429, "the right password must wait as well"


async def test_an_address_is_held_back_over_all_accounts(browser: Browser) -> None:
    answers = [(await browser.sends("/sign-in", {**WRONG, "username": f"u{n}"})).status_code for n in range(6)]
    assert answers == [401] * 5 + [429]


async def test_signing_in_rightly_many_times_holds_nobody_back(console: Console) -> None:
    for _ in range(8):
        browser = console.browser()
        assert (await browser.signs_in()).status_code == 303
        await browser.client.aclose()


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: Browser) -> None:
    cookie = next(
        value
        for value in (await browser.signs_in()).headers.get_list("set-cookie")
        if value.startswith("vejviser_staff=")
    )
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


async def test_over_tls_the_cookie_is_bound_to_the_host(database_url: str) -> None:
    async with running_console(database_url, staff_tls=True) as console:
        browser = console.browser()
        answer = await browser.get("/sign-in")
        cookie = answer.headers.get_list("set-cookie")[0]
        assert cookie.startswith("__Host-vejviser_form=")
        assert "Secure" in cookie
        assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
        await browser.client.aclose()


async def test_a_session_ends_without_use(console: Console, karla: Browser) -> None:
    console.clock.forward(seconds=880)
    assert (await karla.get("/intakes/")).status_code == 200
    console.clock.forward(seconds=901)
    assert (await karla.get("/intakes/")).status_code == 303


async def test_a_page_that_refreshes_itself_is_no_use(console: Console, karla: Browser) -> None:
    console.clock.forward(seconds=600)
    assert (await karla.get("/intakes/", **{"X-Vejviser-Idle": "1"})).status_code == 200
    console.clock.forward(seconds=400)
    assert (await karla.get("/intakes/")).status_code == 303


async def test_a_session_ends_after_a_working_day_however_much_it_is_used(console: Console, karla: Browser) -> None:
    for _ in range(28800 // 600):
        console.clock.forward(seconds=600)
        await karla.get("/intakes/")
    console.clock.forward(seconds=60)
    assert (await karla.get("/intakes/")).status_code == 303


async def test_after_signing_out_the_old_cookie_opens_nothing(karla: Browser) -> None:
    cookie = karla.client.cookies["vejviser_staff"]
    assert (await karla.sends("/sign-out", {}, on="/intakes/")).status_code == 303
    karla.client.cookies.set("vejviser_staff", cookie)
    assert (await karla.get("/intakes/")).status_code == 303


async def test_each_sign_in_gets_a_session_of_its_own(browser: Browser) -> None:
    browser.client.cookies.set("vejviser_staff", "chosen-by-somebody-else")
    await browser.signs_in()
    cookies = [cookie.value for cookie in browser.client.cookies.jar if cookie.name == "vejviser_staff"]
    assert any(value != "chosen-by-somebody-else" for value in cookies)


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"Origin": ""}, {"Sec-Fetch-Site": "cross-site"}],
)
async def test_a_form_from_elsewhere_changes_nothing(karla: Browser, headers: dict[str, str]) -> None:
    assert (await karla.sends("/sign-out", {}, on="/intakes/", **headers)).status_code == 403
    assert (await karla.get("/intakes/")).status_code == 200


@pytest.mark.parametrize("csrf", ["", "x" * 32, "æ"])
async def test_a_form_without_its_token_changes_nothing(karla: Browser, csrf: str) -> None:
    assert (await karla.posts("/sign-out", {"csrf": csrf})).status_code == 403
    assert (await karla.get("/intakes/")).status_code == 200


async def test_a_sign_in_form_made_for_another_browser_is_refused(console: Console, browser: Browser) -> None:
    other = console.browser()
    await other.get("/sign-in")
    form = {"csrf": "0" * 64, "username": "karla", "password": PASSWORD, "code": ""}
    assert (await other.posts("/sign-in", form)).status_code == 403
    await other.client.aclose()


async def test_with_one_time_codes_the_password_is_not_enough_and_a_code_counts_once(console: Console) -> None:
    await console.has_account("rasmus", Role.LEAD)
    secret = pyotp.random_base32()
    account = next(each for each in await console.accounts.everybody() if each.username == "rasmus")
    await console.accounts.set_totp(account.id, secret)
    code = pyotp.TOTP(secret).at(console.clock.now)
    browser = console.browser()
    assert (await browser.signs_in("rasmus")).status_code == 401
    assert (await browser.signs_in("rasmus", code=code)).status_code == 303
    again = console.browser()
    assert (await again.signs_in("rasmus", code=code)).status_code == 401
    for each in (browser, again):
        await each.client.aclose()


async def test_the_first_account_is_made_once_and_its_password_opens_the_console(database_url: str) -> None:
    async with running_console(database_url) as console:
        password = await make_first(console.services.settings)
        assert password is not None
        assert len(password) >= 16
        assert await make_first(console.services.settings) is None
        browser = console.browser()
        assert (await browser.signs_in("leder", password)).status_code == 303
        await browser.client.aclose()
