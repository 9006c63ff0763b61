"""What waits in the outbox, as figures for the operator. Every process tells it, whoever delivers."""

import asyncio
import contextlib

from smooch_server import metrics
from smooch_server.core import clock, errors
from smooch_server.outbox import store
from smooch_server.storage import base

MEASURE_SECONDS = 15.0


async def measure(database: base.Database, *, now_ms: int) -> None:
    """Set the gauges once.

    Raises:
        errors.Unavailable: the database does not answer; the gauges stay as they were.
    """
    backlog = await database.read(store.backlog)
    metrics.OUTBOX_DUE.set(backlog.owed)
    metrics.OUTBOX_DEAD.set(backlog.dead)
    waited_ms = now_ms - backlog.oldest_ms if backlog.oldest_ms is not None else 0
    metrics.OUTBOX_OLDEST_SECONDS.set(max(0, waited_ms) / 1000)


async def watch(database: base.Database) -> None:
    """Set the gauges again and again, until cancelled: for a server whose outbox another process delivers."""
    while True:
        with contextlib.suppress(errors.Unavailable):  # readiness tells it
            await measure(database, now_ms=clock.now_ms())
        await asyncio.sleep(MEASURE_SECONDS)
