"""What the edges do with the events of a verb, in the verb's own transaction: webhooks are owed here."""

import functools
from collections.abc import Iterable

from smooch_server.appusers import model as appuser_model
from smooch_server.appusers import store as appuser_store
from smooch_server.conversations import model
from smooch_server.storage import base
from smooch_server.webhooks import model as webhook_model
from smooch_server.webhooks import owed
from smooch_server.wire import shapes, v1_1


async def owe_webhooks(tx: base.Tx, user: appuser_model.AppUser, events: Iterable[model.Event]) -> None:
    """Enqueue what the app's webhooks want to hear of these events."""

    async def whole_user() -> shapes.AppUser:
        fresh = await appuser_store.by_id(tx, user.app_id, user.app_user_id)
        clients = await appuser_store.clients(tx, user.app_id, user.app_user_id)
        return v1_1.app_user(fresh or user, clients)

    for event in events:
        trigger = _trigger(event)
        if trigger is None:
            continue
        await owed.owe(
            tx,
            trigger=trigger,
            app_id=user.app_id,
            app_user=whole_user,
            conversation=v1_1.conversation(event.conversation),
            messages=functools.partial(_messages, event),
            source=None if isinstance(event, model.Added) else v1_1.source(event.source),
            timestamp_ms=event.message.received_ms if isinstance(event, model.Added) else event.at_ms,
            order_seq=event.seq,
        )


def _messages(event: model.Event) -> list[shapes.Message]:
    return [v1_1.message(event.message)] if isinstance(event, model.Added) else []


def _trigger(event: model.Event) -> str | None:
    if isinstance(event, model.Added):
        by_user = event.message.role == "appUser"
        return webhook_model.MESSAGE_APP_USER if by_user else webhook_model.MESSAGE_APP_MAKER
    if isinstance(event, model.Started):
        # A conversation that the business began was not started by the user.
        return webhook_model.CONVERSATION_START if event.role == "appUser" else None
    return webhook_model.CONVERSATION_READ if event.role == "appUser" else None
