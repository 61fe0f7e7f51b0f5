"""One's own account: a new password, and one-time codes."""

from __future__ import annotations

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import redirect

from backoffice.desk import passwords
from backoffice.desk.context import Desk, desk_of, signed_in
from backoffice.desk.forms import FormError, field, raw
from backoffice.desk.guard import CHANGED, SIGN_IN
from backoffice.desk.one_time import address, new_secret, step_of
from backoffice.store.accounts import Account

blueprint = Blueprint("account", url_prefix="/account")


@blueprint.get("/")
async def show(request: Request) -> HTTPResponse:
    """Password and one-time codes."""
    return _page(request)


@blueprint.post("/password")
async def change_password(request: Request) -> HTTPResponse:
    """A new password; afterwards one signs in again, everywhere."""
    desk, account = desk_of(request), signed_in(request).account
    old, new = raw(request, "old"), raw(request, "new")
    if max(len(old), len(new)) > passwords.LONGEST:
        raise FormError("new")
    if not await _is_mine(desk, account, old):
        return _page(request, "old", 400)
    if passwords.too_short(new):
        return _page(request, "short", 400)
    if passwords.is_known(new, account.username) or new == old:
        return _page(request, "known", 400)
    await desk.accounts.change_password(account.id, await passwords.make_hash(new))
    await desk.trail.record(account.username, "password_changed", account.id)
    return redirect(f"{SIGN_IN}?{CHANGED}=1", status=303)


@blueprint.post("/codes")
async def turn_codes_on(request: Request) -> HTTPResponse:
    """Turn one-time codes on once a code of the shown secret was right."""
    desk, account = desk_of(request), signed_in(request).account
    if account.external:
        raise FormError("secret")
    secret, code = field(request, "secret", 64), field(request, "code", 10)
    step = step_of(secret, code, desk.services.clock()) if secret.isalnum() and len(secret) >= 32 else None
    if step is None:
        return _page(request, "code", 400, secret)
    await desk.accounts.set_totp(account.id, secret)
    await desk.accounts.use_totp_step(account.id, step)
    await desk.trail.record(account.username, "codes_on", account.id)
    return redirect("/account/", status=303)


@blueprint.post("/codes-off")
async def turn_codes_off(request: Request) -> HTTPResponse:
    """Turn one-time codes off; the password is asked for, so that an open console is not enough."""
    desk, account = desk_of(request), signed_in(request).account
    if not await _is_mine(desk, account, raw(request, "old")[: passwords.LONGEST]):
        return _page(request, "old", 400)
    await desk.accounts.set_totp(account.id, None)
    await desk.trail.record(account.username, "codes_off", account.id)
    return redirect("/account/", status=303)


async def _is_mine(desk: Desk, account: Account, password: str) -> bool:
    """Whether it is the account's password; wrong ones count as failed sign-ins do."""
    place = ("own account", account.username)
    if not desk.throttle.allowed(*place):
        return False
    found = await desk.accounts.credentials_of(account.id)
    right = found is not None and await passwords.matches(found.password_hash, password)
    if not right:
        desk.throttle.failed(*place)
    return right


def _page(request: Request, problem: str = "", status: int = 200, secret: str = "") -> HTTPResponse:
    desk, account = desk_of(request), signed_in(request).account
    secret = secret or new_secret()
    return desk.pages.show(
        request,
        "account.html",
        status,
        problem=problem,
        secret=secret,
        address=address(secret, account.username, desk.services.catalogue.get("center_for_trivsel").name),
        shortest=passwords.SHORTEST,
    )
