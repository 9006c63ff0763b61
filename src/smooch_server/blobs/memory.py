"""Blobs in the memory of one process, for tests."""

from obstore import store

from smooch_server.blobs import objects


async def open() -> objects.ObjectBlobs:  # noqa: A001 - the name of every driver's door
    return objects.ObjectBlobs(store.MemoryStore())
