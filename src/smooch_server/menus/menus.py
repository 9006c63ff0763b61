"""Setting, reading and deleting menus."""

from smooch_server.apps import store as app_store
from smooch_server.apps import vault
from smooch_server.core import errors
from smooch_server.integrations import access
from smooch_server.menus import model, store
from smooch_server.storage import base

EMPTY = model.Menu()


async def of_app(tx: base.Tx, app_id: str) -> model.Menu:
    """Return the app's menu; without one it is empty."""
    return await store.find(tx, app_id, app_id) or EMPTY


async def set_of_app(tx: base.Tx, app_id: str, menu: model.Menu) -> None:
    """Give the app a menu.

    Raises:
        errors.AppNotFound: there is no such app.
    """
    if await app_store.lock(tx, app_id) is None:
        raise errors.AppNotFound
    await store.put(tx, app_id, app_id, menu)


async def delete_of_app(tx: base.Tx, app_id: str) -> None:
    """Take the app's menu away, if it has one."""
    await store.delete(tx, app_id, app_id)


async def of_integration(tx: base.Tx, safe: vault.Vault, app_id: str, integration_id: str) -> model.Menu:
    """Return the menu that an integration shows in place of the app's.

    Raises:
        errors.IntegrationNotFound: the app has no such integration.
        errors.MenuNotFound: the integration shows the app's.
    """
    await access.of_app(tx, safe, app_id, integration_id)
    found = await store.find(tx, app_id, integration_id)
    if found is None:
        raise errors.MenuNotFound
    return found


async def set_of_integration(
    tx: base.Tx, safe: vault.Vault, app_id: str, integration_id: str, menu: model.Menu
) -> None:
    """Give an integration a menu of its own.

    Raises:
        errors.IntegrationNotFound: the app has no such integration.
    """
    await access.locked(tx, safe, app_id, integration_id)
    await store.put(tx, app_id, integration_id, menu)


async def delete_of_integration(tx: base.Tx, safe: vault.Vault, app_id: str, integration_id: str) -> None:
    """Let an integration show the app's menu again.

    Raises:
        errors.IntegrationNotFound: the app has no such integration.
        errors.MenuNotFound: it shows the app's already.
    """
    await access.locked(tx, safe, app_id, integration_id)
    if not await store.delete(tx, app_id, integration_id):
        raise errors.MenuNotFound


async def forget(tx: base.Tx, app_id: str, integration_id: str) -> None:
    """Delete the menu of an integration that goes, if it has one."""
    await store.delete(tx, app_id, integration_id)


async def button(tx: base.Tx, app_id: str, item_id: str) -> model.Item | None:
    """Return the link or postback of this id out of any menu of the app."""
    for menu in await store.of_app(tx, app_id):
        for item in menu.items:
            for each in item.items or (item,):
                if each.item_id == item_id:
                    return each
    return None
