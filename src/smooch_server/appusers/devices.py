"""Devices of users: leaving one, changing what it tells of itself."""

from typing import Final

import msgspec

from smooch_server.appusers import device_store, model, store, users
from smooch_server.core import errors, jsonmap
from smooch_server.storage import base

MAX_TOKEN_CHARS: Final = 4096  # push services hand out some hundred
MAX_VERSION_CHARS: Final = 64
PLATFORMS: Final = ("ios", "android", "web", "other")


async def leave(tx: base.Tx, user: model.AppUser, device_id: str) -> bool:
    """Log the user out on a device; another client is the primary one then. False when the user was not there."""
    if await store.lock(tx, user.app_id, user.app_user_id) is None:
        return False
    if not await device_store.is_active(tx, user.app_user_id, device_id):
        return False
    await store.deactivate_client(tx, user.app_id, user.app_user_id, device_id)
    await store.settle_primary(tx, user.app_user_id)
    return True


async def change(
    tx: base.Tx,
    user: model.AppUser,
    device_id: str,
    *,
    push_token: str | None = None,
    app_version: str | None = None,
    info: dict[str, jsonmap.Scalar] | None = None,
) -> model.Client:
    """Change what is given of a device of the user; what is not given stays.

    Raises:
        errors.ClientNotFound: the user has no such device.
        errors.BadRequest: it tells too much of itself.
        errors.UserNotFound: the user was deleted meanwhile.
    """
    check_push_token(push_token)
    if await store.lock(tx, user.app_id, user.app_user_id) is None:
        raise errors.UserNotFound
    found = await device_store.find(tx, user, device_id)
    if found is None:
        raise errors.ClientNotFound
    changed = msgspec.structs.replace(
        found,
        push_token=found.push_token if push_token is None else push_token,
        app_version=found.app_version if app_version is None else app_version[:MAX_VERSION_CHARS],
        info={**found.info, **(info or {})},
    )
    users.check_device(
        model.Device(
            device_id=found.device_id, platform=found.platform, app_version=changed.app_version, info=changed.info
        ),
        where="",
    )
    await device_store.set_told(
        tx,
        user.app_user_id,
        device_id,
        push_token=changed.push_token,
        app_version=changed.app_version,
        info=changed.info,
    )
    return changed


def check_push_token(token: str | None) -> None:
    """Raise errors.BadRequest when the token is too long."""
    if token is not None and len(token) > MAX_TOKEN_CHARS:
        raise errors.BadRequest(f"pushNotificationToken: must not be longer than {MAX_TOKEN_CHARS} characters")
