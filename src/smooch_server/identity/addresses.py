"""Addresses that open a channel with a link code in hand. Pure."""

import urllib.parse
from collections.abc import Callable, Mapping
from typing import Any, Final

Fields = Mapping[str, Any]


def _quoted(fields: Fields, name: str) -> str:
    return urllib.parse.quote(str(fields.get(name) or ""), safe="")


# What a channel takes the code from is its own affair: a referral, a start parameter, or the first text.
_ADDRESSES: Final[dict[str, Callable[[Fields, str], str]]] = {
    "apple": lambda fields, code: f"https://bcrw.apple.com/urn:biz:{_quoted(fields, 'businessId')}?body={code}",
    "instagram": lambda fields, code: f"https://ig.me/m/{_quoted(fields, 'username')}?ref={code}",
    "line": lambda fields, code: f"https://line.me/R/oaMessage/{_quoted(fields, 'lineId')}/?{code}",
    "mailgun": lambda fields, code: f"mailto:{_quoted(fields, 'incomingAddress')}?subject={code}",
    "messagebird": lambda fields, code: f"sms:{_quoted(fields, 'originator')}?body={code}",
    "messenger": lambda fields, code: f"https://m.me/{_quoted(fields, 'pageId')}?ref={code}",
    "telegram": lambda fields, code: f"https://telegram.me/{_quoted(fields, 'username')}?start={code}",
    "twilio": lambda fields, code: f"sms:{_quoted(fields, 'phoneNumber')}?body={code}",
    "twitter": lambda fields, code: (
        f"https://twitter.com/messages/compose?recipient_id={_quoted(fields, 'userId')}&text={code}"
    ),
    "viber": lambda fields, code: f"viber://pa?chatURI={_quoted(fields, 'uri')}&context={code}",
    "wechat": lambda fields, code: f"weixin://dl/business/?appid={_quoted(fields, 'appId')}&query={code}",
    "whatsapp": lambda fields, code: f"https://wa.me/{_quoted(fields, 'phoneNumber').removeprefix('%2B')}?text={code}",
}
TYPES: Final = tuple(_ADDRESSES)


def opening(kind: str, fields: Fields, code: str) -> str:
    """Return the address that opens the channel of an integration with the code. `kind` is one of TYPES."""
    return _ADDRESSES[kind](fields, code)
