"""Makes deliveries of what happened: one for each webhook that wants to hear of it, in the form it asked for."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Sequence

from smooch_server.core import clock, errors
from smooch_server.outbox import store as outbox
from smooch_server.outbox import worker as outbox_worker
from smooch_server.storage import base
from smooch_server.webhooks import events, facts, model, render, store

_log = logging.getLogger(__name__)

POLL_SECONDS = 1.0  # finds events of processes that cannot ring here
BATCH = 8  # events in one transaction: with many webhooks each is many rows, and requests wait meanwhile
BUSY_BATCH = 1  # while requests wait
BUSY_PAUSE_SECONDS = 0.5
BUSY_PAUSE_MOST_SECONDS = 1.0

_Form = tuple[model.Version, bool, bool]


async def expand(tx: base.Tx, *, limit: int, now_ms: int) -> int:
    """Take up to `limit` events and owe each to the webhooks that want it now; return how many were taken."""
    taken = await events.take(tx, limit=limit)
    subscriptions: dict[str, Sequence[store.Subscription]] = {}
    for event in taken:
        if event.app_id not in subscriptions:
            subscriptions[event.app_id] = await store.subscriptions(tx, app_id=event.app_id)
        await _owe(tx, event, subscriptions[event.app_id], now_ms=now_ms)
    return len(taken)


async def _owe(tx: base.Tx, event: events.Event, subscriptions: Sequence[store.Subscription], *, now_ms: int) -> None:
    given = facts.decode(event.body)
    rendered: dict[_Form, bytes] = {}
    for webhook in subscriptions:
        if not model.covers(webhook.triggers, given.trigger, version=webhook.version):
            continue
        form = (webhook.version, webhook.include_client, webhook.include_full_app_user)
        if form not in rendered:
            rendered[form] = render.render(
                given, version=form[0], include_client=form[1], include_full_app_user=form[2]
            )
        await outbox.enqueue(
            tx,
            app_id=event.app_id,
            kind=model.PASSING_KIND if event.passing else model.KIND,
            target_id=webhook.webhook_id,
            order_key=event.order_key,
            order_seq=event.order_seq,
            payload=rendered[form],
            now_ms=now_ms,
        )


class Fanout:
    """Expands on the event loop until stopped. Any number may run on one database.

    `busy` tells that requests wait for this process: what is owed goes on slowly then, and never stops.
    """

    def __init__(
        self,
        database: base.Database,
        *,
        now: Callable[[], int] = clock.now_ms,
        busy: Callable[[], bool] = lambda: False,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        self._database = database
        self._now = now
        self._busy = busy
        self._poll_seconds = poll_seconds
        self._bell = asyncio.Event()
        self._stopping = asyncio.Event()

    def wake(self) -> None:
        """Look now. Never blocks; call it on the event loop."""
        self._bell.set()

    def stop(self) -> None:
        """Take nothing more; `run` returns soon."""
        self._stopping.set()
        self._bell.set()

    async def run(self) -> None:
        """Expand until `stop`. A database that is away is waited for."""
        while not self._stopping.is_set():
            self._bell.clear()
            began = time.monotonic()
            try:
                more = await self._turn()
            except (errors.Unavailable, errors.StorageFull) as error:
                _log.warning("webhooks: the database is away: %s", error)
                await _wait(self._stopping, self._poll_seconds)
            except Exception:  # noqa: BLE001 - the loop of the process has to go on
                _log.exception("webhooks: events could not be made into deliveries")
                await _wait(self._stopping, self._poll_seconds)
            else:
                if not more:
                    await _wait(self._bell, self._poll_seconds)
                elif self._busy():
                    took = time.monotonic() - began
                    pause = outbox_worker.busy_pause(took, BUSY_PAUSE_SECONDS, BUSY_PAUSE_MOST_SECONDS)
                    await _wait(self._stopping, pause)

    async def _turn(self) -> bool:
        limit, now_ms = BUSY_BATCH if self._busy() else BATCH, self._now()
        if not await self._database.read(events.waiting):
            return False
        return await self._database.write(lambda tx: expand(tx, limit=limit, now_ms=now_ms)) > 0


async def _wait(event: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
