"""The SQL that moves one conversation's messages into another."""

from collections.abc import Sequence
from typing import Final, cast

from smooch_server.conversations import model
from smooch_server.storage import base, padding

PAGE: Final = 500  # messages in one statement: far below what a database cuts off
_EVENTS_PAGE: Final = 2_000
_RUN_PAGE: Final = 50  # messages looked at for a free place: runs without one are short

_POSITIONS: Final = (
    "SELECT message_id, received_ms FROM message WHERE conversation_id = $1 AND received_ms > $2"
    " ORDER BY received_ms LIMIT $3"
)
_RUN: Final = (
    "SELECT received_ms FROM message WHERE conversation_id = $1 AND received_ms >= $2 ORDER BY received_ms LIMIT $3"
)
# What is moved is the new author's, and gives way where that author used the same send id before.
_MOVE: Final = (
    "UPDATE message SET conversation_id = $2, seq = $3,"
    " author_id = CASE WHEN author_id = $4 THEN $5 ELSE author_id END,"
    " send_id = CASE WHEN EXISTS (SELECT 1 FROM message AS o WHERE o.conversation_id = $2 AND o.send_id = message.send_id"
    " AND o.author_id = CASE WHEN message.author_id = $4 THEN $5 ELSE message.author_id END)"
    " THEN NULL ELSE send_id END"
)
_MOVE_RANGE: Final = f"{_MOVE} WHERE conversation_id = $1 AND received_ms >= $6 AND received_ms <= $7"
_MOVE_ONE: Final = f"{_MOVE}, received_ms = $7 WHERE conversation_id = $1 AND message_id = $6"
_RENAME: Final = (
    "UPDATE message SET author_id = $3 WHERE conversation_id = $1 AND author_id = $2"
    " AND received_ms >= $4 AND received_ms <= $5"
)
_FIRST_EVENT: Final = "SELECT MIN(seq) FROM event WHERE conversation_id = $1"
_DELETE_EVENTS: Final = "DELETE FROM event WHERE conversation_id = $1 AND seq < $2"
_DELETE: Final = "DELETE FROM conversation WHERE conversation_id = $1"
_REPLACE: Final = (
    "UPDATE conversation SET app_user_id = $2, epoch = $3, seq = $4, received_ms = $5, unread_count = $6,"
    " app_maker_unread_count = $7, app_user_read_ms = $8, app_maker_read_ms = $9, last_message = $10"
    " WHERE conversation_id = $1"
)


async def positions(tx: base.Tx, conversation_id: str, after_ms: int) -> Sequence[tuple[str, int]]:
    """Return id and `received_ms` of the next PAGE messages, oldest first."""
    return cast(Sequence[tuple[str, int]], await tx.all(_POSITIONS, conversation_id, after_ms, PAGE))


async def taken(tx: base.Tx, conversation_id: str, places: Sequence[int]) -> set[int]:
    """Return those of the places where the conversation has a message. Pass at most 512, and one at least."""
    marks, given = padding.padded(places, first=2)
    rows = await tx.all(
        f"SELECT received_ms FROM message WHERE conversation_id = $1 AND received_ms IN ({marks})",
        conversation_id,
        *given,
    )
    return {cast(int, row[0]) for row in rows}


async def free(tx: base.Tx, conversation_id: str, place: int) -> int:
    """Return the first place from this one on where the conversation has no message."""
    while True:
        rows = await tx.all(_RUN, conversation_id, place, _RUN_PAGE)
        for row in rows:
            if row[0] != place:
                return place
            place += 1
        if len(rows) < _RUN_PAGE:
            return place


async def move(
    tx: base.Tx, from_: model.Conversation, to: model.Conversation, first_ms: int, last_ms: int, *, seq: int
) -> None:
    """Move the messages between two places as they are."""
    await tx.run(
        _MOVE_RANGE,
        from_.conversation_id,
        to.conversation_id,
        seq,
        from_.app_user_id,
        to.app_user_id,
        first_ms,
        last_ms,
    )


async def move_one(
    tx: base.Tx, from_: model.Conversation, to: model.Conversation, message_id: str, place: int, *, seq: int
) -> None:
    """Move one message to another place."""
    await tx.run(
        _MOVE_ONE, from_.conversation_id, to.conversation_id, seq, from_.app_user_id, to.app_user_id, message_id, place
    )


async def rename_author(
    tx: base.Tx, conversation_id: str, author_id: str, to: str, first_ms: int, last_ms: int
) -> None:
    """Make the messages of one author another's."""
    await tx.run(_RENAME, conversation_id, author_id, to, first_ms, last_ms)


async def delete_log(tx: base.Tx, conversation: model.Conversation) -> None:
    """Delete every event of the conversation."""
    row = await tx.one(_FIRST_EVENT, conversation.conversation_id)
    seq = cast(int | None, row[0]) if row else None
    while seq is not None and seq <= conversation.seq:
        seq += _EVENTS_PAGE
        await tx.run(_DELETE_EVENTS, conversation.conversation_id, seq)


async def delete(tx: base.Tx, conversation_id: str) -> None:
    """Delete a conversation that has no messages and no events any more."""
    await tx.run(_DELETE, conversation_id)


async def replace(tx: base.Tx, conversation: model.Conversation) -> None:
    """Store all of a conversation whose row is locked."""
    await tx.run(
        _REPLACE,
        conversation.conversation_id,
        conversation.app_user_id,
        conversation.epoch,
        conversation.seq,
        conversation.received_ms,
        conversation.unread_count,
        conversation.app_maker_unread_count,
        conversation.app_user_read_ms,
        conversation.app_maker_read_ms,
        conversation.last_message,
    )
