"""A small client of the realtime session, both fronts, that keeps what it got and notices gaps.

`Log` is the rule of docs/protocol.md about order, without I/O. `socket` and `poll` are one connection each;
`follow` comes back after every loss until it is cancelled, as a widget does.
"""

import asyncio
import collections
import contextlib
import dataclasses
import json
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, Literal

import aiohttp
import websockets.asyncio.client
import websockets.exceptions

from tests.support import patience

Frame = dict[str, Any]
Connection = websockets.asyncio.client.ClientConnection
NUMBERED = {"message", "message:change", "conversation:read", "conversation:start"}


class Gap(Exception):
    """The server sent an event that does not follow the one before it."""


# After these a client connects again; a gap is one of them, and stays in the log's `gaps`.
_LOST = (Gap, OSError, asyncio.TimeoutError, websockets.exceptions.WebSocketException, aiohttp.ClientError)


@dataclasses.dataclass(frozen=True)
class Entry:
    """One event as a reader saw it. `id` is the message's `_id` and `text` its text, both empty for other events."""

    epoch: str
    seq: int
    id: str
    text: str


class Log:
    """What one device knows of one conversation."""

    def __init__(self, cursor: Mapping[str, Any]) -> None:
        self.epoch = str(cursor["epoch"])
        self.seq = int(cursor["seq"])
        self.entries: list[Entry] = []
        self.resets = 0
        self.gaps: list[str] = []

    @property
    def cursor(self) -> dict[str, Any]:
        return {"epoch": self.epoch, "seq": self.seq}

    def take(self, frame: Frame) -> bool:
        """Apply a frame; tell whether it was a new event.

        Raises:
            Gap: events are missing before it.
        """
        if frame["type"] == "reset":
            self.epoch, self.seq = str(frame["cursor"]["epoch"]), int(frame["cursor"]["seq"])
            self.resets += 1
        if frame["type"] not in NUMBERED or frame["seq"] <= self.seq:
            return False
        if frame["seq"] != self.seq + 1:
            self.gaps.append(f"{frame['seq']} after {self.seq}")
            raise Gap(self.gaps[-1])
        self.seq = frame["seq"]
        message = frame.get("message", {})
        self.entries.append(Entry(self.epoch, self.seq, message.get("_id", ""), message.get("text", "")))
        return True


@dataclasses.dataclass(frozen=True, kw_only=True)
class Visitor:
    """Who connects: an anonymous visitor with a session token, or a known user with a JWT."""

    app_id: str
    app_user_id: str
    session_token: str | None = None
    jwt: str | None = None

    def connect(self, cursor: Mapping[str, Any] | None) -> Frame:
        frame: Frame = {"type": "connect", "appId": self.app_id, "appUserId": self.app_user_id}
        frame |= {"sessionToken": self.session_token} if self.session_token else {}
        frame |= {"jwt": self.jwt} if self.jwt else {}
        return frame | ({"cursor": dict(cursor)} if cursor else {})


class Line:
    """One open WebSocket session; `frames` is everything it got, in order."""

    def __init__(self, connection: Connection) -> None:
        self.frames: list[Frame] = []
        self._waiting: collections.deque[str] = collections.deque()  # a message may hold several frames
        self._connection = connection

    async def send(self, frame: Frame) -> None:
        await self._connection.send(json.dumps(frame))

    async def receive(self, *, within: float = patience.SECONDS) -> Frame:
        """The next frame. Raises `websockets.exceptions.ConnectionClosed` with the close code at the end."""
        if not self._waiting:
            async with asyncio.timeout(within):
                self._waiting.extend(str(await self._connection.recv()).split("\n"))
        frame: Frame = json.loads(self._waiting.popleft())
        self.frames.append(frame)
        return frame

    async def until(self, wanted: str | Callable[[Frame], bool], *, within: float = patience.SECONDS) -> Frame:
        """Receive until a frame of this type, or one the function accepts."""
        async with asyncio.timeout(within):
            while True:
                frame = await self.receive(within=within)
                if frame["type"] == wanted if isinstance(wanted, str) else wanted(frame):
                    return frame

    async def closed(self, *, within: float = patience.SECONDS) -> int:
        """Receive until the server closes; the close code."""
        with contextlib.suppress(websockets.exceptions.ConnectionClosed):
            async with asyncio.timeout(within):
                while True:
                    await self.receive(within=within)
        code = self._connection.close_code
        assert code is not None
        return code


@contextlib.asynccontextmanager
async def connect(
    url: str, *, headers: Mapping[str, str] | None = None, origin: str | None = None
) -> AsyncIterator[Line]:
    """Open a socket and send nothing. `url` begins with `ws:` or `http:`."""
    address = "ws" + url.removeprefix("http") if url.startswith("http") else url
    options: dict[str, Any] = {"additional_headers": dict(headers or {}), "origin": origin, "proxy": None}
    async with websockets.asyncio.client.connect(
        address, compression=None, ping_interval=None, max_size=None, **options
    ) as connection:
        yield Line(connection)


@contextlib.asynccontextmanager
async def visitor(base: str, who: Visitor, cursor: Mapping[str, Any] | None = None) -> AsyncIterator[Line]:
    """A visitor's session, from `welcome` on. `base` is the server's URL."""
    async with connect(f"{base}/sdk/realtime") as line:
        await line.send(who.connect(cursor))
        await line.until("welcome")
        yield line


@contextlib.asynccontextmanager
async def agent(base: str, app_id: str, cookie: str) -> AsyncIterator[Line]:
    """An agent's session, from `welcome` on. `cookie` is the value of a `Cookie` header."""
    async with connect(f"{base}/inbox/api/realtime", headers={"Cookie": cookie}, origin=base) as line:
        await line.send({"type": "connect:agent", "appId": app_id})
        await line.until("welcome")
        yield line


async def poll(
    http: aiohttp.ClientSession, base: str, who: Visitor, cursor: Mapping[str, Any] | None, *, wait: int = 25
) -> tuple[list[Frame], dict[str, Any] | None]:
    """One long poll: its frames and the next cursor."""
    body = {"connect": who.connect(cursor), "wait": wait}
    timeout = aiohttp.ClientTimeout(total=wait + patience.SECONDS)
    async with http.post(f"{base}/sdk/realtime/poll", json=body, timeout=timeout) as answer:
        answer.raise_for_status()
        reply = await answer.json()
    return reply["frames"], reply.get("cursor")


Front = Literal["socket", "poll"]
Back = Callable[[int], Awaitable[None]]


async def wait_before(attempt: int) -> None:
    """The pause before a new attempt; short, because a test wants the reconnect and not the calm."""
    await asyncio.sleep(random.uniform(0, min(1.0, 0.05 * 2**attempt)))


async def follow(
    base: str,
    who: Visitor,
    log: Log,
    *,
    front: Front = "socket",
    seen: Callable[[], None] = lambda: None,
    pause: Back = wait_before,
) -> None:
    """Keep `log` up to date through every loss until cancelled; call `seen` after each new event."""
    attempt = 0
    session = _follow_socket if front == "socket" else _follow_poll
    while True:
        before = log.seq
        with contextlib.suppress(*_LOST):
            await session(base, who, log, seen)
        attempt = 0 if log.seq > before else attempt + 1
        await pause(attempt)


async def _follow_socket(base: str, who: Visitor, log: Log, seen: Callable[[], None]) -> None:
    async with connect(f"{base}/sdk/realtime") as line:
        await line.send(who.connect(log.cursor))
        behind_since: float | None = None
        while True:
            frame = await line.receive(within=50)
            line.frames.clear()  # the log is what a follower keeps
            if log.take(frame):
                seen()
            # A heartbeat ahead of us that the events do not follow within 5 s means that the line lost them.
            now = asyncio.get_running_loop().time()
            top = max(frame["seq"].values(), default=0) if frame["type"] == "heartbeat" else log.seq
            behind_since = (behind_since or now) if top > log.seq else None
            if behind_since is not None and now - behind_since > 5:
                return


async def _follow_poll(base: str, who: Visitor, log: Log, seen: Callable[[], None]) -> None:
    async with aiohttp.ClientSession() as http:
        while True:
            frames, _ = await poll(http, base, who, log.cursor)
            for frame in frames:
                if log.take(frame):
                    seen()
