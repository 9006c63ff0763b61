"""Long conversations, made in the database: a server takes them one by one."""

import json
import pathlib
import secrets

import apsw

from tests.support import api

_FIRST = "SELECT seq, app_id, author_id, received_ms, body FROM message WHERE conversation_id = ?"
_BACKDATE = "UPDATE message SET received_ms = ? WHERE conversation_id = ?"
_ADD = """
INSERT INTO message (conversation_id, seq, message_id, app_id, role, author_id, received_ms, body)
VALUES (:conversation, :seq, :id, :app, :role, :author, :received, :body)
"""
_ADD_EVENT = """
INSERT INTO event (conversation_id, seq, app_id, body)
SELECT :conversation, :seq, :app, body FROM event WHERE conversation_id = :conversation LIMIT 1
"""
_ADVANCE = "UPDATE conversation SET seq = seq + ? WHERE conversation_id = ?"
EVERY_MS = 60_000
TEXTS = (
    "Is the blue one still there in size 42?",
    "Yes, two of them. Shall I put one aside for you until Saturday, or would you rather have it sent home?",
    "Please do",
    "Done. It waits at the desk under your name.\nBring the number with you: 4711.",
)


def text(number: int) -> str:
    """What the message with a number says; the numbers begin at 1."""
    return f"{number}. {TEXTS[number % len(TEXTS)]}"


def fill(database: pathlib.Path, visitor: api.Visitor, count: int) -> None:
    """Give a visitor's conversation, which has one message of theirs, `count` messages: both sides speak in turns."""
    connection = apsw.Connection(str(database))
    connection.setbusytimeout(10_000)
    conversation = visitor.conversation_id
    ((seq, app_id, author, received, body),) = connection.execute(_FIRST, (conversation,))
    start = received - count * EVERY_MS
    with connection:
        connection.execute(_BACKDATE, (start, conversation))
        for number in range(2, count + 1):
            own = number % 3 == 0
            name = None if own else ("Nora", "Ben")[number // 20 % 2]
            message = json.loads(body) | {"text": text(number)} | ({"name": name} if name else {})
            connection.execute(
                _ADD,
                {
                    "conversation": conversation,
                    "seq": seq + number - 1,
                    "id": secrets.token_hex(12),
                    "app": app_id,
                    "role": "appUser" if own else "appMaker",
                    "author": author if own else "f" * 24,
                    "received": start + number * EVERY_MS - (EVERY_MS // 2 if number % 3 else 0),
                    "body": json.dumps(message).encode(),
                },
            )
            connection.execute(_ADD_EVENT, {"conversation": conversation, "seq": seq + number - 1, "app": app_id})
        connection.execute(_ADVANCE, (count - 1, conversation))
    connection.close()
