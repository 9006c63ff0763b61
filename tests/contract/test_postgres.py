"""What only PostgreSQL must withstand: the server going away, conflicts, settings that lose data."""

import asyncio
import os
import pathlib
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import asyncpg
import pytest

from smooch_server.core import errors
from smooch_server.storage import base, postgres
from tests.support import patience
from tests.support import postgres as postgres_support

pytestmark = pytest.mark.anyio

PROMISED_SECONDS = {name: getattr(postgres, name) for name in ("CONNECT_SECONDS", "COMMAND_SECONDS")}
UNAVAILABLE_SECONDS = 2.5  # the promise is 2 s; the rest is this machine


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[postgres_support.Postgres]:
    """A server that tests may stop."""
    made = postgres_support.Postgres(tmp_path_factory.mktemp("stoppable"))
    try:
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's own patience."""
    for name, seconds in PROMISED_SECONDS.items():
        monkeypatch.setattr(postgres, name, seconds)


@pytest.fixture
def url(server: postgres_support.Postgres) -> str:
    return server.database()


@pytest.fixture
async def database(url: str) -> AsyncIterator[postgres.Postgres]:
    opened = await postgres.open(url)
    await opened.write(create)
    yield opened
    await opened.close()


async def create(tx: base.Tx) -> None:
    await tx.run("CREATE TABLE item (name TEXT PRIMARY KEY, size BIGINT NOT NULL)")
    await tx.run("INSERT INTO item VALUES ('a', 0), ('b', 0)")


async def increment(tx: base.Tx) -> None:
    await tx.run("UPDATE item SET size = size + 1 WHERE name = $1", "a")


async def size(tx: base.Tx) -> base.Value:
    row = await tx.one("SELECT size FROM item WHERE name = $1", "a")
    assert row is not None
    return row[0]


async def refused(call: Callable[[], Awaitable[object]]) -> None:
    """The call says in time that the server is not there."""

    async def attempt() -> float:
        began = time.monotonic()
        with pytest.raises(errors.Unavailable):
            await call()
        return time.monotonic() - began

    assert await patience.fastest(attempt, below=UNAVAILABLE_SECONDS) < UNAVAILABLE_SECONDS


async def refused_in_time(database: postgres.Postgres) -> None:
    for call in (lambda: database.write(increment), lambda: database.read(size), database.ping):
        await refused(call)


@pytest.mark.usefixtures("hurried")
async def test_a_killed_server_is_unavailable_and_comes_back(
    database: postgres.Postgres, server: postgres_support.Postgres
) -> None:
    await database.write(increment)
    server.kill()
    try:
        await refused_in_time(database)
    finally:
        server.start()
    await database.write(increment)
    assert await database.read(size) == 2


@pytest.mark.usefixtures("hurried")
async def test_a_frozen_server_is_unavailable_in_time(database: postgres.Postgres, url: str) -> None:
    """Freeze the one backend this database has: the answer never comes."""
    written = 0

    async def attempt() -> float:
        nonlocal written
        backend = await database.read(backend_pid)
        os.kill(backend, signal.SIGSTOP)
        try:
            began = time.monotonic()
            with pytest.raises(errors.Unavailable):
                await database.write(increment)
            seconds = time.monotonic() - began
            await database.write(increment)  # on a new connection
            written += 1
        finally:
            os.kill(backend, signal.SIGCONT)
        return seconds

    assert await patience.fastest(attempt, below=UNAVAILABLE_SECONDS) < UNAVAILABLE_SECONDS
    assert await database.read(size) == written


async def backend_pid(tx: base.Tx) -> int:
    row = await tx.one("SELECT pg_backend_pid()")
    assert row is not None
    return int(row[0] or 0)


async def test_a_deadlock_runs_the_other_operation_again(database: postgres.Postgres) -> None:
    """Two operations lock the same rows crosswise; both are stored once."""
    both_hold_one = asyncio.Barrier(2)
    runs: list[str] = []

    def crosswise(first: str, second: str) -> base.Operation[None]:
        async def operation(tx: base.Tx) -> None:
            runs.append(first)
            await tx.run("UPDATE item SET size = size + 1 WHERE name = $1", first)
            if runs.count(first) == 1:
                await both_hold_one.wait()
            await tx.run("UPDATE item SET size = size + 1 WHERE name = $1", second)

        return operation

    await asyncio.gather(database.write(crosswise("a", "b")), database.write(crosswise("b", "a")))
    assert len(runs) > 2
    assert await database.read(size) == 2


async def test_the_pool_has_a_limit(url: str) -> None:
    database = await postgres.open(url, max_connections=2)
    counted = await asyncio.gather(*(database.read(backend_pid) for _ in range(30)))
    assert len(set(counted)) <= 2
    await database.close()


async def test_a_server_that_is_not_there_is_named(tmp_path: pathlib.Path) -> None:
    with pytest.raises(errors.Unavailable, match="cannot be opened"):
        await postgres.open("postgresql://nobody@127.0.0.1:1/nothing")


async def test_a_database_that_commits_asynchronously_is_refused(url: str) -> None:
    connection = await asyncpg.connect(url)
    name = url.rpartition("/")[2]
    await connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    await connection.close()
    with pytest.raises(base.NotDurable, match="synchronous_commit"):
        await postgres.open(url)


@pytest.fixture(params=["fsync", "full_page_writes"])
def careless(
    request: pytest.FixtureRequest, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[str, str]]:
    """A setting that is off, and the URL of a server where it is."""
    monkeypatch.setitem(postgres_support._SETTINGS, request.param, "off")
    server = postgres_support.Postgres(tmp_path)
    try:
        server.start()
        yield request.param, server.url()
    finally:
        server.stop()


async def test_a_server_that_may_lose_data_is_refused(careless: tuple[str, str]) -> None:
    setting, url = careless
    with pytest.raises(base.NotDurable, match=setting):
        await postgres.open(url)
