"""What every blob driver promises: local disk, a real S3 server, memory."""

import asyncio
import hashlib
import os
import pathlib
import random
import secrets
import time
import urllib.request
from collections.abc import AsyncIterator

import pytest

from smooch_server.blobs import base, disk, memory
from smooch_server.blobs import s3 as s3_driver
from smooch_server.core import errors
from tests.support import patience, s3

pytestmark = pytest.mark.anyio

LARGE = random.Random(12).randbytes(12 * 1024 * 1024 + 7)  # three parts of a multipart upload


@pytest.fixture(params=["disk", "s3", "memory"])
async def blobs(request: pytest.FixtureRequest, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> base.Blobs:
    """An empty store."""
    if request.param == "disk":
        return await disk.open(tmp_path / "blobs")
    if request.param == "memory":
        return await memory.open()
    server: s3.S3 = request.getfixturevalue("s3_server")
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    return await s3_driver.open(s3.BUCKET, secrets.token_hex(4), os.environ)


async def pieces(data: bytes, *, size: int = 65_536, fail_at: int | None = None) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        if fail_at is not None and start >= fail_at:
            raise ZeroDivisionError
        yield data[start : start + size]
        await asyncio.sleep(0)


async def read(blobs: base.Blobs, key: str, *, start: int = 0, end: int | None = None) -> bytes:
    return b"".join([piece async for piece in await blobs.get(key, start=start, end=end)])


async def put(blobs: base.Blobs, key: str, data: bytes) -> None:
    await blobs.put(key, pieces(data), size=len(data))


@pytest.mark.parametrize("data", [b"", b"x", b"\x00\r\n" * 1000, LARGE], ids=["empty", "one", "small", "parts"])
async def test_what_was_put_is_read(blobs: base.Blobs, data: bytes) -> None:
    await put(blobs, "a/b-1", data)
    assert hashlib.sha256(await read(blobs, "a/b-1")).digest() == hashlib.sha256(data).digest()
    stat = await blobs.stat("a/b-1")
    assert stat is not None
    assert (stat.key, stat.size) == ("a/b-1", len(data))
    assert abs(stat.modified_ms / 1000 - time.time()) < 60


@pytest.mark.parametrize(
    ("start", "end"), [(0, 1), (5, 10), (0, None), (100, None), (12_582_910, None), (5_242_879, 5_242_881)]
)
async def test_a_range_is_read(blobs: base.Blobs, start: int, end: int | None) -> None:
    await put(blobs, "a/ranged", LARGE)
    assert await read(blobs, "a/ranged", start=start, end=end) == LARGE[start:end]


async def test_pieces_are_small(blobs: base.Blobs) -> None:
    await put(blobs, "a/large", LARGE)
    sizes = [len(piece) async for piece in await blobs.get("a/large")]
    assert 0 < min(sizes) <= max(sizes) <= base.CHUNK_BYTES


async def test_a_missing_blob_is_told(blobs: base.Blobs) -> None:
    assert await blobs.stat("a/none") is None
    with pytest.raises(base.Missing):
        await blobs.get("a/none")
    await blobs.delete(["a/none"])


@pytest.mark.parametrize("fail_at", [0, 65_536, 11 * 1024 * 1024], ids=["at once", "early", "late"])
async def test_a_put_that_fails_leaves_nothing(blobs: base.Blobs, fail_at: int) -> None:
    with pytest.raises(ZeroDivisionError):
        await blobs.put("a/half", pieces(LARGE, fail_at=fail_at), size=len(LARGE))
    assert await blobs.stat("a/half") is None
    assert [each async for each in blobs.list("a")] == []


@pytest.mark.parametrize("claimed", [9, 11])
async def test_a_put_of_another_size_is_refused(blobs: base.Blobs, claimed: int) -> None:
    with pytest.raises(errors.Unavailable):
        await blobs.put("a/short", pieces(b"0123456789"), size=claimed)
    assert await blobs.stat("a/short") is None


async def test_a_put_is_seen_whole_or_not_at_all(blobs: base.Blobs) -> None:
    half, going = asyncio.Event(), asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield LARGE[: 6 * 1024 * 1024]
        half.set()
        await going.wait()
        yield LARGE[6 * 1024 * 1024 :]

    task = asyncio.ensure_future(blobs.put("a/slow", slowly(), size=len(LARGE)))
    await half.wait()
    assert await blobs.stat("a/slow") is None
    assert [each async for each in blobs.list("a")] == []
    going.set()
    await task
    assert await read(blobs, "a/slow") == LARGE


async def test_a_listing_has_what_is_below_a_prefix(blobs: base.Blobs) -> None:
    keys = ["up/00/a/1", "up/00/b/2", "up/01/a/3", "up/001", "other/4"]
    for key in keys:
        await put(blobs, key, key.encode())
    assert {each.key for each in [each async for each in blobs.list("up/00")]} == {"up/00/a/1", "up/00/b/2"}
    assert {(each.key, each.size) for each in [each async for each in blobs.list("up")]} == {
        (key, len(key)) for key in keys[:4]
    }
    assert [each async for each in blobs.list("nothing")] == []


async def test_deleted_blobs_are_gone(blobs: base.Blobs) -> None:
    for key in ("a/1", "a/2", "a/3"):
        await put(blobs, key, b"x")
    await blobs.delete(["a/0", "a/1", "a/9", "a/2"])
    await blobs.delete([])
    assert [each.key async for each in blobs.list("a")] == ["a/3"]


async def test_a_signed_address_is_read_by_anybody_when_there_is_one(blobs: base.Blobs) -> None:
    await put(blobs, "a/signed", b"content")
    address = await blobs.sign("a/signed", seconds=60)
    if address is not None:

        def fetch() -> bytes:
            with urllib.request.urlopen(address, timeout=patience.SECONDS) as answer:
                content: bytes = answer.read()
                return content

        assert await asyncio.to_thread(fetch) == b"content"


async def test_tidying_removes_no_blob(blobs: base.Blobs) -> None:
    await put(blobs, "a/kept", b"x")
    assert await blobs.tidy(before_ms=time.time_ns() // 1_000_000 + 60_000) == 0
    assert await read(blobs, "a/kept") == b"x"


async def test_a_disk_tidies_old_halves_only(tmp_path: pathlib.Path) -> None:
    blobs = await disk.open(tmp_path / "blobs")
    await put(blobs, "a/kept", b"x")
    old, young = tmp_path / "blobs/a/old#1", tmp_path / "blobs/a/young#2"
    for half in (old, young):
        half.write_bytes(b"half")
    os.utime(old, (1_000, 1_000))
    assert await blobs.tidy(before_ms=2_000_000) == 1
    assert not old.exists()
    assert young.exists()
    assert [each.key async for each in blobs.list("a")] == ["a/kept"]


async def test_a_disk_is_for_its_owner_alone(tmp_path: pathlib.Path) -> None:
    await disk.open(tmp_path / "deep/blobs")
    assert (tmp_path / "deep/blobs").stat().st_mode & 0o077 == 0


async def test_a_server_that_is_away_is_unavailable(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(s3_driver, "_RETRIES", 1)
    server = s3.S3(tmp_path_factory.mktemp("away"))
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    blobs = await s3_driver.open(s3.BUCKET, "", os.environ)
    with pytest.raises(errors.Unavailable):
        await put(blobs, "a/1", b"x")
    with pytest.raises(errors.Unavailable):
        await blobs.stat("a/1")
    with pytest.raises(errors.Unavailable):
        await blobs.get("a/1")
