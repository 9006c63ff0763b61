"""Erasing what was said: everything in a conversation, or one message. The conversation itself stays.

Its log begins anew: every cursor of before leads to a reset, so that no device keeps what the server has not. What is
still owed to webhooks goes as far as it tells what was said.
"""

import dataclasses
from collections.abc import Sequence
from typing import Any, Final, cast

import msgspec

from smooch_server.answers import store as answers
from smooch_server.conversations import model
from smooch_server.conversations import store as conversation_store
from smooch_server.core import errors
from smooch_server.erasure import owed
from smooch_server.storage import base
from smooch_server.uploads import files

_EVER: Final = 1 << 62
BATCH_ROWS: Final = 500  # erased in one transaction: a few milliseconds

# The number that is left out tells a socket which did not hear of it that its log was replaced. The search index stays.
_RENEW: Final = (
    "UPDATE conversation SET epoch = epoch + 1, seq = seq + 1,"
    " indexed_epoch = CASE WHEN indexed_epoch = epoch THEN epoch + 1 ELSE indexed_epoch END"
    " WHERE app_id = $1 AND conversation_id = $2 AND received_ms <= $3"
    " RETURNING app_user_id, epoch, seq, received_ms"
)
_EMPTY: Final = (
    "UPDATE conversation SET last_message = NULL, unread_count = 0, app_maker_unread_count = 0,"
    " app_user_read_ms = received_ms, app_maker_read_ms = received_ms WHERE conversation_id = $1"
)
_ERASE_MESSAGES: Final = (
    "DELETE FROM message WHERE conversation_id = $1 AND received_ms IN (SELECT received_ms FROM message"
    f" WHERE conversation_id = $1 AND received_ms <= $2 ORDER BY received_ms LIMIT {BATCH_ROWS})"
)
_ERASE_EVENTS: Final = (
    "DELETE FROM event WHERE conversation_id = $1 AND seq IN (SELECT seq FROM event"
    f" WHERE conversation_id = $1 AND seq <= $2 ORDER BY seq LIMIT {BATCH_ROWS})"
)
_FIND: Final = "SELECT received_ms, seq, role FROM message WHERE conversation_id = $1 AND message_id = $2"
_ERASE_MESSAGE: Final = "DELETE FROM message WHERE conversation_id = $1 AND received_ms = $2"
_EVENTS_FROM: Final = (
    f"SELECT seq, body FROM event WHERE conversation_id = $1 AND seq >= $2 ORDER BY seq LIMIT {BATCH_ROWS}"
)
_LATER: Final = (
    "SELECT received_ms, body FROM message WHERE conversation_id = $1 AND received_ms > $2"
    f" ORDER BY received_ms LIMIT {BATCH_ROWS}"
)
_REWRITE: Final = "UPDATE message SET body = $3 WHERE conversation_id = $1 AND received_ms = $2"
_RECOUNT: Final = (
    "UPDATE conversation SET last_message = $2,"
    " unread_count = (SELECT COUNT(*) FROM message WHERE conversation_id = $1 AND role = 'appMaker'"
    " AND received_ms > conversation.app_user_read_ms),"
    " app_maker_unread_count = (SELECT COUNT(*) FROM message WHERE conversation_id = $1 AND role = 'appUser'"
    " AND received_ms > conversation.app_maker_read_ms) WHERE conversation_id = $1"
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Erasing:
    """What is to be erased of a conversation; what comes later stays."""

    conversation_id: str
    until_ms: int  # `received_ms` of the last message
    until_seq: int  # of the last event


async def begin(tx: base.Tx, *, app_id: str, conversation_id: str, quiet_since_ms: int | None = None) -> Erasing:
    """Begin a conversation's log anew, take its files away, and say what `step` has to erase.

    Raises:
        errors.ConversationNotFound: it is gone, or something was said after `quiet_since_ms`.
    """
    erasing = await _renew(tx, app_id, conversation_id, quiet_since_ms)
    await tx.run(_EMPTY, conversation_id)
    await files.erase_conversation(tx, app_id, conversation_id)
    await owed.forget_said(tx, app_id=app_id, conversation_id=conversation_id)
    return erasing


async def step(tx: base.Tx, erasing: Erasing) -> int:
    """Erase a batch of messages and of events; return how many messages. Less than BATCH_ROWS of them: all is done."""
    messages = await tx.run(_ERASE_MESSAGES, erasing.conversation_id, erasing.until_ms)
    events = await tx.run(_ERASE_EVENTS, erasing.conversation_id, erasing.until_seq)
    while messages < BATCH_ROWS == events:  # there are more events than messages: reading is one, too
        events = await tx.run(_ERASE_EVENTS, erasing.conversation_id, erasing.until_seq)
    return messages


async def everything(
    database: base.Database, *, app_id: str, conversation_id: str, quiet_since_ms: int | None = None
) -> int:
    """Erase a conversation's messages, batch after batch; return how many there were. All are gone when this returns.

    Raises:
        errors.ConversationNotFound: as `begin`.
    """

    async def first(tx: base.Tx) -> tuple[Erasing, int]:
        erasing = await begin(tx, app_id=app_id, conversation_id=conversation_id, quiet_since_ms=quiet_since_ms)
        return erasing, await step(tx, erasing)

    erasing, batch = await database.write(first)
    erased = batch
    while batch == BATCH_ROWS:
        batch = await database.write(lambda tx: step(tx, erasing))
        erased += batch
    return erased


async def message(tx: base.Tx, conversation: model.Conversation, message_id: str) -> None:
    """Erase one message with its file, and where others quote it.

    Raises:
        errors.MessageNotFound: the conversation has no such message.
    """
    app_id, conversation_id = conversation.app_id, conversation.conversation_id
    await conversation_store.lock(tx, app_id, conversation.app_user_id)
    found = await tx.one(_FIND, conversation_id, message_id)
    if found is None:
        raise errors.MessageNotFound
    received_ms, seq, _ = cast(tuple[int, int, str], found)
    await _renew(tx, app_id, conversation_id)
    await files.erase_message(tx, app_id, message_id)
    await tx.run(_ERASE_MESSAGE, conversation_id, received_ms)
    await _erase_events_with(tx, conversation_id, seq, message_id)
    await _unquote(tx, conversation_id, received_ms, message_id)
    await owed.forget_said(
        tx,
        app_id=app_id,
        conversation_id=conversation_id,
        message_id=message_id,
    )
    newest = await conversation_store.page(tx, conversation_id, limit=1)
    await tx.run(_RECOUNT, conversation_id, conversation_store.encode_last(newest[0]) if newest else None)


async def _renew(tx: base.Tx, app_id: str, conversation_id: str, quiet_since_ms: int | None = None) -> Erasing:
    row = await tx.one(_RENEW, app_id, conversation_id, _EVER if quiet_since_ms is None else quiet_since_ms)
    if row is None:
        raise errors.ConversationNotFound
    app_user_id, epoch, seq, received_ms = cast(tuple[str, int, int, int], row)
    await answers.forget(tx, app_user_id)
    place = msgspec.json.encode(model.Position(epoch=epoch, seq=seq))
    tx.emit(model.Ring(app_id=app_id, conversation_id=conversation_id, seq=model.RESET, body=place))
    return Erasing(conversation_id=conversation_id, until_ms=received_ms, until_seq=seq)


async def _erase_events_with(tx: base.Tx, conversation_id: str, seq: int, message_id: str) -> None:
    """Delete the event of a message and those after it that show it. No cursor leads to them any more."""
    mark, start = message_id.encode(), seq
    while True:
        rows = cast(Sequence[tuple[int, bytes]], await tx.all(_EVENTS_FROM, conversation_id, start))
        for number, body in rows:
            if mark in body:
                await tx.run("DELETE FROM event WHERE conversation_id = $1 AND seq = $2", conversation_id, number)
        if len(rows) < BATCH_ROWS:
            return
        start = rows[-1][0] + 1


async def _unquote(tx: base.Tx, conversation_id: str, received_ms: int, message_id: str) -> None:
    """Take a message out of those that quote it; that they answer something stays."""
    mark, after = message_id.encode(), received_ms
    while True:
        rows = cast(Sequence[tuple[int, bytes]], await tx.all(_LATER, conversation_id, after))
        for moment, body in rows:
            if mark in body:
                await tx.run(_REWRITE, conversation_id, moment, _without_quote(body, message_id))
        if len(rows) < BATCH_ROWS:
            return
        after = rows[-1][0]


def _without_quote(body: bytes, message_id: str) -> bytes:
    content: dict[str, Any] = msgspec.json.decode(body)
    quote = content.get("quote")
    if isinstance(quote, dict) and quote.get("message_id") == message_id:
        del content["quote"]
    return msgspec.json.encode(content)
