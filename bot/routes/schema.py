"""The one schema of `municipality/<name>/routes/*.yml` and `crisis_sets.yml`; anything it does not know is an error."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Clock = Annotated[str, StringConstraints(pattern=r"^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$")]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Number = Annotated[str, StringConstraints(pattern=r"^\d[\d ]+\d$")]
Link = Annotated[str, StringConstraints(pattern=r"^https://\S+$")]


class Strict(BaseModel):
    """Unknown keys are refused; text is never turned into numbers or the other way round."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class WindowEntry(Strict):
    """One line of a weekly plan, in local time."""

    days: Annotated[list[Day], Field(min_length=1)]
    start: Clock = Field(alias="from")
    end: Clock = Field(alias="to")
    crosses_midnight: bool
    source: str | None = None

    @model_validator(mode="after")
    def times_in_order(self) -> WindowEntry:
        """A window ends after it begins, on the next day when it says so."""
        if self.start == "24:00" or (self.end <= self.start) != self.crosses_midnight:
            raise ValueError("the window's end does not fit crosses_midnight")
        return self


class HoursEntry(Strict):
    """Opening hours; `shown` is what a family reads, `note` is for the staff."""

    kind: Literal["always", "weekly", "unknown"]
    shown: str | None = None
    on_holidays: Literal["as_usual", "closed", "all_day"] = "closed"
    weekly: list[WindowEntry] = []
    closed_on: list[date] = []
    note: str | None = None
    weekly_newest_claim: list[WindowEntry] = []

    @model_validator(mode="after")
    def plan_fits_kind(self) -> HoursEntry:
        """Only a weekly plan has windows, and it has at least one."""
        if (self.kind == "weekly") != bool(self.weekly):
            raise ValueError("weekly hours need windows, and no other kind has them")
        return self


class RouteEntry(Strict):
    """One way, as the file tells it."""

    id: Identifier
    name: Annotated[str, Field(min_length=2)]
    kind: Literal[
        "acute",
        "psychiatry",
        "health",
        "helpline",
        "chat",
        "civil_society",
        "online_selfhelp",
        "municipal",
        "school",
        "parent_support",
    ]
    description_da: Annotated[str, Field(min_length=10)]
    audience: Annotated[list[Literal["child", "young", "parent", "professional"]], Field(min_length=1)]
    age_min: Annotated[int, Field(ge=0, le=120)] | None
    age_max: Annotated[int, Field(ge=0, le=120)] | None
    themes: Annotated[list[Identifier], Field(min_length=1)]
    step: Literal["acute", 1, 2, 3]
    area: Literal["national", "aarhus", "midtjylland"]
    phone: Number | None
    sms: Number | None
    chat_url: Link | None
    url: Link | None
    email: str | None
    address: str | None
    opening_hours: HoursEntry
    anonymous: bool | None
    free: bool | None
    needs_referral: bool | None
    rests_on_parent: bool
    parents_are_told: bool
    found_by_words: bool
    only_in_danger: bool
    for_some: bool
    only_for: list[Identifier]
    source: Annotated[list[str], Field(min_length=1)]
    source_as_of: str | None
    verified: bool
    number_status: Literal["primary", "primary_old", "secondary", "conflict", "unverified", "none"]
    field_notes: dict[str, str]
    confirmed_by: str | None = None
    confirmed_on: date | None = None
    owner: Annotated[str, Field(min_length=2)]
    last_checked: date
    recheck_before: date

    @model_validator(mode="after")
    def fields_agree(self) -> RouteEntry:
        """A confirmation names who and when; ages and dates stand in order; only_for is a part of the themes."""
        if (self.confirmed_by is None) != (self.confirmed_on is None):
            raise ValueError("a confirmation needs both confirmed_by and confirmed_on")
        if self.age_min is not None and self.age_max is not None and self.age_min > self.age_max:
            raise ValueError("age_min is above age_max")
        if not set(self.only_for) <= set(self.themes):
            raise ValueError("only_for names a theme that is not among the themes")
        if self.recheck_before <= self.last_checked:
            raise ValueError("recheck_before is not after last_checked")
        return self


class RouteFile(Strict):
    """One file of `routes/`: ways of one kind, or (about.yml) what the fields mean and what is never shown."""

    routes: list[RouteEntry] = []
    about: dict[str, object] = {}
    superseded_numbers_never_shown: list[str] = []
    conflicts: list[dict[str, str | list[str]]] = []


class CrisisFile(Strict):
    """`crisis_sets.yml`: the ways of each danger, in the order in which they are shown."""

    crisis_sets: dict[Identifier, Annotated[list[Identifier], Field(min_length=1)]]
