"""Whether a way is meant for this person at all: audience, age, area, and whether it rests on a parent."""

from __future__ import annotations

from dataclasses import dataclass

from bot.routes.catalogue import Route

# From this age one is "young" in the catalogue and no longer only "child": the lowest age of the places for young people
# (headspace, 12-25; `age_min` in the catalogue).
YOUNG_FROM = 12
# Where a way for children and young people has no upper age of its own: 23 as at BørneTelefonen and Cyberhus, 30 as at
# Ventilen, where it is not for children (`field_notes.age` in the catalogue).
CHILDREN_UNTIL = 23
YOUNG_UNTIL = 30
LOCAL_MUNICIPALITY = "aarhus"
ADULTS = frozenset({"parent", "professional"})


@dataclass(frozen=True)
class Needs:
    """What is known of somebody who needs a way; None where nothing is.

    `audience` is young, parent or professional; `age` is the child's or young person's, in years; `municipality` is
    "aarhus", "another" or "unsure"; `themes` are those of the NLU or of the catalogue; `already_helped` names who helps
    already (school, municipality, doctor, psychiatry).
    """

    audience: str | None = None
    age: int | None = None
    municipality: str | None = None
    themes: tuple[str, ...] = ()
    step: int | None = None
    outcome: str | None = None
    parents_may_be_danger: bool = False
    already_helped: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Slots of the dialogue are lists; what is kept here can be a key."""
        object.__setattr__(self, "themes", tuple(self.themes))
        object.__setattr__(self, "already_helped", tuple(self.already_helped))


def fits(route: Route, needs: Needs) -> bool:
    """Whether `route` is for this audience, age and area, and asks nothing of a parent who may be the danger."""
    return (
        fits_person(route, needs.audience, needs.age)
        and fits_area(route, needs)
        and not (needs.parents_may_be_danger and _reaches_parent(route, needs))
    )


def _reaches_parent(route: Route, needs: Needs) -> bool:
    """Whether `route` goes through a parent, or tells one what the child said."""
    return route.rests_on_parent or (route.parents_are_told and needs.audience not in ADULTS)


def fits_person(route: Route, audience: str | None, age: int | None) -> bool:
    """Whether `route` is for this audience and age. Somebody of whom nothing is known is met as a young person."""
    return bool(route.audience & voices(audience, age)) and fits_age(route, age)


def voices(audience: str | None, age: int | None) -> frozenset[str]:
    """The catalogue's audiences for one of the bot's."""
    if audience in ADULTS:
        return frozenset({str(audience)})
    if age is None:
        return frozenset({"child", "young"})
    return frozenset({"young" if age >= YOUNG_FROM else "child"})


def fits_age(route: Route, age: int | None) -> bool:
    """Whether `age` lies within the way's ages; an unknown age does."""
    if age is None:
        return True
    return (route.age_min or 0) <= age <= oldest(route)


def oldest(route: Route) -> int:
    """The highest age `route` is for."""
    if route.age_max is not None:
        return route.age_max
    if route.audience & ADULTS:
        return 120
    return CHILDREN_UNTIL if "child" in route.audience else YOUNG_UNTIL


def fits_area(route: Route, needs: Needs) -> bool:
    """Whether `route` is for where they live: local ways only for those who said that they live there."""
    if route.area == "national":
        return True
    return needs.municipality == LOCAL_MUNICIPALITY and needs.outcome != "elsewhere"
