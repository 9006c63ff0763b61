"""What a webhook is sent, as the exact bytes. Pure."""

from typing import Any, Final

import msgspec
from msgspec import UNSET, UnsetType

from smooch_server.core import clock
from smooch_server.webhooks import facts, model
from smooch_server.wire import shapes


class _FullUser(facts.BriefUser, kw_only=True):
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
    """Every key there is, in the order in which they stand."""

    trigger: str
    version: str | UnsetType = UNSET
    app: facts.Ref
    surviving: facts.BriefUser | UnsetType = UNSET
    discarded: list[facts.BriefUser] | UnsetType = UNSET
    discardedProperties: shapes.Properties | UnsetType = UNSET
    reason: str | UnsetType = UNSET
    appUser: facts.BriefUser | UnsetType = UNSET
    conversation: facts.Ref | UnsetType = UNSET
    client: shapes.Client | UnsetType = UNSET
    messages: list[shapes.Message] | UnsetType = UNSET
    postbacks: list[facts.Press] | UnsetType = UNSET
    payments: list[facts.Payment] | UnsetType = UNSET
    message: facts.Ref | UnsetType = UNSET
    notification: facts.Ref | UnsetType = UNSET
    destination: facts.Destination | UnsetType = UNSET
    externalMessages: list[facts.Ref] | UnsetType = UNSET
    isFinalEvent: bool | UnsetType = UNSET
    activity: facts.Typing | UnsetType = UNSET
    source: shapes.Source | UnsetType = UNSET
    referral: facts.Referral | UnsetType = UNSET
    channel: str | UnsetType = UNSET
    criteria: dict[str, Any] | UnsetType = UNSET
    error: facts.Failure | UnsetType = UNSET
    timestamp: float | UnsetType = UNSET


# The user is told in brief, whatever the webhook asked for.
_BRIEF: Final = frozenset(
    {
        model.CONVERSATION_READ,
        model.APP_USER_DELETE,
        model.LINK_MATCH,
        model.LINK_SUCCESS,
        model.LINK_FAILURE,
        model.PAYMENT_SUCCESS,
    }
)
_TIMELESS: Final = (facts.Said, facts.Merged, facts.Linked)  # their objects have times of their own, or none is told
_SOURCED: Final = (facts.Moved, facts.Typed)
_CLIENTLESS: Final = (facts.Merged, facts.Deleted, facts.Linked)  # nobody's client acted, or there is none any more
_encoder = msgspec.json.Encoder()


def render(given: facts.Facts, *, version: model.Version, include_client: bool, include_full_app_user: bool) -> bytes:
    """Return the body for a webhook of this version and these options: UTF-8 JSON."""
    detail = given.detail
    keys = _keys(detail)
    versioned = version == "v1.1"
    if include_client and "client" not in keys and not isinstance(detail, _CLIENTLESS):
        keys["client"] = _acting_client(given)
    if versioned and given.conversation_id is not UNSET and not isinstance(detail, facts.Merged):
        keys["conversation"] = facts.Ref(id=str(given.conversation_id))
    if isinstance(detail, _SOURCED):
        keys["source"] = given.source
    if not isinstance(detail, _TIMELESS):
        keys["timestamp"] = clock.to_seconds(given.timestamp_ms)
    if not isinstance(detail, facts.Merged) and not isinstance(given.user, UnsetType):
        brief = given.trigger in _BRIEF or (versioned and not include_full_app_user)
        keys["appUser"] = facts.brief(given.user) if brief else _user(given.user, version)
    return _encoder.encode(
        _Envelope(
            trigger=given.trigger, version=version if versioned else UNSET, app=facts.Ref(id=given.app_id), **keys
        )
    )


def _keys(detail: facts.Detail) -> dict[str, Any]:
    """Return the keys that only this kind of fact has."""
    match detail:
        case facts.Said():
            return {"messages": [_message(each) for each in detail.messages]}
        case facts.Pressed():
            return {"postbacks": [_press(each) for each in detail.postbacks]}
        case facts.Moved():
            return {"referral": detail.referral}
        case facts.Typed():
            return {"activity": facts.Typing(type=detail.activity)}
        case facts.Delivered():
            return _delivered(detail)
        case facts.DeliveredV1():
            messages = [_message(each) for each in detail.messages]
            return {"messages": messages, "destination": detail.destination, "error": detail.error}
        case facts.Merged():
            return {
                "surviving": detail.surviving,
                "discarded": detail.discarded,
                "discardedProperties": detail.discarded_properties,
                "reason": detail.reason,
            }
        case facts.ClientChanged():
            return {"client": detail.client}
        case facts.Linked():
            return {"channel": detail.channel, "criteria": detail.criteria, "error": detail.error}
        case facts.Paid():
            return {"payments": [msgspec.structs.replace(p, message=_message(p.message)) for p in detail.payments]}
        case facts.Deleted():
            return {}


def _delivered(detail: facts.Delivered) -> dict[str, Any]:
    external = detail.external_ids
    return {
        "message": _ref(detail.message_id),
        "notification": _ref(detail.notification_id),
        "destination": detail.destination,
        "externalMessages": UNSET if isinstance(external, UnsetType) else [facts.Ref(id=each) for each in external],
        "isFinalEvent": detail.final,
        "error": detail.error,
    }


def _ref(value: str | UnsetType) -> facts.Ref | UnsetType:
    return UNSET if isinstance(value, UnsetType) else facts.Ref(id=value)


def _user(user: shapes.AppUser, version: model.Version) -> _FullUser:
    same = {
        "id": user.id,
        "userId": user.userId,
        "conversationStarted": user.conversationStarted,
        "givenName": user.givenName,
        "surname": user.surname,
        "email": user.email,
        "signedUpAt": user.signedUpAt,
        "properties": user.properties,
    }
    if version == "v1.1":
        return _FullUser(**same)  # type: ignore[arg-type]
    clients: dict[str, Any] = {"clients": user.clients, "devices": user.clients, "pendingClients": user.pendingClients}
    return _UserV1(**same, **clients)  # type: ignore[arg-type]


def _acting_client(given: facts.Facts) -> shapes.Client | UnsetType:
    """Return the user's client that acted; where the source does not tell, the primary one, if there is any."""
    if isinstance(given.user, UnsetType):
        return UNSET
    clients = sorted(given.user.clients, key=lambda client: not client.primary)
    name, place = _actor(given)
    for client in clients:
        if name == client.id or place == (client.platform, client.integrationId):
            return client
    return clients[0] if clients else UNSET


def _actor(given: facts.Facts) -> tuple[str | UnsetType | None, tuple[str, str | UnsetType] | None]:
    """Return the client's own id and its platform and integration, as far as they are known."""
    detail, source = given.detail, given.source
    if isinstance(detail, facts.Delivered | facts.DeliveredV1):
        return None, (detail.destination.type, detail.destination.integrationId)
    if isinstance(source, UnsetType) and isinstance(detail, facts.Said):
        source = next((message.source for message in detail.messages), UNSET)
    if isinstance(source, UnsetType):
        return None, None
    return source.id, (source.type, source.integrationId)


def _press(press: facts.Press) -> facts.Press:
    if isinstance(press.message, UnsetType):
        return press
    return msgspec.structs.replace(press, message=_message(press.message))


def _message(message: shapes.Message) -> shapes.Message:
    """Leave out what only the sending device has a use for."""
    if message.clientId is UNSET:
        return message
    return msgspec.structs.replace(message, clientId=UNSET)
