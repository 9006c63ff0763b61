"""The schema is the sum of the migrations, the same on both databases, and each migration runs once."""

import asyncio
import pathlib
from collections.abc import Awaitable, Callable

import pytest

from smooch_server.storage import base, migrations, postgres, sqlite
from tests.support import postgres as postgres_support

pytestmark = pytest.mark.anyio

SCHEMA = pathlib.Path(__file__).with_name("schema.txt")
COLUMNS = {
    "sqlite": """
        SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
        WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'
        AND t.name NOT IN (SELECT l.name FROM pragma_table_list AS l WHERE l.type IN ('virtual', 'shadow'))
    """,
    "postgres": "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'",
}
Open = Callable[[], Awaitable[base.Database]]


@pytest.fixture(params=["sqlite", "postgres"])
def dialect(request: pytest.FixtureRequest) -> migrations.Dialect:
    name: migrations.Dialect = request.param
    return name


@pytest.fixture
def open_database(dialect: migrations.Dialect, request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> Open:
    if dialect == "sqlite":
        return lambda: sqlite.open(tmp_path / "smooch.db")
    server: postgres_support.Postgres = request.getfixturevalue("postgres_server")
    url = server.database()
    return lambda: postgres.open(url)


async def listing(database: base.Database, dialect: migrations.Dialect) -> str:
    """Return one line a table: its name and its columns, sorted."""

    async def columns(tx: base.Tx) -> list[tuple[str, str]]:
        return [(str(table), str(column)) for table, column in await tx.all(COLUMNS[dialect])]

    tables: dict[str, list[str]] = {}
    for table, column in await database.read(columns):
        tables.setdefault(table, []).append(column)
    return "".join(f"{table}: {' '.join(sorted(tables[table]))}\n" for table in sorted(tables))


async def test_the_schema_is_the_expected_one(open_database: Open, dialect: migrations.Dialect) -> None:
    database = await open_database()
    applied = await database.migrate()
    assert list(applied) == [migration.name for migration in migrations.load(dialect)]
    assert await listing(database, dialect) == SCHEMA.read_text(encoding="utf-8")
    await database.close()


async def test_a_second_run_applies_nothing(open_database: Open) -> None:
    database = await open_database()
    assert await database.migrate()
    assert await database.migrate() == []
    await database.close()


async def test_processes_that_start_together_apply_each_migration_once(
    open_database: Open, dialect: migrations.Dialect
) -> None:
    databases = [await open_database() for _ in range(4)]
    applied = await asyncio.gather(*(database.migrate() for database in databases))
    assert sorted(name for names in applied for name in names) == [item.name for item in migrations.load(dialect)]
    for database in databases:
        await database.close()


async def test_a_migration_that_fails_leaves_nothing(
    open_database: Open, dialect: migrations.Dialect, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = migrations.Migration(name="9999_wrong", sql="CREATE TABLE half (a TEXT); INSERT INTO nowhere VALUES (1);")
    released = migrations.load(dialect)
    monkeypatch.setattr(migrations, "load", lambda dialect: [*released, wrong])
    database = await open_database()
    with pytest.raises(Exception, match="nowhere"):
        await database.migrate()
    assert await listing(database, dialect) == SCHEMA.read_text(encoding="utf-8")
    await database.close()


def test_both_databases_have_the_same_migrations() -> None:
    names = {dialect: [migration.name for migration in migrations.load(dialect)] for dialect in ("sqlite", "postgres")}
    assert names["sqlite"] == names["postgres"]
    assert names["sqlite"] == sorted(set(names["sqlite"]))
