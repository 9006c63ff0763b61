"""`Idempotency-Key` on every POST of the public API: the same call again gets the first answer and does nothing.

The name of the call is claimed in the first transaction of its handler, so that what the call does and the memory of it
are stored together or not at all. The answer follows when it is known. A process that dies between the two leaves a call
that was carried out and whose answer is lost: it is never carried out a second time.
"""

import contextlib
import dataclasses
import hashlib
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

import litestar
import msgspec
import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from smooch_server.answers import model, store
from smooch_server.api import edge, forms, services
from smooch_server.conversations import drafts
from smooch_server.core import clock, errors
from smooch_server.storage import base
from smooch_server.uploads import spool

OWN: Final = "own_idempotency"  # in a route's `opt`: its handler takes care of the key itself
FORM: Final = "idempotent_form"  # its handler streams a form and calls `sent` before it writes
HEADER: Final = b"idempotency-key"
LOST_MS: Final = 60_000  # no call is under way for longer
_TICKET: Final = "idempotency"  # in the state of the request
_REPLAYED: Final = "idempotency_replayed"  # there as well: the answer is the first one again
_T = TypeVar("_T")
_log = structlog.get_logger(__name__)


@dataclasses.dataclass(kw_only=True)
class _Ticket:
    """A call that carries a key, while it is answered."""

    call: model.Call
    service: services.Services
    claimed: bool = False


class _Claiming:
    """The `base.Database` of one request: its first transaction claims the name of the call."""

    def __init__(self, database: base.Database, ticket: _Ticket) -> None:
        self._database = database
        self._ticket = ticket

    async def write(self, operation: base.Operation[_T]) -> _T:
        if self._ticket.claimed:
            return await self._database.write(operation)

        async def both(tx: base.Tx) -> _T:
            await store.claim(tx, self._ticket.call, now_ms=clock.now_ms())
            return await operation(tx)

        value = await self._database.write(both)
        self._ticket.claimed = True
        return value

    async def read(self, operation: base.Operation[_T]) -> _T:
        return await self._database.read(operation)

    async def migrate(self) -> Sequence[str]:
        return await self._database.migrate()

    async def ping(self) -> None:
        await self._database.ping()

    async def close(self) -> None:
        await self._database.close()

    def listen(self, listener: Callable[[Sequence[base.Effect]], None]) -> None:
        self._database.listen(listener)


async def begin(
    request: litestar.Request[Any, Any, Any], *, owner: str, app_id: str | None
) -> litestar.Response[bytes] | None:
    """Return the first answer of this POST when there is one; otherwise remember to store it, and return None.

    Raises:
        errors.BadRequest: the key is empty or too long.
        errors.Conflict: the key was used for something else, or the first call is under way, or its answer is lost.
    """
    given = edge.header(request.scope, HEADER) or ""
    if request.route_handler.opt.get(OWN):
        return None
    drafts.idempotency_key(given)
    service, now_ms = services.of(request), clock.now_ms()
    path: str = request.scope["path"]
    form = bool(request.route_handler.opt.get(FORM))
    body = b"" if form else await _body(request)
    call = model.Call(owner=owner, route=path, key=given, app_id=app_id, digest=_digest(request, body))
    first = await service.database.read(lambda tx: store.find(tx, call, now_ms=now_ms))
    if first is not None:
        if form:
            call = dataclasses.replace(call, digest=_digest(request, await _form(request)))
        answer = _again(service, call, first, now_ms=now_ms)
        replayed(request)
        return answer
    ticket = _Ticket(call=call, service=service)
    state = request.scope["state"]
    state[_TICKET] = ticket
    state[services.KEY] = dataclasses.replace(service, database=_Claiming(service.database, ticket))
    return None


def sent(request: litestar.Request[Any, Any, Any], form: forms.Form) -> None:
    """Say what a route with FORM was sent: another form under the same key is another call."""
    ticket: _Ticket | None = request.scope["state"].get(_TICKET)
    if ticket is not None:
        ticket.call = dataclasses.replace(ticket.call, digest=_digest(request, form.digest))


def replayed(request: litestar.Request[Any, Any, Any]) -> None:
    """Say in a header that the answer of this call is the first one again."""
    request.scope["state"][_REPLAYED] = True


def _again(
    service: services.Services, call: model.Call, first: model.First, *, now_ms: int
) -> litestar.Response[bytes]:
    if first.digest != call.digest:
        raise errors.Conflict("Idempotency-Key: was used before with another body")
    if first.status is None or first.answer is None:
        if now_ms - first.created_ms < LOST_MS:
            raise errors.Conflict("A call with this Idempotency-Key is under way", retry_after=1)
        raise errors.Conflict("The call with this Idempotency-Key was carried out, but its answer is lost")
    body = service.vault.open(first.answer, owner=_sealed_for(call)).encode()
    return litestar.Response(body, status_code=first.status, media_type="application/json")


def _digest(request: litestar.Request[Any, Any, Any], body: bytes) -> bytes:
    query: bytes = request.scope["query_string"]
    return hashlib.sha256(query + b"\n" + body).digest()


async def _body(request: litestar.Request[Any, Any, Any]) -> bytes:
    """Return what is sent, the same for the same JSON in another order."""
    body = await request.body()
    with contextlib.suppress(msgspec.MsgspecError, UnicodeDecodeError, RecursionError):  # the handler will refuse it
        body = msgspec.json.encode(msgspec.json.decode(body), order="sorted")
    return body


async def _form(request: litestar.Request[Any, Any, Any]) -> bytes:
    """Read a form to its end, only to see whether it is that of the first call; return its digest."""
    with spool.Spool(services.of(request).config.upload_max_bytes) as incoming:
        return (await forms.read(request, forms.boundary(request), incoming)).digest


def _sealed_for(call: model.Call) -> str:
    return f"{call.owner} {call.route} {call.key}"


class Remembering:
    """Wraps the application: stores the answers of calls that carry a key before they are sent."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["method"] != "POST" or edge.header(scope, HEADER) is None:
            await self._application(scope, receive, send)
            return
        held: list[Message] = []

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start" and scope.get("state", {}).get(_REPLAYED):
                message["headers"] = [*message["headers"], (b"idempotency-replayed", b"true")]
            held.append(message)
            if message["type"] != "http.response.body" or message.get("more_body"):
                return
            ticket: _Ticket | None = scope.get("state", {}).get(_TICKET)
            if ticket is not None:
                await _remember(ticket, held)
            for each in held:
                await send(each)
            held.clear()

        await self._application(scope, receive, keep)


async def _remember(ticket: _Ticket, answer: Sequence[Message]) -> None:
    """Store the answer. A refusal that changed nothing is not stored: the call may be made again."""
    status = next(each["status"] for each in answer if each["type"] == "http.response.start")
    if status >= 300 and not ticket.claimed:
        return
    body = b"".join(each["body"] for each in answer if each["type"] == "http.response.body")
    call, service = ticket.call, ticket.service
    sealed = service.vault.seal(body.decode(), owner=_sealed_for(call))
    app_user_id = _shown_user(body)

    async def write(tx: base.Tx) -> None:
        if not ticket.claimed:
            await store.claim(tx, call, now_ms=clock.now_ms())
        await store.note(tx, call, status=status, answer=sealed, app_user_id=app_user_id)

    try:
        await service.database.write(write)
    except base.MissingParent:
        return  # the user whom it shows is gone, and so is the answer
    except errors.ApiError as error:
        _log.warning("the answer of a call with an Idempotency-Key was not stored", description=error.description)


class _Shown(msgspec.Struct):
    id: str | None = msgspec.field(name="_id", default=None)


class _Showing(msgspec.Struct):
    appUser: _Shown | None = None


def _shown_user(body: bytes) -> str | None:
    """Return the `_id` of the user whom an answer shows: it has to go with that user."""
    try:
        shown = msgspec.json.decode(body, type=_Showing).appUser
    except msgspec.MsgspecError:
        return None
    return shown.id if shown else None
