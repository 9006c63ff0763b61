"""What happened, in the values of the public contract: everything that any form of payload is made from.

Facts are stored as JSON between the transaction in which something happened and the worker that tells of it. A fact is
one of the classes of `Detail`; which triggers go with which is in its docstring.
"""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from smooch_server.appusers import model as appuser_model
from smooch_server.conversations import model as conversation_model
from smooch_server.wire import shapes, v1_1


class Ref(shapes.Wire, kw_only=True):
    """An object of which only the id is told."""

    id: str = msgspec.field(name="_id")


class BriefUser(shapes.Wire, kw_only=True):
    """A user in brief. Where it is not known whether a conversation was started, nothing is said of it."""

    id: str = msgspec.field(name="_id")
    userId: str | UnsetType = UNSET
    conversationStarted: bool | UnsetType = UNSET


class Destination(shapes.Wire, kw_only=True):
    """Where a message went: a platform, and the integration it went through."""

    type: str
    integrationId: str | UnsetType = UNSET
    destinationId: str | UnsetType = UNSET  # of a notification: the recipient's name there


class Failure(shapes.Wire, kw_only=True):
    """Why something failed; `underlyingError` is what the channel itself said."""

    code: str
    message: str | UnsetType = UNSET
    underlyingError: dict[str, Any] | UnsetType = UNSET


class Referral(shapes.Wire, kw_only=True):
    """What led a user here."""

    code: str | UnsetType = UNSET
    details: dict[str, Any] | UnsetType = UNSET


class Press(shapes.Wire, kw_only=True):
    """A button that was pressed, and the message it stood in; a button of the menu stands in none."""

    message: shapes.Message | UnsetType = UNSET
    action: shapes.Action


class Payment(shapes.Wire, kw_only=True):
    """A buy button that was paid."""

    source: shapes.Source
    message: shapes.Message
    action: shapes.Action
    charge: Ref


class Typing(shapes.Wire, kw_only=True):
    type: str


class Fact(msgspec.Struct, frozen=True, kw_only=True, tag=True, tag_field="fact"):
    """Base of what may have happened."""


class Said(Fact, frozen=True, kw_only=True):
    """`message:appUser`, `message:appMaker`."""

    messages: list[shapes.Message]


class Pressed(Fact, frozen=True, kw_only=True):
    """`postback`."""

    postbacks: list[Press]


class Moved(Fact, frozen=True, kw_only=True):
    """`conversation:start`, `conversation:read`, `conversation:referral`."""

    referral: Referral | UnsetType = UNSET


class Typed(Fact, frozen=True, kw_only=True):
    """`typing:appUser`; `activity` is `typing:start` or `typing:stop`."""

    activity: str


class Delivered(Fact, frozen=True, kw_only=True):
    """`message:delivery:*`, `notification:delivery:*`; one of `message_id` and `notification_id` is there."""

    message_id: str | UnsetType = UNSET
    notification_id: str | UnsetType = UNSET
    destination: Destination
    external_ids: list[str] | UnsetType = UNSET
    final: bool
    error: Failure | UnsetType = UNSET


class DeliveredV1(Fact, frozen=True, kw_only=True):
    """`delivery:success`, `delivery:failure`."""

    messages: list[shapes.Message]
    destination: Destination
    error: Failure | UnsetType = UNSET


class Merged(Fact, frozen=True, kw_only=True):
    """`merge:appUser`."""

    surviving: BriefUser
    discarded: list[BriefUser]
    discarded_properties: shapes.Properties | UnsetType = UNSET
    reason: str | UnsetType = UNSET


class ClientChanged(Fact, frozen=True, kw_only=True):
    """`client:add`, `client:remove`."""

    client: shapes.Client


class Deleted(Fact, frozen=True, kw_only=True):
    """`appUser:delete`."""


class Linked(Fact, frozen=True, kw_only=True):
    """`link:match`, `link:success`, `link:failure`; `criteria` is what was sent to find the account."""

    channel: str
    criteria: dict[str, Any]
    error: Failure | UnsetType = UNSET


class Paid(Fact, frozen=True, kw_only=True):
    """`payment:success`."""

    payments: list[Payment]


Detail = Said | Pressed | Moved | Typed | Delivered | DeliveredV1 | Merged | ClientChanged | Deleted | Linked | Paid


class Facts(msgspec.Struct, frozen=True, kw_only=True, tag="facts", tag_field="form"):
    """One thing that happened. `user` is the whole user with clients, as it was then."""

    trigger: str
    app_id: str
    detail: Detail
    timestamp_ms: int
    user: shapes.AppUser | UnsetType = UNSET
    conversation_id: str | UnsetType = UNSET
    source: shapes.Source | UnsetType = UNSET


class Posted(msgspec.Struct, frozen=True, kw_only=True, tag="posted", tag_field="form"):
    """`Said` of one message, as the transaction has it at hand.

    Every message waits for that transaction, so the values of the contract are made by who reads it.
    """

    trigger: str
    user: appuser_model.AppUser
    clients: list[appuser_model.Client]
    message: conversation_model.Message

    def facts(self) -> Facts:
        """Return the same in the values of the contract."""
        message = self.message
        return Facts(
            trigger=self.trigger,
            app_id=message.app_id,
            detail=Said(messages=[v1_1.message(message)]),
            timestamp_ms=message.received_ms,
            user=v1_1.app_user(self.user, self.clients),
            conversation_id=message.conversation_id,
        )


encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Facts | Posted).decode


def decode(body: bytes) -> Facts:
    """Return what `encode` was given."""
    found = _decode(body)
    return found.facts() if isinstance(found, Posted) else found


def brief(user: shapes.AppUser) -> BriefUser:
    """Return what is told of a user at least."""
    return BriefUser(id=user.id, userId=user.userId, conversationStarted=user.conversationStarted)
