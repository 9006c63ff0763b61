"""The bus port: a doorbell between processes. Nobody depends on it for truth."""

from collections.abc import Callable
from typing import Protocol

Handler = Callable[[str, bytes], None]


class Subscription(Protocol):
    def unsubscribe(self) -> None:
        """Stop calling the handler. A second call does nothing."""
        ...


class Bus(Protocol):
    """At most once. Messages may be lost, repeated or reordered, also within one subject.

    Subjects are dot-separated tokens of `[A-Za-z0-9_-]`; a pattern may end in `.>`, which stands for
    one or more further tokens.
    """

    def publish(self, subject: str, payload: bytes) -> None:
        """Send to every process's subscribers, this one's included. Never blocks; drops when it cannot send.

        Raises:
            Closed: the bus was closed.
        """
        ...

    async def subscribe(self, pattern: str, handler: Handler) -> Subscription:
        """Call `handler(subject, payload)` on the event loop for each message; it must not block.

        A handler that raises is logged and keeps its subscription. When the connection comes back after
        a loss, subscriptions are in force again without the caller's help.

        Raises:
            Closed: the bus was closed.
        """
        ...

    @property
    def connected(self) -> bool:
        """Whether messages flow now."""
        ...

    def on_reconnect(self, callback: Callable[[], None]) -> None:
        """Call `callback` each time the bus works again after a time in which messages may have been lost."""
        ...

    async def close(self) -> None:
        """Send what is buffered where possible and stop. Later publish and subscribe raise Closed."""
        ...


class Closed(Exception):
    """The bus was closed."""
