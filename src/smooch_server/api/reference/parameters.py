"""Parameters of the public API: those of addresses by their names in the routes, those of queries, and headers. Pure."""

import dataclasses
from collections.abc import Mapping
from typing import Any, Final

from smooch_server.core import clock

Schema = Mapping[str, Any]

_ID: Final[Schema] = {"type": "string", "pattern": "^[0-9a-f]{24}$"}


@dataclasses.dataclass(frozen=True, kw_only=True)
class InPath:
    """`name` stands in the reference. `maker` is the handler whose answer has such an id, at `pointer`."""

    name: str
    about: str
    maker: str = ""
    pointer: str = ""
    schema: Schema = dataclasses.field(default_factory=lambda: _ID)


@dataclasses.dataclass(frozen=True, kw_only=True)
class InQuery:
    about: str
    schema: Schema
    required: bool = False  # of a key in a handler's signature, the signature says it


PATH: Final[Mapping[str, InPath]] = {
    "app_id": InPath(
        name="appId", about="The app. With an app key it may be left out.", maker="create_app", pointer="/app/_id"
    ),
    "key_id": InPath(
        name="keyId",
        about="The key of the app.",
        maker="create_key",
        pointer="/key/_id",
        schema={"type": "string", "pattern": "^app_[0-9a-f]{24}$"},
    ),
    "user": InPath(
        name="userId",
        about="The user: its `_id`, or the `userId` that the business chose, percent-encoded.",
        maker="create_app_user",
        pointer="/appUser/_id",
        schema={"type": "string", "minLength": 1, "maxLength": 256},
    ),
    "service_account_id": InPath(
        name="serviceAccountId",
        about="The service account.",
        maker="create_service_account",
        pointer="/serviceAccount/_id",
    ),
    "service_key_id": InPath(
        name="serviceKeyId",
        about="The key of the service account.",
        maker="create_service_account_key",
        pointer="/key/_id",
        schema={"type": "string", "pattern": "^svc_[0-9a-f]{24}$"},
    ),
    "message_id": InPath(name="messageId", about="The message.", maker="post_message", pointer="/message/_id"),
    "device_id": InPath(
        name="deviceId",
        about="The device, by the id that it gave itself.",
        maker="init",
        pointer="/appUser/clients/0/id",
        schema={"type": "string", "minLength": 1},
    ),
    "channel": InPath(
        name="channel",
        about="The type of the channel, such as `whatsapp`.",
        maker="link_channel",
        pointer="/appUser/pendingClients/0/platform",
        schema={"type": "string", "minLength": 1},
    ),
    "integration_id": InPath(
        name="integrationId", about="The integration.", maker="create_integration", pointer="/integration/_id"
    ),
    "deployment_id": InPath(
        name="deploymentId", about="The deployment.", maker="create_deployment", pointer="/deployment/_id"
    ),
    "template_id": InPath(name="templateId", about="The template.", maker="create_template", pointer="/template/_id"),
    "name": InPath(
        name="name",
        about="The name of the message template.",
        maker="create_whatsapp_template",
        pointer="/messageTemplate/name",
        schema={"type": "string", "minLength": 1},
    ),
    "webhook_id": InPath(name="webhookId", about="The webhook.", maker="create_webhook", pointer="/webhook/_id"),
}

_PAGE_SIZE: Final = {"type": "integer", "minimum": 0, "maximum": 999_999_999, "default": 25}
_MOMENT: Final = {
    "anyOf": [
        {"type": "number", "minimum": -clock.MOST_SECONDS, "maximum": clock.MOST_SECONDS},
        {"type": "string", "format": "date-time"},
    ]
}
_EITHER: Final = "unix seconds (decimals allowed) or ISO-8601"
QUERY: Final[Mapping[str, InQuery]] = {
    "limit": InQuery(about="How many at most; 0 means 25, and more than 100 means 100.", schema=_PAGE_SIZE),
    "offset": InQuery(about="How many to leave out first.", schema={**_PAGE_SIZE, "default": 0}),
    "before": InQuery(about=f"Messages before this time, {_EITHER}; not together with `after`.", schema=_MOMENT),
    "after": InQuery(about=f"Messages after this time, {_EITHER}; not together with `before`.", schema=_MOMENT),
    "access": InQuery(
        about="Who may fetch the file: `public` is anybody who has its address.",
        schema={"type": "string", "enum": ["public", "private"]},
    ),
    "for": InQuery(
        about="`message`: the file stays as long as the messages that show it.",
        schema={"type": "string", "enum": ["message"]},
    ),
    **{
        name: InQuery(about=f"A time, {_EITHER}.", schema=_MOMENT)
        for name in ("since", "updatedSince", "updatedBefore", "signedUpSince", "signedUpBefore")
    },
    "q": InQuery(about="Words.", schema={"type": "string", "minLength": 1, "maxLength": 200}, required=True),
    "cursor": InQuery(about="`next` of the page before.", schema={"type": "string"}),
    "unread": InQuery(
        about="Only what the business has not read.", schema={"type": "string", "enum": ["true", "false"]}
    ),
    "email": InQuery(about="The whole address.", schema={"type": "string"}),
    "conversationId": InQuery(about="Only what was said in this conversation.", schema={"type": "string"}),
    "integrationIds": InQuery(
        about="Integrations by their ids, separated by commas.",
        schema={"type": "string", "minLength": 1},
        required=True,
    ),
    "type": InQuery(about="The type of the channel.", schema={"type": "string", "minLength": 1}, required=True),
    "serviceAccountId": InQuery(
        about="Only the apps of this service account.", schema={"type": "string", "pattern": "^([0-9a-f]{24})?$"}
    ),
    "types": InQuery(about="Only these types, separated by commas.", schema={"type": "string"}),
    "name": InQuery(about="Only those of this name.", schema={"type": "string"}),
    "next": InQuery(about="What an answer gave for the page after it.", schema={"type": "string"}),
    "previous": InQuery(about="What an answer gave for the page before it.", schema={"type": "string"}),
    "userId": InQuery(about="The user, by `userId`, with whom the file is removed.", schema={"type": "string"}),
    "appUserId": InQuery(about="The user, by `_id`, with whom the file is removed.", schema={"type": "string"}),
}


def idempotency_key(most: int) -> dict[str, Any]:
    """Return the header that lets a POST be repeated without harm; its value has at most so many characters."""
    return {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "A text that you choose for this call. The same call again within 24 hours gets the first "
        "answer and does nothing; another one under the same key gets 409.",
        "schema": {"type": "string", "minLength": 1, "maxLength": most},
        "x-smooch-addition": True,
    }
