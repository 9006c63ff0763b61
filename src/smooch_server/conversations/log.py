"""The event log: what happened, in order, as the bytes that every socket gets."""

from collections.abc import Callable

from smooch_server.conversations import model, store
from smooch_server.storage import base

Encode = Callable[[model.Event], bytes]


class Log:
    """Appends events. Encoding is given from outside: the wire format is above this layer."""

    def __init__(self, encode: Encode) -> None:
        self._encode = encode

    async def append(self, tx: base.Tx, event: model.Event) -> None:
        """Store the event and let the bus ring after the commit."""
        conversation = event.conversation
        body = self._encode(event)
        await store.insert_event(
            tx,
            conversation_id=conversation.conversation_id,
            seq=event.seq,
            app_id=conversation.app_id,
            body=body,
        )
        tx.emit(
            model.Ring(
                app_id=conversation.app_id,
                conversation_id=conversation.conversation_id,
                seq=event.seq,
                body=body,
            )
        )
