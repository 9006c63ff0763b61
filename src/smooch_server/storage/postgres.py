"""PostgreSQL: each operation in a transaction on a connection of the pool.

Writes are READ COMMITTED and lock the rows they update; reads see one REPEATABLE READ snapshot.
"""

import asyncio
import random
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

import asyncpg

from smooch_server.core import errors
from smooch_server.storage import base, postgres_tx

T = TypeVar("T")

MAX_CONNECTIONS = 10  # per process; PostgreSQL's own default allows 100 in all
CONNECT_SECONDS = 2.0  # also how long a caller waits for a free connection
COMMAND_SECONDS = 2.0  # a statement of ours takes milliseconds: after this the server is gone or stuck
CLOSE_SECONDS = 5.0
ATTEMPTS = 10  # of an operation that conflicts with others
BACKOFF_SECONDS = 0.005  # doubles with each attempt, taken with full jitter
_BEGIN_WRITE = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
_BEGIN_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_CLOSED = "the database is closed"
_CONFLICTS = (asyncpg.SerializationError, asyncpg.DeadlockDetectedError)


class Postgres:
    """The `base.Database` on one PostgreSQL database."""

    def __init__(self, pool: "asyncpg.Pool") -> None:
        self._pool = pool
        self._effects = postgres_tx.Effects()
        self._running: set[asyncio.Task[Any]] = set()
        self._closed = False

    def listen(self, listener: Callable[[Sequence[base.Effect]], None]) -> None:
        self._effects.listener = listener

    async def write(self, operation: base.Operation[T]) -> T:
        self._check_open()
        return await self._to_the_end(self._retry(operation))

    async def read(self, operation: base.Operation[T]) -> T:
        self._check_open()
        value, _ = await self._attempt(operation, _BEGIN_READ)
        return value

    async def migrate(self) -> Sequence[str]:
        self._check_open()
        return await self._with_connection(postgres_tx.migrate)

    async def ping(self) -> None:
        await self.read(_ping)

    async def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        if self._running:
            await asyncio.wait(self._running)
        try:
            await asyncio.wait_for(self._pool.close(), CLOSE_SECONDS)
        except postgres_tx.DRIVER_ERRORS:
            self._pool.terminate()

    def _check_open(self) -> None:
        if self._closed:
            raise errors.Unavailable(_CLOSED)

    async def _to_the_end(self, work: Coroutine[object, None, T]) -> T:
        """Await `work`, which goes on when the caller is cancelled: a commit under way keeps its effects."""
        task = asyncio.ensure_future(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def _retry(self, operation: base.Operation[T]) -> T:
        for attempt in range(ATTEMPTS):
            try:
                value, commit = await self._attempt(operation, _BEGIN_WRITE)
            except _CONFLICTS:
                longest = BACKOFF_SECONDS * 2**attempt
                await asyncio.sleep(random.uniform(0, longest))  # noqa: S311 - spreads writers, hides nothing
                continue
            if commit is not None:
                await commit.told
            return value
        raise errors.Unavailable

    async def _attempt(self, operation: base.Operation[T], begin: str) -> tuple[T, postgres_tx.Commit | None]:
        async def work(connection: postgres_tx.Connection) -> tuple[T, postgres_tx.Commit | None]:
            await connection.execute(begin)
            tx = postgres_tx.Transaction(connection)
            try:
                value = await operation(tx)
                if tx.over is not None:  # the operation swallowed a failed statement: it is spent all the same
                    raise tx.over
            except BaseException as error:
                await postgres_tx.roll_back(connection, error)
                raise
            finally:
                tx.over = tx.over or postgres_tx.OVER
            return value, await self._commit(connection, tx.effects)

        return await self._with_connection(work)

    async def _commit(
        self, connection: postgres_tx.Connection, effects: Sequence[base.Effect]
    ) -> postgres_tx.Commit | None:
        if not effects:
            await connection.execute("COMMIT")
            return None
        commit = self._effects.sent()
        durable: Sequence[base.Effect] = ()
        try:
            await connection.execute("COMMIT")
            durable = effects
        finally:
            self._effects.ended(commit, durable)
        return commit

    async def _with_connection(self, work: Callable[[postgres_tx.Connection], Coroutine[object, None, T]]) -> T:
        """Run `work` on a connection of the pool, with the driver's errors named as the port names them."""
        connection = None
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                connection = await self._pool.acquire()
            return await work(connection)
        except postgres_tx.DRIVER_ERRORS as error:
            if connection is not None and isinstance(error, TimeoutError):
                connection.terminate()  # or giving it back would wait for the stuck server once more
            reason = postgres_tx.translate(error)
            if reason is error:
                raise
            raise reason from error
        finally:
            if connection is not None:
                await self._pool.release(connection, timeout=COMMAND_SECONDS)


async def _ping(tx: base.Tx) -> None:
    await tx.one("SELECT 1")


async def _keep(connection: postgres_tx.Connection) -> None:
    """Give a connection back as it is: nothing here changes its session, so resetting it would be a wasted trip."""


async def open(dsn: str, *, max_connections: int = MAX_CONNECTIONS) -> Postgres:  # noqa: A001 - read as `postgres.open`
    """Connect to `postgresql://user:password@host:port/database`.

    Raises:
        errors.Unavailable: the server cannot be reached or refuses.
        base.NotDurable: fsync, full_page_writes or synchronous_commit is off there.
    """
    pool = asyncpg.create_pool(
        dsn,
        min_size=1,
        max_size=max_connections,
        timeout=CONNECT_SECONDS,
        command_timeout=COMMAND_SECONDS,
        statement_cache_size=512,  # the server has fewer texts than that
        max_cached_statement_lifetime=0,  # kept as long as the connection
        target_session_attrs="read-write",
        init=postgres_tx.check_durable,
        reset=_keep,
        server_settings={
            "application_name": "smooch",
            "idle_in_transaction_session_timeout": "10000",  # ms; frees the rows a frozen process has locked
        },
    )
    try:
        await pool
    except postgres_tx.DRIVER_ERRORS as error:
        raise errors.Unavailable(f"the PostgreSQL database cannot be opened: {error}") from error
    return Postgres(pool)
