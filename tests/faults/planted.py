"""`python -m tests.faults.planted KIND serve`: the server with a fault planted, to prove that the checks see it.

`drop`: every 50th write is answered as if it were stored, and is not. `early`: writes after the first 20, which set
the scene, are answered before their commit, and commits are slow enough for a kill to fall in between.
"""

import asyncio
import functools
import itertools
import sys
import time
from typing import TypeVar

import apsw

from smooch_server import cli
from smooch_server.storage import base, sqlite

T = TypeVar("T")
DROP_EVERY = 50
HONEST_WRITES = 20
COMMIT_SECONDS = 0.2


class _Dropped(Exception):
    def __init__(self, value: object) -> None:
        self.value = value


def plant_drop() -> None:
    honest = sqlite.Sqlite.write
    counter = itertools.count(1)

    async def write(self: sqlite.Sqlite, operation: base.Operation[T]) -> T:
        if next(counter) % DROP_EVERY:
            return await honest(self, operation)

        async def roll_back(tx: base.Tx) -> T:
            raise _Dropped(await operation(tx))

        try:
            return await honest(self, roll_back)
        except _Dropped as dropped:
            return dropped.value  # type: ignore[return-value]

    sqlite.Sqlite.write = write  # type: ignore[method-assign]


def plant_early() -> None:
    honest = sqlite.Sqlite.write
    counter = itertools.count(1)
    running: set[asyncio.Task[object]] = set()

    def commit_slowly() -> bool:
        time.sleep(COMMIT_SECONDS)
        return False

    async def write(self: sqlite.Sqlite, operation: base.Operation[T]) -> T:
        if next(counter) <= HONEST_WRITES:
            return await honest(self, operation)
        early: asyncio.Future[T] = asyncio.get_running_loop().create_future()

        async def answer(tx: base.Tx) -> T:
            value = await operation(tx)
            if not early.done():
                early.set_result(value)
            return value

        task = asyncio.create_task(honest(self, answer))
        running.add(task)
        task.add_done_callback(functools.partial(_finish, early, running))
        return await early

    apsw.connection_hooks.append(lambda connection: connection.set_commit_hook(commit_slowly))
    sqlite.Sqlite.write = write  # type: ignore[method-assign]


def _finish(early: "asyncio.Future[T]", running: "set[asyncio.Task[object]]", task: "asyncio.Task[T]") -> None:
    running.discard(task)
    error = task.exception()
    if error is not None and not early.done():
        early.set_exception(error)


if __name__ == "__main__":
    {"drop": plant_drop, "early": plant_early}[sys.argv.pop(1)]()
    cli.main()
