"""Inbox routes of conversations: list, open, answer, read, type."""

from typing import Any, Final

import litestar
from msgspec import UNSET

from smooch_server import metrics
from smooch_server.api import cursors, happenings, paging, policy, services
from smooch_server.api.inbox import session
from smooch_server.apps import store as app_store
from smooch_server.appusers import model as appuser_model
from smooch_server.appusers import names
from smooch_server.appusers import store as appuser_store
from smooch_server.conversations import access, activity, drafts, model, sending, store
from smooch_server.core import clock, errors, ids
from smooch_server.storage import base
from smooch_server.wire import inbox, sdk, v1_1

Request = litestar.Request[Any, Any, Any]
_AGENT = {policy.OPT: policy.Policy.AGENT}
_APP = "/inbox/api/apps/{app_id:str}"
_ONE = f"{_APP}/conversations/{{conversation_id:str}}"
PAGE: Final = 50
MOST_APPS: Final = 10_000  # the list has no pages: all of an account's apps, within reason
_INBOX: Final = model.Source(type="inbox")
_FIRST: Final = (1 << 62, "")  # above every conversation


@litestar.get("/inbox/api/apps", tags=["Inbox"], opt=_AGENT)
async def list_apps(request: Request) -> inbox.AppList:
    """List the apps the agent answers for."""
    agent = session.agent_of(request)
    found = await services.of(request).database.read(
        lambda tx: app_store.apps_of(tx, agent.account_id, limit=MOST_APPS, offset=0)
    )
    return inbox.AppList(apps=[inbox.App(id=app.app_id, name=app.name) for app in found])


@litestar.get(f"{_APP}/conversations", tags=["Inbox"], opt=_AGENT)
async def list_conversations(request: Request) -> inbox.ConversationList:
    """List conversations with messages, newest first."""
    app_id, before = policy.caller(request).app_id, _before(request)

    async def read(tx: base.Tx) -> inbox.ConversationList:
        found = await store.listed(tx, app_id, before=before, limit=PAGE + 1)
        people = await appuser_store.by_ids(tx, app_id, [each.app_user_id for each in found[:PAGE]])
        rows = [_row(each, people[each.app_user_id]) for each in found[:PAGE]]
        last = found[PAGE - 1] if len(found) > PAGE else None
        return inbox.ConversationList(
            conversations=rows, next=f"{last.received_ms}.{last.conversation_id}" if last else UNSET
        )

    return await services.of(request).database.read(read)


@litestar.get(_ONE, tags=["Inbox"], opt=_AGENT)
async def get_conversation(request: Request, conversation_id: str) -> inbox.ConversationReply:
    """Return one row of the list."""
    app_id = policy.caller(request).app_id

    async def read(tx: base.Tx) -> inbox.ConversationReply:
        conversation = await access.of_app(tx, app_id, conversation_id)
        return inbox.ConversationReply(conversation=_row(conversation, await _user(tx, conversation)))

    return await services.of(request).database.read(read)


@litestar.get(f"{_ONE}/messages", tags=["Inbox"], opt=_AGENT)
async def list_messages(request: Request, conversation_id: str) -> inbox.Messages:
    """Return the newest page, or the one before `?before=`; with the cursor to subscribe from."""
    service, app_id = services.of(request), policy.caller(request).app_id
    before = paging.moment(request, "before")

    async def read(tx: base.Tx) -> inbox.Messages:
        conversation = await access.of_app(tx, app_id, conversation_id)
        found = await store.page(tx, conversation_id, limit=PAGE + 1, before_ms=before)
        return inbox.Messages(
            conversation=_row(conversation, await _user(tx, conversation)),
            messages=[v1_1.message(each) for each in found[-PAGE:]],
            hasPrevious=len(found) > PAGE,
            cursor=cursors.newest(service, conversation),
            readAt=clock.to_seconds(conversation.app_user_read_ms),
        )

    return await service.database.read(read)


@litestar.post(f"{_ONE}/messages", tags=["Inbox"], opt=_AGENT, status_code=201)
async def post_message(request: Request, conversation_id: str, data: inbox.PostMessage) -> inbox.Posted:
    """Answer the visitor. The same `_clientId` again gives the same answer."""
    service, app_id, now_ms = services.of(request), policy.caller(request).app_id, clock.now_ms()
    agent = session.agent_of(request)
    draft = model.Draft(
        role="appMaker",
        author_id=drafts.maker_author_id(app_id, agent.email),
        content=model.Content(
            type="text",
            source=_INBOX,
            text=drafts.text(data.text, required=True),
            name=agent.name,
        ),
        send_id=drafts.client_id(data.clientId),
        digest=drafts.digest("appMaker", data.text),
    )

    async def write(tx: base.Tx) -> sending.Sent:
        user = await _user(tx, await access.of_app(tx, app_id, conversation_id))
        sent = await service.sender.send(tx, user, draft, now_ms=now_ms)
        await happenings.owe_webhooks(tx, user, sent.events)
        return sent

    sent = await service.database.write(write)
    for _ in range(1 + len(sent.extras) if sent.events else 0):
        metrics.count_message("appMaker")
    return inbox.Posted(message=v1_1.message(sent.message))


@litestar.post(f"{_ONE}/read", tags=["Inbox"], opt=_AGENT, status_code=200)
async def read_conversation(request: Request, conversation_id: str) -> sdk.Empty:
    """Mark everything as read by the business."""
    service, app_id, now_ms = services.of(request), policy.caller(request).app_id, clock.now_ms()

    async def write(tx: base.Tx) -> None:
        user = await _user(tx, await access.of_app(tx, app_id, conversation_id))
        await activity.read(tx, service.log, user, "appMaker", source=_INBOX, now_ms=now_ms)

    await service.database.write(write)
    return sdk.Empty()


@litestar.post(f"{_ONE}/activity", tags=["Inbox"], opt=_AGENT, status_code=200)
async def post_activity(request: Request, conversation_id: str, data: inbox.Typing) -> sdk.Empty:
    """Show the visitor that the agent types."""
    service, app_id = services.of(request), policy.caller(request).app_id
    agent = session.agent_of(request)
    kind = drafts.typing(data.type)
    conversation = await service.database.read(lambda tx: access.of_app(tx, app_id, conversation_id))
    shown = model.Activity(conversation=conversation, activity=kind, role="appMaker", name=agent.name, avatar_url=None)
    service.fanout.activity(app_id, conversation_id, v1_1.encode(v1_1.activity(shown)))
    return sdk.Empty()


@litestar.get(f"{_ONE}/appuser", tags=["Inbox"], opt=_AGENT)
async def get_app_user(request: Request, conversation_id: str) -> inbox.AppUserReply:
    """Return whom the conversation is with."""
    app_id = policy.caller(request).app_id

    async def read(tx: base.Tx) -> inbox.AppUserReply:
        user = await _user(tx, await access.of_app(tx, app_id, conversation_id))
        clients = await appuser_store.clients(tx, app_id, user.app_user_id)
        return inbox.AppUserReply(appUser=v1_1.app_user(user, clients))

    return await services.of(request).database.read(read)


async def _user(tx: base.Tx, conversation: model.Conversation) -> appuser_model.AppUser:
    user = await appuser_store.by_id(tx, conversation.app_id, conversation.app_user_id)
    if user is None:
        raise errors.UserNotFound
    return user


def _row(conversation: model.Conversation, user: appuser_model.AppUser) -> inbox.ConversationRow:
    last = store.last_message(conversation)
    return inbox.ConversationRow(
        id=conversation.conversation_id,
        seq=conversation.seq,
        person=inbox.Person(
            id=user.app_user_id,
            name=names.friendly(user),
            userId=user.user_id or UNSET,
            email=user.email or UNSET,
            avatarUrl=user.avatar_url or UNSET,
        ),
        unreadCount=conversation.app_maker_unread_count,
        received=clock.to_seconds(conversation.received_ms),
        lastMessage=inbox.LastMessage(
            role=last.role, type=last.type, text=last.text, received=clock.to_seconds(conversation.received_ms)
        )
        if last
        else UNSET,
    )


def _before(request: Request) -> tuple[int, str]:
    text = request.query_params.get("before")
    if not text:
        return _FIRST
    number, _, conversation_id = text.partition(".")
    if not (number.isascii() and number.isdecimal() and len(number) <= 18 and ids.is_id(conversation_id)):
        raise errors.BadRequest("before: must be the `next` of the page above")
    return int(number), conversation_id


HANDLERS = [
    list_apps,
    list_conversations,
    get_conversation,
    list_messages,
    post_message,
    read_conversation,
    post_activity,
    get_app_user,
]
