"""One PostgreSQL transaction as the port shows it, its errors, and the connections of the pool."""

import asyncio
import collections
import logging
from collections.abc import Callable, Sequence
from typing import Protocol

import asyncpg

from smooch_server.core import clock, errors
from smooch_server.storage import base, migrations

_log = logging.getLogger(__name__)

OVER = RuntimeError("the transaction is over")
MIGRATION_SECONDS = 3600.0  # rewriting a large table takes its time, and other processes wait for it
MIGRATION_LOCK = 0x736D6F6F6368  # "smooch": any number that nobody else locks in this database


class Connection(Protocol):
    """What is used of an asyncpg connection, which has no types of its own. Times in seconds."""

    async def execute(self, query: str, *args: base.Value, timeout: float | None = None) -> str:  # noqa: ASYNC109 - asyncpg's
        ...

    async def fetch(self, query: str, *args: base.Value) -> Sequence[Sequence[base.Value]]: ...

    def terminate(self) -> None: ...


async def check_durable(connection: Connection) -> None:
    """Refuse a server that may lose acknowledged transactions. Runs on each new connection: servers are replaced.

    Raises:
        base.NotDurable: a setting is off.
    """
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        [(value,)] = await connection.fetch("SELECT current_setting($1)", name)
        if value == "off":
            raise base.NotDurable(f"PostgreSQL: {name} is off")


_GONE = (
    OSError,  # with TimeoutError
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # shutting down, crashed, starting
    asyncpg.InsufficientResourcesError,  # too many connections, out of memory
    asyncpg.LockNotAvailableError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.TargetServerAttributeNotMatched,  # a standby, until somebody promotes it
)

# What asyncpg raises: answers of the server, misuse or loss of a connection, no suitable server, time is up.
DRIVER_ERRORS = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, TimeoutError)


def translate(error: Exception) -> Exception:
    """Return what the port calls `error`; a conflict and a broken statement stay what they are."""
    if isinstance(error, asyncpg.UniqueViolationError):
        return base.UniqueViolation(str(error))
    if isinstance(error, asyncpg.ForeignKeyViolationError):
        return base.MissingParent(str(error))
    if isinstance(error, asyncpg.DiskFullError):
        return errors.StorageFull()
    if isinstance(error, _GONE) or (isinstance(error, asyncpg.InterfaceError) and not isinstance(error, ValueError)):
        return errors.Unavailable()
    return error


async def roll_back(connection: Connection, reason: BaseException) -> None:
    """End the transaction that failed for `reason`; a connection that cannot is closed, which ends it as well."""
    if isinstance(reason, TimeoutError) or isinstance(reason.__cause__, TimeoutError):
        connection.terminate()  # asking a stuck server would wait for it again
        return
    try:
        await connection.execute("ROLLBACK")
    except DRIVER_ERRORS:
        connection.terminate()


class Commit:
    """A commit with effects, from the moment it is sent."""

    __slots__ = ("effects", "ended", "told")

    def __init__(self) -> None:
        self.effects: Sequence[base.Effect] = ()
        self.ended = False
        self.told: asyncio.Future[None] = asyncio.get_running_loop().create_future()


class Effects:
    """Hands effects to the listener in the order in which their commits were sent.

    The server frees a row before it answers the commit that held it, so the answer to the next commit of that row can
    be here first. But that next commit was sent later: the order of sending is the order of commit.
    """

    def __init__(self) -> None:
        self.listener: Callable[[Sequence[base.Effect]], None] = _ignore
        self._commits: collections.deque[Commit] = collections.deque()

    def sent(self) -> Commit:
        """Take the next place in the order; `ended` must follow, whatever becomes of the commit."""
        commit = Commit()
        self._commits.append(commit)
        return commit

    def ended(self, commit: Commit, effects: Sequence[base.Effect]) -> None:
        """Note the answer to a commit, with no effects if it failed. `commit.told` is done when its turn came."""
        commit.effects = effects
        commit.ended = True
        while self._commits and self._commits[0].ended:
            first = self._commits.popleft()
            if first.effects:
                self._tell(first.effects)
            first.told.set_result(None)

    def _tell(self, effects: Sequence[base.Effect]) -> None:
        try:
            self.listener(effects)
        except Exception:  # noqa: BLE001 - the transaction is durable: its caller must hear of it
            _log.exception("the listener of effects raised")


def _ignore(effects: Sequence[base.Effect]) -> None:
    """Listen to nothing."""


class Transaction:
    """The `base.Tx` of one attempt at an operation."""

    __slots__ = ("_connection", "effects", "over")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.effects: list[base.Effect] = []
        self.over: Exception | None = None  # why no further statement may run

    @property
    def dialect(self) -> base.Dialect:
        return "postgres"

    async def all(self, sql: str, *args: base.Value) -> Sequence[base.Row]:
        self._check()
        try:
            return [tuple(row) for row in await self._connection.fetch(sql, *args)]
        except DRIVER_ERRORS as error:
            raise self._spent(error) from error

    async def one(self, sql: str, *args: base.Value) -> base.Row | None:
        rows = await self.all(sql, *args)
        return rows[0] if rows else None

    async def run(self, sql: str, *args: base.Value) -> int:
        self._check()
        try:
            status = await self._connection.execute(sql, *args)  # `INSERT 0 1`, `UPDATE 3`
        except DRIVER_ERRORS as error:
            raise self._spent(error) from error
        count = status.rpartition(" ")[2]
        return int(count) if count.isdecimal() else 0

    def emit(self, effect: base.Effect) -> None:
        self.effects.append(effect)

    def _check(self) -> None:
        if self.over is not None:
            raise self.over

    def _spent(self, error: Exception) -> Exception:
        """Remember and return why the transaction is spent: PostgreSQL refuses every later statement in it."""
        self.over = translate(error)
        return self.over


async def migrate(connection: Connection) -> Sequence[str]:
    """Apply the missing migrations and return their names."""
    return [migration.name for migration in migrations.load("postgres") if await _apply(connection, migration)]


async def _apply(connection: Connection, migration: migrations.Migration) -> bool:
    """Apply one migration in a transaction, unless it was; one process at a time."""
    await connection.execute("BEGIN")
    try:
        await connection.execute("SELECT pg_advisory_xact_lock($1)", MIGRATION_LOCK, timeout=MIGRATION_SECONDS)
        await connection.execute(migrations.CREATE_TABLE)
        applied = {name for (name,) in await connection.fetch(migrations.APPLIED)}
        if migration.name not in applied:
            await connection.execute(migration.sql, timeout=MIGRATION_SECONDS)
            await connection.execute(migrations.RECORD, migration.name, clock.now_ms())
    except BaseException as error:
        await roll_back(connection, error)
        raise
    await connection.execute("COMMIT")
    return migration.name not in applied
