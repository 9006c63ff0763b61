"""`/apps`: the apps of an account and the ids of their SDK integrations."""

from typing import Any

import litestar
import msgspec
from msgspec import UNSET

from smooch_server import erasure
from smooch_server.api import paging, policy, services
from smooch_server.api.rest import paths
from smooch_server.apps import access, apps, model, serviceaccounts, settings, store
from smooch_server.auth import subject
from smooch_server.core import clock, errors, ids
from smooch_server.storage import base
from smooch_server.wire import rest, sdk

Request = litestar.Request[Any, Any, Any]
_ACCOUNT = {policy.OPT: policy.Policy.ACCOUNT}
_APP = {policy.OPT: policy.Policy.APP}


@litestar.post(paths.account_paths("/apps"), tags=["Apps and keys"], opt=_ACCOUNT, status_code=201)
async def create_app(request: Request, data: rest.CreateApp) -> rest.AppReply:
    """Make an app. One that a service account makes is granted to it."""
    service, account = services.of(request), policy.account_of(request)

    async def write(tx: base.Tx) -> model.App:
        app = await apps.create(
            tx,
            account_id=account.account_id,
            name=data.name,
            settings=_settings(data.settings),
            metadata=data.metadata or {},
            now_ms=clock.now_ms(),
        )
        if account.service_account_id is not None:
            maker = await serviceaccounts.find(tx, account.account_id, account.service_account_id)
            await serviceaccounts.grant(tx, maker, app.app_id)
        return app

    return rest.AppReply(app=_app(await service.database.write(write)))


@litestar.get(paths.account_paths("/apps"), tags=["Apps and keys"], opt=_ACCOUNT)
async def list_apps(request: Request) -> rest.AppList:
    """List the account's apps, oldest first; a service account's key lists those granted to it.

    `serviceAccountId` lists those of one service account; it must be one of the account's, or the caller itself.
    """
    service, account = services.of(request), policy.account_of(request)
    limit, offset = paging.window(request)
    named = request.query_params.get("serviceAccountId") or account.service_account_id
    if named is not None and not ids.is_id(named):
        raise _mismatch()

    async def read(tx: base.Tx) -> list[model.App]:
        if named is None:
            return await store.apps_of(tx, account.account_id, limit=limit + 1, offset=offset)
        await _check_named(tx, account, named)
        return await store.apps_granted(tx, named, limit=limit + 1, offset=offset)

    found = await service.database.read(read)
    return rest.AppList(apps=[_app(app) for app in found[:limit]], hasMore=len(found) > limit, offset=offset)


@litestar.get(paths.account_paths("/apps/{app_id:str}"), tags=["Apps and keys"], opt=_APP)
async def get_app(request: Request) -> rest.AppReply:
    """Return one app."""
    return rest.AppReply(app=_app(await services.of(request).database.read(_reach(request))))


@litestar.put(paths.account_paths("/apps/{app_id:str}"), tags=["Apps and keys"], opt=_ACCOUNT)
async def update_app(request: Request, data: rest.UpdateApp) -> rest.AppReply:
    """Change an app: settings are merged, metadata is replaced."""
    reach = _reach(request)

    async def write(tx: base.Tx) -> model.App:
        changes = _settings(data.settings)
        return await apps.update(tx, await reach(tx), name=data.name, settings=changes, metadata=data.metadata)

    return rest.AppReply(app=_app(await services.of(request).database.write(write)))


@litestar.delete(paths.account_paths("/apps/{app_id:str}"), tags=["Apps and keys"], opt=_ACCOUNT, status_code=200)
async def delete_app(request: Request) -> sdk.Empty:
    """Delete an app with its users, messages, webhooks and keys; connected devices are cut off."""
    service, app_id = services.of(request), policy.caller(request).app_id

    async def write(tx: base.Tx) -> None:
        await erasure.app(tx, app_id=app_id, now_ms=clock.now_ms())

    await service.database.write(write)
    service.fanout.recheck_app(app_id)
    return sdk.Empty()


@litestar.get(paths.account_paths("/apps/{app_id:str}/sdks"), tags=["Apps and keys"], opt=_APP)
async def get_sdks(request: Request) -> rest.SdkIds:
    """Return the ids of the app's SDK integrations."""
    app_id = policy.caller(request).app_id

    async def read(tx: base.Tx) -> dict[str, model.Integration]:
        return await apps.sdk_integrations(tx, app_id)

    found = await services.of(request).database.read(read)
    return rest.SdkIds(
        webIntegrationId=found["web"].integration_id,
        iosIntegrationId=found["ios"].integration_id,
        androidIntegrationId=found["android"].integration_id,
    )


def _reach(request: Request) -> base.Operation[model.App]:
    app_id = policy.caller(request).app_id

    async def reach(tx: base.Tx) -> model.App:
        return await access.public(tx, app_id)

    return reach


async def _check_named(tx: base.Tx, account: subject.Account, service_account_id: str) -> None:
    if account.service_account_id is not None:
        fits = service_account_id == account.service_account_id
    else:
        found = await store.service_account(tx, service_account_id)
        fits = found is not None and found.account_id == account.account_id
    if not fits:
        raise _mismatch()


def _mismatch() -> errors.Forbidden:
    return errors.Forbidden("serviceAccountId does not match the credentials")


def _settings(given: rest.ChangeAppSettings | None) -> dict[str, object]:
    """Return what is given; what is unset stays out."""
    return (
        {}
        if given is None
        else {name: value for name, value in msgspec.structs.asdict(given).items() if value is not UNSET}
    )


def _app(app: model.App) -> rest.App:
    return rest.App(
        id=app.app_id,
        appToken=app.app_token,
        name=app.name,
        settings=msgspec.convert(settings.merged({}, app.settings), rest.AppSettings),
        metadata=app.metadata,
    )


HANDLERS = [create_app, list_apps, get_app, update_app, delete_app, get_sdks]
