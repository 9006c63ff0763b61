"""Owe an app's webhooks what happened, in the transaction in which it happened."""

from collections.abc import Awaitable, Callable, Sequence

from smooch_server.core import clock
from smooch_server.outbox import store as outbox
from smooch_server.storage import base
from smooch_server.webhooks import model, render, store
from smooch_server.wire import shapes


async def owe(
    tx: base.Tx,
    *,
    trigger: str,
    app_id: str,
    app_user: Callable[[], Awaitable[shapes.AppUser]],
    conversation: shapes.Conversation,
    messages: Callable[[], Sequence[shapes.Message]] = tuple,
    source: shapes.Source | None = None,
    timestamp_ms: int,
    order_seq: int,
) -> int:
    """Enqueue one delivery for each webhook of the app that wants `trigger`; return how many.

    `app_user` and `messages` are called once, and only when somebody wants to be told; they may use nothing but `tx`.
    Deliveries of a conversation go to a webhook in the order of `order_seq`, the number of the event they tell of.
    """
    wanted = await store.subscriptions(tx, app_id=app_id, trigger=trigger)
    if not wanted:
        return 0
    facts = render.Facts(
        trigger=trigger,
        app_id=app_id,
        app_user=await app_user(),
        conversation=conversation,
        messages=messages(),
        source=source,
        timestamp_ms=timestamp_ms,
    )
    now_ms = clock.now_ms()
    rendered: dict[tuple[model.Version, bool, bool], bytes] = {}
    for webhook in wanted:
        form = (webhook.version, webhook.include_client, webhook.include_full_app_user)
        if form not in rendered:
            rendered[form] = render.render(
                facts,
                version=webhook.version,
                include_client=webhook.include_client,
                include_full_app_user=webhook.include_full_app_user,
            )
        await outbox.enqueue(
            tx,
            app_id=app_id,
            kind=model.KIND,
            target_id=webhook.webhook_id,
            order_key=conversation.id,
            order_seq=order_seq,
            payload=rendered[form],
            now_ms=now_ms,
        )
    return len(wanted)
