"""All SQL of first answers."""

from typing import Final, cast

from smooch_server.answers import model
from smooch_server.core import errors
from smooch_server.storage import base

_NAME: Final = "owner = $1 AND route = $2 AND idempotency_key = $3"
_FIND: Final = f"SELECT digest, status, answer, created_ms FROM first_answer WHERE {_NAME} AND created_ms > $4"
# A name whose day is over is taken anew. Who comes second waits here for the first one's commit, then gets no row.
_CLAIM: Final = (
    "INSERT INTO first_answer (owner, route, idempotency_key, app_id, digest, created_ms) VALUES ($1, $2, $3, $4, $5, $6)"
    " ON CONFLICT (owner, route, idempotency_key) DO UPDATE SET digest = $5, status = NULL, answer = NULL,"
    " app_user_id = NULL, created_ms = $6 WHERE first_answer.created_ms <= $7"
)
_ANSWER: Final = f"UPDATE first_answer SET status = $4, answer = $5, app_user_id = $6 WHERE {_NAME} AND status IS NULL"
_PURGE: Final = (
    "DELETE FROM first_answer WHERE (owner, route, idempotency_key) IN"
    " (SELECT owner, route, idempotency_key FROM first_answer WHERE created_ms <= $1 LIMIT $2)"
)


async def find(tx: base.Tx, call: model.Call, *, now_ms: int) -> model.First | None:
    """Return the first call of this name within the last day."""
    row = await tx.one(_FIND, call.owner, call.route, call.key, now_ms - model.KEPT_MS)
    if row is None:
        return None
    return model.First(
        digest=cast(bytes, row[0]),
        status=cast(int | None, row[1]),
        answer=cast(bytes | None, row[2]),
        created_ms=cast(int, row[3]),
    )


async def claim(tx: base.Tx, call: model.Call, *, now_ms: int) -> None:
    """Note that this call is the first of its name, in the transaction of what it does.

    Raises:
        errors.Conflict: another one was first.
        errors.AppNotFound: the app was deleted meanwhile.
    """
    expired_ms = now_ms - model.KEPT_MS
    try:
        first = await tx.run(_CLAIM, call.owner, call.route, call.key, call.app_id, call.digest, now_ms, expired_ms)
    except base.MissingParent as error:
        raise errors.AppNotFound from error
    if not first:
        raise errors.Conflict("A call with this Idempotency-Key is under way", retry_after=1)


async def note(tx: base.Tx, call: model.Call, *, status: int, answer: bytes, app_user_id: str | None) -> None:
    """Store the answer of a call that claimed its name. It goes with the user whom it shows."""
    await tx.run(_ANSWER, call.owner, call.route, call.key, status, answer, app_user_id)


async def move_user(tx: base.Tx, app_user_id: str, *, to: str) -> None:
    """Make the answers that show one user another's: they stay, and go when that one is erased."""
    await tx.run("UPDATE first_answer SET app_user_id = $2 WHERE app_user_id = $1", app_user_id, to)


async def purge(tx: base.Tx, *, now_ms: int, limit: int) -> int:
    """Delete up to `limit` answers whose day is over; return how many."""
    return await tx.run(_PURGE, now_ms - model.KEPT_MS, limit)


async def forget(tx: base.Tx, app_user_id: str) -> None:
    """Delete the answers that show a user: what they hold was erased elsewhere."""
    await tx.run("DELETE FROM first_answer WHERE app_user_id = $1", app_user_id)
