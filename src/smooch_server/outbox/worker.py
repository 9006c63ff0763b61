"""The outbox worker: claims what is due, hands it to the handler of its kind, writes down how it ended.

At least once: a worker that dies between delivery and its note leaves a lease that runs out, and the row is
delivered again under the same id. Any number of workers may run on one database.
"""

import asyncio
import collections
import contextlib
import dataclasses
import logging
import random
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence

from smooch_server.core import clock, errors
from smooch_server.outbox import backlog, retry, store
from smooch_server.storage import base

_log = logging.getLogger(__name__)
_random = random.SystemRandom()

POLL_SECONDS = 1.0  # finds retries that became due and rows of processes that cannot ring here
HANDLER_SECONDS = 40.0  # twice the longest request, well inside the lease
CONCURRENCY = 256  # attempts under way
PER_TARGET = 8  # of them to one target
PER_FAILING_TARGET = 1  # until it answers again: many dead targets must not use up CONCURRENCY
BUSY_CONCURRENCY = 4  # of them while requests wait for this process
BUSY_PAUSE_SECONDS = 0.4  # between claims meanwhile
BUSY_PAUSE_MOST_SECONDS = 1.0
BUSY_WAITS = 16  # as many times as long as a claim took: the more requests wait, the longer a claim takes
YOUNG_SECONDS = 0.5
CLAIM_TARGETS = 32  # visited in one transaction
HOUSEKEEPING_SECONDS = 600.0
MORE_HOUSEKEEPING_SECONDS = 1.0  # while there is more to do than one transaction takes: a dead target makes millions
UNKNOWN_KIND_MS = 60_000  # a newer process may know the kind
UNTRIED_MS = 5_000  # the handler could not even begin

# Delivers one row and says how it went. It may be called again for a row it already delivered.
Handler = Callable[[store.Row], Awaitable[retry.Outcome]]

_AWAY = (errors.Unavailable, errors.StorageFull)


def busy_pause(took: float, least: float, most: float) -> float:
    """Return how many seconds to leave to requests after a write that took so many."""
    return min(most, max(least, BUSY_WAITS * took))


@dataclasses.dataclass(slots=True)
class _Target:
    under_way: int = 0
    failing: bool = False


class Worker:
    """Delivers outbox rows on the event loop until stopped.

    One target that is slow or dead delays nobody else; rows of one target and order key go out one after the other.
    `busy` tells that requests wait for this process: they come first, and few attempts are under way meanwhile.
    """

    def __init__(
        self,
        database: base.Database,
        handlers: Mapping[str, Handler],
        *,
        now: Callable[[], int] = clock.now_ms,
        poll_seconds: float = POLL_SECONDS,
        concurrency: int = CONCURRENCY,
        per_target: int = PER_TARGET,
        busy: Callable[[], bool] = lambda: False,
    ) -> None:
        self._database = database
        self._handlers = handlers
        self._now = now
        self._poll_seconds = poll_seconds
        self._concurrency = concurrency
        self._per_target = per_target
        self._busy = busy
        self._bell = asyncio.Event()
        self._stopping = asyncio.Event()
        self._drain_seconds = 0.0
        self._running: asyncio.Future[None] | None = None
        self._ready: collections.OrderedDict[str, None] = collections.OrderedDict()
        self._targets: dict[str, _Target] = {}
        self._attempts: dict[asyncio.Task[None], float] = {}  # and when each began, of the monotonic clock
        self._next_poll = self._next_measure = 0.0  # of the monotonic clock
        self._not_before = 0.0  # when to claim again while busy
        self._next_housekeeping = time.monotonic() + HOUSEKEEPING_SECONDS

    def wake(self, target_id: str | None = None) -> None:
        """Look now: at one target, or at all. Never blocks; call it on the event loop."""
        if target_id is None:
            self._next_poll = 0.0
        else:
            self._ready[target_id] = None
        self._bell.set()

    async def run(self) -> None:
        """Deliver until `stop`. A database that is away is waited for."""
        self._running = asyncio.get_running_loop().create_future()
        try:
            while not self._stopping.is_set():
                self._bell.clear()
                await self._turn_safely()
            if self._attempts:
                await asyncio.wait(list(self._attempts), timeout=self._drain_seconds)
        finally:
            for attempt in list(self._attempts):
                attempt.cancel()
            await asyncio.gather(*list(self._attempts), return_exceptions=True)
            self._running.set_result(None)

    async def stop(self, *, drain_seconds: float = 25.0) -> None:
        """Claim nothing more and return when attempts under way have ended, or were cut off after `drain_seconds`.

        What is cut off is delivered again when its lease has run out.
        """
        self._drain_seconds = drain_seconds
        self._stopping.set()
        self._bell.set()
        if self._running is not None:
            await asyncio.shield(self._running)

    async def keep_house(self) -> bool:
        """Give up what is too old and forget what has been dead for long; return whether there may be more."""
        now_ms = self._now()
        given_up = await self._database.write(lambda tx: store.expire(tx, now_ms=now_ms))
        forgotten = await self._database.write(lambda tx: store.purge(tx, now_ms=now_ms))
        return store.SWEEP_ROWS in (given_up, forgotten)

    async def _turn_safely(self) -> None:
        try:
            await self._turn()
        except _AWAY as error:
            _log.warning("outbox: the database is away: %s", error)
            await self._pause()
        except Exception:  # noqa: BLE001 - the loop of the process has to go on
            _log.exception("outbox: a turn failed")
            await self._pause()
        else:
            moment = time.monotonic()
            paused = self._ready and moment < self._not_before
            await _wait(self._bell, (self._not_before if paused else self._next_poll) - moment)

    async def _pause(self) -> None:
        await _wait(self._stopping, self._poll_seconds)

    async def _turn(self) -> None:
        await self._do_periodic_work()
        while not self._stopping.is_set() and (batch := self._claimable()):
            for target_id, _ in batch:  # taken off before the claim: a ring during it is not lost
                del self._ready[target_id]
            began = time.monotonic()
            try:
                claims = await self._claim(batch)
            except BaseException:
                self._ready.update(dict.fromkeys(target_id for target_id, _ in batch))
                raise
            ended = time.monotonic()
            self._not_before = ended + busy_pause(ended - began, BUSY_PAUSE_SECONDS, BUSY_PAUSE_MOST_SECONDS)
            for (target_id, _), claim in zip(batch, claims, strict=True):
                if claim.more:
                    self._ready[target_id] = None
                for row in claim.rows:
                    self._start(row)

    async def _claim(self, batch: Sequence[tuple[str, int]]) -> Sequence[store.Claim]:
        now_ms = self._now()

        async def claim(tx: base.Tx) -> Sequence[store.Claim]:
            return [await store.claim(tx, target_id, now_ms=now_ms, limit=limit) for target_id, limit in batch]

        return await self._database.write(claim)

    async def _do_periodic_work(self) -> None:
        moment = time.monotonic()
        now_ms = self._now()
        if moment >= self._next_poll:
            due = await self._database.read(lambda tx: store.due_targets(tx, now_ms=now_ms))
            self._ready.update(dict.fromkeys(due))
            self._next_poll = moment + self._poll_seconds
        if moment >= self._next_measure:
            self._next_measure = moment + backlog.MEASURE_SECONDS
            await backlog.measure(self._database, now_ms=now_ms)
        if moment >= self._next_housekeeping:
            self._next_housekeeping = moment + HOUSEKEEPING_SECONDS
            if await self.keep_house():
                self._next_housekeeping = moment + MORE_HOUSEKEEPING_SECONDS

    def _claimable(self) -> Sequence[tuple[str, int]]:
        """Return whom to claim for next and how many rows each may get."""
        batch: list[tuple[str, int]] = []
        free = self._concurrency - len(self._attempts)
        if self._busy():
            free = min(free, BUSY_CONCURRENCY - self._young()) if time.monotonic() >= self._not_before else 0
        for target_id in self._ready:
            if free <= 0 or len(batch) == CLAIM_TARGETS:
                break
            target = self._targets.get(target_id) or _Target()
            allowed = PER_FAILING_TARGET if target.failing else self._per_target
            limit = min(allowed - target.under_way, free)
            if limit > 0:
                batch.append((target_id, limit))
                free -= limit
        return batch

    def _young(self) -> int:
        """Count the attempts that cost something: one that has hung for a while only waits."""
        since = time.monotonic() - YOUNG_SECONDS
        return sum(began > since for began in self._attempts.values())

    def _start(self, row: store.Row) -> None:
        self._targets.setdefault(row.target_id, _Target()).under_way += 1
        attempt = asyncio.create_task(self._attempt(row))
        self._attempts[attempt] = time.monotonic()
        attempt.add_done_callback(lambda done: self._ended(done, row.target_id))

    def _ended(self, attempt: asyncio.Task[None], target_id: str) -> None:
        self._attempts.pop(attempt, None)
        target = self._targets[target_id]
        target.under_way -= 1
        if not target.under_way and not target.failing:
            del self._targets[target_id]
        if not attempt.cancelled() and (error := attempt.exception()) is not None:
            _log.error("outbox: an attempt was not written down", exc_info=error)
        if self._ready:  # somebody waited for this place
            self._bell.set()

    async def _attempt(self, row: store.Row) -> None:
        outcome = await self._handle(row)
        if outcome is None:
            return
        self._targets[row.target_id].failing = isinstance(outcome, retry.RetryAt | retry.Dropped)
        if await self._write_down(row, lambda tx: store.finish(tx, row, outcome, now_ms=self._now())):
            self.wake(row.target_id)

    async def _handle(self, row: store.Row) -> retry.Outcome | None:
        """Deliver, or give the row back untried and return None."""
        handler = self._handlers.get(row.kind)
        if handler is None:
            await self._give_back(row, UNKNOWN_KIND_MS)
            return None
        try:
            async with asyncio.timeout(HANDLER_SECONDS):
                return await handler(row)
        except _AWAY:
            await self._give_back(row, UNTRIED_MS)
            return None
        except Exception as error:  # noqa: BLE001 - a fault in one handler must not stop the others
            _log.exception("outbox: the handler of %s failed", row.kind)
            return retry.after_failure(
                f"handler {type(error).__name__}", attempts=row.attempts, now_ms=self._now(), jitter=_random.random()
            )

    async def _give_back(self, row: store.Row, wait_ms: int) -> None:
        due_ms = self._now() + wait_ms

        async def release(tx: base.Tx) -> bool:
            await store.release(tx, row, due_ms=due_ms)
            return False

        await self._write_down(row, release)

    async def _write_down(self, row: store.Row, operation: base.Operation[bool]) -> bool:
        """Write the end of an attempt, for as long as the lease makes it worth trying."""
        while True:
            try:
                return await self._database.write(operation)
            except _AWAY:
                if self._stopping.is_set() or self._now() >= row.leased_until_ms:
                    return False
                await self._pause()


async def _wait(event: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(max(0.0, seconds)):
            await event.wait()
