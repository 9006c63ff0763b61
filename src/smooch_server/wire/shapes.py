"""The objects of the contract as they stand in JSON, shared by every version.

`web/packages/protocol` is generated from these types and those of `sdk.py` and `inbox.py`. A key that has
nothing to say is left out (`UNSET`), never `null`: real clients stop at a null.
"""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from smooch_server.core import jsonmap

Properties = jsonmap.FlatMap


class Wire(msgspec.Struct):
    """Base of every object on the wire."""


class Source(Wire, kw_only=True):
    """Where a message came from: a platform such as `web`, `api`, or a business system such as `inbox`."""

    type: str
    id: str | UnsetType = UNSET
    integrationId: str | UnsetType = UNSET


class Action(Wire, kw_only=True):
    """A button of a message. Which keys are there depends on `type`."""

    id: str = msgspec.field(name="_id")
    type: str
    text: str
    uri: str | UnsetType = UNSET
    payload: str | UnsetType = UNSET
    default: bool | UnsetType = UNSET
    iconUrl: str | UnsetType = UNSET
    amount: int | UnsetType = UNSET
    currency: str | UnsetType = UNSET
    state: str | UnsetType = UNSET
    fallback: str | UnsetType = UNSET
    size: str | UnsetType = UNSET
    openOnReceive: bool | UnsetType = UNSET
    extraChannelOptions: dict[str, Properties] | UnsetType = UNSET
    metadata: Properties | UnsetType = UNSET


class Item(Wire, kw_only=True):
    """An item of a carousel or a list."""

    id: str = msgspec.field(name="_id")
    title: str
    actions: list[Action]
    description: str | UnsetType = UNSET
    mediaUrl: str | UnsetType = UNSET
    mediaType: str | UnsetType = UNSET
    altText: str | UnsetType = UNSET
    size: str | UnsetType = UNSET


class DisplaySettings(Wire, kw_only=True):
    """How a carousel shows its pictures: `horizontal` or `square`."""

    imageAspectRatio: str


class Coordinates(Wire, kw_only=True):
    """A point on the earth, in degrees."""

    lat: float
    long: float


class Location(Wire, kw_only=True):
    """What a point is called."""

    name: str | UnsetType = UNSET
    address: str | UnsetType = UNSET


class Option(Wire, kw_only=True):
    """What can be chosen in a form, or was."""

    id: str = msgspec.field(name="_id")
    name: str
    label: str


class Field(Wire, kw_only=True):
    """A question of a form, or in a formResponse the answer to one."""

    id: str = msgspec.field(name="_id")
    type: str
    name: str
    label: str
    placeholder: str | UnsetType = UNSET
    minSize: int | UnsetType = UNSET
    maxSize: int | UnsetType = UNSET
    options: list[Option] | UnsetType = UNSET
    selectSize: int | UnsetType = UNSET
    text: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    select: list[Option] | UnsetType = UNSET


class QuotedMessage(Wire, kw_only=True):
    """What a message answers: `message` with the whole message, or `externalMessageId`."""

    type: str
    content: "Message | UnsetType" = UNSET
    externalMessageId: str | UnsetType = UNSET


class Message(Wire, kw_only=True):
    """A message of a conversation. `received` is unix seconds with milliseconds, strictly increasing in it."""

    id: str = msgspec.field(name="_id")
    role: str
    type: str
    authorId: str
    received: float
    source: Source
    name: str | UnsetType = UNSET
    text: str | UnsetType = UNSET
    avatarUrl: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    actions: list[Action] | UnsetType = UNSET
    mediaUrl: str | UnsetType = UNSET
    mediaType: str | UnsetType = UNSET
    mediaSize: int | UnsetType = UNSET  # bytes
    altText: str | UnsetType = UNSET
    items: list[Item] | UnsetType = UNSET
    displaySettings: DisplaySettings | UnsetType = UNSET
    coordinates: Coordinates | UnsetType = UNSET
    location: Location | UnsetType = UNSET
    fields: list[Field] | UnsetType = UNSET
    blockChatInput: bool | UnsetType = UNSET
    submitted: bool | UnsetType = UNSET
    textFallback: str | UnsetType = UNSET
    quotedMessage: QuotedMessage | UnsetType = UNSET
    payload: str | UnsetType = UNSET
    metadata: Properties | UnsetType = UNSET
    clientId: str | UnsetType = msgspec.field(name="_clientId", default=UNSET)


class Conversation(Wire, kw_only=True):
    """A user's one conversation. `unreadCount` counts the business messages the user has not read."""

    id: str = msgspec.field(name="_id")
    unreadCount: int


class Client(Wire, kw_only=True):
    """A device or channel account of a user."""

    clientId: str = msgspec.field(name="_id")
    id: str
    platform: str
    status: str
    active: bool
    primary: bool
    lastSeen: str
    linkedAt: str
    info: dict[str, jsonmap.Scalar]
    integrationId: str | UnsetType = UNSET
    appVersion: str | UnsetType = UNSET
    pushNotificationToken: str | UnsetType = UNSET
    externalId: str | UnsetType = UNSET  # the channel's own name for the account
    displayName: str | UnsetType = UNSET
    avatarUrl: str | UnsetType = UNSET
    raw: dict[str, Any] | UnsetType = UNSET  # the channel's own profile


class PendingClient(Wire, kw_only=True):
    """A channel account that is being linked to a user."""

    id: str
    platform: str
    displayName: str
    status: str  # "pending"


class AppUser(Wire, kw_only=True):
    """An end user. `properties` is always there, `{}` when empty."""

    id: str = msgspec.field(name="_id")
    conversationStarted: bool
    properties: Properties
    signedUpAt: str
    clients: list[Client]
    pendingClients: list[PendingClient]
    userId: str | UnsetType = UNSET
    givenName: str | UnsetType = UNSET
    surname: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    locale: str | UnsetType = UNSET
    avatarUrl: str | UnsetType = UNSET


class ErrorDetail(Wire, kw_only=True):
    """What went wrong: a stable code for programs, a sentence for people."""

    code: str
    description: str


class ErrorBody(Wire, kw_only=True):
    """The body of every answer that is not 2xx."""

    error: ErrorDetail
