"""All SQL of uploads."""

from collections.abc import Sequence
from typing import Any, Final, cast

from smooch_server.core import errors
from smooch_server.storage import base
from smooch_server.uploads import model

_COLUMNS: Final = "upload_key, app_id, app_user_id, name, media_type, size, digest, access, for_message, state, created_ms, attached_ms"
# Nobody may see it any more, and what it was called is gone. What is left to do is the sweeper's.
_DOOM: Final = "UPDATE upload SET state = 'doomed', name = '', app_user_id = NULL WHERE state <> 'doomed'"


async def insert(tx: base.Tx, upload: model.Upload) -> None:
    await tx.run(
        f"INSERT INTO upload ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        upload.key,
        upload.app_id,
        upload.app_user_id,
        upload.name,
        upload.media_type,
        upload.size,
        upload.digest,
        upload.access,
        upload.for_message,
        upload.state,
        upload.created_ms,
        upload.attached_ms,
    )


async def check_owner(tx: base.Tx, upload: model.Upload) -> None:
    """Refuse an owner that was deleted while the file was on its way.

    Raises:
        errors.AppNotFound, errors.UserNotFound
    """
    if await tx.one("SELECT 1 FROM app WHERE app_id = $1", upload.app_id) is None:
        raise errors.AppNotFound
    if upload.app_user_id is None:
        return
    found = await tx.one(
        "SELECT 1 FROM app_user WHERE app_id = $1 AND app_user_id = $2", upload.app_id, upload.app_user_id
    )
    if found is None:
        raise errors.UserNotFound


async def bytes_since(tx: base.Tx, app_id: str, app_user_id: str, *, since_ms: int) -> int:
    """Return how much was stored for a user since a time."""
    row = await tx.one(
        "SELECT COALESCE(SUM(size), 0) FROM upload WHERE app_id = $1 AND app_user_id = $2 AND created_ms > $3",
        app_id,
        app_user_id,
        since_ms,
    )
    return int(cast(int, row[0])) if row else 0


async def by_key(tx: base.Tx, key: str) -> model.Upload | None:
    """Return an upload of any app that is not doomed. For the file route alone: others name the app."""
    row = await tx.one(f"SELECT {_COLUMNS} FROM upload WHERE upload_key = $1 AND state <> 'doomed'", key)
    return _upload(row) if row else None


async def attach(tx: base.Tx, app_id: str, key: str, message_id: str, *, now_ms: int) -> model.Upload | None:
    """Note that a stored message shows the upload; return it, or None when the app has no such upload."""
    row = await tx.one(
        "UPDATE upload SET state = 'attached', attached_ms = COALESCE(attached_ms, $3)"
        f" WHERE app_id = $1 AND upload_key = $2 AND state <> 'doomed' RETURNING {_COLUMNS}",
        app_id,
        key,
        now_ms,
    )
    if row is None:
        return None
    await tx.run(
        "INSERT INTO upload_use (upload_key, message_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", key, message_id
    )
    return _upload(row)


async def keep(tx: base.Tx, app_id: str, key: str) -> bool:
    """Let an upload outlive the messages that show it; return whether there is one."""
    sql = "UPDATE upload SET for_message = FALSE WHERE app_id = $1 AND upload_key = $2 AND state <> 'doomed'"
    return await tx.run(sql, app_id, key) > 0


async def doom(tx: base.Tx, app_id: str, key: str) -> bool:
    """Doom one upload; return whether there was one."""
    return await tx.run(f"{_DOOM} AND app_id = $1 AND upload_key = $2", app_id, key) > 0


async def doom_of_user(tx: base.Tx, app_id: str, app_user_id: str) -> int:
    return await tx.run(f"{_DOOM} AND app_id = $1 AND app_user_id = $2", app_id, app_user_id)


async def doom_of_app(tx: base.Tx, app_id: str, *, limit: int) -> int:
    """Doom up to `limit` uploads of an app."""
    return await tx.run(
        f"{_DOOM} AND upload_key IN (SELECT upload_key FROM upload WHERE app_id = $1 AND state <> 'doomed' LIMIT $2)",
        app_id,
        limit,
    )


async def doom_of_conversation(tx: base.Tx, app_id: str, conversation_id: str) -> int:
    """Doom what only messages of this conversation show."""
    return await tx.run(
        f"{_DOOM} AND app_id = $1 AND for_message AND upload_key IN (SELECT u.upload_key FROM upload_use AS u"
        " JOIN message AS m ON m.message_id = u.message_id WHERE m.conversation_id = $2)"
        " AND NOT EXISTS (SELECT 1 FROM upload_use AS o JOIN message AS n ON n.message_id = o.message_id"
        " WHERE o.upload_key = upload.upload_key AND n.conversation_id <> $2)",
        app_id,
        conversation_id,
    )


async def doom_of_message(tx: base.Tx, app_id: str, message_id: str) -> int:
    """Doom what only this message shows."""
    return await tx.run(
        f"{_DOOM} AND app_id = $1 AND for_message"
        " AND upload_key IN (SELECT upload_key FROM upload_use WHERE message_id = $2) AND NOT EXISTS"
        " (SELECT 1 FROM upload_use AS o WHERE o.upload_key = upload.upload_key AND o.message_id <> $2)",
        app_id,
        message_id,
    )


async def of_user(
    tx: base.Tx, app_id: str, app_user_id: str, conversation_id: str, *, after: str, limit: int
) -> list[model.Upload]:
    """Return what a user uploaded and what the conversation shows, by key above `after`."""
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM upload WHERE app_id = $1 AND state <> 'doomed' AND upload_key > $4"
        " AND upload_key IN (SELECT upload_key FROM upload WHERE app_id = $1 AND app_user_id = $2"
        " UNION ALL SELECT u.upload_key FROM upload_use AS u JOIN message AS m ON m.message_id = u.message_id"
        " WHERE m.conversation_id = $3) ORDER BY upload_key LIMIT $5",
        app_id,
        app_user_id,
        conversation_id,
        after,
        limit,
    )
    return [_upload(row) for row in rows]


async def move_user(tx: base.Tx, app_id: str, app_user_id: str, *, to: str) -> None:
    await tx.run("UPDATE upload SET app_user_id = $3 WHERE app_id = $1 AND app_user_id = $2", app_id, app_user_id, to)


async def doom_waiting(tx: base.Tx, *, before_ms: int, limit: int) -> int:
    """Doom uploads for messages that waited for theirs since before a time."""
    return await tx.run(
        f"{_DOOM} AND state = 'stored' AND upload_key IN (SELECT upload_key FROM upload"
        " WHERE state = 'stored' AND for_message AND created_ms < $1 ORDER BY created_ms LIMIT $2)",
        before_ms,
        limit,
    )


async def doom_forsaken(tx: base.Tx, *, prefix: str) -> int:
    """Doom, among the keys with a prefix, what lost its app, its user or, when made for messages, the last of them."""
    return await tx.run(
        f"{_DOOM} AND upload_key >= $1 AND upload_key < $2 AND ("
        "NOT EXISTS (SELECT 1 FROM app AS a WHERE a.app_id = upload.app_id)"
        " OR (app_user_id IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM app_user AS w WHERE w.app_user_id = upload.app_user_id))"
        " OR (state = 'attached' AND for_message AND NOT EXISTS"
        " (SELECT 1 FROM upload_use AS o WHERE o.upload_key = upload.upload_key)))",
        prefix,
        prefix + "g",  # behind every hex digit
    )


async def doomed(tx: base.Tx, *, limit: int) -> list[tuple[str, str]]:
    """Return app and key of doomed uploads."""
    rows = await tx.all(
        "SELECT app_id, upload_key FROM upload WHERE state = 'doomed' ORDER BY upload_key LIMIT $1", limit
    )
    return [(cast(str, row[0]), cast(str, row[1])) for row in rows]


async def delete_doomed(tx: base.Tx, keys: Sequence[str]) -> None:
    """Delete the rows of doomed uploads whose blobs are gone. Pass at most 500 keys."""
    if keys:
        marks = ", ".join(f"${number}" for number in range(1, len(keys) + 1))
        await tx.run(f"DELETE FROM upload WHERE state = 'doomed' AND upload_key IN ({marks})", *keys)


async def existing(tx: base.Tx, keys: Sequence[str]) -> set[str]:
    """Return those of the keys that have a row. Pass at most 500."""
    if not keys:
        return set()
    marks = ", ".join(f"${number}" for number in range(1, len(keys) + 1))
    rows = await tx.all(f"SELECT upload_key FROM upload WHERE upload_key IN ({marks})", *keys)
    return {cast(str, row[0]) for row in rows}


async def existing_apps(tx: base.Tx, app_ids: Sequence[str]) -> set[str]:
    """Return those of the apps that exist. Pass at most 500."""
    if not app_ids:
        return set()
    marks = ", ".join(f"${number}" for number in range(1, len(app_ids) + 1))
    rows = await tx.all(f"SELECT app_id FROM app WHERE app_id IN ({marks})", *app_ids)
    return {cast(str, row[0]) for row in rows}


async def lease_sweep(tx: base.Tx, *, now_ms: int, until_ms: int) -> int | None:
    """Take the sweep when it is due, for one process until a time; return the shard to go on with."""
    row = await tx.one(
        "UPDATE upload_sweep SET due_ms = $2 WHERE singleton = 1 AND due_ms <= $1 RETURNING shard", now_ms, until_ms
    )
    return cast(int, row[0]) if row else None


async def finish_sweep(tx: base.Tx, *, shard: int, due_ms: int) -> None:
    await tx.run("UPDATE upload_sweep SET due_ms = $1, shard = $2 WHERE singleton = 1", due_ms, shard)


def _upload(row: base.Row) -> model.Upload:
    value: Any = row
    return model.Upload(
        key=value[0],
        app_id=value[1],
        app_user_id=value[2],
        name=value[3],
        media_type=value[4],
        size=value[5],
        digest=bytes(value[6]),
        access=value[7],
        for_message=bool(value[8]),
        state=value[9],
        created_ms=value[10],
        attached_ms=value[11],
    )
