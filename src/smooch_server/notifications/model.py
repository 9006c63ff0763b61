"""Notifications as values: messages to somebody on a channel, outside of any conversation."""

from typing import Any

import msgspec

from smooch_server.conversations import model


class Author(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """In whose name the business speaks."""

    name: str | None = None
    email: str | None = None
    avatar_url: str | None = None


class Body(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is said: a checked message, or what the channel itself knows how to read."""

    author: Author
    content: model.Content | None = None
    schema: str | None = None  # the channel whose own form `raw` has
    raw: dict[str, Any] | None = None


class Notification(msgspec.Struct, frozen=True, kw_only=True):
    notification_id: str
    app_id: str
    integration_id: str
    platform: str  # the type of the integration
    destination_id: str  # the recipient's name there
    body: Body
