"""The numbered migrations: `NNNN_name.sql`, or `NNNN_name.sqlite.sql` and `NNNN_name.postgres.sql` where they differ.

Each runs once, in a transaction of its own, together with its row in `schema_migration`. A migration that
was released is never edited.
"""

import dataclasses
import importlib.resources
import re
from collections.abc import Sequence

from smooch_server.storage import base

Dialect = base.Dialect

CREATE_TABLE = """
CREATE TABLE IF NOT EXISTS schema_migration (name TEXT PRIMARY KEY, applied_ms BIGINT NOT NULL)
"""
# Whether the table is there; a row means yes.
EXISTS: dict[Dialect, str] = {
    "sqlite": "SELECT 1 FROM sqlite_master WHERE name = 'schema_migration'",
    "postgres": "SELECT 1 FROM pg_class WHERE oid = to_regclass('schema_migration')",
}
APPLIED = "SELECT name FROM schema_migration"
RECORD = "INSERT INTO schema_migration (name, applied_ms) VALUES ($1, $2)"

_FILE = re.compile(r"(?P<name>\d{4}_[a-z0-9_]+)(\.(?P<dialect>sqlite|postgres))?\.sql")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Migration:
    name: str  # `0001_initial`
    sql: str  # one or more statements


async def missing(tx: base.Tx, dialect: Dialect) -> Sequence[str]:
    """Return the names of the migrations that were not applied yet, and change nothing."""
    applied = {row[0] for row in await tx.all(APPLIED)} if await tx.one(EXISTS[dialect]) else set()
    return [migration.name for migration in load(dialect) if migration.name not in applied]


def load(dialect: Dialect) -> Sequence[Migration]:
    """Return the migrations of one database in the order in which they are applied."""
    folder = importlib.resources.files("smooch_server.storage") / "migrations"
    found = []
    for file in folder.iterdir():
        match = _FILE.fullmatch(file.name)
        if match and match["dialect"] in (None, dialect):
            found.append(Migration(name=match["name"], sql=file.read_text(encoding="utf-8")))
    return sorted(found, key=lambda migration: migration.name)
