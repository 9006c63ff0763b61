"""Blobs in a folder of this machine, or of a file system that all processes share."""

import asyncio
import os
import pathlib
import re
from collections.abc import AsyncIterable
from typing import Final

from obstore import store

from smooch_server.blobs import objects

# How the store names a file while it is being written.
_HALF: Final = re.compile(r".+#\d+")


async def open(folder: pathlib.Path) -> objects.ObjectBlobs:  # noqa: A001 - the name of every driver's door
    """Return the blobs of a folder, which is made when it is missing, for its owner alone.

    Raises:
        OSError: the folder cannot be made or used.
    """
    return _DiskBlobs(_prepared(folder))


def _prepared(folder: pathlib.Path) -> pathlib.Path:
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise PermissionError(f"the folder {folder} cannot be written")
    return folder


class _DiskBlobs(objects.ObjectBlobs):
    def __init__(self, folder: pathlib.Path) -> None:
        super().__init__(store.LocalStore(folder))
        self._folder = folder

    async def put(self, key: str, body: AsyncIterable[bytes], *, size: int) -> None:
        """Store, then sync the file and the folders above it: the store itself only renames."""
        await super().put(key, body, size=size)
        with objects.translated():
            await asyncio.to_thread(self._sync, key)

    def _sync(self, key: str) -> None:
        path = self._folder / key
        _sync(path)
        for parent in path.parents:
            _sync(parent)
            if parent == self._folder:
                return

    async def tidy(self, *, before_ms: int) -> int:
        with objects.translated():
            return await asyncio.to_thread(self._tidy, before_ms / 1000)

    def _tidy(self, before: float) -> int:
        count = 0
        for path in self._folder.rglob("*#*"):
            try:
                if _HALF.fullmatch(path.name) and path.stat().st_mtime < before:
                    path.unlink()
                    count += 1
            except FileNotFoundError:  # another process tidies too
                continue
        return count


def _sync(path: pathlib.Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
