"""`/appusers`: making, reading, changing and deleting users."""

from typing import Any

import litestar

from smooch_server.api import edge, erasures, policy, profiles, services
from smooch_server.api.rest import paths
from smooch_server.appusers import access, model, store, users
from smooch_server.core import clock, errors
from smooch_server.storage import base
from smooch_server.wire import rest, sdk, v1, v1_1

Request = litestar.Request[Any, Any, Any]
_APP = {policy.OPT: policy.Policy.APP}
_USER = {policy.OPT: policy.Policy.USER}


@litestar.post(paths.app_paths("/appusers"), tags=["Users"], opt=_APP, status_code=201)
async def create_app_user(request: Request, data: rest.CreateAppUser) -> rest.AppUserReply:
    """Make a user with a `userId` of the business's choice."""
    app_id = policy.caller(request).app_id
    changes = profiles.changes(data)

    async def write(tx: base.Tx) -> model.AppUser:
        return await users.create(
            tx,
            app_id=app_id,
            user_id=data.userId,
            changes=changes,
            credential_required=bool(data.credentialRequired),
            now_ms=clock.now_ms(),
        )

    try:
        user = await services.of(request).database.write(write)
    except base.UniqueViolation as error:
        raise errors.UserAlreadyExists from error
    return reply(request, user, [])


@litestar.get(paths.app_paths("/appusers/{user:str}"), tags=["Users"], opt=_USER)
async def get_app_user(request: Request, user: str) -> rest.AppUserReply:
    """Return a user, by `_id` or `userId`."""
    who, key = policy.caller(request), edge.segment(user)

    async def read(tx: base.Tx) -> tuple[model.AppUser, list[model.Client]]:
        found = await access.reach(tx, policy.subject_of(who), who.app_id, key)
        return found, await store.clients(tx, who.app_id, found.app_user_id)

    return reply(request, *await services.of(request).database.read(read))


@litestar.put(paths.app_paths("/appusers/{user:str}"), tags=["Users"], opt=_USER)
async def update_app_user(request: Request, user: str, data: rest.UserFields) -> rest.AppUserReply:
    """Change a user's profile: absent fields and absent property keys stay; null clears."""
    who, key, changes = policy.caller(request), edge.segment(user), profiles.changes(data)

    async def write(tx: base.Tx) -> tuple[model.AppUser, list[model.Client]]:
        found = await access.reach(tx, policy.subject_of(who), who.app_id, key)
        changed = await users.update(tx, found, changes)
        return changed, await store.clients(tx, who.app_id, found.app_user_id)

    return reply(request, *await services.of(request).database.write(write))


@litestar.delete(paths.app_paths("/appusers/{user:str}"), tags=["Users"], opt=_APP, status_code=200)
async def delete_app_user(request: Request, user: str) -> sdk.Empty:
    """Delete a user with clients, conversation and messages; connected devices are cut off."""
    who, key = policy.caller(request), edge.segment(user)

    async def reach(tx: base.Tx) -> model.AppUser:
        return await access.reach(tx, policy.subject_of(who), who.app_id, key)

    await erasures.user(services.of(request), reach)
    return sdk.Empty()


def reply(request: Request, user: model.AppUser, clients: list[model.Client]) -> rest.AppUserReply:
    """Return the user as the request's version has it."""
    render = v1.app_user if paths.version(request) == "v1" else v1_1.app_user
    return rest.AppUserReply(appUser=render(user, clients))


HANDLERS = [create_app_user, get_app_user, update_app_user, delete_app_user]
