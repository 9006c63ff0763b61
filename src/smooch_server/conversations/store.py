"""All SQL of conversations, messages and events."""

from collections.abc import Sequence
from typing import Any, Final, cast

import msgspec

from smooch_server.conversations import fallbacks, model
from smooch_server.storage import base, padding

_CONVERSATION: Final = (
    "conversation_id, app_id, app_user_id, epoch, seq, received_ms, unread_count, app_maker_unread_count,"
    " app_user_read_ms, app_maker_read_ms, last_message"
)
_MESSAGE: Final = "message_id, conversation_id, app_id, seq, role, author_id, send_id, received_ms, body"
MESSAGE: Final = _MESSAGE  # the columns that `message_of` reads, for a search that joins them with its own
_decode_content: Final = msgspec.json.Decoder(model.Content).decode
_decode_last: Final = msgspec.json.Decoder(model.LastMessage).decode
_encode: Final = msgspec.json.Encoder().encode

_INSERT_CONVERSATION: Final = (
    f"INSERT INTO conversation ({_CONVERSATION}, created_ms)"
    " VALUES ($1, $2, $3, 0, 1, 0, 0, 0, 0, 0, NULL, $4)"
    f" ON CONFLICT (app_user_id) DO NOTHING RETURNING {_CONVERSATION}"
)
_OF_USER: Final = f"SELECT {_CONVERSATION} FROM conversation WHERE app_id = $1 AND app_user_id = $2"
# The user may be deleted, and the conversation not erased yet.
_LIVE: Final = (
    "EXISTS (SELECT 1 FROM app_user WHERE app_user.app_user_id = conversation.app_user_id"
    " AND app_user.deleted_ms IS NULL)"
)
_BY_ID: Final = f"SELECT {_CONVERSATION} FROM conversation WHERE app_id = $1 AND conversation_id = $2 AND {_LIVE}"
# Takes the row's lock: what is read after it stays true until the commit.
_LOCK: Final = f"UPDATE conversation SET epoch = epoch WHERE app_id = $1 AND app_user_id = $2 RETURNING {_CONVERSATION}"
_ADVANCE_USER: Final = (
    "UPDATE conversation SET seq = seq + 1,"
    " received_ms = CASE WHEN received_ms >= $3 THEN received_ms + 1 ELSE $3 END,"
    " unread_count = 0, app_maker_unread_count = app_maker_unread_count + 1,"
    " app_user_read_ms = CASE WHEN received_ms >= $3 THEN received_ms + 1 ELSE $3 END, last_message = $4"
    f" WHERE app_id = $1 AND app_user_id = $2 RETURNING {_CONVERSATION}"
)
_ADVANCE_MAKER: Final = (
    "UPDATE conversation SET seq = seq + 1,"
    " received_ms = CASE WHEN received_ms >= $3 THEN received_ms + 1 ELSE $3 END,"
    " unread_count = unread_count + 1, app_maker_unread_count = 0,"
    " app_maker_read_ms = CASE WHEN received_ms >= $3 THEN received_ms + 1 ELSE $3 END, last_message = $4"
    f" WHERE app_id = $1 AND app_user_id = $2 RETURNING {_CONVERSATION}"
)
_READ_BY_USER: Final = (
    "UPDATE conversation SET seq = seq + 1, unread_count = 0, app_user_read_ms = received_ms"
    " WHERE app_id = $1 AND app_user_id = $2 AND app_user_read_ms < received_ms"
    f" RETURNING {_CONVERSATION}"
)
_READ_BY_MAKER: Final = (
    "UPDATE conversation SET seq = seq + 1, app_maker_unread_count = 0, app_maker_read_ms = received_ms"
    " WHERE app_id = $1 AND app_user_id = $2 AND app_maker_read_ms < received_ms"
    f" RETURNING {_CONVERSATION}"
)
_INSERT_MESSAGE: Final = (
    f"INSERT INTO message ({_MESSAGE}, send_digest) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
)
_INSERT_EVENT: Final = "INSERT INTO event (conversation_id, seq, app_id, body) VALUES ($1, $2, $3, $4)"
_BY_SEND: Final = (
    f"SELECT {_MESSAGE}, send_digest FROM message WHERE conversation_id = $1 AND author_id = $2 AND send_id = $3"
)
_NEWEST: Final = f"SELECT {_MESSAGE} FROM message WHERE conversation_id = $1 ORDER BY received_ms DESC LIMIT $2"
_BEFORE: Final = (
    f"SELECT {_MESSAGE} FROM message WHERE conversation_id = $1 AND received_ms < $3 ORDER BY received_ms DESC LIMIT $2"
)
_AFTER: Final = (
    f"SELECT {_MESSAGE} FROM message WHERE conversation_id = $1 AND received_ms > $3 ORDER BY received_ms LIMIT $2"
)
_BY_MESSAGE: Final = f"SELECT {_MESSAGE} FROM message WHERE conversation_id = $1 AND message_id = $2"
_UPDATE_CONTENT: Final = "UPDATE message SET body = $3 WHERE conversation_id = $1 AND message_id = $2"
_COUNT_EVENT: Final = (
    f"UPDATE conversation SET seq = seq + 1 WHERE app_id = $1 AND conversation_id = $2 RETURNING {_CONVERSATION}"
)
_INSERT_ACTION: Final = "INSERT INTO message_action (action_id, message_id) VALUES ($1, $2)"
_BY_ACTION: Final = (
    f"SELECT {_MESSAGE} FROM message WHERE conversation_id = $1"
    " AND message_id = (SELECT message_id FROM message_action WHERE action_id = $2)"
)
_EVENTS_AFTER: Final = "SELECT seq, body FROM event WHERE conversation_id = $1 AND seq > $2 ORDER BY seq LIMIT $3"
_LIST: Final = (
    f"SELECT {_CONVERSATION} FROM conversation WHERE app_id = $1 AND received_ms > 0"
    f" AND (received_ms, conversation_id) < ($2, $3) AND {_LIVE}"
    " ORDER BY received_ms DESC, conversation_id DESC LIMIT $4"
)
_INSTALLATION_EPOCH: Final = "SELECT epoch FROM installation WHERE singleton = 1"


async def insert(
    tx: base.Tx, *, conversation_id: str, app_id: str, app_user_id: str, now_ms: int
) -> model.Conversation | None:
    """Make the user's conversation with `seq` 1; None when there is one already."""
    row = await tx.one(_INSERT_CONVERSATION, conversation_id, app_id, app_user_id, now_ms)
    return _conversation(row) if row else None


async def of_user(tx: base.Tx, app_id: str, app_user_id: str) -> model.Conversation | None:
    row = await tx.one(_OF_USER, app_id, app_user_id)
    return _conversation(row) if row else None


async def by_id(tx: base.Tx, app_id: str, conversation_id: str) -> model.Conversation | None:
    row = await tx.one(_BY_ID, app_id, conversation_id)
    return _conversation(row) if row else None


async def lock(tx: base.Tx, app_id: str, app_user_id: str) -> model.Conversation | None:
    """Return the user's conversation and keep every other writer of it waiting until the commit."""
    row = await tx.one(_LOCK, app_id, app_user_id)
    return _conversation(row) if row else None


async def advance(
    tx: base.Tx, app_id: str, app_user_id: str, last: model.LastMessage, *, now_ms: int
) -> model.Conversation | None:
    """Take the next `seq` and `received_ms` for the message `last`; None without a conversation."""
    sql = _ADVANCE_USER if last.role == "appUser" else _ADVANCE_MAKER
    row = await tx.one(sql, app_id, app_user_id, now_ms, _encode(last))
    return _conversation(row) if row else None


async def read(tx: base.Tx, app_id: str, app_user_id: str, role: model.Role) -> model.Conversation | None:
    """Mark everything as read by one side; None when it was already, or there is no conversation."""
    row = await tx.one(_READ_BY_USER if role == "appUser" else _READ_BY_MAKER, app_id, app_user_id)
    return _conversation(row) if row else None


def last_message(conversation: model.Conversation) -> model.LastMessage | None:
    """Return what the list shows of the newest message. Decoded here, because only the list needs it."""
    return None if conversation.last_message is None else _decode_last(conversation.last_message)


def encode_last(message: model.Message) -> bytes:
    """Return what the list shows of a message, as it is stored."""
    text = fallbacks.summary(message.content)[: model.LAST_TEXT_CHARS]
    return _encode(model.LastMessage(role=message.role, type=message.content.type, text=text))


async def insert_message(tx: base.Tx, message: model.Message, digest: bytes | None) -> None:
    await tx.run(
        _INSERT_MESSAGE,
        message.message_id,
        message.conversation_id,
        message.app_id,
        message.seq,
        message.role,
        message.author_id,
        message.send_id,
        message.received_ms,
        _encode(message.content),
        digest,
    )


async def insert_event(tx: base.Tx, *, conversation_id: str, seq: int, app_id: str, body: bytes) -> None:
    await tx.run(_INSERT_EVENT, conversation_id, seq, app_id, body)


async def sent(
    tx: base.Tx, conversation_id: str, author_id: str, send_id: str
) -> tuple[model.Message, bytes | None] | None:
    """Return the message an author sent under `send_id`, with the digest of what was sent."""
    row = await tx.one(_BY_SEND, conversation_id, author_id, send_id)
    return (_message(row), cast(bytes | None, row[9])) if row else None


async def message(tx: base.Tx, conversation_id: str, message_id: str) -> model.Message | None:
    row = await tx.one(_BY_MESSAGE, conversation_id, message_id)
    return _message(row) if row else None


async def message_of_action(tx: base.Tx, conversation_id: str, action_id: str) -> model.Message | None:
    """Return the message of this conversation in which a postback or a purchase stands."""
    row = await tx.one(_BY_ACTION, conversation_id, action_id)
    return _message(row) if row else None


async def insert_action(tx: base.Tx, action_id: str, message_id: str) -> None:
    """Note in which message a button stands that will be asked for by its id."""
    await tx.run(_INSERT_ACTION, action_id, message_id)


async def count_event(tx: base.Tx, app_id: str, conversation_id: str) -> model.Conversation | None:
    """Take the next `seq` for an event that is no message; None without the conversation."""
    row = await tx.one(_COUNT_EVENT, app_id, conversation_id)
    return _conversation(row) if row else None


async def update_content(tx: base.Tx, message: model.Message) -> None:
    await tx.run(_UPDATE_CONTENT, message.conversation_id, message.message_id, _encode(message.content))


async def page(
    tx: base.Tx, conversation_id: str, *, limit: int, before_ms: int | None = None, after_ms: int | None = None
) -> list[model.Message]:
    """Return up to `limit` messages, oldest first: the newest, those just before, or those just after."""
    if after_ms is not None:
        return [_message(row) for row in await tx.all(_AFTER, conversation_id, limit, after_ms)]
    if before_ms is not None:
        rows = await tx.all(_BEFORE, conversation_id, limit, before_ms)
    else:
        rows = await tx.all(_NEWEST, conversation_id, limit)
    return [_message(row) for row in reversed(rows)]


async def events_after(tx: base.Tx, conversation_id: str, seq: int, limit: int) -> Sequence[tuple[int, bytes]]:
    """Return up to `limit` stored events above `seq`, in order, as they go to sockets."""
    return cast(Sequence[tuple[int, bytes]], await tx.all(_EVENTS_AFTER, conversation_id, seq, limit))


async def newest_seqs(tx: base.Tx, conversation_ids: Sequence[str]) -> dict[str, int]:
    """Return the newest `seq` of each conversation that exists. One statement: pass at most 500 ids."""
    if not conversation_ids:
        return {}
    marks, given = padding.padded(conversation_ids, first=1)
    rows = await tx.all(f"SELECT conversation_id, seq FROM conversation WHERE conversation_id IN ({marks})", *given)
    return {cast(str, row[0]): cast(int, row[1]) for row in rows}


async def listed(tx: base.Tx, app_id: str, *, before: tuple[int, str], limit: int) -> list[model.Conversation]:
    """Return conversations with messages, newest first, that stand below `before`."""
    return [_conversation(row) for row in await tx.all(_LIST, app_id, before[0], before[1], limit)]


async def installation_epoch(tx: base.Tx) -> str:
    row = await tx.one(_INSTALLATION_EPOCH)
    return cast(str, row[0]) if row else ""


async def lock_installation(tx: base.Tx) -> None:
    """Keep other processes out of what is done once for an installation, until the commit."""
    await tx.run("UPDATE installation SET epoch = epoch WHERE singleton = 1")


async def make_installation(tx: base.Tx, epoch: str, *, now_ms: int) -> None:
    """Name this installation's history; does nothing when it has a name."""
    await tx.run(
        "INSERT INTO installation (singleton, epoch, created_ms) VALUES (1, $1, $2) ON CONFLICT DO NOTHING",
        epoch,
        now_ms,
    )


def _conversation(row: base.Row) -> model.Conversation:
    value: Any = row  # one look at the types for eleven columns: this runs for every message
    return model.Conversation(
        conversation_id=value[0],
        app_id=value[1],
        app_user_id=value[2],
        epoch=value[3],
        seq=value[4],
        received_ms=value[5],
        unread_count=value[6],
        app_maker_unread_count=value[7],
        app_user_read_ms=value[8],
        app_maker_read_ms=value[9],
        last_message=value[10],
    )


def _message(row: base.Row) -> model.Message:
    return model.Message(
        message_id=cast(str, row[0]),
        conversation_id=cast(str, row[1]),
        app_id=cast(str, row[2]),
        seq=cast(int, row[3]),
        role=cast(model.Role, row[4]),
        author_id=cast(str, row[5]),
        send_id=cast(str | None, row[6]),
        received_ms=cast(int, row[7]),
        content=_decode_content(cast(bytes, row[8])),
    )


def message_of(row: base.Row) -> model.Message:
    """Return the message whose columns a row begins with."""
    return _message(row)
