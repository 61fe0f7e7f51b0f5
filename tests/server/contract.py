"""Holds answers against the OpenAPI document: the part of JSON Schema that the document uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx

TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "null": type(None),
}


@dataclass(frozen=True)
class Contract:
    """The document."""

    document: dict[str, Any]

    def calls(self) -> set[tuple[str, str]]:
        """Every path with every method."""
        paths = self.document["paths"].items()
        return {(path, method) for path, calls in paths for method in calls if method != "parameters"}

    def faults(self, path: str, answer: httpx.Response) -> list[str]:
        """What is wrong with an answer; empty when it is as described."""
        described = self.document["paths"][path][answer.request.method.lower()]["responses"]
        response = self._resolved(described.get(str(answer.status_code)))
        if response is None:
            return [f"{answer.status_code} is not described"]
        content = response.get("content")
        if content is None:
            return ["has a body"] if answer.content else []
        kind = answer.headers["content-type"].split(";")[0]
        if kind not in content:
            return [f"{kind} is not described"]
        return list(self._check(content[kind]["schema"], answer.json(), "body"))

    def _resolved(self, node: Any) -> Any:
        while isinstance(node, dict) and "$ref" in node:
            name, target = node["$ref"], self.document
            for part in name.removeprefix("#/").split("/"):
                target = target[part]
            node = target
        return node

    def _check(self, schema: Any, value: Any, place: str) -> Iterator[str]:
        schema = self._resolved(schema)
        kinds = schema.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if kinds and not any(_is(kind, value) for kind in kinds):
            yield f"{place} is not {kinds}"
            return
        if "const" in schema and value != schema["const"]:
            yield f"{place} is not the constant"
        if "enum" in schema and value not in schema["enum"]:
            yield f"{place} is none of the names"
        if "oneOf" in schema and sum(not list(self._check(each, value, place)) for each in schema["oneOf"]) != 1:
            yield f"{place} is not exactly one of"
        if isinstance(value, str):
            yield from _check_text(schema, value, place)
        if isinstance(value, int) and value < schema.get("minimum", value):
            yield f"{place} is too small"
        if isinstance(value, list):
            yield from self._check_list(schema, value, place)
        if isinstance(value, dict):
            yield from self._check_object(schema, value, place)

    def _check_list(self, schema: dict[str, Any], value: list[Any], place: str) -> Iterator[str]:
        if len(value) < schema.get("minItems", 0):
            yield f"{place} has too few"
        for number, each in enumerate(value):
            yield from self._check(schema.get("items", {}), each, f"{place}.{number}")

    def _check_object(self, schema: dict[str, Any], value: dict[str, Any], place: str) -> Iterator[str]:
        yield from (f"{place}.{name} is missing" for name in schema.get("required", ()) if name not in value)
        known = schema.get("properties", {})
        for name, each in value.items():
            if name in known:
                yield from self._check(known[name], each, f"{place}.{name}")
            elif schema.get("additionalProperties") is False:
                yield f"{place}.{name} is not described"


def _is(kind: str, value: Any) -> bool:
    return isinstance(value, TYPES[kind]) and (kind != "integer" or not isinstance(value, bool))


def _check_text(schema: dict[str, Any], value: str, place: str) -> Iterator[str]:
    if len(value) < schema.get("minLength", 0):
        yield f"{place} is too short"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{place} does not fit its pattern"
    try:
        if schema.get("format") == "uuid":
            UUID(value)
        if schema.get("format") == "date-time":
            datetime.strptime(value, "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        yield f"{place} is no {schema['format']}"
