"""What every storage driver promises."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine

import pytest

from smooch_server.core import errors
from smooch_server.storage import base
from tests.contract.conftest import OpenDatabase

pytestmark = pytest.mark.anyio

Work = Callable[[base.Tx], Coroutine[object, None, object]]
ADD_ITEM = "INSERT INTO item (name, size) VALUES ($1, $2)"


def add(name: str, size: int = 1, *, effect: object = None) -> Work:
    async def operation(tx: base.Tx) -> str:
        await tx.run(ADD_ITEM, name, size)
        if effect is not None:
            tx.emit(effect)
        return name

    return operation


async def names(tx: base.Tx) -> list[base.Value]:
    return [name for (name,) in await tx.all("SELECT name FROM item ORDER BY name")]


class Refused(Exception):
    pass


async def test_write_returns_the_value_and_reads_see_it(database: base.Database) -> None:
    assert await database.write(add("a")) == "a"
    assert await database.read(names) == ["a"]


async def test_values_come_back_as_tuples_of_what_was_stored(database: base.Database) -> None:
    async def operation(tx: base.Tx) -> base.Row | None:
        await tx.run("INSERT INTO item VALUES ($1, $2, $3, $4)", "größe 👋", 2**53, b"\x00\xff", True)
        return await tx.one("SELECT name, size, body, fresh FROM item")

    row = await database.write(operation)
    assert row == ("größe 👋", 2**53, b"\x00\xff", True)
    assert type(row) is tuple
    assert await database.read(operation_one("SELECT body FROM item WHERE size = $1", 5)) is None


def operation_one(sql: str, *args: base.Value) -> Callable[[base.Tx], Coroutine[object, None, base.Row | None]]:
    async def operation(tx: base.Tx) -> base.Row | None:
        return await tx.one(sql, *args)

    return operation


async def test_parameters_may_repeat_and_come_in_any_order(database: base.Database) -> None:
    await database.write(add("a", 1))
    await database.write(add("b", 2))
    sql = "SELECT name, '$1' FROM item WHERE (size = $2 AND name = $1) OR (size = $2 AND name <> $1) -- $3\n"
    assert await database.read(operation_one(sql, "zzz", 2)) == ("b", "$1")


async def test_run_counts_rows(database: base.Database) -> None:
    async def operation(tx: base.Tx) -> list[int]:
        return [
            await tx.run("INSERT INTO item (name, size) VALUES ('a', 1), ('b', 1), ('c', 2)"),
            await tx.run("INSERT INTO item (name, size) VALUES ('a', 9) ON CONFLICT (name) DO NOTHING"),
            await tx.run("UPDATE item SET size = size + 1 WHERE size = $1", 1),
            await tx.run("DELETE FROM item WHERE name = $1", "nobody"),
            await tx.run("DELETE FROM item"),
        ]

    assert await database.write(operation) == [3, 0, 2, 0, 3]


async def test_returning_gives_rows(database: base.Database) -> None:
    assert await database.write(operation_one(f"{ADD_ITEM} RETURNING size + 1", "a", 1)) == (2,)


async def test_an_operation_that_raises_stores_nothing(database: base.Database) -> None:
    async def operation(tx: base.Tx) -> None:
        await tx.run(ADD_ITEM, "a", 1)
        await tx.run(ADD_ITEM, "b", 1)
        raise Refused

    with pytest.raises(Refused):
        await database.write(operation)
    assert await database.read(names) == []


async def test_failures_disturb_nobody_who_writes_at_the_same_time(database: base.Database) -> None:
    def half(name: str) -> Work:
        async def operation(tx: base.Tx) -> None:
            await tx.run(ADD_ITEM, name, 1)
            tx.emit(name)
            raise Refused(name)

        return operation

    told: list[base.Effect] = []
    database.listen(told.extend)
    work = [add(f"{n:02}", effect=f"{n:02}") if n % 3 else half(f"{n:02}") for n in range(30)]
    answers = await asyncio.gather(*(database.write(operation) for operation in work), return_exceptions=True)
    good = [f"{n:02}" for n in range(30) if n % 3]
    assert [answer for answer in answers if isinstance(answer, str)] == good
    assert [str(answer) for answer in answers if isinstance(answer, Refused)] == [f"{n:02}" for n in range(0, 30, 3)]
    assert await database.read(names) == good
    assert sorted(map(str, told)) == good


async def test_a_repeated_key_is_a_unique_violation(database: base.Database) -> None:
    answers = await asyncio.gather(
        *(database.write(operation) for operation in (add("a"), add("a"), add("b"))), return_exceptions=True
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["UniqueViolation", "str", "str"]
    assert await database.read(names) == ["a", "b"]


async def test_a_row_without_its_parent_is_refused(database: base.Database) -> None:
    async def create(tx: base.Tx) -> None:
        await tx.run("CREATE TABLE part (name TEXT PRIMARY KEY, item TEXT NOT NULL REFERENCES item (name))")

    async def add_part(tx: base.Tx) -> None:
        await tx.run("INSERT INTO part (name, item) VALUES ('wheel', 'bicycle')")

    await database.write(create)
    with pytest.raises(base.MissingParent):
        await database.write(add_part)
    await database.write(add("bicycle"))
    await database.write(add_part)
    with pytest.raises(base.MissingParent):
        await database.write(operation_one("DELETE FROM item WHERE name = $1", "bicycle"))


async def test_a_failed_statement_spends_the_transaction(database: base.Database) -> None:
    await database.write(add("a"))

    async def swallow(tx: base.Tx) -> str:
        await tx.run(ADD_ITEM, "b", 1)
        with contextlib.suppress(base.UniqueViolation):
            await tx.run(ADD_ITEM, "a", 1)
        return "stored"

    async def go_on(tx: base.Tx) -> None:
        try:
            await tx.run(ADD_ITEM, "a", 1)
        except base.UniqueViolation:
            await tx.run(ADD_ITEM, "c", 1)

    for operation in (swallow, go_on):
        with pytest.raises(base.UniqueViolation):
            await database.write(operation)
    assert await database.read(names) == ["a"]


async def test_effects_come_after_the_commit_before_the_answer_and_in_order(database: base.Database) -> None:
    seen: list[str] = []
    database.listen(lambda effects: seen.extend(str(effect) for effect in effects))

    async def operation(tx: base.Tx) -> None:
        tx.emit("first")
        await tx.run(ADD_ITEM, "a", 1)
        tx.emit("second")
        seen.append("operation")

    await database.write(operation)
    seen.append("answer")
    assert seen == ["operation", "first", "second", "answer"]


async def test_effects_of_writers_of_one_row_come_in_commit_order(database: base.Database) -> None:
    seen: list[base.Effect] = []
    database.listen(seen.extend)
    await asyncio.gather(*(database.write(increment) for _ in range(100)))
    assert seen == list(range(1, 101))


async def increment(tx: base.Tx) -> base.Value:
    row = await tx.one("UPDATE counter SET value = value + 1 WHERE name = $1 RETURNING value", "visits")
    assert row is not None
    tx.emit(row[0])
    return row[0]


async def test_concurrent_writers_of_one_row_get_a_gapless_sequence(database: base.Database) -> None:
    async def writer() -> list[base.Value]:
        return [await database.write(increment) for _ in range(10)]

    given = await asyncio.gather(*(writer() for _ in range(32)))
    assert sorted(int(value or 0) for values in given for value in values) == list(range(1, 321))
    assert all(values == sorted(values, key=lambda value: int(value or 0)) for values in given)


async def test_a_listener_that_raises_does_not_fail_the_write(
    database: base.Database, caplog: pytest.LogCaptureFixture
) -> None:
    def listener(effects: object) -> None:
        raise Refused

    database.listen(listener)
    assert await database.write(add("a", effect=1)) == "a"
    assert "listener" in caplog.text


async def test_a_cancelled_caller_does_not_disturb_the_others(database: base.Database) -> None:
    tasks = [asyncio.ensure_future(database.write(add(f"{n:02}"))) for n in range(20)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    tasks[7].cancel()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(answers[7], asyncio.CancelledError)
    others = {f"{n:02}" for n in range(20) if n != 7}
    assert {answer for answer in answers if isinstance(answer, str)} == others
    await database.write(add("last"))
    assert others | {"last"} <= set(await database.read(names))


async def test_a_read_never_sees_half_of_a_transaction(database: base.Database) -> None:
    """Each write keeps the sum of the two rows at 0."""
    await database.write(add("left", 0))
    await database.write(add("right", 0))

    async def move(tx: base.Tx) -> None:
        await tx.run("UPDATE item SET size = size - 1 WHERE name = 'left'")
        await tx.run("UPDATE item SET size = size + 1 WHERE name = 'right'")

    async def balance(tx: base.Tx) -> int:
        left = await tx.one("SELECT size FROM item WHERE name = 'left'")
        right = await tx.one("SELECT size FROM item WHERE name = 'right'")
        assert left is not None
        assert right is not None
        return int(left[0] or 0) + int(right[0] or 0)

    writes = asyncio.gather(*(database.write(move) for _ in range(100)))
    seen = set()
    while not writes.done():
        seen.add(await database.read(balance))
        await asyncio.sleep(0)
    await writes
    assert seen == {0}


async def test_a_read_must_not_write(database: base.Database) -> None:
    with pytest.raises(Exception, match=r"read-?only"):
        await database.read(add("a"))
    await database.write(add("b"))
    assert await database.read(names) == ["b"]


async def test_a_transaction_is_over_when_its_operation_is(database: base.Database) -> None:
    kept: list[base.Tx] = []

    async def keep(tx: base.Tx) -> None:
        kept.append(tx)

    await database.write(keep)
    await database.read(keep)
    for tx in kept:
        with pytest.raises(RuntimeError, match="over"):
            await tx.all("SELECT name FROM item")


async def test_close_finishes_writes_and_later_calls_are_refused(database: base.Database) -> None:
    writes = [asyncio.ensure_future(database.write(add(f"{n}"))) for n in range(3)]
    await asyncio.sleep(0)
    await database.close()
    assert await asyncio.gather(*writes) == ["0", "1", "2"]
    for call in (database.write(add("late")), database.read(names), database.ping()):
        with pytest.raises(errors.Unavailable):
            await call
    await database.close()


async def test_ping(database: base.Database) -> None:
    await database.ping()


async def test_two_processes_write_the_same_database(
    database: base.Database, open_database: OpenDatabase, request: pytest.FixtureRequest
) -> None:
    """Two drivers on one database conflict as two processes do: every increment is kept, in one sequence."""
    other = database if "memory" in request.node.callspec.id else await open_database()
    try:
        given = await asyncio.gather(*((database, other)[n % 2].write(increment) for n in range(200)))
        assert sorted(int(value or 0) for value in given) == list(range(1, 201))
    finally:
        if other is not database:
            await other.close()
