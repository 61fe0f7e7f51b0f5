"""The demo page: a page that looks like a municipality's and embeds the chat from another origin. Not for production."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import NotFound
from sanic.response import file, html

from bot.settings import ROOT, Settings

FOLDER = ROOT / "web-widget" / "demo"
PLACEHOLDER = "{{chat_origin}}"
TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png"}


def make_demo_app(settings: Settings, folder: Path = FOLDER) -> Sanic[Any, Any]:
    """Serves the demo folder; in its pages the place of the chat is put in."""
    app: Sanic[Any, Any] = Sanic("vejviser_demo", configure_logging=False)
    origin = f"http://127.0.0.1:{settings.public_port}"

    @app.get("/")
    async def front(_request: Request) -> HTTPResponse:
        return _page(folder / "index.html", origin)

    @app.get("/<name:str>")
    async def other(_request: Request, name: str) -> HTTPResponse:
        path = folder / name
        if path.parent != folder or not path.is_file():
            raise NotFound("page")
        return _page(path, origin) if path.suffix == ".html" else await file(path, mime_type=TYPES.get(path.suffix))

    return app


def _page(path: Path, origin: str) -> HTTPResponse:
    if not path.is_file():
        raise NotFound("page")
    policy = f"default-src 'none'; script-src {origin}; connect-src {origin}; style-src 'self'; img-src 'self'; base-uri 'none'"
    return html(path.read_text("utf-8").replace(PLACEHOLDER, origin), headers={"Content-Security-Policy": policy})
