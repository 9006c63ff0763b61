"""The worker, with handlers and a clock of the tests' own. Nothing waits for time to pass."""

import asyncio
import collections
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import TypeVar

import pytest

from smooch_server.core import errors, ids
from smooch_server.outbox import retry, store, worker
from smooch_server.storage import base, postgres, sqlite
from tests.support import patience

pytestmark = pytest.mark.anyio

T = TypeVar("T")
START = 1_700_000_000_000
APP = ids.new_id(START)


class Flaky:
    """A database that can be away."""

    def __init__(self, inner: base.Database) -> None:
        self.inner = inner
        self.away = False
        self.refused = asyncio.Event()
        self.written = asyncio.Event()

    async def write(self, operation: base.Operation[T]) -> T:
        self._check()
        value = await self.inner.write(operation)
        self.written.set()
        return value

    async def read(self, operation: base.Operation[T]) -> T:
        self._check()
        return await self.inner.read(operation)

    def _check(self) -> None:
        if self.away:
            self.refused.set()
            raise errors.Unavailable


class Bench:
    """A database, a clock, and workers whose handler does what the test says for each target."""

    def __init__(self, database: base.Database) -> None:
        self.flaky = Flaky(database)
        self.database = database
        self.now = START
        self.calls: list[store.Row] = []
        self.behaviour: dict[str, Callable[[store.Row], Awaitable[retry.Outcome]]] = {}
        self.changed = asyncio.Condition()

    async def handle(self, row: store.Row) -> retry.Outcome:
        async with self.changed:
            self.calls.append(row)
            self.changed.notify_all()
        behave = self.behaviour.get(row.target_id)
        return retry.Delivered() if behave is None else await behave(row)

    async def owe(self, target: str, key: str, seq: int, *, kind: str = "test") -> str:
        return await self.database.write(
            lambda tx: store.enqueue(
                tx,
                app_id=APP,
                kind=kind,
                target_id=target,
                order_key=key,
                order_seq=seq,
                payload=b"{}",
                now_ms=self.now,
            )
        )

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(patience.SECONDS), self.changed:
            await self.changed.wait_for(condition)

    def called(self, target: str) -> list[int]:
        return [row.order_seq for row in self.calls if row.target_id == target]

    async def settled(self, owed: int) -> None:
        """Return when so many rows are owed: what the worker did is written down."""

        async def as_expected(tx: base.Tx) -> bool:
            return (await store.backlog(tx)).owed == owed

        await self._stored(as_expected)

    async def failures(self, target: str, count: int) -> None:
        """Return when so many failures of the target are written down."""

        async def as_expected(tx: base.Tx) -> bool:
            return await tx.one("SELECT SUM(attempts) FROM outbox WHERE target_id = $1", target) == (count,)

        await self._stored(as_expected)

    async def _stored(self, as_expected: base.Operation[bool]) -> None:
        async with asyncio.timeout(patience.SECONDS):
            while True:
                self.flaky.written.clear()
                if await self.database.read(as_expected):
                    return
                await self.flaky.written.wait()

    @contextlib.asynccontextmanager
    async def working(
        self,
        *,
        handlers: Mapping[str, worker.Handler] | None = None,
        poll_seconds: float = 60.0,
        drain_seconds: float = 0.0,
        busy: Callable[[], bool] = lambda: False,
    ) -> AsyncIterator[worker.Worker]:
        made = worker.Worker(
            self.flaky,  # type: ignore[arg-type]
            handlers or {"test": self.handle},
            now=lambda: self.now,
            poll_seconds=poll_seconds,
            busy=busy,
        )
        running = asyncio.create_task(made.run())
        try:
            yield made
        finally:
            await made.stop(drain_seconds=drain_seconds)
            await running


async def forever(_: store.Row) -> retry.Outcome:
    await asyncio.Event().wait()
    raise AssertionError


def failing(bench: Bench, wait_ms: int = 3_600_000) -> Callable[[store.Row], Awaitable[retry.Outcome]]:
    async def fail(_: store.Row) -> retry.Outcome:
        return retry.RetryAt(due_ms=bench.now + wait_ms, reason="status 500")

    return fail


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    database = await sqlite.open(":memory:")
    await database.migrate()
    yield Bench(database)
    await database.close()


async def test_what_is_owed_at_the_start_is_delivered(bench: Bench) -> None:
    await bench.owe("T", "c1", 1)
    async with bench.working():
        await bench.settled(0)
    assert bench.called("T") == [1]


async def test_the_bell_delivers_at_once(bench: Bench) -> None:
    async with bench.working() as made:

        def ring(effects: Sequence[base.Effect]) -> None:
            for effect in effects:
                assert isinstance(effect, store.Enqueued)
                made.wake(effect.target_id)

        bench.database.listen(ring)
        for seq in range(20):
            await bench.owe("T", "c1", seq)
        await bench.settled(0)
    assert bench.called("T") == list(range(20))


async def test_a_row_nobody_rang_for_is_found_by_polling(bench: Bench) -> None:
    async with bench.working(poll_seconds=0.001):
        await bench.owe("T", "c1", 1)
        await bench.settled(0)
    assert bench.called("T") == [1]


async def test_lanes_are_in_order_and_beside_one_another(bench: Bench) -> None:
    for seq in range(30):
        await bench.owe("T", f"c{seq % 3}", seq)
    busy: collections.Counter[str] = collections.Counter()

    async def alone_in_its_lane(row: store.Row) -> retry.Outcome:
        busy[row.order_key] += 1
        assert busy[row.order_key] == 1
        await asyncio.sleep(0)
        busy[row.order_key] -= 1
        return retry.Delivered()

    bench.behaviour["T"] = alone_in_its_lane
    async with bench.working():
        await bench.settled(0)
    for key in ("c0", "c1", "c2"):
        sent = [row.order_seq for row in bench.calls if row.order_key == key]
        assert sent == sorted(sent)
        assert len(sent) == 10


async def test_more_lanes_than_places_are_served_without_another_bell(bench: Bench) -> None:
    for key in range(4 * worker.PER_TARGET):
        await bench.owe("T", f"c{key}", 1)
    places = asyncio.Semaphore(0)

    async def hold_its_place(_: store.Row) -> retry.Outcome:
        await places.acquire()
        return retry.Delivered()

    bench.behaviour["T"] = hold_its_place
    async with bench.working():
        await bench.until(lambda: len(bench.calls) == worker.PER_TARGET)
        for _ in range(4 * worker.PER_TARGET):
            places.release()
        await bench.settled(0)


async def test_a_failing_head_keeps_its_lane_waiting(bench: Bench) -> None:
    for seq in (1, 2):
        await bench.owe("T", "c1", seq)
    await bench.owe("T", "c2", 9)
    outcomes = iter([retry.RetryAt(due_ms=START + 60_000, reason="timeout")])

    async def fail_first(row: store.Row) -> retry.Outcome:
        return retry.Delivered() if row.order_seq != 1 else next(outcomes, retry.Delivered())

    bench.behaviour["T"] = fail_first
    async with bench.working() as made:
        await bench.settled(2)
        await bench.failures("T", 1)
        assert sorted(bench.called("T")) == [1, 9]
        bench.now += 60_000
        made.wake()
        await bench.settled(0)
    assert [row.order_seq for row in bench.calls if row.order_key == "c1"] == [1, 1, 2]
    assert bench.calls[-2].attempts == 1


async def test_a_hanging_target_delays_no_other(bench: Bench) -> None:
    bench.behaviour["dead"] = forever
    for key in range(500):
        await bench.owe("dead", f"c{key}", 1)
    bench.now += 1
    await bench.owe("alive", "c1", 1)
    async with bench.working():
        await bench.settled(500)
        assert bench.called("alive") == [1]
        assert len(bench.called("dead")) == worker.PER_TARGET


async def test_many_dead_targets_leave_places_for_the_living(bench: Bench) -> None:
    """Each failed once before, so each may hold one place only."""
    targets = [f"dead{number:02}" for number in range(60)]
    for target in targets:
        bench.behaviour[target] = failing(bench)
        await bench.owe(target, "c0", 0)
    async with bench.working() as made:
        for target in targets:
            await bench.failures(target, 1)
        for target in targets:
            bench.behaviour[target] = forever
            for key in range(worker.PER_TARGET):
                await bench.owe(target, f"c{key + 1}", 1)
        made.wake()
        await bench.until(lambda: len(bench.calls) >= 2 * len(targets))
        await bench.owe("alive", "c1", 1)
        made.wake("alive")
        await bench.until(lambda: bench.called("alive") == [1])
    assert all(len(bench.called(target)) == 2 for target in targets)


async def test_killed_between_delivery_and_note_it_delivers_again(bench: Bench) -> None:
    outbox_id = await bench.owe("T", "c1", 1)
    sent = asyncio.Event()

    async def sent_then_killed(_: store.Row) -> retry.Outcome:
        sent.set()
        return await forever(_)

    bench.behaviour["T"] = sent_then_killed
    async with bench.working():
        await asyncio.wait_for(sent.wait(), patience.SECONDS)
    assert (await bench.database.read(store.backlog)).owed == 1
    bench.behaviour.clear()
    bench.now += store.LEASE_MS
    async with bench.working():
        await bench.settled(0)
    assert [row.outbox_id for row in bench.calls] == [outbox_id, outbox_id]


async def test_stopping_waits_for_what_is_under_way(bench: Bench) -> None:
    await bench.owe("T", "c1", 1)
    await bench.owe("T", "c1", 2)
    release = asyncio.Event()

    async def slow(_: store.Row) -> retry.Outcome:
        await release.wait()
        return retry.Delivered()

    bench.behaviour["T"] = slow
    async with bench.working() as made:
        await bench.until(lambda: bench.called("T") == [1])
        stopping = asyncio.create_task(made.stop(drain_seconds=patience.SECONDS))
        await asyncio.sleep(0)
        assert not stopping.done()
        release.set()
        await stopping
    assert bench.called("T") == [1]
    assert (await bench.database.read(store.backlog)).owed == 1


async def test_it_outlives_the_absence_of_the_database(bench: Bench) -> None:
    bench.flaky.away = True
    async with bench.working(poll_seconds=0.001):
        await asyncio.wait_for(bench.flaky.refused.wait(), patience.SECONDS)
        bench.flaky.away = False
        await bench.owe("T", "c1", 1)
        await bench.settled(0)
    assert bench.called("T") == [1]


async def test_a_delivery_is_written_down_when_the_database_is_back(bench: Bench) -> None:
    await bench.owe("T", "c1", 1)

    async def lose_database(_: store.Row) -> retry.Outcome:
        bench.flaky.away = True
        bench.flaky.refused.clear()
        return retry.Delivered()

    bench.behaviour["T"] = lose_database
    async with bench.working(poll_seconds=0.001):
        await bench.until(lambda: bench.called("T") == [1])
        await asyncio.wait_for(bench.flaky.refused.wait(), patience.SECONDS)
        bench.flaky.away = False
        await bench.settled(0)
    assert bench.called("T") == [1]


async def test_a_handler_that_breaks_is_tried_again(bench: Bench) -> None:
    await bench.owe("T", "c1", 1)
    await bench.owe("U", "c1", 1)

    async def broken(_: store.Row) -> retry.Outcome:
        raise ZeroDivisionError

    bench.behaviour["T"] = broken
    async with bench.working() as made:
        await bench.settled(1)  # the other target was served
        await bench.failures("T", 1)
        bench.behaviour.clear()
        bench.now += 10_000
        made.wake()
        await bench.settled(0)
    assert bench.calls[-1].attempts == 1


async def test_a_kind_of_a_newer_version_is_left_alone(bench: Bench) -> None:
    await bench.owe("T", "c1", 1, kind="pigeon")
    await bench.owe("U", "c1", 1)
    async with bench.working():
        await bench.settled(1)
    assert bench.called("T") == []
    (row,) = (
        await bench.database.write(
            lambda tx: store.claim(tx, "T", now_ms=START + worker.UNKNOWN_KIND_MS + store.LEASE_MS, limit=1)
        )
    ).rows
    assert row.attempts == 0


@pytest.fixture
def postgres_url(postgres_server: object) -> str:
    return postgres_server.database()  # type: ignore[attr-defined,no-any-return]


async def test_several_workers_on_postgres_share_without_doubles(postgres_url: str) -> None:
    databases = [await postgres.open(postgres_url, max_connections=4) for _ in range(3)]
    await databases[0].migrate()
    benches = [Bench(database) for database in databases]
    for seq in range(10):
        for target in ("T", "U"):
            for key in ("c1", "c2", "c3"):
                await benches[0].owe(target, key, seq)
    order: dict[tuple[str, str], list[int]] = collections.defaultdict(list)

    async def note(row: store.Row) -> retry.Outcome:
        order[row.target_id, row.order_key].append(row.order_seq)
        delivered.release()
        return retry.Delivered()

    delivered = asyncio.Semaphore(0)
    async with contextlib.AsyncExitStack() as stack:
        for each in benches:
            each.behaviour = {"T": note, "U": note}
            await stack.enter_async_context(each.working(poll_seconds=0.01, drain_seconds=patience.SECONDS))
        for _ in range(60):
            await asyncio.wait_for(delivered.acquire(), patience.SECONDS)
    assert len(order) == 6
    assert all(seqs == list(range(10)) for seqs in order.values())
    for database in databases:
        await database.close()


async def test_while_requests_wait_few_are_under_way_and_none_starves(bench: Bench) -> None:
    for target in range(10):
        for key in range(3):
            await bench.owe(f"T{target}", f"c{key}", 1)
    most = 0
    under_way = 0

    async def count(_: store.Row) -> retry.Outcome:
        nonlocal most, under_way
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1
        return retry.Delivered()

    bench.behaviour = {f"T{target}": count for target in range(10)}
    async with bench.working(busy=lambda: True):
        await bench.settled(0)
    assert most <= worker.BUSY_CONCURRENCY
    assert {row.target_id for row in bench.calls} == set(bench.behaviour)


async def test_more_than_one_sweep_can_take_does_not_wait_for_the_next_housekeeping(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seq in range(7):
        await bench.owe("T", "c1", seq)
    bench.now += store.EXPIRE_MS + 1
    monkeypatch.setattr(store, "SWEEP_ROWS", 2)
    monkeypatch.setattr(worker, "MORE_HOUSEKEEPING_SECONDS", 0.0)
    monkeypatch.setattr(worker, "HOUSEKEEPING_SECONDS", 0.0)  # the first is due at once, the next in an hour
    async with bench.working(handlers={"other": bench.handle}, poll_seconds=0.0):
        monkeypatch.setattr(worker, "HOUSEKEEPING_SECONDS", 3_600.0)
        await bench.settled(0)
    assert (await bench.database.read(store.backlog)).dead == 7
