"""The staff app: console and the internal intake API, on a port of its own that the public never reaches."""

from __future__ import annotations

from sanic import Sanic

from backoffice.desk import blueprints as desk_blueprints
from backoffice.intake import blueprints as intake_blueprints
from backoffice.services import Services

MOST_BYTES = 256 * 1024


def make_staff_app(services: Services) -> Sanic:
    """The app with its services on `app.ctx.services`."""
    app: Sanic = Sanic("vejviser_staff", configure_logging=False)
    app.ctx.services = services
    app.config.REQUEST_MAX_SIZE = MOST_BYTES
    app.config.FALLBACK_ERROR_FORMAT = "text"
    for blueprint in (*desk_blueprints, *intake_blueprints):
        app.blueprint(blueprint)
    return app
