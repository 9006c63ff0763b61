"""The SQL of devices: whose they are, and what they tell of themselves."""

from typing import Final, cast

import msgspec

from smooch_server.appusers import model, store
from smooch_server.core import jsonmap
from smooch_server.storage import base

_OWNERS: Final = (
    "SELECT client.app_user_id FROM client JOIN app_user ON app_user.app_user_id = client.app_user_id"
    " WHERE client.app_id = $1 AND client.device_id = $2 AND client.active AND NOT client.pending"
    " AND app_user.deleted_ms IS NULL ORDER BY client.last_seen_ms DESC, client.app_user_id LIMIT 50"
)
_IS_ACTIVE: Final = "SELECT 1 FROM client WHERE app_user_id = $1 AND device_id = $2 AND active"
_SET: Final = "UPDATE client SET push_token = $3, app_version = $4, info = $5 WHERE app_user_id = $1 AND device_id = $2"


async def owners(tx: base.Tx, app_id: str, device_id: str) -> list[str]:
    """Return the ids of the users who are logged in on a device, the latest first."""
    return [cast(str, row[0]) for row in await tx.all(_OWNERS, app_id, device_id)]


async def is_active(tx: base.Tx, app_user_id: str, device_id: str) -> bool:
    """Whether the user is logged in on the device."""
    return await tx.one(_IS_ACTIVE, app_user_id, device_id) is not None


async def find(tx: base.Tx, user: model.AppUser, device_id: str) -> model.Client | None:
    """Return the user's client of this device."""
    for client in await store.clients(tx, user.app_id, user.app_user_id):
        if client.device_id == device_id and not client.pending:
            return client
    return None


async def set_told(
    tx: base.Tx,
    app_user_id: str,
    device_id: str,
    *,
    push_token: str | None,
    app_version: str | None,
    info: dict[str, jsonmap.Scalar],
) -> None:
    """Store what a device tells of itself. Lock the user first."""
    await tx.run(_SET, app_user_id, device_id, push_token, app_version, msgspec.json.encode(info))
