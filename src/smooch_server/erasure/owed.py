"""Erasing what webhooks are still owed about somebody: what waits, what is being tried, and what was given up."""

from collections.abc import Callable, Sequence
from typing import Final, cast

from smooch_server.storage import base, padding

BATCH_ROWS: Final = 200
# A key of JSON: what somebody wrote has a backslash before its quotes.
_SAID: Final = (b'"messages":[', b'"form":"posted"', b'"postbacks":[', b'"payments":[')

_TARGETS: Final = (
    "SELECT webhook_id FROM webhook WHERE app_id = $1"
    " UNION ALL SELECT integration_id FROM integration WHERE app_id = $1"
)
# What is to be done for an account that is being linked is owed under its name, which the server gave it.
_PENDING: Final = "SELECT device_id FROM client WHERE app_user_id = $1 AND pending"
# Whoever makes deliveries of an event takes it first: of two at once the second waits, and finds the deliveries.
_FORGET_EVENTS: Final = "DELETE FROM webhook_event WHERE app_id = $1 AND order_key IN ({marks})"
_FORGET_LIVE: Final = "DELETE FROM outbox WHERE target_id = $1 AND dead_ms IS NULL AND order_key IN ({marks})"
_FORGET_DEAD: Final = "DELETE FROM outbox WHERE app_id = $1 AND dead_ms IS NOT NULL AND order_key = $2"

_EVENTS: Final = (
    "SELECT event_id, facts FROM webhook_event WHERE app_id = $1 AND order_key = $2 AND event_id > $3"
    f" ORDER BY event_id LIMIT {BATCH_ROWS}"
)
_LIVE: Final = (
    "SELECT outbox_id, payload FROM outbox WHERE target_id = $1 AND order_key = $2 AND dead_ms IS NULL"
    f" AND outbox_id > $3 ORDER BY outbox_id LIMIT {BATCH_ROWS}"
)
_DEAD: Final = (
    "SELECT outbox_id, payload FROM outbox WHERE app_id = $1 AND order_key = $2 AND dead_ms IS NOT NULL"
    f" AND outbox_id > $3 ORDER BY outbox_id LIMIT {BATCH_ROWS}"
)
# What is tried again apart from the others has its own id for a key.
_ALONE: Final = (
    "SELECT outbox_id, payload FROM outbox WHERE app_id = $1 AND order_key = outbox_id AND outbox_id > $2"
    f" ORDER BY outbox_id LIMIT {BATCH_ROWS}"
)


async def forget_user(tx: base.Tx, *, app_id: str, app_user_id: str, conversation_id: str | None) -> None:
    """Drop everything owed about a user. What is owed from now on, in this transaction too, stays."""
    names = [app_user_id, *([conversation_id] if conversation_id else [])]
    pending = [cast(str, row[0]) for row in await tx.all(_PENDING, app_user_id)]
    keys = [*names, *(f"{name}:typing" for name in names), *pending]
    marks, given = padding.padded(keys, first=2)
    await tx.run(_FORGET_EVENTS.format(marks=marks), app_id, *given)
    about = _of_any(names)
    for target_id in await _targets(tx, app_id):
        await tx.run(_FORGET_LIVE.format(marks=marks), target_id, *given)
    for key in keys:  # one by one: of a list of keys SQLite makes a look at all that is dead of the app
        await tx.run(_FORGET_DEAD, app_id, key)
    await _drop(tx, "outbox", "outbox_id", _ALONE, [app_id], "", about)


async def forget_said(tx: base.Tx, *, app_id: str, conversation_id: str, message_id: str | None = None) -> None:
    """Drop what is owed of what was said in a conversation, or of one message: what else happened is still told."""
    about = _of_messages if message_id is None else _of_any([message_id])
    alone = about if message_id is not None else _of_messages_of(conversation_id)
    await _drop(tx, "webhook_event", "event_id", _EVENTS, [app_id, conversation_id], 0, about)
    for target_id in await _targets(tx, app_id):
        await _drop(tx, "outbox", "outbox_id", _LIVE, [target_id, conversation_id], "", about)
    await _drop(tx, "outbox", "outbox_id", _DEAD, [app_id, conversation_id], "", about)
    await _drop(tx, "outbox", "outbox_id", _ALONE, [app_id], "", alone)


async def _drop(
    tx: base.Tx,
    table: str,
    key: str,
    listing: str,
    where: Sequence[str],
    after: base.Value,
    about: Callable[[bytes], bool],
) -> None:
    while True:
        rows = cast(Sequence[tuple[base.Value, bytes]], await tx.all(listing, *where, after))
        for name, body in rows:
            if about(body):
                await tx.run(f"DELETE FROM {table} WHERE {key} = $1", name)
        if len(rows) < BATCH_ROWS:
            return
        after = rows[-1][0]


async def _targets(tx: base.Tx, app_id: str) -> list[str]:
    return [cast(str, row[0]) for row in await tx.all(_TARGETS, app_id)]


def _of_messages(body: bytes) -> bool:
    return any(key in body for key in _SAID)


def _of_any(names: Sequence[str]) -> Callable[[bytes], bool]:
    marks = [name.encode() for name in names]
    return lambda body: any(mark in body for mark in marks)


def _of_messages_of(name: str) -> Callable[[bytes], bool]:
    mark = name.encode()
    return lambda body: mark in body and _of_messages(body)
