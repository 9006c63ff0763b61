"""From the credentials of a call of the public API to the subject, and the app it means."""

from typing import Any, Final

from litestar.connection import ASGIConnection

from smooch_server.api import edge, origins, services
from smooch_server.apps import access, apps
from smooch_server.apps import store as app_store
from smooch_server.appusers import store as appuser_store
from smooch_server.auth import credentials, keys, subject
from smooch_server.core import errors
from smooch_server.storage import base

APP_TOKEN: Final = b"app-token"

Who = subject.Account | subject.App | subject.AppUser | subject.AppToken
END_USER: Final = (subject.AppUser, subject.AppToken)


async def of_key(connection: ASGIConnection[Any, Any, Any, Any]) -> tuple[Who, str | None]:
    """Return the subject and the app: named in the address, else the key's own, else None."""
    service = services.of(connection)
    authorization = edge.header(connection.scope, b"authorization")
    token = edge.header(connection.scope, APP_TOKEN) if authorization is None else None
    given = credentials.parse(authorization) if token is None or not _is_v1(connection) else None
    named: str | None = connection.path_params.get("app_id")
    page, unsecured = _foreign_page(connection), False

    async def read(tx: base.Tx) -> tuple[Who, str | None]:
        nonlocal unsecured
        who = (
            await _by_app_token(tx, token or "")
            if given is None
            else await keys.authenticate(tx, service.keyring, given)
        )
        if isinstance(who, subject.Account):
            if named is not None and who.service_account_id is not None:
                await access.of_service_account(tx, who.service_account_id, named)
            elif named is not None:
                await access.of_account(tx, who.account_id, named)
            return who, named
        if named is not None and named != who.app_id:  # the same whether there is such an app or not
            raise errors.Forbidden("This key is of another app" if isinstance(who, subject.App) else None)
        if page is not None and isinstance(who, END_USER):
            await check_origin(tx, who.app_id, page)
        if isinstance(who, subject.AppUser):
            unsecured = await appuser_store.is_unsecured(tx, who.app_id, who.user_id or "")
        return who, who.app_id

    found = await service.database.read(read)
    if unsecured and isinstance(found[0], subject.AppUser):  # the first use of a JWT makes it necessary for good
        secured = found[0]
        await service.database.write(lambda tx: appuser_store.secure(tx, secured.app_id, secured.user_id or ""))
    return found


async def check_origin(tx: base.Tx, app_id: str, origin: str | None) -> None:
    """Refuse a page that the app's web integration does not list, when it lists any.

    Raises:
        errors.Forbidden: the origin is not on the list.
    """
    if origin is None:
        return
    web = (await apps.sdk_integrations(tx, app_id)).get("web")
    allowed = web.fields.get("originWhitelist") if web else None
    if isinstance(allowed, list) and allowed and origin not in allowed:
        raise errors.Forbidden("This site is not on the list of sites that may use the app")


def _foreign_page(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    """Return the origin of the page that calls, when it is none of this server's own."""
    origin = edge.header(connection.scope, b"origin")
    own = origin is not None and origins.is_own(origin, services.of(connection).config.public_url)
    return None if own else origin


async def _by_app_token(tx: base.Tx, token: str) -> subject.AppToken:
    app = await app_store.by_token(tx, token) if token.isascii() and token.isalnum() else None
    if app is None:
        raise errors.InvalidAuth
    return subject.AppToken(app_id=app.app_id)


def _is_v1(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    return connection.scope["path"].startswith("/v1/")
