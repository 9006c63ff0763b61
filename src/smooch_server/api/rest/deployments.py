"""`/whatsapp/deployments`: WhatsApp deployments of the account, stored."""

from typing import Any

import litestar

from smooch_server.api import policy, services
from smooch_server.api.rest import paths
from smooch_server.core import clock
from smooch_server.integrations import access, deployments, model
from smooch_server.storage import base
from smooch_server.wire import integrations as wire
from smooch_server.wire import sdk

Request = litestar.Request[Any, Any, Any]
_ACCOUNT = {policy.OPT: policy.Policy.ACCOUNT}
_ALL = "/whatsapp/deployments"
_ONE = f"{_ALL}/{{deployment_id:str}}"


@litestar.post(paths.account_paths(_ALL), tags=["WhatsApp"], opt=_ACCOUNT, status_code=201)
async def create_deployment(request: Request, data: wire.CreateDeployment) -> wire.DeploymentReply:
    """Store a deployment. It stays `unregistered`: this server does not register numbers with WhatsApp."""
    service, owner = services.of(request), _owner(request)

    async def write(tx: base.Tx) -> model.Deployment:
        return await deployments.create(
            tx,
            service.vault,
            owner=owner,
            given=wire.given(data),
            policy=service.targets,
            now_ms=clock.now_ms(),
        )

    return _reply(await service.database.write(write))


@litestar.get(paths.account_paths(_ALL), tags=["WhatsApp"], opt=_ACCOUNT)
async def list_deployments(request: Request) -> wire.DeploymentList:
    """List the account's deployments, oldest first; a service account sees those it made."""
    service, owner = services.of(request), _owner(request)
    found = await service.database.read(lambda tx: deployments.of_owner(tx, service.vault, owner))
    return wire.DeploymentList(deployments=[wire.deployment(each) for each in found])


@litestar.get(paths.account_paths(_ONE), tags=["WhatsApp"], opt=_ACCOUNT)
async def get_deployment(request: Request, deployment_id: str) -> wire.DeploymentReply:
    """Return one deployment."""
    service, owner = services.of(request), _owner(request)
    return _reply(await service.database.read(lambda tx: access.deployment(tx, service.vault, owner, deployment_id)))


@litestar.delete(paths.account_paths(_ONE), tags=["WhatsApp"], opt=_ACCOUNT, status_code=200)
async def delete_deployment(request: Request, deployment_id: str) -> sdk.Empty:
    """Delete a deployment that no integration uses."""
    service, owner = services.of(request), _owner(request)

    async def write(tx: base.Tx) -> None:
        await deployments.delete(tx, service.vault, owner=owner, deployment_id=deployment_id)

    await service.database.write(write)
    return sdk.Empty()


@litestar.post(paths.account_paths(f"{_ONE}/activate"), tags=["WhatsApp"], opt=_ACCOUNT, status_code=200)
async def activate_deployment(
    request: Request, deployment_id: str, data: wire.ActivateDeployment
) -> wire.DeploymentReply:
    """Note the number to register. The deployment is `pending` from then on; no code is sent."""
    service, owner = services.of(request), _owner(request)

    async def write(tx: base.Tx) -> model.Deployment:
        return await deployments.activate(
            tx,
            service.vault,
            owner=owner,
            deployment_id=deployment_id,
            given=wire.given(data),
            policy=service.targets,
        )

    return _reply(await service.database.write(write))


@litestar.post(paths.account_paths(f"{_ONE}/code/confirm"), tags=["WhatsApp"], opt=_ACCOUNT, status_code=200)
async def confirm_deployment(request: Request, deployment_id: str, data: wire.ConfirmCode) -> wire.DeploymentReply:
    """Take a code. The deployment is in `error` from then on: no code can be right."""
    service, owner = services.of(request), _owner(request)

    async def write(tx: base.Tx) -> model.Deployment:
        return await deployments.confirm(
            tx,
            service.vault,
            owner=owner,
            deployment_id=deployment_id,
            given=wire.given(data),
            policy=service.targets,
        )

    return _reply(await service.database.write(write))


def _owner(request: Request) -> model.Owner:
    who = policy.account_of(request)
    return model.Owner(account_id=who.account_id, service_account_id=who.service_account_id)


def _reply(deployment: model.Deployment) -> wire.DeploymentReply:
    return wire.DeploymentReply(deployment=wire.deployment(deployment))


HANDLERS = [
    create_deployment,
    list_deployments,
    get_deployment,
    delete_deployment,
    activate_deployment,
    confirm_deployment,
]
