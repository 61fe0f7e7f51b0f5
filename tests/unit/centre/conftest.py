"""The clock for the tests of the centre's facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine


@pytest.fixture
def time_machine_at_half_past_midnight() -> Iterator[None]:
    """Half past midnight on 2 March in Denmark, when it is still 1 March in UTC."""
    with time_machine.travel(datetime(2027, 3, 1, 23, 30, tzinfo=UTC), tick=False):
        yield
