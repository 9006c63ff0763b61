"""Reads messages into the index after they were stored, so that storing them costs nothing more."""

import asyncio
import logging
import secrets
import time
from collections.abc import Callable
from typing import Final

from smooch_server import metrics
from smooch_server.core import clock, errors
from smooch_server.search import store
from smooch_server.storage import base, chores

CHORE: Final = "search"
POLL_SECONDS: Final = 1.0  # between two looks when there is nothing to do: so long a message may not be found
BATCH: Final = 200  # messages in one transaction
BUSY_BATCH: Final = 20  # while requests wait for this process
BUSY_SHARE: Final = 0.01  # of the time, meanwhile
PAUSE_SECONDS: Final = 0.01  # for those who wait for an answer
CONVERSATIONS: Final = 50  # looked at in one transaction
COUNT_SECONDS: Final = 5.0
MOST_COUNTED: Final = 10_000

_log = logging.getLogger(__name__)


class Indexer:
    """Indexes on the event loop until cancelled. Any number may run: the database lets one at a time work.

    `busy` tells that requests wait for this process: they come first, and the index falls behind meanwhile.
    """

    def __init__(self, database: base.Database, *, busy: Callable[[], bool] = lambda: False) -> None:
        self._database = database
        self._busy = busy
        self._chore = chores.Chore(database, CHORE, holder=secrets.token_hex(8))
        self._after = ""  # the conversation looked at last: each has its turn
        self._next_count = 0.0

    async def run(self) -> None:
        """Index until cancelled. A database that is away is waited for."""
        while True:
            began = time.monotonic()
            pause = POLL_SECONDS
            try:
                if await self.turn():
                    spent = time.monotonic() - began
                    pause = spent / BUSY_SHARE if self._busy() else PAUSE_SECONDS
            except (errors.Unavailable, errors.StorageFull) as error:
                _log.warning("search: the database is away: %s", error)
            except base.MissingParent:
                pause = PAUSE_SECONDS  # a message was erased while it was read
            except Exception:  # noqa: BLE001 - the loop of the process has to go on
                _log.exception("search: messages could not be read into the index")
            await asyncio.sleep(pause)

    async def turn(self) -> int:
        """Index one batch when it is this process's turn; return how many messages it was."""
        await self._count()
        if not await self._database.read(_any_waiting) or not await self._chore.mine():
            return 0
        limit = BUSY_BATCH if self._busy() else BATCH
        done, self._after, oldest_ms = await self._database.write(lambda tx: step(tx, after=self._after, limit=limit))
        metrics.SEARCH_INDEXED.inc(done)
        if oldest_ms is not None:
            metrics.SEARCH_LAG_SECONDS.set(max(0.0, (clock.now_ms() - oldest_ms) / 1000))
        return max(done, 1)

    async def _count(self) -> None:
        if time.monotonic() < self._next_count:
            return
        self._next_count = time.monotonic() + COUNT_SECONDS
        waiting = await self._database.read(lambda tx: store.count_waiting(tx, limit=MOST_COUNTED))
        metrics.SEARCH_WAITING.set(waiting)
        if not waiting:
            metrics.SEARCH_LAG_SECONDS.set(0)


async def step(tx: base.Tx, *, after: str, limit: int) -> tuple[int, str, int | None]:
    """Index up to `limit` messages of conversations behind `after`.

    Returns how many it was, the conversation to go on behind, and when the newest message of the one that waited for
    the longest time was received.
    """
    done, oldest_ms = 0, None
    waiting = await store.waiting(tx, after=after, limit=CONVERSATIONS)
    for one in waiting:
        done += await store.index(tx, one, limit=limit - done)
        after = one.conversation_id
        oldest_ms = one.received_ms if oldest_ms is None else min(oldest_ms, one.received_ms)
        if done >= limit:
            return done, after, oldest_ms
    return done, after if len(waiting) == CONVERSATIONS else "", oldest_ms


async def _any_waiting(tx: base.Tx) -> bool:
    return bool(await store.count_waiting(tx, limit=1))
