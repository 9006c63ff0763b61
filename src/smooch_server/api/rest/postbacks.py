"""`/appusers/{id}/conversation/postback`: the user pressed a button that tells the business."""

from typing import Any, Final

import litestar

from smooch_server import metrics
from smooch_server.api import edge, policy, presses, services
from smooch_server.api.rest import paths
from smooch_server.appusers import access
from smooch_server.conversations import model, sending
from smooch_server.core import clock
from smooch_server.storage import base
from smooch_server.wire import rest, sdk

Request = litestar.Request[Any, Any, Any]
_USER = {policy.OPT: policy.Policy.USER}
_API: Final = model.Source(type="api")


@litestar.post(
    paths.app_paths("/appusers/{user:str}/conversation/postback"), tags=["Messages"], opt=_USER, status_code=200
)
async def post_postback(request: Request, user: str, data: rest.Postback) -> sdk.Empty:
    """Press a postback button of a message in the user's conversation, or of a menu of the app.

    With the app's setting `echoPostback` the button's text is posted as the user's, too.
    """
    service, who, key = services.of(request), policy.caller(request), edge.segment(user)
    now_ms = clock.now_ms()

    async def write(tx: base.Tx) -> sending.Sent | None:
        owner = await access.reach(tx, policy.subject_of(who), who.app_id, key)
        return await presses.press(tx, service, owner, data.actionId, source=_API, now_ms=now_ms)

    if await service.database.write(write) is not None:
        metrics.count_message("appUser")
    return sdk.Empty()


HANDLERS = [post_postback]
