"""The only way from an agent and an id to a conversation."""

from smooch_server.conversations import model, store
from smooch_server.core import errors
from smooch_server.storage import base


async def of_app(tx: base.Tx, app_id: str, conversation_id: str) -> model.Conversation:
    """Return a conversation of the app. The edge has settled that the caller may act for the app.

    Raises:
        errors.ConversationNotFound: the app has no such conversation.
    """
    conversation = await store.by_id(tx, app_id, conversation_id)
    if conversation is None:
        raise errors.ConversationNotFound
    return conversation
