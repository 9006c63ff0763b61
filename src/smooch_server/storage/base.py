"""The storage port: one relational database behind two verbs.

SQL is text, the same for SQLite and PostgreSQL, with parameters `$1`, `$2` ... in it. A `$n` may be
used more than once. Times are integer milliseconds, JSON is `bytes` in BYTEA columns.
"""

from collections.abc import Callable, Coroutine, Sequence
from typing import Literal, Protocol, TypeVar

T = TypeVar("T")

Dialect = Literal["sqlite", "postgres"]
Value = str | bytes | int | float | bool | None
Row = tuple[Value, ...]
# What a driver hands on after a commit. Typed by the domain that emits it, opaque here.
Effect = object


class Tx(Protocol):
    """An open transaction. Valid only inside the operation it was given to."""

    @property
    def dialect(self) -> Dialect:
        """Which database this is, for the few statements that cannot be the same on both."""
        ...

    async def all(self, sql: str, *args: Value) -> Sequence[Row]:
        """Run one statement and return every row it gives."""
        ...

    async def one(self, sql: str, *args: Value) -> Row | None:
        """Run one statement and return its first row, or None."""
        ...

    async def run(self, sql: str, *args: Value) -> int:
        """Run one statement and return how many rows it inserted, updated or deleted."""
        ...

    def emit(self, effect: Effect) -> None:
        """Hand `effect` to the database's listener after this transaction is durable; drop it otherwise."""
        ...


Operation = Callable[[Tx], Coroutine[object, None, T]]


class Database(Protocol):
    """Durable transactions, each of which happens as a whole or not at all.

    An operation awaits nothing but its `tx`: it may run inside somebody else's commit (group commit)
    and it may run again when the database reports a conflict, so it has no effect but through `tx`.

    Writes run beside one another: each statement sees what was committed before it, and rows that were
    only read may change before the commit. An operation that decides by a row's content updates the row
    first, if only to itself: the row is its own from then on, and what the update RETURNS stays true.
    """

    async def write(self, operation: Operation[T]) -> T:
        """Run `operation` in one transaction, make it durable, then return its value.

        When this returns, the changes survive a crash of the process and of the machine. When it
        raises, nothing of the operation is stored and none of its effects was emitted; an operation
        that fails does not disturb others that share its commit. Effects reach the listener after the
        commit and before this returns, per transaction in the order they were emitted, across
        transactions of this process in commit order for rows they both locked.

        A caller who is cancelled does not learn what became of its operation: one that has begun goes on
        to its end, one that has not may be skipped. A statement that failed spends its transaction: the
        operation cannot go on by catching the error.

        Raises:
            whatever the operation raises; UniqueViolation; MissingParent; errors.Unavailable when the
            database cannot be reached or stays locked; errors.StorageFull when the disk is full. Only a
            connection that is lost during the commit leaves open whether the changes are stored:
            Unavailable then.
        """
        ...

    async def read(self, operation: Operation[T]) -> T:
        """Run `operation` on one consistent snapshot of what is committed; it must not change anything."""
        ...

    async def migrate(self) -> Sequence[str]:
        """Apply the numbered migrations that are missing, once however many processes call; return their names."""
        ...

    async def ping(self) -> None:
        """Return when the database answers; raise errors.Unavailable otherwise."""
        ...

    async def close(self) -> None:
        """Finish writes under way, then close. Later calls raise errors.Unavailable."""
        ...

    def listen(self, listener: Callable[[Sequence[Effect]], None]) -> None:
        """Set the one listener for effects. It must not block and must not raise."""
        ...


class UniqueViolation(Exception):
    """A UNIQUE or PRIMARY KEY constraint refused a row; inside an operation the transaction is spent."""


class MissingParent(Exception):
    """A FOREIGN KEY constraint refused a row: what it belongs to is not there. Inside an operation the
    transaction is spent."""


class NotDurable(Exception):
    """The database is set up to lose acknowledged transactions; the message names the setting."""
