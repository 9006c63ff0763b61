"""All SQL of notifications."""

from typing import Final

import msgspec

from smooch_server.core import ids
from smooch_server.notifications import model
from smooch_server.storage import base

KEPT_MS: Final = 30 * 86_400_000  # they hold a recipient's name and what was said, and belong to no user

# Ids begin with the time of their making, so the primary key finds the old ones.
_PURGE: Final = (
    "DELETE FROM notification WHERE notification_id IN"
    " (SELECT notification_id FROM notification WHERE notification_id < $1 ORDER BY notification_id LIMIT $2)"
)


async def insert(tx: base.Tx, notification: model.Notification, *, now_ms: int) -> None:
    await tx.run(
        "INSERT INTO notification (notification_id, app_id, integration_id, destination_id, body, created_ms)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        notification.notification_id,
        notification.app_id,
        notification.integration_id,
        notification.destination_id,
        msgspec.json.encode(notification.body),
        now_ms,
    )


async def purge(tx: base.Tx, *, now_ms: int, limit: int) -> int:
    """Delete up to `limit` notifications older than KEPT_MS; return how many."""
    return await tx.run(_PURGE, ids.after(now_ms - KEPT_MS), limit)
