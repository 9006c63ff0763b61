"""`/apps`: the apps of an account, their keys and the ids of their SDK integrations."""

from typing import Any

import litestar

from smooch_server import erasure
from smooch_server.api import paging, policy, services
from smooch_server.api.rest import paths
from smooch_server.apps import access, apps, model, store
from smooch_server.auth import keys as auth_keys
from smooch_server.auth import subject
from smooch_server.core import clock, errors
from smooch_server.storage import base
from smooch_server.wire import rest, sdk

Request = litestar.Request[Any, Any, Any]
_ACCOUNT = {policy.OPT: policy.Policy.ACCOUNT}
_APP = {policy.OPT: policy.Policy.APP}


@litestar.post(paths.account_paths("/apps"), tags=["Apps and keys"], opt=_ACCOUNT, status_code=201)
async def create_app(request: Request, data: rest.CreateApp) -> rest.AppReply:
    """Make an app."""
    service, account = services.of(request), _account(request)

    async def write(tx: base.Tx) -> model.App:
        return await apps.create(
            tx,
            account_id=account.account_id,
            name=data.name,
            settings=data.settings or {},
            metadata=data.metadata or {},
            now_ms=clock.now_ms(),
        )

    return rest.AppReply(app=_app(await service.database.write(write)))


@litestar.get(paths.account_paths("/apps"), tags=["Apps and keys"], opt=_ACCOUNT)
async def list_apps(request: Request) -> rest.AppList:
    """List the account's apps, oldest first."""
    service, account = services.of(request), _account(request)
    limit, offset = paging.window(request)

    async def read(tx: base.Tx) -> list[model.App]:
        return await store.apps_of(tx, account.account_id, limit=limit + 1, offset=offset)

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
        return await apps.update(tx, await reach(tx), name=data.name, settings=data.settings, metadata=data.metadata)

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


@litestar.post(paths.account_paths("/apps/{app_id:str}/keys"), tags=["Apps and keys"], opt=_ACCOUNT, status_code=201)
async def create_key(request: Request, data: rest.CreateKey) -> rest.KeyReply:
    """Make a key of the app."""
    service, account, app_id = services.of(request), _account(request), policy.caller(request).app_id

    async def write(tx: base.Tx) -> model.Key:
        return await service.keyring.create(
            tx, account_id=account.account_id, app_id=app_id, name=data.name, now_ms=clock.now_ms()
        )

    return rest.KeyReply(key=_key(await service.database.write(write)))


@litestar.get(paths.account_paths("/apps/{app_id:str}/keys"), tags=["Apps and keys"], opt=_ACCOUNT)
async def list_keys(request: Request) -> rest.KeyList:
    """List the app's keys with their secrets, as the contract has it."""
    service, app_id = services.of(request), policy.caller(request).app_id

    async def read(tx: base.Tx) -> list[model.Key]:
        return await service.keyring.of_app(tx, app_id)

    return rest.KeyList(keys=[_key(key) for key in await service.database.read(read)])


@litestar.get(paths.account_paths("/apps/{app_id:str}/keys/{key_id:str}"), tags=["Apps and keys"], opt=_ACCOUNT)
async def get_key(request: Request, key_id: str) -> rest.KeyReply:
    """Return one key with its secret."""
    return rest.KeyReply(key=_key(await _find_key(request, key_id)))


@litestar.delete(
    paths.account_paths("/apps/{app_id:str}/keys/{key_id:str}"), tags=["Apps and keys"], opt=_ACCOUNT, status_code=200
)
async def delete_key(request: Request, key_id: str) -> sdk.Empty:
    """Delete a key: everything signed with it is void at once, and devices connected by it are cut off."""
    service, app_id = services.of(request), policy.caller(request).app_id

    async def write(tx: base.Tx) -> None:
        await service.keyring.delete(tx, app_id, key_id)

    await service.database.write(write)
    service.fanout.recheck_app(app_id)
    return sdk.Empty()


@litestar.get(paths.account_paths("/apps/{app_id:str}/keys/{key_id:str}/jwt"), tags=["Apps and keys"], opt=_ACCOUNT)
async def get_jwt(request: Request, key_id: str) -> rest.Jwt:
    """Return a token of scope `app` signed by the key."""
    return rest.Jwt(jwt=auth_keys.sign(await _find_key(request, key_id), {"scope": "app"}))


async def _find_key(request: Request, key_id: str) -> model.Key:
    service, app_id = services.of(request), policy.caller(request).app_id

    async def read(tx: base.Tx) -> model.Key:
        return await service.keyring.of_app_one(tx, app_id, key_id)

    return await service.database.read(read)


def _reach(request: Request) -> base.Operation[model.App]:
    app_id = policy.caller(request).app_id

    async def reach(tx: base.Tx) -> model.App:
        return await access.public(tx, app_id)

    return reach


def _account(request: Request) -> subject.Account:
    who = policy.caller(request).subject
    if not isinstance(who, subject.Account):
        raise errors.Forbidden
    return who


def _app(app: model.App) -> rest.App:
    return rest.App(id=app.app_id, appToken=app.app_token, name=app.name, settings=app.settings, metadata=app.metadata)


def _key(key: model.Key) -> rest.Key:
    return rest.Key(id=key.key_id, name=key.name, secret=key.secret)


HANDLERS = [
    create_app,
    list_apps,
    get_app,
    update_app,
    delete_app,
    get_sdks,
    create_key,
    list_keys,
    get_key,
    delete_key,
    get_jwt,
]
