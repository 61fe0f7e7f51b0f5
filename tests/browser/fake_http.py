"""A small real HTTP server that speaks the chat API for the scripted chat.

Two ports: the chat (with the widget's file) and a page of another origin that embeds it, as in production.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

from backoffice.demo_app import pages_of
from tests.browser import script
from tests.browser.fake_chat import Calls, FakeChat, Streams, Talk

WIDGET = Path(__file__).parents[2] / "web-widget" / "dist" / "vejviser-chat.js"
DEMO = Path(__file__).parents[2] / "web-widget" / "demo"
PAGES = pages_of(DEMO)
HEARTBEAT_SECONDS = 0.2
KINDS = {".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


class CutError(Exception):
    """The connection ends without an answer."""


class Handler(BaseHTTPRequestHandler):
    """Both ports; `fake` is set per server."""

    fake: ClassVar[FakeChat]
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing of a conversation is printed."""

    def handle_one_request(self) -> None:
        with suppress(CutError, ConnectionError, TimeoutError):
            super().handle_one_request()
            return
        self.close_connection = True

    def send(self, status: int, content: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def body(self) -> dict[str, Any]:
        return dict(json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}"))


class ChatHandler(Handler):
    """The chat's own origin."""

    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", self.headers.get("Origin", "null"))
        self.send_header("Access-Control-Allow-Methods", "GET, POST, DELETE, OPTIONS")
        self.send_header("Access-Control-Allow-Headers", "Authorization, Content-Type, Last-Event-ID")
        self.send_header("Access-Control-Max-Age", "600")
        self.send_header("Cross-Origin-Resource-Policy", "cross-origin")
        if not self.path.startswith("/widget/"):
            self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def do_OPTIONS(self) -> None:
        self.send(204, b"", "text/plain")

    def do_GET(self) -> None:
        if self.path == "/widget/vejviser-chat.js":
            self.send(200, WIDGET.read_bytes(), "text/javascript; charset=utf-8", Cache_Control="public, max-age=300")
            return
        talk = self._talk("stream" if "/stream" in self.path else "poll")
        if talk is None:
            return
        if "/stream" in self.path:
            self._stream(talk)
        else:
            self._poll(talk)

    def do_POST(self) -> None:
        if self.path == "/chat/v1/conversations":
            self._hold("open")
            identifier, opened = self.fake.open(self.body().get("topic"))
            self._json(201, {"conversation_id": identifier, "token": opened.token, "messages": opened.messages})
            return
        body = self.body()
        feedback = self.path.endswith("/feedback")
        talk = self._talk("feedback" if feedback else "say")
        if talk is None:
            return
        if feedback:
            self.fake.feedback.append(body)
            self.send(204, b"", "text/plain")
        else:
            self._say(talk, body)

    def do_DELETE(self) -> None:
        if self._talk("delete") is None:
            return
        with self.fake.changed:
            self.fake.talks.pop(self.path.split("/")[4])
            self.fake.changed.notify_all()
        self.send(204, b"", "text/plain")

    def _say(self, talk: Talk, body: dict[str, Any]) -> None:
        if self.fake.calls == Calls.NO_STORAGE:
            bubbles = [{"seq": 0, "at": script.AT, **each} for each in script.NO_STORAGE]
            self._problem(503, script.NO_STORAGE_TITLE, messages=bubbles)
            return
        if len(body.get("text") or "") > 2000:
            self._problem(413, script.TOO_LONG_TITLE)
            return
        seq, duplicate = self.fake.keep(talk, body)
        if self.fake.calls == Calls.STORED_UNHEARD:
            raise CutError
        self._json(200 if duplicate else 202, {"seq": seq, "duplicate": duplicate})

    def _hold(self, what: str) -> None:
        """Count the call, and fail it as the mode says."""
        fake = self.fake
        with fake.changed:
            fake.asked[what] += 1
            fake.changed.notify_all()
            while fake.calls == Calls.HANGING and not fake.closing:
                fake.changed.wait(1)
        if fake.calls == Calls.NO_ANSWER or fake.closing:
            raise CutError

    def _talk(self, what: str) -> Talk | None:
        self._hold(what)
        talk = self.fake.talks.get(self.path.split("/")[4].partition("?")[0])
        if talk is None or self.headers.get("Authorization") != f"Bearer {talk.token}":
            self._problem(404, script.GONE_TITLE)
            return None
        return talk

    def _poll(self, talk: Talk) -> None:
        query = dict(part.split("=") for part in self.path.partition("?")[2].split("&"))
        after, until = int(query["after"]), time.monotonic() + int(query["wait"])
        drops = self.fake.drops
        with self.fake.changed:
            while len(talk.messages) <= after and time.monotonic() < until and self.fake.drops == drops:
                self.fake.changed.wait(0.1)
        self._json(200, {"messages": talk.messages[after:], **talk.standing})

    def _stream(self, talk: Talk) -> None:
        fake, after, state = self.fake, int(self.headers.get("Last-Event-ID", "0")), {}
        if fake.streams == Streams.REFUSED:
            raise CutError
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Connection", "close")
        self.end_headers()
        drops, beat, told = fake.drops, time.monotonic(), False
        while not fake.closing and fake.drops == drops and fake.calls != Calls.NO_ANSWER:
            if fake.streams != Streams.HELD:
                for message in talk.messages[after:]:
                    after = message["seq"]
                    self._event("message", message, after)
                    if fake.streams == Streams.SHORT:
                        raise CutError
                if talk.standing != state:
                    state = talk.standing
                    self._event("state", state)
                if time.monotonic() - beat > HEARTBEAT_SECONDS * 10:
                    beat = time.monotonic()
                    self.wfile.write(b": vejviser\n\n")
            with fake.changed:
                if not told:
                    told, fake.listening = True, fake.listening + 1
                    fake.changed.notify_all()
                elif fake.drops == drops:
                    fake.changed.wait(HEARTBEAT_SECONDS)
            if talk not in fake.talks.values():
                break
        raise CutError

    def _event(self, kind: str, content: Any, number: int | None = None) -> None:
        head = f"id: {number}\n" if number else ""
        self.wfile.write(f"{head}event: {kind}\ndata: {json.dumps(content)}\n\n".encode())
        self.wfile.flush()

    def _json(self, status: int, content: Any) -> None:
        self.send(status, json.dumps(content).encode(), "application/json")

    def _problem(self, status: int, title: str, **more: Any) -> None:
        content = json.dumps({"type": "about:blank", "title": title, "status": status, **more}).encode()
        self.send(status, content, "application/problem+json")


class PageHandler(Handler):
    """The municipality's page: the demo folder, and an empty neutral page to leave to."""

    def do_GET(self) -> None:
        name = self.path.partition("?")[0].strip("/") or "index.html"
        if name == "neutral":
            self.send(200, b"<!doctype html><title>Vejret</title><p>Vejret</p>", "text/html; charset=utf-8")
            return
        path = DEMO / name
        if not path.is_file():
            self.send(404, b"", "text/plain")
            return
        chat = self.fake.chat
        policy = f"default-src 'none'; script-src {chat}; connect-src {chat}; style-src 'self'; img-src 'self'; base-uri 'none'"
        kind = KINDS[path.suffix]
        text = (
            PAGES.get_template(name).render(chat_origin=chat)
            if kind.startswith("text/html")
            else path.read_text("utf-8")
        )
        more = self.fake.attributes or f'exit-url="{self.fake.page}/neutral"'
        text = text.replace("<vejviser-chat ", f"<vejviser-chat {more} ")
        self.send(200, text.encode(), kind, Content_Security_Policy=policy)


def _serve(handler: type[Handler], fake: FakeChat) -> tuple[ThreadingHTTPServer, str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type(handler.__name__, (handler,), {"fake": fake}))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_address[1]}"


@contextmanager
def serving() -> Iterator[FakeChat]:
    """The fake on two free ports, until the block ends."""
    fake = FakeChat()
    chat, fake.chat = _serve(ChatHandler, fake)
    page, fake.page = _serve(PageHandler, fake)
    try:
        yield fake
    finally:
        fake.set(closing=True)
        for server in (chat, page):
            server.shutdown()
            server.server_close()
