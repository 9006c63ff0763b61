"""Conversations that are quiet for longer than their app keeps them lose what was said, and nothing else does."""

import pytest

from smooch_server.apps import apps
from smooch_server.apps import model as app_model
from smooch_server.conversations import model
from smooch_server.conversations import store as conversation_store
from smooch_server.erasure import retention, said
from smooch_server.storage import base
from tests.support import domain
from tests.support.domain import NOW

pytestmark = pytest.mark.anyio

HOUR = 3_600_000


async def keep(database: base.Database, app: app_model.App, seconds: int | None) -> None:
    settings: dict[str, object] = {"conversationRetentionSeconds": seconds}
    await database.write(lambda tx: apps.update(tx, app, name=None, settings=settings, metadata=None))


async def quiet(database: base.Database, app_id: str, *, since_ms: int, said_times: int = 2) -> model.Conversation:
    """A conversation whose newest message is of this time."""
    user = await domain.make_user(database, app_id)
    await domain.say(database, user, said_times)
    later = since_ms - (NOW + said_times - 1)

    async def move(tx: base.Tx) -> None:
        for table, key in (("message", "author_id"), ("conversation", "app_user_id")):
            await tx.run(f"UPDATE {table} SET received_ms = received_ms + $2 WHERE {key} = $1", user.app_user_id, later)

    await database.write(move)
    found = await database.read(lambda tx: conversation_store.of_user(tx, app_id, user.app_user_id))
    assert found is not None
    return found


async def messages_of(database: base.Database, conversation: model.Conversation) -> int:
    return len(await database.read(lambda tx: conversation_store.page(tx, conversation.conversation_id, limit=10)))


async def test_only_what_is_quiet_for_too_long_is_erased(
    installed: base.Database, app: app_model.App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "CONVERSATIONS", 2)
    other = await domain.make_app(installed)
    await keep(installed, app, 3600)
    old = [await quiet(installed, app.app_id, since_ms=NOW - HOUR) for _ in range(3)]
    fresh = await quiet(installed, app.app_id, since_ms=NOW - HOUR + 1)
    kept = await quiet(installed, other.app_id, since_ms=NOW - 100 * HOUR)
    worker = retention.Retention(installed)
    assert await worker.sweep(now_ms=NOW) == 3
    assert [await messages_of(installed, each) for each in (*old, fresh, kept)] == [0, 0, 0, 2, 2]
    for each in old:
        now = await installed.read(lambda tx, each=each: conversation_store.by_id(tx, app.app_id, each.conversation_id))  # type: ignore[misc]
        assert now is not None
        assert (now.epoch, now.seq, now.last_message, now.app_maker_unread_count) == (
            each.epoch + 1,
            each.seq + 1,
            None,
            0,
        )
        assert now.received_ms == each.received_ms
    assert await domain.count(installed, "event") == 6  # of the two that stay
    assert await worker.sweep(now_ms=NOW) == 0
    assert await worker.sweep(now_ms=NOW + 1) == 1
    assert await domain.count(installed, "message") == 2


async def test_what_is_erased_is_not_looked_at_for_ever(installed: base.Database, app: app_model.App) -> None:
    await keep(installed, app, 3600)
    await quiet(installed, app.app_id, since_ms=NOW - 5 * HOUR)
    worker = retention.Retention(installed)
    assert await worker.sweep(now_ms=NOW) == 1
    due, _ = await installed.read(lambda tx: retention.apps_due(tx, after="", now_ms=NOW))
    assert [(one.after_ms, one.until_ms) for one in due] == [(NOW - 2 * HOUR, NOW - HOUR)]
    await quiet(installed, app.app_id, since_ms=NOW - HOUR)  # from a server whose clock is behind
    assert await worker.sweep(now_ms=NOW) == 1
    await keep(installed, app, None)
    await quiet(installed, app.app_id, since_ms=NOW - HOUR)
    assert await worker.sweep(now_ms=NOW) == 0


async def test_a_large_conversation_is_erased_in_batches(installed: base.Database, app: app_model.App) -> None:
    await keep(installed, app, 1)
    large = await quiet(installed, app.app_id, since_ms=NOW, said_times=2 * said.BATCH_ROWS + 5)
    await installed.write(lambda tx: tx.run("UPDATE conversation SET received_ms = $1", NOW + HOUR))
    erasing = await installed.write(lambda tx: said.begin(tx, app_id=app.app_id, conversation_id=large.conversation_id))
    steps: list[int] = []
    while not steps or steps[-1] == said.BATCH_ROWS:
        steps.append(await installed.write(lambda tx: said.step(tx, erasing)))
    assert steps == [said.BATCH_ROWS, said.BATCH_ROWS, 5]
    assert await domain.count(installed, "event") == 0


async def test_somebody_who_speaks_at_the_last_moment_is_heard(installed: base.Database, app: app_model.App) -> None:
    await keep(installed, app, 3600)
    conversation = await quiet(installed, app.app_id, since_ms=NOW - HOUR)
    one = retention.Due(app_id=app.app_id, after_ms=0, until_ms=NOW - HOUR - 1)
    worker = retention.Retention(installed)
    assert await worker._erase_one(one, conversation.conversation_id) == 0
    assert await messages_of(installed, conversation) == 2


async def test_one_process_at_a_time_erases(installed: base.Database, app: app_model.App) -> None:
    await keep(installed, app, 3600)
    one, two = retention.Retention(installed), retention.Retention(installed)
    await quiet(installed, app.app_id, since_ms=NOW - HOUR)
    assert await one.sweep(now_ms=NOW) == 1
    await quiet(installed, app.app_id, since_ms=NOW - HOUR)
    assert await two.sweep(now_ms=NOW) == 0
    assert await one.sweep(now_ms=NOW) == 1
