"""A small screen reader: reads Chromium's accessibility tree (not the page) from top to bottom, a line for each stop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

Node = dict[str, Any]
# What is read with its name as one stop; everything inside it is in the name.
STOPS = {
    "button": "knap",
    "link": "link",
    "heading": "overskrift",
    "textbox": "skrivefelt",
    "radio": "valgknap",
}
# What is announced on the way in; its inside follows.
PLACES = {"dialog": "dialog", "region": "område", "list": "liste", "group": "gruppe"}
STATES = {"disabled": "kan ikke trykkes", "expanded": "åben", "checked": "valgt"}


class Reader:
    """Reads the chat window as it stands."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)

    def lines(self) -> list[str]:
        """Everything from the window's beginning to its end."""
        nodes = {node["nodeId"]: node for node in self._session.send("Accessibility.getFullAXTree")["nodes"]}
        window = next(node for node in nodes.values() if _is_window(node))
        return list(_read(window, nodes))


def _is_window(node: Node) -> bool:
    return _value(node, "role") == "dialog" and _value(node, "name") == "Vejviser"


def _read(node: Node, nodes: dict[str, Node]) -> Iterator[str]:
    role, name = _value(node, "role"), _value(node, "name")
    if not node.get("ignored"):
        if role in STOPS:
            yield ", ".join([f"{STOPS[role]} {name}", *_states(node)])
            return
        if role == "StaticText":
            yield name
            return
        if role in PLACES:
            yield f"{PLACES[role]} {name}".strip()
    for child in node.get("childIds", ()):
        yield from _read(nodes[child], nodes)


def _states(node: Node) -> Iterator[str]:
    told = {each["name"]: each["value"].get("value") for each in node.get("properties", ())}
    yield from (words for name, words in STATES.items() if told.get(name) in (True, "true"))


def _value(node: Node, name: str) -> str:
    return str(node.get(name, {}).get("value", "")).strip()
