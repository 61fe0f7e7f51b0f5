"""The catalogue of Aarhus and the approved texts."""

from __future__ import annotations

import pytest

from bot.routes.catalogue import Catalogue, load_catalogue
from bot.texts import Texts, load


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue("aarhus")


@pytest.fixture(scope="session")
def texts() -> Texts:
    return load()
