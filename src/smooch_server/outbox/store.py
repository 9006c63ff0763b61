"""The SQL of the outbox: deliveries owed, written in the transaction that owes them.

A *lane* is the rows of one target and order key; only its first row may be claimed. `due_ms` alone decides which
rows a worker looks at: claiming moves it to the end of the lease, a failure to the next attempt, and a row found
behind another one is parked, so that a dead target's backlog is not read again and again.
"""

import dataclasses
from collections.abc import Sequence
from typing import cast

from smooch_server.core import ids
from smooch_server.outbox import retry
from smooch_server.storage import base

LEASE_MS = 60_000  # three times the longest request: nobody else takes a row that is still being sent
SCAN_ROWS = 100  # due rows of one target looked at in one claim
PARK_MS = 5_000  # the longest a row may wait for nothing, should it be put aside just as the one before it ends
EXPIRE_MS = 7 * 24 * 3_600_000  # twice what all attempts take: a target that only ever hangs must not fill the disk
KEEP_DEAD_MS = 30 * 24 * 3_600_000
SWEEP_ROWS = 1_000  # changed in one transaction by housekeeping
ERROR_CHARS = 200


@dataclasses.dataclass(frozen=True, kw_only=True)
class Enqueued:
    """Emitted after the commit: rows for this target are due."""

    target_id: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Row:
    """A delivery that is owed. `outbox_id` is the same at every attempt; `attempts` counts those that failed."""

    outbox_id: str
    app_id: str
    kind: str
    target_id: str
    order_key: str
    order_seq: int
    payload: bytes
    attempts: int
    leased_until_ms: int
    created_ms: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class Claim:
    """Rows that are ours until the lease ends, and whether another look may find more."""

    rows: Sequence[Row]
    more: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class Backlog:
    """`oldest_ms` is when the oldest row still owed was enqueued."""

    owed: int
    dead: int
    oldest_ms: int | None


# One delivery more.
_ENQUEUE = """
INSERT INTO outbox (outbox_id, app_id, kind, target_id, order_key, order_seq, payload,
                    attempts, due_ms, leased_until_ms, created_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, 0, $8)
"""

# The targets that have something due, found by jumping from target to target in the index.
_DUE_TARGETS = """
WITH RECURSIVE target (target_id) AS (
    SELECT (SELECT o.target_id FROM outbox o WHERE o.dead_ms IS NULL ORDER BY o.target_id LIMIT 1)
    UNION ALL
    SELECT (SELECT o.target_id FROM outbox o WHERE o.dead_ms IS NULL AND o.target_id > target.target_id
            ORDER BY o.target_id LIMIT 1)
    FROM target WHERE target.target_id IS NOT NULL
)
SELECT target_id FROM target
WHERE target_id IS NOT NULL
  AND EXISTS (SELECT 1 FROM outbox o WHERE o.target_id = target.target_id AND o.dead_ms IS NULL AND o.due_ms <= $1)
"""

# Lease the first rows of lanes. `due_ms <= $2` stands outside as well: a worker that waited for another one's lock
# looks at the row again and finds it taken.
_CLAIM = """
UPDATE outbox SET due_ms = $3, leased_until_ms = $3
WHERE dead_ms IS NULL AND due_ms <= $2 AND outbox_id IN (
    SELECT due.outbox_id
    FROM (SELECT o.outbox_id, o.target_id, o.order_key, o.order_seq, o.due_ms FROM outbox o
          WHERE o.target_id = $1 AND o.dead_ms IS NULL AND o.due_ms <= $2 ORDER BY o.due_ms LIMIT $5) due
    WHERE NOT EXISTS (
        SELECT 1 FROM outbox earlier
        WHERE earlier.target_id = due.target_id AND earlier.order_key = due.order_key
          AND earlier.dead_ms IS NULL AND earlier.order_seq < due.order_seq)
    ORDER BY due.due_ms LIMIT $4)
RETURNING outbox_id, app_id, kind, target_id, order_key, order_seq, payload, attempts, leased_until_ms, created_ms
"""

# Put rows that are due behind another one out of sight: until its retry, or for PARK_MS while it is being sent.
# A row that became the first of its lane meanwhile is marked, and seen to be when its lock is had.
_PARK = """
UPDATE outbox SET due_ms = (
    SELECT CASE WHEN head.leased_until_ms <= $2 AND head.due_ms > $3 THEN head.due_ms ELSE $3 END FROM outbox head
    WHERE head.target_id = outbox.target_id AND head.order_key = outbox.order_key AND head.dead_ms IS NULL
    ORDER BY head.order_seq LIMIT 1)
WHERE dead_ms IS NULL AND due_ms <= $2 AND leased_until_ms <> -1 AND outbox_id IN (
    SELECT due.outbox_id
    FROM (SELECT o.outbox_id, o.target_id, o.order_key, o.order_seq FROM outbox o
          WHERE o.target_id = $1 AND o.dead_ms IS NULL AND o.due_ms <= $2 ORDER BY o.due_ms LIMIT $4) due
    WHERE EXISTS (
        SELECT 1 FROM outbox earlier
        WHERE earlier.target_id = due.target_id AND earlier.order_key = due.order_key
          AND earlier.dead_ms IS NULL AND earlier.order_seq < due.order_seq))
"""

# Each end of an attempt names the lease: whoever lost it changes nothing.
_DELIVERED = "DELETE FROM outbox WHERE outbox_id = $1 AND leased_until_ms = $2"

_RETRY = """
UPDATE outbox SET attempts = attempts + 1, due_ms = $3, leased_until_ms = 0, last_error = $4
WHERE outbox_id = $1 AND leased_until_ms = $2
"""

# Try again, out of the lane: its own id becomes the key.
_RETRY_ALONE = """
UPDATE outbox SET attempts = attempts + 1, due_ms = $3, leased_until_ms = 0, last_error = $4, order_key = outbox_id
WHERE outbox_id = $1 AND leased_until_ms = $2
"""

_DEAD = """
UPDATE outbox SET attempts = attempts + 1, dead_ms = $3, leased_until_ms = 0, last_error = $4
WHERE outbox_id = $1 AND leased_until_ms = $2
"""

# Give a row back untried.
_RELEASE = "UPDATE outbox SET due_ms = $3, leased_until_ms = 0 WHERE outbox_id = $1 AND leased_until_ms = $2"

# The row a lane continues with.
_NEXT = """
SELECT outbox_id FROM outbox WHERE target_id = $1 AND order_key = $2 AND dead_ms IS NULL
ORDER BY order_seq LIMIT 1
"""

# Mark the row a lane continues with and bring it into sight; one that waits for its retry or is leased stays.
_UNPARK = """
UPDATE outbox SET due_ms = $2, leased_until_ms = -1
WHERE outbox_id = $1 AND attempts = 0 AND leased_until_ms <= $2
"""

_MOVE_LIVE = "UPDATE outbox SET order_key = $3 WHERE target_id = $1 AND order_key = $2 AND dead_ms IS NULL"
_MOVE_DEAD = "UPDATE outbox SET order_key = $3 WHERE app_id = $1 AND order_key = $2 AND dead_ms IS NOT NULL"

# A target is gone, and with it, step by step, what it was owed. Two statements for the rows: each has an index.
_FORGET = "INSERT INTO forgotten_target (target_id) VALUES ($1) ON CONFLICT (target_id) DO NOTHING"
_FORGOTTEN = "SELECT target_id FROM forgotten_target LIMIT 1"
_FORGET_LIVE = """
DELETE FROM outbox
WHERE outbox_id IN (SELECT o.outbox_id FROM outbox o WHERE o.target_id = $1 AND o.dead_ms IS NULL LIMIT $2)
"""
_FORGET_DEAD = """
DELETE FROM outbox
WHERE outbox_id IN (SELECT o.outbox_id FROM outbox o WHERE o.target_id = $1 AND o.dead_ms IS NOT NULL LIMIT $2)
"""
_FORGET_ALL = "DELETE FROM forgotten_target WHERE target_id = $1"

# By the time, not by the id, whose index would lead through a month of dead rows.
_EXPIRE = """
UPDATE outbox SET dead_ms = $2, leased_until_ms = 0, last_error = COALESCE(last_error, 'expired')
WHERE outbox_id IN (SELECT o.outbox_id FROM outbox o
                    WHERE o.created_ms < $1 AND o.dead_ms IS NULL AND o.leased_until_ms <= $2
                      AND o.replayed_ms < $1 LIMIT $3)
"""

# Ids begin with the time of their making, so the primary key finds the old rows.
_PURGE = """
DELETE FROM outbox
WHERE outbox_id IN (SELECT o.outbox_id FROM outbox o
                    WHERE o.outbox_id < $1 AND o.dead_ms < $2 ORDER BY o.outbox_id LIMIT $3)
"""

_BACKLOG_OWED = "SELECT COUNT(*), MIN(created_ms) FROM outbox WHERE dead_ms IS NULL"
_BACKLOG_DEAD = "SELECT COUNT(*) FROM outbox WHERE dead_ms IS NOT NULL"


async def enqueue(
    tx: base.Tx,
    *,
    app_id: str,
    kind: str,
    target_id: str,
    order_key: str,
    order_seq: int,
    payload: bytes,
    now_ms: int,
) -> str:
    """Owe `payload` to a target, at least once, after every earlier row of the same `order_key`; return the row's id."""
    outbox_id = ids.new_id(now_ms)
    await tx.run(_ENQUEUE, outbox_id, app_id, kind, target_id, order_key, order_seq, payload, now_ms)
    tx.emit(Enqueued(target_id=target_id))
    return outbox_id


async def due_targets(tx: base.Tx, *, now_ms: int) -> Sequence[str]:
    """Return the targets with rows that are due, in their order in the index."""
    return [cast(str, row[0]) for row in await tx.all(_DUE_TARGETS, now_ms)]


async def claim(tx: base.Tx, target_id: str, *, now_ms: int, limit: int) -> Claim:
    """Lease up to `limit` due rows of a target, at most one a lane, to the caller alone for LEASE_MS."""
    found = await tx.all(_CLAIM, target_id, now_ms, now_ms + LEASE_MS, limit, SCAN_ROWS)
    rows = sorted((_row(row) for row in found), key=lambda row: (row.created_ms, row.order_seq))
    if len(rows) == limit:
        return Claim(rows=rows, more=True)
    parked = await tx.run(_PARK, target_id, now_ms, now_ms + PARK_MS, SCAN_ROWS)
    return Claim(rows=rows, more=len(rows) + parked >= SCAN_ROWS)


async def finish(tx: base.Tx, row: Row, outcome: retry.Outcome, *, now_ms: int) -> bool:
    """Write down how an attempt ended; return whether its lane now has another row to try at once.

    Does nothing when the lease was lost: the row is somebody else's, or gone.
    """
    match outcome:
        case retry.Delivered() | retry.Dropped():
            changed = await tx.run(_DELIVERED, row.outbox_id, row.leased_until_ms)
        case retry.Dead(reason=reason):
            changed = await tx.run(_DEAD, row.outbox_id, row.leased_until_ms, now_ms, reason[:ERROR_CHARS])
        case retry.RetryAt(due_ms=due_ms, reason=reason, alone=True):
            changed = await tx.run(_RETRY_ALONE, row.outbox_id, row.leased_until_ms, due_ms, reason[:ERROR_CHARS])
        case retry.RetryAt(due_ms=due_ms, reason=reason):
            await tx.run(_RETRY, row.outbox_id, row.leased_until_ms, due_ms, reason[:ERROR_CHARS])
            return False
    if not changed:
        return False
    following = await tx.one(_NEXT, row.target_id, row.order_key)
    if following is None:
        return False
    await tx.run(_UNPARK, following[0], now_ms)
    return True


async def release(tx: base.Tx, row: Row, *, due_ms: int) -> None:
    """Give a claimed row back without an attempt; it is due again at `due_ms`."""
    await tx.run(_RELEASE, row.outbox_id, row.leased_until_ms, due_ms)


async def move_lane(tx: base.Tx, *, app_id: str, target_ids: Sequence[str], order_key: str, to: str) -> None:
    """Put the rows of one order key of an app, owed to these targets or dead, under another."""
    for target_id in target_ids:
        await tx.run(_MOVE_LIVE, target_id, order_key, to)
    await tx.run(_MOVE_DEAD, app_id, order_key, to)


async def forget_target(tx: base.Tx, target_id: str) -> None:
    """Have `forget_some` drop everything owed to a target that no longer exists: it may be millions of rows.

    Handlers must deliver nothing to it meanwhile.
    """
    await tx.run(_FORGET, target_id)


async def forget_some(tx: base.Tx, *, limit: int) -> bool:
    """Drop up to `limit` rows of a forgotten target; return whether there was one."""
    row = await tx.one(_FORGOTTEN)
    if row is None:
        return False
    for forget in (_FORGET_LIVE, _FORGET_DEAD):
        if await tx.run(forget, row[0], limit):
            return True
    await tx.run(_FORGET_ALL, row[0])
    return True


async def expire(tx: base.Tx, *, now_ms: int) -> int:
    """Give up rows owed for longer than EXPIRE_MS, SWEEP_ROWS at most; return how many."""
    return await tx.run(_EXPIRE, now_ms - EXPIRE_MS, now_ms, SWEEP_ROWS)


async def purge(tx: base.Tx, *, now_ms: int) -> int:
    """Delete rows that have been dead for KEEP_DEAD_MS, SWEEP_ROWS at most; return how many."""
    oldest = now_ms - KEEP_DEAD_MS
    return await tx.run(_PURGE, ids.after(oldest), oldest, SWEEP_ROWS)


async def backlog(tx: base.Tx) -> Backlog:
    """Count what is owed and what was given up, over all apps."""
    owed, oldest_ms = cast(tuple[int, int | None], await tx.one(_BACKLOG_OWED))
    (dead,) = cast(tuple[int], await tx.one(_BACKLOG_DEAD))
    return Backlog(owed=owed, dead=dead, oldest_ms=oldest_ms)


def _row(row: base.Row) -> Row:
    outbox_id, app_id, kind, target_id, order_key, order_seq, payload, attempts, leased_until_ms, created_ms = cast(
        tuple[str, str, str, str, str, int, bytes, int, int, int], row
    )
    return Row(
        outbox_id=outbox_id,
        app_id=app_id,
        kind=kind,
        target_id=target_id,
        order_key=order_key,
        order_seq=order_seq,
        payload=payload,
        attempts=attempts,
        leased_until_ms=leased_until_ms,
        created_ms=created_ms,
    )
