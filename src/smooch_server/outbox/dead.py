"""The SQL of deliveries that were given up: seen for 30 days, and sent again when somebody asks.

A row that is sent again keeps its id and its place in its lane, before everything newer that still waits there.
"""

import dataclasses
from collections.abc import Sequence
from typing import cast

from smooch_server.outbox import store
from smooch_server.storage import base


@dataclasses.dataclass(frozen=True, kw_only=True)
class DeadRow:
    """A delivery that was given up; `last_error` says why."""

    outbox_id: str
    target_id: str
    attempts: int
    last_error: str
    payload: bytes
    dead_ms: int
    created_ms: int


# The newest first: what somebody who looks has just heard of.
_LIST = """
SELECT outbox_id, target_id, attempts, last_error, payload, dead_ms, created_ms FROM outbox
WHERE target_id = $1 AND dead_ms IS NOT NULL ORDER BY dead_ms DESC, outbox_id DESC LIMIT $2 OFFSET $3
"""

_COUNT = "SELECT COUNT(*) FROM outbox WHERE target_id = $1 AND dead_ms IS NOT NULL"

# Make dead rows new ones. `dead_ms <= $3` spares those that died again since the replay began.
_REPLAY_RANGE = """
UPDATE outbox SET dead_ms = NULL, attempts = 0, due_ms = $2, leased_until_ms = 0, replayed_ms = $2
WHERE outbox_id IN (
    SELECT o.outbox_id FROM outbox o
    WHERE o.target_id = $1 AND o.dead_ms <= $3 AND o.created_ms >= $4 AND o.created_ms < $5
    ORDER BY o.dead_ms LIMIT $6)
"""

_REPLAY_ONE = """
UPDATE outbox SET dead_ms = NULL, attempts = 0, due_ms = $3, leased_until_ms = 0, replayed_ms = $3
WHERE target_id = $1 AND outbox_id = $2 AND dead_ms IS NOT NULL
"""


async def page(tx: base.Tx, target_id: str, *, limit: int, offset: int) -> Sequence[DeadRow]:
    """Return a target's dead rows, those given up last first."""
    return [_row(row) for row in await tx.all(_LIST, target_id, limit, offset)]


async def count(tx: base.Tx, target_id: str) -> int:
    (number,) = cast(tuple[int], await tx.one(_COUNT, target_id))
    return number


async def replay_one(tx: base.Tx, target_id: str, outbox_id: str, *, now_ms: int) -> bool:
    """Owe a dead row again; return whether there was one of this id."""
    found = await tx.run(_REPLAY_ONE, target_id, outbox_id, now_ms) > 0
    if found:
        tx.emit(store.Enqueued(target_id=target_id))
    return found


async def replay_range(
    tx: base.Tx, target_id: str, *, from_ms: int, to_ms: int, dead_until_ms: int, now_ms: int
) -> int:
    """Owe again what was enqueued from `from_ms` until before `to_ms` and had died by `dead_until_ms`.

    Changes `store.SWEEP_ROWS` at most and returns how many; call it until it returns fewer.
    """
    changed = await tx.run(_REPLAY_RANGE, target_id, now_ms, dead_until_ms, from_ms, to_ms, store.SWEEP_ROWS)
    if changed:
        tx.emit(store.Enqueued(target_id=target_id))
    return changed


def _row(row: base.Row) -> DeadRow:
    outbox_id, target_id, attempts, last_error, payload, dead_ms, created_ms = cast(
        tuple[str, str, int, str, bytes, int, int], row
    )
    return DeadRow(
        outbox_id=outbox_id,
        target_id=target_id,
        attempts=attempts,
        last_error=last_error,
        payload=payload,
        dead_ms=dead_ms,
        created_ms=created_ms,
    )
