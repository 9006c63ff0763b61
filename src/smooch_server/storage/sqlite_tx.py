"""One SQLite transaction as the port shows it, and SQLite's errors as the port names them."""

import functools
import re
from collections.abc import Coroutine, Sequence
from typing import TypeVar

import apsw

from smooch_server.core import errors
from smooch_server.storage import base

T = TypeVar("T")

# Literals, quoted names and comments are matched first so that a `$1` inside them stays as it is.
_PARAMETER = re.compile(r"'[^']*'|\"[^\"]*\"|--[^\n]*|\$(\d+)")
_UNIQUE = {apsw.SQLITE_CONSTRAINT_UNIQUE, apsw.SQLITE_CONSTRAINT_PRIMARYKEY, apsw.SQLITE_CONSTRAINT_ROWID}


@functools.lru_cache(maxsize=2048)
def to_sqlite(sql: str) -> str:
    """Return `sql` with `?1` for `$1`: SQLite numbers `$1` by first appearance, not by its digits."""
    return _PARAMETER.sub(lambda found: f"?{found[1]}" if found[1] else found[0], sql)


def translate(error: apsw.Error) -> Exception:
    """Return what the port calls `error`; a broken statement stays what it is."""
    if isinstance(error, apsw.ConstraintError):
        kind = getattr(error, "extendedresult", 0)
        if kind in _UNIQUE:
            return base.UniqueViolation(str(error))
        if kind == apsw.SQLITE_CONSTRAINT_FOREIGNKEY:
            return base.MissingParent(str(error))
    if isinstance(error, apsw.FullError):
        return errors.StorageFull()
    if isinstance(error, apsw.BusyError | apsw.LockedError | apsw.IOError | apsw.CantOpenError):
        return errors.Unavailable()
    return error


def drive(operation: Coroutine[object, None, T]) -> T:
    """Run an operation to its end at once: on SQLite nothing it may await ever suspends.

    Raises:
        RuntimeError: the operation waited for something other than its transaction.
    """
    try:
        operation.send(None)
    except StopIteration as stop:
        value: T = stop.value
        return value
    operation.close()
    raise RuntimeError("a storage operation may await nothing but its transaction")


class Transaction:
    """The `base.Tx` of one operation."""

    __slots__ = ("_connection", "_cursor", "effects", "over")

    def __init__(self, connection: apsw.Connection, cursor: apsw.Cursor) -> None:
        self._connection = connection
        self._cursor = cursor
        self.effects: list[base.Effect] = []
        self.over: Exception | None = None  # why no further statement may run

    def _rows(self, sql: str, args: tuple[base.Value, ...]) -> list[base.Row]:
        if self.over is not None:
            raise self.over
        try:
            # Every row is taken at once: a statement left open would hold up the commit.
            rows: list[base.Row] = self._cursor.execute(to_sqlite(sql), args).fetchall()
        except apsw.Error as error:
            self.over = translate(error)
            if self.over is error:
                raise
            raise self.over from error
        return rows

    @property
    def dialect(self) -> base.Dialect:
        return "sqlite"

    async def all(self, sql: str, *args: base.Value) -> Sequence[base.Row]:
        return self._rows(sql, args)

    async def one(self, sql: str, *args: base.Value) -> base.Row | None:
        rows = self._rows(sql, args)
        return rows[0] if rows else None

    async def run(self, sql: str, *args: base.Value) -> int:
        self._rows(sql, args)
        return self._connection.changes()

    def emit(self, effect: base.Effect) -> None:
        self.effects.append(effect)
