"""Sending notifications: stored for the channel that will carry them."""

from typing import Final

import msgspec

from smooch_server.apps import access as app_access
from smooch_server.apps import vault
from smooch_server.conversations import masking
from smooch_server.core import errors, ids
from smooch_server.integrations import access
from smooch_server.notifications import model, store
from smooch_server.storage import base

MAX_DESTINATION_CHARS: Final = 256
SCHEMAS: Final = ("whatsapp",)


def check_destination(destination_id: str) -> str:
    """Check the recipient's name.

    Raises:
        errors.BadRequest: it is empty or too long.
    """
    if not destination_id.strip():
        raise errors.BadRequest("destination.destinationId: must not be empty")
    if len(destination_id) > MAX_DESTINATION_CHARS:
        raise errors.BadRequest(
            f"destination.destinationId: must not be longer than {MAX_DESTINATION_CHARS} characters"
        )
    return destination_id


def check_schema(schema: str | None) -> str | None:
    """Check in which channel's own form a message is.

    Raises:
        errors.BadRequest: no channel has such a form.
    """
    if schema is not None and schema not in SCHEMAS:
        raise errors.BadRequest(f"messageSchema: must be {' or '.join(SCHEMAS)}")
    return schema


async def create(
    tx: base.Tx,
    safe: vault.Vault,
    *,
    app_id: str,
    integration_id: str,
    destination_id: str,
    body: model.Body,
    now_ms: int,
) -> model.Notification:
    """Store a notification; it is in no conversation.

    Raises:
        errors.IntegrationNotFound: the app has no such integration.
        errors.BadRequest: the message is in the form of another channel.
    """
    through = await access.locked(tx, safe, app_id, integration_id)
    if body.schema is not None and body.schema != through.kind.name:
        raise errors.BadRequest(f"messageSchema: the integration is of type {through.kind.name}")
    if body.content is not None:
        app = await app_access.public(tx, app_id)
        body = msgspec.structs.replace(body, content=masking.for_app(app, body.content))
    notification = model.Notification(
        notification_id=ids.new_id(now_ms),
        app_id=app_id,
        integration_id=through.integration_id,
        platform=through.kind.name,
        destination_id=destination_id,
        body=body,
    )
    await store.insert(tx, notification, now_ms=now_ms)
    return notification
