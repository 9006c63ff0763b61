"""Apps, their keys and their integrations, as values."""

import dataclasses
from typing import Final, Literal

KeyKind = Literal["app", "account", "service"]
KEY_PREFIX: Final[dict[KeyKind, str]] = {"app": "app_", "account": "act_", "service": "svc_"}

DEFAULT_SETTINGS: Final[dict[str, bool]] = {
    "maskCreditCardNumbers": True,
    "useAnimalNames": False,
    "echoPostback": False,
    "ignoreAutoConversationStart": False,
    "allowDeleteUser": False,
    "allowExportConversation": False,
}

WEB_DEFAULTS: Final[dict[str, object]] = {
    "brandColor": "65758e",
    "conversationColor": "0099ff",
    "actionColor": "0099ff",
    "displayStyle": "button",
    "buttonWidth": "58",
    "buttonHeight": "58",
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class App:
    app_id: str
    account_id: str
    app_token: str
    name: str
    settings: dict[str, object]
    metadata: dict[str, object]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Key:
    """An API key with its secret in the clear: never log it."""

    key_id: str
    account_id: str
    app_id: str | None  # None: a key of the account or of a service account
    service_account_id: str | None
    name: str
    secret: str = dataclasses.field(repr=False)


@dataclasses.dataclass(frozen=True, kw_only=True)
class ServiceAccount:
    """A program of the business that acts for some of its apps only."""

    service_account_id: str
    account_id: str
    name: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Integration:
    integration_id: str
    app_id: str
    type: str
    fields: dict[str, object]
