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


async def public(tx: base.Tx, app_id: str) -> model.App:
    """Return the app whose id a page carries.

    Raises:
        errors.AppNotFound: there is none.
    """
    app = await store.app(tx, app_id)
    if app is None:
        raise errors.AppNotFound
    return app
