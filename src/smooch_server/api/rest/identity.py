"""`/appusers/merge`: making one user of two."""

from typing import Any

import litestar

from smooch_server.api import happenings, policy, services
from smooch_server.api.rest import paths
from smooch_server.appusers import access
from smooch_server.core import clock
from smooch_server.identity import merging
from smooch_server.storage import base
from smooch_server.wire import identity, sdk

Request = litestar.Request[Any, Any, Any]
_APP = {policy.OPT: policy.Policy.APP}


@litestar.post(paths.app_paths("/appusers/merge"), tags=["Users"], opt=_APP, status_code=200)
async def merge_app_users(request: Request, data: identity.MergeUsers) -> sdk.Empty:
    """Make one user of two: messages, clients and properties of both are the surviving user's from now on.

    The discarded user is gone: its `_id` and `userId` give 404, and devices that were signed in as it are signed out.
    """
    app_id = policy.caller(request).app_id

    async def write(tx: base.Tx) -> None:
        surviving = await access.find(tx, app_id, data.surviving.id)
        discarded = await access.find(tx, app_id, data.discarded.id)
        outcome = await merging.merge(
            tx, app_id=app_id, surviving_id=surviving.app_user_id, discarded_id=discarded.app_user_id, reason="api"
        )
        await happenings.merged(tx, outcome, at_ms=clock.now_ms())

    await services.of(request).database.write(write)
    return sdk.Empty()


HANDLERS = [merge_app_users]
