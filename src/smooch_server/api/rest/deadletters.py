"""`/webhooks/{id}/secret`, `/deadletters` and `/replay`: additions of this server to the contract."""

from typing import Any

import litestar
import msgspec

from smooch_server.api import additions, paging, policy, services
from smooch_server.api.rest import paths, webhooks
from smooch_server.core import clock, errors
from smooch_server.outbox import dead
from smooch_server.storage import base
from smooch_server.webhooks import deadletters as verbs
from smooch_server.webhooks import store
from smooch_server.wire import deadletters

Request = litestar.Request[Any, Any, Any]
_APP = {policy.OPT: policy.Policy.APP}


@litestar.post(
    paths.app_paths("/webhooks/{webhook_id:str}/secret"),
    tags=["Webhooks"],
    opt=_APP,
    operation_class=additions.Addition,
    status_code=200,
)
async def rotate_secret(request: Request, webhook_id: str) -> deadletters.RotatedReply:
    """Give the webhook a new secret; for 24 hours requests are signed with the one before, too.

    `X-API-Key` carries the new one at once.
    """
    service, app_id = services.of(request), policy.caller(request).app_id
    changed = await service.database.write(
        lambda tx: store.rotate(tx, service.vault, app_id=app_id, webhook_id=webhook_id, now_ms=clock.now_ms())
    )
    return deadletters.RotatedReply(
        webhook=webhooks.shown(changed), previousSecretExpiresAt=clock.to_iso(changed.previous_until_ms)
    )


@litestar.get(
    paths.app_paths("/webhooks/{webhook_id:str}/deadletters"),
    tags=["Webhooks"],
    opt=_APP,
    operation_class=additions.Addition,
)
async def list_dead_letters(request: Request, webhook_id: str) -> deadletters.DeadLetters:
    """List the deliveries that were given up in the last 30 days, the latest first; pages by `limit` and `offset`."""
    app_id = policy.caller(request).app_id
    limit, offset = paging.window(request)

    async def read(tx: base.Tx) -> list[dead.DeadRow]:
        return list(await verbs.page(tx, app_id=app_id, webhook_id=webhook_id, limit=limit + 1, offset=offset))

    found = await services.of(request).database.read(read)
    return deadletters.DeadLetters(
        deadLetters=[_letter(row) for row in found[:limit]], hasMore=len(found) > limit, offset=offset
    )


@litestar.post(
    paths.app_paths("/webhooks/{webhook_id:str}/replay"),
    tags=["Webhooks"],
    opt=_APP,
    operation_class=additions.Addition,
    status_code=200,
)
async def replay(request: Request, webhook_id: str, data: deadletters.Replay) -> deadletters.Replayed:
    """Send dead letters again: those of `ids`, or those first owed from `from` until before `to`.

    Each keeps its `webhook-id`. What was delivered is not sent again. Of a range one call takes 10,000: `more` says to
    ask again.
    """
    database, app_id, now_ms = services.of(request).database, policy.caller(request).app_id, clock.now_ms()
    if data.ids is not None:
        if data.from_ is not None or data.to is not None:
            raise errors.BadRequest("ids: must not be given together with from or to")
        count = await verbs.replay_ids(database, app_id=app_id, webhook_id=webhook_id, ids=data.ids, now_ms=now_ms)
        return deadletters.Replayed(replayed=count, more=False)
    within = verbs.within(data.from_, data.to, now_ms=now_ms)
    done = await verbs.replay_range(database, app_id=app_id, webhook_id=webhook_id, within=within, now_ms=now_ms)
    return deadletters.Replayed(replayed=done.count, more=done.more)


def _letter(row: dead.DeadRow) -> deadletters.DeadLetter:
    return deadletters.DeadLetter(
        id=row.outbox_id,
        attempts=row.attempts,
        lastError=row.last_error,
        createdAt=clock.to_iso(row.created_ms),
        deadAt=clock.to_iso(row.dead_ms),
        payload=msgspec.json.decode(row.payload),
    )


HANDLERS = [rotate_secret, list_dead_letters, replay]
