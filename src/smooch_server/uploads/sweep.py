"""The sweeper: removes what nobody needs, and what a killed process left behind."""

import asyncio
import contextlib
import logging
from typing import Final

from smooch_server.blobs import base as blobs_base
from smooch_server.core import clock, errors
from smooch_server.storage import base
from smooch_server.uploads import model, store

SWEEP_SECONDS: Final = 600.0
LEASE_MS: Final = 900_000  # a sweeper that dies is replaced after this
SHARDS: Final = 256  # by the first byte of the key
SHARDS_A_TIME: Final = 8  # all of them in 5 h 20 min, well inside the promised day
ROWLESS_MS: Final = 3_600_000  # a blob without a row is younger than this while its upload is under way
_BATCH: Final = 500
_log = logging.getLogger(__name__)


class Sweeper:
    """Sweeps every SWEEP_SECONDS. Any number may run: the database lets one at a time."""

    def __init__(self, database: base.Database, blobs: blobs_base.Blobs) -> None:
        self._database = database
        self._blobs = blobs
        self._stopping = False
        self._bell = asyncio.Event()

    async def run(self) -> None:
        """Sweep until `stop`."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        while not self._stopping:
            self._bell.clear()
            try:
                if loop.time() >= due:
                    due = loop.time() + SWEEP_SECONDS
                    await self.sweep(now_ms=clock.now_ms())
                else:
                    await self._remove_doomed()
            except errors.ApiError as error:
                _log.warning("uploads: the sweep waits: %s", error)
            except Exception:  # noqa: BLE001 - the loop of the process has to go on
                _log.exception("uploads: a sweep failed")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout_at(due):
                    await self._bell.wait()

    def wake(self) -> None:
        """Remove now what is doomed."""
        self._bell.set()

    def stop(self) -> None:
        """End after the sweep under way."""
        self._stopping = True
        self._bell.set()

    async def sweep(self, *, now_ms: int, shards: int = SHARDS_A_TIME) -> bool:
        """Sweep once when it is due and nobody else does; return whether it was done here.

        Dooms uploads that waited a day for their message, and those whose app, user or last message is gone; removes what
        is doomed; compares some shards of the store with the rows and removes blobs that have none.
        """
        until_ms = now_ms + LEASE_MS
        first = await self._database.write(lambda tx: store.lease_sweep(tx, now_ms=now_ms, until_ms=until_ms))
        if first is None:
            return False
        before_ms = now_ms - model.UNATTACHED_MS
        while (
            await self._database.write(lambda tx: store.doom_waiting(tx, before_ms=before_ms, limit=_BATCH)) == _BATCH
        ):
            pass
        for shard in range(first, first + shards):
            await self._compare(shard % SHARDS, before_ms=now_ms - ROWLESS_MS)
        await self._remove_doomed()
        await self._blobs.tidy(before_ms=now_ms - ROWLESS_MS)
        due_ms = now_ms + int(SWEEP_SECONDS * 1000)
        following = (first + shards) % SHARDS
        await self._database.write(lambda tx: store.finish_sweep(tx, shard=following, due_ms=due_ms))
        return True

    async def _remove_doomed(self) -> None:
        """Remove blobs, then rows: a row without a blob is doomed and seen by nobody; a blob without a row would be lost."""
        while doomed := await self._database.read(lambda tx: store.doomed(tx, limit=_BATCH)):
            await self._blobs.delete([model.blob_key(app_id, key) for app_id, key in doomed])
            keys = [key for _, key in doomed]
            await self._database.write(lambda tx, keys=keys: store.delete_doomed(tx, keys))  # type: ignore[misc]

    async def _compare(self, shard: int, *, before_ms: int) -> None:
        await self._database.write(lambda tx: store.doom_forsaken(tx, prefix=f"{shard:02x}"))
        batch: list[str] = []
        async for blob in self._blobs.list(model.shard_prefix(shard)):
            if blob.modified_ms < before_ms:
                batch.append(blob.key)
            if len(batch) == _BATCH:
                await self._remove_rowless(batch)
                batch = []
        await self._remove_rowless(batch)

    async def _remove_rowless(self, blob_keys: list[str]) -> None:
        """Remove blobs of our apps that have no row; those of unknown apps may be another installation's, and stay."""
        found = {key: (app_id, blob_key) for blob_key in blob_keys for app_id, key in [_parts(blob_key)]}

        async def read(tx: base.Tx) -> list[str]:
            there = await store.existing(tx, list(found))
            apps = await store.existing_apps(tx, sorted({app_id for app_id, _ in found.values()}))
            return [blob_key for key, (app_id, blob_key) in found.items() if key not in there and app_id in apps]

        rowless = await self._database.read(read)
        if rowless:
            _log.info("uploads: %d files without a row are removed", len(rowless))
            await self._blobs.delete(rowless)


def _parts(blob_key: str) -> tuple[str, str]:
    """Return app and upload key of a blob."""
    rest, _, key = blob_key.rpartition("/")
    return rest.rpartition("/")[2], key
