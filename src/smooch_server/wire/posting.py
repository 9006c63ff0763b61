"""A message as somebody asks to have it posted: over the REST API, in a template or a notification, from the widget.

`parse.content` checks one and makes the value that is stored. Which keys a message needs depends on its `type`; a key
of value null is as good as none, and keys without meaning are ignored.
"""

from typing import Any

import msgspec

from smooch_server.wire import shapes


class MessengerLink(shapes.Wire, kw_only=True):
    """How Facebook Messenger opens a link. The names are its own."""

    webview_height_ratio: str | None = None  # compact, tall, full
    messenger_extensions: bool | None = None
    fallback_url: str | None = None


class ChannelOptions(shapes.Wire, kw_only=True):
    """What a link says to single channels."""

    messenger: MessengerLink | None = None


class NewAction(shapes.Wire, kw_only=True):
    """A button: link, reply, postback, buy, locationRequest, share or webview."""

    type: str
    text: str | None = None
    uri: str | None = None
    payload: str | None = None
    default: bool | None = None
    iconUrl: str | None = None
    amount: int | None = None  # cents
    currency: str | None = None
    fallback: str | None = None
    size: str | None = None  # compact, tall, full
    openOnReceive: bool | None = None
    extraChannelOptions: ChannelOptions | None = None
    metadata: dict[str, Any] | None = None


class NewItem(shapes.Wire, kw_only=True):
    """An item of a carousel or a list."""

    title: str
    actions: list[NewAction]
    description: str | None = None
    mediaUrl: str | None = None
    mediaType: str | None = None
    altText: str | None = None
    size: str | None = None  # compact, large


class DisplaySettings(shapes.Wire, kw_only=True):
    """How a carousel shows its pictures: horizontal or square."""

    imageAspectRatio: str | None = None


class NewOption(shapes.Wire, kw_only=True):
    """What can be chosen, or was."""

    name: str
    label: str | None = None


class NewField(shapes.Wire, kw_only=True):
    """A question of a form, or the answer to one. `type` is text, email or select."""

    type: str
    name: str
    label: str | None = None
    placeholder: str | None = None
    minSize: int | None = None  # characters of a text
    maxSize: int | None = None
    options: list[NewOption] | None = None
    text: str | None = None
    email: str | None = None
    select: list[NewOption] | None = None


class Coordinates(shapes.Wire, kw_only=True):
    """A point on the earth, in degrees."""

    lat: float
    long: float


class Place(shapes.Wire, kw_only=True):
    """What a point is called."""

    name: str | None = None
    address: str | None = None


class QuotedContent(shapes.Wire, kw_only=True):
    """The message that is quoted; of what a client sends only its id is looked at."""

    id: str = msgspec.field(name="_id")


class Quote(shapes.Wire, kw_only=True):
    """What a message answers: `message` with `content`, or `externalMessageId`."""

    type: str
    content: QuotedContent | None = None
    externalMessageId: str | None = None


class Destination(shapes.Wire, kw_only=True):
    """To which of the user's channels a business message goes."""

    integrationId: str | None = None
    integrationType: str | None = None


class ChannelOverride(shapes.Wire, kw_only=True):
    """What one channel is sent instead of what is made from the message."""

    payload: dict[str, Any]


class Override(shapes.Wire, kw_only=True):
    """What single channels are sent instead."""

    whatsapp: ChannelOverride | None = None
    line: ChannelOverride | None = None
    messenger: ChannelOverride | None = None


class NewMessage(shapes.Wire, kw_only=True):
    """What a message says. `type` left out means text."""

    type: str | None = None
    text: str | None = None
    name: str | None = None
    email: str | None = None
    avatarUrl: str | None = None
    payload: str | None = None
    metadata: dict[str, Any] | None = None
    actions: list[NewAction] | None = None
    mediaUrl: str | None = None
    mediaType: str | None = None
    altText: str | None = None
    items: list[NewItem] | None = None
    displaySettings: DisplaySettings | None = None
    coordinates: Coordinates | None = None
    location: Place | None = None
    fields: list[NewField] | None = None
    blockChatInput: bool | None = None
    quotedMessage: Quote | None = None
    quotedMessageId: str | None = None
    destination: Destination | None = None
    override: Override | None = None
