"""A request has to arrive in time."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from smooch_server import server
from tests.support import patience

pytestmark = pytest.mark.anyio
REQUEST = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"


class Application:
    """Answers with the length of the body; notes who went away before it was there."""

    def __init__(self) -> None:
        self.left = asyncio.Event()

    async def __call__(self, _: Any, receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                self.left.set()
                return
            body += message["body"]
            more = message["more_body"]
        headers = [(b"content-length", b"1")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"%d" % len(body)})


Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@contextlib.asynccontextmanager
async def _line(application: Application) -> AsyncIterator[Line]:
    settings = uvicorn.Config(application, http=server.Protocol, log_config=None, lifespan="off")
    settings.load()
    loop, state = asyncio.get_running_loop(), ServerState()
    listener = await loop.create_server(lambda: server.Protocol(settings, state, {}), "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*listener.sockets[0].getsockname())
    try:
        yield reader, writer
    finally:
        writer.close()
        listener.close()
        for connection in list(state.connections):
            connection.transport.abort()


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "HEADER_SECONDS", 1)
    monkeypatch.setattr(server, "BODY_SECONDS", 2)


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("sent", [b"", REQUEST[:1], REQUEST[:30], REQUEST[:-1], REQUEST + REQUEST[:30]])
async def test_half_a_request_does_not_hold_a_connection(sent: bytes) -> None:
    application = Application()
    async with asyncio.timeout(patience.SECONDS), _line(application) as (reader, writer):
        writer.write(sent)
        answer = await reader.read()
        if sent == REQUEST[:-1]:
            await application.left.wait()
    assert answer.count(b"HTTP/1.1 408 ") == (1 if sent else 0)
    assert answer.startswith(b"HTTP/1.1 200 ") == (len(sent) > len(REQUEST))


async def test_a_request_in_pieces_is_read() -> None:
    async with asyncio.timeout(patience.SECONDS), _line(Application()) as (reader, writer):
        for _ in range(2):
            for piece in (REQUEST[:10], REQUEST[10:40], REQUEST[40:]):
                writer.write(piece)
                await writer.drain()
            answer = await reader.readuntil(b"\r\n\r\n")
            assert answer.startswith(b"HTTP/1.1 200 ")
            assert await reader.readexactly(1) == b"4"
