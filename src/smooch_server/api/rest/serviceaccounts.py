"""`/serviceaccounts`: programs of the business that reach some of its apps, and their keys."""

from typing import Any

import litestar

from smooch_server.api import additions, paging, policy, services
from smooch_server.api.rest import keys, paths
from smooch_server.apps import model, serviceaccounts, store
from smooch_server.auth import keys as auth_keys
from smooch_server.core import clock
from smooch_server.storage import base
from smooch_server.wire import rest, sdk

Request = litestar.Request[Any, Any, Any]
_OWNER = {policy.OPT: policy.Policy.OWNER}
_TAGS = ["Service accounts"]
_ALL = paths.account_paths("/serviceaccounts")
_ONE = paths.account_paths("/serviceaccounts/{service_account_id:str}")
_APP = paths.account_paths("/serviceaccounts/{service_account_id:str}/apps/{app_id:str}")
_KEYS = paths.account_paths("/serviceaccounts/{service_account_id:str}/keys")
_KEY = paths.account_paths("/serviceaccounts/{service_account_id:str}/keys/{service_key_id:str}")
_KEY_JWT = paths.account_paths("/serviceaccounts/{service_account_id:str}/keys/{service_key_id:str}/jwt")


@litestar.post(_ALL, tags=_TAGS, opt=_OWNER, status_code=201)
async def create_service_account(request: Request, data: rest.CreateServiceAccount) -> rest.ServiceAccountReply:
    """Make a service account; its name is its own in the account."""
    account_id = policy.account_of(request).account_id

    async def write(tx: base.Tx) -> model.ServiceAccount:
        return await serviceaccounts.create(tx, account_id=account_id, name=data.name, now_ms=clock.now_ms())

    return _reply(await services.of(request).database.write(write))


@litestar.get(_ALL, tags=_TAGS, opt=_OWNER)
async def list_service_accounts(request: Request) -> rest.ServiceAccountList:
    """List the account's service accounts, oldest first."""
    account_id = policy.account_of(request).account_id
    limit, offset = paging.window(request)

    async def read(tx: base.Tx) -> list[model.ServiceAccount]:
        return await store.service_accounts_of(tx, account_id, limit=limit + 1, offset=offset)

    found = await services.of(request).database.read(read)
    return rest.ServiceAccountList(
        serviceAccounts=[_shown(each) for each in found[:limit]], hasMore=len(found) > limit, offset=offset
    )


@litestar.get(_ONE, tags=_TAGS, opt=_OWNER)
async def get_service_account(request: Request, service_account_id: str) -> rest.ServiceAccountReply:
    """Return one service account."""
    return _reply(await services.of(request).database.read(_reach(request, service_account_id)))


@litestar.put(_ONE, tags=_TAGS, opt=_OWNER)
async def update_service_account(
    request: Request, service_account_id: str, data: rest.UpdateServiceAccount
) -> rest.ServiceAccountReply:
    """Give a service account another name."""
    reach = _reach(request, service_account_id)

    async def write(tx: base.Tx) -> model.ServiceAccount:
        found = await reach(tx)
        return found if data.name is None else await serviceaccounts.rename(tx, found, data.name)

    return _reply(await services.of(request).database.write(write))


@litestar.delete(_ONE, tags=_TAGS, opt=_OWNER, status_code=200)
async def delete_service_account(request: Request, service_account_id: str) -> sdk.Empty:
    """Delete a service account with its keys; the apps it made stay."""
    reach = _reach(request, service_account_id)

    async def write(tx: base.Tx) -> None:
        await serviceaccounts.delete(tx, await reach(tx))

    await services.of(request).database.write(write)
    return sdk.Empty()


@litestar.post(_KEYS, tags=_TAGS, opt=_OWNER, status_code=201)
async def create_service_account_key(request: Request, service_account_id: str, data: rest.CreateKey) -> rest.KeyReply:
    """Make a key of the service account."""
    keyring, reach = services.of(request).keyring, _reach(request, service_account_id)

    async def write(tx: base.Tx) -> model.Key:
        found = await reach(tx)
        return await keyring.create(
            tx,
            account_id=found.account_id,
            app_id=None,
            service_account_id=found.service_account_id,
            name=data.name,
            now_ms=clock.now_ms(),
        )

    return rest.KeyReply(key=keys.shown(await services.of(request).database.write(write)))


@litestar.get(_KEYS, tags=_TAGS, opt=_OWNER)
async def list_service_account_keys(request: Request, service_account_id: str) -> rest.KeyList:
    """List the service account's keys with their secrets, as the contract has it."""
    keyring, reach = services.of(request).keyring, _reach(request, service_account_id)

    async def read(tx: base.Tx) -> list[model.Key]:
        return await keyring.of_service_account(tx, (await reach(tx)).service_account_id)

    return rest.KeyList(keys=[keys.shown(key) for key in await services.of(request).database.read(read)])


@litestar.get(_KEY, tags=_TAGS, opt=_OWNER)
async def get_service_account_key(request: Request, service_account_id: str, service_key_id: str) -> rest.KeyReply:
    """Return one key with its secret."""
    found = await services.of(request).database.read(_reach_key(request, service_account_id, service_key_id))
    return rest.KeyReply(key=keys.shown(found))


@litestar.delete(_KEY, tags=_TAGS, opt=_OWNER, status_code=200)
async def delete_service_account_key(request: Request, service_account_id: str, service_key_id: str) -> sdk.Empty:
    """Delete a key: everything signed with it is void at once."""
    keyring, reach = services.of(request).keyring, _reach_key(request, service_account_id, service_key_id)

    async def write(tx: base.Tx) -> None:
        await keyring.delete(tx, await reach(tx))

    await services.of(request).database.write(write)
    return sdk.Empty()


@litestar.get(_KEY_JWT, tags=_TAGS, opt=_OWNER)
async def get_service_account_jwt(request: Request, service_account_id: str, service_key_id: str) -> rest.Jwt:
    """Return a token of scope `account` signed by the key."""
    found = await services.of(request).database.read(_reach_key(request, service_account_id, service_key_id))
    return rest.Jwt(jwt=auth_keys.sign(found, {"scope": "account"}))


@litestar.put(_APP, tags=_TAGS, opt=_OWNER, operation_class=additions.Addition)
async def grant_app(request: Request, service_account_id: str) -> sdk.Empty:
    """Let a service account act for one more app of the account."""
    reach, app_id = _reach(request, service_account_id), policy.caller(request).app_id

    async def write(tx: base.Tx) -> None:
        await serviceaccounts.grant(tx, await reach(tx), app_id)

    await services.of(request).database.write(write)
    return sdk.Empty()


@litestar.delete(_APP, tags=_TAGS, opt=_OWNER, status_code=200, operation_class=additions.Addition)
async def revoke_app(request: Request, service_account_id: str) -> sdk.Empty:
    """Take an app away from a service account, whether it was given the app or made it."""
    reach, app_id = _reach(request, service_account_id), policy.caller(request).app_id

    async def write(tx: base.Tx) -> None:
        await serviceaccounts.revoke(tx, await reach(tx), app_id)

    await services.of(request).database.write(write)
    return sdk.Empty()


def _reach(request: Request, service_account_id: str) -> base.Operation[model.ServiceAccount]:
    account_id = policy.account_of(request).account_id

    async def reach(tx: base.Tx) -> model.ServiceAccount:
        return await serviceaccounts.find(tx, account_id, service_account_id)

    return reach


def _reach_key(request: Request, service_account_id: str, service_key_id: str) -> base.Operation[model.Key]:
    keyring, reach = services.of(request).keyring, _reach(request, service_account_id)

    async def reach_key(tx: base.Tx) -> model.Key:
        return await keyring.of_service_account_one(tx, (await reach(tx)).service_account_id, service_key_id)

    return reach_key


def _reply(found: model.ServiceAccount) -> rest.ServiceAccountReply:
    return rest.ServiceAccountReply(serviceAccount=_shown(found))


def _shown(found: model.ServiceAccount) -> rest.ServiceAccount:
    return rest.ServiceAccount(id=found.service_account_id, name=found.name)


HANDLERS = [
    create_service_account,
    list_service_accounts,
    get_service_account,
    update_service_account,
    delete_service_account,
    create_service_account_key,
    list_service_account_keys,
    get_service_account_key,
    delete_service_account_key,
    get_service_account_jwt,
    grant_app,
    revoke_app,
]
