"""One-time codes that join something to a user: a device by an auth code, a channel account by a link code."""

import hashlib
import secrets
from typing import Final

from smooch_server.appusers import model as appuser_model
from smooch_server.appusers import store as appuser_store
from smooch_server.core import errors
from smooch_server.identity import store
from smooch_server.storage import base

AUTH_MS: Final = 10 * 60_000
LINK_MS: Final = 24 * 3_600_000
_LINK_BYTES: Final = 12  # 96 random bits: channels allow few characters, and guesses are spread over a day


async def make_auth(tx: base.Tx, user: appuser_model.AppUser, *, now_ms: int) -> str:
    """Make a code that attaches one device to the user within AUTH_MS, and return it."""
    code = secrets.token_urlsafe(32)
    await _insert(tx, user, code, kind="auth", integration_id=None, expires_ms=now_ms + AUTH_MS, now_ms=now_ms)
    return code


async def spend_auth(tx: base.Tx, app_id: str, code: str, *, now_ms: int) -> appuser_model.AppUser:
    """Return the user of an auth code, which is used up.

    Raises:
        errors.InvalidAuth: it was used, has expired or never existed.
    """
    found = await store.spend_code(tx, _digest(code), kind="auth", app_id=app_id)
    user = await appuser_store.by_id(tx, app_id, found[0]) if found is not None and found[2] >= now_ms else None
    if user is None:
        raise errors.InvalidAuth("This code was used or has expired; ask for a new one")
    return user


async def make_link(tx: base.Tx, user: appuser_model.AppUser, integration_id: str, *, now_ms: int) -> str:
    """Make a code by which an account of the integration's channel shows that it is the user's, and return it."""
    code = secrets.token_hex(_LINK_BYTES)
    await _insert(
        tx, user, code, kind="link", integration_id=integration_id, expires_ms=now_ms + LINK_MS, now_ms=now_ms
    )
    return code


async def spend_link(
    tx: base.Tx, app_id: str, code: str, integration_id: str, *, now_ms: int
) -> appuser_model.AppUser | None:
    """Return the user of a link code that an account of the integration reported, which is used up; None for others."""
    found = await store.spend_code(tx, _digest(code), kind="link", app_id=app_id)
    if found is None or found[1] != integration_id or found[2] < now_ms:
        return None
    return await appuser_store.by_id(tx, app_id, found[0])


async def _insert(
    tx: base.Tx,
    user: appuser_model.AppUser,
    code: str,
    *,
    kind: str,
    integration_id: str | None,
    expires_ms: int,
    now_ms: int,
) -> None:
    await store.forget_expired(tx, now_ms=now_ms)
    try:
        await store.insert_code(
            tx,
            _digest(code),
            kind=kind,
            app_id=user.app_id,
            app_user_id=user.app_user_id,
            integration_id=integration_id,
            expires_ms=expires_ms,
        )
    except base.MissingParent as error:
        raise errors.UserNotFound from error


def _digest(code: str) -> bytes:
    """Return what is stored of a code. This many random bits need no salt."""
    return hashlib.sha256(code.encode()).digest()
