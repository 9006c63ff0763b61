"""A receiver of webhooks in threads of its own, for tests that drive a server from outside."""

import base64
import contextlib
import dataclasses
import hmac
import http.server
import json
import os
import select
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from smooch_server.webhooks import sign
from tests.support import patience


@dataclasses.dataclass(frozen=True, kw_only=True)
class Call:
    """One request that came."""

    path: str
    headers: Mapping[str, str]  # names in lower case
    body: bytes
    at: float  # of the monotonic clock

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def event(self) -> dict[str, Any]:
        parsed: dict[str, Any] = json.loads(self.body)
        return parsed

    @property
    def trigger(self) -> str:
        return str(self.event["trigger"])

    @property
    def text(self) -> str:
        return str(self.event["messages"][0]["text"])

    def signed_by(self, secret: str) -> bool:
        """Whether one of the signatures is that of the secret."""
        key = base64.b64decode(sign.whsec(secret).removeprefix("whsec_"))
        signed = f"{self.id}.{self.headers['webhook-timestamp']}.".encode() + self.body
        expected = "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
        return expected in self.headers["webhook-signature"].split(" ")


# What is done to a connection instead of an answer.
Manner = Callable[[socket.socket], None]
# What to do with a call: the status to answer with, None to hang up without an answer, or something else.
Behaviour = Callable[[Call], int | Manner | None]


def hang(connection: socket.socket) -> None:
    """Never answer; return when the caller gives up."""
    with contextlib.suppress(OSError):
        connection.recv(1)


def drip(connection: socket.socket) -> None:
    """Answer so slowly that the answer never ends."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    with contextlib.suppress(OSError):
        while not select.select([connection], [], [], 0.2)[0]:
            connection.sendall(b"x")


def reset(connection: socket.socket) -> None:
    """Break the connection off in the middle."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(connection.detach())


class Receiver:
    """Keeps every call and answers as `behave` says; 200 by default."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.behave: Behaviour = lambda call: 200
        self.headers: dict[str, str] = {}  # of the answers
        self._changed = threading.Condition()
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def take(self, call: Call) -> int | Manner | None:
        with self._changed:
            self.calls.append(call)
            self._changed.notify_all()
        return self.behave(call)

    def wait(self, condition: Callable[[list[Call]], Any], *, within: float = patience.START_SECONDS) -> list[Call]:
        """Return the calls when the condition holds of them."""
        with self._changed:
            if not self._changed.wait_for(lambda: condition(self.calls), within):
                raise TimeoutError(f"not in {within} s: {[(call.path, call.body[:200]) for call in self.calls]}")
            return list(self.calls)

    def wait_for(self, count: int) -> list[Call]:
        """Return the calls when there are exactly so many."""
        return self.wait(lambda calls: len(calls) == count)


@contextlib.contextmanager
def receiver() -> Iterator[Receiver]:
    made = Receiver()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status = made.take(Call(path=self.path, headers=headers, body=body, at=time.monotonic()))
            if not isinstance(status, int):
                self.close_connection = True
                if status is not None:
                    status(self.connection)
                return
            self.send_response(status)
            for name, value in made.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def handle(self) -> None:
            with contextlib.suppress(OSError):
                super().handle()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a killed sender is no fault of ours
    made.port = server.server_address[1]
    running = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    running.start()
    try:
        yield made
    finally:
        server.shutdown()
        running.join()
        server.server_close()
