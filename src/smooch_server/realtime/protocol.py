"""The realtime session without I/O: reading frames, and keeping one conversation's events in order."""

import enum
from collections.abc import Sequence
from typing import Final

import msgspec

from smooch_server.realtime import codes
from smooch_server.wire import events

_decode: Final = msgspec.json.Decoder(events.ClientFrame).decode


class Refused(Exception):
    """The session ends with a close code and a sentence."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


def parse(data: bytes | str) -> events.ClientFrame:
    """Read one frame of a client.

    Raises:
        Refused: too large, not JSON, or not a known frame.
    """
    if len(data) > codes.MAX_FRAME_BYTES:
        raise Refused(codes.TOO_LARGE, f"A frame must not be larger than {codes.MAX_FRAME_BYTES} bytes")
    if (b"\\u0000" if isinstance(data, bytes) else "\\u0000") in data:  # type: ignore[operator]  # both are of one kind
        raise Refused(codes.BAD_FRAME, "A frame must not contain the character U+0000")
    try:
        frame: events.ClientFrame = _decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(codes.BAD_FRAME, f"This is not a frame of the protocol: {error}") from error
    return frame


class State(enum.Enum):
    """Where a subscription stands."""

    CATCHING_UP = enum.auto()  # events come from the log
    LIVE = enum.auto()  # events come from the bus


class Subscription:
    """One conversation of one session: forwards each event once, in order, without a gap.

    The bus may lose, repeat and reorder; what it rings is compared with the cursor, and a gap sends the
    subscription back to the log. `offer` and `page` return the bytes to send now.
    """

    __slots__ = ("announced", "conversation_id", "cursor", "epoch", "rung", "state")

    def __init__(self, conversation_id: str, *, epoch: str, cursor: int) -> None:
        self.conversation_id = conversation_id
        self.epoch = epoch
        self.cursor = cursor  # `seq` of the last event forwarded
        self.announced = False  # whether the client knows that it has caught up
        self.rung = cursor  # highest `seq` heard of
        self.state = State.CATCHING_UP

    @property
    def behind(self) -> bool:
        """Whether the log must be read."""
        return self.state is State.CATCHING_UP

    def offer(self, seq: int, body: bytes) -> bytes | None:
        """Take an event from the bus; return it when it is the next one."""
        if seq > self.rung:
            self.rung = seq
        if self.state is State.LIVE:
            if seq == self.cursor + 1:
                self.cursor = seq
                return body
            if seq > self.cursor:
                self.state = State.CATCHING_UP
        return None

    def notice(self, seq: int) -> None:
        """Take news that the log goes up to `seq`: what is missing will be read from it."""
        if seq > self.rung:
            self.rung = seq
        if self.rung > self.cursor:
            self.state = State.CATCHING_UP

    def page(self, rows: Sequence[tuple[int, bytes]], *, last: bool) -> list[bytes]:
        """Take a page of the log that begins after the cursor; `last` says that nothing followed it.

        Raises:
            Refused: the log has a gap, which means that it is not the log this cursor belongs to.
        """
        for seq, _ in rows:
            if seq != self.cursor + 1:
                raise Refused(codes.UNAVAILABLE, "The log was replaced; connect again")
            self.cursor = seq
        if last and self.rung <= self.cursor:
            self.state = State.LIVE
        return [body for _, body in rows]


def continues(cursor: events.Cursor, *, epoch: str, top: int) -> bool:
    """Tell whether a client may go on from its cursor, given the log's epoch and newest `seq`."""
    return cursor.epoch == epoch and 0 <= top - cursor.seq <= codes.MAX_CATCH_UP
