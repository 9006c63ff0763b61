"""The outbox table: what may be claimed, in which order, and what the end of an attempt changes."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import pytest

from smooch_server.core import ids
from smooch_server.outbox import dead, retry, store
from smooch_server.storage import base, postgres, sqlite

pytestmark = pytest.mark.anyio

START = 1_700_000_000_000
APP = ids.new_id(START)
DAY = 24 * 3_600_000


class Outbox:
    """The store with a clock that stands still until it is moved."""

    def __init__(self, database: base.Database) -> None:
        self.database = database
        self.now = START

    async def owe(self, target: str, key: str, seq: int, payload: bytes = b"{}") -> str:
        return await self.database.write(
            lambda tx: store.enqueue(
                tx,
                app_id=APP,
                kind="test",
                target_id=target,
                order_key=key,
                order_seq=seq,
                payload=payload,
                now_ms=self.now,
            )
        )

    async def claim(self, target: str = "T", limit: int = 10) -> Sequence[store.Row]:
        return (await self.claim_more(target, limit)).rows

    async def claim_more(self, target: str = "T", limit: int = 10) -> store.Claim:
        return await self.database.write(lambda tx: store.claim(tx, target, now_ms=self.now, limit=limit))

    async def seqs(self, target: str = "T", limit: int = 10) -> list[int]:
        return sorted(row.order_seq for row in await self.claim(target, limit))

    async def finish(self, row: store.Row, outcome: retry.Outcome) -> bool:
        return await self.database.write(lambda tx: store.finish(tx, row, outcome, now_ms=self.now))

    async def due(self) -> Sequence[str]:
        return await self.database.read(lambda tx: store.due_targets(tx, now_ms=self.now))

    async def given_up(self, target: str = "T") -> Sequence[dead.DeadRow]:
        return await self.database.read(lambda tx: dead.page(tx, target, limit=100, offset=0))

    async def replay(self, row: dead.DeadRow) -> bool:
        return await self.database.write(lambda tx: dead.replay_one(tx, row.target_id, row.outbox_id, now_ms=self.now))

    async def backlog(self) -> store.Backlog:
        return await self.database.read(store.backlog)


@pytest.fixture(params=["sqlite", "postgres"])
def opening(request: pytest.FixtureRequest) -> Callable[[], Awaitable[base.Database]]:
    if request.param == "sqlite":
        return lambda: sqlite.open(":memory:")
    url = request.getfixturevalue("postgres_server").database()
    return lambda: postgres.open(url)


@pytest.fixture
async def outbox(opening: Callable[[], Awaitable[base.Database]]) -> AsyncIterator[Outbox]:
    database = await opening()
    await database.migrate()
    yield Outbox(database)
    await database.close()


async def test_a_row_comes_back_as_it_was_owed(outbox: Outbox) -> None:
    outbox_id = await outbox.owe("T", "c1", 7, b'{"a":1}')
    (row,) = await outbox.claim()
    assert row == store.Row(
        outbox_id=outbox_id,
        app_id=APP,
        kind="test",
        target_id="T",
        order_key="c1",
        order_seq=7,
        payload=b'{"a":1}',
        attempts=0,
        leased_until_ms=START + store.LEASE_MS,
        created_ms=START,
    )


async def test_enqueueing_rings_after_the_commit(outbox: Outbox) -> None:
    effects: list[base.Effect] = []
    outbox.database.listen(effects.extend)
    await outbox.owe("T", "c1", 1)
    assert effects == [store.Enqueued(target_id="T")]


async def test_a_claimed_row_is_nobody_elses_until_the_lease_ends(outbox: Outbox) -> None:
    await outbox.owe("T", "c1", 1)
    assert await outbox.seqs() == [1]
    assert await outbox.seqs() == []
    outbox.now += store.LEASE_MS - 1
    assert await outbox.seqs() == []
    outbox.now += 1
    assert await outbox.seqs() == [1]


async def test_the_first_of_each_lane_may_go(outbox: Outbox) -> None:
    for key in ("c1", "c2"):
        for seq in (1, 2, 3):
            await outbox.owe("T", key, seq)
    await outbox.owe("U", "c1", 9)
    assert [(row.order_key, row.order_seq) for row in await outbox.claim()] == [("c1", 1), ("c2", 1)]
    assert await outbox.seqs("U") == [9]


async def test_the_limit_is_kept_and_more_is_told(outbox: Outbox) -> None:
    for number in range(3):
        await outbox.owe("T", f"c{number}", 1)
    first = await outbox.claim_more(limit=2)
    assert (len(first.rows), first.more) == (2, True)
    second = await outbox.claim_more(limit=2)
    assert (len(second.rows), second.more) == (1, False)


async def test_a_lane_goes_on_when_its_first_row_is_delivered(outbox: Outbox) -> None:
    for seq in (1, 2, 3):
        await outbox.owe("T", "c1", seq)
    for seq in (1, 2, 3):
        (row,) = await outbox.claim()
        assert row.order_seq == seq
        assert await outbox.seqs() == []
        assert await outbox.finish(row, retry.Delivered()) == (seq < 3)
    assert (await outbox.backlog()).owed == 0


async def test_a_failing_row_holds_its_lane_only(outbox: Outbox) -> None:
    for seq in (1, 2):
        await outbox.owe("T", "c1", seq)
    await outbox.owe("T", "c2", 1)
    first, other = await outbox.claim()
    assert not await outbox.finish(first, retry.RetryAt(due_ms=START + DAY, reason="status 500"))
    assert not await outbox.finish(other, retry.Delivered())
    await outbox.owe("T", "c1", 3)
    outbox.now += DAY - 1
    assert await outbox.claim() == []
    outbox.now += 1
    (again,) = await outbox.claim()
    assert (again.outbox_id, again.order_seq, again.attempts) == (first.outbox_id, 1, 1)


async def test_a_backlog_behind_a_failing_row_is_not_looked_at_again(outbox: Outbox) -> None:
    for seq in range(1, 6):
        await outbox.owe("T", "c1", seq)
    (first,) = await outbox.claim()
    await outbox.finish(first, retry.RetryAt(due_ms=START + DAY, reason="timeout"))
    outbox.now += store.PARK_MS  # those behind were put aside while the first one was on its way
    assert await outbox.claim() == []
    assert await outbox.due() == []
    outbox.now = START + DAY
    assert await outbox.due() == ["T"]
    assert await outbox.seqs() == [1]


async def test_a_lane_longer_than_one_look_is_put_aside_in_full(outbox: Outbox) -> None:
    for seq in range(store.SCAN_ROWS + 20):
        await outbox.owe("T", "c1", seq)
    outbox.now += 1
    await outbox.owe("T", "c2", 7)
    looks = 0
    found: list[int] = []
    more = True
    while more:
        claim = await outbox.claim_more()
        found += [row.order_seq for row in claim.rows]
        more = claim.more
        looks += 1
    assert (found, looks) == ([0, 7], 2)


async def test_a_dead_row_lets_the_next_one_go(outbox: Outbox) -> None:
    for seq in (1, 2):
        await outbox.owe("T", "c1", seq)
    (first,) = await outbox.claim()
    assert await outbox.finish(first, retry.Dead(reason="status 410"))
    assert await outbox.seqs() == [2]
    (gone,) = await outbox.given_up()
    assert (gone.outbox_id, gone.last_error, gone.attempts, gone.dead_ms) == (first.outbox_id, "status 410", 1, START)
    assert await outbox.given_up("other") == []


@pytest.mark.parametrize(
    "outcome", [retry.Delivered(), retry.Dead(reason="x"), retry.RetryAt(due_ms=START + DAY, reason="x")]
)
async def test_who_lost_the_lease_changes_nothing(outbox: Outbox, outcome: retry.Outcome) -> None:
    await outbox.owe("T", "c1", 1)
    (mine,) = await outbox.claim()
    outbox.now += store.LEASE_MS
    (theirs,) = await outbox.claim()
    assert not await outbox.finish(mine, outcome)
    assert await outbox.finish(theirs, retry.Dead(reason="theirs")) is False  # nothing follows, but it is written
    assert await outbox.backlog() == store.Backlog(owed=0, dead=1, oldest_ms=None)


async def test_a_released_row_was_not_an_attempt(outbox: Outbox) -> None:
    await outbox.owe("T", "c1", 1)
    (row,) = await outbox.claim()
    await outbox.database.write(lambda tx: store.release(tx, row, due_ms=START + 5))
    assert await outbox.claim() == []
    outbox.now += 5
    (again,) = await outbox.claim()
    assert again.attempts == 0


async def test_due_targets_are_those_with_something_due(outbox: Outbox) -> None:
    assert await outbox.due() == []
    for target in ("V", "T", "U"):
        for key in ("c1", "c2"):
            await outbox.owe(target, key, 1)
    assert await outbox.due() == ["T", "U", "V"]
    for row in await outbox.claim("U"):
        await outbox.finish(row, retry.Delivered())
    await outbox.claim("V")
    assert await outbox.due() == ["T"]


async def test_a_forgotten_target_is_owed_nothing(outbox: Outbox) -> None:
    await outbox.owe("T", "c1", 1)
    await outbox.owe("U", "c1", 1)
    await outbox.owe("T", "c2", 1)
    await outbox.database.write(lambda tx: store.forget_target(tx, "T"))
    steps = 0
    while await outbox.database.write(lambda tx: store.forget_some(tx, limit=1)):
        steps += 1
        assert (await outbox.backlog()).owed == max(1, 3 - steps)
    assert steps == 3, "two for the rows, one for the note"
    assert await outbox.due() == ["U"]


async def test_dead_rows_are_kept_for_30_days(outbox: Outbox) -> None:
    await outbox.owe("T", "c1", 1)
    (row,) = await outbox.claim()
    await outbox.finish(row, retry.Dead(reason="x"))
    await outbox.owe("T", "c1", 2)

    async def purge() -> int:
        return await outbox.database.write(lambda tx: store.purge(tx, now_ms=outbox.now))

    outbox.now += 30 * DAY
    assert await purge() == 0
    outbox.now += 1_000
    assert await purge() == 1
    assert await outbox.backlog() == store.Backlog(owed=1, dead=0, oldest_ms=START)


async def test_what_is_owed_for_a_week_is_given_up(outbox: Outbox) -> None:
    await outbox.owe("T", "c1", 1)

    async def expire() -> int:
        return await outbox.database.write(lambda tx: store.expire(tx, now_ms=outbox.now))

    outbox.now += store.EXPIRE_MS
    assert await expire() == 0
    outbox.now += 1_000
    await outbox.owe("T", "c1", 2)
    assert await expire() == 1
    assert await outbox.seqs() == [2]
    (gone,) = await outbox.given_up()
    assert gone.last_error == "expired"


async def test_a_row_that_is_sent_again_keeps_its_id_and_stands_before_newer_ones(outbox: Outbox) -> None:
    for seq in (1, 2):
        await outbox.owe("T", "c1", seq)
    (first,) = await outbox.claim()
    await outbox.finish(first, retry.Dead(reason="status 410"))
    outbox.now += 20 * DAY
    (gone,) = await outbox.given_up()
    assert await outbox.replay(gone)
    assert not await outbox.replay(gone)
    (again,) = await outbox.claim()
    assert (again.outbox_id, again.order_seq, again.attempts) == (first.outbox_id, 1, 0)
    await outbox.finish(again, retry.Delivered())
    assert await outbox.seqs() == [2]


async def test_an_old_row_that_is_sent_again_has_a_week_of_its_own(outbox: Outbox) -> None:
    await outbox.owe("T", "c1", 1)
    (row,) = await outbox.claim()
    await outbox.finish(row, retry.Dead(reason="x"))
    outbox.now += 29 * DAY
    await outbox.replay((await outbox.given_up())[0])
    assert await outbox.database.write(lambda tx: store.expire(tx, now_ms=outbox.now)) == 0
    outbox.now += store.EXPIRE_MS + 1
    assert await outbox.database.write(lambda tx: store.expire(tx, now_ms=outbox.now)) == 1


async def test_a_range_is_sent_again_by_when_it_was_owed(outbox: Outbox) -> None:
    for seq in range(4):
        await outbox.owe("T", f"c{seq}", seq)
        outbox.now += 1_000
    for row in await outbox.claim():
        await outbox.finish(row, retry.Dead(reason="x"))
    died = outbox.now
    outbox.now += 1_000

    async def replay(dead_until_ms: int) -> int:
        return await outbox.database.write(
            lambda tx: dead.replay_range(
                tx, "T", from_ms=START + 1_000, to_ms=START + 3_000, dead_until_ms=dead_until_ms, now_ms=outbox.now
            )
        )

    assert await replay(died - 1) == 0
    assert await replay(died) == 2
    assert await outbox.seqs() == [1, 2]
    assert len(await outbox.given_up()) == 2
