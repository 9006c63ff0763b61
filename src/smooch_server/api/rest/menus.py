"""`/menu` and `/integrations/{id}/menu`: the buttons that are always there."""

from typing import Any

import litestar
import msgspec

from smooch_server.api import policy, services
from smooch_server.api.rest import paths
from smooch_server.core import clock
from smooch_server.menus import checking, menus, model
from smooch_server.wire import integrations as wire
from smooch_server.wire import sdk

Request = litestar.Request[Any, Any, Any]
_APP = {policy.OPT: policy.Policy.APP}
_MENU = paths.app_paths("/menu")
_OF_INTEGRATION = paths.app_paths("/integrations/{integration_id:str}/menu")


@litestar.get(_MENU, tags=["Menus"], opt=_APP)
async def get_menu(request: Request) -> wire.MenuReply:
    """Return the app's menu; without one it has no items."""
    service, app_id = services.of(request), policy.caller(request).app_id
    return _reply(await service.database.read(lambda tx: menus.of_app(tx, app_id)))


@litestar.put(_MENU, tags=["Menus"], opt=_APP)
async def set_menu(request: Request, data: wire.SetMenu) -> wire.MenuReply:
    """Give the app a menu of 1 to 3 items, 5 in version 1. A submenu has 1 to 5."""
    service, app_id, menu = services.of(request), policy.caller(request).app_id, _checked(request, data)
    await service.database.write(lambda tx: menus.set_of_app(tx, app_id, menu))
    return _reply(menu)


@litestar.delete(_MENU, tags=["Menus"], opt=_APP, status_code=200)
async def delete_menu(request: Request) -> wire.MenuReply:
    """Take the app's menu away; the answer is the empty one."""
    service, app_id = services.of(request), policy.caller(request).app_id
    await service.database.write(lambda tx: menus.delete_of_app(tx, app_id))
    return _reply(menus.EMPTY)


@litestar.get(_OF_INTEGRATION, tags=["Menus"], opt=_APP)
async def get_integration_menu(request: Request, integration_id: str) -> wire.MenuReply:
    """Return the menu that an integration shows in place of the app's; 404 when it has none."""
    service, app_id = services.of(request), policy.caller(request).app_id
    found = await service.database.read(lambda tx: menus.of_integration(tx, service.vault, app_id, integration_id))
    return _reply(found)


@litestar.post(_OF_INTEGRATION, tags=["Menus"], opt=_APP, status_code=201)
async def create_integration_menu(request: Request, integration_id: str, data: wire.SetMenu) -> wire.MenuReply:
    """Give an integration a menu, as `PUT` does."""
    return await _set_of_integration(request, integration_id, data)


@litestar.put(_OF_INTEGRATION, tags=["Menus"], opt=_APP)
async def set_integration_menu(request: Request, integration_id: str, data: wire.SetMenu) -> wire.MenuReply:
    """Give an integration a menu that stands in place of the app's."""
    return await _set_of_integration(request, integration_id, data)


@litestar.delete(_OF_INTEGRATION, tags=["Menus"], opt=_APP, status_code=200)
async def delete_integration_menu(request: Request, integration_id: str) -> sdk.Empty:
    """Let an integration show the app's menu again; 404 when it does already."""
    service, app_id = services.of(request), policy.caller(request).app_id
    await service.database.write(lambda tx: menus.delete_of_integration(tx, service.vault, app_id, integration_id))
    return sdk.Empty()


async def _set_of_integration(request: Request, integration_id: str, data: wire.SetMenu) -> wire.MenuReply:
    service, app_id, menu = services.of(request), policy.caller(request).app_id, _checked(request, data)
    await service.database.write(lambda tx: menus.set_of_integration(tx, service.vault, app_id, integration_id, menu))
    return _reply(menu)


def _checked(request: Request, data: wire.SetMenu) -> model.Menu:
    most = model.MAX_ITEMS_V1 if paths.version(request) == "v1" else model.MAX_ITEMS
    return checking.menu(msgspec.to_builtins(data.items), data.settings, most=most, now_ms=clock.now_ms())


def _reply(menu: model.Menu) -> wire.MenuReply:
    return wire.MenuReply(menu=wire.menu(menu))


HANDLERS = [
    get_menu,
    set_menu,
    delete_menu,
    get_integration_menu,
    create_integration_menu,
    set_integration_menu,
    delete_integration_menu,
]
