"""The SQL of what happened and was not yet made into deliveries."""

import dataclasses
from collections.abc import Sequence
from typing import cast

from smooch_server.core import ids
from smooch_server.storage import base


@dataclasses.dataclass(frozen=True, kw_only=True)
class Event:
    app_id: str
    order_key: str
    order_seq: int
    body: bytes  # `facts.encode`
    passing: bool


# One thing more that happened.
_INSERT = """
INSERT INTO webhook_event (event_id, app_id, order_key, order_seq, facts, passing, created_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""

# Take what comes first after a lane. Of two workers that choose the same rows the second waits here and finds them gone.
_TAKE = """
DELETE FROM webhook_event WHERE (order_key, order_seq, event_id) IN (
    SELECT e.order_key, e.order_seq, e.event_id FROM webhook_event e WHERE e.order_key > $1
    ORDER BY e.order_key, e.order_seq, e.event_id LIMIT $2)
RETURNING app_id, order_key, order_seq, facts, passing
"""

_WAITING = "SELECT 1 FROM webhook_event LIMIT 1"


async def insert(
    tx: base.Tx, *, app_id: str, order_key: str, order_seq: int, body: bytes, passing: bool, now_ms: int
) -> None:
    await tx.run(_INSERT, ids.new_id(now_ms), app_id, order_key, order_seq, body, passing, now_ms)


async def take(tx: base.Tx, *, after: str, limit: int) -> Sequence[Event]:
    """Remove the first events of the lanes behind the order key `after` and return them, those of a lane in order.

    Go on behind the last key returned, and from the beginning when nothing was: so every lane has its turn.
    """
    taken = [_event(row) for row in await tx.all(_TAKE, after, limit)]
    return sorted(taken, key=lambda event: (event.order_key, event.order_seq))


async def waiting(tx: base.Tx) -> bool:
    """Tell whether anything is to be taken."""
    return await tx.one(_WAITING) is not None


def _event(row: base.Row) -> Event:
    app_id, order_key, order_seq, body, passing = cast(tuple[str, str, int, bytes, bool], row)
    return Event(app_id=app_id, order_key=order_key, order_seq=order_seq, body=body, passing=bool(passing))
