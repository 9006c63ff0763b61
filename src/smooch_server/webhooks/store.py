"""The SQL of webhooks. Secrets are sealed; only the calls that take a vault can read them."""

import dataclasses
from collections.abc import Sequence
from typing import Any, Final, cast

from smooch_server.apps import store as app_store
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


@dataclasses.dataclass(frozen=True, kw_only=True)
class Wish:
    """Somebody wants to be told, of the user's clients too when `with_clients`."""

    with_clients: bool


_COUNT = "SELECT COUNT(*) FROM webhook WHERE app_id = $1"

_INSERT = """
INSERT INTO webhook (webhook_id, app_id, target, triggers, secret, version,
                     include_client, include_full_app_user, retries, created_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""

_WEBHOOK: Final = (
    "webhook_id, app_id, target, triggers, secret, version, include_client, include_full_app_user, retries,"
    " previous_secret, previous_until_ms"
)
_LIST: Final = f"SELECT {_WEBHOOK} FROM webhook WHERE app_id = $1 ORDER BY created_ms, webhook_id"
_ALIVE: Final = "EXISTS (SELECT 1 FROM app WHERE app.app_id = webhook.app_id AND app.deleted_ms IS NULL)"
_GET: Final = f"SELECT {_WEBHOOK} FROM webhook WHERE app_id = $1 AND webhook_id = $2 AND {_ALIVE}"

_UPDATE: Final = f"""
UPDATE webhook SET target = COALESCE($3, target), triggers = COALESCE($4, triggers),
    include_client = COALESCE($5, include_client), include_full_app_user = COALESCE($6, include_full_app_user),
    retries = COALESCE($7, retries)
WHERE app_id = $1 AND webhook_id = $2
RETURNING {_WEBHOOK}
"""

# Put a new secret in the place of the one of today, which goes on signing until $4.
_ROTATE: Final = f"""
UPDATE webhook SET previous_secret = secret, previous_until_ms = $4, secret = $3
WHERE app_id = $1 AND webhook_id = $2
RETURNING {_WEBHOOK}
"""

_OWNED = "SELECT 1 FROM webhook WHERE app_id = $1 AND webhook_id = $2"
_DELETE = "DELETE FROM webhook WHERE app_id = $1 AND webhook_id = $2"

# On the path of every message: one look into one index, and a row for each word at most.
_WISHES: Final = "SELECT word, with_clients FROM webhook_wish WHERE app_id = $1"
_FORGET_WISHES: Final = "DELETE FROM webhook_wish WHERE app_id = $1"
_ADD_WISH: Final = "INSERT INTO webhook_wish (app_id, word, with_clients) VALUES ($1, $2, $3)"

_SUBSCRIPTIONS: Final = f"""
SELECT webhook_id, triggers, version, include_client, include_full_app_user FROM webhook
WHERE app_id = $1 AND {_ALIVE} ORDER BY webhook_id
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
    retries: str = "standard",
    policy: guard.Policy,
    now_ms: int,
) -> model.Webhook:
    """Add a webhook to an app that exists. Its secret is made here.

    Raises:
        errors.BadRequest: the target, a trigger or the rule is not allowed, or the app has MAX_PER_APP webhooks.
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
        retries=model.check_retries(retries),
    )
    await _lock(tx, app_id)
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
        webhook.retries,
        now_ms,
    )
    await _note_wishes(tx, app_id)
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
        errors.AppNotFound: there is no such app.
    """
    await _lock(tx, app_id)
    row = await tx.one(
        _UPDATE,
        app_id,
        webhook_id,
        None if changes.target is None else _checked_target(changes.target, policy),
        None if changes.triggers is None else ",".join(model.check_triggers(changes.triggers)),
        changes.include_client,
        changes.include_full_app_user,
        None if changes.retries is None else model.check_retries(changes.retries),
    )
    if row is None:
        raise errors.WebhookNotFound
    await _note_wishes(tx, app_id)
    return _webhook(row, safe)


async def rotate(tx: base.Tx, safe: vault.Vault, *, app_id: str, webhook_id: str, now_ms: int) -> model.Webhook:
    """Give a webhook a new secret. The one of today goes on signing for SECRET_OVERLAP_MS; an earlier one ends now.

    Raises:
        errors.WebhookNotFound: the app has no such webhook.
    """
    sealed = safe.seal(ids.new_webhook_secret(), owner=webhook_id)
    row = await tx.one(_ROTATE, app_id, webhook_id, sealed, now_ms + model.SECRET_OVERLAP_MS)
    if row is None:
        raise errors.WebhookNotFound
    return _webhook(row, safe)


async def check_owner(tx: base.Tx, *, app_id: str, webhook_id: str) -> None:
    """Raise errors.WebhookNotFound unless the app has this webhook."""
    if await tx.one(_OWNED, app_id, webhook_id) is None:
        raise errors.WebhookNotFound


async def delete(tx: base.Tx, *, app_id: str, webhook_id: str) -> None:
    """Remove a webhook. It is told nothing more from the commit on; what it is owed is deleted by and by.

    Raises:
        errors.WebhookNotFound: the app has no such webhook.
        errors.AppNotFound: there is no such app.
    """
    await _lock(tx, app_id)
    if not await tx.run(_DELETE, app_id, webhook_id):
        raise errors.WebhookNotFound
    await _note_wishes(tx, app_id)
    await outbox.forget_target(tx, webhook_id)


async def _lock(tx: base.Tx, app_id: str) -> None:
    """Let the webhooks of one app change one after the other: their count and their wishes must hold when two do."""
    if await app_store.lock(tx, app_id) is None:
        raise errors.AppNotFound


async def wish(tx: base.Tx, *, app_id: str, trigger: str) -> Wish | None:
    """Return how a webhook of the app may want to hear of `trigger`, None when none does.

    It may have to be with clients when in the end nobody asks for them: `subscriptions` and `model.covers` know.
    """
    words = model.wishes(trigger)
    asked = [bool(with_clients) for word, with_clients in await tx.all(_WISHES, app_id) if word in words]
    return Wish(with_clients=any(asked)) if asked else None


async def _note_wishes(tx: base.Tx, app_id: str) -> None:
    """Write down anew what the app's webhooks ask for, after one of them changed. The app must be locked."""
    wishes: dict[str, bool] = {}
    for webhook in await subscriptions(tx, app_id=app_id):
        for word in webhook.triggers:
            with_clients = webhook.include_client or webhook.version == "v1"
            wishes[word] = wishes.get(word, False) or with_clients
    await tx.run(_FORGET_WISHES, app_id)
    for word, with_clients in wishes.items():
        await tx.run(_ADD_WISH, app_id, word, with_clients)


async def subscriptions(tx: base.Tx, *, app_id: str) -> Sequence[Subscription]:
    """Return what each of the app's webhooks wants to be told."""
    return [_subscription(row) for row in await tx.all(_SUBSCRIPTIONS, app_id)]


def _checked_target(target: str, policy: guard.Policy) -> str:
    try:
        guard.parse_url(target, policy)
    except guard.Refused as error:
        raise errors.BadRequest(f"target: {error}") from error
    return target


def _webhook(row: base.Row, safe: vault.Vault) -> model.Webhook:
    value: Any = row
    previous: bytes | None = value[9]
    return model.Webhook(
        webhook_id=value[0],
        app_id=value[1],
        target=value[2],
        triggers=tuple(value[3].split(",")),
        secret=safe.open(value[4], owner=value[0]),
        version=value[5],
        include_client=bool(value[6]),  # SQLite has no booleans, it gives 0 and 1
        include_full_app_user=bool(value[7]),
        retries=value[8],
        previous_secret=None if previous is None else safe.open(previous, owner=value[0]),
        previous_until_ms=value[10],
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
