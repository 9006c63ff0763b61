"""A file on its way in: on disk without a name, so that nothing is left of it when the process dies."""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator
from typing import IO, Any, Final

from smooch_server.core import errors

_WRITE_BYTES: Final = 262_144  # gathered, then written off the event loop


class Spool:
    """Takes at most `limit` bytes. Use it as a context manager: leaving it gives the space back."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self.file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by __exit__
        self._gathered = bytearray()
        self._hash = hashlib.sha256()

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    async def write(self, piece: bytes) -> None:
        """Add bytes.

        Raises:
            errors.TooLarge: there are more than `limit` now.
        """
        self.size += len(piece)
        if self.size > self.limit:
            raise errors.TooLarge(f"source: must not be larger than {self.limit} bytes")
        self._gathered += piece
        if len(self._gathered) >= _WRITE_BYTES:
            await self.flush()

    async def flush(self) -> None:
        """Write what is gathered to the file."""
        gathered, self._gathered = self._gathered, bytearray()
        await asyncio.to_thread(self._keep, gathered)

    def digest(self) -> bytes:
        """Return the SHA-256 of what was flushed."""
        return self._hash.digest()

    def _keep(self, gathered: bytearray) -> None:
        self.file.write(gathered)
        self._hash.update(gathered)


async def pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    """Yield a file from its beginning."""
    await asyncio.to_thread(file.seek, 0)
    while piece := await asyncio.to_thread(file.read, _WRITE_BYTES):
        yield piece


def measure(file: IO[bytes]) -> tuple[int, bytes]:
    """Return the size of a file in bytes and its SHA-256."""
    size = file.seek(0, 2)
    file.seek(0)
    plain: Any = file  # a file of bytes all the same; its type does not tell of readinto
    return size, hashlib.file_digest(plain, "sha256").digest()
