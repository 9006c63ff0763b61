"""SQLite with group commit: one writer connection, one fsync for all the operations that arrived meanwhile.

A group runs on the event loop thread: BEGIN IMMEDIATE, each operation in a savepoint of its own. Only the COMMIT,
which syncs the disk, runs in a thread; what arrives during it forms the next group. Reads use a second
connection and see the last commit, so they wait for nobody.
"""

import asyncio
import collections
import concurrent.futures
import logging
import pathlib
import random
import time
import uuid
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar, cast

import apsw

from smooch_server.core import errors
from smooch_server.storage import base, sqlite_file, sqlite_tx

T = TypeVar("T")
_log = logging.getLogger(__name__)

GROUP_OPERATIONS = 64  # more gain nothing: the sync is a small part of such a group's time
GROUP_SECONDS = 0.005  # how long one group may keep the event loop
LOCKED_SECONDS = 5.0  # how long another process may hold the write lock before callers are told

_BROKEN = "the database failed; the server must be started again"
_CLOSED = "the database is closed"
_OVER = RuntimeError("the transaction is over")


class _Job(Generic[T]):
    """One `write` between its call and its answer."""

    __slots__ = ("effects", "error", "future", "operation", "value")

    def __init__(self, operation: base.Operation[T], future: asyncio.Future[T]) -> None:
        self.operation = operation
        self.future = future
        self.value: T
        self.error: Exception | None = None
        self.effects: Sequence[base.Effect] = ()

    def answer(self) -> None:
        if self.future.done():  # whoever waited was cancelled
            return
        if self.error is None:
            self.future.set_result(self.value)
        else:
            self.future.set_exception(self.error)


_Group = list[_Job[object]]


class Sqlite:
    """The `base.Database` on one file. Every method belongs to the event loop that opened it."""

    def __init__(self, target: str, writer: apsw.Connection, reader: apsw.Connection) -> None:
        self._target = target
        self._writer = writer
        self._write_cursor = writer.cursor()
        self._reader = reader
        self._read_cursor = reader.cursor()
        self._loop = asyncio.get_running_loop()
        self._thread = concurrent.futures.ThreadPoolExecutor(1, thread_name_prefix="sqlite-commit")
        self._waiting: collections.deque[_Job[object]] = collections.deque()
        self._busy = False  # a group is scheduled, running or being synced
        self._locked_since: float | None = None
        self._idle: asyncio.Future[None] | None = None  # set by close()
        self._listener: Callable[[Sequence[base.Effect]], None] = _ignore
        self._on_broken: Callable[[], None] = _do_nothing
        self._refusal: str | None = None  # why no further call is served
        self._broken = False

    @property
    def broken(self) -> bool:
        """Whether the disk failed under a commit. The process must end: what is on disk is known only after a start."""
        return self._broken

    def on_broken(self, callback: Callable[[], None]) -> None:
        """Set what is called once, on the event loop, when the database becomes `broken`."""
        self._on_broken = callback

    def listen(self, listener: Callable[[Sequence[base.Effect]], None]) -> None:
        self._listener = listener

    async def write(self, operation: base.Operation[T]) -> T:
        if self._refusal is not None:
            raise errors.Unavailable(self._refusal)
        future: asyncio.Future[T] = self._loop.create_future()
        self._waiting.append(cast("_Job[object]", _Job(operation, future)))
        if not self._busy:
            self._busy = True
            self._loop.call_soon(self._run_group)
        return await future

    async def read(self, operation: base.Operation[T]) -> T:
        give_up = time.monotonic() + LOCKED_SECONDS
        while True:
            if self._refusal is not None:
                raise errors.Unavailable(self._refusal)
            try:
                return self._read_now(operation)
            except (apsw.BusyError, apsw.LockedError) as error:  # another process recovers the WAL
                if time.monotonic() > give_up:
                    raise errors.Unavailable from error
            await asyncio.sleep(random.uniform(0.001, 0.010))  # noqa: S311 - spreads processes, hides nothing

    def _read_now(self, operation: base.Operation[T]) -> T:
        execute = self._read_cursor.execute
        execute("BEGIN")
        tx = sqlite_tx.Transaction(self._reader, self._read_cursor)
        try:
            value = sqlite_tx.drive(operation(tx))
            if tx.over is not None:
                raise tx.over
            return value
        except errors.Unavailable as error:
            if isinstance(error.__cause__, apsw.BusyError | apsw.LockedError):
                raise error.__cause__ from None
            raise
        finally:
            tx.over = _OVER
            if self._reader.in_transaction:
                execute("ROLLBACK")

    def _run_group(self) -> None:
        """Run waiting operations and send their commit to the thread."""
        if not self._waiting:
            self._rest()
            return
        try:
            self._write_cursor.execute("BEGIN IMMEDIATE")
        except (apsw.BusyError, apsw.LockedError) as error:
            self._wait_for_lock(error)
            return
        except apsw.Error as error:
            self._end_group(self._take_all(), error)
            return
        self._locked_since = None
        group: _Group = []
        try:
            self._fill(group)
        except apsw.Error as error:
            self._end_group(group, error)
            return
        self._thread.submit(self._commit, group)

    def _fill(self, group: _Group) -> None:
        """Move operations from the queue into `group`, running each; raise when the whole transaction is lost."""
        stop = time.monotonic() + GROUP_SECONDS
        while self._waiting and len(group) < GROUP_OPERATIONS:
            job = self._waiting.popleft()
            if job.future.done():  # cancelled before it began
                continue
            group.append(job)
            self._run(job)
            if time.monotonic() > stop:
                break

    def _run(self, job: _Job[object]) -> None:
        execute = self._write_cursor.execute
        execute("SAVEPOINT operation")
        tx = sqlite_tx.Transaction(self._writer, self._write_cursor)
        try:
            job.value = sqlite_tx.drive(job.operation(tx))
            if tx.over is not None:  # the operation swallowed a failed statement: it is spent all the same
                raise tx.over
            job.effects = tx.effects
            execute("RELEASE operation")
        except Exception as error:  # whatever it is, it is the caller's
            job.error = error
            if not self._writer.in_transaction:  # a full disk can end the transaction: the others are lost too
                cause = error.__cause__
                raise (cause if isinstance(cause, apsw.Error) else apsw.FullError("rolled back")) from error
            execute("ROLLBACK TO operation")
            execute("RELEASE operation")
        finally:
            tx.over = tx.over or _OVER

    def _wait_for_lock(self, error: apsw.Error) -> None:
        """Another process is writing: come back soon, give up after `LOCKED_SECONDS`."""
        now = time.monotonic()
        self._locked_since = self._locked_since or now
        if now - self._locked_since > LOCKED_SECONDS:
            self._locked_since = None
            self._end_group(self._take_all(), error)
        else:
            self._loop.call_later(random.uniform(0.001, 0.010), self._run_group)  # noqa: S311 - as above

    def _take_all(self) -> _Group:
        group = list(self._waiting)
        self._waiting.clear()
        return group

    def _commit(self, group: _Group) -> None:
        """In the commit thread: make the group durable, then report to the event loop."""
        failure: apsw.Error | None = None
        give_up = time.monotonic() + LOCKED_SECONDS
        while True:
            try:
                self._writer.execute("COMMIT")
            except apsw.BusyError as error:
                if time.monotonic() < give_up:
                    time.sleep(0.002)
                    continue
                failure = error
            except apsw.Error as error:
                failure = error
            break
        self._loop.call_soon_threadsafe(self._end_group, group, failure)

    def _end_group(self, group: _Group, failure: apsw.Error | None) -> None:
        """On the event loop: effects, then answers, then the next group."""
        if failure is not None:
            self._fail(group, failure)
        else:
            effects = [effect for job in group if job.error is None for effect in job.effects]
            if effects:
                self._tell(effects)
        for job in group:
            job.answer()
        self._rest()

    def _fail(self, group: _Group, failure: apsw.Error) -> None:
        for job in group:
            reason = sqlite_tx.translate(failure)
            reason.__cause__ = failure if reason is not failure else None
            job.error = reason
        _log.error("a group of %d writes failed: %s", len(group), failure)
        if isinstance(failure, apsw.IOError | apsw.CorruptError | apsw.NotADBError):
            # A failed fsync may have dropped the pages: trying again would report success for lost data.
            self._break(failure)
        elif self._writer.in_transaction:
            try:
                self._write_cursor.execute("ROLLBACK")
            except apsw.Error as error:
                self._break(error)

    def _break(self, failure: apsw.Error) -> None:
        _log.critical("the database failed: %s", failure)
        self._broken = True
        self._refusal = self._refusal or _BROKEN
        for job in self._take_all():
            job.error = errors.Unavailable(_BROKEN)
            job.answer()
        self._on_broken()

    def _tell(self, effects: Sequence[base.Effect]) -> None:
        try:
            self._listener(effects)
        except Exception:  # noqa: BLE001 - the transactions are durable: their callers must hear it
            _log.exception("the listener of effects raised")

    def _rest(self) -> None:
        if self._waiting:
            # Not at once: those just answered may have more to write, and share the next commit.
            self._loop.call_soon(self._run_group)
            return
        self._busy = False
        if self._idle is not None and not self._idle.done():
            self._idle.set_result(None)

    async def migrate(self) -> Sequence[str]:
        return await self._loop.run_in_executor(None, sqlite_file.migrate, self._target)

    async def ping(self) -> None:
        await self.read(_ping)

    async def close(self) -> None:
        if self._refusal == _CLOSED:
            return
        self._refusal = _CLOSED
        if self._busy:
            self._idle = self._loop.create_future()
            await self._idle
        if not self._broken:
            await self._loop.run_in_executor(self._thread, sqlite_file.checkpoint, self._writer)
        self._thread.shutdown()
        self._reader.close()
        self._writer.close(True)  # forget statements instead of raising for them


def _ignore(effects: Sequence[base.Effect]) -> None:
    """Listen to nothing."""


def _do_nothing() -> None:
    """React to nothing."""


async def _ping(tx: base.Tx) -> None:
    await tx.one("SELECT 1")


async def open(path: str | pathlib.Path) -> Sqlite:  # noqa: A001 - read as `sqlite.open`
    """Open or create the database file; `:memory:` gives one for tests that is gone when it is closed.

    Raises:
        errors.Unavailable: the file cannot be opened or stays locked.
        base.NotDurable: the file system does not give what durability needs.
    """
    memory = str(path) == ":memory:"
    target = f"file:/{uuid.uuid4().hex}?vfs=memdb" if memory else str(path)
    try:
        if not target.startswith("file:"):
            sqlite_file.create(target)
        writer = sqlite_file.connect(target)
        writer.set_busy_timeout(int(LOCKED_SECONDS * 1000))  # switching to WAL needs the file for a moment
        sqlite_file.set_up(writer, memory=memory)
        writer.set_busy_timeout(0)  # from here on nobody waits on the event loop
        reader = sqlite_file.connect(target)
        sqlite_file.set_up(reader, memory=memory)
        reader.pragma("query_only", 1)
    except (apsw.Error, OSError) as error:
        raise errors.Unavailable(f"the database {path} cannot be opened: {error}") from error
    return Sqlite(target, writer, reader)
