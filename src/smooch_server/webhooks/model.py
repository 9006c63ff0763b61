"""Webhooks as values: what an app wants to be told, and where."""

import dataclasses
from collections.abc import Sequence
from typing import Final, Literal

from smooch_server.core import errors

Version = Literal["v1", "v1.1"]

MAX_PER_APP = 10
KIND: Final = "webhook"  # of its outbox rows

MESSAGE_APP_USER: Final = "message:appUser"
MESSAGE_APP_MAKER: Final = "message:appMaker"
CONVERSATION_START: Final = "conversation:start"
CONVERSATION_READ: Final = "conversation:read"

# Everything this server can tell.
TRIGGERS = (MESSAGE_APP_USER, MESSAGE_APP_MAKER, CONVERSATION_START, CONVERSATION_READ)
DEFAULT_TRIGGERS = ("message",)
# Short names. What is sent always names the specific trigger.
_ALIASES: Final = {"message": (MESSAGE_APP_USER, MESSAGE_APP_MAKER), "*": TRIGGERS}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Webhook:
    """A webhook with its secret in the clear: never log it."""

    webhook_id: str
    app_id: str
    target: str
    triggers: tuple[str, ...]
    secret: str = dataclasses.field(repr=False)
    version: Version
    include_client: bool
    include_full_app_user: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class Changes:
    """What to change of a webhook; None leaves a field as it is."""

    target: str | None = None
    triggers: Sequence[str] | None = None
    include_client: bool | None = None
    include_full_app_user: bool | None = None


def check_triggers(triggers: Sequence[str]) -> tuple[str, ...]:
    """Return the triggers without repetitions.

    Raises:
        errors.BadRequest: none given, or one is not known; it is named.
    """
    if not triggers:
        raise errors.BadRequest("triggers: must not be empty")
    for trigger in triggers:
        if trigger not in TRIGGERS and trigger not in _ALIASES:
            raise errors.BadRequest(f"triggers: '{trigger[:64]}' is not a trigger")
    return tuple(dict.fromkeys(triggers))


def covers(triggers: Sequence[str], trigger: str) -> bool:
    """Tell whether a webhook with `triggers` wants to hear of `trigger`."""
    return any(trigger == wanted or trigger in _ALIASES.get(wanted, ()) for wanted in triggers)
