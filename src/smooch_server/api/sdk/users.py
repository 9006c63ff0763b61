"""SDK routes that make, find and change the visitor: users, login, logout."""

from typing import Any, TypeVar

import litestar
from msgspec import UNSET

from smooch_server.api import clients, edge, happenings, limits, policy, profiles, services
from smooch_server.api.sdk import parts
from smooch_server.appusers import access as appuser_access
from smooch_server.appusers import model as appuser_model
from smooch_server.appusers import store as appuser_store
from smooch_server.appusers import users
from smooch_server.auth import credentials, sessions, subject
from smooch_server.conversations import messages
from smooch_server.conversations import store as conversation_store
from smooch_server.core import clock, errors
from smooch_server.identity import codes
from smooch_server.identity import login as login_verb
from smooch_server.storage import base
from smooch_server.wire import sdk, v1_1

T = TypeVar("T")
Request = litestar.Request[Any, Any, Any]
_SDK = {policy.OPT: policy.Policy.SDK}
_SDK_USER = {policy.OPT: policy.Policy.SDK_USER}
_PREFIX = "/sdk/apps/{app_id:str}"


@litestar.post(f"{_PREFIX}/appusers", tags=["SDK"], opt=_SDK, status_code=201)
async def create_user(request: Request, data: sdk.CreateUser) -> sdk.Session:
    """Make a user and the conversation in one call: the visitor's first act.

    Without `userId` the user is anonymous and gets a session token; with it, a JWT must prove it.
    """
    service, app_id = services.of(request), policy.caller(request).app_id
    service.limits.take(limits.CONVERSATIONS, clients.network(request))
    device, changes, now_ms = parts.device(data.client), profiles.changes(data), clock.now_ms()
    given = _bearer(request) if data.userId is not UNSET else None

    async def write(tx: base.Tx) -> sdk.Session:
        user_id = await _proved_user_id(tx, service, app_id, given, data.userId) if given else None
        who = login_verb.Who(app_id=app_id, user_id=user_id, proof="jwt" if given else "none", bound=None)
        source = await parts.source_of(tx, app_id, device)
        outcome = await login_verb.login(
            tx, who, device, integration_id=source.integration_id, changes=changes, now_ms=now_ms
        )
        user = parts.known(outcome)
        conversation, started = await messages.start(tx, service.log, user, "appUser", source=source, now_ms=now_ms)
        await happenings.owe_webhooks(tx, user, [started] if started else [])
        await happenings.logged_in(tx, outcome, device.device_id, at_ms=now_ms)
        token = None if given else await parts.new_session(tx, user, device, now_ms=now_ms)
        return await parts.session(tx, service, user, conversation, token)

    return await _written(service.database, write)


@litestar.post(f"{_PREFIX}/login", tags=["SDK"], opt=_SDK, status_code=200)
async def login(request: Request, data: sdk.Login) -> sdk.Session | sdk.Empty:
    """Become the user whom a JWT proves, or whom an `authCode` of the business names.

    An anonymous conversation is brought along to the user of a JWT. Answers `{}` when that user is unknown and nothing
    was brought: it is made with the first use. The user of an `authCode` gets a session token.
    """
    service, app_id = services.of(request), policy.caller(request).app_id
    device, now_ms = parts.device(data.client), clock.now_ms()
    if data.userId is UNSET:
        return await _login_by_code(request, data, device)
    given = _bearer(request)

    async def write(tx: base.Tx) -> sdk.Session | sdk.Empty:
        user_id = await _proved_user_id(tx, service, app_id, given, data.userId)
        anonymous = await _anonymous(tx, app_id, data, now_ms=now_ms)
        who = login_verb.Who(app_id=app_id, user_id=user_id, proof="jwt", bound=anonymous)
        source = await parts.source_of(tx, app_id, device)
        outcome = await login_verb.login(
            tx, who, device, integration_id=source.integration_id, create=False, now_ms=now_ms
        )
        await happenings.logged_in(tx, outcome, device.device_id, at_ms=now_ms)
        if outcome.user is None:
            return sdk.Empty()
        conversation = await conversation_store.of_user(tx, app_id, outcome.user.app_user_id)
        return await parts.session(tx, service, outcome.user, conversation, None)

    return await _written(service.database, write)


async def _login_by_code(request: Request, data: sdk.Login, device: appuser_model.Device) -> sdk.Session:
    if data.authCode is UNSET:
        raise errors.BadRequest("userId: is required, or authCode")
    service, app_id = services.of(request), policy.caller(request).app_id
    service.limits.take(limits.CODES, clients.network(request))
    code, now_ms = str(data.authCode), clock.now_ms()

    async def write(tx: base.Tx) -> sdk.Session:
        user = await codes.spend_auth(tx, app_id, code, now_ms=now_ms)
        source = await parts.source_of(tx, app_id, device)
        outcome = await login_verb.attach(tx, user, device, integration_id=source.integration_id, now_ms=now_ms)
        await happenings.logged_in(tx, outcome, device.device_id, at_ms=now_ms)
        conversation = await conversation_store.of_user(tx, app_id, user.app_user_id)
        token = await parts.new_session(tx, user, device, proved=True, now_ms=now_ms)
        return await parts.session(tx, service, user, conversation, token)

    return await service.database.write(write)


@litestar.post(f"{_PREFIX}/appusers/{{user:str}}/logout", tags=["SDK"], opt=_SDK_USER, status_code=200)
async def logout(request: Request, user: str, data: sdk.Logout) -> sdk.Empty:
    """Leave the user on this device: its client becomes inactive and its session ends."""
    service, who = services.of(request), policy.caller(request)

    async def write(tx: base.Tx) -> None:
        owner = await appuser_access.reach(tx, policy.subject_of(who), who.app_id, user)
        if await login_verb.logout(tx, owner, data.client.id):
            await happenings.left(tx, owner, data.client.id, at_ms=clock.now_ms())

    await service.database.write(write)
    return sdk.Empty()


@litestar.get(f"{_PREFIX}/appusers/{{user:str}}", tags=["SDK"], opt=_SDK_USER)
async def get_user(request: Request, user: str) -> sdk.Session:
    """Return the visitor and, when there is one, the conversation."""
    service, who = services.of(request), policy.caller(request)

    async def read(tx: base.Tx) -> sdk.Session:
        owner = await appuser_access.reach(tx, policy.subject_of(who), who.app_id, user)
        conversation = await conversation_store.of_user(tx, who.app_id, owner.app_user_id)
        return await parts.session(tx, service, owner, conversation, None)

    return await service.database.read(read)


@litestar.put(f"{_PREFIX}/appusers/{{user:str}}", tags=["SDK"], opt=_SDK_USER)
async def update_user(request: Request, user: str, data: sdk.UserProps) -> sdk.UserReply:
    """Change the visitor's profile."""
    service, who, changes = services.of(request), policy.caller(request), profiles.changes(data)

    async def write(tx: base.Tx) -> sdk.UserReply:
        owner = await appuser_access.reach(tx, policy.subject_of(who), who.app_id, user)
        changed = await users.update(tx, owner, changes)
        clients = await appuser_store.clients(tx, who.app_id, owner.app_user_id)
        return sdk.UserReply(appUser=v1_1.app_user(changed, clients))

    return await service.database.write(write)


async def _written(database: base.Database, operation: base.Operation[T]) -> T:
    """Write, and once more when another device made, or merged, the same user at that moment: now it is found."""
    try:
        return await database.write(operation)
    except (base.UniqueViolation, errors.UserAlreadyExists, errors.UserNotFound):
        return await database.write(operation)


def _bearer(request: Request) -> credentials.Bearer:
    given = credentials.parse(edge.header(request.scope, b"authorization"))
    if not isinstance(given, credentials.Bearer):
        raise errors.InvalidAuth("userId needs a JWT")
    return given


async def _proved_user_id(
    tx: base.Tx, service: services.Services, app_id: str, given: credentials.Bearer, claimed: Any
) -> str:
    who, _ = await policy.sdk_subject(tx, service, app_id, given, now_ms=0)
    if who.user_id != claimed or who.user_id is None:
        raise errors.InvalidAuth("The token is for another userId")
    users.check_user_id(who.user_id)
    return who.user_id


async def _anonymous(tx: base.Tx, app_id: str, data: sdk.Login, *, now_ms: int) -> appuser_model.AppUser | None:
    """Return the anonymous user that the device brings, when it proves to be it."""
    if data.appUserId is UNSET or data.sessionToken is UNSET:
        return None
    try:
        who: subject.AppUser
        who, _ = await sessions.authenticate(
            tx, app_id=app_id, app_user_id=str(data.appUserId), token=str(data.sessionToken), now_ms=now_ms
        )
    except errors.InvalidAuth:
        return None  # an old session on the device must not stop the login
    user = await appuser_store.by_id(tx, app_id, who.app_user_id or "")
    return user if user is not None and user.user_id is None else None


HANDLERS = [create_user, login, logout, get_user, update_user]
