"""Integrations and WhatsApp deployments, as values."""

import dataclasses
from typing import Any, Final

from smooch_server.integrations import kinds

MAX_PER_APP: Final = 100  # messengers are told of them all at once


@dataclasses.dataclass(frozen=True, kw_only=True)
class Integration:
    """An integration with its secrets in the clear: never log it."""

    integration_id: str
    app_id: str
    kind: kinds.Kind
    fields: dict[str, Any]
    secrets: dict[str, Any] = dataclasses.field(repr=False)
    profile: dict[str, Any] = dataclasses.field(default_factory=dict)

    def shown(self) -> dict[str, Any]:
        """Return the fields that the API returns, those of the type with a default included."""
        of_type = self.kind.fields
        defaults = {field.name: field.default for field in of_type if field.default is not None and not field.secret}
        made = {field.name: self.secrets[field.name] for field in of_type if field.make and field.name in self.secrets}
        return {**defaults, **self.fields, **made}


@dataclasses.dataclass(frozen=True, kw_only=True)
class WhatsappTemplate:
    """A template that WhatsApp knows, as the business described it."""

    template_id: str
    body: dict[str, Any]
    created_ms: int


# What a deployment can be. This server registers none: it gets as far as `pending`.
UNREGISTERED: Final = "unregistered"
PENDING: Final = "pending"
ERROR: Final = "error"
SELF: Final = "self"
HOSTINGS: Final = (SELF, "smooch")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Owner:
    """Whose deployments: the account's, all of them; or those alone that a service account made."""

    account_id: str
    service_account_id: str | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Deployment:
    """A WhatsApp deployment with its secrets in the clear: never log it."""

    deployment_id: str
    owner: Owner
    status: str
    fields: dict[str, Any]  # hosting, baseUrl, username, callbackUrl
    secrets: dict[str, Any] = dataclasses.field(repr=False)
    integration_id: str | None = None  # what uses it
    app_id: str | None = None  # of that integration
