"""Structs whose other keys depend on one of them: the reference describes each kind for itself. Pure.

A new kind of message, button, field or integration needs its line here; a test compares with what the server accepts.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any, Final

from smooch_server.integrations import kinds as integrations


@dataclasses.dataclass(frozen=True, kw_only=True)
class Kind:
    """What one kind needs and may have besides what all have; `extra` makes single keys more exact."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    extra: Mapping[str, Mapping[str, Any]] = dataclasses.field(default_factory=dict)
    about: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Union:
    """`tag` tells the kinds apart; without it the `default` is meant; all may have the `common` keys."""

    tag: str
    kinds: Mapping[str, Kind]
    common: tuple[str, ...] = ()
    default: str = ""

    def named(self) -> set[str]:
        """Return every key that is named."""
        own = {name for kind in self.kinds.values() for name in (*kind.required, *kind.optional, *kind.extra)}
        return own | {self.tag, *self.common}


_MAKER: Final = {"role": {"enum": ["appMaker"]}}

_BUTTONS: Final = Union(
    tag="type",
    common=("metadata", "iconUrl", "extraChannelOptions"),
    kinds={
        "link": Kind(required=("text", "uri"), optional=("default",), about="Opens an address."),
        "reply": Kind(required=("text", "payload"), about="Answers with its text; shown under the message."),
        "postback": Kind(required=("text", "payload"), about="Tells the business, and nobody else."),
        "buy": Kind(required=("text", "amount"), optional=("currency",), about="Asks for a payment."),
        "locationRequest": Kind(required=("text",), about="Asks where the user is; shown under the message."),
        "share": Kind(optional=("text",), about="Shares the item; in carousels only."),
        "webview": Kind(
            required=("text", "uri", "fallback"),
            optional=("size", "openOnReceive"),
            extra={"uri": {"pattern": "^https?://"}},
            about="Opens a page inside the conversation; `fallback` where that cannot be done.",
        ),
    },
)
_MEDIA: Final = ("mediaType", "text", "altText")
_FIELDS: Final = Union(
    tag="type",
    common=("label", "placeholder"),
    kinds={
        "text": Kind(optional=("minSize", "maxSize", "text"), about="A line of text, or its answer in `text`."),
        "email": Kind(optional=("email",), about="An e-mail address, or its answer in `email`."),
        "select": Kind(optional=("options", "select"), about="A choice of `options`, or what was chosen in `select`."),
    },
)


_MESSAGES: Final = Union(
    tag="type",
    default="text",
    common=(
        *("name", "email", "avatarUrl", "payload", "metadata"),
        *("quotedMessage", "quotedMessageId", "destination", "override"),
    ),
    kinds={
        "text": Kind(optional=("text", "actions"), about="`text` is needed, unless there are `actions`."),
        "image": Kind(required=("mediaUrl",), optional=(*_MEDIA, "actions")),
        "file": Kind(required=("mediaUrl",), optional=_MEDIA),
        "location": Kind(required=("coordinates",), optional=("text", "location")),
        "carousel": Kind(required=("items",), optional=("text", "displaySettings"), extra=_MAKER),
        "list": Kind(required=("items",), optional=("text", "actions"), extra=_MAKER),
        "form": Kind(required=("fields",), optional=("text", "blockChatInput"), extra=_MAKER),
        "formResponse": Kind(
            required=("fields",),
            optional=("text",),
            extra={"role": {"enum": ["appUser"]}},
            about="The answer to the form that `quotedMessage` or `quotedMessageId` names.",
        ),
    },
)
_MENU_BUTTONS: Final[Mapping[str, Kind]] = {
    "link": Kind(required=("uri",), about="Opens an address."),
    "postback": Kind(required=("payload",), about="Tells the business, and nobody else."),
}


_OLD: Final = "In version 1 only."
_STORED: Final = "Stored, and `inactive`: this server does not speak to the channel yet."


def _integration(kind: integrations.Kind) -> Kind:
    named = [field for field in kind.fields if not field.make]
    return Kind(
        required=tuple(field.name for field in named if field.required),
        optional=tuple(field.name for field in named if not field.required),
        extra={
            field.name: {
                **({"writeOnly": True} if field.secret else {}),
                **({"minLength": 1} if field.required else {}),
            }
            for field in named
            if field.secret or field.required
        },
        about=_OLD if "v1.1" not in kind.versions else "" if kind.driven else _STORED,
    )


UNIONS: Final[Mapping[str, Union]] = {
    "NewAction": _BUTTONS,
    "NewField": _FIELDS,
    "PostMessage": _MESSAGES,
    "GivenMenuButton": Union(tag="type", kinds=_MENU_BUTTONS),
    "GivenMenuItem": Union(
        tag="type", kinds={**_MENU_BUTTONS, "submenu": Kind(required=("items",), about="Opens more buttons.")}
    ),
    "CreateIntegration": Union(
        tag="type",
        common=("displayName",),
        kinds={name: _integration(kind) for name, kind in integrations.KINDS.items() if kind.makeable},
    ),
    "CreateDeployment": Union(
        tag="hosting",
        common=("callbackUrl",),
        kinds={
            "smooch": Kind(about="By this server, which does not register numbers yet."),
            "self": Kind(
                required=("baseUrl", "username", "password"),
                extra={name: {"minLength": 1} for name in ("baseUrl", "username", "password")},
                about="By a server of your own.",
            ),
        },
    ),
}
