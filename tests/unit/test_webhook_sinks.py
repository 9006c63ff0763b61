"""Receivers that fail in every way, and many receivers at once, over real sockets with a short timeout."""

import asyncio
import contextlib
import functools
import json
import statistics
import time
from collections.abc import AsyncIterator, Sequence

import pytest

from smooch_server.outbox import retry
from smooch_server.outbox import store as outbox
from smooch_server.storage import base
from smooch_server.webhooks import delivery, facts, fanout, model, owed
from smooch_server.wire import shapes
from tests.support import patience, sinks
from tests.unit import test_webhook_delivery as common

pytestmark = pytest.mark.anyio

SHORT = 0.3  # seconds that a request may take, where a receiver lets it run out
WEBHOOKS = 32
KEYS = ("c0", "c1", "c2", "c3")  # conversations
EVENTS = 10  # of each
OK = sinks.answer("200 OK")


async def hang(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await reader.read()


async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A byte now and then: each would make a timeout between bytes begin anew."""
    for byte in OK * 100:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(SHORT / 10)


async def reset(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def close(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


@pytest.fixture
async def post() -> AsyncIterator[common.Post]:
    async with common.opened() as made:
        yield made


@pytest.mark.parametrize(
    ("answer", "reasons"),
    [
        (hang, {"timeout"}),
        (drip, {"timeout"}),
        (reset, {"protocol", "connect"}),
        (close, {"protocol", "connect"}),
        (sinks.answer("500 Internal Server Error"), {"status 500"}),
        (sinks.answer("302 Found", headers="Location: http://127.0.0.1:1/\r\n"), {"status 302"}),
        (sinks.answer("307 Temporary Redirect", headers="Location: /elsewhere\r\n"), {"status 307"}),
        (b"this is not HTTP\r\n\r\n", {"protocol"}),
    ],
    ids=["hangs", "drips", "resets", "closes", "500", "302", "307", "no HTTP"],
)
async def test_what_failed_comes_again_under_the_same_id(
    post: common.Post, answer: bytes | sinks.Answer, reasons: set[str]
) -> None:
    seconds = SHORT if reasons == {"timeout"} else patience.SECONDS
    short = delivery.Delivery(
        post.database, post.safe, post.http, now=lambda: post.now, jitter=lambda: 0.0, timeout_seconds=seconds
    )
    mended = asyncio.Event()

    async def answering(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not mended.is_set() and not isinstance(answer, bytes):
            await answer(reader, writer)
            return
        writer.write(OK if mended.is_set() or not isinstance(answer, bytes) else answer)
        await writer.drain()

    async with sinks.sink(answering) as server:
        webhook = await post.webhook(server.port)
        outbox_id = await post.owe(webhook, 1)
        row = await post.claim(webhook)
        outcome = await short.deliver(row)
        assert isinstance(outcome, retry.RetryAt)
        assert outcome.reason.partition(":")[0] in reasons
        await post.database.write(functools.partial(outbox.finish, row=row, outcome=outcome, now_ms=post.now))
        mended.set()
        post.now = outcome.due_ms
        assert await post.send_next(webhook) == retry.Delivered()
    assert {common.headers_of(request)["webhook-id"] for request in server.requests} == {outbox_id}
    # No redirect was followed. A request that was to run out of time may not even have got there.
    assert len(server.requests) == 2 or (reasons == {"timeout"} and len(server.requests) == 1)
    assert all(common.signed_by(request, webhook.secret) for request in server.requests)


async def test_taken_in_but_the_answer_was_lost(post: common.Post) -> None:
    """A receiver that commits, then dies: it hears of it again and can tell by the id."""
    committed: set[str] = set()

    async def commit_then_die(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        delivery_id = common.headers_of(server.requests[-1])["webhook-id"]
        if delivery_id in committed:
            writer.write(OK)
            await writer.drain()
            return
        committed.add(delivery_id)
        writer.transport.abort()

    async with sinks.sink(commit_then_die) as server:
        webhook = await post.webhook(server.port)
        await post.owe(webhook, 1)
        outcome = await post.send_next(webhook)
        assert isinstance(outcome, retry.RetryAt)
        post.now = outcome.due_ms
        assert await post.send_next(webhook) == retry.Delivered()
    assert len(server.requests) == 2
    assert len(committed) == 1


class Living:
    """A receiver that takes everything and notes how long after it happened."""

    def __init__(self, sent: dict[tuple[str, float], float], changed: asyncio.Condition) -> None:
        self._sent = sent
        self._changed = changed
        self.server: sinks.Sink
        self.seen: list[tuple[str, float]] = []
        self.delays: list[float] = []

    async def answer(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        event = json.loads(self.server.requests[-1].split(b"\r\n\r\n", 1)[1])
        key = (event["conversation"]["_id"], event["timestamp"])
        async with self._changed:
            self.seen.append(key)
            self.delays.append(time.monotonic() - self._sent[key])
            self._changed.notify_all()
        writer.write(OK)
        await writer.drain()


@pytest.mark.parametrize("broken", [[], [hang], [drip], [hang, drip]], ids=["none", "hangs", "drips", "both"])
async def test_one_dead_or_slow_receiver_of_32_delays_no_other(
    post: common.Post, broken: list[sinks.Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the broken ones hold up would never end: no request runs out of time here, and nobody looks again."""
    monkeypatch.setattr(model, "MAX_PER_APP", WEBHOOKS)
    post.delivery = delivery.Delivery(
        post.database, post.safe, post.http, now=lambda: post.now, jitter=lambda: 0.0, timeout_seconds=common.NEVER
    )
    dead: list[sinks.Sink] = []
    sent: dict[tuple[str, float], float] = {}
    changed = asyncio.Condition()
    receivers = [Living(sent, changed) for _ in range(WEBHOOKS - len(broken))]
    async with contextlib.AsyncExitStack() as stack:
        for answer in broken:
            dead.append(await stack.enter_async_context(sinks.sink(answer)))
            await post.webhook(dead[-1].port, trigger="conversation:read")
        for living in receivers:
            living.server = await stack.enter_async_context(sinks.sink(living.answer))
            await post.webhook(living.server.port, trigger="conversation:read")
        await stack.enter_async_context(telling(post))
        for seq in range(1, EVENTS + 1):  # each round when the living have had the one before: nothing piles up
            for key in KEYS:
                sent[key, seq / 1000] = time.monotonic()
                await post.database.write(functools.partial(_note, key=key, seq=seq))
            async with asyncio.timeout(patience.SECONDS), changed:
                await changed.wait_for(lambda: all(len(each.seen) == len(sent) for each in receivers))
    for living in receivers:
        for key in KEYS:
            assert [at for name, at in living.seen if name == key] == [seq / 1000 for seq in range(1, EVENTS + 1)]
    assert all(0 < len(each.requests) <= len(KEYS) for each in dead), "asked, and still waited for"
    assert statistics.median(delay for living in receivers for delay in living.delays) < 1.0


@contextlib.asynccontextmanager
async def telling(post: common.Post) -> AsyncIterator[None]:
    """Fan-out and worker, ringing as in the server."""
    async with post.working(post.delivery.deliver) as made:
        maker = fanout.Fanout(post.database, now=lambda: post.now, poll_seconds=common.NEVER)
        making = asyncio.create_task(maker.run())

        def ring(effects: Sequence[base.Effect]) -> None:
            for effect in effects:
                if isinstance(effect, outbox.Enqueued):
                    made.wake(effect.target_id)
                elif isinstance(effect, owed.Owed):
                    maker.wake()

        post.database.listen(ring)
        try:
            yield
        finally:
            maker.stop()
            await making


async def _note(tx: base.Tx, *, key: str, seq: int) -> bool:
    async def gather(_: bool) -> facts.Facts:
        return facts.Facts(
            trigger="conversation:read",
            app_id=common.APP,
            detail=facts.Moved(),
            timestamp_ms=seq,
            conversation_id=key,
            source=shapes.Source(type="web"),
        )

    return await owed.owe(
        tx, trigger="conversation:read", app_id=common.APP, gather=gather, order_key=key, order_seq=seq
    )
