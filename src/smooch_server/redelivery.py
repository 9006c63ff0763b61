"""What an operator does about webhooks from the command line. Each works beside a running server."""

import dataclasses
import json
from collections.abc import Sequence
from typing import Any

from smooch_server import app
from smooch_server.apps import access
from smooch_server.core import clock
from smooch_server.outbox import dead
from smooch_server.storage import base
from smooch_server.webhooks import deadletters, store


@dataclasses.dataclass(frozen=True, kw_only=True)
class Letter:
    """A delivery that was given up."""

    letter_id: str
    webhook_id: str
    trigger: str
    attempts: int
    last_error: str
    created_at: str
    dead_at: str

    def as_json(self) -> dict[str, Any]:
        """Return it under the names of the REST API."""
        return {
            "_id": self.letter_id,
            "webhookId": self.webhook_id,
            "trigger": self.trigger,
            "attempts": self.attempts,
            "lastError": self.last_error,
            "createdAt": self.created_at,
            "deadAt": self.dead_at,
        }


async def letters(center: app.Core, app_id: str, *, webhook_id: str | None, limit: int) -> list[Letter]:
    """Return the dead letters of an app's webhooks, or of one, each webhook's latest first, `limit` of each.

    Raises:
        errors.AppNotFound: there is no such app.
        errors.WebhookNotFound: the app has no such webhook.
    """

    async def read(tx: base.Tx) -> list[Letter]:
        found: list[Letter] = []
        for one in await _webhooks(tx, app_id, webhook_id):
            found += map(_letter, await deadletters.page(tx, app_id=app_id, webhook_id=one, limit=limit, offset=0))
        return found

    return await center.database.read(read)


async def replay_ids(center: app.Core, app_id: str, ids: Sequence[str], *, webhook_id: str | None) -> int:
    """Owe these dead letters again; return how many. Ids that are none are passed over.

    Raises:
        errors.AppNotFound: there is no such app.
        errors.WebhookNotFound: the app has no such webhook.
    """
    now_ms = clock.now_ms()
    return sum(
        [
            await deadletters.replay_ids(center.database, app_id=app_id, webhook_id=one, ids=ids, now_ms=now_ms)
            for one in await center.database.read(lambda tx: _webhooks(tx, app_id, webhook_id))
        ]
    )


async def replay_range(
    center: app.Core, app_id: str, start: str | float | None, end: str | float | None, *, webhook_id: str | None
) -> int:
    """Owe again what was first owed from `start` until before `end`, ISO-8601 or unix seconds; return how much.

    Raises:
        errors.BadRequest: there is no start, or one of them is no time.
        errors.AppNotFound: there is no such app.
        errors.WebhookNotFound: the app has no such webhook.
    """
    now_ms = clock.now_ms()
    within = deadletters.within(start, end, now_ms=now_ms)
    replayed = 0
    for one in await center.database.read(lambda tx: _webhooks(tx, app_id, webhook_id)):
        more = True
        while more:
            done = await deadletters.replay_range(
                center.database, app_id=app_id, webhook_id=one, within=within, now_ms=now_ms
            )
            replayed, more = replayed + done.count, done.more
    return replayed


async def _webhooks(tx: base.Tx, app_id: str, webhook_id: str | None) -> list[str]:
    await access.public(tx, app_id)
    if webhook_id is not None:
        await store.check_owner(tx, app_id=app_id, webhook_id=webhook_id)
        return [webhook_id]
    return [webhook.webhook_id for webhook in await store.subscriptions(tx, app_id=app_id)]


def _letter(row: dead.DeadRow) -> Letter:
    return Letter(
        letter_id=row.outbox_id,
        webhook_id=row.target_id,
        trigger=str(json.loads(row.payload)["trigger"]),
        attempts=row.attempts,
        last_error=row.last_error,
        created_at=clock.to_iso(row.created_ms),
        dead_at=clock.to_iso(row.dead_ms),
    )
