"""`/appusers/{id}/export`: an addition of this server to the contract."""

from typing import Any

import litestar
from litestar.openapi.datastructures import ResponseSpec
from litestar.response import Stream

from smooch_server.api import additions, edge, exports, policy, services
from smooch_server.api.rest import paths
from smooch_server.appusers import access
from smooch_server.appusers import model as appuser_model
from smooch_server.storage import base
from smooch_server.wire import records

Request = litestar.Request[Any, Any, Any]
_DEAR = {policy.OPT: policy.Policy.APP, policy.COST: 10}


@litestar.get(
    paths.app_paths("/appusers/{user:str}/export"),
    tags=["Users"],
    opt=_DEAR,
    operation_class=additions.Addition,
    responses={200: ResponseSpec(data_container=records.Export, description="Everything of one user")},
)
async def export_app_user(request: Request, user: str) -> Stream:
    """Return everything of one user as one document: profile, clients, conversation, all messages, files.

    It is sent as it is read. When the user is deleted meanwhile the document does not end and is no JSON.
    """
    service, who, key = services.of(request), policy.caller(request), edge.segment(user)

    async def reach(tx: base.Tx) -> appuser_model.AppUser:
        return await access.reach(tx, policy.subject_of(who), who.app_id, key)

    return Stream(await exports.of_user(service, reach), media_type="application/json")


HANDLERS = [export_app_user]
