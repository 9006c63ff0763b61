"""Values as JSON objects of API version 1.1, which the SDK and the inbox use too."""

from collections.abc import Sequence

import msgspec
from msgspec import UNSET

from smooch_server.appusers import model as appuser_model
from smooch_server.conversations import model as conversation_model
from smooch_server.core import clock
from smooch_server.wire import contents, events, shapes


def message(value: conversation_model.Message) -> shapes.Message:
    content = value.content
    shown = shapes.Message(
        id=value.message_id,
        role=value.role,
        type=content.type,
        authorId=value.author_id,
        received=clock.to_seconds(value.received_ms),
        source=source(content.source),
        name=UNSET if content.name is None else content.name,
        text=content.text,
        avatarUrl=content.avatar_url or UNSET,
        email=content.email or UNSET,
        actions=[action(item) for item in content.actions] or UNSET,
        payload=UNSET if content.payload is None else content.payload,
        metadata=UNSET if content.metadata is None else content.metadata,
        clientId=value.client_id or UNSET,
    )
    if content.type != "text" or content.quote is not None or content.media_url is not None:
        contents.add(shown, content, action=action, message=message)
    return shown


def source(value: conversation_model.Source) -> shapes.Source:
    return shapes.Source(type=value.type, id=value.id or UNSET, integrationId=value.integration_id or UNSET)


def action(value: conversation_model.Action) -> shapes.Action:
    return shapes.Action(
        id=value.action_id,
        type=value.type,
        text=value.text,
        uri=UNSET if value.uri is None else value.uri,
        payload=UNSET if value.payload is None else value.payload,
        default=UNSET if value.default is None else value.default,
        iconUrl=UNSET if value.icon_url is None else value.icon_url,
        amount=UNSET if value.amount is None else value.amount,
        currency=UNSET if value.currency is None else value.currency,
        state=UNSET if value.state is None else value.state,
        fallback=UNSET if value.fallback is None else value.fallback,
        size=UNSET if value.size is None else value.size,
        openOnReceive=UNSET if value.open_on_receive is None else value.open_on_receive,
        extraChannelOptions=UNSET if value.channel_options is None else value.channel_options,
        metadata=UNSET if value.metadata is None else value.metadata,
    )


def conversation(value: conversation_model.Conversation) -> shapes.Conversation:
    return shapes.Conversation(id=value.conversation_id, unreadCount=value.unread_count)


def client(value: appuser_model.Client) -> shapes.Client:
    return shapes.Client(
        clientId=value.client_id,
        id=value.device_id,
        platform=value.platform,
        status="active" if value.active else "inactive",
        active=value.active,
        primary=value.primary,
        lastSeen=clock.to_iso(value.last_seen_ms),
        linkedAt=clock.to_iso(value.linked_ms),
        info=value.info,
        integrationId=value.integration_id or UNSET,
        appVersion=value.app_version or UNSET,
        pushNotificationToken=value.push_token or UNSET,
        externalId=value.external_id or UNSET,
        displayName=value.display_name or UNSET,
        avatarUrl=value.avatar_url or UNSET,
        raw=UNSET if value.raw is None else value.raw,
    )


def pending_client(value: appuser_model.Client) -> shapes.PendingClient:
    return shapes.PendingClient(
        id=value.device_id, platform=value.platform, displayName=value.display_name or "", status="pending"
    )


def app_user(value: appuser_model.AppUser, clients: Sequence[appuser_model.Client]) -> shapes.AppUser:
    return shapes.AppUser(
        id=value.app_user_id,
        conversationStarted=value.conversation_started,
        properties=value.properties,
        signedUpAt=clock.to_iso(value.signed_up_ms),
        clients=[client(item) for item in clients if not item.pending],
        pendingClients=[pending_client(item) for item in clients if item.pending],
        userId=UNSET if value.user_id is None else value.user_id,
        givenName=UNSET if value.given_name is None else value.given_name,
        surname=UNSET if value.surname is None else value.surname,
        email=UNSET if value.email is None else value.email,
        locale=UNSET if value.locale is None else value.locale,
        avatarUrl=UNSET if value.avatar_url is None else value.avatar_url,
    )


def event(value: conversation_model.Event) -> events.Frame:
    """Return the frame of a stored event."""
    about = conversation(value.conversation)
    if isinstance(value, conversation_model.Added):
        return events.MessageEvent(conversation=about, seq=value.seq, message=message(value.message))
    if isinstance(value, conversation_model.Changed):
        return events.ChangeEvent(conversation=about, seq=value.seq, message=message(value.message))
    if isinstance(value, conversation_model.Read):
        return events.ReadEvent(
            conversation=about,
            seq=value.seq,
            role=value.role,
            received=clock.to_seconds(value.conversation.received_ms),
        )
    return events.StartEvent(conversation=about, seq=value.seq)


def activity(value: conversation_model.Activity) -> events.ActivityEvent:
    return events.ActivityEvent(
        conversationId=value.conversation.conversation_id,
        activity=value.activity,
        role=value.role,
        name=value.name or UNSET,
        avatarUrl=value.avatar_url or UNSET,
    )


encode = msgspec.json.Encoder().encode


def encode_event(value: conversation_model.Event) -> bytes:
    """Return the bytes that the log keeps and every socket gets."""
    return encode(event(value))
