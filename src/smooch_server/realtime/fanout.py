"""Between the log and the bus: what is rung after a commit, and how a ring is read."""

import logging
from collections.abc import Iterable
from typing import Final

import msgspec

from smooch_server.bus import base
from smooch_server.conversations import model

ACTIVITY: Final = 0  # instead of a `seq`: the body is a passing activity
RECHECK: Final = model.RECHECK
RESET: Final = model.RESET

_decode_position: Final = msgspec.json.Decoder(model.Position).decode
_log = logging.getLogger(__name__)


def subject(app_id: str, conversation_id: str) -> str:
    return f"conversation.{app_id}.{conversation_id}"


def app_pattern(app_id: str) -> str:
    """Return the pattern of all conversations of an app."""
    return f"conversation.{app_id}.>"


def rechecks_pattern() -> str:
    """Return the pattern of what makes whole groups of sessions prove themselves again."""
    return "recheck.>"


def pack(seq: int, body: bytes) -> bytes:
    return b"%d\n%s" % (seq, body)


def unpack(payload: bytes) -> tuple[int, bytes]:
    """Return `seq` and body of a ring.

    Raises:
        ValueError: the payload is no ring.
    """
    number, _, body = payload.partition(b"\n")
    return int(number), body


def position(body: bytes) -> model.Position:
    """Return what a RESET carries.

    Raises:
        ValueError: it is no position.
    """
    return _decode_position(body)


class Fanout:
    """Rings the bus. A bus that is closed or away costs latency, never data, so nothing raises here."""

    def __init__(self, bus: base.Bus) -> None:
        self._bus = bus

    def rings(self, rings: Iterable[model.Ring]) -> None:
        for ring in rings:
            self._publish(subject(ring.app_id, ring.conversation_id), pack(ring.seq, ring.body))

    def activity(self, app_id: str, conversation_id: str, body: bytes) -> None:
        """Pass on that somebody types; nobody is promised to hear it."""
        self._publish(subject(app_id, conversation_id), pack(ACTIVITY, body))

    def recheck(self, app_id: str, conversation_id: str) -> None:
        """Let every session of the conversation prove itself again."""
        self._publish(subject(app_id, conversation_id), pack(RECHECK, b""))

    def recheck_agent(self, agent_id: str) -> None:
        """Let every session of the agent prove itself again."""
        self._publish(f"recheck.agent.{agent_id}", b"")

    def recheck_app(self, app_id: str) -> None:
        """Let every session of the app, visitors and agents, prove itself again."""
        self._publish(f"recheck.app.{app_id}", b"")

    def _publish(self, to: str, payload: bytes) -> None:
        try:
            self._bus.publish(to, payload)
        except base.Closed:
            _log.debug("the bus is closed; readers find the event in the log")
