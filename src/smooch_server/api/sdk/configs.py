"""SDK routes of the config: the first thing a page asks for, by the app or by its web integration."""

from typing import Any, Final

import litestar

from smooch_server.api import policy, services
from smooch_server.api.sdk import parts
from smooch_server.apps import access, apps
from smooch_server.integrations import channels
from smooch_server.storage import base
from smooch_server.wire import sdk

Request = litestar.Request[Any, Any, Any]
_SDK = {policy.OPT: policy.Policy.SDK}
_CACHE: Final = {"cache-control": "public, max-age=60"}


@litestar.get("/sdk/apps/{app_id:str}/config", tags=["SDK"], opt=_SDK)
async def get_config(request: Request, locale: str | None = None) -> litestar.Response[sdk.ConfigReply]:
    """Return everything the launcher needs; with `locale`, also the language of the interface."""
    return await _config(request, locale)


@litestar.get("/sdk/integrations/{web_integration_id:str}/config", tags=["SDK"], opt=_SDK)
async def get_integration_config(request: Request, locale: str | None = None) -> litestar.Response[sdk.ConfigReply]:
    """Return everything the launcher needs, for a page that knows the web integration and not the app."""
    return await _config(request, locale)


async def _config(request: Request, locale: str | None) -> litestar.Response[sdk.ConfigReply]:
    service, app_id = services.of(request), policy.caller(request).app_id

    async def read(tx: base.Tx) -> sdk.Config:
        app = await access.public(tx, app_id)
        web = (await apps.sdk_integrations(tx, app_id))["web"]
        return parts.config(service, app, web, await channels.of_app(tx, app_id), locale=locale)

    return litestar.Response(sdk.ConfigReply(config=await service.database.read(read)), headers=_CACHE)


HANDLERS = [get_config, get_integration_config]
