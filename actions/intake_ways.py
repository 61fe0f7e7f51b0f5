"""Ways beside the intake, for when it does not come through, is refused, or is on its way."""

from __future__ import annotations

from collections.abc import Mapping

YOUNG = ("boernetelefonen", "headspace_chat", "emergency_112")
GROWN = ("own_gp", "foraeldretelefonen", "laegevagt_midt")
ROUTES = {"young": YOUNG, "professional": ("fagtelefonen", "own_gp", "laegevagt_midt")}
Routes = dict[str, list[dict[str, str | None]]]


def ways(answers: Mapping[str, object]) -> Routes:
    """Routes for this audience as the channel carries them; which of them is open now is said with the card."""
    chosen = ROUTES.get(str(answers.get("audience")), GROWN)
    return {"routes": [{"id": route, "why": None} for route in chosen]}
