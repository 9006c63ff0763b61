"""What a person's conversation must be by now, kept beside the server."""

import dataclasses
from typing import Any, Literal

from tests.stories import screen
from tests.support import api

Role = Literal["appUser", "appMaker"]


@dataclasses.dataclass
class Said:
    """A message that was acknowledged."""

    id: str
    role: Role
    text: str
    unread: bool  # by the user
    received: float
    sent: "Send"
    place: str  # the conversation it was sent in


@dataclasses.dataclass(frozen=True)
class Send:
    """How a message was sent, so that it can be sent again."""

    via: Literal["v1", "v1.1", "sdk"]
    role: Role
    text: str
    key: str | None


@dataclasses.dataclass
class Person:
    """A user that exists. `visitor` and `device` are there when it came through the SDK."""

    id: str
    visitor: api.Visitor | None
    device: screen.Screen | None
    conversation_id: str | None
    said: list[Said] = dataclasses.field(default_factory=list)
    given_name: str | None = None
    behind: bool = False  # something came since the user read: reading is news
    merged: bool = False
    counted: bool = True  # after merge and deletion together, how much is unread is not defined
    glimpses: list[screen.Glimpse] = dataclasses.field(default_factory=list)

    absorbed: set[str] = dataclasses.field(default_factory=set)  # users that became this one

    @property
    def unread(self) -> int:
        return sum(each.unread for each in self.said)

    def add(self, said: Said) -> None:
        self.said.append(said)
        self.behind = True
        if said.role == "appUser":
            self.read()

    def read(self) -> None:
        for each in self.said:
            each.unread = False
        self.behind = False
        self.counted = True


@dataclasses.dataclass
class Told:
    """What webhooks must say of one app, and what they may say besides."""

    messages: dict[str, Said] = dataclasses.field(default_factory=dict)
    optional: set[str] = dataclasses.field(default_factory=set)  # messages erased, maybe before they were told
    order: dict[str, list[str]] = dataclasses.field(default_factory=dict)  # conversation -> messages, as posted
    starts: list[str] = dataclasses.field(default_factory=list)  # conversations
    reads: list[str] = dataclasses.field(default_factory=list)  # conversations
    clients: list[str] = dataclasses.field(default_factory=list)  # users
    merges: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    deleted: list[str] = dataclasses.field(default_factory=list)  # users
    typed: int = 0
    forgotten: set[str] = dataclasses.field(
        default_factory=set
    )  # users of whom no more than the deletion has to be told

    def forget(self, said: list[Said]) -> None:
        self.optional.update(each.id for each in said)


def shown(messages: list[dict[str, Any]]) -> list[tuple[str, str, str, float]]:
    """What every view of a conversation has to agree on."""
    return [(each["_id"], each["role"], each["text"], each["received"]) for each in messages]


def expected(person: Person) -> list[tuple[str, str, str, float]]:
    return [(each.id, each.role, each.text, each.received) for each in person.said]
