"""Who is connected to this process, and the clock that keeps them alive and complete."""

import asyncio
import itertools
import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from smooch_server import metrics
from smooch_server.bus import base as bus_base
from smooch_server.conversations import store
from smooch_server.core import errors
from smooch_server.realtime import codes, fanout, protocol, session
from smooch_server.storage import base
from smooch_server.wire import events, v1_1

BATCH: Final = 500  # conversations asked about in one statement
POLL_SECONDS: Final = 2  # while the bus is away, the log is asked instead
MAX_SOCKETS_PER_USER: Final = 20
_SLICES: Final = codes.HEARTBEAT_SECONDS  # each second one slice of the sessions gets its heartbeat
_RECHECK_BEATS: Final = codes.RECHECK_SECONDS // codes.HEARTBEAT_SECONDS

_log = logging.getLogger(__name__)


class _Group:
    """The sessions here that listen to one bus pattern."""

    __slots__ = ("ready", "sessions", "subscription")

    def __init__(self) -> None:
        self.sessions: set[session.Session] = set()
        self.subscription: bus_base.Subscription | None = None
        self.ready: asyncio.Future[None] | None = None  # while the bus subscription is being made


class Hub:
    """Registry of sessions. One bus subscription a conversation or app, one timer for everybody."""

    def __init__(self, *, bus: bus_base.Bus, database: base.Database, limit_sockets: bool) -> None:
        self._bus = bus
        self._database = database
        self._limit = MAX_SOCKETS_PER_USER if limit_sockets else None
        self._groups: dict[str, _Group] = {}
        self._slices: list[set[session.Session]] = [set() for _ in range(_SLICES)]
        self._slice_of: dict[session.Session, int] = {}
        self._next_slice = itertools.cycle(range(_SLICES))
        self._beats = 0
        self._tasks: list[asyncio.Task[None]] = []
        self._rechecks: bus_base.Subscription | None = None

    async def start(self) -> None:
        """Begin heartbeats, and polling while the bus is away."""
        self._bus.on_reconnect(self._recover)
        self._rechecks = await self._bus.subscribe(fanout.rechecks_pattern(), self._on_recheck)
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._beat_for_ever()), loop.create_task(self._poll_for_ever())]

    async def stop(self) -> None:
        """Tell every client to come back elsewhere, and stop the timers."""
        for one in list(self._slice_of):
            one.close(codes.DRAINING, "The server stops; connect again")
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._rechecks is not None:
            self._rechecks.unsubscribe()

    async def join(self, one: session.Session, conversation_id: str) -> None:
        """Let the visitor's session hear its conversation; returns when the bus would bring every new event.

        Raises:
            protocol.Refused: too many sessions of this user are connected here.
        """
        subject = fanout.subject(one.app_id, conversation_id)
        group = self._groups.get(subject)
        if group is not None and self._limit is not None and len(group.sessions) >= self._limit:
            raise protocol.Refused(codes.TOO_MANY, f"More than {self._limit} devices are connected for this user")
        await self._join(one, subject)

    async def join_app(self, one: session.Session) -> None:
        """Let an agent's session hear every conversation of its app."""
        await self._join(one, fanout.app_pattern(one.app_id))

    def leave(self, one: session.Session) -> None:
        """Forget the session. A second call does nothing."""
        place = self._slice_of.pop(one, None)
        if place is None:
            return
        self._slices[place].discard(one)
        for pattern in one.patterns:
            group = self._groups.get(pattern)
            if group is None:
                continue
            group.sessions.discard(one)
            if not group.sessions and group.subscription is not None:
                group.subscription.unsubscribe()
                del self._groups[pattern]

    async def _join(self, one: session.Session, pattern: str) -> None:
        if one not in self._slice_of:
            place = next(self._next_slice)
            self._slice_of[one] = place
            self._slices[place].add(one)
            one.on_close = self.leave
        group = self._groups.setdefault(pattern, _Group())
        group.sessions.add(one)
        one.patterns.append(pattern)
        if group.subscription is not None:
            return
        if group.ready is None:
            group.ready = asyncio.ensure_future(self._subscribe(group, pattern))
        await asyncio.shield(group.ready)

    async def _subscribe(self, group: _Group, pattern: str) -> None:
        def ring(subject: str, payload: bytes) -> None:
            self._ring(group, subject, payload)

        try:
            subscription = await self._bus.subscribe(pattern, ring)
        except BaseException:
            self._groups.pop(pattern, None)  # whoever comes next tries again
            raise
        group.ready = None
        if group.sessions:
            group.subscription = subscription
        else:  # everybody left meanwhile
            subscription.unsubscribe()
            self._groups.pop(pattern, None)

    # ---- what the bus brings -------------------------------------------------------------------

    def _ring(self, group: _Group, subject: str, payload: bytes) -> None:
        conversation_id = subject.rpartition(".")[2]
        try:
            seq, body = fanout.unpack(payload)
            position = fanout.position(body) if seq == fanout.RESET else None
        except ValueError:
            _log.warning("a message on the bus is no ring: %s", subject)
            return
        for one in tuple(group.sessions):
            if seq > 0:
                one.ring(conversation_id, seq, body)
            elif seq == fanout.ACTIVITY:
                one.mention(body)
            elif position is not None:
                one.restart(conversation_id, position)
            elif one.agent is None:
                self._recheck([one])

    def _on_recheck(self, subject: str, payload: bytes) -> None:
        _, kind, name = subject.split(".")
        self._recheck([one for one in self._slice_of if name == (one.agent if kind == "agent" else one.app_id)])

    def _recheck(self, sessions: Sequence[session.Session]) -> None:
        task = asyncio.get_running_loop().create_task(_recheck(sessions))
        self._tasks.append(task)
        task.add_done_callback(self._tasks.remove)

    # ---- the clock -----------------------------------------------------------------------------

    async def _beat_for_ever(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            due += 1
            await asyncio.sleep(max(0.0, due - loop.time()))
            metrics.BUS_CONNECTED.set(self._bus.connected)
            try:
                await self._beat()
            except errors.Unavailable as error:
                _log.warning("no heartbeat this second: %s", error.description)
            except Exception:  # noqa: BLE001 - one fault must not end the heartbeats of everybody
                _log.exception("a heartbeat failed")

    async def _beat(self) -> None:
        turn, place = divmod(self._beats, _SLICES)
        self._beats += 1
        due = tuple(self._slices[place])
        newest = await self._newest(due)
        for one in due:
            _beat_one(one, newest)
        if turn % _RECHECK_BEATS == _RECHECK_BEATS - 1:
            await _recheck(due)

    async def beat_one(self, one: session.Session) -> None:
        """Answer a ping."""
        _beat_one(one, await self._newest((one,)))

    async def _newest(self, sessions: Iterable[session.Session]) -> dict[str, int]:
        ids = sorted({each for one in sessions for each in one.subscriptions})
        newest: dict[str, int] = {}
        for start in range(0, len(ids), BATCH):
            newest |= await self._ask(ids[start : start + BATCH])
        return newest

    async def _ask(self, ids: Sequence[str]) -> dict[str, int]:
        async def read(tx: base.Tx) -> dict[str, int]:
            return await store.newest_seqs(tx, ids)

        return await self._database.read(read)

    async def _poll_for_ever(self) -> None:
        while True:
            await asyncio.sleep(POLL_SECONDS)
            if not self._bus.connected:
                await self._poll_safely()

    async def _poll(self) -> None:
        everybody = tuple(self._slice_of)
        newest = await self._newest(everybody)
        for one in everybody:
            for conversation_id in tuple(one.subscriptions):
                one.notice(conversation_id, newest.get(conversation_id, 0))
            if one.agent is not None:
                one.send(events.Resync())

    def _recover(self) -> None:
        task = asyncio.get_running_loop().create_task(self._poll_safely())
        self._tasks.append(task)
        task.add_done_callback(self._tasks.remove)

    async def _poll_safely(self) -> None:
        try:
            await self._poll()
        except errors.Unavailable as error:
            _log.warning("bus and database are away: %s", error.description)
        except Exception:  # noqa: BLE001 - one fault must not end the polling for everybody
            _log.exception("polling the log failed")


def _beat_one(one: session.Session, newest: Mapping[str, int]) -> None:
    """Compare with the log, then give a sign of life."""
    for conversation_id in tuple(one.subscriptions):
        if conversation_id in newest:
            one.notice(conversation_id, newest[conversation_id])
        elif one.agent is not None:
            del one.subscriptions[conversation_id]  # deleted while the agent had it open
    known = {each: newest[each] for each in one.subscriptions if each in newest}
    one.mention(v1_1.encode(events.Heartbeat(seq=known)))


async def _recheck(sessions: Sequence[session.Session]) -> None:
    """Close those whose credentials no longer hold. One after another: a whole app must not flood the database."""
    for one in sessions:
        try:
            await one.recheck()
        except errors.Unavailable:
            return  # nobody's rights changed because the database is away
        except errors.ApiError as error:
            one.close(codes.INVALID_AUTH, error.description)
