"""What goes on beside the requests in every process that does background work."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from smooch_server import erasure
from smooch_server.erasure import retention
from smooch_server.search import indexer
from smooch_server.storage import base


@contextlib.asynccontextmanager
async def running(database: base.Database, *, busy: Callable[[], bool]) -> AsyncIterator[None]:
    """Erase and index meanwhile; any number of processes may. `busy` tells that requests wait for this process."""
    loops = (
        erasure.watch(database),
        retention.Retention(database, busy=busy).run(),
        indexer.Indexer(database, busy=busy).run(),
    )
    tasks = [asyncio.create_task(each) for each in loops]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
