"""What is erased on demand: a profile, everything said in a conversation, one message."""

from typing import Any

import litestar

from smooch_server.answers import store as answers
from smooch_server.api import edge, policy, services
from smooch_server.api.rest import appusers, paths
from smooch_server.appusers import access, model, store, users
from smooch_server.conversations import activity
from smooch_server.conversations import model as conversation_model
from smooch_server.erasure import said
from smooch_server.storage import base
from smooch_server.wire import rest, sdk

Request = litestar.Request[Any, Any, Any]
_APP = {policy.OPT: policy.Policy.APP}


@litestar.delete(paths.app_paths("/appusers/{user:str}/profile"), tags=["Users"], opt=_APP, status_code=200)
async def delete_profile(request: Request, user: str) -> rest.AppUserReply:
    """Clear names, e-mail address and properties of a user, and what the user's devices told of themselves."""
    who, key = policy.caller(request), edge.segment(user)

    async def write(tx: base.Tx) -> tuple[model.AppUser, list[model.Client]]:
        found = await access.reach(tx, policy.subject_of(who), who.app_id, key)
        cleared = await users.clear_profile(tx, found)
        await answers.forget(tx, found.app_user_id)
        return cleared, await store.clients(tx, who.app_id, found.app_user_id)

    return appusers.reply(request, *await services.of(request).database.write(write))


@litestar.delete(paths.app_paths("/appusers/{user:str}/messages"), tags=["Messages"], opt=_APP, status_code=200)
async def delete_messages(request: Request, user: str) -> sdk.Empty:
    """Erase all messages of a user with their files; user, clients and conversation stay. Connected devices see it."""
    service, who, key = services.of(request), policy.caller(request), edge.segment(user)

    async def read(tx: base.Tx) -> conversation_model.Conversation:
        return await activity.existing(tx, await access.reach(tx, policy.subject_of(who), who.app_id, key))

    conversation = await service.database.read(read)
    await said.everything(service.database, app_id=who.app_id, conversation_id=conversation.conversation_id)
    return sdk.Empty()


@litestar.delete(
    paths.app_paths("/appusers/{user:str}/messages/{message_id:str}"), tags=["Messages"], opt=_APP, status_code=200
)
async def delete_message(request: Request, user: str, message_id: str) -> sdk.Empty:
    """Erase one message with its file, and where others quote it. Connected devices see it."""
    service, who, key = services.of(request), policy.caller(request), edge.segment(user)
    name = edge.segment(message_id)

    async def write(tx: base.Tx) -> None:
        conversation = await activity.existing(tx, await access.reach(tx, policy.subject_of(who), who.app_id, key))
        await said.message(tx, conversation, name)

    await service.database.write(write)
    return sdk.Empty()


HANDLERS = [delete_profile, delete_messages, delete_message]
