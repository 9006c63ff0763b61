"""The drivers under test: each conformance test runs once on every one of them."""

import pathlib
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from smooch_server.apps import model as app_model
from smooch_server.bus import base as bus_base
from smooch_server.bus import memory
from smooch_server.bus import nats as nats_bus
from smooch_server.storage import base, postgres, sqlite
from tests.support import domain, nats
from tests.support import postgres as postgres_support

OpenDatabase = Callable[[], Awaitable[base.Database]]
OpenBus = Callable[[], Awaitable[bus_base.Bus]]


@pytest.fixture(params=["sqlite", "sqlite-memory", "postgres"])
def open_database(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> OpenDatabase:
    """Open the test's own empty database, a second time from a second process's point of view."""
    if request.param == "sqlite":
        return lambda: sqlite.open(tmp_path / "smooch.db")
    if request.param == "sqlite-memory":
        return lambda: sqlite.open(":memory:")
    server: postgres_support.Postgres = request.getfixturevalue("postgres_server")
    url = server.migrated() if "installed" in request.fixturenames else server.database()
    return lambda: postgres.open(url)


@pytest.fixture
async def database(open_database: OpenDatabase) -> AsyncIterator[base.Database]:
    """An open database with an empty table `item` and a counter at 0."""
    opened = await open_database()
    await opened.write(_create)
    yield opened
    await opened.close()


@pytest.fixture
async def installed(open_database: OpenDatabase) -> AsyncIterator[base.Database]:
    """An open database with the server's schema."""
    opened = await open_database()
    await domain.install(opened)
    yield opened
    await opened.close()


@pytest.fixture
async def app(installed: base.Database) -> app_model.App:
    return await domain.make_app(installed)


async def _create(tx: base.Tx) -> None:
    await tx.run("CREATE TABLE item (name TEXT PRIMARY KEY, size BIGINT NOT NULL, body BYTEA, fresh BOOLEAN)")
    await tx.run("CREATE TABLE counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL)")
    await tx.run("INSERT INTO counter (name, value) VALUES ($1, $2)", "visits", 0)


@pytest.fixture(params=["memory", "nats"])
async def open_bus(request: pytest.FixtureRequest) -> AsyncIterator[OpenBus]:
    """Open a bus; on NATS each call gives the connection of another process."""
    opened: list[bus_base.Bus] = []
    single = await memory.open()

    async def open_one() -> bus_base.Bus:
        server: nats.Nats | None = request.getfixturevalue("nats_server") if request.param == "nats" else None
        bus: bus_base.Bus = await nats_bus.open(server.url) if server else single
        opened.append(bus)
        return bus

    yield open_one
    for bus in opened:
        await bus.close()
