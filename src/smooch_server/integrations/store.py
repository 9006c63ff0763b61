"""All SQL of integrations and what belongs to one. Secrets are sealed; only what takes a vault can read them."""

from collections.abc import Sequence
from typing import Any, Final, cast

import msgspec

from smooch_server.apps import vault
from smooch_server.integrations import kinds, model
from smooch_server.storage import base, padding

_COLUMNS: Final = "integration_id, app_id, type, fields, secrets, profile"
_LISTED: Final = "app_id = $1 AND listed"
_ONE: Final = f"{_LISTED} AND integration_id = $2"
_ORDER: Final = "ORDER BY created_ms, integration_id"


async def insert(tx: base.Tx, safe: vault.Vault, integration: model.Integration, *, now_ms: int) -> None:
    await tx.run(
        "INSERT INTO integration (integration_id, app_id, type, fields, secrets, listed, created_ms)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        integration.integration_id,
        integration.app_id,
        integration.kind.name,
        msgspec.json.encode(integration.fields),
        _sealed(safe, integration),
        True,
        now_ms,
    )


async def count(tx: base.Tx, app_id: str) -> int:
    """Return how many listed integrations the app has."""
    [(number,)] = cast(Sequence[tuple[int]], await tx.all(f"SELECT COUNT(*) FROM integration WHERE {_LISTED}", app_id))
    return number


async def page(
    tx: base.Tx, safe: vault.Vault, app_id: str, *, types: Sequence[str], limit: int, offset: int
) -> list[model.Integration]:
    """Return listed integrations, oldest first; `types` empty means every type."""
    among, wanted = "", list[str]()
    if types:
        marks, wanted = padding.padded(types, first=4)
        among = f"AND type IN ({marks})"
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM integration WHERE {_LISTED} {among} {_ORDER} LIMIT $2 OFFSET $3",
        app_id,
        limit,
        offset,
        *wanted,
    )
    return [_integration(safe, row) for row in rows]


async def find(tx: base.Tx, safe: vault.Vault, app_id: str, integration_id: str) -> model.Integration | None:
    row = await tx.one(f"SELECT {_COLUMNS} FROM integration WHERE {_ONE}", app_id, integration_id)
    return _integration(safe, row) if row else None


async def lock(tx: base.Tx, safe: vault.Vault, app_id: str, integration_id: str) -> model.Integration | None:
    """Return the integration and keep every other writer of the row waiting until the commit."""
    row = await tx.one(
        f"UPDATE integration SET app_id = app_id WHERE {_ONE} RETURNING {_COLUMNS}", app_id, integration_id
    )
    return _integration(safe, row) if row else None


async def lock_of_sdk(tx: base.Tx, safe: vault.Vault, app_id: str, kind: str) -> tuple[model.Integration, bool] | None:
    """Return the app's one integration of an SDK and whether it is listed; it is locked."""
    row = await tx.one(
        f"UPDATE integration SET app_id = app_id WHERE app_id = $1 AND type = $2 RETURNING {_COLUMNS}, listed",
        app_id,
        kind,
    )
    return (_integration(safe, row), bool(row[6])) if row else None


async def update(tx: base.Tx, safe: vault.Vault, integration: model.Integration, *, listed: bool = True) -> None:
    """Store an integration that `lock` gave."""
    await tx.run(
        "UPDATE integration SET fields = $2, secrets = $3, profile = $4, listed = $5 WHERE integration_id = $1",
        integration.integration_id,
        msgspec.json.encode(integration.fields),
        _sealed(safe, integration),
        msgspec.json.encode(integration.profile) if integration.profile else None,
        listed,
    )


async def delete(tx: base.Tx, app_id: str, integration_id: str) -> None:
    await tx.run("DELETE FROM integration WHERE app_id = $1 AND integration_id = $2", app_id, integration_id)


async def missing(tx: base.Tx, app_id: str, integration_ids: Sequence[str]) -> str | None:
    """Return the first id that no listed integration of the app has."""
    if not integration_ids:
        return None
    marks, given = padding.padded(integration_ids, first=2)
    rows = await tx.all(
        f"SELECT integration_id FROM integration WHERE {_LISTED} AND integration_id IN ({marks})", app_id, *given
    )
    known = {row[0] for row in rows}
    return next((each for each in integration_ids if each not in known), None)


async def public_fields(tx: base.Tx, app_id: str, types: Sequence[str]) -> list[tuple[str, str, dict[str, Any]]]:
    """Return id, type and fields of the listed integrations of these types, oldest first; their secrets stay sealed."""
    marks, given = padding.padded(types, first=2)
    rows = await tx.all(
        f"SELECT integration_id, type, fields FROM integration WHERE {_LISTED} AND type IN ({marks}) {_ORDER}",
        app_id,
        *given,
    )
    return [(cast(str, row[0]), cast(str, row[1]), msgspec.json.decode(cast(bytes, row[2]))) for row in rows]


def _sealed(safe: vault.Vault, integration: model.Integration) -> bytes | None:
    if not integration.secrets:
        return None
    return safe.seal(msgspec.json.encode(integration.secrets).decode(), owner=integration.integration_id)


def _integration(safe: vault.Vault, row: base.Row) -> model.Integration:
    integration_id, app_id, kind, fields, secrets, profile = cast(
        tuple[str, str, str, bytes, bytes | None, bytes | None], row[:6]
    )
    return model.Integration(
        integration_id=integration_id,
        app_id=app_id,
        kind=kinds.KINDS[kind],
        fields=msgspec.json.decode(fields),
        secrets=_opened(safe, secrets, integration_id),
        profile=msgspec.json.decode(profile) if profile else {},
    )


def _opened(safe: vault.Vault, sealed: bytes | None, owner: str) -> dict[str, Any]:
    return msgspec.json.decode(safe.open(sealed, owner=owner), type=dict[str, Any]) if sealed else {}


# ---- what WhatsApp calls templates -----------------------------------------------------------------


async def insert_template(tx: base.Tx, integration_id: str, template: model.WhatsappTemplate, *, name: str) -> None:
    await tx.run(
        "INSERT INTO whatsapp_template (whatsapp_template_id, integration_id, name, body, created_ms)"
        " VALUES ($1, $2, $3, $4, $5)",
        template.template_id,
        integration_id,
        name,
        msgspec.json.encode(template.body),
        template.created_ms,
    )


async def templates(
    tx: base.Tx,
    integration_id: str,
    *,
    name: str | None,
    after: tuple[int, str] | None = None,
    before: tuple[int, str] | None = None,
    limit: int,
) -> list[model.WhatsappTemplate]:
    """Return templates, oldest first: the first ones, those next to `after`, or those next to `before`."""
    moment, template_id = after or before or (-1, "")
    sign, order = ("<", "DESC") if before else (">", "ASC")
    rows = await tx.all(
        "SELECT whatsapp_template_id, body, created_ms FROM whatsapp_template WHERE integration_id = $1"
        f" AND (created_ms, whatsapp_template_id) {sign} ($2, $3) {'' if name is None else 'AND name = $5'}"
        f" ORDER BY created_ms {order}, whatsapp_template_id {order} LIMIT $4",
        integration_id,
        moment,
        template_id,
        limit,
        *([] if name is None else [name]),
    )
    found = [
        model.WhatsappTemplate(
            template_id=cast(str, row[0]),
            body=msgspec.json.decode(cast(bytes, row[1])),
            created_ms=cast(int, row[2]),
        )
        for row in rows
    ]
    return found[::-1] if before else found


async def delete_templates(tx: base.Tx, integration_id: str, name: str) -> int:
    """Delete the templates of this name, one for each language; return how many there were."""
    return await tx.run("DELETE FROM whatsapp_template WHERE integration_id = $1 AND name = $2", integration_id, name)
