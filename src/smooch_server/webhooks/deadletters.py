"""Deliveries of a webhook that were given up: looking at them and sending them again."""

import dataclasses
from collections.abc import Sequence

from smooch_server.core import clock, errors
from smooch_server.outbox import dead
from smooch_server.outbox import store as outbox
from smooch_server.storage import base
from smooch_server.webhooks import store

MAX_IDS = 1000  # in one call
MAX_REPLAYED = 10_000  # of a range in one call: who asks must not wait for minutes


@dataclasses.dataclass(frozen=True, kw_only=True)
class Range:
    """From `from_ms` until before `to_ms`, by the time when the delivery was first owed."""

    from_ms: int
    to_ms: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class Replayed:
    """How many are owed again, and whether there may be more: then ask again."""

    count: int
    more: bool


def within(start: str | float | None, end: str | float | None, *, now_ms: int) -> Range:
    """Return the range between two times, ISO-8601 or numbers of unix seconds; without an end it is open.

    Raises:
        errors.BadRequest: there is no start, or one of them is no time.
    """
    if start is None:
        raise errors.BadRequest("from: is required, or ids")
    to_ms = now_ms + 1 if end is None else _moment("to", end)
    return Range(from_ms=_moment("from", start), to_ms=to_ms)


def _moment(field: str, time: str | float) -> int:
    try:
        return clock.from_iso(time) if isinstance(time, str) else clock.from_seconds(time)
    except (ValueError, OverflowError) as error:
        problem = f"{field}: must be an ISO-8601 time or unix seconds, not '{str(time)[:64]}'"
        raise errors.BadRequest(problem) from error


async def page(tx: base.Tx, *, app_id: str, webhook_id: str, limit: int, offset: int) -> Sequence[dead.DeadRow]:
    """Return dead letters of one of the app's webhooks, those given up last first.

    Raises:
        errors.WebhookNotFound: the app has no such webhook.
    """
    await store.check_owner(tx, app_id=app_id, webhook_id=webhook_id)
    return await dead.page(tx, webhook_id, limit=limit, offset=offset)


async def replay_ids(database: base.Database, *, app_id: str, webhook_id: str, ids: Sequence[str], now_ms: int) -> int:
    """Owe these dead letters again, under their own ids; return how many. Ids that are none are passed over.

    Raises:
        errors.BadRequest: more than MAX_IDS.
        errors.WebhookNotFound: the app has no such webhook.
    """
    if len(ids) > MAX_IDS:
        raise errors.BadRequest(f"ids: must not be more than {MAX_IDS}")

    async def replay(tx: base.Tx) -> int:
        await store.check_owner(tx, app_id=app_id, webhook_id=webhook_id)
        return sum([await dead.replay_one(tx, webhook_id, one, now_ms=now_ms) for one in dict.fromkeys(ids)])

    return await database.write(replay)


async def replay_range(
    database: base.Database, *, app_id: str, webhook_id: str, within: Range, now_ms: int
) -> Replayed:
    """Owe the dead letters of a time again, under their own ids, MAX_REPLAYED at most.

    What dies after `now_ms` is left. Each step is a transaction: stopped half-way, the rest is still dead.

    Raises:
        errors.BadRequest: the range ends before it begins.
        errors.WebhookNotFound: the app has no such webhook.
    """
    if within.to_ms <= within.from_ms:
        raise errors.BadRequest("to: must be later than from")

    async def step(tx: base.Tx) -> int:
        await store.check_owner(tx, app_id=app_id, webhook_id=webhook_id)
        return await dead.replay_range(
            tx, webhook_id, from_ms=within.from_ms, to_ms=within.to_ms, dead_until_ms=now_ms, now_ms=now_ms
        )

    count = 0
    while count < MAX_REPLAYED:
        changed = await database.write(step)
        count += changed
        if changed < outbox.SWEEP_ROWS:
            return Replayed(count=count, more=False)
    return Replayed(count=count, more=True)
