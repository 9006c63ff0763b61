"""Webhooks as values: what an app wants to be told, and where."""

import dataclasses
from collections.abc import Sequence
from typing import Final, Literal

from smooch_server.core import errors

Version = Literal["v1", "v1.1"]
Retries = Literal["standard", "compatible"]  # `outbox.retry` says what each means

MAX_PER_APP = 10
KIND: Final = "webhook"  # of its outbox rows
PASSING_KIND: Final = "webhook:passing"  # of rows that say nothing a minute later: tried once, then forgotten
SECRET_OVERLAP_MS: Final = 24 * 3_600_000  # how long a replaced secret signs beside the new one

MESSAGE_APP_USER: Final = "message:appUser"
MESSAGE_APP_MAKER: Final = "message:appMaker"
POSTBACK: Final = "postback"
CONVERSATION_START: Final = "conversation:start"
CONVERSATION_READ: Final = "conversation:read"
CONVERSATION_REFERRAL: Final = "conversation:referral"
TYPING_APP_USER: Final = "typing:appUser"
MESSAGE_DELIVERY_CHANNEL: Final = "message:delivery:channel"
MESSAGE_DELIVERY_USER: Final = "message:delivery:user"
MESSAGE_DELIVERY_FAILURE: Final = "message:delivery:failure"
NOTIFICATION_DELIVERY_CHANNEL: Final = "notification:delivery:channel"
NOTIFICATION_DELIVERY_USER: Final = "notification:delivery:user"
NOTIFICATION_DELIVERY_FAILURE: Final = "notification:delivery:failure"
MERGE_APP_USER: Final = "merge:appUser"
CLIENT_ADD: Final = "client:add"
CLIENT_REMOVE: Final = "client:remove"
APP_USER_DELETE: Final = "appUser:delete"
LINK_MATCH: Final = "link:match"
LINK_SUCCESS: Final = "link:success"
LINK_FAILURE: Final = "link:failure"
PAYMENT_SUCCESS: Final = "payment:success"
DELIVERY_SUCCESS: Final = "delivery:success"
DELIVERY_FAILURE: Final = "delivery:failure"

TRIGGERS: Final = (
    MESSAGE_APP_USER,
    MESSAGE_APP_MAKER,
    POSTBACK,
    CONVERSATION_START,
    CONVERSATION_READ,
    CONVERSATION_REFERRAL,
    TYPING_APP_USER,
    MESSAGE_DELIVERY_CHANNEL,
    MESSAGE_DELIVERY_USER,
    MESSAGE_DELIVERY_FAILURE,
    NOTIFICATION_DELIVERY_CHANNEL,
    NOTIFICATION_DELIVERY_USER,
    NOTIFICATION_DELIVERY_FAILURE,
    MERGE_APP_USER,
    CLIENT_ADD,
    CLIENT_REMOVE,
    APP_USER_DELETE,
    LINK_MATCH,
    LINK_SUCCESS,
    LINK_FAILURE,
    PAYMENT_SUCCESS,
    DELIVERY_SUCCESS,
    DELIVERY_FAILURE,
)
DEFAULT_TRIGGERS = ("message",)
# The same fact in the words of each version: `*` means those of the webhook's own.
_ONLY_V1: Final = frozenset({DELIVERY_SUCCESS, DELIVERY_FAILURE})
_ONLY_V1_1: Final = frozenset({MESSAGE_DELIVERY_CHANNEL, MESSAGE_DELIVERY_USER, MESSAGE_DELIVERY_FAILURE})
# Short names. What is sent always names the specific trigger.
_MESSAGE: Final = "message"
_ALL: Final = "*"
_OF_MESSAGE: Final = frozenset({MESSAGE_APP_USER, MESSAGE_APP_MAKER})


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
    retries: Retries = "standard"
    previous_secret: str | None = dataclasses.field(default=None, repr=False)
    previous_until_ms: int = 0

    def secrets(self, now_ms: int) -> tuple[str, ...]:
        """Return the secrets that prove a request now: the one of today first."""
        if self.previous_secret is not None and now_ms < self.previous_until_ms:
            return (self.secret, self.previous_secret)
        return (self.secret,)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Changes:
    """What to change of a webhook; None leaves a field as it is."""

    target: str | None = None
    triggers: Sequence[str] | None = None
    include_client: bool | None = None
    include_full_app_user: bool | None = None
    retries: str | None = None


def check_triggers(triggers: Sequence[str]) -> tuple[str, ...]:
    """Return the triggers without repetitions.

    Raises:
        errors.BadRequest: none given, or one is not known; it is named.
    """
    if not triggers:
        raise errors.BadRequest("triggers: must not be empty")
    for trigger in triggers:
        if trigger not in TRIGGERS and trigger not in (_MESSAGE, _ALL):
            raise errors.BadRequest(f"triggers: '{trigger[:64]}' is not a trigger")
    return tuple(dict.fromkeys(triggers))


def check_retries(retries: str) -> Retries:
    """Return the name of a retry rule.

    Raises:
        errors.BadRequest: there is no such rule.
    """
    if retries == "standard":
        return "standard"
    if retries == "compatible":
        return "compatible"
    raise errors.BadRequest("retries: must be standard or compatible")


def covers(triggers: Sequence[str], trigger: str, *, version: Version) -> bool:
    """Tell whether a webhook of this version with `triggers` wants to hear of `trigger`."""
    if trigger in triggers or (trigger in _OF_MESSAGE and _MESSAGE in triggers):
        return True
    others = _ONLY_V1_1 if version == "v1" else _ONLY_V1
    return _ALL in triggers and trigger != TYPING_APP_USER and trigger not in others


def wishes(trigger: str) -> tuple[str, ...]:
    """Return the words in a list of triggers that may ask for `trigger`."""
    short = (_MESSAGE,) if trigger in _OF_MESSAGE else ()
    return (trigger, *short) if trigger == TYPING_APP_USER else (trigger, *short, _ALL)
