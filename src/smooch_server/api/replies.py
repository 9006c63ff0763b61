"""JSON answers without the parts of a general response that they do not use."""

from typing import Any

import litestar
import msgspec
from litestar.response.base import ASGIResponse
from litestar.types import ASGIApp, Receive, Scope, Send

from smooch_server.wire import v1_1


class Reply(litestar.Response[Any]):
    """What a handler's value becomes. A plain JSON answer takes the short way, anything else Litestar's own."""

    def to_asgi_response(self, *arguments: Any, **options: Any) -> ASGIResponse | ASGIApp:  # type: ignore[override]  # none of its arguments is used by name here
        """Return what writes the answer."""
        plain = isinstance(self.content, msgspec.Struct | dict)
        more = self.headers or self.cookies or self.background or options.get("headers") or options.get("cookies")
        if more or not plain:
            return super().to_asgi_response(*arguments, **options)
        return _Json(v1_1.encode(self.content), self.status_code or options.get("status_code") or 200)


class _Json:
    """Writes one JSON body."""

    __slots__ = ("_body", "_status")

    def __init__(self, body: bytes, status: int) -> None:
        self._body = body
        self._status = status

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(self._body))]
        await send({"type": "http.response.start", "status": self._status, "headers": headers})
        await send({"type": "http.response.body", "body": self._body, "more_body": False})
