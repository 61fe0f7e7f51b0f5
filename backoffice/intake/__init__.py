"""Intakes: receiving them from the action server, and reading them for danger."""

from backoffice.intake.api import blueprint

blueprints = (blueprint,)
