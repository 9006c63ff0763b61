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

_INSERT_PENDING: Final = (
    "INSERT INTO client (app_id, app_user_id, client_id, device_id, platform, integration_id, active, is_primary, info,"
    " last_seen_ms, linked_ms, pending, external_id, display_name)"
    " VALUES ($1, $2, $3, $4, $5, $6, FALSE, FALSE, $7, $8, $8, TRUE, $9, $10)"
)


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


async def insert_pending(tx: base.Tx, user: model.AppUser, client: model.Client) -> None:
    """Add a channel account that is being linked. Lock the user first."""
    await tx.run(
        _INSERT_PENDING,
        user.app_id,
        user.app_user_id,
        client.client_id,
        client.device_id,
        client.platform,
        client.integration_id,
        msgspec.json.encode(client.info),
        client.linked_ms,
        client.external_id,
        client.display_name,
    )


async def pending_owner(tx: base.Tx, app_id: str, device_id: str) -> str | None:
    """Return the id of the user to whom this account is being linked."""
    row = await tx.one(
        "SELECT app_user_id FROM client WHERE app_id = $1 AND device_id = $2 AND pending", app_id, device_id
    )
    return cast(str, row[0]) if row else None


async def delete_pending(tx: base.Tx, app_user_id: str, platform: str) -> None:
    await tx.run("DELETE FROM client WHERE app_user_id = $1 AND platform = $2 AND pending", app_user_id, platform)


async def delete_client(tx: base.Tx, app_user_id: str, device_id: str) -> bool:
    """Delete one client; False when there was none."""
    return await tx.run("DELETE FROM client WHERE app_user_id = $1 AND device_id = $2", app_user_id, device_id) > 0
