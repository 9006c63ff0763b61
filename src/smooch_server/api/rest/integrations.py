"""`/integrations`: what connects an app to web pages and channels."""

from typing import Any

import litestar

from smooch_server.api import paging, policy, services
from smooch_server.api.rest import paths
from smooch_server.core import clock
from smooch_server.integrations import access, integrations, kinds, model, store, whatsapp
from smooch_server.menus import menus
from smooch_server.storage import base
from smooch_server.uploads import files
from smooch_server.wire import integrations as wire
from smooch_server.wire import sdk

Request = litestar.Request[Any, Any, Any]
_APP = {policy.OPT: policy.Policy.APP}
_ONE = "/integrations/{integration_id:str}"
# A certificate is larger than what other bodies hold.
_MAX_BODY_BYTES = 409_600
_NO_TYPE = ""


@litestar.post(
    paths.app_paths("/integrations"),
    tags=["Integrations"],
    opt=_APP,
    status_code=201,
    request_max_body_size=_MAX_BODY_BYTES,
)
async def create_integration(request: Request, data: wire.CreateIntegration) -> wire.IntegrationReply:
    """Make an integration. Secrets are stored encrypted and never returned.

    A channel that the server does not speak to yet is stored as `inactive`.
    """
    service, app_id = services.of(request), policy.caller(request).app_id
    kind = kinds.makeable(data.type, version=paths.version(request))

    async def write(tx: base.Tx) -> model.Integration:
        return await integrations.create(
            tx,
            service.vault,
            kind,
            app_id=app_id,
            given=wire.given(data),
            policy=service.targets,
            now_ms=clock.now_ms(),
        )

    return wire.IntegrationReply(integration=wire.integration(await service.database.write(write)))


@litestar.get(paths.app_paths("/integrations"), tags=["Integrations"], opt=_APP)
async def list_integrations(request: Request, types: str | None = None) -> wire.IntegrationList:
    """List the app's integrations, oldest first; `types` are the wanted ones, separated by commas."""
    service, app_id = services.of(request), policy.caller(request).app_id
    limit, offset = paging.window(request)
    wanted = _types(types)

    async def read(tx: base.Tx) -> list[model.Integration]:
        return await store.page(tx, service.vault, app_id, types=wanted, limit=limit + 1, offset=offset)

    found = await service.database.read(read)
    return wire.IntegrationList(
        integrations=[wire.integration(each) for each in found[:limit]], hasMore=len(found) > limit, offset=offset
    )


@litestar.get(paths.app_paths(_ONE), tags=["Integrations"], opt=_APP)
async def get_integration(request: Request, integration_id: str) -> wire.IntegrationReply:
    """Return one integration."""
    service, app_id = services.of(request), policy.caller(request).app_id
    found = await service.database.read(lambda tx: access.of_app(tx, service.vault, app_id, integration_id))
    return wire.IntegrationReply(integration=wire.integration(found))


@litestar.put(paths.app_paths(_ONE), tags=["Integrations"], opt=_APP)
async def update_integration(
    request: Request, integration_id: str, data: wire.IntegrationFields
) -> wire.IntegrationReply:
    """Change what can be changed of an integration of this type; other fields are ignored."""
    service, app_id = services.of(request), policy.caller(request).app_id

    async def write(tx: base.Tx) -> model.Integration:
        return await integrations.update(
            tx,
            service.vault,
            app_id=app_id,
            integration_id=integration_id,
            given=wire.given(data),
            policy=service.targets,
        )

    return wire.IntegrationReply(integration=wire.integration(await service.database.write(write)))


@litestar.delete(paths.app_paths(_ONE), tags=["Integrations"], opt=_APP, status_code=200)
async def delete_integration(request: Request, integration_id: str) -> sdk.Empty:
    """Delete an integration with its menu, profile and templates."""
    service, app_id = services.of(request), policy.caller(request).app_id

    async def write(tx: base.Tx) -> None:
        gone = await integrations.delete(tx, service.vault, app_id=app_id, integration_id=integration_id)
        await menus.forget(tx, app_id, gone.integration_id)
        if photo := gone.profile.get(whatsapp.PHOTO):
            await files.discard(tx, service.files.links, app_id=app_id, media_url=photo)

    await service.database.write(write)
    return sdk.Empty()


def _types(text: str | None) -> list[str]:
    """Return the wanted types; a name that is none finds nothing."""
    names = [name.strip() for name in (text or "").split(",")]
    return list(dict.fromkeys(name if name in kinds.KINDS else _NO_TYPE for name in names if name))


HANDLERS = [create_integration, list_integrations, get_integration, update_integration, delete_integration]
