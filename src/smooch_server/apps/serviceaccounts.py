"""Service accounts: programs of the business that reach only the apps they made or were given."""

import dataclasses

from smooch_server.apps import access, model, naming, store
from smooch_server.core import errors, ids
from smooch_server.storage import base


async def create(tx: base.Tx, *, account_id: str, name: str, now_ms: int) -> model.ServiceAccount:
    """Make a service account.

    Raises:
        errors.BadRequest: the name is empty or too long.
        errors.Conflict: another one has the name.
    """
    made = model.ServiceAccount(service_account_id=ids.new_id(now_ms), account_id=account_id, name=naming.checked(name))
    try:
        await store.insert_service_account(tx, made, now_ms=now_ms)
    except base.UniqueViolation as error:
        raise _name_taken() from error
    return made


async def find(tx: base.Tx, account_id: str, service_account_id: str) -> model.ServiceAccount:
    """Return a service account of the account.

    Raises:
        errors.ServiceAccountNotFound: the account has no such service account.
    """
    found = await store.service_account(tx, service_account_id)
    if found is None or found.account_id != account_id:
        raise errors.ServiceAccountNotFound
    return found


async def rename(tx: base.Tx, found: model.ServiceAccount, name: str) -> model.ServiceAccount:
    """Give a service account another name.

    Raises:
        errors.BadRequest, errors.Conflict: as `create`.
        errors.ServiceAccountNotFound: it was deleted meanwhile.
    """
    changed = dataclasses.replace(found, name=naming.checked(name))
    try:
        if not await store.rename_service_account(tx, changed):
            raise errors.ServiceAccountNotFound
    except base.UniqueViolation as error:
        raise _name_taken() from error
    return changed


async def delete(tx: base.Tx, found: model.ServiceAccount) -> None:
    """Delete a service account with its keys; the apps it made stay with the account."""
    await store.delete_service_account(tx, found.service_account_id)


async def grant(tx: base.Tx, found: model.ServiceAccount, app_id: str) -> None:
    """Let the service account act for an app of its account; granted already, nothing changes.

    Raises:
        errors.AppNotFound: the account has no such app.
        errors.ServiceAccountNotFound: one of the two was deleted meanwhile.
    """
    await access.of_account(tx, found.account_id, app_id)
    try:
        await store.insert_grant(tx, found.service_account_id, app_id)
    except base.MissingParent as error:
        raise errors.ServiceAccountNotFound from error


async def revoke(tx: base.Tx, found: model.ServiceAccount, app_id: str) -> None:
    """Take an app away from the service account.

    Raises:
        errors.AppNotFound: it was not given this app.
    """
    if not await store.delete_grant(tx, found.service_account_id, app_id):
        raise errors.AppNotFound


def _name_taken() -> errors.Conflict:
    return errors.Conflict("name: another service account has this name")
