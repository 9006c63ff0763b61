"""The SQL of one-time codes. Only a hash of a code is stored."""

from typing import Final, cast

from smooch_server.storage import base

_INSERT: Final = (
    "INSERT INTO one_time_code (code_hash, kind, app_id, app_user_id, integration_id, expires_ms)"
    " VALUES ($1, $2, $3, $4, $5, $6)"
)
_SPEND: Final = (
    "DELETE FROM one_time_code WHERE code_hash = $1 AND kind = $2 AND app_id = $3"
    " RETURNING app_user_id, integration_id, expires_ms"
)


async def insert_code(
    tx: base.Tx,
    code_hash: bytes,
    *,
    kind: str,
    app_id: str,
    app_user_id: str,
    integration_id: str | None,
    expires_ms: int,
) -> None:
    await tx.run(_INSERT, code_hash, kind, app_id, app_user_id, integration_id, expires_ms)


async def spend_code(tx: base.Tx, code_hash: bytes, *, kind: str, app_id: str) -> tuple[str, str | None, int] | None:
    """Remove a code and return its user, integration and end; of two who try at once one gets it."""
    row = await tx.one(_SPEND, code_hash, kind, app_id)
    return None if row is None else cast(tuple[str, str | None, int], row)


async def forget_expired(tx: base.Tx, *, now_ms: int) -> None:
    await tx.run("DELETE FROM one_time_code WHERE expires_ms < $1", now_ms)


async def move_links(tx: base.Tx, app_user_id: str, *, to: str) -> None:
    """Give the links that one user may still follow to another."""
    await tx.run("UPDATE one_time_code SET app_user_id = $2 WHERE app_user_id = $1 AND kind = 'link'", app_user_id, to)
