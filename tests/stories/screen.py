"""A device that keeps what it saw: the messages it fetched once, and every event since."""

import contextlib
import dataclasses
import json
import time
from collections.abc import Iterator
from typing import Any

import websockets.exceptions
import websockets.sync.client

from tests.support import api, patience, realtime

Messages = list[dict[str, Any]]


@dataclasses.dataclass(frozen=True)
class Glimpse:
    """What there was at a cursor."""

    cursor: dict[str, Any]
    messages: Messages


def fetch(visitor: api.Visitor) -> Glimpse:
    """Everything there is now, page by page, and the cursor to go on from."""
    page = visitor.messages()
    cursor, messages = page["cursor"], page["messages"]
    while page["hasPrevious"]:
        page = visitor.messages(f"?before={messages[0]['received']}")
        messages = page["messages"] + messages
    return Glimpse(cursor, messages)


class Screen:
    """One open socket. `follow` takes what came until the cursor is reached that the server names as the newest."""

    def __init__(self, visitor: api.Visitor, since: Glimpse) -> None:
        self._visitor = visitor
        self.log = realtime.Log(since.cursor)
        self.messages = list(since.messages)
        address = "ws" + visitor.url.removeprefix("http") + "/sdk/realtime"
        self._socket = websockets.sync.client.connect(
            address, compression=None, ping_interval=None, proxy=None, legacy=True
        )
        self._socket.send(json.dumps(visitor.live.connect(since.cursor)))

    def follow(self, cursor: dict[str, Any], *, within: float = patience.SECONDS) -> None:
        deadline = time.monotonic() + within
        while self.log.cursor != cursor:
            self._read(deadline - time.monotonic(), cursor)

    def closed(self, *, within: float = patience.SECONDS) -> int | None:
        """Read to the end; the close code, None when there was no end."""
        deadline = time.monotonic() + within
        with contextlib.suppress(websockets.exceptions.ConnectionClosed, TimeoutError):
            while True:
                self._socket.recv(timeout=max(0.0, deadline - time.monotonic()))
        return self._socket.close_code

    def close(self) -> None:
        self._socket.close()

    def _read(self, seconds: float, cursor: dict[str, Any] | None) -> None:
        try:
            text = str(self._socket.recv(timeout=max(0.0, seconds)))
        except TimeoutError:
            raise AssertionError(f"still at {self.log.cursor}, the server is at {cursor}") from None
        for line in text.split("\n"):
            self.take(json.loads(line))

    def take(self, frame: dict[str, Any]) -> None:
        assert frame["type"] != "error", frame
        if frame["type"] == "reset":
            self.log.take(frame)
            anew = fetch(self._visitor)
            self.messages = list(anew.messages)
            self.log.epoch, self.log.seq = str(anew.cursor["epoch"]), int(anew.cursor["seq"])
        elif self.log.take(frame) and frame["type"] == "message":
            self.messages.append(frame["message"])


@contextlib.contextmanager
def opened(visitor: api.Visitor, since: Glimpse) -> Iterator[Screen]:
    screen = Screen(visitor, since)
    try:
        yield screen
    finally:
        screen.close()
