"""Starting a conversation, posting to it and reading it. Every edge calls these verbs."""

import msgspec

from smooch_server.appusers import model as appuser_model
from smooch_server.appusers import store as appuser_store
from smooch_server.conversations import fallbacks, identities, model, store
from smooch_server.conversations import log as event_log
from smooch_server.core import errors, ids
from smooch_server.storage import base


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What posting did: the message, and the events in the order they happened (none when repeated)."""

    message: model.Message
    conversation: model.Conversation
    events: tuple[model.Event, ...]


async def start(
    tx: base.Tx,
    log: event_log.Log,
    user: appuser_model.AppUser,
    role: model.Role,
    *,
    source: model.Source,
    now_ms: int,
) -> tuple[model.Conversation, model.Started | None]:
    """Return the user's conversation; when there is none, `role` begins it; the event only when it was made.

    Raises:
        errors.UserNotFound: the user was deleted meanwhile.
    """
    # First, and always: whoever changes both rows locks the user before the conversation, and a merge that is under
    # way must either see what is made here or be over.
    if not await appuser_store.mark_started(tx, user.app_id, user.app_user_id):
        raise errors.UserNotFound
    try:
        made = await store.insert(
            tx,
            conversation_id=ids.new_id(now_ms),
            app_id=user.app_id,
            app_user_id=user.app_user_id,
            now_ms=now_ms,
        )
    except base.MissingParent as error:
        raise errors.UserNotFound from error
    if made is None:
        existing = await store.of_user(tx, user.app_id, user.app_user_id)
        if existing is None:
            raise errors.ConversationNotFound  # deleted by another transaction between the two statements
        return existing, None
    event = model.Started(conversation=made, seq=made.seq, role=role, source=source, at_ms=now_ms)
    await log.append(tx, event)
    return made, event


async def post(
    tx: base.Tx, log: event_log.Log, user: appuser_model.AppUser, draft: model.Draft, *, now_ms: int
) -> Outcome:
    """Store a message and its event; make the conversation when there is none.

    A draft whose `send_id` its author used before in this conversation gives the first outcome again and
    stores nothing.

    Raises:
        errors.Conflict: that earlier send said something else.
    """
    started: model.Started | None = None
    if draft.send_id is not None:
        known, started = await _locked(tx, log, user, draft, now_ms=now_ms)
        first = None
        if known is not None:
            first = await _sent_before(tx, known, draft.author_id, draft.send_id, draft.digest)
        if first is not None:
            return first
    text = fallbacks.summary(draft.content)[: model.LAST_TEXT_CHARS]
    last = model.LastMessage(role=draft.role, type=draft.content.type, text=text)
    conversation = await store.advance(tx, user.app_id, user.app_user_id, last, now_ms=now_ms)
    if conversation is None:
        _, started = await start(tx, log, user, draft.role, source=draft.content.source, now_ms=now_ms)
        conversation = await store.advance(tx, user.app_id, user.app_user_id, last, now_ms=now_ms)
        if conversation is None:
            raise errors.ConversationNotFound
    message = _message(draft, conversation, now_ms)
    await store.insert_message(tx, message, draft.digest)
    for action in identities.actions(draft.content) if draft.content.actions or draft.content.items else ():
        if action.type in identities.KEPT:
            await store.insert_action(tx, action.action_id, message.message_id)
    added = model.Added(conversation=conversation, seq=message.seq, message=message)
    await log.append(tx, added)
    return Outcome(
        message=message, conversation=conversation, events=(started, added) if started is not None else (added,)
    )


async def sent_before(tx: base.Tx, user: appuser_model.AppUser, draft: model.Draft) -> Outcome | None:
    """Return the outcome of the same send, when there was one. The conversation is locked from then on.

    Raises:
        errors.Conflict: that send said something else.
    """
    if draft.send_id is None:
        return None
    known = await store.lock(tx, user.app_id, user.app_user_id)
    return None if known is None else await _sent_before(tx, known, draft.author_id, draft.send_id, draft.digest)


async def recall(tx: base.Tx, user: appuser_model.AppUser, *, send_id: str, digest: bytes | None) -> Outcome | None:
    """Return the outcome of an earlier send by the user, without keeping anybody from sending it meanwhile.

    Raises:
        errors.Conflict: that send said something else.
    """
    known = await store.of_user(tx, user.app_id, user.app_user_id)
    if known is None:
        return None
    return await _sent_before(tx, known, user.app_user_id, send_id, digest)


async def change(tx: base.Tx, log: event_log.Log, message: model.Message) -> model.Changed:
    """Store what a message says now, and the event that tells everybody who shows it.

    Raises:
        errors.ConversationNotFound: it is gone.
    """
    conversation = await store.count_event(tx, message.app_id, message.conversation_id)
    if conversation is None:
        raise errors.ConversationNotFound
    await store.update_content(tx, message)
    event = model.Changed(conversation=conversation, seq=conversation.seq, message=message)
    await log.append(tx, event)
    return event


async def _locked(
    tx: base.Tx, log: event_log.Log, user: appuser_model.AppUser, draft: model.Draft, *, now_ms: int
) -> tuple[model.Conversation | None, model.Started | None]:
    """Return the conversation that was there, locked, or None and the event when it is made here.

    The lock comes before the look at earlier sends: of two equal sends at once the second waits here, then finds
    the first. Where there is nothing to lock yet, making the conversation is what the second waits for.
    """
    found = await store.lock(tx, user.app_id, user.app_user_id)
    if found is not None:
        return found, None
    _, started = await start(tx, log, user, draft.role, source=draft.content.source, now_ms=now_ms)
    return (None, started) if started is not None else (await store.lock(tx, user.app_id, user.app_user_id), None)


async def _sent_before(
    tx: base.Tx, conversation: model.Conversation, author_id: str, send_id: str, digest: bytes | None
) -> Outcome | None:
    found = await store.sent(tx, conversation.conversation_id, author_id, send_id)
    if found is None:
        return None
    message, known = found
    if digest != known:
        field = "Idempotency-Key" if send_id.startswith(model.KEYED) else "_clientId"
        raise errors.Conflict(f"{field}: was used before for another message; choose a new one for a new message")
    return Outcome(message=message, conversation=conversation, events=())


def _message(draft: model.Draft, conversation: model.Conversation, now_ms: int) -> model.Message:
    return model.Message(
        message_id=ids.new_id(now_ms),
        conversation_id=conversation.conversation_id,
        app_id=conversation.app_id,
        seq=conversation.seq,
        role=draft.role,
        author_id=draft.author_id,
        send_id=draft.send_id,
        received_ms=conversation.received_ms,
        content=draft.content,
    )
