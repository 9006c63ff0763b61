"""How fast webhooks are delivered, and what subscribing to messages costs those who post them."""

import asyncio
import contextlib
import functools
import json
import os
import pathlib
import signal
import sys
import time
from collections.abc import AsyncIterator
from typing import cast

import apsw

from bench import load, measures, subjects, table
from smooch_server.apps import vault
from smooch_server.core import ids
from tests.support import server

SUBSCRIBED = 32
DELIVERING = 4  # webhooks that hear of each message while deliveries are counted
DELIVERED = 8_000
TURNS = 3  # in the time of one round of the other measures: what a neighbour does to the machine hits both sides alike
WAKING_SECONDS = 1.0  # of posts before each turn: who stood still is in the middle of its deliveries
QUICK_DELIVERED = 2_000
_SUBSCRIBE = """
INSERT INTO webhook (webhook_id, app_id, target, triggers, secret, version, include_client, include_full_app_user,
                     created_ms)
VALUES (?, ?, ?, 'message', ?, 'v1.1', 0, 1, 0)
"""


class Sink(asyncio.Protocol):
    """Says 200 to every request and counts it, at as little cost as can be."""

    def __init__(self, arrived: "Arrivals") -> None:
        self._arrived = arrived
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end].lower()
            start = head.find(b"content-length:")
            length = int(head[start + 15 :].split(b"\r\n", 1)[0])
            if len(self._buffer) < end + 4 + length:
                return
            self._buffer = self._buffer[end + 4 + length :]
            assert self._transport is not None
            self._transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            self._arrived.count()


class Arrivals:
    """How many requests came, and when the last of them."""

    def __init__(self) -> None:
        self.total = 0
        self._wanted = 0
        self._reached = asyncio.Event()

    def count(self) -> None:
        self.total += 1
        if self.total >= self._wanted:
            self._reached.set()

    async def reach(self, total: int, *, within: float) -> None:
        self._wanted = total
        self._reached.clear()
        if self.total < total:
            async with asyncio.timeout(within):
                await self._reached.wait()


@contextlib.asynccontextmanager
async def sink() -> AsyncIterator[tuple[int, Arrivals]]:
    arrived = Arrivals()
    listening = await asyncio.get_running_loop().create_server(lambda: Sink(arrived), "127.0.0.1", 0)
    try:
        yield listening.sockets[0].getsockname()[1], arrived
    finally:
        listening.close()


def subscribe(smooch: subjects.Smooch, port: int, count: int) -> None:
    """Give the app webhooks, past the API: it allows ten."""
    box = vault.Vault(vault.parse_key(server.DEFAULTS["SMOOCH_SECRET_KEY"]))
    connection = apsw.Connection(str(smooch.database))
    connection.set_busy_timeout(5_000)
    with connection:
        for number in range(count):
            webhook_id = ids.new_id(0)
            target = f"http://127.0.0.1:{port}/{number}"
            sealed = box.seal(ids.new_webhook_secret(), owner=webhook_id)
            connection.execute(_SUBSCRIBE, (webhook_id, smooch.app.app_id, target, sealed))
        connection.execute("INSERT OR IGNORE INTO webhook_wish VALUES (?, 'message', 0)", (smooch.app.app_id,))
    connection.close()


async def webhooks(folder: pathlib.Path, sizes: measures.Sizes) -> list[table.Line]:
    """Deliveries a second to a sink on this machine; posts with 32 webhooks subscribed against posts with none."""
    return [await _deliveries(folder / "deliveries", sizes), await _posts(folder / "posts", sizes)]


async def _deliveries(folder: pathlib.Path, sizes: measures.Sizes) -> table.Line:
    count = DELIVERED if sizes.rounds > measures.QUICK.rounds else QUICK_DELIVERED
    smooch = subjects.Smooch(folder)
    async with sink() as (port, arrived):
        try:
            smooch.process.start()
            people = await smooch.add_people(measures.CONVERSATIONS)
            subscribe(smooch, port, DELIVERING)
            posts = functools.partial(measures.nth, smooch.posts(people))
            ours, theirs = [], []
            for number in range(1 + max(1, sizes.rounds // 3)):
                limit = await _limit(port, count)
                began, before = time.perf_counter(), arrived.total
                await load.closed_loop(smooch.port, posts, connections=4, count=count // DELIVERING)
                await arrived.reach(before + count, within=120)
                rate = count / (time.perf_counter() - began)
                if number:  # the first round warms up
                    ours.append(rate)
                    theirs.append(limit)
        finally:
            smooch.process.stop()
    ratio = load.median([mine / other for mine, other in zip(ours, theirs, strict=True)])
    return table.Line(
        what="webhook deliveries a second, posts included, one core",
        figure=f"{load.median(ours):,.0f}/s",
        limit=f"{load.median(theirs):,.0f}/s",
        ratio=ratio,
        target=">= 0.08 of a bare client",
        ok=ratio >= 0.08,
    )


async def _limit(port: int, count: int) -> float:
    """Requests a second of the same HTTP library with nothing around it, on the servers' core."""
    bare = await asyncio.create_subprocess_exec(
        *subjects.PINNED,
        sys.executable,
        "-m",
        "bench.limit_webhooks",
        str(port),
        str(count),
        cwd=pathlib.Path(__file__).parent.parent,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await bare.communicate()
    assert bare.returncode == 0
    return count / float(json.loads(said))


async def _posts(folder: pathlib.Path, sizes: measures.Sizes) -> table.Line:
    alone, subscribed = subjects.Smooch(folder / "alone"), subjects.Smooch(folder / "subscribed")
    async with sink() as (port, _):
        try:
            for smooch in (alone, subscribed):
                smooch.process.start()
                await smooch.add_people(measures.CONVERSATIONS)
            subscribe(subscribed, port, SUBSCRIBED)
            pace = await _compare(subscribed, alone, sizes)
        finally:
            alone.process.kill()
            subscribed.process.kill()  # it would go on delivering what the posts left behind
    ratio = load.median([mine / other for mine, other in pace])
    return table.Line(
        what=f"message posts with {SUBSCRIBED} webhooks subscribed",
        figure=f"{load.median([mine for mine, _ in pace]):,.0f}/s",
        limit=f"{load.median([other for _, other in pace]):,.0f}/s with none",
        ratio=ratio,
        target=">= 0.80 of that with none",
        ok=ratio >= 0.8,
    )


async def _compare(
    subscribed: subjects.Smooch, alone: subjects.Smooch, sizes: measures.Sizes
) -> list[tuple[float, float]]:
    """Posts a second in short turns. Whose turn it is not stands still: it would deliver on the core that both share.

    The order changes with every round, so that a machine that gets slower or faster favours neither.
    """
    rates: list[tuple[float, float]] = []
    pairs = ((subscribed, alone), (alone, subscribed))
    for number in range(TURNS * sizes.rounds + 1):
        turn: dict[subjects.Smooch, float] = {}
        for mine, other in pairs if number % 2 else reversed(pairs):
            os.kill(other.process.pid, signal.SIGSTOP)
            posts = mine.posts(mine.people)
            await measures.rate(mine.port, posts, WAKING_SECONDS)
            turn[mine] = await measures.rate(mine.port, posts, sizes.seconds / TURNS)
            os.kill(other.process.pid, signal.SIGCONT)
        if number:  # the first round warms up
            rates.append((turn[subscribed], turn[alone]))
    return rates
