"""Inbox routes of the agent: sign in by password or one-time link, sign out, change the password."""

import asyncio
from typing import Any

import litestar
from litestar.datastructures import Cookie
from msgspec import UNSET

from smooch_server.api import clients, policy, services
from smooch_server.auth import agents, subject
from smooch_server.core import clock, errors
from smooch_server.storage import base
from smooch_server.wire import inbox, sdk

Request = litestar.Request[Any, Any, Any]
_INBOX = {policy.OPT: policy.Policy.INBOX}
_AGENT = {policy.OPT: policy.Policy.AGENT}
_WRONG = "The e-mail address or the password is wrong"


@litestar.post("/inbox/api/session", tags=["Inbox"], opt=_INBOX, status_code=200)
async def sign_in(request: Request, data: inbox.SignIn) -> litestar.Response[inbox.AgentReply]:
    """Sign in by password. The answer and its time tell nothing about unknown addresses."""
    service, now_ms = services.of(request), clock.now_ms()
    await _note_attempt(service, email=data.email, ip=clients.network(request), now_ms=now_ms)
    found = await service.database.read(lambda tx: agents.by_email(tx, data.email))
    hashed = found[1] if found else None
    right = await asyncio.to_thread(agents.verify_password, hashed, data.password)
    if found is None or not right:
        raise errors.InvalidAuth(_WRONG)
    agent = found[0]

    async def write(tx: base.Tx) -> str:
        await agents.forget_attempts(tx, email=data.email)
        return await agents.start_session(tx, agent.agent_id, now_ms=now_ms)

    return _reply(service, agent, await service.database.write(write))


@litestar.post("/inbox/api/session/link", tags=["Inbox"], opt=_INBOX, status_code=200)
async def sign_in_by_link(request: Request, data: inbox.SignInLink) -> litestar.Response[inbox.AgentReply]:
    """Sign in by a one-time link."""
    service, now_ms = services.of(request), clock.now_ms()
    await _note_attempt(service, email=None, ip=clients.network(request), now_ms=now_ms)

    async def write(tx: base.Tx) -> tuple[subject.Agent, str]:
        agent = await agents.use_link(tx, data.token, now_ms=now_ms)
        return agent, await agents.start_session(tx, agent.agent_id, now_ms=now_ms)

    agent, token = await service.database.write(write)
    return _reply(service, agent, token)


@litestar.get("/inbox/api/session", tags=["Inbox"], opt=_AGENT)
async def get_session(request: Request) -> inbox.AgentReply:
    """Return who is signed in."""
    return inbox.AgentReply(agent=_agent(agent_of(request)))


@litestar.delete("/inbox/api/session", tags=["Inbox"], opt=_AGENT, status_code=200)
async def sign_out(request: Request) -> litestar.Response[sdk.Empty]:
    """Sign out on this device."""
    service, token = services.of(request), policy.session_token(request)
    agent = agent_of(request)

    async def write(tx: base.Tx) -> None:
        await agents.end_session(tx, token or "")

    await service.database.write(write)
    service.fanout.recheck_agent(agent.agent_id)
    return litestar.Response(sdk.Empty(), cookies=[_cookie(service, "", max_age=0)])


@litestar.put("/inbox/api/password", tags=["Inbox"], opt=_AGENT)
async def change_password(request: Request, data: inbox.ChangePassword) -> litestar.Response[inbox.AgentReply]:
    """Set a password; every other session of the agent ends."""
    service, agent, now_ms = services.of(request), agent_of(request), clock.now_ms()
    if agent.has_password:
        await _note_attempt(service, email=agent.email, ip=clients.network(request), now_ms=now_ms)
        current = await service.database.read(lambda tx: agents.password_hash(tx, agent.agent_id))
        given = "" if data.current is UNSET else str(data.current)
        if not await asyncio.to_thread(agents.verify_password, current, given):
            raise errors.BadRequest("current: is not your password")
    hashed = await asyncio.to_thread(agents.hash_password, data.password)

    async def write(tx: base.Tx) -> tuple[subject.Agent, str]:
        await agents.set_password(tx, agent.agent_id, hashed)
        await agents.forget_attempts(tx, email=agent.email)
        token = await agents.start_session(tx, agent.agent_id, now_ms=now_ms)
        return (await agents.authenticate(tx, token, now_ms=now_ms))[0], token

    changed, token = await service.database.write(write)
    service.fanout.recheck_agent(agent.agent_id)
    return _reply(service, changed, token)


def agent_of(request: Request) -> subject.Agent:
    """Return the signed-in agent."""
    who = policy.caller(request).subject
    if not isinstance(who, subject.Agent):
        raise errors.Unauthorized("Sign in first")
    return who


async def _note_attempt(service: services.Services, *, email: str | None, ip: str, now_ms: int) -> None:
    async def write(tx: base.Tx) -> int | None:
        return await agents.note_attempt(tx, email=email, ip=ip, now_ms=now_ms)

    wait = await service.database.write(write)
    if wait is not None:
        raise errors.TooManyRequests("Too many attempts to sign in; try again later", retry_after=wait)


def _reply(service: services.Services, agent: subject.Agent, token: str) -> litestar.Response[inbox.AgentReply]:
    cookie = _cookie(service, token, max_age=agents.ABSOLUTE_MS // 1000)
    return litestar.Response(inbox.AgentReply(agent=_agent(agent)), cookies=[cookie])


def _cookie(service: services.Services, token: str, *, max_age: int) -> Cookie:
    secure = service.config.secure
    return Cookie(
        key=policy.SECURE_COOKIE if secure else policy.COOKIE,
        value=token,
        max_age=max_age,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def _agent(agent: subject.Agent) -> inbox.Agent:
    return inbox.Agent(id=agent.agent_id, email=agent.email, name=agent.name, hasPassword=agent.has_password)


HANDLERS = [sign_in, sign_in_by_link, get_session, sign_out, change_password]
