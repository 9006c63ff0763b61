"""The blob port: files by key, on disk or in an object store.

A key is one or more segments of `a-z`, `0-9` and `-`, joined by `/`. Content is never changed: a key is written once.
"""

import dataclasses
from collections.abc import AsyncIterable, AsyncIterator, Sequence
from typing import Protocol

CHUNK_BYTES = 262_144  # what readers get at a time


@dataclasses.dataclass(frozen=True, kw_only=True)
class Stat:
    key: str
    size: int  # bytes
    etag: str | None  # of the store; it differs between drivers for the same content
    modified_ms: int  # by the store's clock


class Missing(Exception):
    """There is no blob under this key."""


class Blobs(Protocol):
    """Durable blobs. Every method raises errors.Unavailable when the store does not answer or fails."""

    async def put(self, key: str, body: AsyncIterable[bytes], *, size: int) -> None:
        """Store `body`, which has `size` bytes.

        The blob is complete or absent: when this returns it is durable and has that size; when it raises, or the
        process dies, no reader ever sees a part of it. Holds a few MiB of it in memory, however large it is.

        Raises:
            errors.StorageFull: the disk is full. Whatever `body` raises is passed on.
        """
        ...

    async def stat(self, key: str) -> Stat | None:
        """Return what is known of a blob, or None when there is none."""
        ...

    async def get(self, key: str, *, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Return the bytes from `start` up to, not including, `end`, in pieces of about CHUNK_BYTES.

        The blob is opened before this returns; a failure later on ends the iteration with errors.Unavailable.

        Raises:
            Missing: there is no such blob.
        """
        ...

    async def delete(self, keys: Sequence[str]) -> None:
        """Delete blobs; those that are not there are no error."""
        ...

    def list(self, prefix: str) -> AsyncIterator[Stat]:
        """Return the blobs whose keys begin with the segments of `prefix`, in any order. Halves of puts are not there."""
        ...

    async def sign(self, key: str, *, seconds: int) -> str | None:
        """Return an address at which anybody can read the blob for so long, or None when the driver has none."""
        ...

    async def tidy(self, *, before_ms: int) -> int:
        """Remove what puts that were cut off before `before_ms` left behind; return how many files that was."""
        ...
