"""`/notifications`: messages to somebody on a channel, whether or not they are a user."""

from typing import Any, Final

import litestar

from smooch_server.api import happenings, policy, services
from smooch_server.api.rest import paths
from smooch_server.core import clock
from smooch_server.notifications import model, notifications
from smooch_server.storage import base
from smooch_server.wire import templates as wire

Request = litestar.Request[Any, Any, Any]
_APP = {policy.OPT: policy.Policy.APP}
_NOT_DRIVEN: Final = "channel_not_supported"  # the code of the failure that webhooks hear of


@litestar.post(paths.app_paths("/notifications"), tags=["Notifications"], opt=_APP, status_code=201)
async def create_notification(request: Request, data: wire.CreateNotification) -> wire.NotificationReply:
    """Store a notification for a channel; it is in no conversation.

    This server carries none yet: webhooks hear of `notification:delivery:failure`.
    """
    service, app_id, now_ms = services.of(request), policy.caller(request).app_id, clock.now_ms()
    body = _body(request, data, now_ms)
    destination_id = notifications.check_destination(data.destination.destinationId)

    async def write(tx: base.Tx) -> model.Notification:
        made = await notifications.create(
            tx,
            service.vault,
            app_id=app_id,
            integration_id=data.destination.integrationId,
            destination_id=destination_id,
            body=body,
            now_ms=now_ms,
        )
        reason = f"This server does not send notifications through {made.platform}"
        await happenings.notification_failed(tx, made, code=_NOT_DRIVEN, message=reason, at_ms=now_ms)
        return made

    made = await service.database.write(write)
    return wire.NotificationReply(notification=wire.Notification(id=made.notification_id))


def _body(request: Request, data: wire.CreateNotification, now_ms: int) -> model.Body:
    schema, author = notifications.check_schema(data.messageSchema), wire.author(data.author)
    if schema is not None:
        return model.Body(author=author, schema=schema, raw=data.message)
    base_url = services.of(request).config.public_url
    content = wire.said(wire.new_message(data.message), base_url=base_url, now_ms=now_ms)
    return model.Body(author=author, content=content)


HANDLERS = [create_notification]
