"""Making and changing users."""

from typing import Final

import msgspec

from smooch_server.apps import store as app_store
from smooch_server.appusers import model, store
from smooch_server.core import errors, ids, jsonmap
from smooch_server.storage import base

MAX_FIELD_CHARS: Final = 256  # names, e-mail address, userId
MAX_INFO_VALUE_CHARS: Final = 2048  # of what a device tells of itself: page addresses are the longest


async def create(
    tx: base.Tx,
    *,
    app_id: str,
    user_id: str | None,
    changes: model.Changes,
    credential_required: bool,
    now_ms: int,
) -> model.AppUser:
    """Make a user; without `user_id` an anonymous one.

    Raises:
        errors.BadRequest: a field is too long or the properties are not allowed.
        errors.UserAlreadyExists: the app has a user with this `user_id`.
        errors.AppNotFound: the app was deleted meanwhile.
        base.UniqueViolation: somebody else made that user at the same time.
    """
    if user_id is not None:
        check_user_id(user_id)
        if await store.by_user_id(tx, app_id, user_id):
            raise errors.UserAlreadyExists
    app = await app_store.app(tx, app_id)
    if app is None:
        raise errors.AppNotFound
    blank = model.AppUser(
        app_user_id=ids.new_id(now_ms),
        app_id=app_id,
        user_id=user_id,
        given_name=None,
        surname=None,
        email=None,
        locale=None,
        avatar_url=None,
        signed_up_ms=now_ms,
        properties={},
        conversation_started=False,
        credential_required=credential_required,
        created_ms=now_ms,
        animal_name=app.settings.get("useAnimalNames") is True,
    )
    user = _changed(blank, changes)
    try:
        await store.insert(tx, user)
    except base.MissingParent as error:
        raise errors.AppNotFound from error
    return user


async def update(tx: base.Tx, user: model.AppUser, changes: model.Changes) -> model.AppUser:
    """Apply a profile change to the user as stored now: absent fields and absent property keys stay.

    Raises:
        errors.BadRequest: as `create`.
        errors.UserNotFound: the user was deleted meanwhile.
    """
    current = await _locked(tx, user)
    changed = _changed(current, changes)
    if changed != current:
        await store.set_profile(tx, changed)
    return changed


async def clear_profile(tx: base.Tx, user: model.AppUser) -> model.AppUser:
    """Erase what the user, and the user's devices, told of themselves; who the user is stays.

    Raises:
        errors.UserNotFound: the user was deleted meanwhile.
    """
    current = await _locked(tx, user)
    cleared = msgspec.structs.replace(
        current, given_name=None, surname=None, email=None, locale=None, avatar_url=None, properties={}
    )
    await store.set_profile(tx, cleared)
    await store.clear_clients(tx, user.app_id, user.app_user_id)
    return cleared


async def identify(
    tx: base.Tx, user: model.AppUser, user_id: str, *, credential_required: bool = True
) -> model.AppUser | None:
    """Give an anonymous user a `user_id`; one that a JWT proved makes a JWT necessary from now on.

    Returns None when the user was given another `user_id` meanwhile.

    Raises:
        errors.UserNotFound: the user was deleted meanwhile.
        base.UniqueViolation: somebody else made the user of this `user_id` at the same time.
    """
    current = await _locked(tx, user)
    if current.user_id is not None:
        return current if current.user_id == user_id else None
    return await store.identify(tx, user.app_id, user.app_user_id, user_id, credential_required=credential_required)


async def require_credential(tx: base.Tx, user: model.AppUser) -> model.AppUser:
    """Note that this user was proved by a JWT once, which makes a JWT necessary for good.

    Raises:
        errors.UserNotFound: the user was deleted meanwhile.
    """
    if user.credential_required:
        return user
    secured = await store.require_credential(tx, user.app_id, user.app_user_id)
    if secured is None:
        raise errors.UserNotFound
    return secured


async def seen(
    tx: base.Tx, user: model.AppUser, device: model.Device, *, integration_id: str | None, now_ms: int
) -> None:
    """Note the device the user speaks from.

    Raises:
        errors.UserNotFound: the user was deleted meanwhile.
    """
    await _locked(tx, user)
    client = model.Client(
        client_id=ids.new_id(now_ms),
        device_id=device.device_id,
        platform=device.platform,
        integration_id=integration_id,
        active=True,
        primary=True,
        app_version=device.app_version,
        info=device.info,
        last_seen_ms=now_ms,
        linked_ms=now_ms,
        push_token=device.push_token,
    )
    await store.upsert_client(tx, user.app_id, user.app_user_id, client)


async def _locked(tx: base.Tx, user: model.AppUser) -> model.AppUser:
    current = await store.lock(tx, user.app_id, user.app_user_id)
    if current is None:
        raise errors.UserNotFound
    return current


def check_user_id(user_id: str) -> None:
    """Raise errors.BadRequest unless the text can be a `userId`."""
    if not user_id:
        raise errors.BadRequest("userId: must not be empty")
    if len(user_id) > MAX_FIELD_CHARS:
        raise errors.BadRequest(f"userId: must not be longer than {MAX_FIELD_CHARS} characters")


def check_device(device: model.Device, *, where: str = "client.") -> None:
    """Raise errors.BadRequest unless the device's own account of itself, in the field `where`, is of a sane size."""
    if not device.device_id or len(device.device_id) > MAX_FIELD_CHARS:
        raise errors.BadRequest(f"{where}id: must have 1 to {MAX_FIELD_CHARS} characters")
    if len(device.info) > 40:
        raise errors.BadRequest(f"{where}info: must not have more than 40 keys")
    for key, value in device.info.items():
        if len(key) > 64 or (isinstance(value, str) and len(value) > MAX_INFO_VALUE_CHARS):
            raise errors.BadRequest(
                f"{where}info.{key[:64]}: must not be longer than {MAX_INFO_VALUE_CHARS} characters"
            )


def _changed(user: model.AppUser, changes: model.Changes) -> model.AppUser:
    given: dict[str, object] = {}
    for field, wire in _TEXT_FIELDS:
        value = getattr(changes, field)
        if isinstance(value, model.Unset):
            continue
        if value is not None and len(value) > MAX_FIELD_CHARS:
            raise errors.BadRequest(f"{wire}: must not be longer than {MAX_FIELD_CHARS} characters")
        given[field] = value
    if not isinstance(changes.signed_up_ms, model.Unset):
        given["signed_up_ms"] = changes.signed_up_ms
    if not isinstance(changes.properties, model.Unset):
        given["properties"] = _merged(user.properties, changes.properties)
    return msgspec.structs.replace(user, **given) if given else user


_TEXT_FIELDS: Final = (
    ("given_name", "givenName"),
    ("surname", "surname"),
    ("email", "email"),
    ("locale", "locale"),
    ("avatar_url", "avatarUrl"),
)


def _merged(old: dict[str, jsonmap.Scalar], changes: dict[str, jsonmap.Scalar | None]) -> dict[str, jsonmap.Scalar]:
    both = {**old, **changes}
    merged = {key: value for key, value in both.items() if value is not None}
    problem = jsonmap.problem(merged)
    if problem:
        raise errors.BadRequest(f"properties: {problem}")
    return merged
