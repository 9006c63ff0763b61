"""What a webhook is sent, as the exact bytes. Pure."""

import dataclasses
from collections.abc import Sequence

import msgspec
from msgspec import UNSET, UnsetType

from smooch_server.core import clock
from smooch_server.webhooks import model
from smooch_server.wire import shapes


@dataclasses.dataclass(frozen=True, kw_only=True)
class Facts:
    """Something that happened, in the values of the public contract. `app_user` is the whole user with clients."""

    trigger: str
    app_id: str
    app_user: shapes.AppUser
    conversation: shapes.Conversation
    messages: Sequence[shapes.Message]
    source: shapes.Source | None
    timestamp_ms: int


class _Ref(shapes.Wire, kw_only=True):
    id: str = msgspec.field(name="_id")


class _BriefUser(shapes.Wire, kw_only=True):
    id: str = msgspec.field(name="_id")
    userId: str | UnsetType = UNSET
    conversationStarted: bool


class _FullUser(_BriefUser, kw_only=True):
    givenName: str | UnsetType = UNSET
    surname: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    signedUpAt: str
    properties: shapes.Properties


class _UserV1(_FullUser, kw_only=True):
    """Version 1 sent the whole user; `devices` is a copy of `clients`."""

    clients: list[shapes.Client]
    devices: list[shapes.Client]
    pendingClients: list[shapes.Client]


class _Envelope(shapes.Wire, kw_only=True):
    trigger: str
    version: str | UnsetType = UNSET
    app: _Ref
    appUser: _BriefUser
    conversation: _Ref | UnsetType = UNSET
    client: shapes.Client | UnsetType = UNSET
    messages: list[shapes.Message] | UnsetType = UNSET
    source: shapes.Source | UnsetType = UNSET
    timestamp: float | UnsetType = UNSET


_encoder = msgspec.json.Encoder()


def render(facts: Facts, *, version: model.Version, include_client: bool, include_full_app_user: bool) -> bytes:
    """Return the body for a webhook of this version and these options: UTF-8 JSON."""
    of_messages = facts.trigger in (model.MESSAGE_APP_USER, model.MESSAGE_APP_MAKER)
    versioned = version == "v1.1"
    return _encoder.encode(
        _Envelope(
            trigger=facts.trigger,
            version=version if versioned else UNSET,
            app=_Ref(id=facts.app_id),
            appUser=_user(facts, version=version, full=include_full_app_user),
            conversation=_Ref(id=facts.conversation.id) if versioned else UNSET,
            client=_acting_client(facts) if include_client else UNSET,
            messages=[_message(message) for message in facts.messages] if of_messages else UNSET,
            source=UNSET if of_messages or facts.source is None else facts.source,
            timestamp=UNSET if of_messages else clock.to_seconds(facts.timestamp_ms),
        )
    )


def _user(facts: Facts, *, version: model.Version, full: bool) -> _BriefUser:
    user = facts.app_user
    if facts.trigger == model.CONVERSATION_READ or (version == "v1.1" and not full):
        return _BriefUser(id=user.id, userId=user.userId, conversationStarted=user.conversationStarted)
    whole = _UserV1(
        id=user.id,
        userId=user.userId,
        conversationStarted=user.conversationStarted,
        givenName=user.givenName,
        surname=user.surname,
        email=user.email,
        signedUpAt=user.signedUpAt,
        properties=user.properties,
        clients=user.clients,
        devices=user.clients,
        pendingClients=user.pendingClients,
    )
    return whole if version == "v1" else _narrowed(whole)


def _narrowed(whole: _FullUser) -> _FullUser:
    return _FullUser(**{field: getattr(whole, field) for field in _FullUser.__struct_fields__})


def _acting_client(facts: Facts) -> shapes.Client | UnsetType:
    """Return the user's client that acted; where the source does not tell, the primary one, if there is any."""
    source = facts.source if facts.source is not None else next((item.source for item in facts.messages), None)
    clients = sorted(facts.app_user.clients, key=lambda client: not client.primary)
    if source is not None:
        for client in clients:
            if source.id == client.id or (source.type, source.integrationId) == (client.platform, client.integrationId):
                return client
    return clients[0] if clients else UNSET


def _message(message: shapes.Message) -> shapes.Message:
    """Leave out what only the sending device has a use for."""
    if message.clientId is UNSET:
        return message
    return msgspec.structs.replace(message, clientId=UNSET)
