"""The SQL of webhooks. Secrets are sealed; only the calls that take a vault can read them."""

import dataclasses
from collections.abc import Sequence
from typing import cast

from smooch_server.apps import vault
from smooch_server.core import errors, ids
from smooch_server.httpclient import guard
from smooch_server.outbox import store as outbox
from smooch_server.storage import base
from smooch_server.webhooks import model


@dataclasses.dataclass(frozen=True, kw_only=True)
class Subscription:
    """What has to be known of a webhook to write what it will be sent."""

    webhook_id: str
    triggers: tuple[str, ...]
    version: model.Version
    include_client: bool
    include_full_app_user: bool


# Serialises the webhooks of one app: the count below must hold when two are made at once.
_LOCK_APP = "UPDATE app SET app_id = app_id WHERE app_id = $1 AND deleted_ms IS NULL"
_COUNT = "SELECT COUNT(*) FROM webhook WHERE app_id = $1"

_INSERT = """
INSERT INTO webhook (webhook_id, app_id, target, triggers, secret, version,
                     include_client, include_full_app_user, created_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""

_LIST = """
SELECT webhook_id, app_id, target, triggers, secret, version, include_client, include_full_app_user
FROM webhook WHERE app_id = $1 ORDER BY created_ms, webhook_id
"""

_GET = """
SELECT webhook_id, app_id, target, triggers, secret, version, include_client, include_full_app_user
FROM webhook WHERE app_id = $1 AND webhook_id = $2
    AND EXISTS (SELECT 1 FROM app WHERE app.app_id = webhook.app_id AND app.deleted_ms IS NULL)
"""

_UPDATE = """
UPDATE webhook SET target = COALESCE($3, target), triggers = COALESCE($4, triggers),
    include_client = COALESCE($5, include_client), include_full_app_user = COALESCE($6, include_full_app_user)
WHERE app_id = $1 AND webhook_id = $2
RETURNING webhook_id, app_id, target, triggers, secret, version, include_client, include_full_app_user
"""

_DELETE = "DELETE FROM webhook WHERE app_id = $1 AND webhook_id = $2"

# On the path of every message: one look into one index.
_SUBSCRIPTIONS = """
SELECT webhook_id, triggers, version, include_client, include_full_app_user FROM webhook WHERE app_id = $1
"""


async def create(
    tx: base.Tx,
    safe: vault.Vault,
    *,
    app_id: str,
    target: str,
    triggers: Sequence[str],
    version: model.Version,
    include_client: bool,
    include_full_app_user: bool,
    policy: guard.Policy,
    now_ms: int,
) -> model.Webhook:
    """Add a webhook to an app that exists. Its secret is made here and never changes.

    Raises:
        errors.BadRequest: the target or a trigger is not allowed, or the app has MAX_PER_APP webhooks.
        errors.AppNotFound: there is no such app.
    """
    webhook = model.Webhook(
        webhook_id=ids.new_id(now_ms),
        app_id=app_id,
        target=_checked_target(target, policy),
        triggers=model.check_triggers(triggers),
        secret=ids.new_webhook_secret(),
        version=version,
        include_client=include_client,
        include_full_app_user=include_full_app_user,
    )
    if not await tx.run(_LOCK_APP, app_id):
        raise errors.AppNotFound
    (count,) = cast(tuple[int], await tx.one(_COUNT, app_id))
    if count >= model.MAX_PER_APP:
        raise errors.BadRequest(f"an app can have at most {model.MAX_PER_APP} webhooks")
    await tx.run(
        _INSERT,
        webhook.webhook_id,
        app_id,
        webhook.target,
        ",".join(webhook.triggers),
        safe.seal(webhook.secret, owner=webhook.webhook_id),
        version,
        include_client,
        include_full_app_user,
        now_ms,
    )
    return webhook


async def list_all(tx: base.Tx, safe: vault.Vault, *, app_id: str) -> Sequence[model.Webhook]:
    """Return an app's webhooks, oldest first."""
    return [_webhook(row, safe) for row in await tx.all(_LIST, app_id)]


async def find(tx: base.Tx, safe: vault.Vault, *, app_id: str, webhook_id: str) -> model.Webhook | None:
    row = await tx.one(_GET, app_id, webhook_id)
    return None if row is None else _webhook(row, safe)


async def get(tx: base.Tx, safe: vault.Vault, *, app_id: str, webhook_id: str) -> model.Webhook:
    """Return one webhook of an app.

    Raises:
        errors.WebhookNotFound: the app has no such webhook.
    """
    webhook = await find(tx, safe, app_id=app_id, webhook_id=webhook_id)
    if webhook is None:
        raise errors.WebhookNotFound
    return webhook


async def update(
    tx: base.Tx,
    safe: vault.Vault,
    *,
    app_id: str,
    webhook_id: str,
    changes: model.Changes,
    policy: guard.Policy,
) -> model.Webhook:
    """Change a webhook; its secret and version stay. What it is already owed goes to the new target.

    Raises:
        errors.BadRequest: the target or a trigger is not allowed.
        errors.WebhookNotFound: the app has no such webhook.
    """
    row = await tx.one(
        _UPDATE,
        app_id,
        webhook_id,
        None if changes.target is None else _checked_target(changes.target, policy),
        None if changes.triggers is None else ",".join(model.check_triggers(changes.triggers)),
        changes.include_client,
        changes.include_full_app_user,
    )
    if row is None:
        raise errors.WebhookNotFound
    return _webhook(row, safe)


async def delete(tx: base.Tx, *, app_id: str, webhook_id: str) -> None:
    """Remove a webhook and everything it is still owed.

    Raises:
        errors.WebhookNotFound: the app has no such webhook.
    """
    if not await tx.run(_DELETE, app_id, webhook_id):
        raise errors.WebhookNotFound
    await outbox.forget_target(tx, webhook_id)


async def subscriptions(tx: base.Tx, *, app_id: str, trigger: str) -> Sequence[Subscription]:
    """Return the app's webhooks that want to hear of `trigger`."""
    found = [_subscription(row) for row in await tx.all(_SUBSCRIPTIONS, app_id)]
    return [subscription for subscription in found if model.covers(subscription.triggers, trigger)]


def _checked_target(target: str, policy: guard.Policy) -> str:
    try:
        guard.parse_url(target, policy)
    except guard.Refused as error:
        raise errors.BadRequest(f"target: {error}") from error
    return target


def _webhook(row: base.Row, safe: vault.Vault) -> model.Webhook:
    webhook_id, app_id, target, triggers, secret, version, include_client, include_full_app_user = cast(
        tuple[str, str, str, str, bytes, model.Version, bool, bool], row
    )
    return model.Webhook(
        webhook_id=webhook_id,
        app_id=app_id,
        target=target,
        triggers=tuple(triggers.split(",")),
        secret=safe.open(secret, owner=webhook_id),
        version=version,
        include_client=bool(include_client),  # SQLite has no booleans, it gives 0 and 1
        include_full_app_user=bool(include_full_app_user),
    )


def _subscription(row: base.Row) -> Subscription:
    webhook_id, triggers, version, include_client, include_full_app_user = cast(
        tuple[str, str, model.Version, bool, bool], row
    )
    return Subscription(
        webhook_id=webhook_id,
        triggers=tuple(triggers.split(",")),
        version=version,
        include_client=bool(include_client),
        include_full_app_user=bool(include_full_app_user),
    )
