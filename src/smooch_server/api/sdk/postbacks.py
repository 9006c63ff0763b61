"""SDK route of postbacks: the visitor pressed a button that tells the business."""

from typing import Any

import litestar
from msgspec import UNSET

from smooch_server import metrics
from smooch_server.api import edge, limits, policy, presses, services
from smooch_server.api.sdk import parts
from smooch_server.appusers import access
from smooch_server.conversations import sending
from smooch_server.core import clock
from smooch_server.storage import base
from smooch_server.wire import sdk

Request = litestar.Request[Any, Any, Any]
_SDK_USER = {policy.OPT: policy.Policy.SDK_USER}


@litestar.post("/sdk/apps/{app_id:str}/appusers/{user:str}/postback", tags=["SDK"], opt=_SDK_USER, status_code=200)
async def post_postback(request: Request, user: str, data: sdk.PostbackRequest) -> sdk.Empty:
    """Press a postback button of a message in the visitor's conversation, or of a menu of the app."""
    service, who, now_ms = services.of(request), policy.caller(request), clock.now_ms()
    told = None if data.client is UNSET else parts.device(data.client)

    async def write(tx: base.Tx) -> sending.Sent | None:
        owner = await access.reach(tx, policy.subject_of(who), who.app_id, user)
        source = await parts.source(tx, owner, told, edge.header(request.scope, b"x-smooch-clientid"), now_ms=now_ms)
        return await presses.press(tx, service, owner, data.postback.actionId, source=source, now_ms=now_ms)

    service.limits.take(limits.MESSAGES, policy.visitor_bucket(request, who))
    if await service.database.write(write) is not None:
        metrics.count_message("appUser")
    return sdk.Empty()


HANDLERS = [post_postback]
