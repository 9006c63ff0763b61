"""Templates as values: messages of the business that are kept under a name."""

from typing import Final

import msgspec

from smooch_server.conversations import model

MAX_NAME_CHARS: Final = 100


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """A message that was checked but is in no conversation."""

    message_id: str
    content: model.Content


class Template(msgspec.Struct, frozen=True, kw_only=True):
    template_id: str
    app_id: str
    name: str  # unique in its app
    message: Saved
