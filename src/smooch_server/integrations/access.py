"""The only way to an integration or a deployment from outside."""

from smooch_server.apps import vault
from smooch_server.core import errors
from smooch_server.integrations import deployment_store, model, store
from smooch_server.storage import base


async def of_app(tx: base.Tx, safe: vault.Vault, app_id: str, integration_id: str) -> model.Integration:
    """Return an integration of the app that was made through the API.

    Raises:
        errors.IntegrationNotFound: the app has none of this id.
    """
    found = await store.find(tx, safe, app_id, integration_id)
    if found is None:
        raise errors.IntegrationNotFound
    return found


async def locked(tx: base.Tx, safe: vault.Vault, app_id: str, integration_id: str) -> model.Integration:
    """Return an integration as `of_app`; every other writer waits for this transaction.

    Raises:
        errors.IntegrationNotFound: the app has none of this id.
    """
    found = await store.lock(tx, safe, app_id, integration_id)
    if found is None:
        raise errors.IntegrationNotFound
    return found


async def deployment(tx: base.Tx, safe: vault.Vault, owner: model.Owner, deployment_id: str) -> model.Deployment:
    """Return a WhatsApp deployment of the owner.

    Raises:
        errors.DeploymentNotFound: the owner has none of this id.
    """
    found = await deployment_store.find(tx, safe, owner, deployment_id)
    if found is None:
        raise errors.DeploymentNotFound
    return found


async def locked_deployment(tx: base.Tx, safe: vault.Vault, owner: model.Owner, deployment_id: str) -> model.Deployment:
    """Return a deployment as `deployment`; every other writer of it waits for this transaction.

    Raises:
        errors.DeploymentNotFound: the owner has none of this id.
    """
    await deployment_store.lock(tx, owner.account_id, deployment_id)
    return await deployment(tx, safe, owner, deployment_id)
