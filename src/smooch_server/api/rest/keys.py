"""`/apps/{appId}/keys`: the keys of an app."""

from typing import Any

import litestar

from smooch_server.api import policy, services
from smooch_server.api.rest import paths
from smooch_server.apps import model
from smooch_server.auth import keys as auth_keys
from smooch_server.core import clock
from smooch_server.storage import base
from smooch_server.wire import rest, sdk

Request = litestar.Request[Any, Any, Any]
_ACCOUNT = {policy.OPT: policy.Policy.ACCOUNT}


@litestar.post(paths.account_paths("/apps/{app_id:str}/keys"), tags=["Apps and keys"], opt=_ACCOUNT, status_code=201)
async def create_key(request: Request, data: rest.CreateKey) -> rest.KeyReply:
    """Make a key of the app."""
    service, account, app_id = services.of(request), policy.account_of(request), policy.caller(request).app_id

    async def write(tx: base.Tx) -> model.Key:
        return await service.keyring.create(
            tx, account_id=account.account_id, app_id=app_id, name=data.name, now_ms=clock.now_ms()
        )

    return rest.KeyReply(key=shown(await service.database.write(write)))


@litestar.get(paths.account_paths("/apps/{app_id:str}/keys"), tags=["Apps and keys"], opt=_ACCOUNT)
async def list_keys(request: Request) -> rest.KeyList:
    """List the app's keys with their secrets, as the contract has it."""
    service, app_id = services.of(request), policy.caller(request).app_id

    async def read(tx: base.Tx) -> list[model.Key]:
        return await service.keyring.of_app(tx, app_id)

    return rest.KeyList(keys=[shown(key) for key in await service.database.read(read)])


@litestar.get(paths.account_paths("/apps/{app_id:str}/keys/{key_id:str}"), tags=["Apps and keys"], opt=_ACCOUNT)
async def get_key(request: Request, key_id: str) -> rest.KeyReply:
    """Return one key with its secret."""
    return rest.KeyReply(key=shown(await _find_key(request, key_id)))


@litestar.delete(
    paths.account_paths("/apps/{app_id:str}/keys/{key_id:str}"), tags=["Apps and keys"], opt=_ACCOUNT, status_code=200
)
async def delete_key(request: Request, key_id: str) -> sdk.Empty:
    """Delete a key: everything signed with it is void at once, and devices connected by it are cut off."""
    service, app_id = services.of(request), policy.caller(request).app_id

    async def write(tx: base.Tx) -> None:
        await service.keyring.delete(tx, await service.keyring.of_app_one(tx, app_id, key_id))

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


def shown(key: model.Key) -> rest.Key:
    """Return the key as the contract shows it, with its secret."""
    return rest.Key(id=key.key_id, name=key.name, secret=key.secret)


HANDLERS = [create_key, list_keys, get_key, delete_key, get_jwt]
