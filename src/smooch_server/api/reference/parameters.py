"""Parameters of the public API: those of addresses by their names in the routes, those of queries, and headers. Pure."""

import dataclasses
from collections.abc import Mapping
from typing import Any, Final

from smooch_server.conversations import drafts

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
    "webhook_id": InPath(name="webhookId", about="The webhook.", maker="create_webhook", pointer="/webhook/_id"),
}

_PAGE_SIZE: Final = {"type": "integer", "minimum": 0, "maximum": 999_999_999, "default": 25}
_MOMENT: Final = {"type": "number", "minimum": -1e12, "maximum": 1e12}
QUERY: Final[Mapping[str, InQuery]] = {
    "limit": InQuery(about="How many at most; 0 means 25, and more than 100 means 100.", schema=_PAGE_SIZE),
    "offset": InQuery(about="How many to leave out first.", schema={**_PAGE_SIZE, "default": 0}),
    "before": InQuery(about="Messages before this time, in unix seconds; not together with `after`.", schema=_MOMENT),
    "after": InQuery(about="Messages after this time, in unix seconds; not together with `before`.", schema=_MOMENT),
    "access": InQuery(
        about="Who may fetch the file: `public` is anybody who has its address.",
        schema={"type": "string", "enum": ["public", "private"]},
    ),
    "for": InQuery(
        about="`message`: the file stays as long as the messages that show it.",
        schema={"type": "string", "enum": ["message"]},
    ),
    "userId": InQuery(about="The user, by `userId`, with whom the file is removed.", schema={"type": "string"}),
    "appUserId": InQuery(about="The user, by `_id`, with whom the file is removed.", schema={"type": "string"}),
}

IDEMPOTENCY_KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A value of yours for this one call. Repeated under it, the call gives its first answer and does "
    "nothing again; another call under it is refused with 409.",
    "schema": {"type": "string", "minLength": 1, "maxLength": drafts.MAX_SEND_ID_CHARS},
    "x-smooch-addition": True,
}
