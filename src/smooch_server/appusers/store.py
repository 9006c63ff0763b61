"""All SQL of users and their clients."""

from collections.abc import Sequence
from typing import Any, Final, cast

import msgspec

from smooch_server.appusers import model
from smooch_server.core import jsonmap
from smooch_server.storage import base, padding

_USER: Final = (
    "app_user_id, app_id, user_id, given_name, surname, email, locale, avatar_url, signed_up_ms, properties,"
    " conversation_started, credential_required, created_ms, animal_name"
)
_ONE: Final = "WHERE app_id = $1 AND app_user_id = $2 AND deleted_ms IS NULL"
_BY_ID: Final = f"SELECT {_USER} FROM app_user {_ONE}"
_BY_USER_ID: Final = f"SELECT {_USER} FROM app_user WHERE app_id = $1 AND user_id = $2 AND deleted_ms IS NULL"
# Takes the row's lock: what is read of it stays true until the commit.
_LOCK: Final = f"UPDATE app_user SET app_id = app_id {_ONE} RETURNING {_USER}"
_SET_PROFILE: Final = (
    "UPDATE app_user SET given_name = $3, surname = $4, email = $5, locale = $6, avatar_url = $7, signed_up_ms = $8,"
    f" properties = $9 {_ONE}"
)
_IDENTIFY: Final = f"UPDATE app_user SET user_id = $3, credential_required = $4 {_ONE} RETURNING {_USER}"
_SURVIVE: Final = f"UPDATE app_user SET conversation_started = $3, credential_required = $4 {_ONE}"
_REQUIRE_CREDENTIAL: Final = f"UPDATE app_user SET credential_required = TRUE {_ONE} RETURNING {_USER}"
_UNSECURED: Final = (
    "SELECT 1 FROM app_user WHERE app_id = $1 AND user_id = $2 AND NOT credential_required AND deleted_ms IS NULL"
)
_SECURE: Final = "UPDATE app_user SET credential_required = TRUE WHERE app_id = $1 AND user_id = $2"
_NEWEST: Final = (
    f"SELECT {_USER} FROM app_user WHERE app_id = $1 AND deleted_ms IS NULL AND signed_up_ms >= $2"
    " AND (signed_up_ms, app_user_id) < ($3, $4) ORDER BY signed_up_ms DESC, app_user_id DESC LIMIT $5"
)
_NEWEST_OF_EMAIL: Final = _NEWEST.replace("deleted_ms IS NULL", "deleted_ms IS NULL AND email = $6")
_NAMED: Final[dict[base.Dialect, str]] = {
    dialect: (
        f"SELECT {_USER} FROM app_user WHERE app_id = $1 AND deleted_ms IS NULL AND user_id{bytewise} >= $2"
        f" AND user_id{bytewise} < $3 AND user_id{bytewise} > $4 ORDER BY user_id{bytewise} LIMIT $5"
    )
    for dialect, bytewise in cast(list[tuple[base.Dialect, str]], [("sqlite", ""), ("postgres", ' COLLATE "C"')])
}
MAX_CLIENTS: Final = 50  # of one user; a browser that forgets its storage is a new device each time
_DROP_SURPLUS: Final = (
    "DELETE FROM client WHERE app_user_id = $1 AND device_id IN (SELECT device_id FROM client WHERE app_user_id = $1"
    f" AND device_id <> $2 ORDER BY active DESC, last_seen_ms DESC, device_id LIMIT 1000 OFFSET {MAX_CLIENTS - 1})"
)
_CLIENT: Final = (
    "client_id, device_id, platform, integration_id, active, is_primary, app_version, info, last_seen_ms, linked_ms,"
    " pending, push_token, external_id, display_name, avatar_url, raw"
)
# Of a device that both users have, the newer row stays.
_DROP_DOUBLES: Final = (
    "DELETE FROM client WHERE app_user_id IN ($1, $2) AND EXISTS (SELECT 1 FROM client AS o"
    " WHERE o.app_user_id IN ($1, $2) AND o.app_user_id <> client.app_user_id AND o.device_id = client.device_id"
    " AND (o.active, o.last_seen_ms, o.app_user_id) > (client.active, client.last_seen_ms, client.app_user_id))"
)
_SETTLE_PRIMARY: Final = (
    "UPDATE client SET is_primary = COALESCE(device_id = (SELECT o.device_id FROM client AS o WHERE o.app_user_id = $1"
    " AND o.active AND NOT o.pending ORDER BY o.is_primary DESC, o.last_seen_ms DESC, o.device_id LIMIT 1), FALSE)"
    " WHERE app_user_id = $1"
)
_decode_map: Final = msgspec.json.Decoder(dict[str, jsonmap.Scalar]).decode


async def by_id(tx: base.Tx, app_id: str, app_user_id: str) -> model.AppUser | None:
    row = await tx.one(_BY_ID, app_id, app_user_id)
    return _user(row) if row else None


async def by_user_id(tx: base.Tx, app_id: str, user_id: str) -> model.AppUser | None:
    row = await tx.one(_BY_USER_ID, app_id, user_id)
    return _user(row) if row else None


async def by_ids(tx: base.Tx, app_id: str, app_user_ids: Sequence[str]) -> dict[str, model.AppUser]:
    """Return those users of the app that exist, by id. One statement: pass at most 500 ids."""
    if not app_user_ids:
        return {}
    marks, given = padding.padded(app_user_ids, first=2)
    # Not the plain column: SQLite would rather look through the whole app than for each id.
    rows = await tx.all(
        f"SELECT {_USER} FROM app_user WHERE app_id || '' = $1 AND deleted_ms IS NULL AND app_user_id IN ({marks})",
        app_id,
        *given,
    )
    users = map(_user, rows)
    return {user.app_user_id: user for user in users}


async def newest(
    tx: base.Tx, app_id: str, *, before: tuple[int, str], since_ms: int, email: str | None, limit: int
) -> list[model.AppUser]:
    """Return users who signed up at `since_ms` or later, the newest first, that stand below `before`."""
    if email is None:
        rows = await tx.all(_NEWEST, app_id, since_ms, before[0], before[1], limit)
    else:
        rows = await tx.all(_NEWEST_OF_EMAIL, app_id, since_ms, before[0], before[1], limit, email)
    return [_user(row) for row in rows]


async def named(tx: base.Tx, app_id: str, *, beginning: str, after: str, limit: int) -> list[model.AppUser]:
    """Return users whose `userId` begins like this and stands behind `after`, in the order of their bytes."""
    end = beginning + "\U0010ffff"
    rows = await tx.all(_NAMED[tx.dialect], app_id, beginning, end, after, limit)
    return [_user(row) for row in rows]


async def insert(tx: base.Tx, user: model.AppUser) -> None:
    await tx.run(
        f"INSERT INTO app_user ({_USER}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        user.app_user_id,
        user.app_id,
        user.user_id,
        user.given_name,
        user.surname,
        user.email,
        user.locale,
        user.avatar_url,
        user.signed_up_ms,
        msgspec.json.encode(user.properties),
        user.conversation_started,
        user.credential_required,
        user.created_ms,
        user.animal_name,
    )


async def lock(tx: base.Tx, app_id: str, app_user_id: str) -> model.AppUser | None:
    """Return the user and keep every other writer of the row waiting until the commit."""
    row = await tx.one(_LOCK, app_id, app_user_id)
    return _user(row) if row else None


async def set_profile(tx: base.Tx, user: model.AppUser) -> None:
    """Store the profile of a user that `lock` gave. Identity and `conversation_started` have their own verbs."""
    await tx.run(
        _SET_PROFILE,
        user.app_id,
        user.app_user_id,
        user.given_name,
        user.surname,
        user.email,
        user.locale,
        user.avatar_url,
        user.signed_up_ms,
        msgspec.json.encode(user.properties),
    )


async def identify(
    tx: base.Tx, app_id: str, app_user_id: str, user_id: str, *, credential_required: bool
) -> model.AppUser | None:
    """Name the user, and say whether from now on only a JWT proves it. Call `lock` first.

    Raises:
        base.UniqueViolation: the app has another user of that name.
    """
    row = await tx.one(_IDENTIFY, app_id, app_user_id, user_id, credential_required)
    return _user(row) if row else None


async def is_unsecured(tx: base.Tx, app_id: str, user_id: str) -> bool:
    """Whether there is a user of this `user_id` who needs no JWT yet."""
    return await tx.one(_UNSECURED, app_id, user_id) is not None


async def secure(tx: base.Tx, app_id: str, user_id: str) -> None:
    """Note that from now on only a JWT proves the user of this `user_id`."""
    await tx.run(_SECURE, app_id, user_id)


async def require_credential(tx: base.Tx, app_id: str, app_user_id: str) -> model.AppUser | None:
    """Note that only a JWT proves the user."""
    row = await tx.one(_REQUIRE_CREDENTIAL, app_id, app_user_id)
    return _user(row) if row else None


async def survive(tx: base.Tx, user: model.AppUser) -> None:
    """Store a locked user who took over another."""
    await set_profile(tx, user)
    await tx.run(_SURVIVE, user.app_id, user.app_user_id, user.conversation_started, user.credential_required)


async def mark_started(tx: base.Tx, app_id: str, app_user_id: str) -> bool:
    """Note that the user has a conversation, and lock the row; False when the user is gone."""
    return await tx.run(f"UPDATE app_user SET conversation_started = TRUE {_ONE}", app_id, app_user_id) > 0


async def delete(tx: base.Tx, app_id: str, app_user_id: str) -> None:
    """Delete the user with what is left of clients and sessions."""
    await tx.run("DELETE FROM app_user WHERE app_id = $1 AND app_user_id = $2", app_id, app_user_id)


async def clients(tx: base.Tx, app_id: str, app_user_id: str) -> list[model.Client]:
    rows = await tx.all(
        f"SELECT {_CLIENT} FROM client WHERE app_id = $1 AND app_user_id = $2 ORDER BY linked_ms, client_id",
        app_id,
        app_user_id,
    )
    return [_client(row) for row in rows]


async def clients_of(tx: base.Tx, app_id: str, app_user_ids: Sequence[str]) -> dict[str, list[model.Client]]:
    """Return the clients of several users. One statement: pass at most 100 ids."""
    found: dict[str, list[model.Client]] = {each: [] for each in app_user_ids}
    if found:
        marks, given = padding.padded(app_user_ids, first=2)
        rows = await tx.all(
            f"SELECT {_CLIENT}, app_user_id FROM client WHERE app_id = $1 AND app_user_id IN ({marks})"
            " ORDER BY linked_ms, client_id",
            app_id,
            *given,
        )
        for row in rows:
            found[cast(str, row[-1])].append(_client(row))
    return found


async def upsert_client(tx: base.Tx, app_id: str, app_user_id: str, client: model.Client) -> None:
    """Add the device, or note that it spoke again; it becomes the primary one.

    Call `lock` first: one of two devices that speak at once is the primary one, not both. Of more than MAX_CLIENTS
    the inactive ones go, then those not heard of for the longest time.
    """
    await tx.run(
        "UPDATE client SET is_primary = FALSE WHERE app_user_id = $1 AND device_id <> $2 AND is_primary",
        app_user_id,
        client.device_id,
    )
    row = await tx.one(
        "INSERT INTO client (app_id, app_user_id, client_id, device_id, platform, integration_id, active, is_primary,"
        " app_version, info, last_seen_ms, linked_ms, push_token)"
        " VALUES ($1, $2, $3, $4, $5, $6, TRUE, TRUE, $7, $8, $9, $9, $10)"
        " ON CONFLICT (app_user_id, device_id) DO UPDATE SET active = TRUE, is_primary = TRUE,"
        " app_version = excluded.app_version, info = excluded.info, last_seen_ms = excluded.last_seen_ms,"
        " push_token = COALESCE(excluded.push_token, client.push_token)"
        " RETURNING client_id",
        app_id,
        app_user_id,
        client.client_id,
        client.device_id,
        client.platform,
        client.integration_id,
        client.app_version,
        msgspec.json.encode(client.info),
        client.last_seen_ms,
        client.push_token,
    )
    if row is not None and row[0] == client.client_id:  # a new device
        await tx.run(_DROP_SURPLUS, app_user_id, client.device_id)


async def clear_clients(tx: base.Tx, app_id: str, app_user_id: str) -> None:
    """Erase what the user's devices and channel accounts told of themselves."""
    await tx.run(
        "UPDATE client SET info = $3, display_name = NULL, avatar_url = NULL, raw = NULL"
        " WHERE app_id = $1 AND app_user_id = $2 AND NOT pending",
        app_id,
        app_user_id,
        msgspec.json.encode({}),
    )


async def deactivate_client(tx: base.Tx, app_id: str, app_user_id: str, device_id: str) -> None:
    await tx.run(
        "UPDATE client SET active = FALSE, is_primary = FALSE"
        " WHERE app_id = $1 AND app_user_id = $2 AND device_id = $3",
        app_id,
        app_user_id,
        device_id,
    )


async def move_clients(tx: base.Tx, app_user_id: str, *, to: str) -> None:
    """Give all clients of one user to another; the one last used is the primary one of all. Lock both users first."""
    await tx.run(_DROP_DOUBLES, app_user_id, to)
    await tx.run("UPDATE client SET app_user_id = $2 WHERE app_user_id = $1", app_user_id, to)
    await settle_primary(tx, to)
    row = await tx.one("SELECT device_id FROM client WHERE app_user_id = $1 AND is_primary", to)
    if row is not None:
        await tx.run(_DROP_SURPLUS, to, row[0])


async def settle_primary(tx: base.Tx, app_user_id: str) -> None:
    """Make exactly one of the active clients the primary one: the one that was, else the last used."""
    await tx.run(_SETTLE_PRIMARY, app_user_id)


def _user(row: base.Row) -> model.AppUser:
    value: Any = row  # one look at the types for fourteen columns: this runs for every request
    return model.AppUser(
        app_user_id=value[0],
        app_id=value[1],
        user_id=value[2],
        given_name=value[3],
        surname=value[4],
        email=value[5],
        locale=value[6],
        avatar_url=value[7],
        signed_up_ms=value[8],
        properties=_decode_map(value[9]),
        conversation_started=bool(value[10]),
        credential_required=bool(value[11]),
        created_ms=value[12],
        animal_name=bool(value[13]),
    )


def _client(row: base.Row) -> model.Client:
    return model.Client(
        client_id=cast(str, row[0]),
        device_id=cast(str, row[1]),
        platform=cast(str, row[2]),
        integration_id=cast(str | None, row[3]),
        active=bool(row[4]),
        primary=bool(row[5]),
        app_version=cast(str | None, row[6]),
        info=_decode_map(cast(bytes, row[7])),
        last_seen_ms=cast(int, row[8]),
        linked_ms=cast(int, row[9]),
        pending=bool(row[10]),
        push_token=cast(str | None, row[11]),
        external_id=cast(str | None, row[12]),
        display_name=cast(str | None, row[13]),
        avatar_url=cast(str | None, row[14]),
        raw=None if row[15] is None else msgspec.json.decode(cast(bytes, row[15])),
    )
