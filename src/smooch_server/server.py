"""One server process: its port, its life, its orderly end."""

import asyncio
import contextlib
import errno
import gc
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator

import uvicorn
from uvicorn.protocols.http import httptools_impl

from smooch_server import app, config
from smooch_server.realtime import codes

HEADER_SECONDS = 10  # from the first byte of a request, or from the connection's beginning
BODY_SECONDS = 60  # 100 KiB over a bad phone line take less
KEEP_ALIVE_SECONDS = 75  # longer than the 60 s of common proxies, so that they close first
PING_SECONDS = 25
STUCK_SECONDS = 30  # without taking any byte
DEAD_SECONDS = 35  # after a ping: dead within 60 s
BACKLOG = 2048
GC_ALLOCATIONS = 10_000  # Python's 700 is a collection every few requests


def listen(settings: config.Config) -> socket.socket:
    """Open the port.

    Raises:
        app.CannotStart: it is taken, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Accepted connections inherit it: a client that stops reading is cut off by the kernel, buffers and all.
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, STUCK_SECONDS * 1000)
    try:
        opened.bind((settings.host, settings.port))
        opened.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        opened.close()
        raise app.CannotStart(_refused(settings, error)) from error
    opened.setblocking(False)
    return opened


def _refused(settings: config.Config, error: Exception) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        return f"SMOOCH_PORT: port {settings.port} of {settings.host} is taken; stop its owner or choose another"
    if number == errno.EACCES:
        return f"SMOOCH_PORT: port {settings.port} needs more rights; choose one above 1023"
    return f"SMOOCH_HOST: cannot listen on {settings.host}: {error}"


async def run(
    settings: config.Config,
    opened: socket.socket,
    *,
    prepare: Callable[[app.Core], Awaitable[str]],
    announce: Callable[[str], None],
) -> None:
    """Serve until SIGINT or SIGTERM, then drain requests and sockets.

    `prepare` is awaited before the first request is answered; `announce` gets what it returned once they are.
    """
    async with app.core(settings) as center, app.running(center) as service:
        news = await prepare(center)
        server = _Server(_uvicorn(app.make_application(service), proxied=settings.secure))
        stop = asyncio.Event()
        _on_signals(stop.set)
        serving = asyncio.create_task(server.serve(sockets=[opened]))
        stopping = asyncio.create_task(stop.wait())
        _settle_memory()
        announce(news)
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        await service.hub.stop()
        server.should_exit = True
        await serving


def _settle_memory() -> None:
    """Tell the collector that what exists now stays: it would walk all of it again and again under load."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GC_ALLOCATIONS, 20, 50)


def _on_signals(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)


class _Server(uvicorn.Server):
    """uvicorn without signal handlers of its own: sockets are told to move before the port closes."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Protocol(httptools_impl.HttpToolsProtocol):
    """uvicorn's own, but a request has to arrive in time: half of one must not hold a descriptor for ever.

    No timer is made for a request that arrives whole.
    """

    _timer: asyncio.TimerHandle | None = None
    _awaited = (0, HEADER_SECONDS)  # which part of a request is awaited, counted, and for how long at most
    _armed: tuple[int, int] | None = None  # the part that the timer is for
    _silent = True

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._arm((0, HEADER_SECONDS))

    def data_received(self, data: bytes) -> None:
        self._silent = False
        super().data_received(data)
        if self._armed != self._awaited:
            self._arm(self._awaited)

    def connection_lost(self, exc: Exception | None) -> None:
        self._arm((0, 0))
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        self._await(HEADER_SECONDS)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._await(BODY_SECONDS)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._await(0)
        super().on_message_complete()

    def _await(self, seconds: int) -> None:
        self._awaited = (self._awaited[0] + 1, seconds)

    def _arm(self, part: tuple[int, int]) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._armed = part
        self._timer = self.loop.call_later(part[1], self._too_late) if part[1] else None

    def _too_late(self) -> None:
        if self.transport.is_closing():
            return
        reading = self._awaited[1] == BODY_SECONDS
        answering = self.cycle is not None and not self.cycle.response_complete
        if not self._silent and (not answering or (reading and not self.cycle.response_started)):
            self.transport.write(b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        self.transport.close()


def _uvicorn(application: object, *, proxied: bool) -> uvicorn.Config:
    return uvicorn.Config(
        application,  # type: ignore[arg-type]  # Litestar's ASGI types are wider than uvicorn's
        loop="none",
        http=Protocol,
        ws="websockets-sansio",
        ws_max_size=codes.MAX_FRAME_BYTES,
        ws_ping_interval=PING_SECONDS,
        ws_ping_timeout=DEAD_SECONDS,
        ws_per_message_deflate=False,
        proxy_headers=proxied,  # this server does not speak TLS: https means a proxy on this machine, whose word counts
        lifespan="off",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=app.DRAIN_SECONDS,
    )
