"""Frames of the realtime session: what a server sends and what a client may send.

A stored event is encoded once, when it happens, and goes unchanged from the log to every socket.
"""

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from smooch_server.wire import shapes

Role = Literal["appUser", "appMaker"]


class Cursor(shapes.Wire, kw_only=True):
    """A position in a conversation's log. Another `epoch` means that the log was replaced."""

    epoch: str
    seq: int


class Frame(shapes.Wire, tag_field="type"):
    """Base of every frame; `type` tells which one."""


# ---- from the server, stored, numbered -------------------------------------------------------------


class MessageEvent(Frame, tag="message", kw_only=True):
    """A message was added to the conversation."""

    conversation: shapes.Conversation
    seq: int
    message: shapes.Message


class ChangeEvent(Frame, tag="message:change", kw_only=True):
    """A message is not what it was: a form was answered. Take this one's place where it is known; it is no new one."""

    conversation: shapes.Conversation
    seq: int
    message: shapes.Message


class ReadEvent(Frame, tag="conversation:read", kw_only=True):
    """One side has read everything up to and including the message received at `received`."""

    conversation: shapes.Conversation
    seq: int
    role: Role
    received: float


class StartEvent(Frame, tag="conversation:start", kw_only=True):
    """The conversation began; always number 1."""

    conversation: shapes.Conversation
    seq: int


# ---- from the server, passing ----------------------------------------------------------------------


class ActivityEvent(Frame, tag="activity", kw_only=True):
    """Somebody types. Best effort; not in the log."""

    conversationId: str
    activity: Literal["typing:start", "typing:stop"]
    role: Role
    name: str | UnsetType = UNSET
    avatarUrl: str | UnsetType = UNSET


class Welcome(Frame, tag="welcome", kw_only=True):
    """The session is accepted. `heartbeat` is the longest silence in seconds: hear nothing for twice as long and the line is dead."""

    heartbeat: int


class Subscribed(Frame, tag="subscribed", kw_only=True):
    """Everything after the client's cursor was sent; from here on events come live."""

    conversationId: str
    cursor: Cursor


class Reset(Frame, tag="reset", kw_only=True):
    """The cursor cannot be continued: fetch the messages again, then go on from `cursor`."""

    conversationId: str
    cursor: Cursor


class Heartbeat(Frame, tag="heartbeat", kw_only=True):
    """The line is alive. `seq` is the newest event of each subscribed conversation, by id."""

    seq: dict[str, int]


class Resync(Frame, tag="resync", kw_only=True):
    """News of conversations that are listed but not subscribed may have been lost: load the list again."""


class Failure(Frame, tag="error", kw_only=True):
    """The last frame before the server closes, or the refusal of one frame. Codes are in `codes.py`."""

    code: int
    description: str
    conversationId: str | UnsetType = UNSET


# ---- from the client -------------------------------------------------------------------------------


class Connect(Frame, tag="connect", kw_only=True):
    """First frame of a visitor: who speaks, and from where to continue. `cursor` left out means from the start of live.

    `sessionToken` or `jwt` proves the user. Tokens are never part of an address.
    """

    appId: str
    appUserId: str
    sessionToken: str | UnsetType = UNSET
    jwt: str | UnsetType = UNSET
    cursor: Cursor | UnsetType = UNSET


class ConnectAgent(Frame, tag="connect:agent", kw_only=True):
    """First frame of an agent, who is known by the session cookie. News of all conversations of the app follow."""

    appId: str


class Subscribe(Frame, tag="subscribe", kw_only=True):
    """An agent opens a conversation: send what came after the cursor, then live events."""

    conversationId: str
    cursor: Cursor


class Unsubscribe(Frame, tag="unsubscribe", kw_only=True):
    """An agent leaves a conversation."""

    conversationId: str


class Ping(Frame, tag="ping", kw_only=True):
    """Ask for a heartbeat now."""


ClientFrame = Connect | ConnectAgent | Subscribe | Unsubscribe | Ping
ServerFrame = (
    Welcome
    | Subscribed
    | Reset
    | Heartbeat
    | Resync
    | Failure
    | MessageEvent
    | ChangeEvent
    | ReadEvent
    | StartEvent
    | ActivityEvent
)


class PollRequest(shapes.Wire, kw_only=True):
    """One long poll: the same first frame, answered with the frames that follow it."""

    connect: Connect
    wait: int = 25  # seconds to wait for the first event; 0 answers at once


class PollReply(shapes.Wire, kw_only=True):
    """Frames in order; send the last `cursor` again with the next poll."""

    frames: list[msgspec.Raw]
    cursor: Cursor | UnsetType = UNSET
