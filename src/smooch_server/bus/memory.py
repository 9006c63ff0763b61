"""The bus inside one process. It never loses a message and keeps order, which is more than the port promises."""

import asyncio
import logging
from collections.abc import Callable

from smooch_server.bus import base, subjects

_log = logging.getLogger(__name__)


class _Subscription:
    __slots__ = ("_bus", "handler", "pattern")

    def __init__(self, bus: "Memory", pattern: str, handler: base.Handler) -> None:
        self._bus: Memory | None = bus
        self.pattern = pattern
        self.handler = handler

    @property
    def active(self) -> bool:
        return self._bus is not None

    def unsubscribe(self) -> None:
        if self._bus is not None:
            self._bus.drop(self)
            self._bus = None


class Memory:
    """The `base.Bus` of one process. Belongs to the event loop it is used on."""

    def __init__(self) -> None:
        self._by_pattern: dict[str, list[_Subscription]] = {}
        self._queue: list[tuple[str, bytes]] = []
        self._closed = False

    def publish(self, subject: str, payload: bytes) -> None:
        if self._closed:
            raise base.Closed
        subjects.check_subject(subject)
        if not self._queue:  # one callback delivers all that is published until it runs
            asyncio.get_running_loop().call_soon(self._deliver)
        self._queue.append((subject, payload))

    async def subscribe(self, pattern: str, handler: base.Handler) -> base.Subscription:
        if self._closed:
            raise base.Closed
        subjects.check_pattern(pattern)
        subscription = _Subscription(self, pattern, handler)
        self._by_pattern.setdefault(pattern, []).append(subscription)
        return subscription

    def drop(self, subscription: _Subscription) -> None:
        """Forget a subscription; `unsubscribe` is the public way."""
        left = self._by_pattern[subscription.pattern]
        left.remove(subscription)
        if not left:
            del self._by_pattern[subscription.pattern]

    @property
    def connected(self) -> bool:
        return not self._closed

    def on_reconnect(self, callback: Callable[[], None]) -> None:
        """Accept the callback; there is no connection to lose, so it is never called."""

    async def close(self) -> None:
        self._closed = True
        self._deliver()
        self._by_pattern.clear()

    def _deliver(self) -> None:
        queue, self._queue = self._queue, []
        for subject, payload in queue:
            for subscription in self._matching(subject):
                if subscription.active:  # an earlier handler may have ended it
                    _call(subscription.handler, subject, payload)

    def _matching(self, subject: str) -> list[_Subscription]:
        """Look up the subject and its prefixes: the cost does not grow with the number of subscriptions."""
        found = list(self._by_pattern.get(subject, ()))
        end = subject.rfind(".")
        while end > 0:
            found += self._by_pattern.get(subject[:end] + ".>", ())
            end = subject.rfind(".", 0, end)
        return found


def _call(handler: base.Handler, subject: str, payload: bytes) -> None:
    try:
        handler(subject, payload)
    except Exception:  # noqa: BLE001 - one handler's fault is not the others'
        _log.exception("a bus handler raised on %s", subject)


async def open() -> Memory:  # noqa: A001 - read as `memory.open`
    """Return a bus of its own."""
    return Memory()
