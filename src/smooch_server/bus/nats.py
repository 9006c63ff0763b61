"""The bus between processes, over NATS. Whatever happens to the server, the process goes on without it."""

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable, Coroutine
from typing import Any

import nats
import nats.aio.client
import nats.aio.msg
import nats.errors

from smooch_server import metrics
from smooch_server.bus import base, subjects

_log = logging.getLogger(__name__)

PREFIX = "smooch."  # keeps us apart from others on the same server
BUFFER_BYTES = 8 * 1024 * 1024  # what may wait for a slow server; more is dropped
CONNECT_SECONDS = 2
RETRY_SECONDS = 0.5  # between attempts before the first connection
RECONNECT_SECONDS = 1.0  # the longest wait between attempts after a loss; taken with full jitter
START_SECONDS = 3.0  # how long the start of the process waits for the first connection
CONFIRM_SECONDS = 2.0  # how long a subscriber waits for the server's word
CLOSE_SECONDS = 2.0
PING_SECONDS = 5  # twice without an answer: the connection is dead


class _Subscription:
    __slots__ = ("_bus", "active", "handler", "pattern", "remote", "sent")

    def __init__(self, bus: "Nats", pattern: str, handler: base.Handler) -> None:
        self._bus = bus
        self.pattern = pattern
        self.handler = handler
        self.active = True
        self.sent = False
        self.remote: Any = None  # the client library's subscription, once there is a connection

    def unsubscribe(self) -> None:
        if self.active:
            self.active = False
            self._bus.drop(self)

    async def deliver(self, message: "nats.aio.msg.Msg") -> None:
        if not self.active:
            return
        try:
            self.handler(message.subject[len(PREFIX) :], message.data)
        except Exception:  # noqa: BLE001 - one handler's fault is not the others'
            _log.exception("a bus handler raised on %s", message.subject)


class Nats:
    """The `base.Bus` on one NATS server or cluster. Belongs to the event loop that opened it."""

    def __init__(self, url: str) -> None:
        self.dropped = 0  # messages not sent (no connection, a full buffer, too large) or not taken in time
        self._servers = url.split(",")
        self._client = nats.aio.client.Client()
        self._subscriptions: set[_Subscription] = set()
        self._callbacks: list[Callable[[], None]] = []
        self._tasks: set[asyncio.Task[Any]] = set()
        self._late = False  # open() returned without a connection
        self._closed = False

    async def start(self) -> None:
        """Connect in the background, for ever; return when connected or after `START_SECONDS`."""
        first = self._spawn(self._connect())
        await asyncio.wait([first], timeout=START_SECONDS)
        if first.done():
            first.result()  # an address that is none
        else:
            self._late = True
            _log.warning("the bus is not reachable; trying on")

    def publish(self, subject: str, payload: bytes) -> None:
        if self._closed:
            raise base.Closed
        subjects.check_subject(subject)
        client = self._client
        if not client.is_connected or client.pending_data_size + len(payload) > BUFFER_BYTES:
            self._drop()
            return
        sending = client.publish(PREFIX + subject, payload)
        try:
            sending.send(None)  # with room in the buffer it never waits: no task for each message
        except StopIteration:
            return
        except nats.errors.Error as error:
            _log.warning("a bus message was dropped: %r", error)
        sending.close()
        self._drop()

    async def subscribe(self, pattern: str, handler: base.Handler) -> base.Subscription:
        if self._closed:
            raise base.Closed
        subjects.check_pattern(pattern)
        subscription = _Subscription(self, pattern, handler)
        self._subscriptions.add(subscription)
        if self._client.is_connected:
            await self._subscribe_remotely(subscription)
            await self._confirm()
        return subscription

    def drop(self, subscription: _Subscription) -> None:
        """Forget a subscription; `unsubscribe` is the public way."""
        self._subscriptions.discard(subscription)
        if subscription.remote is not None and not self._closed:
            self._spawn(self._unsubscribe_remotely(subscription))

    @property
    def connected(self) -> bool:
        return bool(self._client.is_connected) and not self._closed

    def on_reconnect(self, callback: Callable[[], None]) -> None:
        self._callbacks.append(callback)

    async def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        for subscription in self._subscriptions:
            subscription.active = False
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        # Sends what is buffered. In a task of its own: the library may end it with a cancellation that is not ours.
        closing = asyncio.ensure_future(self._client.close())
        await asyncio.wait([closing], timeout=CLOSE_SECONDS)
        closing.cancel()
        await asyncio.gather(closing, return_exceptions=True)

    async def _connect(self) -> None:
        await self._client.connect(
            servers=self._servers,
            name="smooch",
            connect_timeout=CONNECT_SECONDS,
            max_reconnect_attempts=-1,
            reconnect_time_wait=RETRY_SECONDS,
            reconnect_to_server_handler=_choose_server,
            ping_interval=PING_SECONDS,
            pending_size=BUFFER_BYTES,
            error_cb=self._on_error,
            disconnected_cb=self._on_disconnect,
            closed_cb=self._on_client_closed,
            reconnected_cb=self._on_reconnect,
        )
        if self._late:
            await self._on_reconnect()
        else:
            await self._subscribe_all()

    async def _subscribe_all(self) -> None:
        """Subscribe what was asked for while there was no connection; the client library renews the others."""
        for subscription in list(self._subscriptions):
            if not subscription.sent:
                await self._subscribe_remotely(subscription)

    async def _confirm(self) -> None:
        """Wait until the server knows the subscriptions: who reads the log next must hear what comes after."""
        with contextlib.suppress(nats.errors.Error, OSError, TimeoutError):
            await self._client.flush(timeout=CONFIRM_SECONDS)

    async def _subscribe_remotely(self, subscription: _Subscription) -> None:
        subscription.sent = True
        subscription.remote = await self._client.subscribe(PREFIX + subscription.pattern, cb=subscription.deliver)
        if not subscription.active:  # ended meanwhile
            await self._unsubscribe_remotely(subscription)

    async def _unsubscribe_remotely(self, subscription: _Subscription) -> None:
        with contextlib.suppress(nats.errors.Error, OSError):
            await subscription.remote.unsubscribe()

    async def _start_over(self) -> None:
        """The client library gives up for ever on some words of the server ("Slow Consumer", wrong password); we do not."""
        await asyncio.sleep(random.uniform(0, RECONNECT_SECONDS))  # noqa: S311 - spreads processes
        self._client = nats.aio.client.Client()
        for subscription in self._subscriptions:
            subscription.sent = False
            subscription.remote = None
        self._late = True
        await self._connect()

    async def _on_client_closed(self) -> None:
        if not self._closed:
            self._spawn(self._start_over())

    async def _on_error(self, error: Exception) -> None:
        if isinstance(error, nats.errors.SlowConsumerError):  # once for each message that is lost
            self._drop()
        else:
            _log.info("bus: %r", error)

    async def _on_disconnect(self) -> None:
        if not self._closed:
            _log.warning("the connection to the bus is lost")

    async def _on_reconnect(self) -> None:
        _log.warning("the bus is connected again")
        await self._subscribe_all()
        await self._confirm()
        for callback in self._callbacks:
            try:
                callback()
            except Exception:  # noqa: BLE001 - one callback's fault is not the others'
                _log.exception("a reconnect callback raised")

    def _drop(self) -> None:
        self.dropped += 1
        metrics.BUS_DROPPED.inc()

    def _spawn(self, work: Coroutine[object, None, object]) -> asyncio.Task[Any]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _choose_server(servers: list[Any], _info: dict[str, Any]) -> tuple[Any, float]:
    """Return the server to try next and the seconds to wait before: processes must not come back all at once."""
    return random.choice(servers), random.uniform(0, RECONNECT_SECONDS)  # noqa: S311 - spreads load


async def open(url: str) -> Nats:  # noqa: A001 - read as `nats.open`
    """Return a bus on `nats://host:port[,nats://…]`, connected or trying to.

    Raises:
        ValueError: the client library takes this for no address.
    """
    bus = Nats(url)
    try:
        await bus.start()
    except (nats.errors.Error, ValueError) as error:
        await bus.close()
        raise ValueError(str(error)) from error
    return bus
