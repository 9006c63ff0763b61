"""Requests and answers of the inbox routes: what the agents' page says to the server under `/inbox/api`."""

import msgspec
from msgspec import UNSET, UnsetType

from smooch_server.wire import events, shapes


class Agent(shapes.Wire, kw_only=True):
    id: str = msgspec.field(name="_id")
    email: str
    name: str
    hasPassword: bool


class SignIn(shapes.Wire, kw_only=True):
    email: str
    password: str


class SignInLink(shapes.Wire, kw_only=True):
    """The one-time token of a sign-in link. It stands after the `#` of the address, which no server sees."""

    token: str


class ChangePassword(shapes.Wire, kw_only=True):
    """`current` is needed once the agent has a password. Every other session of the agent ends."""

    password: str
    current: str | UnsetType = UNSET


class AgentReply(shapes.Wire, kw_only=True):
    agent: Agent


class App(shapes.Wire, kw_only=True):
    id: str = msgspec.field(name="_id")
    name: str


class AppList(shapes.Wire, kw_only=True):
    apps: list[App]


class Person(shapes.Wire, kw_only=True):
    """Whom a conversation is with. `name` is always fit to be shown."""

    id: str = msgspec.field(name="_id")
    name: str
    userId: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    avatarUrl: str | UnsetType = UNSET


class LastMessage(shapes.Wire, kw_only=True):
    role: str
    type: str
    text: str  # at most 200 characters
    received: float


class ConversationRow(shapes.Wire, kw_only=True):
    """A row of the list. `unreadCount` counts the user's messages that the business has not read."""

    id: str = msgspec.field(name="_id")
    seq: int
    person: Person
    unreadCount: int
    received: float  # of the newest message: the list's order
    lastMessage: LastMessage | UnsetType = UNSET


class ConversationList(shapes.Wire, kw_only=True):
    """Newest first. `next` goes into `?before=` for the following page; left out on the last."""

    conversations: list[ConversationRow]
    next: str | UnsetType = UNSET


class ConversationReply(shapes.Wire, kw_only=True):
    conversation: ConversationRow


class Messages(shapes.Wire, kw_only=True):
    """A page, oldest first. Subscribe from `cursor`: nothing is missed or doubled."""

    conversation: ConversationRow
    messages: list[shapes.Message]
    hasPrevious: bool
    cursor: events.Cursor
    readAt: float  # `received` of the newest message the user has read, 0 when none


class PostMessage(shapes.Wire, kw_only=True):
    """What an agent answers. `_clientId` makes a repeated send find the first."""

    text: str
    clientId: str = msgspec.field(name="_clientId")


class Posted(shapes.Wire, kw_only=True):
    message: shapes.Message


class Typing(shapes.Wire, kw_only=True):
    type: str  # "typing:start" or "typing:stop"


class AppUserReply(shapes.Wire, kw_only=True):
    appUser: shapes.AppUser
