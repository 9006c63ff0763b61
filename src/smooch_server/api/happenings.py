"""What the edges do with what a verb did, in the verb's own transaction: webhooks are owed here."""

import functools
from collections.abc import Iterable

import msgspec
from msgspec import UNSET

from smooch_server.appusers import model as appuser_model
from smooch_server.appusers import store as appuser_store
from smooch_server.conversations import model
from smooch_server.conversations import store as conversation_store
from smooch_server.identity import login, merging
from smooch_server.notifications import model as notification_model
from smooch_server.storage import base
from smooch_server.webhooks import facts, owed
from smooch_server.webhooks import model as webhook_model
from smooch_server.webhooks import store as webhook_store
from smooch_server.wire import v1_1


async def owe_webhooks(tx: base.Tx, user: appuser_model.AppUser, events: Iterable[model.Event]) -> None:
    """Owe the app's webhooks what they want to hear of these events."""
    for event in events:
        trigger = _trigger(event)
        if trigger is None or isinstance(event, model.Changed):
            continue
        await owed.owe(
            tx,
            trigger=trigger,
            app_id=user.app_id,
            gather=functools.partial(_of_event, tx, user, trigger, event),
            order_key=event.conversation.conversation_id,
            order_seq=event.seq,
        )


async def tell(
    tx: base.Tx,
    user: appuser_model.AppUser,
    trigger: str,
    detail: facts.Detail,
    *,
    at_ms: int,
    conversation: model.Conversation | None,
    order_seq: int | None = None,
    source: model.Source | None = None,
) -> None:
    """Owe the app's webhooks one thing that happened to a user.

    It is told after everything of the conversation before `order_seq`, which is the conversation's newest number when
    left out: what has no number of its own may overtake the event that has it.
    """
    newest = conversation.seq if conversation is not None else 0
    await owed.owe(
        tx,
        trigger=trigger,
        app_id=user.app_id,
        gather=lambda with_clients: _gather(
            tx, user, trigger, detail, conversation, source, at_ms, with_clients=with_clients
        ),
        order_key=user.app_user_id if conversation is None else conversation.conversation_id,
        order_seq=newest if order_seq is None else order_seq,
    )


async def came(tx: base.Tx, user: appuser_model.AppUser, device_id: str, *, at_ms: int) -> None:
    """Tell of a client that was added, or is active again."""
    await _client_changed(tx, user, webhook_model.CLIENT_ADD, device_id, at_ms=at_ms)


async def left(tx: base.Tx, user: appuser_model.AppUser, device_id: str, *, at_ms: int) -> None:
    """Tell of a client that was removed or logged out. It must still be stored."""
    await _client_changed(tx, user, webhook_model.CLIENT_REMOVE, device_id, at_ms=at_ms)


async def logged_in(tx: base.Tx, outcome: login.Login, device_id: str, *, at_ms: int) -> None:
    """Tell whom a device left and whom it came to."""
    if outcome.merged is not None:
        await merged(tx, outcome.merged, at_ms=at_ms)
    for user in outcome.left:
        await left(tx, user, device_id, at_ms=at_ms)
    if outcome.user is not None and outcome.came:
        await came(tx, outcome.user, device_id, at_ms=at_ms)


async def deleted(
    tx: base.Tx, user: appuser_model.AppUser, conversation: model.Conversation | None, *, at_ms: int
) -> None:
    """Tell that a user goes, after all that was told of the conversation. Call it before the rows are gone."""
    after = conversation.seq + 1 if conversation is not None else 1
    await tell(
        tx,
        user,
        webhook_model.APP_USER_DELETE,
        facts.Deleted(),
        conversation=conversation,
        order_seq=after,
        at_ms=at_ms,
    )


async def merged(tx: base.Tx, outcome: merging.Merged, *, at_ms: int) -> None:
    """Tell that one user became part of another."""
    await _move_lanes(tx, outcome)
    detail = facts.Merged(
        surviving=_brief(outcome.surviving),
        discarded=[_brief(outcome.discarded)],
        discarded_properties=outcome.dropped or UNSET,
        reason=outcome.reason,
    )
    await tell(
        tx,
        outcome.surviving,
        webhook_model.MERGE_APP_USER,
        detail,
        conversation=outcome.conversation,
        at_ms=at_ms,
    )


async def _move_lanes(tx: base.Tx, outcome: merging.Merged) -> None:
    """What is still owed about the discarded user goes out with what is owed about the surviving one."""
    user, conversation, old = outcome.surviving, outcome.conversation, outcome.discarded_conversation_id
    to = user.app_user_id if conversation is None else conversation.conversation_id
    await owed.move(tx, app_id=user.app_id, order_keys=[outcome.discarded.app_user_id], to=to)
    if old is not None and old != to:
        await owed.move(tx, app_id=user.app_id, order_keys=[old], to=to)
        await owed.move(tx, app_id=user.app_id, order_keys=[f"{old}:typing"], to=f"{to}:typing")


def _brief(user: appuser_model.AppUser) -> facts.BriefUser:
    return facts.brief(v1_1.app_user(user, []))


async def hears_typing(tx: base.Tx, app_id: str) -> bool:
    """Whether anybody wants to hear of typing: where nobody does, it is not written down."""
    return await webhook_store.wish(tx, app_id=app_id, trigger=webhook_model.TYPING_APP_USER) is not None


async def typed(
    tx: base.Tx,
    user: appuser_model.AppUser,
    conversation: model.Conversation,
    activity: str,
    source: model.Source,
    *,
    at_ms: int,
) -> None:
    """Tell that the user types: tried once, in order with the user's other typing, waiting for no message."""
    await owed.owe(
        tx,
        trigger=webhook_model.TYPING_APP_USER,
        app_id=user.app_id,
        gather=lambda with_clients: _gather(
            tx,
            user,
            webhook_model.TYPING_APP_USER,
            facts.Typed(activity=activity),
            conversation,
            source,
            at_ms,
            with_clients=with_clients,
        ),
        order_key=f"{conversation.conversation_id}:typing",
        order_seq=at_ms,
        passing=True,
    )


async def notification_failed(
    tx: base.Tx, notification: notification_model.Notification, *, code: str, message: str, at_ms: int
) -> None:
    """Tell that a notification did not reach its recipient and never will."""
    detail = facts.Delivered(
        notification_id=notification.notification_id,
        destination=facts.Destination(
            type=notification.platform,
            integrationId=notification.integration_id,
            destinationId=notification.destination_id,
        ),
        final=True,
        error=facts.Failure(code=code, message=message),
    )
    trigger = webhook_model.NOTIFICATION_DELIVERY_FAILURE

    async def gather(_: bool) -> facts.Facts:
        return facts.Facts(trigger=trigger, app_id=notification.app_id, detail=detail, timestamp_ms=at_ms)

    await owed.owe(
        tx,
        trigger=trigger,
        app_id=notification.app_id,
        gather=gather,
        order_key=notification.notification_id,
        order_seq=1,
    )


async def _client_changed(
    tx: base.Tx, user: appuser_model.AppUser, trigger: str, device_id: str, *, at_ms: int
) -> None:
    clients = await appuser_store.clients(tx, user.app_id, user.app_user_id)
    for client in clients:
        if client.device_id == device_id:
            conversation = await conversation_store.of_user(tx, user.app_id, user.app_user_id)
            detail = facts.ClientChanged(client=v1_1.client(client))
            await tell(tx, user, trigger, detail, conversation=conversation, at_ms=at_ms)


async def _gather(
    tx: base.Tx,
    user: appuser_model.AppUser,
    trigger: str,
    detail: facts.Detail,
    conversation: model.Conversation | None,
    source: model.Source | None,
    at_ms: int,
    *,
    with_clients: bool,
) -> facts.Facts:
    clients = await appuser_store.clients(tx, user.app_id, user.app_user_id) if with_clients else []
    return facts.Facts(
        trigger=trigger,
        app_id=user.app_id,
        detail=detail,
        timestamp_ms=at_ms,
        user=v1_1.app_user(user, clients),
        conversation_id=UNSET if conversation is None else conversation.conversation_id,
        source=UNSET if source is None else v1_1.source(source),
    )


async def _of_event(
    tx: base.Tx,
    user: appuser_model.AppUser,
    trigger: str,
    event: model.Added | model.Started | model.Read,
    with_clients: bool,
) -> facts.Facts | facts.Posted:
    user = _started(user)
    if isinstance(event, model.Added):
        clients = await appuser_store.clients(tx, user.app_id, user.app_user_id) if with_clients else []
        return facts.Posted(trigger=trigger, user=user, clients=clients, message=event.message)
    return await _gather(
        tx, user, trigger, facts.Moved(), event.conversation, event.source, event.at_ms, with_clients=with_clients
    )


def _started(user: appuser_model.AppUser) -> appuser_model.AppUser:
    """The user as the verb may have left it: what has events has a conversation."""
    return user if user.conversation_started else msgspec.structs.replace(user, conversation_started=True)


def _trigger(event: model.Event) -> str | None:
    if isinstance(event, model.Added):
        by_user = event.message.role == "appUser"
        return webhook_model.MESSAGE_APP_USER if by_user else webhook_model.MESSAGE_APP_MAKER
    if isinstance(event, model.Changed):
        return None  # the response that changed a form is told of itself
    if isinstance(event, model.Started):
        # A conversation that the business began was not started by the user.
        return webhook_model.CONVERSATION_START if event.role == "appUser" else None
    return webhook_model.CONVERSATION_READ if event.role == "appUser" else None
