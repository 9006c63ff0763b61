"""A load generator that costs little: HTTP/1.1 keep-alive and WebSocket clients straight on asyncio protocols."""

import asyncio
import base64
import collections
import dataclasses
import os
import statistics
import struct
import time
from collections.abc import Callable, Coroutine, Mapping
from typing import cast

Request = Callable[[int], bytes]  # number of the request -> its bytes
Received = Callable[[bytes], None]  # the body of an answer, or the payload of a frame
Connect = Callable[[int, str], Coroutine[None, None, "Socket"]]  # number of the socket, address to come from


class BadAnswer(Exception):
    """The server did not answer with 2xx; the message is the answer's beginning."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Result:
    seconds: float
    latencies: list[float]  # seconds, one for each answer

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        return percentile(self.latencies, share)


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def median(values: list[float]) -> float:
    return statistics.median(values)


def http_request(
    method: str, path: str, body: bytes = b"", *, authorization: str = "", headers: Mapping[str, str] | None = None
) -> bytes:
    given = {"Content-Type": "application/json"} if body else {}
    given |= {"Authorization": authorization} if authorization else {}
    given |= headers or {}
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in given.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


class HttpConnection(asyncio.Protocol):
    """One keep-alive connection, one request at a time."""

    def __init__(self, answered: Callable[["HttpConnection", bytes], None], finished: "asyncio.Future[float]") -> None:
        self._answered = answered
        self._finished = finished
        self._buffer = b""
        self._transport: asyncio.Transport | None = None
        self.sent_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one by behaviour, not by class

    def request(self, data: bytes) -> None:
        assert self._transport is not None
        self.sent_at = time.perf_counter()
        self._transport.write(data)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self._buffer[:end].lower()
        start = head.find(b"content-length:")
        length = int(head[start + 15 :].split(b"\r\n", 1)[0]) if start >= 0 else 0
        if len(self._buffer) < end + 4 + length:
            return
        answer, self._buffer = self._buffer[: end + 4 + length], b""
        if not answer.startswith(b"HTTP/1.1 2"):
            self._fail(BadAnswer(answer[:500].decode(errors="replace")))
            return
        self._answered(self, answer[end + 4 :])

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail(exc or ConnectionResetError("the server closed the connection"))

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def _fail(self, error: Exception) -> None:
        if not self._finished.done():
            self._finished.set_exception(error)


async def _connections(
    port: int, count: int, answered: Callable[[HttpConnection, bytes], None], finished: "asyncio.Future[float]"
) -> list[HttpConnection]:
    loop = asyncio.get_running_loop()
    made = [loop.create_connection(lambda: HttpConnection(answered, finished), "127.0.0.1", port) for _ in range(count)]
    return [protocol for _, protocol in await asyncio.gather(*made)]


async def closed_loop(
    port: int,
    request: Request,
    *,
    connections: int,
    seconds: float = 0,
    count: int = 0,
    answer: Received | None = None,
) -> Result:
    """Every connection sends its next request when it has its answer, for `seconds` or `count` requests in all."""
    finished: asyncio.Future[float] = asyncio.get_running_loop().create_future()
    latencies: list[float] = []
    sent = 0

    def send(connection: HttpConnection) -> bool:
        nonlocal sent
        if time.perf_counter() > deadline or (count and sent >= count):
            return False
        connection.request(request(sent))
        sent += 1
        return True

    def answered(connection: HttpConnection, body: bytes) -> None:
        latencies.append(time.perf_counter() - connection.sent_at)
        if answer is not None:
            answer(body)
        if not send(connection) and len(latencies) == sent and not finished.done():
            finished.set_result(time.perf_counter())

    lines = await _connections(port, connections, answered, finished)
    began = time.perf_counter()
    deadline = began + (seconds or 3600)
    try:
        for line in lines:
            send(line)
        return Result(seconds=await finished - began, latencies=latencies)
    finally:
        for line in lines:
            line.close()


async def paced(port: int, request: Request, *, connections: int, rate: float, seconds: float) -> Result:
    """Send at a fixed rate, whatever the answers do; a request that finds no free connection waits, and is counted so."""
    finished: asyncio.Future[float] = asyncio.get_running_loop().create_future()
    latencies: list[float] = []
    due: collections.deque[float] = collections.deque()
    started: dict[HttpConnection, float] = {}
    sent, total = 0, int(rate * seconds)

    def pump() -> None:
        nonlocal sent
        while due and free:
            line = free.pop()
            started[line] = due.popleft()
            line.request(request(sent))
            sent += 1

    def answered(connection: HttpConnection, _: bytes) -> None:
        latencies.append(time.perf_counter() - started[connection])
        free.append(connection)
        pump()
        if len(latencies) == total and not finished.done():
            finished.set_result(time.perf_counter())

    free = await _connections(port, connections, answered, finished)
    lines = list(free)
    began = time.perf_counter()
    try:
        for number in range(total):
            at = began + number / rate
            if (wait := at - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            due.append(at)
            pump()
        await finished
        return Result(seconds=time.perf_counter() - began, latencies=latencies)
    finally:
        for line in lines:
            line.close()


class Socket(asyncio.Protocol):
    """A WebSocket client: text out, `received(line)` for each line of text that comes in."""

    def __init__(self, path: str, received: Received) -> None:
        self._path = path
        self._received = received
        self._buffer = bytearray()
        self._open = False
        self._transport: asyncio.Transport | None = None
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        key = base64.b64encode(os.urandom(16)).decode()
        self._transport.write(
            f"GET {self._path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
        )

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = True
        if not self.opened.done():
            self.opened.set_exception(exc or ConnectionResetError("closed before the handshake"))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._open and not self._handshake():
            return
        while (frame := self._take_frame()) is not None:
            opcode, payload = frame
            if opcode == 1:
                for line in payload.split(b"\n"):
                    self._received(line)
            elif opcode == 9:
                self._send(10, payload)

    def send(self, text: bytes) -> None:
        self._send(1, text)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def _handshake(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = bytes(self._buffer[:end])
        del self._buffer[: end + 4]
        self._open = True
        if head.startswith(b"HTTP/1.1 101"):
            self.opened.set_result(None)
        else:
            self.opened.set_exception(BadAnswer(head.decode(errors="replace")))
        return True

    def _take_frame(self) -> tuple[int, bytes] | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        length, start = buffer[1] & 127, 2
        if length >= 126:
            layout, start = (">H", 4) if length == 126 else (">Q", 10)
            if len(buffer) < start:
                return None
            (length,) = struct.unpack_from(layout, buffer, 2)
        if len(buffer) < start + length:
            return None
        frame = buffer[0] & 15, bytes(buffer[start : start + length])
        del buffer[: start + length]
        return frame

    def _send(self, opcode: int, payload: bytes) -> None:
        assert self._transport is not None
        size = len(payload)
        head = (
            bytes([0x80 | opcode, 0x80 | size]) if size < 126 else struct.pack(">BBH", 0x80 | opcode, 0x80 | 126, size)
        )
        self._transport.write(head + bytes(4) + payload)  # a mask of zeros leaves the payload as it is


async def open_socket(port: int, path: str, received: Received, *, source: str = "127.0.0.1") -> Socket:
    """Connect from the loopback address `source` and return when the handshake is done."""
    loop = asyncio.get_running_loop()
    _, socket = await loop.create_connection(lambda: Socket(path, received), "127.0.0.1", port, local_addr=(source, 0))
    await socket.opened
    return socket
