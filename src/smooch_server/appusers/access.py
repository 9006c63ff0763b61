"""The only way from a subject and an id to a user."""

from smooch_server.appusers import model, store
from smooch_server.auth import subject
from smooch_server.core import errors, ids
from smooch_server.storage import base


async def find(tx: base.Tx, app_id: str, key: str) -> model.AppUser:
    """Return the app's user by `_id` or, when there is none, by `userId`.

    Raises:
        errors.UserNotFound: the app has no such user.
    """
    user = await store.by_id(tx, app_id, key) if ids.is_id(key) else None
    user = user or await store.by_user_id(tx, app_id, key)
    if user is None:
        raise errors.UserNotFound
    return user


async def reach(tx: base.Tx, who: subject.Subject, app_id: str, key: str) -> model.AppUser:
    """Return the user whom `who` may act on. The edge has settled that `who` belongs to the app.

    Raises:
        errors.Forbidden: `who` is a user, and this is another one.
        errors.UserNotFound: the app has no such user.
        errors.InvalidAuth: only a JWT proves this user.
    """
    if isinstance(who, subject.AppToken):
        return await _unsecured(tx, who, app_id, key)
    if not isinstance(who, subject.AppUser):
        return await find(tx, app_id, key)
    if who.app_id != app_id:
        raise errors.Forbidden
    own = await own_user(tx, who)
    if own is None:
        if key == who.user_id:
            raise errors.UserNotFound
        raise errors.Forbidden
    if key not in (own.app_user_id, own.user_id):
        raise errors.Forbidden
    if who.user_id is None and own.credential_required and not who.proved:
        raise errors.InvalidAuth("This user is known by a JWT only")
    return own


async def _unsecured(tx: base.Tx, who: subject.AppToken, app_id: str, key: str) -> model.AppUser:
    if who.app_id != app_id:
        raise errors.Forbidden
    user = await find(tx, app_id, key)
    if user.credential_required:
        raise errors.InvalidAuth("This user is known by a JWT only")
    return user


async def own_user(tx: base.Tx, who: subject.AppUser) -> model.AppUser | None:
    """Return the user whom the credentials name, or None while that `userId` is unknown."""
    if who.app_user_id is not None:
        return await store.by_id(tx, who.app_id, who.app_user_id)
    return await store.by_user_id(tx, who.app_id, who.user_id or "")
