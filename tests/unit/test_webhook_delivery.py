"""Webhooks over a real socket: worker, handler and HTTP client together."""

import asyncio
import base64
import contextlib
import hmac
import ipaddress
import os
from collections.abc import AsyncIterator

import pytest

from smooch_server.apps import vault
from smooch_server.core import ids
from smooch_server.httpclient import client, guard
from smooch_server.outbox import retry, worker
from smooch_server.outbox import store as outbox
from smooch_server.storage import base, sqlite
from smooch_server.webhooks import delivery, model, sign, store
from tests.support import patience, sinks

pytestmark = pytest.mark.anyio

START = 1_700_000_000_000
NEVER = 3_600.0  # seconds, for what a test does not wait for
APP = ids.new_id(START)
POLICY = guard.Policy(allow_networks=(ipaddress.ip_network("127.0.0.0/8"),))


class Post:
    """A database with one app, and the way out."""

    def __init__(self, database: base.Database) -> None:
        self.database = database
        self.safe = vault.Vault(os.urandom(vault.KEY_BYTES))
        self.http = client.AiohttpClient(POLICY, version="0")
        self.delivery = delivery.Delivery(database, self.safe, self.http, now=lambda: self.now, jitter=lambda: 0.0)
        self.now = START

    async def webhook(self, port: int, *, trigger: str = "message") -> model.Webhook:
        return await self.database.write(
            lambda tx: store.create(
                tx,
                self.safe,
                app_id=APP,
                target=f"http://127.0.0.1:{port}/hook",
                triggers=[trigger],
                version="v1.1",
                include_client=False,
                include_full_app_user=True,
                policy=POLICY,
                now_ms=START,
            )
        )

    async def owe(self, webhook: model.Webhook, seq: int) -> str:
        return await self.database.write(
            lambda tx: outbox.enqueue(
                tx,
                app_id=APP,
                kind=model.KIND,
                target_id=webhook.webhook_id,
                order_key="c1",
                order_seq=seq,
                payload=b'{"seq":%d}' % seq,
                now_ms=START,
            )
        )

    @contextlib.asynccontextmanager
    async def working(self, handler: worker.Handler) -> AsyncIterator[worker.Worker]:
        made = worker.Worker(self.database, {model.KIND: handler}, now=lambda: self.now, poll_seconds=NEVER)
        running = asyncio.create_task(made.run())
        try:
            yield made
        finally:
            await made.stop(drain_seconds=0.0)
            await running

    async def claim(self, webhook: model.Webhook) -> outbox.Row:
        claim = await self.database.write(lambda tx: outbox.claim(tx, webhook.webhook_id, now_ms=self.now, limit=1))
        (row,) = claim.rows
        return row

    async def send_next(self, webhook: model.Webhook) -> retry.Outcome:
        """Do by hand what the worker does with one row."""
        row = await self.claim(webhook)
        outcome = await self.delivery.deliver(row)
        await self.database.write(lambda tx: outbox.finish(tx, row, outcome, now_ms=self.now))
        return outcome


@contextlib.asynccontextmanager
async def opened() -> AsyncIterator[Post]:
    database = await sqlite.open(":memory:")
    await database.migrate()

    async def insert(tx: base.Tx) -> None:
        await tx.run("INSERT INTO account (account_id, created_ms) VALUES ($1, $2)", "acc", START)
        await tx.run(
            "INSERT INTO app (app_id, account_id, app_token, name, settings, metadata, created_ms)"
            " VALUES ($1, $2, $1, 'Harbour', $3, $3, $4)",
            APP,
            "acc",
            b"{}",
            START,
        )

    await database.write(insert)
    made = Post(database)
    yield made
    await made.http.close()
    await database.close()


@pytest.fixture
async def post() -> AsyncIterator[Post]:
    async with opened() as made:
        yield made


def headers_of(request: bytes) -> dict[str, str]:
    lines = request.split(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
    return {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}


def signed_by(request: bytes, secret: str) -> bool:
    headers, body = headers_of(request), request.split(b"\r\n\r\n", 1)[1]
    key = base64.b64decode(sign.whsec(secret).removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    return headers["webhook-signature"] == "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


async def test_killed_after_the_post_it_sends_the_same_again(post: Post) -> None:
    async with sinks.sink(sinks.answer("200 OK")) as server:
        webhook = await post.webhook(server.port)
        outbox_id = await post.owe(webhook, 1)
        posted = asyncio.Event()

        async def die_before_the_note(row: outbox.Row) -> retry.Outcome:
            await post.delivery.deliver(row)
            posted.set()
            await asyncio.Event().wait()
            raise AssertionError

        async with post.working(die_before_the_note):
            await asyncio.wait_for(posted.wait(), patience.SECONDS)
        post.now += outbox.LEASE_MS
        assert await post.send_next(webhook) == retry.Delivered()

    first, second = server.requests
    assert first.endswith(b'\r\n\r\n{"seq":1}')
    assert second.endswith(b'\r\n\r\n{"seq":1}')
    assert headers_of(first)["webhook-id"] == headers_of(second)["webhook-id"] == outbox_id
    assert headers_of(first)["webhook-timestamp"] != headers_of(second)["webhook-timestamp"]
    assert signed_by(first, webhook.secret)
    assert signed_by(second, webhook.secret)
    assert not signed_by(second, "another")


async def test_three_days_of_outage_are_survived(post: Post) -> None:
    answers = ["500 Internal Server Error"] * (retry.ATTEMPTS - 1) + ["200 OK"]

    async def at_last(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(sinks.answer(answers[len(server.requests) - 1]))
        await writer.drain()

    async with sinks.sink(at_last) as server:
        webhook = await post.webhook(server.port)
        await post.owe(webhook, 1)
        for _ in range(retry.ATTEMPTS - 1):
            outcome = await post.send_next(webhook)
            assert isinstance(outcome, retry.RetryAt)
            post.now = outcome.due_ms
        assert post.now - START >= 72 * 3_600_000
        assert await post.send_next(webhook) == retry.Delivered()
    assert len({headers_of(request)["webhook-id"] for request in server.requests}) == 1


async def test_a_target_that_never_answers_delays_no_other(post: Post) -> None:
    async def silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.read()

    arrived = asyncio.Event()

    async def receive(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(sinks.answer("200 OK"))
        if len(living.requests) == 20:
            arrived.set()

    async with sinks.sink(silent) as dead, sinks.sink(receive) as living:
        hanging, fine = await post.webhook(dead.port), await post.webhook(living.port)
        for seq in range(20):
            await post.owe(hanging, seq)
            await post.owe(fine, seq)
        async with post.working(post.delivery.deliver):
            await asyncio.wait_for(arrived.wait(), patience.SECONDS)
    assert [request.rpartition(b"\r\n\r\n")[2] for request in living.requests] == [
        b'{"seq":%d}' % seq for seq in range(20)
    ]
