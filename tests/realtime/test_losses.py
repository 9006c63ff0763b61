"""What sessions survive: a bus that is away, a server that stops."""

import asyncio
import contextlib
import signal
from collections.abc import Iterator

import aiohttp
import pytest

from tests.support import api, nats, patience, realtime, shapes

pytestmark = pytest.mark.anyio


@contextlib.contextmanager
def _away(bus: nats.Nats) -> Iterator[None]:
    bus.kill()
    try:
        yield
    finally:
        bus.start()


def _bus_is(deployment: api.Deployment, word: str) -> None:
    """Wait until every server says so."""
    for base in {deployment.visitor_url, deployment.agent_url}:
        api.eventually(lambda base=base: api.call(base, "GET", "/readyz", expect=200).json["bus"] == word)


async def test_readers_miss_nothing_while_the_bus_is_away(shop: api.Shop, agent: api.Agent) -> None:
    """Shape A has no bus to lose: there the same story must hold without an interruption."""
    visitor, bus = shop.visitor(), shop.deployment.shape.bus
    async with (
        realtime.visitor(visitor.url, visitor.live, visitor.cursor) as line,
        realtime.agent(agent.url, shop.app_id, agent.cookie) as inbox,
        aiohttp.ClientSession() as http,
    ):
        await line.until("subscribed")
        subscribe = {"type": "subscribe", "conversationId": visitor.conversation_id, "cursor": visitor.cursor}
        await inbox.send(subscribe)
        await inbox.until("subscribed")
        with _away(bus) if bus else contextlib.nullcontext():
            if bus:
                await asyncio.to_thread(_bus_is, shop.deployment, "away")
            for number in range(3):
                visitor.say(f"v{number}")
                shop.say(visitor.app_user_id, f"m{number}")
            for each in (line, inbox):  # by asking the log every 2 s
                await each.until(lambda frame: frame.get("seq") == 7)
            if bus:
                await inbox.until("resync")
            frames, _ = await realtime.poll(http, visitor.url, visitor.live, visitor.cursor, wait=0)
            assert [frame["seq"] for frame in frames if "seq" in frame] == [2, 3, 4, 5, 6, 7]
            async with realtime.visitor(visitor.url, visitor.live, visitor.cursor) as late:
                await late.until("subscribed")
                assert [frame["seq"] for frame in late.frames if frame["type"] == "message"] == [2, 3, 4, 5, 6, 7]
        if bus:
            await asyncio.to_thread(_bus_is, shop.deployment, "connected")
        visitor.say("after")
        for each in (line, inbox):
            await each.until(lambda frame: frame.get("seq") == 8)
            texts = [frame["message"]["text"] for frame in each.frames if frame["type"] == "message"]
            assert texts == ["v0", "m0", "v1", "m1", "v2", "m2", "after"]


async def test_a_server_that_stops_sends_its_clients_away(shop: api.Shop) -> None:
    visitor, server = shop.visitor(), shop.deployment.shape.visitor
    async with realtime.visitor(visitor.url, visitor.live, visitor.cursor) as line, aiohttp.ClientSession() as http:
        await line.until("subscribed")
        poll = asyncio.create_task(realtime.poll(http, visitor.url, visitor.live, visitor.cursor))
        visitor.say("last")
        await line.until("message")
        stopping = asyncio.create_task(asyncio.to_thread(server.stop))
        try:
            assert await line.closed() == 4500
            with contextlib.suppress(aiohttp.ClientError):  # a poll is answered, or told to come back
                frames, _ = await poll
                assert [frame["seq"] for frame in frames if frame["type"] == "message"] == [2]
            assert await stopping == 0
        finally:
            await stopping
            await asyncio.to_thread(server.start)
    async with realtime.visitor(visitor.url, visitor.live, {**visitor.cursor, "seq": 2}) as line:
        await line.until("subscribed")
        assert not [frame for frame in line.frames if frame["type"] in ("message", "reset")]


async def test_a_server_that_was_killed_loses_nothing(shop: api.Shop) -> None:
    visitor, server = shop.visitor(), shop.deployment.shape.visitor
    log = realtime.Log(visitor.cursor)
    reached = asyncio.Event()

    def seen() -> None:
        if log.seq >= 21:
            reached.set()

    reader = asyncio.create_task(realtime.follow(visitor.url, visitor.live, log, seen=seen))
    try:
        for number in range(10):
            await asyncio.to_thread(visitor.say, f"{number}")
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start)
        for number in range(10, 20):
            await asyncio.to_thread(visitor.say, f"{number}")
        async with asyncio.timeout(patience.SECONDS):
            await reached.wait()
    finally:
        reader.cancel()
        await asyncio.gather(reader, return_exceptions=True)
    assert [entry.text for entry in log.entries] == [f"{number}" for number in range(20)]
    assert (log.resets, log.gaps) == (0, [])


def test_ctrl_c_ends_with_0(shape: shapes.Shape) -> None:
    assert shape.visitor.process.stop(with_signal=signal.SIGINT) == 0
    shape.visitor.start()
