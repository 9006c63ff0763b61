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


def digest(token: str) -> bytes:
    """Return what is stored of a token. 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).digest()


async def create(tx: base.Tx, *, app_id: str, app_user_id: str, device_id: str, now_ms: int) -> str:
    """Make a session of the user on the device and return its token, which is not kept."""
    token = ids.new_session_token()
    await tx.run(
        "INSERT INTO session (token_hash, app_id, app_user_id, device_id, created_ms, used_ms)"
        " VALUES ($1, $2, $3, $4, $5, $5)",
        digest(token),
        app_id,
        app_user_id,
        device_id,
        now_ms,
    )
    return token


async def authenticate(
    tx: base.Tx, *, app_id: str, app_user_id: str, token: str, now_ms: int
) -> tuple[subject.AppUser, bool]:
    """Return the user of a live session, and whether `touch` is due.

    Raises:
        errors.InvalidAuth: no such session of this user in this app, or it has ended.
    """
    row = await tx.one(
        "SELECT created_ms, used_ms FROM session WHERE token_hash = $1 AND app_id = $2 AND app_user_id = $3",
        digest(token),
        app_id,
        app_user_id,
    )
    if row is None:
        raise errors.InvalidAuth
    created_ms, used_ms = cast(int, row[0]), cast(int, row[1])
    if now_ms - used_ms > IDLE_MS or now_ms - created_ms > ABSOLUTE_MS:
        raise errors.InvalidAuth("The session has ended")
    found = subject.AppUser(app_id=app_id, app_user_id=app_user_id, user_id=None)
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
