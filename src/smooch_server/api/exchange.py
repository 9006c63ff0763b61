"""Telling other processes what was admitted here, so that a limit holds for all of them together.

Only what was spent is told, never a level or a time: it adds up in any order, and clocks need not agree. Nothing waits for
the bus: while it is away each process holds the limit by itself.
"""

import asyncio
import secrets
from typing import Final

import msgspec

from smooch_server.api import limits
from smooch_server.bus import base

SECONDS: Final = 0.2  # between two messages, unless an eighth of a bucket is spent sooner
MOST_ENTRIES: Final = 1000  # of one message: far below the megabyte that a bus takes
_SUBJECT: Final = "limits"


class _Spent(msgspec.Struct, array_like=True):
    process: str
    number: int  # of this message; one that is repeated counts once
    entries: list[tuple[str, str, float]]  # rate, key, seconds


_decoder = msgspec.json.Decoder(_Spent)


class Exchange:
    """Ties the limits of this process to those of the others."""

    def __init__(self, bus: base.Bus, own: limits.Limits) -> None:
        self._bus = bus
        self._limits = own
        self._process = secrets.token_hex(8)
        self._number = 0
        self._heard: dict[str, int] = {}  # the newest number of each process
        self._due: asyncio.Handle | None = None
        self._urgent = False
        self._subscription: base.Subscription | None = None

    async def start(self) -> None:
        """Begin to tell and to listen."""
        self._subscription = await self._bus.subscribe(_SUBJECT, self._hear)
        self._limits.share(self._noted)

    def stop(self) -> None:
        """Listen no more; what was not told is forgotten."""
        if self._due is not None:
            self._due.cancel()
        if self._subscription is not None:
            self._subscription.unsubscribe()

    def _noted(self, urgent: bool) -> None:
        if self._due is not None and (self._urgent or not urgent):
            return
        if self._due is not None:
            self._due.cancel()
        loop = asyncio.get_running_loop()
        self._urgent = urgent
        self._due = loop.call_soon(self._tell) if urgent else loop.call_later(SECONDS, self._tell)

    def _tell(self) -> None:
        self._due, self._urgent = None, False
        entries = [(rate, key, seconds) for (rate, key), seconds in self._limits.drain().items()]
        for first in range(0, len(entries), MOST_ENTRIES):
            self._number += 1
            part = entries[first : first + MOST_ENTRIES]
            message = _Spent(process=self._process, number=self._number, entries=part)
            self._bus.publish(_SUBJECT, msgspec.json.encode(message))

    def _hear(self, _subject: str, payload: bytes) -> None:
        said = _decoder.decode(payload)
        if said.process == self._process or said.number <= self._heard.get(said.process, 0):
            return
        self._heard[said.process] = said.number
        for rate, key, seconds in said.entries:
            self._limits.add((rate, key), seconds)
