"""WhatsApp deployments: stored, so that clients find them again. This server registers no number with WhatsApp.

Hence a deployment is `unregistered` until it is activated, then `pending`, for no code will be sent; and confirming a
code ends in `error`.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Final

from smooch_server.apps import vault
from smooch_server.core import errors, ids
from smooch_server.httpclient import guard
from smooch_server.integrations import access, checking, deployment_store, fields, model
from smooch_server.integrations.fields import Field
from smooch_server.storage import base

Given = Mapping[str, object]

_COMMON: Final = (
    Field(name="hosting", check=fields.one_of(*model.HOSTINGS), required=True),
    Field(name="callbackUrl", check=fields.text_of_address, fetched=True),
)
_OWN: Final = (
    Field(name="baseUrl", check=fields.text_of_address, required=True, fetched=True),
    Field(name="username", check=fields.text, required=True),
    Field(name="password", check=fields.long_text, required=True, secret=True),
)
_ACTIVATION: Final = (
    Field(name="phoneNumber", check=fields.phone_number, required=True),
    Field(name="verifiedNameCertificate", check=fields.certificate, required=True, secret=True),
    Field(name="method", check=fields.one_of("sms", "voice"), required=True),
)
_CODE: Final = (Field(name="code", check=fields.text, required=True, secret=True),)


async def create(
    tx: base.Tx, safe: vault.Vault, *, owner: model.Owner, given: Given, policy: guard.Policy, now_ms: int
) -> model.Deployment:
    """Store a deployment; one of `hosting` self names the server of the business.

    Raises:
        errors.BadRequest: a field is missing or holds what it must not; it is named.
    """
    values = checking.values(_COMMON, given, policy)
    if values["hosting"] == model.SELF:
        values |= checking.values(_OWN, given, policy)
    secrets = {"password": values.pop("password")} if "password" in values else {}
    if "callbackUrl" in values:
        secrets["callbackSecret"] = ids.new_webhook_secret()
    deployment = model.Deployment(
        deployment_id=ids.new_id(now_ms),
        owner=owner,
        status=model.UNREGISTERED,
        fields=values,
        secrets=secrets,
    )
    await deployment_store.insert(tx, safe, deployment, now_ms=now_ms)
    return deployment


async def of_owner(tx: base.Tx, safe: vault.Vault, owner: model.Owner) -> Sequence[model.Deployment]:
    """Return the owner's deployments, oldest first."""
    return await deployment_store.of_owner(tx, safe, owner)


async def activate(
    tx: base.Tx, safe: vault.Vault, *, owner: model.Owner, deployment_id: str, given: Given, policy: guard.Policy
) -> model.Deployment:
    """Note with which number a deployment is to be registered; it waits from then on.

    Raises:
        errors.BadRequest: a field is missing or holds what it must not; it is named.
        errors.DeploymentNotFound: the owner has no such deployment.
    """
    values = checking.values(_ACTIVATION, given, policy)
    current = await access.locked_deployment(tx, safe, owner, deployment_id)
    changed = dataclasses.replace(current, status=model.PENDING, secrets={**current.secrets, "activation": values})
    await deployment_store.update(tx, safe, changed)
    return changed


async def confirm(
    tx: base.Tx, safe: vault.Vault, *, owner: model.Owner, deployment_id: str, given: Given, policy: guard.Policy
) -> model.Deployment:
    """Take the code that ends an activation. It cannot be right, because nobody sent one.

    Raises:
        errors.BadRequest: there is no code, or the deployment was not activated.
        errors.DeploymentNotFound: the owner has no such deployment.
    """
    checking.values(_CODE, given, policy)
    current = await access.locked_deployment(tx, safe, owner, deployment_id)
    if current.status == model.UNREGISTERED:
        raise errors.BadRequest("The deployment must be activated first")
    changed = dataclasses.replace(current, status=model.ERROR)
    await deployment_store.update(tx, safe, changed)
    return changed


async def delete(tx: base.Tx, safe: vault.Vault, *, owner: model.Owner, deployment_id: str) -> None:
    """Delete a deployment that no integration uses.

    Raises:
        errors.DeploymentNotFound: the owner has no such deployment.
        errors.Conflict: an integration uses it.
    """
    current = await access.locked_deployment(tx, safe, owner, deployment_id)
    if current.integration_id is not None:
        raise errors.Conflict(f"The integration {current.integration_id} uses this deployment")
    await deployment_store.delete(tx, owner.account_id, deployment_id)
