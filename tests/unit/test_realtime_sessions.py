"""Sessions and the hub, with a real SQLite log and clients that read as slowly as a test wants."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from smooch_server.bus import base as bus_base
from smooch_server.bus import memory
from smooch_server.conversations import store
from smooch_server.realtime import codes, hub, session
from smooch_server.storage import base, sqlite
from tests.support import patience

pytestmark = pytest.mark.anyio

APP, USER, CONVERSATION = "a" * 24, "b" * 24, "c" * 24
EVENTS = 1000
BODY = b'{"type":"message","text":"' + b"x" * 1000 + b'"}'


class Reader:
    """A front that takes nothing until it is told to."""

    def __init__(self) -> None:
        self.session: session.Session | None = None
        self.woken = asyncio.Event()

    def wake(self) -> None:
        self.woken.set()

    def take_all(self) -> list[bytes]:
        assert self.session is not None
        frames: list[bytes] = []
        while (message := self.session.take()) is not None:
            frames += message.split(b"\n")
        return frames


@pytest.fixture
async def log() -> AsyncIterator[base.Database]:
    """A conversation with EVENTS stored events of about 1 kB."""
    database = await sqlite.open(":memory:")
    await database.migrate()

    async def fill(tx: base.Tx) -> None:
        await tx.run("INSERT INTO account (account_id, created_ms) VALUES ('acc', 0)")
        await tx.run(
            "INSERT INTO app (app_id, account_id, app_token, name, settings, metadata, created_ms)"
            " VALUES ($1, 'acc', 't', 'n', '{}', '{}', 0)",
            APP,
        )
        await tx.run(
            "INSERT INTO app_user (app_user_id, app_id, signed_up_ms, properties, conversation_started,"
            " credential_required, created_ms) VALUES ($1, $2, 0, '{}', TRUE, FALSE, 0)",
            USER,
            APP,
        )
        await store.insert(tx, conversation_id=CONVERSATION, app_id=APP, app_user_id=USER, now_ms=1)
        await tx.run("UPDATE conversation SET seq = $1", EVENTS)
        for seq in range(1, EVENTS + 1):
            await store.insert_event(tx, conversation_id=CONVERSATION, seq=seq, app_id=APP, body=BODY)

    await database.write(fill)
    yield database
    await database.close()


def make(log: base.Database, *, agent: str | None = None) -> tuple[session.Session, Reader]:
    async def recheck() -> None:
        return None

    reader = Reader()
    reader.session = session.Session(database=log, front=reader, app_id=APP, recheck=recheck, agent=agent)
    return reader.session, reader


async def test_a_session_closed_while_its_client_is_slow_ends_its_catch_up(log: base.Database) -> None:
    one, reader = make(log)
    forgotten: list[session.Session] = []
    one.on_close = forgotten.append
    catching_up = asyncio.create_task(one.catch_up(one.subscribe(CONVERSATION, epoch="e", cursor=0)))
    await reader.woken.wait()
    one.close(codes.INVALID_AUTH, "gone")
    await asyncio.wait_for(catching_up, patience.SECONDS)
    assert forgotten == [one]


async def test_news_during_a_slow_catch_up_neither_doubles_nor_ends_it(log: base.Database) -> None:
    one, reader = make(log)
    subscription = one.subscribe(CONVERSATION, epoch="e", cursor=0)
    one.start_catch_up(subscription)
    frames: list[bytes] = []
    while not (frames and b"subscribed" in frames[-1]):
        await asyncio.wait_for(reader.woken.wait(), patience.SECONDS)
        reader.woken.clear()
        one.notice(CONVERSATION, EVENTS)
        one.ring(CONVERSATION, EVENTS, BODY)
        frames += reader.take_all()
    assert one.closed is None
    assert frames[:-1] == [BODY] * EVENTS


async def test_the_queue_of_a_slow_client_stays_small(log: base.Database) -> None:
    one, reader = make(log)
    one.start_catch_up(one.subscribe(CONVERSATION, epoch="e", cursor=0))
    most = 0
    while not one.subscriptions[CONVERSATION].announced:
        await asyncio.wait_for(reader.woken.wait(), patience.SECONDS)
        reader.woken.clear()
        most = max(most, len(reader.take_all()))
    assert most <= 2 * session.PAGE_EVENTS


async def test_typing_does_not_close_a_client_that_is_catching_up(log: base.Database) -> None:
    one, reader = make(log)
    one.start_catch_up(one.subscribe(CONVERSATION, epoch="e", cursor=0))
    await reader.woken.wait()
    for _ in range(codes.MAX_QUEUE_EVENTS + 1):
        one.mention(b'{"type":"activity"}')
    assert one.closed is None


async def test_a_log_that_ends_below_what_was_rung_sends_the_client_away(log: base.Database) -> None:
    one, reader = make(log)
    subscription = one.subscribe(CONVERSATION, epoch="e", cursor=EVENTS)
    await one.catch_up(subscription)
    one.ring(CONVERSATION, EVENTS + 7, BODY)
    while one.closed is None:
        await asyncio.wait_for(reader.woken.wait(), patience.SECONDS)
        reader.woken.clear()
        reader.take_all()
    assert one.closed.code == codes.UNAVAILABLE


class FailsOnce(memory.Memory):
    """A bus whose first subscription fails."""

    def __init__(self) -> None:
        super().__init__()
        self.failed = False

    async def subscribe(self, pattern: str, handler: bus_base.Handler) -> bus_base.Subscription:
        if not self.failed:
            self.failed = True
            raise ConnectionError("the bus is away")
        return await super().subscribe(pattern, handler)


async def test_a_failed_subscription_is_tried_again_by_the_next_session(log: base.Database) -> None:
    node = hub.Hub(bus=FailsOnce(), database=log, limit_sockets=True)
    first, _ = make(log)
    with pytest.raises(ConnectionError):
        await node.join(first, CONVERSATION)
    node.leave(first)
    second, _ = make(log)
    await node.join(second, CONVERSATION)


async def test_a_closed_session_leaves_the_hub_at_once(log: base.Database) -> None:
    node = hub.Hub(bus=await memory.open(), database=log, limit_sockets=True)
    for _ in range(2 * hub.MAX_SOCKETS_PER_USER):
        one, _ = make(log)
        await node.join(one, CONVERSATION)
        one.close(codes.SLOW_READER, "too slow")
