"""Whose device it is: the one verb behind every way to log in, and the one to log out.

The rules, for a device that is bound to a user or to nobody (see docs/howto/identity.md):

    bound to     userId     user of that id   result
    -----------  ---------  ----------------  ------------------------------------------------------
    nobody       absent     -                 a new anonymous user
    anonymous    absent     -                 the same user
    identified   absent     -                 logged out: a new anonymous user
    nobody       given      there             that user
    nobody       given      not there         a new user
    anonymous    given      not there         the anonymous user gets the userId and keeps its history
    anonymous    given      there             both are merged, the identified one survives
    identified   the same   there             the same user
    identified   another    there             that user; the device leaves the first
    identified   another    not there         a new user; the device leaves the first
"""

import dataclasses
from typing import Literal

from smooch_server.appusers import device_store, devices, model, users
from smooch_server.appusers import store as appuser_store
from smooch_server.auth import sessions
from smooch_server.conversations import model as conversation_model
from smooch_server.conversations import store as conversation_store
from smooch_server.core import errors
from smooch_server.identity import merging
from smooch_server.storage import base

# What stands behind the `user_id`: a JWT, a key of the business, or nothing but the word of the device.
Proof = Literal["jwt", "key", "none"]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Login:
    """Whose the device is now. `came`: it was not before; `left`: whose it was."""

    user: model.AppUser | None
    came: bool
    left: tuple[model.AppUser, ...]
    merged: merging.Merged | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Who:
    """Whom a device wants to be. `bound` is whose it is, as far as it has shown that."""

    app_id: str
    user_id: str | None
    proof: Proof
    bound: model.AppUser | None


async def login(
    tx: base.Tx,
    who: Who,
    device: model.Device,
    *,
    integration_id: str | None,
    changes: model.Changes | None = None,
    create: bool = True,
    now_ms: int,
) -> Login:
    """Make the device that of the user by the rules above, as its primary client, and take it from all others.

    `changes` are the profile of a new user. Without `create` nobody new is made: `user` may be None then.

    Raises:
        errors.InvalidAuth: only a JWT proves this user.
        errors.UserNotFound, errors.UserAlreadyExists, base.UniqueViolation: somebody else was faster; try once more.
    """
    user, merged = await _become(tx, who, changes or model.Changes(), create=create, now_ms=now_ms)
    if user is None:
        left = await _leave_all(tx, who.app_id, device.device_id, None)
        return Login(user=None, came=False, left=left, merged=None)
    return await _arrive(tx, user, merged, device, integration_id=integration_id, now_ms=now_ms)


async def attach(
    tx: base.Tx, user: model.AppUser, device: model.Device, *, integration_id: str | None, now_ms: int
) -> Login:
    """Make the device that of a user the business named."""
    return await _arrive(tx, user, None, device, integration_id=integration_id, now_ms=now_ms)


async def logout(tx: base.Tx, user: model.AppUser, device_id: str) -> bool:
    """Log the user out on the device; return whether the user was logged in there."""
    left = await devices.leave(tx, user, device_id)
    await sessions.end(tx, app_user_id=user.app_user_id, device_id=device_id)
    await _hang_up(tx, user)
    return left


async def bound(tx: base.Tx, app_id: str, device_id: str) -> model.AppUser | None:
    """Return the user who was the last to log in on the device."""
    found = await device_store.owners(tx, app_id, device_id)
    return await appuser_store.by_id(tx, app_id, found[0]) if found else None


async def _become(
    tx: base.Tx, who: Who, changes: model.Changes, *, create: bool, now_ms: int
) -> tuple[model.AppUser | None, merging.Merged | None]:
    anonymous = who.bound if who.bound is not None and who.bound.user_id is None else None
    if who.user_id is None:
        return anonymous or await _created(tx, who, changes, create=create, now_ms=now_ms), None
    known = await appuser_store.by_user_id(tx, who.app_id, who.user_id)
    if known is not None and known.credential_required and who.proof == "none":
        raise errors.InvalidAuth("This user is known by a JWT only")
    merged = None
    if known is None:
        if anonymous is None:
            return await _created(tx, who, changes, create=create, now_ms=now_ms), None
        known = await _identified(tx, anonymous, who.user_id, who.proof)
    elif anonymous is not None:
        merged = await merging.merge(
            tx,
            app_id=who.app_id,
            surviving_id=known.app_user_id,
            discarded_id=anonymous.app_user_id,
            reason="sdkLogin",
        )
        known = merged.surviving
    return (await users.require_credential(tx, known) if who.proof == "jwt" else known), merged


async def _created(tx: base.Tx, who: Who, changes: model.Changes, *, create: bool, now_ms: int) -> model.AppUser | None:
    if not create:
        return None
    return await users.create(
        tx,
        app_id=who.app_id,
        user_id=who.user_id,
        changes=changes,
        credential_required=who.proof == "jwt" and who.user_id is not None,
        now_ms=now_ms,
    )


async def _identified(tx: base.Tx, anonymous: model.AppUser, user_id: str, proof: Proof) -> model.AppUser:
    named = await users.identify(tx, anonymous, user_id, credential_required=proof == "jwt")
    if named is None:
        raise errors.UserNotFound  # it became somebody else meanwhile
    if proof == "jwt":  # a session token proves nothing any more
        await sessions.end_all(tx, app_user_id=named.app_user_id)
        await _hang_up(tx, named)
    return named


async def _arrive(
    tx: base.Tx,
    user: model.AppUser,
    merged: merging.Merged | None,
    device: model.Device,
    *,
    integration_id: str | None,
    now_ms: int,
) -> Login:
    here = await device_store.is_active(tx, user.app_user_id, device.device_id)
    await users.seen(tx, user, device, integration_id=integration_id, now_ms=now_ms)
    left = await _leave_all(tx, user.app_id, device.device_id, user.app_user_id)
    return Login(user=user, came=not here, left=left, merged=merged)


async def _leave_all(tx: base.Tx, app_id: str, device_id: str, but: str | None) -> tuple[model.AppUser, ...]:
    """Take the device from everybody but one: only the last to log in on it is told of news there."""
    left = []
    for each in await device_store.owners(tx, app_id, device_id):
        user = await appuser_store.by_id(tx, app_id, each) if each != but else None
        if user is not None and await devices.leave(tx, user, device_id):
            left.append(user)
    return tuple(left)


async def _hang_up(tx: base.Tx, user: model.AppUser) -> None:
    """After the commit every line to the user's conversation has to prove itself again."""
    conversation = await conversation_store.of_user(tx, user.app_id, user.app_user_id)
    if conversation is not None:
        tx.emit(
            conversation_model.Ring(
                app_id=user.app_id,
                conversation_id=conversation.conversation_id,
                seq=conversation_model.RECHECK,
                body=b"",
            )
        )
