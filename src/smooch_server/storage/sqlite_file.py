"""The SQLite file: opening it durably, migrating it, checkpointing it."""

import logging
import os
from collections.abc import Sequence

import apsw

from smooch_server.core import clock
from smooch_server.storage import base, migrations, sqlite_tx

_log = logging.getLogger(__name__)

CACHE_KIB = 16_384  # per connection
CHECKPOINT_PAGES = 1_000  # 4 MiB: a checkpoint stays a few milliseconds, the WAL stays in the page cache
WAL_LIMIT_BYTES = 64 * 1024 * 1024  # what a burst leaves behind on disk
STATEMENTS = 512  # prepared statements kept; the server has fewer texts than that
MIGRATION_LOCKED_MS = 120_000  # another process may be in the middle of a long migration


def create(path: str) -> None:
    """Make the file when there is none, for its owner alone: it holds what people wrote to each other.

    Raises:
        OSError: the folder is missing or not writable.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))


def connect(target: str) -> apsw.Connection:
    """Open a file name or `file:` address; a locked file raises at once instead of waiting."""
    flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_URI
    connection = apsw.Connection(target, flags=flags, statementcachesize=STATEMENTS)
    connection.set_busy_timeout(0)
    return connection


def set_up(connection: apsw.Connection, *, memory: bool) -> None:
    """Set the connection's pragmas and read back those that durability hangs on.

    Raises:
        base.NotDurable: one of them is not in force.
    """
    wanted: dict[str, str | int] = {
        "journal_mode": "memory" if memory else "wal",
        "synchronous": 2,  # FULL: the WAL is synced at every commit
        "foreign_keys": 1,
    }
    for name, value in wanted.items():
        connection.pragma(name, value)
    connection.pragma("cache_size", -CACHE_KIB)
    connection.pragma("mmap_size", 0)  # an I/O error must be an error code, not a signal
    connection.pragma("journal_size_limit", WAL_LIMIT_BYTES)
    connection.wal_autocheckpoint(CHECKPOINT_PAGES)
    for name, value in wanted.items():
        found = connection.pragma(name)
        if found != value:
            raise base.NotDurable(f"SQLite: {name} is {found}, not {value}")


def checkpoint(connection: apsw.Connection) -> None:
    """Move the WAL into the file and empty it, unless another process is using it."""
    try:
        connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
    except apsw.Error as error:
        _log.info("no checkpoint at close: %s", error)


def migrate(target: str) -> Sequence[str]:
    """Apply the missing migrations on a connection of their own and return their names."""
    connection = connect(target)
    connection.set_busy_timeout(MIGRATION_LOCKED_MS)
    try:
        connection.pragma("synchronous", 2)
        connection.execute(migrations.CREATE_TABLE)
        return [migration.name for migration in migrations.load("sqlite") if _apply(connection, migration)]
    except apsw.Error as error:
        reason = sqlite_tx.translate(error)
        if reason is error:
            raise
        raise reason from error
    finally:
        connection.close()


def _apply(connection: apsw.Connection, migration: migrations.Migration) -> bool:
    """Apply one migration unless it was; foreign keys are checked at its end only, so that it may rebuild tables."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        applied = {name for (name,) in connection.execute(migrations.APPLIED)}
        if migration.name in applied:
            return False
        connection.execute(migration.sql)
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"migration {migration.name} breaks foreign keys: {broken[:3]}")
        connection.execute(sqlite_tx.to_sqlite(migrations.RECORD), (migration.name, clock.now_ms()))
        connection.execute("COMMIT")
        return True
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
