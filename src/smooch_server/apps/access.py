"""The only way to an app from outside."""

from smooch_server.apps import model, store
from smooch_server.core import errors
from smooch_server.storage import base


async def of_account(tx: base.Tx, account_id: str, app_id: str) -> model.App:
    """Return an app of the account.

    Raises:
        errors.AppNotFound: the account has no such app.
    """
    app = await store.app(tx, app_id)
    if app is None or app.account_id != account_id:
        raise errors.AppNotFound
    return app


async def of_service_account(tx: base.Tx, service_account_id: str, app_id: str) -> None:
    """Check that a service account may act for the app.

    Raises:
        errors.Forbidden: it did not make the app and was not given it, whether there is such an app or not.
    """
    if not await store.granted(tx, service_account_id, app_id):
        raise errors.Forbidden("The service account has no access to this app")


async def public(tx: base.Tx, app_id: str) -> model.App:
    """Return the app whose id a page carries.

    Raises:
        errors.AppNotFound: there is none.
    """
    app = await store.app(tx, app_id)
    if app is None:
        raise errors.AppNotFound
    return app


async def of_web_integration(tx: base.Tx, integration_id: str) -> str:
    """Return the id of the app whose web integration a page names.

    Raises:
        errors.IntegrationNotFound: no app has such a web integration.
    """
    app_id = await store.app_of_web(tx, integration_id)
    if app_id is None:
        raise errors.IntegrationNotFound
    return app_id
