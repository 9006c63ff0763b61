"""Agents: passwords (Argon2id), sessions, one-time sign-in links and limits on guessing."""

import hashlib
from typing import Final, cast

import argon2

from smooch_server.auth import subject
from smooch_server.core import errors, ids
from smooch_server.storage import base

HOUR_MS: Final = 3_600_000
IDLE_MS: Final = 12 * HOUR_MS
ABSOLUTE_MS: Final = 7 * 24 * HOUR_MS
TOUCH_MS: Final = HOUR_MS  # `used_ms` is written at most once an hour
LINK_MS: Final = HOUR_MS
INVITE_MS: Final = 72 * HOUR_MS
ATTEMPTS_MS: Final = 15 * 60_000
ATTEMPTS_PER_EMAIL: Final = 5
ATTEMPTS_PER_IP: Final = 20
MIN_PASSWORD_CHARS: Final = 10
MAX_PASSWORD_CHARS: Final = 1024  # Argon2 would hash any length; an attacker should not choose it

_hasher: Final = argon2.PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Verified when the address is unknown, so that both answers take the same time.
_NOBODY: Final = _hasher.hash("nobody has this password")
_LOCK_SUBJECT: Final = (
    "INSERT INTO sign_in_subject (subject, noted_ms) VALUES ($1, $2)"
    " ON CONFLICT (subject) DO UPDATE SET noted_ms = excluded.noted_ms"
)
_PURGE_SESSIONS: Final = (
    "DELETE FROM agent_session WHERE token_hash IN"
    " (SELECT token_hash FROM agent_session WHERE used_ms < $1 OR created_ms < $2 LIMIT $3)"
)
_PURGE_SUBJECTS: Final = (
    "DELETE FROM sign_in_subject WHERE noted_ms < $1 AND subject IN"
    " (SELECT subject FROM sign_in_subject WHERE noted_ms < $1 ORDER BY subject LIMIT $2) RETURNING subject"
)
_AGENT: Final = "agent_id, account_id, email, name, password_hash"


def digest(token: str) -> bytes:
    """Return what is stored of a session or link token."""
    return hashlib.sha256(token.encode()).digest()


def hash_password(password: str) -> str:
    """Hash a password; takes tens of milliseconds, so run it off the event loop.

    Raises:
        errors.BadRequest: it is too short or too long.
    """
    if len(password) < MIN_PASSWORD_CHARS:
        raise errors.BadRequest(f"password: must have at least {MIN_PASSWORD_CHARS} characters")
    if len(password) > MAX_PASSWORD_CHARS:
        raise errors.BadRequest(f"password: must not have more than {MAX_PASSWORD_CHARS} characters")
    return _hasher.hash(password)


def verify_password(password_hash: str | None, password: str) -> bool:
    """Compare in the same time whether or not there is a hash; run it off the event loop."""
    try:
        _hasher.verify(password_hash or _NOBODY, password[:MAX_PASSWORD_CHARS])
    except argon2.exceptions.VerifyMismatchError:
        return False
    return password_hash is not None


async def create(tx: base.Tx, *, account_id: str, email: str, now_ms: int) -> subject.Agent:
    """Make an agent without a password.

    Raises:
        errors.BadRequest: the address cannot be one.
        errors.Conflict: there is an agent with this address.
    """
    address = normalise(email)
    name, at, domain = address.partition("@")
    if not name or not at or not domain or " " in address or len(address) > 254:
        raise errors.BadRequest(f"email: '{email}' is not an e-mail address")
    if await by_email(tx, address):
        raise errors.Conflict(f"There is an agent with the address {address} already")
    agent_id = ids.new_id(now_ms)
    shown = name.replace(".", " ").replace("_", " ").title()  # what visitors see: Anna Smith for anna.smith@
    await tx.run(
        "INSERT INTO agent (agent_id, account_id, email, name, created_ms) VALUES ($1, $2, $3, $4, $5)",
        agent_id,
        account_id,
        address,
        shown,
        now_ms,
    )
    return subject.Agent(agent_id=agent_id, account_id=account_id, email=address, name=shown, has_password=False)


def normalise(email: str) -> str:
    return email.strip().lower()


async def by_email(tx: base.Tx, email: str) -> tuple[subject.Agent, str | None] | None:
    """Return the agent and the password hash."""
    row = await tx.one(f"SELECT {_AGENT} FROM agent WHERE email = $1", normalise(email))
    return (_agent(row), cast(str | None, row[4])) if row else None


async def password_hash(tx: base.Tx, agent_id: str) -> str | None:
    row = await tx.one("SELECT password_hash FROM agent WHERE agent_id = $1", agent_id)
    return cast(str | None, row[0]) if row else None


async def first(tx: base.Tx) -> subject.Agent | None:
    """Return the agent who was made first."""
    row = await tx.one(f"SELECT {_AGENT} FROM agent ORDER BY created_ms, agent_id LIMIT 1")
    return _agent(row) if row else None


async def set_password(tx: base.Tx, agent_id: str, password_hash: str) -> None:
    """Store a new password hash; every session of the agent ends."""
    await tx.run("UPDATE agent SET password_hash = $2 WHERE agent_id = $1", agent_id, password_hash)
    await tx.run("DELETE FROM agent_session WHERE agent_id = $1", agent_id)
    await tx.run("DELETE FROM sign_in_link WHERE agent_id = $1", agent_id)


async def start_session(tx: base.Tx, agent_id: str, *, now_ms: int) -> str:
    """Make a session and return its token, which is not kept."""
    token = ids.new_session_token()
    await tx.run(
        "INSERT INTO agent_session (token_hash, agent_id, created_ms, used_ms) VALUES ($1, $2, $3, $3)",
        digest(token),
        agent_id,
        now_ms,
    )
    return token


async def end_session(tx: base.Tx, token: str) -> None:
    await tx.run("DELETE FROM agent_session WHERE token_hash = $1", digest(token))


async def authenticate(tx: base.Tx, token: str, *, now_ms: int) -> tuple[subject.Agent, bool]:
    """Return the agent of a live session, and whether `touch` is due.

    Raises:
        errors.InvalidAuth: there is no such session, or it has ended.
    """
    row = await tx.one(
        "SELECT agent.agent_id, agent.account_id, agent.email, agent.name, agent.password_hash,"
        " agent_session.created_ms, agent_session.used_ms"
        " FROM agent_session JOIN agent ON agent.agent_id = agent_session.agent_id WHERE token_hash = $1",
        digest(token),
    )
    if row is None:
        raise errors.InvalidAuth
    created_ms, used_ms = cast(int, row[5]), cast(int, row[6])
    if now_ms - used_ms > IDLE_MS or now_ms - created_ms > ABSOLUTE_MS:
        raise errors.InvalidAuth("The session has ended; sign in again")
    return _agent(row), now_ms - used_ms > TOUCH_MS


async def touch(tx: base.Tx, token: str, *, now_ms: int) -> None:
    await tx.run("UPDATE agent_session SET used_ms = $2 WHERE token_hash = $1", digest(token), now_ms)


async def create_link(tx: base.Tx, agent_id: str, *, lifetime_ms: int, now_ms: int) -> str:
    """Make a one-time sign-in link and return its token, which is not kept."""
    token = ids.new_session_token()
    await tx.run("DELETE FROM sign_in_link WHERE expires_ms < $1", now_ms)
    await tx.run(
        "INSERT INTO sign_in_link (token_hash, agent_id, expires_ms) VALUES ($1, $2, $3)",
        digest(token),
        agent_id,
        now_ms + lifetime_ms,
    )
    return token


async def use_link(tx: base.Tx, token: str, *, now_ms: int) -> subject.Agent:
    """Spend a sign-in link and return its agent.

    Raises:
        errors.InvalidAuth: it was used, has expired or never existed.
    """
    row = await tx.one(
        "DELETE FROM sign_in_link WHERE token_hash = $1 RETURNING agent_id, expires_ms",
        digest(token),
    )
    if row is None or cast(int, row[1]) < now_ms:
        raise errors.InvalidAuth("This sign-in link was used or has expired; ask for a new one")
    found = await tx.one(f"SELECT {_AGENT} FROM agent WHERE agent_id = $1", row[0])
    if found is None:
        raise errors.InvalidAuth
    return _agent(found)


async def note_attempt(tx: base.Tx, *, email: str | None, ip: str, now_ms: int) -> int | None:
    """Count an attempt to sign in; return the seconds to wait when there were too many, else None.

    Attempts of one subject wait for one another, so that many at once count as many.
    """
    waits = []
    counted = [(f"ip:{ip}", ATTEMPTS_PER_IP)]
    if email is not None:
        counted.append((f"email:{normalise(email)[:254]}", ATTEMPTS_PER_EMAIL))
    for key, most in counted:
        await tx.run(_LOCK_SUBJECT, key, now_ms)
        await tx.run("DELETE FROM sign_in_attempt WHERE subject = $1 AND attempt_ms < $2", key, now_ms - ATTEMPTS_MS)
        row = await tx.one("SELECT COUNT(*), MIN(attempt_ms) FROM sign_in_attempt WHERE subject = $1", key)
        if row and cast(int, row[0]) >= most:
            waits.append((cast(int, row[1]) + ATTEMPTS_MS - now_ms) // 1000 + 1)
        else:
            await tx.run("INSERT INTO sign_in_attempt (subject, attempt_ms) VALUES ($1, $2)", key, now_ms)
    return max(waits, default=None)


async def forget_attempts(tx: base.Tx, *, email: str) -> None:
    """Forget the attempts of an address after it signed in."""
    await tx.run("DELETE FROM sign_in_attempt WHERE subject = $1", f"email:{normalise(email)}")


async def purge(tx: base.Tx, *, now_ms: int, limit: int) -> int:
    """Delete up to `limit` sessions that ended, and as many subjects without a recent attempt; return the larger."""
    sessions = await tx.run(_PURGE_SESSIONS, now_ms - IDLE_MS, now_ms - ABSOLUTE_MS, limit)
    old = await tx.all(_PURGE_SUBJECTS, now_ms - ATTEMPTS_MS, limit)
    for (key,) in old:
        await tx.run("DELETE FROM sign_in_attempt WHERE subject = $1", key)
    return max(sessions, len(old))


def _agent(row: base.Row) -> subject.Agent:
    return subject.Agent(
        agent_id=cast(str, row[0]),
        account_id=cast(str, row[1]),
        email=cast(str, row[2]),
        name=cast(str, row[3]),
        has_password=row[4] is not None,
    )
