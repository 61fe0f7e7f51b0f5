"""The console's pages: Jinja2 templates with autoescape always on. All Danish of the console lives in the templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sanic import HTTPResponse, Request
from sanic.response import html

from backoffice.desk.access import may
from backoffice.services import Services

FOLDER = Path(__file__).with_name("templates")
ZONE = ZoneInfo("Europe/Copenhagen")


@dataclass(frozen=True)
class Pages:
    """Renders templates by name."""

    environment: Environment

    @property
    def words(self) -> Any:
        """The names of codes in words, for what is no page (the PDF)."""
        return self.environment.get_template("words.html").module

    @classmethod
    def load(cls, services: Services) -> Pages:
        """Compile all templates, so that a broken one stops the start."""
        environment = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters.update(day=day, clock=clock, moment=moment, field=form_field)
        environment.globals.update(centre=services.catalogue.get("center_for_trivsel").name, may=may)
        for name in environment.list_templates(extensions=["html"]):
            environment.get_template(name)
        return cls(environment)

    def show(self, request: Request, template: str, status: int = 200, **values: Any) -> HTTPResponse:
        """A page; every template knows who is signed in, the form token and where it is."""
        who = getattr(request.ctx, "who", None)
        frame = {"who": who.account if who else None, "csrf": who.csrf if who else "", "path": request.path}
        return html(self.environment.get_template(template).render({**frame, **values}), status)


def local(at: datetime) -> datetime:
    """A moment as the clock in Denmark shows it."""
    return at.astimezone(ZONE)


def day(at: datetime) -> str:
    """Day, month and year, e.g. 24.11.2026."""
    here = local(at)
    return f"{here.day}.{here.month}.{here.year}"


def clock(at: datetime) -> str:
    """Hours and minutes as Danes write them, e.g. 09.05."""
    return local(at).strftime("%H.%M")


def form_field(at: datetime) -> str:
    """The moment as a `datetime-local` field takes it."""
    return local(at).strftime("%Y-%m-%dT%H:%M")


def moment(at: datetime) -> str:
    """The moment for a machine, in the `datetime` of a <time>."""
    return local(at).isoformat(timespec="minutes")
