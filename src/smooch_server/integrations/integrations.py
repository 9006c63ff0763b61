"""Making, changing and deleting integrations."""

import dataclasses
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from smooch_server.apps import access as app_access
from smooch_server.apps import model as app_model
from smooch_server.apps import store as app_store
from smooch_server.apps import vault
from smooch_server.core import errors, ids
from smooch_server.httpclient import guard
from smooch_server.integrations import access, checking, deployment_store, fields, kinds, model, store
from smooch_server.storage import base

Given = Mapping[str, object]


async def create(
    tx: base.Tx,
    safe: vault.Vault,
    kind: kinds.Kind,
    *,
    app_id: str,
    given: Given,
    policy: guard.Policy,
    now_ms: int,
) -> model.Integration:
    """Make an integration; `given` are its fields by their names, others are ignored.

    An app has one integration of an SDK from the beginning: making it gives it these fields, and from then on it is
    listed.

    Raises:
        errors.BadRequest: a field is missing or holds what it must not; it is named. Or the app has MAX_PER_APP.
        errors.IntegrationNotFound, errors.DeploymentNotFound: a field names what this app does not have.
        errors.Conflict: the app has one of this SDK already, or the deployment is in use.
        errors.AppNotFound: there is no such app.
    """
    app = await app_store.lock(tx, app_id)
    if app is None:
        raise errors.AppNotFound
    values = checking.values((kinds.DISPLAY_NAME, *kind.fields), given, policy)
    values |= {field.name: field.make() for field in kind.fields if field.make}
    kind.check_together({**_defaults(kind), **values})
    await _check_references(tx, app, kind, values)
    public, sealed = _sorted(kind, values)
    integration = model.Integration(
        integration_id=ids.new_id(now_ms), app_id=app_id, kind=kind, fields=public, secrets=sealed
    )
    if kind.of_sdk:
        return await _take_of_sdk(tx, safe, integration)
    if await store.count(tx, app_id) >= model.MAX_PER_APP:
        raise errors.BadRequest(f"an app can have at most {model.MAX_PER_APP} integrations")
    await store.insert(tx, safe, integration, now_ms=now_ms)
    await _use_deployment(tx, app.account_id, integration)
    return integration


async def update(
    tx: base.Tx,
    safe: vault.Vault,
    *,
    app_id: str,
    integration_id: str,
    given: Given,
    policy: guard.Policy,
) -> model.Integration:
    """Change the fields that can be changed; others are ignored. Null takes a value back to the default.

    Raises:
        errors.BadRequest: a field holds what it must not; it is named.
        errors.IntegrationNotFound: the app has no such integration, or a field names one that it does not have.
    """
    current = await access.locked(tx, safe, app_id, integration_id)
    of_kind = [field for field in (kinds.DISPLAY_NAME, *current.kind.fields) if field.updatable]
    values = checking.values(of_kind, given, policy)
    emptied = {field.name for field in of_kind if field.name in given and field.name not in values}
    await _check_references(tx, await app_access.public(tx, app_id), current.kind, values)
    kept = {key: value for key, value in {**current.fields, **current.secrets}.items() if key not in emptied}
    public, sealed = _sorted(current.kind, {**kept, **values})
    changed = dataclasses.replace(current, fields=public, secrets=sealed)
    current.kind.check_together({**_defaults(current.kind), **changed.fields, **changed.secrets})
    await store.update(tx, safe, changed)
    return changed


async def delete(tx: base.Tx, safe: vault.Vault, *, app_id: str, integration_id: str) -> model.Integration:
    """Delete an integration with all that belongs to it; return it as it was.

    That of an SDK goes back to what it was when the app was made: pages that use it go on.

    Raises:
        errors.IntegrationNotFound: the app has no such integration.
    """
    await app_store.lock(tx, app_id)
    gone = await access.locked(tx, safe, app_id, integration_id)
    if gone.kind.of_sdk:
        await store.update(tx, safe, dataclasses.replace(gone, fields=_defaults(gone.kind)), listed=False)
        return gone
    await store.delete(tx, app_id, integration_id)
    await _forget(tx, safe, app_id, integration_id)
    return gone


async def _forget(tx: base.Tx, safe: vault.Vault, app_id: str, integration_id: str) -> None:
    """Take a deleted integration out of the order in which the messenger shows channels."""
    found = await store.lock_of_sdk(tx, safe, app_id, "web")
    if found is None:
        return
    web, listed = found
    order = web.fields.get("integrationOrder")
    if order and integration_id in order:
        rest = [each for each in order if each != integration_id]
        changed = dataclasses.replace(web, fields={**web.fields, "integrationOrder": rest})
        await store.update(tx, safe, changed, listed=listed)


async def _take_of_sdk(tx: base.Tx, safe: vault.Vault, wanted: model.Integration) -> model.Integration:
    found = await store.lock_of_sdk(tx, safe, wanted.app_id, wanted.kind.name)
    if found is None:
        raise errors.AppNotFound
    existing, listed = found
    if listed:
        raise errors.Conflict(f"The app has an integration of type {wanted.kind.name} already")
    taken = dataclasses.replace(wanted, integration_id=existing.integration_id)
    await store.update(tx, safe, taken)
    return taken


def _defaults(kind: kinds.Kind) -> dict[str, Any]:
    return {field.name: field.default for field in kind.fields if field.default is not None}


def _sorted(kind: kinds.Kind, values: Given) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the values that everybody with a key may read, and those to seal."""
    sealed = {field.name for field in kind.fields if field.sealed}
    public = {key: value for key, value in values.items() if key not in sealed}
    return public, {key: value for key, value in values.items() if key in sealed}


# ---- what a field may name -------------------------------------------------------------------------


async def _check_references(tx: base.Tx, app: app_model.App, kind: kinds.Kind, values: Given) -> None:
    for field in kind.fields:
        if field.refers is not None and field.name in values:
            await _REFERENCES[field.refers](tx, app, field.name, values[field.name])


async def _check_integrations(tx: base.Tx, app: app_model.App, where: str, value: Any) -> None:
    missing = await store.missing(tx, app.app_id, value)
    if missing is not None:
        raise errors.IntegrationNotFound(f"{where}: the app has no integration {missing}")


async def _check_deployment(tx: base.Tx, app: app_model.App, where: str, value: Any) -> None:
    owner = await deployment_store.lock(tx, app.account_id, value)
    by = None if owner is None else owner.service_account_id
    # What a service account made is for its own apps.
    if owner is None or (by is not None and not await app_store.granted(tx, by, app.app_id)):
        raise errors.DeploymentNotFound(f"{where}: there is no such deployment")


_REFERENCES: Final[dict[fields.Refers, Callable[[base.Tx, app_model.App, str, Any], Awaitable[None]]]] = {
    "integration": _check_integrations,
    "deployment": _check_deployment,
}


async def _use_deployment(tx: base.Tx, account_id: str, integration: model.Integration) -> None:
    used = integration.fields.get("deploymentId")
    if used and not await deployment_store.use(tx, account_id, used, integration.integration_id):
        raise errors.Conflict("deploymentId: another integration uses this deployment")
