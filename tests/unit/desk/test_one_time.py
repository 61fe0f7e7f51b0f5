"""One-time codes: right for a moment, with a little patience for clocks that differ."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from backoffice.desk.one_time import address, new_secret, step_of

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOW = datetime(2026, 11, 24, 9, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "right"), [(0, True), (-30, True), (30, True), (-75, False), (75, False)])
def test_a_code_is_right_for_a_moment(seconds: int, right: bool) -> None:
    secret = new_secret()
    code = pyotp.TOTP(secret).at(NOW + timedelta(seconds=seconds))
    assert (step_of(secret, code, NOW) is not None) is right


@pytest.mark.parametrize("code", ["", "000", "abcdef", "æøå", "1" * 40])
def test_anything_else_is_no_code(code: str) -> None:
    assert step_of(SECRET, code, NOW) is None


def test_a_code_written_in_two_halves_is_right() -> None:
    code = pyotp.TOTP(SECRET).at(NOW)
    assert step_of(SECRET, f"{code[:3]} {code[3:]}", NOW) is not None


def test_the_address_names_the_console_and_the_user() -> None:
    made = address(SECRET, "karla", "Center for Trivsel")
    assert made.startswith(f"otpauth://totp/Center%20for%20Trivsel:karla?secret={SECRET}")
