"""How near the screening reads a danger to be: decided to die is now, self-harm that is over is a concern."""

from __future__ import annotations

import pytest

from bot.safety.reading import Level
from bot.safety.screener import Screener


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener.load()


@pytest.mark.parametrize(
    "text",
    [
        "jeg har besluttet mig for ikke at leve mere",
        "jeg har besluttet mig for at dø",
        "jeg har nu bestemt mig. jeg har besluttet mig for ikke at være her mere",
        "har taget beslutningen om at dø",
        "jeg har bestemt mig for at slutte det hele",
    ],
)
def test_who_has_decided_to_die_is_in_danger_now(screener: Screener, text: str) -> None:
    reading = screener.read(text)
    assert (reading.crisis, reading.sure, reading.level) == ("crisis_suicide", True, Level.ACUTE)


@pytest.mark.parametrize(
    "text",
    [
        "jeg har besluttet mig for at stoppe til håndbold",
        "jeg vil gerne stoppe nu",
        "vi har besluttet at vi spiser ude i aften",
        "jeg har bestemt mig for at skifte skole",
        "hun har besluttet at stoppe til ridning",
    ],
)
def test_other_decisions_are_no_danger(screener: Screener, text: str) -> None:
    assert not screener.read(text).sure


@pytest.mark.parametrize(
    "text",
    [
        "jeg har skåret mig selv for nogle uger siden men ikke mere nu",
        "jeg har skåret mig selv for nole uger siden men ik mere nu",
        "jeg skar i mine arme for et par måneder siden",
    ],
)
def test_self_harm_that_is_over_is_a_concern(screener: Screener, text: str) -> None:
    reading = screener.read(text)
    assert (reading.crisis, reading.level) == ("crisis_self_harm", Level.CONCERN)
    assert "harm_is_over" in reading.reasons


@pytest.mark.parametrize(
    "text",
    [
        "jeg begyndte at skære i mig selv for nogle uger siden og gør det stadig",
        "jeg skar mig selv for to uger siden og har lyst igen",
        "jeg har skåret mig selv for nogle uger siden og vil ikke leve mere",
        "jeg skærer i mig selv",
    ],
)
def test_self_harm_that_goes_on_or_has_worse_beside_it_stays_near(screener: Screener, text: str) -> None:
    reading = screener.read(text)
    assert reading.sure
    assert Level(reading.level or "concern").weight >= Level.HIGH.weight
