"""What only SQLite must withstand: other processes on the file, a failing disk, operations that wait."""

import asyncio
import os
import pathlib
import stat
import sys
import threading
from collections.abc import AsyncIterator, Iterator

import apsw
import pytest

from smooch_server.core import errors
from smooch_server.storage import base, sqlite
from tests.support import patience

pytestmark = pytest.mark.anyio

OTHER_PROCESS = """
import asyncio, sys
from smooch_server.storage import sqlite

sqlite.LOCKED_SECONDS = 60.0

async def increment(tx):
    await tx.run("UPDATE counter SET value = value + 1")

async def main():
    database = await sqlite.open(sys.argv[1])
    print("ready", flush=True)
    for _ in range(300):
        await database.write(increment)
    await database.close()

asyncio.run(main())
"""


class FaultyDisk(apsw.VFS):
    """The file system, with a switch for each fault; it keeps a record of what was done to the WAL."""

    def __init__(self) -> None:
        self.full = False
        self.sync_fails = False
        self.syncing = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()
        self.syncs = 0
        self.name = f"faulty{id(self)}"
        super().__init__(self.name, "")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> "FaultyFile":
        return FaultyFile(self, name, flags)


class FaultyFile(apsw.VFSFile):
    def __init__(self, disk: FaultyDisk, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        self._disk = disk
        self._is_wal = bool(flags[0] & apsw.SQLITE_OPEN_WAL)
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        if self._disk.full:
            raise apsw.FullError("no space")
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:
        if self._is_wal:
            self._disk.syncs += 1
            self._disk.syncing.set()
            assert self._disk.go_on.wait(10)
            if self._disk.sync_fails:
                raise apsw.IOError("the disk is gone")
        super().xSync(flags)


@pytest.fixture
def disk() -> Iterator[FaultyDisk]:
    made = FaultyDisk()
    yield made
    made.unregister()


@pytest.fixture
async def database(disk: FaultyDisk, tmp_path: pathlib.Path) -> AsyncIterator[sqlite.Sqlite]:
    opened = await sqlite.open(f"file:{tmp_path}/smooch.db?vfs={disk.name}")
    await opened.write(create)
    yield opened
    disk.go_on.set()
    await opened.close()


async def create(tx: base.Tx) -> None:
    await tx.run("CREATE TABLE counter (value INTEGER NOT NULL)")
    await tx.run("INSERT INTO counter VALUES (0)")


async def increment(tx: base.Tx) -> None:
    await tx.run("UPDATE counter SET value = value + 1")


async def value(tx: base.Tx) -> base.Value:
    row = await tx.one("SELECT value FROM counter")
    assert row is not None
    return row[0]


async def until(event: threading.Event) -> None:
    assert await asyncio.get_running_loop().run_in_executor(None, event.wait, 10)


async def test_nothing_is_answered_emitted_or_read_before_the_sync(database: sqlite.Sqlite, disk: FaultyDisk) -> None:
    told: list[base.Effect] = []
    database.listen(told.extend)

    async def tell(tx: base.Tx) -> None:
        await increment(tx)
        tx.emit("done")

    disk.syncing.clear()
    disk.go_on.clear()
    write = asyncio.ensure_future(database.write(tell))
    await until(disk.syncing)
    for _ in range(10):
        await asyncio.sleep(0)
    assert not write.done()
    assert told == []
    assert await database.read(value) == 0
    disk.go_on.set()
    await write
    assert told == ["done"]
    assert await database.read(value) == 1


async def test_writes_that_arrive_during_a_sync_share_the_next(database: sqlite.Sqlite, disk: FaultyDisk) -> None:
    disk.syncing.clear()
    disk.go_on.clear()
    first = asyncio.ensure_future(database.write(increment))
    await until(disk.syncing)
    others = [asyncio.ensure_future(database.write(increment)) for _ in range(50)]
    await asyncio.sleep(0)
    before = disk.syncs
    disk.go_on.set()
    await asyncio.gather(first, *others)
    assert disk.syncs == before + 1
    assert await database.read(value) == 51


async def test_a_full_disk_refuses_and_recovers(database: sqlite.Sqlite, disk: FaultyDisk) -> None:
    disk.full = True
    answers = await asyncio.gather(*(database.write(increment) for _ in range(3)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [errors.StorageFull] * 3
    assert await database.read(value) == 0
    disk.full = False
    await database.write(increment)
    assert await database.read(value) == 1
    assert not database.broken


async def test_a_failed_sync_is_never_tried_again(
    database: sqlite.Sqlite, disk: FaultyDisk, caplog: pytest.LogCaptureFixture
) -> None:
    called: list[bool] = []
    database.on_broken(lambda: called.append(database.broken))
    disk.sync_fails = True
    answers = await asyncio.gather(*(database.write(increment) for _ in range(3)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [errors.Unavailable] * 3
    assert called == [True]
    assert "the database failed" in caplog.text
    disk.sync_fails = False
    syncs = disk.syncs
    with pytest.raises(errors.Unavailable):
        await database.write(increment)
    with pytest.raises(errors.Unavailable):
        await database.ping()
    assert disk.syncs == syncs


async def test_an_operation_that_waits_for_something_else_is_refused(database: sqlite.Sqlite) -> None:
    async def wait(tx: base.Tx) -> None:
        await increment(tx)
        await asyncio.sleep(0)

    good, refused = await asyncio.gather(database.write(increment), database.write(wait), return_exceptions=True)
    assert good is None
    assert isinstance(refused, RuntimeError)
    with pytest.raises(RuntimeError, match="nothing but its transaction"):
        await database.read(wait_only)
    assert await database.read(value) == 1


async def wait_only(tx: base.Tx) -> None:
    await asyncio.sleep(0)


async def test_another_process_writes_beside_this_one(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "smooch.db"
    database = await sqlite.open(path)
    await database.write(create)
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-c", OTHER_PROCESS, path, stdout=asyncio.subprocess.PIPE
    )
    assert other.stdout is not None
    assert await other.stdout.readline() == b"ready\n"
    for _ in range(300):
        await database.write(increment)
    assert await asyncio.wait_for(other.wait(), patience.SECONDS) == 0
    assert await database.read(value) == 600
    await database.close()


async def test_a_file_that_stays_locked_is_unavailable(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "LOCKED_SECONDS", 0.2)
    path = tmp_path / "smooch.db"
    database = await sqlite.open(path)
    await database.write(create)
    blocker = apsw.Connection(str(path))
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(errors.Unavailable):
        await database.write(increment)
    assert await database.read(value) == 0
    monkeypatch.setattr(sqlite, "LOCKED_SECONDS", patience.SECONDS)
    late = asyncio.ensure_future(database.write(increment))
    await asyncio.sleep(0)
    blocker.execute("ROLLBACK")
    await late
    assert await database.read(value) == 1
    blocker.close()
    await database.close()


async def test_close_leaves_one_complete_file(tmp_path: pathlib.Path) -> None:
    database = await sqlite.open(tmp_path / "smooch.db")
    await database.write(create)
    await database.close()
    assert os.listdir(tmp_path) == ["smooch.db"]


async def test_the_files_are_for_their_owner_alone(tmp_path: pathlib.Path) -> None:
    database = await sqlite.open(tmp_path / "smooch.db")
    await database.write(create)
    modes = {name: stat.S_IMODE(os.stat(tmp_path / name).st_mode) for name in os.listdir(tmp_path)}
    assert modes == {"smooch.db": 0o600, "smooch.db-shm": 0o600, "smooch.db-wal": 0o600}
    await database.close()


async def test_a_path_that_cannot_be_opened_is_named(tmp_path: pathlib.Path) -> None:
    with pytest.raises(errors.Unavailable, match=r"missing/smooch\.db"):
        await sqlite.open(tmp_path / "missing" / "smooch.db")


async def test_a_file_system_without_a_wal_is_refused(tmp_path: pathlib.Path) -> None:
    """A VFS without shared memory cannot keep a WAL that two connections share."""
    with pytest.raises(base.NotDurable, match="journal_mode"):
        await sqlite.open(f"file:/{tmp_path.name}?vfs=memdb")
