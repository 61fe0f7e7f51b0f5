"""What the actions read once a process: approved texts, the decision table, the catalogue of routes."""

from __future__ import annotations

import functools

from bot import settings
from bot.guidance.table import Table, load_table
from bot.routes.catalogue import Catalogue, load_catalogue
from bot.texts import Texts, load


@functools.cache
def texts() -> Texts:
    """The approved texts."""
    return load()


@functools.cache
def municipality_table() -> Table:
    """The decision table of this installation."""
    return load_table(settings.load().municipality)


@functools.cache
def municipality_routes() -> Catalogue:
    """The catalogue of this installation."""
    return load_catalogue(settings.load().municipality)
