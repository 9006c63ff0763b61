"""Uploads, their use and their end, on both databases: a message never points at a missing file, and nothing stays behind."""

import io
from collections.abc import AsyncIterator

import pytest

from smooch_server.blobs import base as blobs_base
from smooch_server.blobs import memory
from smooch_server.core import clock, errors
from smooch_server.storage import base
from smooch_server.uploads import files, imaging, links, model, receiving, store, sweep
from tests.contract.conftest import OpenDatabase

pytestmark = pytest.mark.anyio

HOUR_MS, DAY_MS = 3_600_000, 86_400_000
APP, USER, CONVERSATION = "a" * 24, "b" * 24, "c" * 24
LINKS = links.Links("https://chat.test", bytes(32))


class World:
    """A database with an app, a user and a conversation, a blob store, and a clock."""

    def __init__(self, database: base.Database, blobs: blobs_base.Blobs) -> None:
        self.database = database
        self.blobs = blobs
        self.now_ms = clock.now_ms()
        self._messages = 0

    async def upload(self, *, app_user_id: str | None = None, for_message: bool = True) -> model.Upload:
        owner = receiving.Owner(app_id=APP, app_user_id=app_user_id, access="public", for_message=for_message)
        return await receiving.receive(
            self.database, self.blobs, imaging.Imaging(), io.BytesIO(b"x"),
            raw_name="a.txt", declared="", owner=owner, now_ms=self.now_ms,
        )  # fmt: skip

    async def message(self, *uploads: model.Upload, app_id: str = APP) -> str:
        """Post a message that shows uploads."""
        self._messages += 1
        message_id = f"{self._messages:024x}"

        async def write(tx: base.Tx) -> None:
            await tx.run(
                "INSERT INTO message (conversation_id, seq, message_id, app_id, role, author_id, received_ms, body)"
                " VALUES ($1, $2, $3, $4, 'appUser', 'x', $2, $5)",
                CONVERSATION, self._messages, message_id, APP, b"{}",
            )  # fmt: skip
            for upload in uploads:
                address = LINKS.address(upload)
                found = await files.attach(
                    tx, LINKS, app_id=app_id, media_url=address, message_id=message_id, now_ms=self.now_ms
                )
                assert found is not None

        await self.database.write(write)
        return message_id

    async def run(self, sql: str, *args: base.Value) -> None:
        await self.database.write(lambda tx: tx.run(sql, *args))

    async def sweep(self, *, after_ms: int = 0) -> bool:
        self.now_ms += after_ms
        await self.run("UPDATE upload_sweep SET due_ms = 0")
        return await sweep.Sweeper(self.database, self.blobs).sweep(now_ms=self.now_ms, shards=sweep.SHARDS)

    async def there(self, upload: model.Upload) -> tuple[bool, bool]:
        """Whether people get the upload, and whether its blob is stored."""
        row = await self.database.read(lambda tx: store.by_key(tx, upload.key))
        return row is not None, await self.blobs.stat(upload.blob_key) is not None


@pytest.fixture
async def world(open_database: OpenDatabase) -> AsyncIterator[World]:
    database = await open_database()
    await database.migrate()
    made = World(database, await memory.open())
    await made.run("INSERT INTO account (account_id, created_ms) VALUES ('acc', 0)")
    await made.run(
        "INSERT INTO app (app_id, account_id, app_token, name, settings, metadata, created_ms)"
        " VALUES ($1, 'acc', 't', 'n', $2, $2, 0)", APP, b"{}",
    )  # fmt: skip
    await made.run(
        "INSERT INTO app_user (app_user_id, app_id, signed_up_ms, properties, conversation_started,"
        " credential_required, created_ms) VALUES ($1, $2, 0, $3, TRUE, FALSE, 0)", USER, APP, b"{}",
    )  # fmt: skip
    await made.run(
        "INSERT INTO conversation (conversation_id, app_id, app_user_id, epoch, seq, received_ms, unread_count,"
        " app_maker_unread_count, app_user_read_ms, app_maker_read_ms, created_ms)"
        " VALUES ($1, $2, $3, 1, 0, 0, 0, 0, 0, 0, 0)", CONVERSATION, APP, USER,
    )  # fmt: skip
    yield made
    await database.close()


GONE, KEPT = (False, False), (True, True)


async def test_what_waits_a_day_for_its_message_goes(world: World) -> None:
    waiting, shown, for_itself = await world.upload(), await world.upload(), await world.upload(for_message=False)
    await world.message(shown)
    await world.sweep(after_ms=DAY_MS - 1)
    assert await world.there(waiting) == KEPT
    await world.sweep(after_ms=2)
    assert [await world.there(each) for each in (waiting, shown, for_itself)] == [GONE, KEPT, KEPT]


async def test_a_file_lives_as_long_as_its_last_message(world: World) -> None:
    upload = await world.upload()
    first, second = await world.message(upload), await world.message(upload)

    async def delete(message_id: str) -> None:
        async def write(tx: base.Tx) -> None:
            await files.erase_message(tx, APP, message_id)
            await tx.run("DELETE FROM message WHERE message_id = $1", message_id)

        await world.database.write(write)

    await delete(first)
    await world.sweep()
    assert await world.there(upload) == KEPT
    await delete(second)
    assert await world.there(upload) == (False, True)  # at once for people, soon for the store
    await world.sweep()
    assert await world.there(upload) == GONE


async def test_messages_deleted_behind_our_back_free_their_files(world: World) -> None:
    upload = await world.upload()
    await world.message(upload)
    await world.run("DELETE FROM message")
    await world.sweep()
    assert await world.there(upload) == GONE


async def test_erasing_a_user_or_a_conversation_takes_the_files_along(world: World) -> None:
    own, shown, other = await world.upload(app_user_id=USER), await world.upload(), await world.upload()
    await world.message(shown)
    await world.database.write(lambda tx: files.erase_user(tx, APP, USER, CONVERSATION))
    assert [(await world.there(each))[0] for each in (own, shown, other)] == [False, False, True]
    third = await world.upload()
    await world.message(third)
    await world.database.write(lambda tx: files.erase_conversation(tx, APP, CONVERSATION))
    await world.sweep()
    assert [await world.there(each) for each in (own, shown, other, third)] == [GONE, GONE, KEPT, GONE]


@pytest.mark.parametrize("what", ["app", "app_user"])
async def test_a_deleted_app_or_user_frees_its_files(world: World, what: str) -> None:
    upload = await world.upload(app_user_id=USER)
    await world.run(f"DELETE FROM {what}")
    await world.sweep()
    assert await world.there(upload) == GONE


async def test_moved_uploads_go_with_their_new_user(world: World) -> None:
    upload = await world.upload(app_user_id=USER)
    await world.database.write(lambda tx: files.move_user(tx, APP, USER, to="d" * 24))
    await world.database.write(lambda tx: files.erase_user(tx, APP, USER, None))
    assert await world.there(upload) == KEPT
    await world.database.write(lambda tx: files.erase_user(tx, APP, "d" * 24, None))
    assert (await world.there(upload))[0] is False


async def test_a_message_cannot_show_what_is_not_there(world: World) -> None:
    removed = await world.upload()
    await world.database.write(lambda tx: files.remove(tx, LINKS, app_id=APP, media_url=LINKS.address(removed)))
    with pytest.raises(errors.BadRequest):
        await world.message(removed)
    with pytest.raises(errors.BadRequest):
        await world.message(await world.upload(), app_id="e" * 24)
    elsewhere = "https://elsewhere.test/a.png"
    found = await world.database.write(
        lambda tx: files.attach(tx, LINKS, app_id=APP, media_url=elsewhere, message_id="m", now_ms=0)
    )
    assert found is None


async def test_blobs_without_a_row_go_after_an_hour(world: World) -> None:
    kept = await world.upload()

    async def content() -> AsyncIterator[bytes]:
        yield b"left behind"

    for name in ("00" * 16, "ff" * 16):
        await world.blobs.put(model.blob_key(APP, name), content(), size=11)
    await world.sweep(after_ms=HOUR_MS - 60_000)
    assert len([each async for each in world.blobs.list(model.BLOBS)]) == 3
    await world.sweep(after_ms=120_000)
    assert [each.key async for each in world.blobs.list(model.BLOBS)] == [kept.blob_key]


async def test_blobs_of_another_installation_stay(world: World) -> None:
    async def content() -> AsyncIterator[bytes]:
        yield b"not ours"

    await world.blobs.put(model.blob_key("e" * 24, "00" * 16), content(), size=8)
    await world.sweep(after_ms=DAY_MS)
    assert await world.blobs.stat(model.blob_key("e" * 24, "00" * 16)) is not None


async def test_the_bytes_of_a_day_are_counted_for_each_user(world: World) -> None:
    async def counted(since_ms: int, user: str = USER) -> int:
        return await world.database.read(lambda tx: store.bytes_since(tx, APP, user, since_ms=since_ms))

    begun_ms = world.now_ms
    assert await counted(0) == 0
    await world.upload(app_user_id=USER)
    world.now_ms += DAY_MS
    for _ in range(2):
        await world.upload(app_user_id=USER)
    await world.upload()
    assert await counted(begun_ms - 1) == 3
    assert await counted(begun_ms) == 2, "the first is a day old"
    assert await counted(0, "d" * 24) == 0


async def test_a_row_that_cannot_be_written_leaves_no_blob(world: World) -> None:
    with pytest.raises(errors.UserNotFound):
        await world.upload(app_user_id="d" * 24)
    await world.run("DELETE FROM app")
    with pytest.raises(errors.AppNotFound):
        await world.upload()
    assert [each async for each in world.blobs.list(model.BLOBS)] == []


async def test_one_sweeps_at_a_time_and_goes_through_all_shards(world: World) -> None:
    first, second = (sweep.Sweeper(world.database, world.blobs) for _ in range(2))
    until_ms = world.now_ms + sweep.LEASE_MS
    lease = await world.database.write(lambda tx: store.lease_sweep(tx, now_ms=world.now_ms, until_ms=until_ms))
    assert lease == 0
    assert not await second.sweep(now_ms=until_ms - 1)
    assert await second.sweep(now_ms=until_ms)
    assert not await first.sweep(now_ms=until_ms + 1)
    now_ms, seen = until_ms, []
    for _ in range(sweep.SHARDS // sweep.SHARDS_A_TIME):
        now_ms += int(sweep.SWEEP_SECONDS * 1000)
        row = await world.database.read(lambda tx: tx.one("SELECT shard FROM upload_sweep"))
        seen.append(row[0] if row else None)
        assert await first.sweep(now_ms=now_ms)
    assert len(set(seen)) == sweep.SHARDS // sweep.SHARDS_A_TIME
