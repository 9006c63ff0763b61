"""Answers of what this server adds to the contract: lists of users and conversations, search, export."""

import msgspec
from msgspec import UNSET, UnsetType

from smooch_server.wire import shapes


class Person(shapes.Wire, kw_only=True):
    """Whose conversation it is."""

    id: str = msgspec.field(name="_id")
    userId: str | UnsetType = UNSET
    givenName: str | UnsetType = UNSET
    surname: str | UnsetType = UNSET
    email: str | UnsetType = UNSET


class LastMessage(shapes.Wire, kw_only=True):
    """The newest message in brief."""

    role: str
    type: str
    text: str


class Conversation(shapes.Wire, kw_only=True):
    """A row of the list. `updated` is when the newest message was received, in unix seconds."""

    id: str = msgspec.field(name="_id")
    appUser: Person
    unreadCount: int  # business messages the user has not read
    appMakerUnreadCount: int  # user messages the business has not read
    updated: float
    lastMessage: LastMessage | UnsetType = UNSET


class Conversations(shapes.Wire, kw_only=True):
    """A page, the newest first. Where `next` is there, ask again with it as `cursor`; a page may hold few or none."""

    conversations: list[Conversation]
    next: str | UnsetType = UNSET


class Users(shapes.Wire, kw_only=True):
    """A page. Where `next` is there, ask again with it as `cursor`."""

    users: list[shapes.AppUser]
    next: str | UnsetType = UNSET


class Ref(shapes.Wire, kw_only=True):
    id: str = msgspec.field(name="_id")


class Found(shapes.Wire, kw_only=True):
    """A message that was looked for, and where it stands."""

    message: shapes.Message
    conversation: Ref
    appUser: Person


class FoundMessages(shapes.Wire, kw_only=True):
    """At most 25, the newest first. Where `next` is there, ask again with it as `cursor`."""

    messages: list[Found]
    next: str | UnsetType = UNSET


class File(shapes.Wire, kw_only=True):
    """A file of the user. The address of a private one works for 15 minutes."""

    mediaUrl: str
    mediaType: str
    name: str
    size: int  # bytes
    createdAt: str


class Export(shapes.Wire, kw_only=True):
    """Everything of one user. `messages` holds all of them, the oldest first."""

    appUser: shapes.AppUser
    conversation: shapes.Conversation | UnsetType = UNSET
    messages: list[shapes.Message]
    files: list[File]
