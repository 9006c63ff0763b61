"""How accounts of channels are named: by the business that links one, and in lists. Pure."""

import dataclasses
import re
from typing import Final, Literal

from smooch_server.core import errors

ConfirmationType = Literal["immediate", "userActivity", "prompt"]

_PHONE: Final = re.compile(r"\+[1-9][0-9]{6,14}")  # E.164: 15 digits at most
_PUNCTUATION: Final = re.compile(r"[\s().-]")  # tolerated between digits
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
MAX_ADDRESS_CHARS: Final = 254  # RFC 5321


@dataclasses.dataclass(frozen=True, kw_only=True)
class Channel:
    """A kind of channel: by which field an account is named, and how one may be linked by that name."""

    field: str
    confirmations: tuple[ConfirmationType, ...] = ()  # none: the user has to come from the channel itself
    by_user: ConfirmationType | None = None  # when users link themselves
    messaged: bool = False  # the first thing the account gets is the message of the confirmation


CHANNELS: Final[dict[str, Channel]] = {
    "twilio": Channel(field="phoneNumber", confirmations=("immediate", "userActivity", "prompt"), by_user="prompt"),
    "messagebird": Channel(
        field="phoneNumber", confirmations=("immediate", "userActivity", "prompt"), by_user="prompt"
    ),
    "whatsapp": Channel(field="phoneNumber", confirmations=("immediate", "userActivity")),
    "messenger": Channel(field="phoneNumber", confirmations=("immediate", "userActivity"), messaged=True),
    "mailgun": Channel(field="address", confirmations=("immediate",), by_user="immediate"),
    "viber": Channel(field="userId"),
    "line": Channel(field="userId"),
    "wechat": Channel(field="userId"),
    "twitter": Channel(field="userId"),
    "instagram": Channel(field="userId"),
    "apple": Channel(field="userId"),
    "telegram": Channel(field="chatId"),
}
# How lists name an account, where that differs from how it is linked.
LISTED: Final = {"messenger": "userId", "whatsapp": "username"}
LINKABLE: Final = tuple(name for name, channel in CHANNELS.items() if channel.confirmations)


def linkable(name: str) -> Channel:
    """Return a channel whose accounts can be linked by their name.

    Raises:
        errors.BadRequest: it is none of these.
    """
    if name not in LINKABLE:
        raise errors.BadRequest(f"type: must be one of {', '.join(LINKABLE)}")
    return CHANNELS[name]


def phone_number(text: str | None) -> str:
    """Return a phone number as `+` and digits.

    Raises:
        errors.BadRequest: it is none, or has no country code.
    """
    if text is None:
        raise errors.BadRequest("phoneNumber: is required")
    number = _PUNCTUATION.sub("", text)
    if not _PHONE.fullmatch(number):
        raise errors.BadRequest("phoneNumber: must be + and a country code and 7 to 15 digits in all")
    return number


def address(text: str | None) -> str:
    """Return an e-mail address.

    Raises:
        errors.BadRequest: it is none.
    """
    if text is None:
        raise errors.BadRequest("address: is required")
    found = text.strip()
    if len(found) > MAX_ADDRESS_CHARS or not _EMAIL.fullmatch(found):
        raise errors.BadRequest("address: must be an e-mail address")
    return found
