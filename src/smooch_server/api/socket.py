"""The two fronts of a realtime session: WebSocket for visitors and agents, long poll for visitors."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final, Protocol

import litestar
import msgspec
from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.types import Receive, Scope, Send

from smooch_server import metrics
from smooch_server.api import callers, clients, cursors, limits, policy, services
from smooch_server.apps import access as app_access
from smooch_server.appusers import access as appuser_access
from smooch_server.auth import credentials, subject
from smooch_server.conversations import access, model, store
from smooch_server.core import clock, errors
from smooch_server.realtime import codes, protocol, session
from smooch_server.storage import base
from smooch_server.wire import events, v1_1

_PUBLIC = {policy.OPT: policy.Policy.PUBLIC}  # each session proves itself with its first frame
MOST_WAIT_SECONDS: Final = 25
GOODBYE_SECONDS: Final = 5  # for the last frame and the close, when a session ends for what its client did
MOST_POLL_BYTES: Final = 262_144  # in one answer
MOST_FRAMES_A_SECOND: Final = 20
MAX_REASON_BYTES: Final = 120  # RFC 6455 leaves 123
NORMAL: Final = 1000
_Connection = ASGIConnection[Any, Any, Any, Any]


class _Socket:
    """Moves bytes between a WebSocket and a session. A task exists only while there is something to send."""

    __slots__ = ("_pump", "_send", "session")

    def __init__(self, send: Send) -> None:
        self._send = send
        self._pump: asyncio.Task[None] | None = None
        self.session: session.Session | None = None

    def expire(self) -> None:
        """Say that the first frame did not come in time, and close."""
        late = protocol.Refused(codes.CONNECT_TIMEOUT, f"No first frame within {codes.CONNECT_SECONDS} seconds")
        self._pump = asyncio.get_running_loop().create_task(refuse(self._send, late))

    async def finished(self) -> None:
        """Wait until the client was told why its session ended, or does not read it."""
        if self._pump is not None:
            await asyncio.wait({self._pump}, timeout=GOODBYE_SECONDS)

    def wake(self) -> None:
        if self._pump is None:
            self._pump = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        one = self.session
        try:
            while one is not None and one.closed is None:
                message = one.take()
                if message is None:
                    return
                await self._send({"type": "websocket.send", "text": message.decode(), "bytes": None})
            if one is not None and one.closed is not None:
                await refuse(self._send, one.closed)
        except (OSError, RuntimeError):
            pass  # the client went away; the reading side notices and leaves
        finally:
            self._pump = None
            if one is not None and one.closed is None and one.waiting:
                self.wake()


async def refuse(send: Send, refused: protocol.Refused) -> None:
    """Tell why, then close with the code."""
    frame = v1_1.encode(events.Failure(code=refused.code, description=refused.description))
    with contextlib.suppress(OSError, RuntimeError):  # it may be gone already
        await send({"type": "websocket.send", "text": frame.decode(), "bytes": None})
        reason = refused.description.encode()[:MAX_REASON_BYTES].decode(errors="ignore")
        await send({"type": "websocket.close", "code": refused.code, "reason": reason})


@litestar.asgi("/sdk/realtime", opt=_PUBLIC, is_mount=False)
async def visitor_socket(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one visitor's WebSocket."""
    await _serve(scope, receive, send, _open_visitor)


@litestar.asgi("/inbox/api/realtime", opt=_PUBLIC, is_mount=False)
async def agent_socket(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one agent's WebSocket; the cookie proves the agent, the Origin the page."""
    await _serve(scope, receive, send, _open_agent)


_Open = Callable[[_Connection, _Socket, events.ClientFrame], Awaitable[None]]


class _Front(session.Front, Protocol):
    """A front that knows its session as soon as there is one, so that it can be sent to and left."""

    session: session.Session | None


async def _serve(scope: Scope, receive: Receive, send: Send, open_session: _Open) -> None:
    if scope["type"] != ScopeType.WEBSOCKET:
        raise errors.BadRequest("This address is for WebSocket connections")
    connection: _Connection = ASGIConnection(scope)
    service = services.of(connection)
    await receive()  # websocket.connect
    await send({"type": "websocket.accept", "subprotocol": None, "headers": []})
    front = _Socket(send)
    deadline = asyncio.get_running_loop().call_later(codes.CONNECT_SECONDS, front.expire)
    frames = _FrameRate()
    metrics.SOCKETS.labels("websocket").inc()
    try:
        service.limits.take(limits.HANDSHAKES, clients.network(connection))
        first = protocol.parse(await _next(receive))
        deadline.cancel()
        await open_session(connection, front, first)
        while front.session is not None:
            frame = protocol.parse(await _next(receive))
            frames.count()
            await _handle(service, front.session, frame)
    except _Gone:
        pass
    except protocol.Refused as refused:
        await _end(front, send, refused)
    except errors.Unavailable as error:
        await _end(front, send, protocol.Refused(codes.UNAVAILABLE, error.description))
    except errors.TooManyRequests as error:
        await _end(front, send, protocol.Refused(codes.UNAVAILABLE, error.description))
    except errors.ApiError as error:
        code = codes.INVALID_AUTH if error.status == 401 else codes.FORBIDDEN
        await _end(front, send, protocol.Refused(code, error.description))
    finally:
        deadline.cancel()
        metrics.SOCKETS.labels("websocket").dec()
        if front.session is not None:
            service.hub.leave(front.session)
            front.session.close(NORMAL, "")


class _Gone(Exception):
    """The client closed the line."""


async def _next(receive: Receive) -> str | bytes:
    message = await receive()
    if message["type"] == "websocket.disconnect":
        raise _Gone
    if message["type"] != "websocket.receive":
        raise protocol.Refused(codes.BAD_FRAME, "Unexpected message")
    return message.get("text") or message.get("bytes") or ""


class _FrameRate:
    """How often one client speaks. Each frame may cost a look into the database."""

    __slots__ = ("_count", "_since")

    def __init__(self) -> None:
        self._since = 0.0
        self._count = 0

    def count(self) -> None:
        """Count a frame.

        Raises:
            protocol.Refused: too many within a second.
        """
        now = asyncio.get_running_loop().time()
        if now - self._since >= 1:
            self._since, self._count = now, 0
        self._count += 1
        if self._count > MOST_FRAMES_A_SECOND:
            raise protocol.Refused(codes.BAD_FRAME, f"More than {MOST_FRAMES_A_SECOND} frames within a second")


async def _end(front: _Socket, send: Send, refused: protocol.Refused) -> None:
    if front.session is not None:
        front.session.close(refused.code, refused.description)
        await front.finished()  # when the application returns, the line breaks without a code
    else:
        metrics.SOCKETS_CLOSED.labels(str(refused.code)).inc()
        await refuse(send, refused)


async def _handle(service: services.Services, one: session.Session, frame: events.ClientFrame) -> None:
    if isinstance(frame, events.Ping):
        await service.hub.beat_one(one)
    elif isinstance(frame, events.Subscribe) and one.agent is not None:
        await _subscribe(service, one, frame)
    elif isinstance(frame, events.Unsubscribe) and one.agent is not None:
        one.subscriptions.pop(frame.conversationId, None)
    else:
        raise protocol.Refused(codes.BAD_FRAME, "This frame is not allowed now")


# ---- visitors --------------------------------------------------------------------------------------


async def _open_visitor(connection: _Connection, front: _Socket, frame: events.ClientFrame) -> None:
    if not isinstance(frame, events.Connect):
        raise protocol.Refused(codes.BAD_FRAME, "The first frame must be connect")
    service = services.of(connection)
    one, conversation = await _admit(service, front, frame, connection.headers.get("origin"))
    one.send(events.Welcome(heartbeat=codes.HEARTBEAT_SECONDS))
    one.start_catch_up(_subscription(service, one, conversation, frame.cursor))


async def _admit(
    service: services.Services, front: _Front, frame: events.Connect, origin: str | None
) -> tuple[session.Session, model.Conversation]:
    """Make the session of a visitor who proves to be one, and let it hear its conversation."""
    given = _given(frame)

    async def prove(tx: base.Tx) -> model.Conversation | None:
        await callers.check_origin(tx, frame.appId, origin)
        who, _ = await policy.sdk_subject(tx, service, frame.appId, given, now_ms=clock.now_ms())
        owner = await appuser_access.reach(tx, who, frame.appId, frame.appUserId)
        return await store.of_user(tx, frame.appId, owner.app_user_id)

    async def recheck() -> None:
        if await service.database.read(prove) is None:
            raise errors.InvalidAuth("The conversation is gone")

    found = await service.database.read(prove)
    if found is None:
        raise protocol.Refused(codes.FORBIDDEN, "There is no conversation yet")
    one = session.Session(database=service.database, front=front, app_id=frame.appId, recheck=recheck)
    front.session = one
    await service.hub.join(one, found.conversation_id)
    # Read again: what was stored before the bus listened is in the log, what comes after is rung.
    conversation = await service.database.read(lambda tx: access.of_app(tx, frame.appId, found.conversation_id))
    return one, conversation


def _subscription(
    service: services.Services,
    one: session.Session,
    conversation: model.Conversation,
    cursor: events.Cursor | msgspec.UnsetType,
) -> protocol.Subscription:
    """Return a subscription that goes on from the client's cursor, or tell the client to start afresh."""
    newest = cursors.newest(service, conversation)
    start = newest if isinstance(cursor, msgspec.UnsetType) else cursor
    if not protocol.continues(start, epoch=newest.epoch, top=newest.seq):
        one.send(events.Reset(conversationId=conversation.conversation_id, cursor=newest))
        start = newest
    return one.subscribe(conversation.conversation_id, epoch=newest.epoch, cursor=start.seq)


def _given(frame: events.Connect) -> credentials.Basic | credentials.Bearer:
    if isinstance(frame.jwt, str):
        return credentials.Bearer(token=frame.jwt)
    if isinstance(frame.sessionToken, str):
        return credentials.Basic(name=frame.appUserId, secret=frame.sessionToken)
    raise errors.Unauthorized


# ---- agents ----------------------------------------------------------------------------------------


async def _open_agent(connection: _Connection, front: _Socket, frame: events.ClientFrame) -> None:
    if not isinstance(frame, events.ConnectAgent):
        raise protocol.Refused(codes.BAD_FRAME, "The first frame must be connect:agent")
    service = services.of(connection)
    origin = connection.headers.get("origin")
    if origin is None or not policy.own_origin(connection, origin):
        raise protocol.Refused(codes.FORBIDDEN, "This connection must come from the inbox page")

    async def prove() -> subject.Agent:
        agent = await policy.agent_subject(connection, touch=False)
        await service.database.read(lambda tx: app_access.of_account(tx, agent.account_id, frame.appId))
        return agent

    async def recheck() -> None:
        await prove()

    agent = await prove()
    one = session.Session(
        database=service.database, front=front, app_id=frame.appId, recheck=recheck, agent=agent.agent_id
    )
    front.session = one
    await service.hub.join_app(one)
    one.send(events.Welcome(heartbeat=codes.HEARTBEAT_SECONDS))


async def _subscribe(service: services.Services, one: session.Session, frame: events.Subscribe) -> None:
    try:
        conversation = await service.database.read(lambda tx: access.of_app(tx, one.app_id, frame.conversationId))
    except errors.ConversationNotFound as error:
        failure = events.Failure(
            code=codes.FORBIDDEN, description=error.description, conversationId=frame.conversationId
        )
        one.send(failure)
        return
    one.start_catch_up(_subscription(service, one, conversation, frame.cursor))


# ---- long poll -------------------------------------------------------------------------------------


class _Poll:
    """Collects what one long poll answers."""

    __slots__ = ("arrived", "frames", "session", "size")

    def __init__(self) -> None:
        self.arrived = asyncio.Event()
        self.frames: list[bytes] = []
        self.size = 0
        self.session: session.Session | None = None

    def wake(self) -> None:
        while self.session is not None and (message := self.session.take()) is not None:
            self.frames += message.split(b"\n")
            self.size += len(message)
        self.arrived.set()

    def is_full(self) -> bool:
        """Whether the answer is long enough; the client asks again for the rest."""
        return self.size >= MOST_POLL_BYTES


@litestar.post("/sdk/realtime/poll", opt=_PUBLIC, status_code=200, include_in_schema=False)
async def poll(request: litestar.Request[Any, Any, Any], data: events.PollRequest) -> litestar.Response[Any]:
    """Answer with what came after the cursor; wait for the first event when nothing did."""
    service, front = services.of(request), _Poll()
    service.limits.take(limits.POLLS, clients.network(request))
    metrics.SOCKETS.labels("poll").inc()
    try:
        reply = await _poll(service, front, data, request)
    except protocol.Refused as refused:
        raise _as_api_error(refused) from refused
    finally:
        metrics.SOCKETS.labels("poll").dec()
        if front.session is not None:
            service.hub.leave(front.session)
            front.session.close(NORMAL, "")
    return litestar.Response(v1_1.encode(reply), media_type="application/json")


async def _poll(
    service: services.Services, front: _Poll, data: events.PollRequest, request: litestar.Request[Any, Any, Any]
) -> events.PollReply:
    one, conversation = await _admit(service, front, data.connect, request.headers.get("origin"))
    subscription = _subscription(service, one, conversation, data.connect.cursor)
    await one.catch_up(subscription, enough=front.is_full)
    conversation_id = conversation.conversation_id
    replaced = one.subscriptions.get(conversation_id) is not subscription  # by a reset, which the client must follow
    if not replaced and len(front.frames) == 1 and data.wait > 0:  # only `subscribed`: nothing was missed
        front.arrived.clear()
        await _first_of(front.arrived.wait(), _leaving(request.receive), seconds=min(data.wait, MOST_WAIT_SECONDS))
    if one.closed is not None:
        raise one.closed
    subscription = one.subscriptions.get(conversation_id, subscription)
    cursor = events.Cursor(epoch=subscription.epoch, seq=subscription.cursor)
    return events.PollReply(frames=[msgspec.Raw(each) for each in front.frames], cursor=cursor)


async def _leaving(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _first_of(*things: Coroutine[Any, Any, Any], seconds: float) -> None:
    """Wait for the first of these, here an event or the client's leaving, or until the time is over."""
    tasks = [asyncio.ensure_future(thing) for thing in things]
    await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _as_api_error(refused: protocol.Refused) -> errors.ApiError:
    if refused.code >= codes.RECONNECT_FROM:
        return errors.Unavailable(refused.description)
    kinds: dict[int, type[errors.ApiError]] = {
        codes.INVALID_AUTH: errors.InvalidAuth,
        codes.TOO_MANY: errors.TooManyRequests,
    }
    return kinds.get(refused.code, errors.Forbidden)(refused.description)


HANDLERS = [visitor_socket, agent_socket, poll]
