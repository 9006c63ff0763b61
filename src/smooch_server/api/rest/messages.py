"""`/appusers/{id}/messages` and `/conversation`: posting, paging, reading, typing."""

import urllib.parse
from typing import Any, Final

import litestar
import msgspec
from msgspec import UNSET

from smooch_server import metrics
from smooch_server.api import edge, happenings, idempotency, limits, paging, policy, services
from smooch_server.api.rest import paths
from smooch_server.appusers import access, names
from smooch_server.appusers import model as appuser_model
from smooch_server.conversations import activity, drafts, model, sending, store
from smooch_server.core import clock, errors
from smooch_server.storage import base
from smooch_server.wire import parse, rest, sdk, v1_1

Request = litestar.Request[Any, Any, Any]
_APP = {policy.OPT: policy.Policy.APP}
_USER = {policy.OPT: policy.Policy.USER}
POST = {**_USER, policy.VISITOR_RATE: limits.MESSAGES, idempotency.OWN: True}
_API: Final = model.Source(type="api")
_READ: Final = "conversation:read"


@litestar.post(paths.app_paths("/appusers/{user:str}/messages"), tags=["Messages"], opt=POST, status_code=201)
async def post_message(request: Request, user: str, data: rest.PostMessage) -> rest.Posted:
    """Post a message as the user or as the business.

    An `Idempotency-Key` header makes a repeated post give the first answer, and another message under the
    same key a 409.
    """
    return await post(request, edge.segment(user), data)


async def post(request: Request, key: str, data: rest.PostMessage, *, same_as: bytes = b"") -> rest.Posted:
    """Post a message to the user `key`; `same_as` is what an uploaded file is known by when the post is repeated."""
    service, who, now_ms = services.of(request), policy.caller(request), clock.now_ms()
    subject, role = policy.subject_of(who), _role(data.role)
    if role == "appMaker" and policy.is_app_user(who):
        raise errors.Forbidden("Only the business may post as appMaker")
    content = parse.content(data, role=role, source=_API, base_url=service.config.public_url, now_ms=now_ms)
    given = edge.header(request.scope, idempotency.HEADER)
    send_id = None if given is None else drafts.idempotency_key(given)
    digest = None if given is None else _digest(data, content, same_as)

    async def write(tx: base.Tx) -> sending.Sent:
        owner = await access.reach(tx, subject, who.app_id, key)
        draft = _draft(owner, role, content, data, send_id, digest)
        sent = await service.sender.send(tx, owner, draft, now_ms=now_ms)
        await happenings.owe_webhooks(tx, owner, sent.events)
        return sent

    sent = await service.database.write(write)
    if not sent.events:
        idempotency.replayed(request)
    for _ in range(1 + len(sent.extras) if sent.events else 0):
        metrics.count_message(role)
    return rest.Posted(
        message=v1_1.message(sent.message),
        conversation=v1_1.conversation(sent.conversation),
        extraMessages=[v1_1.message(extra) for extra in sent.extras] or UNSET,
    )


@litestar.get(paths.app_paths("/appusers/{user:str}/messages"), tags=["Messages"], opt=_USER)
async def list_messages(request: Request, user: str) -> rest.Messages:
    """Return the newest 100 messages, or those before or after a time; oldest first."""
    who, key = policy.caller(request), edge.segment(user)
    before, after = paging.moment(request, "before"), paging.moment(request, "after")
    if before is not None and after is not None:
        raise errors.BadRequest("before: must not be given together with after")

    async def read(tx: base.Tx) -> rest.Messages:
        owner = await access.reach(tx, policy.subject_of(who), who.app_id, key)
        conversation = await activity.existing(tx, owner)
        name = conversation.conversation_id
        found = await store.page(tx, name, limit=model.PAGE, before_ms=before, after_ms=after)
        older = bool(found and await store.page(tx, name, limit=1, before_ms=found[0].received_ms))
        return _page(request, conversation, found, older=older)

    return await services.of(request).database.read(read)


@litestar.get(paths.app_paths("/appusers/{user:str}/conversation"), tags=["Messages"], opt=_USER)
async def get_conversation(request: Request, user: str) -> rest.ConversationReply:
    """Return the user's conversation."""
    who, key = policy.caller(request), edge.segment(user)

    async def read(tx: base.Tx) -> model.Conversation:
        return await activity.existing(tx, await access.reach(tx, policy.subject_of(who), who.app_id, key))

    found = await services.of(request).database.read(read)
    return rest.ConversationReply(conversation=v1_1.conversation(found))


@litestar.post(paths.app_paths("/appusers/{user:str}/conversation/read"), tags=["Messages"], opt=_USER, status_code=200)
async def read_conversation(request: Request, user: str) -> sdk.Empty:
    """Mark everything as read by the user."""
    await mark_read(request, edge.segment(user), "appUser")
    return sdk.Empty()


@litestar.post(
    paths.app_paths("/appusers/{user:str}/conversation/activity"), tags=["Messages"], opt=_APP, status_code=200
)
async def post_activity(request: Request, user: str, data: rest.Activity) -> rest.ConversationReply:
    """Show that the business types, or that it has read the conversation."""
    if data.role != "appMaker":
        raise errors.BadRequest("role: must be appMaker")
    key = edge.segment(user)
    if data.type == _READ:
        conversation = await mark_read(request, key, "appMaker")
    else:
        conversation = await _typing(request, key, data)
    return rest.ConversationReply(conversation=v1_1.conversation(conversation))


async def mark_read(request: Request, key: str, role: model.Role) -> model.Conversation:
    """Mark the conversation of the user `key` as read by one side."""
    service, who = services.of(request), policy.caller(request)

    async def write(tx: base.Tx) -> model.Conversation:
        owner = await access.reach(tx, policy.subject_of(who), who.app_id, key)
        conversation, event = await activity.read(tx, service.log, owner, role, source=_API, now_ms=clock.now_ms())
        await happenings.owe_webhooks(tx, owner, [event] if event else [])
        return conversation

    return await service.database.write(write)


async def _typing(request: Request, key: str, data: rest.Activity) -> model.Conversation:
    service, who = services.of(request), policy.caller(request)
    kind = drafts.typing(data.type, _READ)

    async def read(tx: base.Tx) -> model.Conversation:
        return await activity.existing(tx, await access.reach(tx, policy.subject_of(who), who.app_id, key))

    conversation = await service.database.read(read)
    shown = model.Activity(
        conversation=conversation,
        activity=kind,
        role="appMaker",
        name=drafts.author("name", data.name),
        avatar_url=drafts.avatar(data.avatarUrl),
    )
    service.fanout.activity(who.app_id, conversation.conversation_id, v1_1.encode(v1_1.activity(shown)))
    return conversation


def _role(role: str) -> model.Role:
    if role == "appUser":
        return "appUser"
    if role == "appMaker":
        return "appMaker"
    raise errors.BadRequest(f"role: must be appUser or appMaker, not '{role[:32]}'")


def _draft(
    owner: appuser_model.AppUser,
    role: model.Role,
    content: model.Content,
    data: rest.PostMessage,
    send_id: str | None,
    digest: bytes | None,
) -> model.Draft:
    if role == "appUser":
        author_id = owner.app_user_id
        if content.name is None:
            content = msgspec.structs.replace(content, name=names.friendly(owner))
    else:
        author_id = drafts.maker_author_id(owner.app_id, data.email or data.name or "")
    return model.Draft(role=role, author_id=author_id, content=content, send_id=send_id, digest=digest)


def _digest(data: rest.PostMessage, content: model.Content, same_as: bytes) -> bytes:
    said = msgspec.structs.replace(data, type=content.type)
    if same_as:  # its address is another each time
        said = msgspec.structs.replace(said, mediaUrl=None, text=None if data.text == data.mediaUrl else data.text)
    return drafts.digest(said, same_as.hex())


def _page(
    request: Request, conversation: model.Conversation, page: list[model.Message], *, older: bool
) -> rest.Messages:
    newer = bool(page) and conversation.received_ms > page[-1].received_ms
    return rest.Messages(
        conversation=v1_1.conversation(conversation),
        messages=[v1_1.message(each) for each in page],
        previous=_address(request, before=page[0].received_ms) if older else UNSET,
        next=_address(request, after=page[-1].received_ms) if newer else UNSET,
    )


def _address(request: Request, **query: int) -> str:
    name, value = next(iter(query.items()))
    base_url = services.of(request).config.public_url
    return f"{base_url}{request.scope['path']}?{urllib.parse.urlencode({name: clock.to_seconds(value)})}"


HANDLERS = [post_message, list_messages, get_conversation, read_conversation, post_activity]
