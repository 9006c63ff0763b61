"""End users and their clients, as values."""

import dataclasses

import msgspec

from smooch_server.core import jsonmap


class Client(msgspec.Struct, frozen=True, kw_only=True):
    """A device or channel account of a user. `device_id` is the client's own name for itself.

    A pending one is a channel account that is being linked.
    """

    client_id: str
    device_id: str
    platform: str
    integration_id: str | None
    active: bool
    primary: bool
    app_version: str | None
    info: dict[str, jsonmap.Scalar]
    last_seen_ms: int
    linked_ms: int
    pending: bool = False
    push_token: str | None = None
    external_id: str | None = None  # the channel's own name for the account
    display_name: str | None = None
    avatar_url: str | None = None
    raw: dict[str, object] | None = None  # the channel's own profile


class AppUser(msgspec.Struct, frozen=True, kw_only=True):
    """An end user of one app; anonymous while `user_id` is None."""

    app_user_id: str
    app_id: str
    user_id: str | None
    given_name: str | None
    surname: str | None
    email: str | None
    locale: str | None
    avatar_url: str | None
    signed_up_ms: int
    properties: dict[str, jsonmap.Scalar]
    conversation_started: bool
    credential_required: bool  # only a JWT may act as this user
    created_ms: int
    animal_name: bool = False  # while nameless, shown as an animal rather than a number


@dataclasses.dataclass(frozen=True, kw_only=True)
class Device:
    """What a device tells of itself when it speaks."""

    device_id: str
    platform: str
    app_version: str | None
    info: dict[str, jsonmap.Scalar]
    push_token: str | None = None


class Unset:
    """Marks a profile field that a change leaves alone."""


UNSET = Unset()


@dataclasses.dataclass(frozen=True, kw_only=True)
class Changes:
    """A profile change: None clears a field, a None property is removed, UNSET leaves alone."""

    given_name: str | None | Unset = UNSET
    surname: str | None | Unset = UNSET
    email: str | None | Unset = UNSET
    locale: str | None | Unset = UNSET
    avatar_url: str | None | Unset = UNSET
    signed_up_ms: int | Unset = UNSET
    properties: dict[str, jsonmap.Scalar | None] | Unset = UNSET
