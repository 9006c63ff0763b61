"""What all drivers share: the port over an obstore store."""

import contextlib
import datetime
import logging
from collections.abc import AsyncIterable, AsyncIterator, Iterator, Sequence
from typing import Final

import obstore
from obstore import exceptions, store

from smooch_server.blobs import base
from smooch_server.core import errors

# S3 takes no smaller parts, and one at a time keeps a put below three of them in memory.
_PART_BYTES: Final = 5 * 1024 * 1024
_DELETE_AT_ONCE: Final = 500
_log = logging.getLogger(__name__)


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Tell a failure of the store in the words of the contract."""
    try:
        yield
    except FileNotFoundError as error:
        raise base.Missing from error
    except (exceptions.BaseError, OSError) as error:
        if "No space left" in str(error):
            raise errors.StorageFull from error
        _log.warning("the file store failed: %s", _first_line(error))  # its address is not for those who ask
        raise errors.Unavailable("The file store does not answer; try again") from error


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


class ObjectBlobs:
    """Blobs in an obstore store."""

    def __init__(self, target: store.LocalStore | store.MemoryStore | store.S3Store) -> None:
        self._store = target

    async def put(self, key: str, body: AsyncIterable[bytes], *, size: int) -> None:
        with translated():
            await obstore.put_async(self._store, key, body, chunk_size=_PART_BYTES, max_concurrency=1)
        stored = await self.stat(key)
        if stored is None or stored.size != size:
            await self.delete([key])
            raise errors.Unavailable("The file store did not keep the whole file")

    async def stat(self, key: str) -> base.Stat | None:
        try:
            with translated():
                return _stat(await obstore.head_async(self._store, key))
        except base.Missing:
            return None

    async def get(self, key: str, *, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        with translated():
            if end is not None:
                found = await obstore.get_async(self._store, key, options={"range": (start, end)})
            elif start:
                found = await obstore.get_async(self._store, key, options={"range": {"offset": start}})
            else:
                found = await obstore.get_async(self._store, key)
            return _pieces(found.stream(min_chunk_size=base.CHUNK_BYTES))

    async def delete(self, keys: Sequence[str]) -> None:
        for first in range(0, len(keys), _DELETE_AT_ONCE):
            try:
                with translated():
                    await obstore.delete_async(self._store, keys[first : first + _DELETE_AT_ONCE])
            except base.Missing:  # of a disk, which stops at the first that is not there
                await self._delete_each(keys[first : first + _DELETE_AT_ONCE])

    async def _delete_each(self, keys: Sequence[str]) -> None:
        for key in keys:
            with contextlib.suppress(base.Missing), translated():
                await obstore.delete_async(self._store, key)

    async def list(self, prefix: str) -> AsyncIterator[base.Stat]:
        with translated():
            async for page in obstore.list(self._store, prefix, chunk_size=500):
                for each in page:
                    yield _stat(each)

    async def sign(self, key: str, *, seconds: int) -> str | None:
        if not isinstance(self._store, store.S3Store):
            return None
        with translated():
            return await obstore.sign_async(self._store, "GET", key, datetime.timedelta(seconds=seconds))

    async def tidy(self, *, before_ms: int) -> int:
        return 0


async def _pieces(stream: "obstore.BytesStream") -> AsyncIterator[bytes]:
    with translated():
        async for piece in stream:
            for start in range(0, len(piece), base.CHUNK_BYTES):  # memory gives everything at once
                yield piece[start : start + base.CHUNK_BYTES]


def _stat(meta: "obstore.ObjectMeta") -> base.Stat:
    return base.Stat(
        key=meta["path"],
        size=meta["size"],
        etag=meta["e_tag"],
        modified_ms=int(meta["last_modified"].timestamp() * 1000),
    )
