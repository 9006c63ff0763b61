"""Somebody else's website: plain pages on a server of their own, on another origin than Smooch."""

import functools
import http.server
import itertools
import threading
from types import TracebackType
from typing import Self

from tests.support import api, ports

STYLE = """
  html { font: 18px/1.5 Georgia, serif; background: #fdf6e3 }
  body { margin: 40px; min-height: 1600px }
  * { letter-spacing: .02em }
  button { text-transform: uppercase; background: red; border: 4px dotted blue }
  iframe { border: 6px solid green; opacity: .5; max-width: 50px }
"""


class Site:
    """Pages by path, at `http://localhost:<port>`."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.headers: dict[str, dict[str, str]] = {}
        self._numbers = itertools.count(1)
        port = ports.free()
        self.url = f"http://localhost:{port}"
        handler = functools.partial(_Handler, self.pages, self.headers)
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
        self._server.daemon_threads = True

    def add(self, body: str, **headers: str) -> str:
        """The address of a new page; `body` may hold anything that may stand in one, `headers` are named with `_`."""
        path = f"/{next(self._numbers)}"
        self.pages[path] = body
        self.headers[path] = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.url + path

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(http.server.BaseHTTPRequestHandler):
    def __init__(self, pages: dict[str, str], headers: dict[str, dict[str, str]], *arguments: object) -> None:
        self._pages = pages
        self._headers = headers
        super().__init__(*arguments)  # type: ignore[arg-type]  # what the server gives every handler

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        found = self._pages.get(path)
        body = (found or "").encode()
        self.send_response(200 if found else 404)
        for name, value in ({"Content-Type": "text/html; charset=utf-8"} | self._headers.get(path, {})).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


def page(head: str, *, html: str = 'lang="en"', body: str = "") -> str:
    """A page with a style sheet that would ruin the widget if it reached it."""
    return (
        f'<!doctype html><html {html}><head><meta charset="utf-8"><title>Garden tools</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f"<style>{STYLE}</style>{head}</head>"
        f'<body><h1>Garden tools</h1><input id="before" aria-label="Search">{body}'
        '<p><a href="#" id="after">Spades</a></p></body></html>'
    )


_ID = "0123456789abcdef01234567"
_printed: dict[str, str] = {}  # by deployment: the command takes a while, and only the app's id differs


def snippet(shop: api.Shop) -> str:
    """What `smooch app snippet` prints for the shop."""
    base = shop.deployment.visitor_url
    if base not in _printed:
        printed = shop.deployment.shape.cli.run("app", "snippet", shop.app_id)
        assert shop.app_id in printed
        _printed[base] = printed.replace(shop.app_id, _ID)
    return _printed[base].replace(_ID, shop.app_id)


def stub(shop: api.Shop) -> str:
    """The snippet without its last line: the page calls `init` itself."""
    whole = snippet(shop)
    lines = [line for line in whole.splitlines() if not line.startswith("Smooch.init(")]
    assert len(lines) == len(whole.splitlines()) - 1, whole
    return "\n".join(lines)


def with_snippet(shop: api.Shop, **parts: str) -> str:
    return page(snippet(shop), **parts)


def with_stub(shop: api.Shop, script: str = "", **parts: str) -> str:
    """A page that calls `Smooch` by itself; `APP` is the app's id."""
    return page(f"{stub(shop)}<script>var APP = '{shop.app_id}';\n{script}</script>", **parts)
