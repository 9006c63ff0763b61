"""Reading and typing."""

from smooch_server.appusers import model as appuser_model
from smooch_server.conversations import log as event_log
from smooch_server.conversations import model, store
from smooch_server.core import errors
from smooch_server.storage import base


async def read(
    tx: base.Tx,
    log: event_log.Log,
    user: appuser_model.AppUser,
    role: model.Role,
    *,
    source: model.Source,
    now_ms: int,
) -> tuple[model.Conversation, model.Read | None]:
    """Mark the whole conversation as read by one side; the event only when something was unread.

    Raises:
        errors.ConversationNotFound: the user has none.
    """
    changed = await store.read(tx, user.app_id, user.app_user_id, role)
    if changed is None:
        return await existing(tx, user), None
    event = model.Read(conversation=changed, seq=changed.seq, role=role, source=source, at_ms=now_ms)
    await log.append(tx, event)
    return changed, event


async def existing(tx: base.Tx, user: appuser_model.AppUser) -> model.Conversation:
    """Return the user's conversation.

    Raises:
        errors.ConversationNotFound: the user has none.
    """
    conversation = await store.of_user(tx, user.app_id, user.app_user_id)
    if conversation is None:
        raise errors.ConversationNotFound
    return conversation
