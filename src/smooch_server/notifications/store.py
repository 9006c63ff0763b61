"""All SQL of notifications."""

import msgspec

from smooch_server.notifications import model
from smooch_server.storage import base


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
