"""Who may call a route. A route without a policy stops the start; a caller without a right gets nothing.

Every handler carries `opt={"policy": Policy.X}`; `settle` decides before the handler runs and
leaves a `Caller`, from which handlers take the app and the subject. Nothing else decides on access.
"""

import dataclasses
import enum
from collections.abc import Awaitable, Callable
from typing import Any, Final

import litestar
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.routes import ASGIRoute, HTTPRoute

from smooch_server.api import callers, clients, edge, idempotency, limits, origins, paging, services
from smooch_server.api.reference import parameters
from smooch_server.apps import access
from smooch_server.appusers import store as appuser_store
from smooch_server.auth import agents, credentials, keys, sessions, subject
from smooch_server.core import clock, errors
from smooch_server.storage import base

OPT: Final = "policy"
COST: Final = "cost"  # how many requests one of this route counts for; 1 when not said
VISITOR_RATE: Final = "visitor_rate"  # what else limits an end user on this route
_CALLER: Final = "caller"  # in the state of the request
_NO_APP: Final = "An account key needs /apps/{appId} in the address"
COOKIE: Final = "smooch_inbox"
SECURE_COOKIE: Final = "__Host-smooch_inbox"
INBOX_HEADER: Final = b"x-smooch-inbox"


class Policy(enum.Enum):
    """The callers of the contract's scope matrix, and ours."""

    PUBLIC = "public"  # anybody: pages, health, reference
    OWNER = "owner"  # an account key, but no service account's
    ACCOUNT = "account"  # an account key or a service account's
    APP = "app"  # an app key, or an account key with the app in the address
    USER = "user"  # as APP, or an end user on its own data
    PROVED_USER = "proved user"  # as USER, but not by the app's public token
    SDK = "sdk"  # a page that names an app
    SDK_USER = "sdk user"  # an end user, through the SDK
    INBOX = "inbox"  # the inbox page, before signing in
    AGENT = "agent"  # a signed-in agent


@dataclasses.dataclass(frozen=True, kw_only=True)
class Caller:
    """The settled right of a request: the subject, and the app it acts in ("" where no app is concerned)."""

    subject: subject.Subject | None
    app_id: str


def caller(request: litestar.Request[Any, Any, Any]) -> Caller:
    found: Caller = request.scope["state"][_CALLER]
    return found


def check_declared(application: litestar.Litestar) -> None:
    """Refuse to start with a route that has no policy.

    Raises:
        RuntimeError: names the first such route.
    """
    for route in application.routes:
        if isinstance(route, HTTPRoute):
            handlers: list[BaseRouteHandler] = [
                handler for method, (handler, _) in route.route_handler_map.items() if method != "OPTIONS"
            ]
        elif isinstance(route, ASGIRoute):
            handlers = [route.route_handler]
        else:
            handlers = [route.route_handler]
        for handler in handlers:
            if not isinstance(handler.opt.get(OPT), Policy):
                raise RuntimeError(f"The route {route.path} ({handler}) declares no policy")


async def settle(connection: litestar.Request[Any, Any, Any]) -> litestar.Response[bytes] | None:
    """Settle the caller of a request by its handler's policy, or refuse; runs before every handler.

    Returns the first answer of a call that was made before, which is sent instead of calling the handler.

    Not a Litestar guard: for those it copies the handler on each request, a twentieth of a post's time.

    Raises:
        errors.ApiError: 401 or 403 by the rules of the contract; 404 for an app that is not there.
    """
    policy: Policy = connection.route_handler.opt[OPT]
    if policy is Policy.PUBLIC:
        return None
    found = await _SETTLE[policy](connection)
    connection.scope["state"][_CALLER] = found
    if isinstance(found.subject, subject.App | subject.Account):
        connection.scope["state"][edge.NO_CORS] = True  # such keys never work in a page
    if isinstance(found.subject, subject.App | subject.Account) and _foreign_origin(connection):
        raise errors.Forbidden("API keys must not be used from a browser")
    if policy not in _PUBLIC_API:
        return None
    if connection.scope["query_string"]:
        paging.check_once(connection, parameters.QUERY)
    _admit(connection, found)
    if connection.method != "POST" or edge.header(connection.scope, idempotency.HEADER) is None:
        return None
    return await idempotency.begin(connection, owner=_owner_of(connection, found), app_id=found.app_id or None)


def _owner_of(connection: litestar.Request[Any, Any, Any], who: Caller) -> str:
    """Return whose an `Idempotency-Key` is: what one caller was answered, no other may read."""
    if not isinstance(who.subject, subject.App | subject.Account):
        return f"visitor:{visitor_bucket(connection, who)}"
    if who.app_id:
        return f"app:{who.app_id}"
    account = account_of(connection)
    return f"account:{account.account_id}:{account.service_account_id or ''}"


def _admit(connection: litestar.Request[Any, Any, Any], found: Caller) -> None:
    """Count the request. An end user has a limit of its own, so that none uses up the app's."""
    held, opt = services.of(connection).limits, connection.route_handler.opt
    buckets: list[tuple[limits.Rate, str]] = []
    if isinstance(found.subject, subject.App | subject.Account):
        buckets.append((held.of_key, found.subject.key_id))
        if found.app_id:
            buckets.append((held.of_app, found.app_id))
    else:
        whose = visitor_bucket(connection, found)
        buckets += [(rate, whose) for rate in (limits.VISITOR, opt.get(VISITOR_RATE)) if rate is not None]
    try:
        standing = held.admit(buckets, tokens=opt.get(COST, 1))
    except limits.Refused as error:
        connection.scope["state"][edge.STANDING] = error.standing
        raise
    connection.scope["state"][edge.STANDING] = standing


def visitor_bucket(connection: ASGIConnection[Any, Any, Any, Any], who: Caller) -> str:
    """Return whose limit it is: the proved user's, never that of whom the address names; else the caller's network."""
    proved = who.subject
    if isinstance(proved, subject.AppUser):
        return f"{who.app_id}:{proved.app_user_id or ''}:{proved.user_id or ''}"
    return f"{who.app_id}:{clients.network(connection)}"


# ---- the public API --------------------------------------------------------------------------------


async def _account(connection: ASGIConnection[Any, Any, Any, Any]) -> Caller:
    who, app_id = await callers.of_key(connection)
    if not isinstance(who, subject.Account):
        raise errors.Forbidden
    return Caller(subject=who, app_id=app_id or "")


async def _owner(connection: ASGIConnection[Any, Any, Any, Any]) -> Caller:
    found = await _account(connection)
    if not isinstance(found.subject, subject.Account) or found.subject.service_account_id is not None:
        raise errors.Forbidden
    return found


async def _app(connection: ASGIConnection[Any, Any, Any, Any]) -> Caller:
    who, app_id = await callers.of_key(connection)
    if isinstance(who, callers.END_USER):
        raise errors.Forbidden
    if app_id is None:
        raise errors.Forbidden(_NO_APP)
    return Caller(subject=who, app_id=app_id)


async def _user(connection: ASGIConnection[Any, Any, Any, Any]) -> Caller:
    who, app_id = await callers.of_key(connection)
    if app_id is None:
        raise errors.Forbidden(_NO_APP)
    return Caller(subject=who, app_id=app_id)


async def _proved_user(connection: ASGIConnection[Any, Any, Any, Any]) -> Caller:
    found = await _user(connection)
    if isinstance(found.subject, subject.AppToken):
        raise errors.Forbidden
    return found


def _foreign_origin(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    origin = edge.header(connection.scope, b"origin")
    return origin is not None and not own_origin(connection, origin)


def own_origin(connection: ASGIConnection[Any, Any, Any, Any], origin: str) -> bool:
    """Whether a page of this very server speaks: the reference with its examples, or the inbox."""
    return origins.is_own(origin, services.of(connection).config.public_url)


# ---- the SDK ---------------------------------------------------------------------------------------


async def _sdk(connection: ASGIConnection[Any, Any, Any, Any]) -> Caller:
    service, names = services.of(connection), connection.path_params

    async def read(tx: base.Tx) -> str:
        app_id: str | None = names.get("app_id")
        if app_id is None:
            app_id = await access.of_web_integration(tx, names["web_integration_id"])
        else:
            await access.public(tx, app_id)
        await callers.check_origin(tx, app_id, edge.header(connection.scope, b"origin"))
        return app_id

    return Caller(subject=None, app_id=await service.database.read(read))


async def _sdk_user(connection: ASGIConnection[Any, Any, Any, Any]) -> Caller:
    service = services.of(connection)
    app_id: str = connection.path_params["app_id"]
    given = credentials.parse(edge.header(connection.scope, b"authorization"))
    origin = edge.header(connection.scope, b"origin")
    now_ms = clock.now_ms()

    async def read(tx: base.Tx) -> tuple[subject.AppUser, bool]:
        await callers.check_origin(tx, app_id, origin)
        return await sdk_subject(tx, service, app_id, given, now_ms=now_ms)

    who, stale = await service.database.read(read)
    if stale and isinstance(given, credentials.Basic):
        token = given.secret

        async def touch(tx: base.Tx) -> None:
            await sessions.touch(tx, token, now_ms=now_ms)

        await service.database.write(touch)
    return Caller(subject=who, app_id=app_id)


async def sdk_subject(
    tx: base.Tx,
    service: services.Services,
    app_id: str,
    given: credentials.Basic | credentials.Bearer,
    *,
    now_ms: int,
) -> tuple[subject.AppUser, bool]:
    """Return the end user whom a session token or a JWT proves, and whether the session should be touched.

    Raises:
        errors.InvalidAuth: neither proves an end user of this app.
    """
    if isinstance(given, credentials.Basic):
        who, stale = await sessions.authenticate(
            tx, app_id=app_id, app_user_id=given.name, token=given.secret, now_ms=now_ms
        )
        user = await appuser_store.by_id(tx, app_id, given.name)
        if user is None or (user.credential_required and not who.proved):
            raise errors.InvalidAuth("This user is known by a JWT only")
        return who, stale
    proved = await keys.by_jwt(tx, service.keyring, given.token)
    if not isinstance(proved, subject.AppUser) or proved.app_id != app_id:
        raise errors.InvalidAuth("The token is not for a user of this app")
    return proved, False


# ---- the inbox -------------------------------------------------------------------------------------


async def _inbox(connection: litestar.Request[Any, Any, Any]) -> Caller:
    if connection.method != "GET":
        origin = edge.header(connection.scope, b"origin")
        if edge.header(connection.scope, INBOX_HEADER) != "1" or (origin and not own_origin(connection, origin)):
            raise errors.Forbidden("This call must come from the inbox page")
    return Caller(subject=None, app_id="")


async def _agent(connection: litestar.Request[Any, Any, Any]) -> Caller:
    await _inbox(connection)
    who = await agent_subject(connection)
    app_id: str = connection.path_params.get("app_id", "")
    if app_id:
        service = services.of(connection)

        async def read(tx: base.Tx) -> None:
            await access.of_account(tx, who.account_id, app_id)

        await service.database.read(read)
    return Caller(subject=who, app_id=app_id)


async def agent_subject(connection: ASGIConnection[Any, Any, Any, Any], *, touch: bool = True) -> subject.Agent:
    """Return the agent whom the session cookie proves.

    `touch` notes that the session is in use; a page that only stands open does not use it.

    Raises:
        errors.Unauthorized: there is no cookie.
        errors.InvalidAuth: its session has ended.
    """
    service = services.of(connection)
    token = session_token(connection)
    if token is None:
        raise errors.Unauthorized("Sign in first")
    now_ms = clock.now_ms()

    async def read(tx: base.Tx) -> tuple[subject.Agent, bool]:
        return await agents.authenticate(tx, token, now_ms=now_ms)

    who, stale = await service.database.read(read)
    if stale and touch:

        async def note(tx: base.Tx) -> None:
            await agents.touch(tx, token, now_ms=now_ms)

        await service.database.write(note)
    return who


def session_token(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    """Return the token in the agent's cookie."""
    secure = services.of(connection).config.secure
    return connection.cookies.get(SECURE_COOKIE if secure else COOKIE)


_SETTLE: Final[dict[Policy, Callable[[litestar.Request[Any, Any, Any]], Awaitable[Caller]]]] = {
    Policy.OWNER: _owner,
    Policy.ACCOUNT: _account,
    Policy.APP: _app,
    Policy.USER: _user,
    Policy.PROVED_USER: _proved_user,
    Policy.SDK: _sdk,
    Policy.SDK_USER: _sdk_user,
    Policy.INBOX: _inbox,
    Policy.AGENT: _agent,
}


_PUBLIC_API: Final = frozenset({Policy.OWNER, Policy.ACCOUNT, Policy.APP, Policy.USER, Policy.PROVED_USER})


def subject_of(who: Caller) -> subject.Subject:
    """Return the subject of a caller whose policy demands one.

    Raises:
        errors.Unauthorized: nobody is known.
    """
    if who.subject is None:
        raise errors.Unauthorized
    return who.subject


def account_of(request: litestar.Request[Any, Any, Any]) -> subject.Account:
    """Return the account of a caller whose policy demands one.

    Raises:
        errors.Forbidden: somebody else calls.
    """
    who = caller(request).subject
    if not isinstance(who, subject.Account):
        raise errors.Forbidden
    return who


def is_app_user(who: Caller) -> bool:
    """Whether an end user makes the request."""
    return isinstance(who.subject, callers.END_USER)
