"""Owe an app's webhooks what happened, in the transaction in which it happened.

However many webhooks want to hear of it, that transaction writes one row: `fanout` makes a delivery for each of them.
"""

import dataclasses
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from smooch_server.core import clock
from smooch_server.outbox import store as outbox
from smooch_server.storage import base
from smooch_server.webhooks import events, facts, store

Gather = Callable[[bool], Awaitable[facts.Facts | facts.Posted]]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Owed:
    """Emitted after the commit: something is to be told."""


_OWED: Final = Owed()


async def move(tx: base.Tx, *, app_id: str, order_keys: Sequence[str], to: str) -> None:
    """Owe what waits under other order keys, and what was given up, under this one: the deliveries themselves stay.

    Afterwards they go out in the order of `order_seq` with what is there, and are found where somebody erases it.
    """
    targets = [each.webhook_id for each in await store.subscriptions(tx, app_id=app_id)]
    for key in order_keys:
        await events.move(tx, app_id=app_id, order_key=key, to=to)
        await outbox.move_lane(tx, app_id=app_id, target_ids=targets, order_key=key, to=to)


async def owe(
    tx: base.Tx, *, trigger: str, app_id: str, gather: Gather, order_key: str, order_seq: int, passing: bool = False
) -> bool:
    """Note down what happened when a webhook of the app wants to hear of `trigger`; return whether one does.

    `gather(with_clients)` is called then only; unless `with_clients`, nobody will look at the user's clients. It may use
    nothing but `tx`, which may go on to delete what it has read. Deliveries of one `order_key` go to a webhook in the
    order of `order_seq`. What is `passing` says nothing a minute later: it is tried once and forgotten.
    """
    wish = await store.wish(tx, app_id=app_id, trigger=trigger)
    if wish is None:
        return False
    body = facts.encode(await gather(wish.with_clients))
    now_ms = clock.now_ms()
    await events.insert(
        tx, app_id=app_id, order_key=order_key, order_seq=order_seq, body=body, passing=passing, now_ms=now_ms
    )
    tx.emit(_OWED)
    return True
