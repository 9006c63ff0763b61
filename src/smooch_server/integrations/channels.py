"""The channels that a visitor can be offered beside the messenger, and what a page may know of them. Never a secret."""

import dataclasses
from typing import Final, cast

from smooch_server.core import jsonmap
from smooch_server.integrations import kinds, store
from smooch_server.storage import base


@dataclasses.dataclass(frozen=True, kw_only=True)
class Channel:
    """A channel of an app that can be linked."""

    integration_id: str
    type: str
    facts: dict[str, jsonmap.Scalar]  # with which a link to it is made


OFFERED: Final = tuple(kind for kind in kinds.KINDS.values() if kind.driven and not kind.of_sdk)


async def of_app(tx: base.Tx, app_id: str, *, offered: tuple[kinds.Kind, ...] = OFFERED) -> list[Channel]:
    """Return the app's channels that this server speaks to, oldest first."""
    if not offered:
        return []
    by_name = {kind.name: kind for kind in offered}
    rows = await store.public_fields(tx, app_id, list(by_name))
    return [_channel(integration_id, by_name[name], fields) for integration_id, name, fields in rows]


def _channel(integration_id: str, kind: kinds.Kind, fields: dict[str, object]) -> Channel:
    told = [field.name for field in kind.fields if field.shown and field.name in fields]
    return Channel(
        integration_id=integration_id,
        type=kind.name,
        facts={name: cast(jsonmap.Scalar, fields[name]) for name in told},
    )
