"""All SQL of WhatsApp deployments. Secrets are sealed; only what takes a vault can read them."""

from collections.abc import Sequence
from typing import Any, Final, cast

import msgspec

from smooch_server.apps import vault
from smooch_server.integrations import model
from smooch_server.storage import base

_SELECT: Final = (
    "SELECT deployment.deployment_id, deployment.account_id, deployment.service_account_id, deployment.status,"
    " deployment.fields, deployment.secrets, deployment.integration_id, integration.app_id FROM deployment"
    " LEFT JOIN integration ON integration.integration_id = deployment.integration_id"
    " WHERE deployment.account_id = $1 AND (CAST($2 AS TEXT) IS NULL OR deployment.service_account_id = $2)"
)
_LOCK: Final = (
    "UPDATE deployment SET status = status WHERE account_id = $1 AND deployment_id = $2 RETURNING service_account_id"
)


async def insert(tx: base.Tx, safe: vault.Vault, deployment: model.Deployment, *, now_ms: int) -> None:
    await tx.run(
        "INSERT INTO deployment (deployment_id, account_id, service_account_id, status, fields, secrets, created_ms)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        deployment.deployment_id,
        deployment.owner.account_id,
        deployment.owner.service_account_id,
        deployment.status,
        msgspec.json.encode(deployment.fields),
        _sealed(safe, deployment),
        now_ms,
    )


async def of_owner(tx: base.Tx, safe: vault.Vault, owner: model.Owner) -> Sequence[model.Deployment]:
    """Return the deployments of an owner, oldest first."""
    rows = await tx.all(
        f"{_SELECT} ORDER BY deployment.created_ms, deployment.deployment_id",
        owner.account_id,
        owner.service_account_id,
    )
    return [_deployment(safe, row) for row in rows]


async def find(tx: base.Tx, safe: vault.Vault, owner: model.Owner, deployment_id: str) -> model.Deployment | None:
    row = await tx.one(
        f"{_SELECT} AND deployment.deployment_id = $3", owner.account_id, owner.service_account_id, deployment_id
    )
    return _deployment(safe, row) if row else None


async def lock(tx: base.Tx, account_id: str, deployment_id: str) -> model.Owner | None:
    """Keep every other writer of the row waiting until the commit; return whose it is, or None when it is not there."""
    row = await tx.one(_LOCK, account_id, deployment_id)
    return model.Owner(account_id=account_id, service_account_id=cast(str | None, row[0])) if row else None


async def update(tx: base.Tx, safe: vault.Vault, deployment: model.Deployment) -> None:
    """Store a deployment that was read after `lock`."""
    await tx.run(
        "UPDATE deployment SET status = $3, fields = $4, secrets = $5 WHERE account_id = $1 AND deployment_id = $2",
        deployment.owner.account_id,
        deployment.deployment_id,
        deployment.status,
        msgspec.json.encode(deployment.fields),
        _sealed(safe, deployment),
    )


async def delete(tx: base.Tx, account_id: str, deployment_id: str) -> None:
    await tx.run("DELETE FROM deployment WHERE account_id = $1 AND deployment_id = $2", account_id, deployment_id)


async def use(tx: base.Tx, account_id: str, deployment_id: str, integration_id: str) -> bool:
    """Note which integration uses a deployment; return False when another one does."""
    changed = await tx.run(
        "UPDATE deployment SET integration_id = $3"
        " WHERE account_id = $1 AND deployment_id = $2 AND integration_id IS NULL",
        account_id,
        deployment_id,
        integration_id,
    )
    return changed > 0


def _sealed(safe: vault.Vault, deployment: model.Deployment) -> bytes:
    return safe.seal(msgspec.json.encode(deployment.secrets).decode(), owner=deployment.deployment_id)


def _deployment(safe: vault.Vault, row: base.Row) -> model.Deployment:
    deployment_id, account_id, service_account_id, status, fields, secrets, integration_id, app_id = cast(
        tuple[str, str, str | None, str, bytes, bytes, str | None, str | None], row
    )
    return model.Deployment(
        deployment_id=deployment_id,
        owner=model.Owner(account_id=account_id, service_account_id=service_account_id),
        status=status,
        fields=msgspec.json.decode(fields),
        secrets=msgspec.json.decode(safe.open(secrets, owner=deployment_id), type=dict[str, Any]),
        integration_id=integration_id,
        app_id=app_id,
    )
