"""Positions in the log of a conversation, as clients are given them."""

from smooch_server.api import services
from smooch_server.conversations import model
from smooch_server.wire import events


def newest(service: services.Services, conversation: model.Conversation) -> events.Cursor:
    """Return the newest position of a conversation's log."""
    return events.Cursor(epoch=epoch(service, conversation), seq=conversation.seq)


def epoch(service: services.Services, conversation: model.Conversation) -> str:
    """Return the name of a conversation's log: the installation's and the conversation's own number."""
    return f"{service.epoch}.{conversation.epoch}"
