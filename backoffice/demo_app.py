"""The demo page: a page that looks like a municipality's and embeds the chat from another origin. Not for production."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import NotFound
from sanic.response import file, html

from bot.settings import ROOT, Settings

FOLDER = ROOT / "web-widget" / "demo"
TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png"}


def make_demo_app(settings: Settings, folder: Path = FOLDER) -> Sanic[Any, Any]:
    """Serves the demo folder; its pages are put into their frame, with the place of the chat."""
    app: Sanic[Any, Any] = Sanic("vejviser_demo", configure_logging=False)
    origin = f"http://127.0.0.1:{settings.public_port}"
    pages = pages_of(folder)

    @app.get("/")
    async def front(_request: Request) -> HTTPResponse:
        return _page(pages, "index.html", origin)

    @app.get("/<name:str>")
    async def other(_request: Request, name: str) -> HTTPResponse:
        path = folder / name
        if path.parent != folder or not path.is_file():
            raise NotFound("page")
        return (
            _page(pages, name, origin) if path.suffix == ".html" else await file(path, mime_type=TYPES.get(path.suffix))
        )

    return app


def pages_of(folder: Path = FOLDER) -> Environment:
    """The pages, all in one frame (parts/frame.html, which is no page itself)."""
    return Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def _page(pages: Environment, name: str, origin: str) -> HTTPResponse:
    policy = f"default-src 'none'; script-src {origin}; connect-src {origin}; style-src 'self'; img-src 'self'; base-uri 'none'"
    text = pages.get_template(name).render(chat_origin=origin)
    return html(text, headers={"Content-Security-Policy": policy})
