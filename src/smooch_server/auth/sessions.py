"""Session tokens of anonymous visitors: opaque, stored as a hash, idle 30 days, at most 180 days."""

import hashlib
from typing import Final, cast

from smooch_server.auth import subject
from smooch_server.core import errors, ids
from smooch_server.storage import base

DAY_MS: Final = 86_400_000
IDLE_MS: Final = 30 * DAY_MS
ABSOLUTE_MS: Final = 180 * DAY_MS
TOUCH_MS: Final = DAY_MS  # `used_ms` is written at most once a day: no write for each request

_INSERT: Final = (
    "INSERT INTO session (token_hash, app_id, app_user_id, device_id, created_ms, used_ms, proved)"
    " VALUES ($1, $2, $3, $4, $5, $5, $6)"
)
# The sessions of an app that is being erased have ended.
_LIVE: Final = (
    "SELECT session.created_ms, session.used_ms, session.proved FROM session JOIN app ON app.app_id = session.app_id"
    " WHERE session.token_hash = $1 AND session.app_id = $2 AND session.app_user_id = $3 AND app.deleted_ms IS NULL"
)
_PURGE: Final = "DELETE FROM session WHERE token_hash IN (SELECT token_hash FROM session WHERE used_ms < $1 LIMIT $2)"


def digest(token: str) -> bytes:
    """Return what is stored of a token. 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).digest()


async def create(
    tx: base.Tx, *, app_id: str, app_user_id: str, device_id: str, proved: bool = False, now_ms: int
) -> str:
    """Make a session of the user on the device and return its token, which is not kept.

    One that the business vouched for is `proved`: it acts for a user who is secured, too.

    Raises:
        errors.UserNotFound: the user was deleted meanwhile.
    """
    token = ids.new_session_token()
    try:
        await tx.run(_INSERT, digest(token), app_id, app_user_id, device_id, now_ms, proved)
    except base.MissingParent as error:
        raise errors.UserNotFound from error
    return token


async def authenticate(
    tx: base.Tx, *, app_id: str, app_user_id: str, token: str, now_ms: int
) -> tuple[subject.AppUser, bool]:
    """Return the user of a live session, and whether `touch` is due.

    Raises:
        errors.InvalidAuth: no such session of this user in this app, or it has ended.
    """
    row = await tx.one(_LIVE, digest(token), app_id, app_user_id)
    if row is None:
        raise errors.InvalidAuth
    created_ms, used_ms = cast(int, row[0]), cast(int, row[1])
    if now_ms - used_ms > IDLE_MS or now_ms - created_ms > ABSOLUTE_MS:
        raise errors.InvalidAuth("The session has ended")
    found = subject.AppUser(app_id=app_id, app_user_id=app_user_id, user_id=None, proved=bool(row[2]))
    return found, now_ms - used_ms > TOUCH_MS


async def touch(tx: base.Tx, token: str, *, now_ms: int) -> None:
    """Note that the session is in use."""
    await tx.run("UPDATE session SET used_ms = $2 WHERE token_hash = $1", digest(token), now_ms)


async def end(tx: base.Tx, *, app_user_id: str, device_id: str) -> None:
    """End the sessions of one device."""
    await tx.run("DELETE FROM session WHERE app_user_id = $1 AND device_id = $2", app_user_id, device_id)


async def end_all(tx: base.Tx, *, app_user_id: str) -> None:
    """End every session of the user."""
    await tx.run("DELETE FROM session WHERE app_user_id = $1", app_user_id)


async def purge(tx: base.Tx, *, now_ms: int, limit: int) -> int:
    """Delete up to `limit` sessions that nobody used for IDLE_MS; return how many.

    One that ended by its age cannot be used any more, so it is among them IDLE_MS later.
    """
    return await tx.run(_PURGE, now_ms - IDLE_MS, limit)
