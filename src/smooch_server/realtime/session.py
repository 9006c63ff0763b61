"""One connected client, whatever its front: what it subscribed to and what waits to be sent to it."""

import asyncio
import collections
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Protocol

from smooch_server import metrics
from smooch_server.conversations import model, store
from smooch_server.core import errors
from smooch_server.realtime import codes, protocol
from smooch_server.storage import base
from smooch_server.wire import events, v1_1

PAGE_EVENTS: Final = 100  # of the log at once: what one client may hold in memory
MOST_EMPTY_PAGES: Final = 100
EMPTY_PAGE_SECONDS: Final = 0.02
RESYNC_SECONDS: Final = 1.0
MESSAGE_BYTES: Final = 65_536  # frames are joined up to this size

Recheck = Callable[[], Awaitable[None]]


class Front(Protocol):
    """How bytes reach the client. Called from the event loop only."""

    def wake(self) -> None:
        """There is something in the session's queue, or it was closed."""
        ...


class Session:
    """Queue and subscriptions of one client. `recheck` raises when its credentials are no longer valid."""

    __slots__ = (
        "_bytes",
        "_database",
        "_front",
        "_queue",
        "_stale",
        "_tasks",
        "_waiters",
        "agent",
        "app_id",
        "closed",
        "on_close",
        "patterns",
        "recheck",
        "subscriptions",
    )

    def __init__(
        self, *, database: base.Database, front: Front, app_id: str, recheck: Recheck, agent: str | None = None
    ) -> None:
        self._database = database
        self._front = front
        self._queue: collections.deque[bytes] = collections.deque()
        self._bytes = 0
        self._waiters: list[asyncio.Future[None]] = []  # catch-ups that wait for room
        self._stale = False  # an agent's list, which is told soon
        self._tasks: set[asyncio.Task[None]] = set()
        self.app_id = app_id
        self.agent = agent  # the agent's id, None for a visitor
        self.recheck = recheck
        self.subscriptions: dict[str, protocol.Subscription] = {}
        self.patterns: list[str] = []  # of the bus; kept by the hub
        self.closed: protocol.Refused | None = None
        self.on_close: Callable[[Session], None] = _nobody  # set by the hub

    # ---- towards the client --------------------------------------------------------------------

    def send(self, frame: events.Frame) -> None:
        """Queue a frame that the client must get."""
        self.forward(v1_1.encode(frame))

    def forward(self, body: bytes) -> None:
        """Queue a live event; a client that does not keep up is closed and continues from its cursor."""
        if len(self._queue) >= codes.MAX_QUEUE_EVENTS or self._bytes + len(body) > codes.MAX_QUEUE_BYTES:
            self.close(codes.SLOW_READER, "Too much waits to be sent; connect again with your cursor")
            return
        self._push(body)

    def mention(self, body: bytes) -> None:
        """Queue what nobody is promised, typing or a sign of life, unless the client is busy with what counts."""
        if self._bytes < MESSAGE_BYTES:
            self._push(body)

    def take(self) -> bytes | None:
        """Return the next message for the client, several frames joined, or None when nothing waits."""
        queue = self._queue
        if not queue:
            return None
        size, count = 0, 0
        for body in queue:
            size += len(body) + 1
            if count and size > MESSAGE_BYTES:
                break
            count += 1
        frames = [queue.popleft() for _ in range(count)]
        self._bytes -= sum(map(len, frames))
        if self._bytes < MESSAGE_BYTES:
            self._let_catch_up()
        return frames[0] if count == 1 else b"\n".join(frames)

    @property
    def waiting(self) -> bool:
        """Whether something waits to be sent."""
        return bool(self._queue)

    def close(self, code: int, description: str) -> None:
        """End the session: what waits is dropped, the hub forgets it, the client is told why."""
        if self.closed is not None:
            return
        self.closed = protocol.Refused(code, description)
        self._queue.clear()
        self._bytes = 0
        self._let_catch_up()
        for task in self._tasks:
            task.cancel()
        metrics.SOCKETS_CLOSED.labels(str(code)).inc()
        self.on_close(self)
        self._front.wake()

    def _push(self, body: bytes) -> None:
        if self.closed is None:
            self._queue.append(body)
            self._bytes += len(body)
            self._front.wake()

    # ---- from the log and the bus --------------------------------------------------------------

    def subscribe(self, conversation_id: str, *, epoch: str, cursor: int) -> protocol.Subscription:
        """Add a subscription that still has to catch up; it replaces an older one of the conversation."""
        subscription = protocol.Subscription(conversation_id, epoch=epoch, cursor=cursor)
        self.subscriptions[conversation_id] = subscription
        return subscription

    def ring(self, conversation_id: str, seq: int, body: bytes) -> None:
        """Take an event from the bus."""
        subscription = self.subscriptions.get(conversation_id)
        if subscription is None:
            if self.agent is not None:
                self.forward(body)
            return
        was_live = not subscription.behind
        next_body = subscription.offer(seq, body)
        if next_body is not None:
            metrics.EVENTS_SENT.labels("live").inc()
            self.forward(next_body)
        elif was_live and subscription.behind:
            self.start_catch_up(subscription)

    def notice(self, conversation_id: str, seq: int) -> None:
        """Take news of the log's newest `seq`; read what the bus did not bring."""
        subscription = self.subscriptions.get(conversation_id)
        if subscription is None or subscription.behind:
            return
        subscription.notice(seq)
        if subscription.behind:
            self.start_catch_up(subscription)

    def restart(self, conversation_id: str, position: model.Position) -> None:
        """Tell the client that the conversation's log was replaced, and go on from where the new one begins.

        One who does not hear of it is told when it comes back: no number of the new log follows one of the old.
        """
        old = self.subscriptions.get(conversation_id)
        if self.agent is not None and not self._stale:  # the list has changed as well; many at once are told once
            self._stale = True
            asyncio.get_running_loop().call_later(RESYNC_SECONDS, self._resync)
        if old is None:
            return
        history, _, number = old.epoch.rpartition(".")
        if int(number) >= position.epoch:  # it connected after the change
            return
        cursor = events.Cursor(epoch=f"{history}.{position.epoch}", seq=position.seq)
        self.send(events.Reset(conversationId=conversation_id, cursor=cursor))
        self.start_catch_up(self.subscribe(conversation_id, epoch=cursor.epoch, cursor=cursor.seq))

    def _resync(self) -> None:
        self._stale = False
        if self.closed is None:
            self.send(events.Resync())

    def start_catch_up(self, subscription: protocol.Subscription) -> None:
        """Read the log in the background until the subscription is live."""
        task = asyncio.get_running_loop().create_task(self._catch_up_or_close(subscription))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _catch_up_or_close(self, subscription: protocol.Subscription) -> None:
        try:
            await self.catch_up(subscription)
        except protocol.Refused as refused:
            self.close(refused.code, refused.description)
        except errors.ApiError as error:
            self.close(codes.UNAVAILABLE, error.description)

    async def catch_up(
        self, subscription: protocol.Subscription, *, enough: Callable[[], bool] = lambda: False
    ) -> None:
        """Send what the log has after the cursor, a page at a time and only as fast as the client reads.

        Ends when the subscription is live, which the client is told the first time, or when `enough` says so
        between two pages. Nothing is awaited between the last page and being live, so that one subscription
        never has two of these at work.

        Raises:
            protocol.Refused: the log was replaced under the cursor, or ends below what was rung.
            errors.Unavailable: the database does not answer.
        """
        empty_pages = 0
        while subscription.behind and self.closed is None and not enough():
            await self._room()
            rows = await self._database.read(_page_after(subscription))
            if self.closed is not None or self.subscriptions.get(subscription.conversation_id) is not subscription:
                return
            bodies = subscription.page(rows, last=len(rows) < PAGE_EVENTS)
            metrics.EVENTS_SENT.labels("log").inc(len(bodies))
            for body in bodies:
                self._push(body)
            if not subscription.behind:
                self._announce(subscription)
            elif not rows:
                empty_pages += 1
                if empty_pages > MOST_EMPTY_PAGES:
                    raise protocol.Refused(codes.UNAVAILABLE, "The log ends below what was announced; connect again")
                await asyncio.sleep(EMPTY_PAGE_SECONDS)  # the bus was faster than this replica of the log

    def _announce(self, subscription: protocol.Subscription) -> None:
        if not subscription.announced:
            subscription.announced = True
            cursor = events.Cursor(epoch=subscription.epoch, seq=subscription.cursor)
            frame = events.Subscribed(conversationId=subscription.conversation_id, cursor=cursor)
            self._push(v1_1.encode(frame))

    async def _room(self) -> None:
        """Wait until the client has read most of what waits, or is gone."""
        while self._bytes >= MESSAGE_BYTES and self.closed is None:
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiters.append(waiter)
            await waiter

    def _let_catch_up(self) -> None:
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)


def _page_after(subscription: protocol.Subscription) -> base.Operation[Sequence[tuple[int, bytes]]]:
    conversation_id, after = subscription.conversation_id, subscription.cursor

    async def read(tx: base.Tx) -> Sequence[tuple[int, bytes]]:
        return await store.events_after(tx, conversation_id, after, PAGE_EVENTS)

    return read


def _nobody(_: "Session") -> None:
    """Nobody waits for the end of the session."""
