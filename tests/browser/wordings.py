"""What the messenger is asked to say, and how it looks when it says so."""

import dataclasses
import datetime
import functools
import json
import re
import urllib.request
import zoneinfo
from collections.abc import Callable
from typing import Any

from tests.support import api

ZONE = "America/New_York"
ENGLISH = {
    "attachLabel": "Attach",
    "clickToRetry": "Message not delivered. Click to retry.",
    "closeLabel": "Close chat",
    "conversationLabel": "Conversation",
    "fetchHistory": "Load more",
    "fetchingHistory": "Retrieving history...",
    "frameTitle": "Chat box",
    "headerText": "How can we help?",
    "inputPlaceholder": "Type a message...",
    "introductionText": "We're here to talk, so ask us anything!",
    "messageDelivered": "Delivered",
    "messageError": "An error occured while sending your message. Please try again.",
    "messageFold": "Show less",
    "messageIndicatorTitlePlural": "({count}) New messages",
    "messageIndicatorTitleSingular": "({count}) New message",
    "messageRelativeTimeDay": "{value}d ago",
    "messageRelativeTimeHour": "{value}h ago",
    "messageRelativeTimeJustNow": "Just now",
    "messageRelativeTimeMinute": "{value}m ago",
    "messageSending": "Sending...",
    "messageUnfold": "Show more",
    "openLabel": "Open chat",
    "sendButtonText": "Send",
    "tapToRetry": "Message not delivered. Tap to retry.",
    "typingLabel": "{name} is typing",
    "unreadLabel": "{count} unread",
    "unsupportedActionType": "Unsupported action type.",
    "unsupportedMessageType": "Unsupported message type.",
}
# Names of our own, beside the public ones.
OWN = {
    "attachLabel",
    "closeLabel",
    "conversationLabel",
    "frameTitle",
    "messageFold",
    "messageUnfold",
    "openLabel",
    "typingLabel",
    "unreadLabel",
}
HTML = {
    "actionPaymentError",
    "actionPostbackError",
    "introAppText",
    "introductionText",
    "invalidFileError",
    "messageError",
    "viberChannelDescription",
    "viberChannelDescriptionMobile",
    "wechatChannelDescription",
    "wechatChannelDescriptionMobile",
}
Stamp = Callable[[float], str]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Wording:
    """Options for `init`, and what is to be read then."""

    options: dict[str, Any]
    texts: dict[str, str]
    header_date: Stamp
    time: Stamp
    lang: str = "en"
    dir: str = "ltr"

    def said(self, key: str, **values: object) -> str:
        """The text that stands on the screen."""
        text = self.texts[key]
        for name, value in values.items():
            text = text.replace("{" + name + "}", str(value)).replace(f"<{name}>", str(value))
        return re.sub(r"<[^>]+>", "", text) if key in HTML else text


def _local(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, zoneinfo.ZoneInfo(ZONE))


def _half(seconds: float) -> str:
    return _local(seconds).strftime("%I:%M %p").lstrip("0")


def _hours(seconds: float) -> str:
    return _local(seconds).strftime("%H:%M")


def english() -> Wording:
    return Wording(
        options={},
        texts=ENGLISH,
        header_date=lambda at: f"{_local(at):%B} {_local(at).day} {_local(at).year}, {_half(at)}",
        time=_half,
    )


def custom() -> Wording:
    """Every text replaced by one that says its name, its variables twice, and markup."""
    texts = {key: f"{key} <b>&amp;</b> {_doubled(text)}".strip() for key, text in ENGLISH.items()}
    formats = {"conversationTimestampHeaderFormat": "[<b>at</b>] D.M.YY H:mm", "messageTimestampFormat": "HH[h]mm"}
    ignored = {"unknown": "x", "messageSending": None, "unsupportedActionType": 7}
    return Wording(
        options={"customText": texts | formats | ignored},
        texts=texts | {key: ENGLISH[key] for key in ignored if key in ENGLISH},
        header_date=lambda at: (
            f"<b>at</b> {_local(at).day}.{_local(at).month}.{_local(at):%y} {_local(at).hour}:{_local(at):%M}"
        ),
        time=lambda at: _local(at).strftime("%Hh%M"),
    )


def _doubled(text: str) -> str:
    return " ".join(re.findall(r"\{\w+\}", text) * 2)


@functools.cache
def _words(url: str) -> dict[str, str]:
    with urllib.request.urlopen(url, timeout=10) as answer:
        found: dict[str, str] = json.load(answer)
    return found


def translated(shop: api.Shop, locale: str, months: str, custom_text: dict[str, str]) -> Wording:
    """The language of a locale, with a few words of the page's own. The months are those of the year, in order."""
    language = shop.sdk("GET", f"/config?locale={locale}", expect=200).json["config"]["language"]
    texts = _words(language["url"]) | custom_text
    names = months.split()
    arabic = language["tag"] == "ar"

    def half(at: float) -> str:
        return _half(at).replace("AM", "ص").replace("PM", "م")

    def header(at: float) -> str:
        local = _local(at)
        name = names[local.month - 1]
        if arabic:
            return f"{local.day} {name} {local.year}، {half(at)}"
        return f"{local.day}. {name} {local.year}, {_hours(at)}"

    return Wording(
        options={"locale": locale, "translate": True, "customText": custom_text},
        texts=texts,
        header_date=header,
        time=half if arabic else _hours,
        lang=language["tag"],
        dir=language["dir"],
    )
