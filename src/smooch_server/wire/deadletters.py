"""Requests and answers about a webhook's secret and its dead letters. Additions of this server to the contract."""

from typing import Any

import msgspec

from smooch_server.wire import rest, shapes


class RotatedReply(shapes.Wire, kw_only=True):
    """The webhook with its new secret; until `previousSecretExpiresAt` the one before signs, too."""

    webhook: rest.Webhook
    previousSecretExpiresAt: str


class DeadLetter(shapes.Wire, kw_only=True):
    """A delivery that was given up. `_id` is the `webhook-id` it was, and will be, sent with."""

    id: str = msgspec.field(name="_id")
    attempts: int
    lastError: str
    createdAt: str
    deadAt: str
    payload: Any


class DeadLetters(shapes.Wire, kw_only=True):
    """A page, those given up last first."""

    deadLetters: list[DeadLetter]
    hasMore: bool
    offset: int


class Replay(shapes.Wire, kw_only=True):
    """Which dead letters to send again: `ids`, or those first owed from `from` until before `to`.

    Times are unix seconds or ISO-8601.
    """

    ids: list[str] | None = None
    from_: str | float | None = msgspec.field(name="from", default=None)
    to: str | float | None = None


class Replayed(shapes.Wire, kw_only=True):
    """How many are owed again, and whether there may be more in the range."""

    replayed: int
    more: bool
