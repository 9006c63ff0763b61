"""Erasing users and apps, and forgetting what is over: sessions, first answers, notifications.

What is deleted is out of everybody's reach in the transaction that says so. When it is large its rows are erased
afterwards, in transactions of a few hundred: one that erased a hundred thousand would hold up everybody else, or be
cut off by the database's limits and never end. This is the one package whose SQL spans the tables of several domains:
`said` erases conversations and messages, `owed` what webhooks were to be told, `retention` what is too old.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Final, cast

from smooch_server.answers import store as answers
from smooch_server.appusers import store as appuser_store
from smooch_server.auth import agents, sessions
from smooch_server.conversations import model as conversation_model
from smooch_server.conversations import store as conversation_store
from smooch_server.core import clock, errors
from smooch_server.erasure import owed
from smooch_server.notifications import store as notifications
from smooch_server.outbox import store as outbox
from smooch_server.storage import base, padding
from smooch_server.uploads import files

_log = logging.getLogger(__name__)

BATCH_ROWS: Final = 500  # erased in one transaction: a few milliseconds
BATCH_USERS: Final = 10  # each may have clients and sessions that go with it
LOOK_SECONDS: Final = 2.0  # between two looks at whether there is something to erase
PAUSE_SECONDS: Final = 0.01  # between two transactions, for those who wait for an answer
PURGE_SECONDS: Final = 600.0

# A conversation that was merged has fewer events than messages.
_ROWS: Final = (
    "SELECT COUNT(*) FROM (SELECT 1 FROM event JOIN conversation"
    " ON conversation.conversation_id = event.conversation_id WHERE conversation.app_user_id = $1"
    " UNION ALL SELECT 1 FROM message JOIN conversation"
    " ON conversation.conversation_id = message.conversation_id WHERE conversation.app_user_id = $1"
    " LIMIT $2) AS counted"
)
_DELETE_USER: Final = "DELETE FROM app_user WHERE app_id = $1 AND app_user_id = $2"
# The name is free at once.
_MARK_USER: Final = "UPDATE app_user SET deleted_ms = $3, user_id = NULL WHERE app_id = $1 AND app_user_id = $2"
_MARK_APP: Final = "UPDATE app SET deleted_ms = $2 WHERE app_id = $1 AND deleted_ms IS NULL"

_PENDING: Final = (
    "SELECT EXISTS (SELECT 1 FROM app_user WHERE deleted_ms IS NOT NULL)"
    " OR EXISTS (SELECT 1 FROM app WHERE deleted_ms IS NOT NULL)"
    " OR EXISTS (SELECT 1 FROM forgotten_target)"
)
_DELETED_USERS: Final = "SELECT app_user_id FROM app_user WHERE deleted_ms IS NOT NULL LIMIT $1"
_DELETED_APP: Final = "SELECT app_id FROM app WHERE deleted_ms IS NOT NULL LIMIT 1"
_USERS_OF_APP: Final = "SELECT app_user_id FROM app_user WHERE app_id = $1 LIMIT $2"
_ERASE_NOTIFICATIONS: Final = (
    "DELETE FROM notification WHERE notification_id IN"
    " (SELECT notification_id FROM notification WHERE app_id = $1 LIMIT $2)"
)
_ERASE_EVENTS: Final = (
    "DELETE FROM webhook_event WHERE event_id IN (SELECT event_id FROM webhook_event WHERE app_id = $1 LIMIT $2)"
)
_ERASE_OWED: Final = (
    "DELETE FROM outbox WHERE outbox_id IN (SELECT outbox.outbox_id FROM"
    " (SELECT webhook_id AS target_id FROM webhook WHERE app_id = $1"
    " UNION ALL SELECT integration_id FROM integration WHERE app_id = $1) AS target"
    " JOIN outbox ON outbox.target_id = target.target_id AND outbox.dead_ms IS NULL LIMIT $2)"
)
_ERASE_DEAD: Final = (
    "DELETE FROM outbox WHERE outbox_id IN"
    " (SELECT outbox_id FROM outbox WHERE app_id = $1 AND dead_ms IS NOT NULL LIMIT $2)"
)


async def prepare_user(tx: base.Tx, *, app_id: str, app_user_id: str) -> conversation_model.Conversation | None:
    """Take a user's files away and drop what webhooks are still owed about the user; return the conversation.

    What is owed afterwards is told: that the user was deleted. `user` must follow in the same transaction.

    Raises:
        errors.UserNotFound: the user was deleted meanwhile.
    """
    if await appuser_store.lock(tx, app_id, app_user_id) is None:
        raise errors.UserNotFound
    conversation = await conversation_store.lock(tx, app_id, app_user_id)
    conversation_id = conversation.conversation_id if conversation else None
    await files.erase_user(tx, app_id, app_user_id, conversation_id)
    await owed.forget_user(tx, app_id=app_id, app_user_id=app_user_id, conversation_id=conversation_id)
    return conversation


async def user(tx: base.Tx, *, app_id: str, app_user_id: str, now_ms: int) -> None:
    """Delete a user with clients, sessions, conversation, messages and events.

    Nobody reaches the user from the commit on, and the `userId` is free. A conversation of BATCH_ROWS messages and
    events or more is erased by `step` afterwards.
    """
    [(rows,)] = cast(Sequence[tuple[int]], await tx.all(_ROWS, app_user_id, BATCH_ROWS))
    if rows < BATCH_ROWS:
        await tx.run(_DELETE_USER, app_id, app_user_id)
        return
    await sessions.end_all(tx, app_user_id=app_user_id)
    await tx.run(_MARK_USER, app_id, app_user_id, now_ms)


async def app(tx: base.Tx, *, app_id: str, now_ms: int) -> None:
    """Delete an app with everything in it: its keys, sessions and webhooks are void from the commit on.

    Its rows are erased by `step` afterwards.

    Raises:
        errors.AppNotFound: there is no such app.
    """
    if not await tx.run(_MARK_APP, app_id, now_ms):
        raise errors.AppNotFound
    await tx.run("DELETE FROM api_key WHERE app_id = $1", app_id)


async def pending(tx: base.Tx) -> bool:
    """Whether something deleted is still there."""
    row = await tx.one(_PENDING)
    return row is not None and bool(row[0])


async def step(tx: base.Tx) -> bool:
    """Erase some of what was deleted, BATCH_ROWS or so; return whether there may be more.

    Any number of processes may call it: they take turns.
    """
    await conversation_store.lock_installation(tx)
    users = [cast(str, row[0]) for row in await tx.all(_DELETED_USERS, BATCH_USERS)]
    if users:
        await _erase_users(tx, users)
        return True
    if await outbox.forget_some(tx, limit=BATCH_ROWS):
        return True
    row = await tx.one(_DELETED_APP)
    if row is None:
        return False
    app_id = cast(str, row[0])
    users = [cast(str, row[0]) for row in await tx.all(_USERS_OF_APP, app_id, BATCH_USERS)]
    if users:
        await _erase_users(tx, users)
        return True
    if await files.erase_app(tx, app_id, limit=BATCH_ROWS):
        return True
    for erase in (_ERASE_NOTIFICATIONS, _ERASE_EVENTS, _ERASE_OWED, _ERASE_DEAD):
        if await tx.run(erase, app_id, BATCH_ROWS):
            return True
    await tx.run("DELETE FROM app WHERE app_id = $1", app_id)
    return True


async def _erase_users(tx: base.Tx, app_user_ids: Sequence[str]) -> None:
    """Erase messages, or when few are left events, or when few are left the users themselves."""
    marks, given = padding.padded(app_user_ids, first=1)
    conversations = f"SELECT conversation_id FROM conversation WHERE app_user_id IN ({marks})"
    for table, number in (("message", "received_ms"), ("event", "seq")):
        erased = await tx.run(
            f"DELETE FROM {table} WHERE (conversation_id, {number}) IN (SELECT conversation_id, {number} FROM {table}"
            f" WHERE conversation_id IN ({conversations}) LIMIT {BATCH_ROWS})",
            *given,
        )
        if erased == BATCH_ROWS:
            return
    await tx.run(f"DELETE FROM app_user WHERE app_user_id IN ({marks})", *given)


async def purge(database: base.Database, *, now_ms: int) -> None:
    """Delete what is over: sessions, attempts to sign in that no longer count, old answers and notifications."""

    async def purge_some(tx: base.Tx) -> bool:
        visitors = await sessions.purge(tx, now_ms=now_ms, limit=BATCH_ROWS)
        signed_in = await agents.purge(tx, now_ms=now_ms, limit=BATCH_ROWS)
        answered = await answers.purge(tx, now_ms=now_ms, limit=BATCH_ROWS)
        notified = await notifications.purge(tx, now_ms=now_ms, limit=BATCH_ROWS)
        return max(visitors, signed_in, answered, notified) == BATCH_ROWS

    await _to_the_end(database, purge_some)


async def sweep(database: base.Database) -> None:
    """Erase what was deleted, to the end."""
    if await database.read(pending):
        await _to_the_end(database, step)


async def _to_the_end(database: base.Database, operation: base.Operation[bool]) -> None:
    while True:
        if not await database.write(operation):
            return
        await asyncio.sleep(PAUSE_SECONDS)


async def watch(database: base.Database) -> None:
    """Sweep and purge again and again, until cancelled."""
    loop = asyncio.get_running_loop()
    next_purge = loop.time()
    while True:
        try:
            await sweep(database)
            if loop.time() >= next_purge:
                await purge(database, now_ms=clock.now_ms())
                next_purge = loop.time() + PURGE_SECONDS
        except (errors.Unavailable, errors.StorageFull) as error:
            _log.warning("erasing: the database is away: %s", error)
        except Exception:  # noqa: BLE001 - the loop of the process has to go on
            _log.exception("erasing failed")
        await asyncio.sleep(LOOK_SECONDS)
