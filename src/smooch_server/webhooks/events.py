"""The SQL of what happened and was not yet made into deliveries."""

import dataclasses
from collections.abc import Sequence
from typing import cast

from smooch_server.storage import base


@dataclasses.dataclass(frozen=True, kw_only=True)
class Event:
    event_id: int
    app_id: str
    order_key: str
    order_seq: int
    body: bytes  # `facts.encode`
    passing: bool


# One thing more that happened.
_INSERT = """
INSERT INTO webhook_event (app_id, order_key, order_seq, facts, passing, created_ms) VALUES ($1, $2, $3, $4, $5, $6)
"""

# Take the oldest. Of two workers that choose the same rows the second waits here and finds them gone.
_TAKE = """
DELETE FROM webhook_event WHERE event_id IN (SELECT e.event_id FROM webhook_event e ORDER BY e.event_id LIMIT $1)
RETURNING event_id, app_id, order_key, order_seq, facts, passing
"""

_WAITING = "SELECT 1 FROM webhook_event LIMIT 1"


async def insert(
    tx: base.Tx, *, app_id: str, order_key: str, order_seq: int, body: bytes, passing: bool, now_ms: int
) -> None:
    await tx.run(_INSERT, app_id, order_key, order_seq, body, passing, now_ms)


async def move(tx: base.Tx, *, app_id: str, order_key: str, to: str) -> None:
    await tx.run("UPDATE webhook_event SET order_key = $3 WHERE app_id = $1 AND order_key = $2", app_id, order_key, to)


async def take(tx: base.Tx, *, limit: int) -> Sequence[Event]:
    """Remove the oldest events and return them in their order: no earlier one of an order key is left behind."""
    taken = [_event(row) for row in await tx.all(_TAKE, limit)]
    return sorted(taken, key=lambda event: event.event_id)


async def waiting(tx: base.Tx) -> bool:
    """Tell whether anything is to be taken."""
    return await tx.one(_WAITING) is not None


def _event(row: base.Row) -> Event:
    event_id, app_id, order_key, order_seq, body, passing = cast(tuple[int, str, str, int, bytes, bool], row)
    return Event(
        event_id=event_id,
        app_id=app_id,
        order_key=order_key,
        order_seq=order_seq,
        body=body,
        passing=bool(passing),
    )
