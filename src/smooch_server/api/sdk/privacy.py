"""SDK routes by which visitors erase or take along what is stored of them, where the app lets them."""

from typing import Any, Final

import litestar
from litestar.openapi.datastructures import ResponseSpec
from litestar.response import Stream

from smooch_server.api import erasures, exports, limits, policy, services
from smooch_server.apps import access as app_access
from smooch_server.apps import settings
from smooch_server.appusers import access, model
from smooch_server.core import errors
from smooch_server.storage import base
from smooch_server.wire import sdk

Request = litestar.Request[Any, Any, Any]
_SDK_USER = {policy.OPT: policy.Policy.SDK_USER}
_USER: Final = "/sdk/apps/{app_id:str}/appusers/{user:str}"
_ATTACHMENT: Final = {"content-disposition": 'attachment; filename="conversation.json"', "cache-control": "no-store"}


@litestar.delete(_USER, tags=["SDK"], opt=_SDK_USER, status_code=200)
async def delete_user(request: Request, user: str) -> sdk.Empty:
    """Erase the visitor with devices, conversation and messages, where the app's `allowDeleteUser` is on."""
    reach = _reach(request, user, settings.DELETE_USER, "This app does not let visitors delete their data")
    await erasures.user(services.of(request), reach)
    return sdk.Empty()


@litestar.get(
    f"{_USER}/export",
    tags=["SDK"],
    opt=_SDK_USER,
    responses={200: ResponseSpec(data_container=sdk.Export, description="The visitor's own data")},
)
async def export_user(request: Request, user: str) -> Stream:
    """Return the visitor's profile, devices and messages, where the app's `allowExportConversation` is on."""
    refusal = "This app does not let visitors export their conversation"
    reach = _reach(request, user, settings.EXPORT_CONVERSATION, refusal)
    document = await exports.of_visitor(services.of(request), reach)
    return Stream(document, media_type="application/json", headers=_ATTACHMENT)


def _reach(request: Request, user: str, setting: str, refusal: str) -> base.Operation[model.AppUser]:
    """Count the request and return what reaches the user, where the app has the setting on."""
    who = policy.caller(request)
    services.of(request).limits.take(limits.PRIVACY, policy.visitor_bucket(request, who))

    async def reach(tx: base.Tx) -> model.AppUser:
        found = await access.reach(tx, policy.subject_of(who), who.app_id, user)
        if not settings.is_on(await app_access.public(tx, who.app_id), setting):
            raise errors.Forbidden(refusal)
        return found

    return reach


HANDLERS = [delete_user, export_user]
