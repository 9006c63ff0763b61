"""Erasing what webhooks are still owed about somebody: what waits, what is being tried, and what was given up."""

from collections.abc import Callable, Sequence
from typing import Final, cast

from smooch_server.storage import base, padding

BATCH_ROWS: Final = 200
# A key of JSON: what somebody wrote has a backslash before its quotes.
_SAID: Final = (b'"messages":[', b'"form":"posted"', b'"postbacks":[', b'"payments":[')

_TARGETS: Final = "SELECT webhook_id FROM webhook WHERE app_id = $1"
# Whoever makes deliveries of an event takes it first: of two at once the second waits, and finds the deliveries.
_FORGET_EVENTS: Final = "DELETE FROM webhook_event WHERE app_id = $1 AND order_key IN ({marks})"
_FORGET_LIVE: Final = "DELETE FROM outbox WHERE target_id = $1 AND dead_ms IS NULL AND order_key IN ({marks})"
_FORGET_DEAD: Final = "DELETE FROM outbox WHERE app_id = $1 AND dead_ms IS NOT NULL AND order_key IN ({marks})"

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


async def forget_user(tx: base.Tx, *, app_id: str, app_user_id: str, conversation_id: str | None) -> None:
    """Drop everything owed about a user. What is owed from now on, in this transaction too, stays."""
    keys = [app_user_id]
    if conversation_id is not None:
        keys += [conversation_id, f"{conversation_id}:typing"]
    marks, given = padding.padded(keys, first=2)
    await tx.run(_FORGET_EVENTS.format(marks=marks), app_id, *given)
    for target_id in await _targets(tx, app_id):
        await tx.run(_FORGET_LIVE.format(marks=marks), target_id, *given)
    await tx.run(_FORGET_DEAD.format(marks=marks), app_id, *given)


async def forget_said(tx: base.Tx, *, app_id: str, conversation_id: str, message_id: str | None = None) -> None:
    """Drop what is owed of what was said in a conversation, or of one message: what else happened is still told."""
    about = _of_message(message_id) if message_id is not None else _of_messages
    await _drop(tx, "webhook_event", "event_id", _EVENTS, app_id, conversation_id, 0, about)
    for target_id in await _targets(tx, app_id):
        await _drop(tx, "outbox", "outbox_id", _LIVE, target_id, conversation_id, "", about)
    await _drop(tx, "outbox", "outbox_id", _DEAD, app_id, conversation_id, "", about)


async def _drop(
    tx: base.Tx,
    table: str,
    key: str,
    listing: str,
    owner: str,
    conversation_id: str,
    after: base.Value,
    about: Callable[[bytes], bool],
) -> None:
    while True:
        rows = cast(Sequence[tuple[base.Value, bytes]], await tx.all(listing, owner, conversation_id, after))
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


def _of_message(message_id: str) -> Callable[[bytes], bool]:
    mark = message_id.encode()
    return lambda body: mark in body
