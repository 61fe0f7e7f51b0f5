"""The console's few files, by name; nothing outside the folder and nothing that is not listed."""

from __future__ import annotations

from pathlib import Path

from sanic import Blueprint, HTTPResponse, Request
from sanic.exceptions import NotFound
from sanic.response import file

FOLDER = Path(__file__).with_name("static")
TYPES = {"console.css": "text/css; charset=utf-8", "console.js": "text/javascript; charset=utf-8"}
blueprint = Blueprint("static_files")


@blueprint.get("/static/<name:str>")
async def serve(_request: Request, name: str) -> HTTPResponse:
    """One file of ours."""
    if name not in TYPES:
        raise NotFound("file")
    return await file(FOLDER / name, mime_type=TYPES[name])
