"""SDK routes of the visitor's conversation: start, page, send, read, type."""

from typing import Any, Final

import litestar
import msgspec
from msgspec import UNSET

from smooch_server import metrics
from smooch_server.api import cursors, edge, happenings, limits, paging, policy, services
from smooch_server.api.sdk import parts
from smooch_server.appusers import access, names
from smooch_server.appusers import model as appuser_model
from smooch_server.conversations import activity, drafts, messages, model, sending, store
from smooch_server.core import clock
from smooch_server.storage import base
from smooch_server.wire import parse, sdk, v1_1

Request = litestar.Request[Any, Any, Any]
_SDK_USER = {policy.OPT: policy.Policy.SDK_USER}
_PREFIX = "/sdk/apps/{app_id:str}/appusers/{user:str}"
PAGE: Final = 50  # messages; two screens of a phone and some


@litestar.post(f"{_PREFIX}/conversation", tags=["SDK"], opt=_SDK_USER, status_code=200)
async def start_conversation(request: Request, user: str) -> sdk.ConversationReply:
    """Return the conversation, making it when there is none."""
    service, who, now_ms = services.of(request), policy.caller(request), clock.now_ms()

    async def write(tx: base.Tx) -> model.Conversation:
        owner = await access.reach(tx, policy.subject_of(who), who.app_id, user)
        source = model.Source(type="web")
        conversation, started = await messages.start(tx, service.log, owner, "appUser", source=source, now_ms=now_ms)
        await happenings.owe_webhooks(tx, owner, [started] if started else [])
        return conversation

    conversation = await service.database.write(write)
    return sdk.ConversationReply(
        conversation=v1_1.conversation(conversation), cursor=cursors.newest(service, conversation)
    )


@litestar.get(f"{_PREFIX}/messages", tags=["SDK"], opt=_SDK_USER)
async def list_messages(request: Request, user: str) -> sdk.Messages:
    """Return the newest page, or the one before `?before=`; with the cursor to go on from live."""
    service, who, before = services.of(request), policy.caller(request), paging.moment(request, "before")

    async def read(tx: base.Tx) -> tuple[model.Conversation, list[model.Message]]:
        owner = await access.reach(tx, policy.subject_of(who), who.app_id, user)
        conversation = await activity.existing(tx, owner)
        return conversation, await store.page(tx, conversation.conversation_id, limit=PAGE + 1, before_ms=before)

    conversation, found = await service.database.read(read)
    return sdk.Messages(
        conversation=v1_1.conversation(conversation),
        messages=[v1_1.message(each) for each in found[-PAGE:]],
        hasPrevious=len(found) > PAGE,
        cursor=cursors.newest(service, conversation),
        readAt=clock.to_seconds(conversation.app_maker_read_ms),
    )


@litestar.post(f"{_PREFIX}/messages", tags=["SDK"], opt=_SDK_USER, status_code=201)
async def post_message(request: Request, user: str, data: sdk.PostMessageRequest) -> sdk.Posted:
    """Send a message of the visitor. The same `_clientId` again gives the same answer."""
    service, who, now_ms = services.of(request), policy.caller(request), clock.now_ms()
    told = None if data.client is UNSET else parts.device(data.client)
    base_url, web = service.config.public_url, model.Source(type="web")
    content = parse.content(data.message, role="appUser", source=web, base_url=base_url, now_ms=now_ms)

    async def write(tx: base.Tx) -> sending.Sent:
        owner = await access.reach(tx, policy.subject_of(who), who.app_id, user)
        source = await parts.source(tx, owner, told, edge.header(request.scope, b"x-smooch-clientid"), now_ms=now_ms)
        draft = _draft(owner, content, source, data.message)
        sent = await service.sender.send(tx, owner, draft, now_ms=now_ms)
        await happenings.owe_webhooks(tx, owner, sent.events)
        return sent

    service.limits.take(limits.MESSAGES, policy.visitor_bucket(request, who))
    sent = await service.database.write(write)
    if sent.events:
        metrics.count_message("appUser")
    return sdk.Posted(message=v1_1.message(sent.message), conversation=v1_1.conversation(sent.conversation))


@litestar.post(f"{_PREFIX}/conversation/read", tags=["SDK"], opt=_SDK_USER, status_code=200)
async def read_conversation(request: Request, user: str) -> sdk.Empty:
    """Mark everything as read by the visitor."""
    service, who, now_ms = services.of(request), policy.caller(request), clock.now_ms()

    async def write(tx: base.Tx) -> None:
        owner = await access.reach(tx, policy.subject_of(who), who.app_id, user)
        source = await parts.source(tx, owner, None, edge.header(request.scope, b"x-smooch-clientid"), now_ms=now_ms)
        _, event = await activity.read(tx, service.log, owner, "appUser", source=source, now_ms=now_ms)
        await happenings.owe_webhooks(tx, owner, [event] if event else [])

    await service.database.write(write)
    return sdk.Empty()


@litestar.post(f"{_PREFIX}/conversation/activity", tags=["SDK"], opt=_SDK_USER, status_code=200)
async def post_activity(request: Request, user: str, data: sdk.Typing) -> sdk.Empty:
    """Show the business that the visitor types."""
    service, who = services.of(request), policy.caller(request)
    kind = drafts.typing(data.type)
    service.limits.take(limits.TYPING, policy.visitor_bucket(request, who))

    async def read(tx: base.Tx) -> tuple[model.Conversation, appuser_model.AppUser, bool]:
        owner = await access.reach(tx, policy.subject_of(who), who.app_id, user)
        return await activity.existing(tx, owner), owner, await happenings.hears_typing(tx, who.app_id)

    conversation, owner, heard = await service.database.read(read)
    shown = model.Activity(
        conversation=conversation, activity=kind, role="appUser", name=names.friendly(owner), avatar_url=None
    )
    service.fanout.activity(who.app_id, conversation.conversation_id, v1_1.encode(v1_1.activity(shown)))
    if heard:
        device_id, now_ms = edge.header(request.scope, b"x-smooch-clientid"), clock.now_ms()

        async def write(tx: base.Tx) -> None:
            source = await parts.source(tx, owner, None, device_id, now_ms=now_ms)
            await happenings.typed(tx, owner, conversation, kind, source, at_ms=now_ms)

        await service.database.write(write)
    return sdk.Empty()


def _draft(
    owner: appuser_model.AppUser, content: model.Content, source: model.Source, said: sdk.PostMessage
) -> model.Draft:
    return model.Draft(
        role="appUser",
        author_id=owner.app_user_id,
        content=msgspec.structs.replace(content, source=source, name=names.friendly(owner)),
        send_id=drafts.client_id(said.clientId),
        digest=drafts.digest("appUser", msgspec.structs.replace(said, type=content.type)),
    )


HANDLERS = [
    start_conversation,
    list_messages,
    post_message,
    read_conversation,
    post_activity,
]
