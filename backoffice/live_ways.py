"""The catalogue as it stands now: what the municipality wrote down, with what the staff have entered since."""

from __future__ import annotations

from bot.routes.catalogue import Catalogue
from bot.routes.overrides import NONE, Overrides, apply


class LiveWays:
    """`catalogue` and `states` belong together and are replaced together; readers never see one without the other."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._written = catalogue
        self.catalogue = catalogue
        self.states: Overrides = NONE

    def put(self, states: Overrides) -> None:
        """What the staff have entered is now `states`."""
        if states != self.states:
            self.catalogue, self.states = apply(self._written, states), dict(states)
