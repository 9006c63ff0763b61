"""What is deleted is out of reach at once, and erased to the last row, however large it is."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import cast

import pytest

from smooch_server import erasure
from smooch_server.apps import access as app_access
from smooch_server.apps import apps, keys, vault
from smooch_server.apps import model as app_model
from smooch_server.apps import store as app_store
from smooch_server.appusers import model, users
from smooch_server.appusers import store as user_store
from smooch_server.auth import agents, sessions
from smooch_server.conversations import messages
from smooch_server.conversations import store as conversation_store
from smooch_server.core import errors, ids
from smooch_server.httpclient import guard
from smooch_server.identity import merging
from smooch_server.notifications import model as notification_model
from smooch_server.notifications import store as notifications
from smooch_server.outbox import store as outbox
from smooch_server.storage import base
from smooch_server.webhooks import store as webhook_store
from tests.support import domain, patience
from tests.support.domain import LOG, NOW, WEB

pytestmark = pytest.mark.anyio

LARGE = erasure.BATCH_ROWS + 20
OF_A_USER = ("app_user", "client", "session")
OF_AN_APP = ("app", "integration", "api_key", "webhook", "outbox", *OF_A_USER)
OF_A_CONVERSATION = ("conversation", "message", "event")
BOX = vault.Vault(bytes(32))


async def person(database: base.Database, app_id: str, *, said: int, user_id: str | None = None) -> model.AppUser:
    """A user with a device, a session and a conversation."""
    user = await domain.make_user(database, app_id, user_id)
    await database.write(lambda tx: users.seen(tx, user, domain.device(1), integration_id=None, now_ms=NOW))
    await domain.say(database, user, said)
    return user


async def session(database: base.Database, user: model.AppUser, *, now_ms: int = NOW) -> str:
    return await database.write(
        lambda tx: sessions.create(
            tx, app_id=user.app_id, app_user_id=user.app_user_id, device_id="device-001", now_ms=now_ms
        )
    )


async def delete(database: base.Database, user: model.AppUser) -> None:
    await database.write(lambda tx: erasure.user(tx, app_id=user.app_id, app_user_id=user.app_user_id, now_ms=NOW))


async def counts(database: base.Database, *tables: str) -> dict[str, int]:
    return {table: await domain.count(database, table) for table in tables}


async def sweep_as_two(database: base.Database) -> None:
    """Two workers at once must neither fail nor leave anything."""
    await asyncio.gather(erasure.sweep(database), erasure.sweep(database))
    assert not await database.read(erasure.pending)


@pytest.mark.parametrize("said", [3, LARGE], ids=["small", "large"])
async def test_a_deleted_user_is_out_of_reach_at_once(installed: base.Database, app: app_model.App, said: int) -> None:
    user = await person(installed, app.app_id, said=said, user_id="anna")
    token = await session(installed, user)
    conversation = await installed.read(lambda tx: conversation_store.of_user(tx, app.app_id, user.app_user_id))
    assert conversation is not None
    await delete(installed, user)

    async def look(tx: base.Tx) -> list[object]:
        return [
            await user_store.by_id(tx, app.app_id, user.app_user_id),
            await user_store.by_user_id(tx, app.app_id, "anna"),
            await user_store.by_ids(tx, app.app_id, [user.app_user_id]),
            await conversation_store.by_id(tx, app.app_id, conversation.conversation_id),
            await conversation_store.listed(tx, app.app_id, before=(1 << 62, ""), limit=10),
        ]

    assert await installed.read(look) == [None, None, {}, None, []]
    with pytest.raises(errors.InvalidAuth):
        await installed.read(
            lambda tx: sessions.authenticate(
                tx, app_id=app.app_id, app_user_id=user.app_user_id, token=token, now_ms=NOW
            )
        )
    successor = await domain.make_user(installed, app.app_id, "anna")
    assert successor.app_user_id != user.app_user_id


async def test_a_small_user_is_erased_at_once(installed: base.Database, app: app_model.App) -> None:
    user = await person(installed, app.app_id, said=3)
    await session(installed, user)
    await delete(installed, user)
    left = await counts(installed, *OF_A_USER, *OF_A_CONVERSATION)
    assert set(left.values()) == {0}, left


async def test_a_large_user_is_erased_in_the_end_and_nobody_else(installed: base.Database, app: app_model.App) -> None:
    user = await person(installed, app.app_id, said=LARGE)
    await person(installed, app.app_id, said=2)
    await delete(installed, user)
    assert await domain.count(installed, "message") == LARGE + 2
    await sweep_as_two(installed)
    assert await counts(installed, "app_user", "client", *OF_A_CONVERSATION) == {
        "app_user": 1,
        "client": 1,
        "conversation": 1,
        "message": 2,
        "event": 3,
    }


async def test_a_large_user_who_was_merged_is_erased_in_steps(installed: base.Database, app: app_model.App) -> None:
    user = await domain.make_user(installed, app.app_id)
    other = await person(installed, app.app_id, said=LARGE)
    await installed.write(
        lambda tx: merging.merge(
            tx,
            app_id=app.app_id,
            surviving_id=user.app_user_id,
            discarded_id=other.app_user_id,
            reason="api",
        )
    )
    assert await domain.count(installed, "event") == 0
    await delete(installed, user)
    assert await domain.count(installed, "message") == LARGE
    await sweep_as_two(installed)
    left = await counts(installed, *OF_A_USER, *OF_A_CONVERSATION)
    assert set(left.values()) == {0}, left


async def test_one_step_erases_a_batch_at_most(installed: base.Database, app: app_model.App) -> None:
    for _ in range(2):
        await delete(installed, await person(installed, app.app_id, said=LARGE))
    rows = sum((await counts(installed, *OF_A_CONVERSATION)).values())
    while await installed.write(erasure.step):
        left = sum((await counts(installed, *OF_A_CONVERSATION)).values())
        assert rows - left <= 2 * erasure.BATCH_ROWS  # the last step takes the rest along
        rows = left
    assert rows == 0


async def test_workers_take_turns(installed: base.Database, app: app_model.App) -> None:
    """One that meets another must not take the rows the other erases for gone, and the rest along with the user."""
    said = 4 * erasure.BATCH_ROWS
    await delete(installed, await person(installed, app.app_id, said=said))
    await asyncio.gather(*(installed.write(erasure.step) for _ in range(3)))
    assert await domain.count(installed, "message") == said - 3 * erasure.BATCH_ROWS


async def test_a_deleted_app_is_out_of_reach_at_once_and_erased_in_the_end(
    installed: base.Database, app: app_model.App
) -> None:
    other = await domain.make_app(installed)
    neighbour = await person(installed, other.app_id, said=2)
    ring = keys.Keyring(BOX)
    key = await installed.write(
        lambda tx: ring.create(tx, account_id=app.account_id, app_id=app.app_id, name="key", now_ms=NOW)
    )
    people = [await person(installed, app.app_id, said=2) for _ in range(erasure.BATCH_USERS + 2)]
    people.append(await person(installed, app.app_id, said=LARGE))
    tokens = [await session(installed, user) for user in people]
    webhook_id = await owe(installed, app.app_id)
    await installed.write(lambda tx: erasure.app(tx, app_id=app.app_id, now_ms=NOW))

    with pytest.raises(errors.AppNotFound):
        await installed.write(lambda tx: erasure.app(tx, app_id=app.app_id, now_ms=NOW))
    with pytest.raises(errors.AppNotFound):
        await installed.read(lambda tx: app_access.public(tx, app.app_id))
    with pytest.raises(errors.AppNotFound):
        await installed.write(lambda tx: make_webhook(tx, app.app_id))
    with pytest.raises(errors.AppNotFound):
        await installed.write(lambda tx: apps_update(tx, app))
    listed = await installed.read(lambda tx: app_store.apps_of(tx, app.account_id, limit=10, offset=0))
    assert [each.app_id for each in listed] == [other.app_id]
    assert await installed.read(lambda tx: ring.find(tx, key.key_id)) is None
    assert (
        await installed.read(lambda tx: webhook_store.find(tx, BOX, app_id=app.app_id, webhook_id=webhook_id)) is None
    )
    for user, token in zip(people, tokens, strict=True):
        with pytest.raises(errors.InvalidAuth):
            await installed.read(
                lambda tx, user=user, token=token: sessions.authenticate(  # type: ignore[misc]
                    tx, app_id=app.app_id, app_user_id=user.app_user_id, token=token, now_ms=NOW
                )
            )

    await sweep_as_two(installed)
    assert await counts(installed, *OF_AN_APP, *OF_A_CONVERSATION) == {
        "app": 1,
        "integration": 3,
        "api_key": 0,
        "webhook": 0,
        "outbox": 0,
        "app_user": 1,
        "client": 1,
        "session": 0,
        "conversation": 1,
        "message": 2,
        "event": 3,
    }
    assert (await domain.current(installed, neighbour)).app_id == other.app_id


async def test_what_a_deleted_webhook_was_owed_is_erased_in_steps(installed: base.Database, app: app_model.App) -> None:
    gone = await owe(installed, app.app_id)
    await owe(installed, app.app_id)
    await installed.write(lambda tx: webhook_store.delete(tx, app_id=app.app_id, webhook_id=gone))
    assert await domain.count(installed, "outbox") == 2 * LARGE, "whoever deletes it does not wait"
    assert await installed.read(erasure.pending)
    assert await installed.write(erasure.step)
    assert await domain.count(installed, "outbox") == 2 * LARGE - erasure.BATCH_ROWS
    await sweep_as_two(installed)
    rows = await installed.read(lambda tx: tx.all("SELECT target_id, COUNT(*) FROM outbox GROUP BY target_id"))
    assert [row[1] for row in rows if row[0] != gone] == [LARGE]
    assert len(rows) == 1
    assert await domain.count(installed, "forgotten_target") == 0


async def apps_update(tx: base.Tx, app: app_model.App) -> app_model.App:
    return await apps.update(tx, app, name="New name", settings=None, metadata=None)


async def make_webhook(tx: base.Tx, app_id: str) -> str:
    made = await webhook_store.create(
        tx,
        BOX,
        app_id=app_id,
        target="https://example.com/hook",
        triggers=["*"],
        version="v1.1",
        include_client=False,
        include_full_app_user=False,
        policy=guard.Policy(),
        now_ms=NOW,
    )
    return made.webhook_id


async def owe(database: base.Database, app_id: str) -> str:
    """Make a webhook that is owed more than one batch, and some of it given up."""

    async def write(tx: base.Tx) -> str:
        webhook_id = await make_webhook(tx, app_id)
        for number in range(LARGE):
            await outbox.enqueue(
                tx,
                app_id=app_id,
                kind="webhook",
                target_id=webhook_id,
                order_key="key",
                order_seq=number,
                payload=b"{}",
                now_ms=NOW,
            )
        await tx.run("UPDATE outbox SET dead_ms = $1, last_error = 'gone' WHERE order_seq < 10", NOW)
        return webhook_id

    return await database.write(write)


async def test_sessions_that_ended_are_forgotten(installed: base.Database, app: app_model.App) -> None:
    user = await domain.make_user(installed, app.app_id)
    old = NOW - sessions.IDLE_MS - 1
    await session(installed, user, now_ms=old)
    kept = await session(installed, user, now_ms=NOW)

    async def sign_in(tx: base.Tx) -> list[str]:
        agent = await agents.create(tx, account_id=app.account_id, email="a@example.com", now_ms=NOW)
        moments = (NOW - agents.IDLE_MS - 1, NOW - agents.ABSOLUTE_MS - 1, NOW)
        return [await agents.start_session(tx, agent.agent_id, now_ms=moment) for moment in moments]

    tokens = await installed.write(sign_in)
    await installed.write(lambda tx: agents.touch(tx, tokens[1], now_ms=NOW))
    await erasure.purge(installed, now_ms=NOW)
    rows = await installed.read(lambda tx: tx.all("SELECT token_hash FROM session"))
    assert [row[0] for row in rows] == [sessions.digest(kept)]
    rows = await installed.read(lambda tx: tx.all("SELECT token_hash FROM agent_session"))
    assert [row[0] for row in rows] == [agents.digest(tokens[2])]


async def test_notifications_are_kept_for_30_days(installed: base.Database, app: app_model.App) -> None:
    async def notify(tx: base.Tx, *, now_ms: int) -> None:
        notification = notification_model.Notification(
            notification_id=ids.new_id(now_ms),
            app_id=app.app_id,
            integration_id="i",
            platform="twilio",
            destination_id="+361555010",
            body=notification_model.Body(author=notification_model.Author()),
        )
        await notifications.insert(tx, notification, now_ms=now_ms)

    for age_ms in (notifications.KEPT_MS + 1000, notifications.KEPT_MS - 1000):
        await installed.write(lambda tx, age_ms=age_ms: notify(tx, now_ms=NOW - age_ms))  # type: ignore[misc]
    await erasure.purge(installed, now_ms=NOW)
    assert await domain.count(installed, "notification") == 1
    await erasure.purge(installed, now_ms=NOW + 2000)
    assert await domain.count(installed, "notification") == 0


async def test_the_watch_erases_by_itself_and_survives_a_failure(
    installed: base.Database, app: app_model.App, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await delete(installed, await person(installed, app.app_id, said=LARGE))
    failures: list[Exception] = [RuntimeError("broken"), errors.Unavailable()]
    write, erased = installed.write, asyncio.Event()

    async def fail_first(operation: base.Operation[bool]) -> bool:
        if failures:
            raise failures.pop(0)
        more = await write(operation)
        if not more:
            erased.set()
        return more

    monkeypatch.setattr(installed, "write", fail_first)
    monkeypatch.setattr(erasure, "LOOK_SECONDS", 0.0)
    watch = asyncio.create_task(erasure.watch(installed))
    try:
        async with asyncio.timeout(patience.SECONDS):
            await erased.wait()
    finally:
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)
    assert "erasing failed" in caplog.text
    assert await domain.count(installed, "message") == 0


async def test_a_user_deleted_meanwhile_is_not_found(installed: base.Database, app: app_model.App) -> None:
    user = await domain.make_user(installed, app.app_id)
    await installed.write(lambda tx: erasure.user(tx, app_id=app.app_id, app_user_id=user.app_user_id, now_ms=NOW))
    for verb in (
        lambda tx: messages.start(tx, LOG, user, role="appUser", source=WEB, now_ms=NOW),
        lambda tx: users.seen(tx, user, domain.device(1), integration_id=None, now_ms=NOW),
        lambda tx: users.update(tx, user, model.Changes(given_name="Anna")),
        lambda tx: users.require_credential(tx, user),
        lambda tx: sessions.create(
            tx, app_id=app.app_id, app_user_id=user.app_user_id, device_id="device-001", now_ms=NOW
        ),
    ):
        with pytest.raises(errors.UserNotFound):
            await installed.write(cast("Callable[[base.Tx], Awaitable[object]]", verb))  # type: ignore[arg-type]
    with pytest.raises(errors.UserNotFound):
        await domain.say(installed, user, 1)


async def test_attempts_are_forgotten_when_their_time_is_over(installed: base.Database) -> None:
    async def attempt(now_ms: int) -> int | None:
        return await installed.write(
            lambda tx: agents.note_attempt(tx, email="a@example.com", ip="10.0.0.1", now_ms=now_ms)
        )

    assert [await attempt(NOW) for _ in range(6)] == [None] * 5 + [agents.ATTEMPTS_MS // 1000 + 1]
    assert await attempt(NOW + agents.ATTEMPTS_MS + 1) is None
    assert await domain.count(installed, "sign_in_attempt") == 2  # the address and the place, of the last attempt
    await erasure.purge(installed, now_ms=NOW + 3 * agents.ATTEMPTS_MS)
    assert await domain.count(installed, "sign_in_attempt") == 0
    assert await domain.count(installed, "sign_in_subject") == 0


async def test_a_key_is_not_made_for_an_app_that_is_gone(installed: base.Database, app: app_model.App) -> None:
    keyring = keys.Keyring(BOX)
    key = await installed.write(
        lambda tx: keyring.create(tx, account_id=app.account_id, app_id=app.app_id, name="key", now_ms=NOW)
    )
    await installed.write(lambda tx: erasure.app(tx, app_id=app.app_id, now_ms=NOW))
    assert await installed.read(lambda tx: keyring.find(tx, key.key_id)) is None
    with pytest.raises(errors.AppNotFound):
        await installed.write(
            lambda tx: keyring.create(tx, account_id=app.account_id, app_id=app.app_id, name="key", now_ms=NOW)
        )
