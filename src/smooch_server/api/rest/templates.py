"""`/templates`: messages that are kept under a name, for shorthand to put into others."""

from typing import Any

import litestar

from smooch_server.api import paging, policy, services
from smooch_server.api.rest import paths
from smooch_server.core import clock
from smooch_server.storage import base
from smooch_server.templates import access, model, store, templates
from smooch_server.wire import rest, sdk
from smooch_server.wire import templates as wire

Request = litestar.Request[Any, Any, Any]
_APP = {policy.OPT: policy.Policy.APP}
_ALL = paths.app_paths("/templates")
_ONE = paths.app_paths("/templates/{template_id:str}")


@litestar.post(_ALL, tags=["Templates"], opt=_APP, status_code=201)
async def create_template(request: Request, data: wire.CreateTemplate) -> wire.TemplateReply:
    """Keep a message of the business under a name that is unique in the app."""
    app_id, now_ms, addresses = policy.caller(request).app_id, clock.now_ms(), services.of(request).files.links
    message = _saved(request, data.message, now_ms)

    async def write(tx: base.Tx) -> model.Template:
        return await templates.create(tx, addresses, app_id=app_id, name=data.name, message=message, now_ms=now_ms)

    return wire.TemplateReply(template=wire.template(await services.of(request).database.write(write)))


@litestar.get(_ALL, tags=["Templates"], opt=_APP)
async def list_templates(request: Request) -> wire.TemplateList:
    """List the app's templates, oldest first."""
    app_id = policy.caller(request).app_id
    limit, offset = paging.window(request)
    found = await services.of(request).database.read(lambda tx: store.page(tx, app_id, limit=limit + 1, offset=offset))
    return wire.TemplateList(
        templates=[wire.template(each) for each in found[:limit]], hasMore=len(found) > limit, offset=offset
    )


@litestar.get(_ONE, tags=["Templates"], opt=_APP)
async def get_template(request: Request, template_id: str) -> wire.TemplateReply:
    """Return one template."""
    app_id = policy.caller(request).app_id
    found = await services.of(request).database.read(lambda tx: access.of_app(tx, app_id, template_id))
    return wire.TemplateReply(template=wire.template(found))


@litestar.put(_ONE, tags=["Templates"], opt=_APP)
async def update_template(request: Request, template_id: str, data: wire.UpdateTemplate) -> wire.TemplateReply:
    """Change name, message or both; messages that were made from it stay as they are."""
    app_id, addresses = policy.caller(request).app_id, services.of(request).files.links
    message = None if data.message is None else _saved(request, data.message, clock.now_ms())

    async def write(tx: base.Tx) -> model.Template:
        return await templates.update(
            tx, addresses, app_id=app_id, template_id=template_id, name=data.name, message=message
        )

    return wire.TemplateReply(template=wire.template(await services.of(request).database.write(write)))


@litestar.delete(_ONE, tags=["Templates"], opt=_APP, status_code=200)
async def delete_template(request: Request, template_id: str) -> sdk.Empty:
    """Delete a template; messages that were made from it stay."""
    app_id = policy.caller(request).app_id
    await services.of(request).database.write(lambda tx: templates.delete(tx, app_id=app_id, template_id=template_id))
    return sdk.Empty()


def _saved(request: Request, given: rest.PostMessage, now_ms: int) -> model.Saved:
    wire.check_role("message.role", given.role)
    base_url = services.of(request).config.public_url
    return templates.saved(wire.said(given, base_url=base_url, now_ms=now_ms), now_ms=now_ms)


HANDLERS = [create_template, list_templates, get_template, update_template, delete_template]
