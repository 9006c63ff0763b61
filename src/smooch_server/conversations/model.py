"""Conversations, messages and what happens to them, as values."""

from typing import Any, Final, Literal

import msgspec

from smooch_server.core import jsonmap

Role = Literal["appUser", "appMaker"]
Typing = Literal["typing:start", "typing:stop"]

MAX_TEXT_CHARS: Final = 4096
MAX_ACTIONS: Final = 10  # of a message
MAX_ITEM_ACTIONS: Final = 3
MAX_ITEMS: Final = 10
MAX_FIELDS: Final = 25
MAX_TEMPLATES: Final = 10  # that one text may name
MAX_OPTIONS: Final = 100
LAST_TEXT_CHARS: Final = 200
KEYED: Final = "idempotency-key:"  # how the send ids begin that are a business's own secret from the visitor
PAGE: Final = 100  # messages of a public page


class Value(msgspec.Struct, frozen=True):
    """Base of the values that are stored as JSON."""


class Action(Value, frozen=True, kw_only=True, omit_defaults=True):
    """A button of a business message."""

    action_id: str
    type: str
    text: str
    uri: str | None = None
    payload: str | None = None
    default: bool | None = None
    icon_url: str | None = None
    amount: int | None = None  # cents
    currency: str | None = None
    state: str | None = None
    fallback: str | None = None
    size: str | None = None
    open_on_receive: bool | None = None
    channel_options: dict[str, dict[str, jsonmap.Scalar]] | None = None  # by channel, in its own words
    metadata: dict[str, jsonmap.Scalar] | None = None


class Item(Value, frozen=True, kw_only=True, omit_defaults=True):
    """An item of a carousel or a list."""

    item_id: str
    title: str
    actions: tuple[Action, ...]
    description: str | None = None
    media_url: str | None = None
    media_type: str | None = None
    alt_text: str | None = None
    size: str | None = None


class Option(Value, frozen=True, kw_only=True):
    """What can be chosen in a form, or was."""

    option_id: str
    name: str
    label: str


class Field(Value, frozen=True, kw_only=True, omit_defaults=True):
    """A question of a form (`options`, sizes) or the answer to one (`text`, `email` or `select`)."""

    field_id: str
    type: str  # text, email, select
    name: str
    label: str
    placeholder: str | None = None
    min_size: int | None = None  # characters
    max_size: int | None = None
    options: tuple[Option, ...] = ()
    select_size: int | None = None  # how many options may be chosen
    text: str | None = None
    email: str | None = None
    select: tuple[Option, ...] | None = None


class Coordinates(Value, frozen=True, kw_only=True):
    """Degrees."""

    lat: float
    long: float


class Place(Value, frozen=True, kw_only=True, omit_defaults=True):
    name: str | None = None
    address: str | None = None


class Quote(Value, frozen=True, kw_only=True, omit_defaults=True):
    """What a message answers. `message` is as it stood then, without quotes of its own."""

    message_id: str | None = None
    external_id: str | None = None
    message: "Message | None" = None


class Destination(Value, frozen=True, kw_only=True, omit_defaults=True):
    integration_id: str | None = None
    integration_type: str | None = None


class Source(Value, frozen=True, kw_only=True, omit_defaults=True):
    """Where a message came from."""

    type: str
    id: str | None = None
    integration_id: str | None = None


class Content(Value, frozen=True, kw_only=True, omit_defaults=True):
    """What a message says; stored as one JSON value."""

    type: str
    source: Source
    text: str = ""
    name: str | None = None
    avatar_url: str | None = None
    email: str | None = None
    payload: str | None = None
    metadata: dict[str, jsonmap.Scalar] | None = None
    actions: tuple[Action, ...] = ()
    media_url: str | None = None
    media_type: str | None = None
    media_size: int | None = None  # bytes, of our own uploads
    alt_text: str | None = None
    items: tuple[Item, ...] = ()
    image_aspect_ratio: str | None = None
    coordinates: Coordinates | None = None
    place: Place | None = None
    fields: tuple[Field, ...] = ()
    block_chat_input: bool | None = None
    submitted: bool | None = None  # of a form: whether it was answered
    text_fallback: str | None = None
    quote: Quote | None = None
    destination: Destination | None = None
    override: dict[str, Any] | None = None  # by channel, in its own words; for that channel alone


class Draft(Value, frozen=True, kw_only=True):
    """A message that was not stored yet."""

    role: Role
    author_id: str
    content: Content
    send_id: str | None  # chosen by the sender; a repeated send finds the first
    digest: bytes | None  # of what the sender sent with `send_id`


class Message(Value, frozen=True, kw_only=True):
    """A stored message. `received_ms` is strictly increasing in its conversation."""

    message_id: str
    conversation_id: str
    app_id: str
    seq: int
    role: Role
    author_id: str
    send_id: str | None
    received_ms: int
    content: Content

    @property
    def client_id(self) -> str | None:
        """What the sender may find its message by: its `_clientId`, never an `Idempotency-Key`."""
        return None if self.send_id is None or self.send_id.startswith(KEYED) else self.send_id


class LastMessage(Value, frozen=True, kw_only=True):
    """What the inbox list shows of the newest message, which was received at the conversation's `received_ms`."""

    role: Role
    type: str
    text: str  # at most LAST_TEXT_CHARS


class Conversation(Value, frozen=True, kw_only=True):
    conversation_id: str
    app_id: str
    app_user_id: str
    epoch: int
    seq: int
    received_ms: int
    unread_count: int  # business messages the user has not read
    app_maker_unread_count: int
    app_user_read_ms: int
    app_maker_read_ms: int
    last_message: bytes | None  # encoded; `store.last_message` reads it


# ---- what happens; each has the number it got in the log -------------------------------------------


class Started(Value, frozen=True, kw_only=True):
    conversation: Conversation
    seq: int
    role: Role  # the side that began
    source: Source
    at_ms: int


class Added(Value, frozen=True, kw_only=True):
    conversation: Conversation
    seq: int
    message: Message


class Read(Value, frozen=True, kw_only=True):
    conversation: Conversation
    seq: int
    role: Role
    source: Source
    at_ms: int


class Changed(Value, frozen=True, kw_only=True):
    """A stored message is not what it was: a form was answered."""

    conversation: Conversation
    seq: int
    message: Message  # as it is now


Event = Started | Added | Read | Changed


class Activity(Value, frozen=True, kw_only=True):
    """Somebody types. Not an event: it is never stored."""

    conversation: Conversation
    activity: Typing
    role: Role
    name: str | None
    avatar_url: str | None


RECHECK: Final = -1  # instead of a `seq`: check the credentials of the visitors now
RESET: Final = -2  # instead of a `seq`: the log was replaced; the body is the `Position` it begins after


class Position(Value, frozen=True, kw_only=True):
    """The newest place of a conversation's log."""

    epoch: int
    seq: int


class Ring(Value, frozen=True, kw_only=True):
    """Emitted with every event: what the bus carries. `seq` 0 is a passing activity."""

    app_id: str
    conversation_id: str
    seq: int
    body: bytes
