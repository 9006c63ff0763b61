"""All SQL of apps, accounts, service accounts and integrations."""

from collections.abc import Sequence
from typing import cast

import msgspec

from smooch_server.apps import model
from smooch_server.storage import base

_APP = "app_id, account_id, app_token, name, settings, metadata"
_INTEGRATION = "integration_id, app_id, type, fields"
_SERVICE_ACCOUNT = "service_account_id, account_id, name"


async def first_account(tx: base.Tx) -> str | None:
    row = await tx.one("SELECT account_id FROM account ORDER BY created_ms, account_id LIMIT 1")
    return cast(str, row[0]) if row else None


async def insert_account(tx: base.Tx, account_id: str, *, now_ms: int) -> None:
    await tx.run("INSERT INTO account (account_id, created_ms) VALUES ($1, $2)", account_id, now_ms)


async def insert_app(tx: base.Tx, app: model.App, *, now_ms: int) -> None:
    await tx.run(
        "INSERT INTO app (app_id, account_id, app_token, name, settings, metadata, created_ms)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        app.app_id,
        app.account_id,
        app.app_token,
        app.name,
        msgspec.json.encode(app.settings),
        msgspec.json.encode(app.metadata),
        now_ms,
    )


async def app(tx: base.Tx, app_id: str) -> model.App | None:
    row = await tx.one(f"SELECT {_APP} FROM app WHERE app_id = $1 AND deleted_ms IS NULL", app_id)
    return _app(row) if row else None


async def by_token(tx: base.Tx, app_token: str) -> model.App | None:
    row = await tx.one(f"SELECT {_APP} FROM app WHERE app_token = $1 AND deleted_ms IS NULL", app_token)
    return _app(row) if row else None


async def lock(tx: base.Tx, app_id: str) -> model.App | None:
    """Return the app and keep every other writer of the row waiting until the commit."""
    # Not the id: SQLite looks at every row that refers to it, even when it stays the same.
    row = await tx.one(f"UPDATE app SET name = name WHERE app_id = $1 AND deleted_ms IS NULL RETURNING {_APP}", app_id)
    return _app(row) if row else None


async def apps_of(tx: base.Tx, account_id: str, *, limit: int, offset: int) -> list[model.App]:
    """Return a page of an account's apps, oldest first."""
    rows = await tx.all(
        f"SELECT {_APP} FROM app WHERE account_id = $1 AND deleted_ms IS NULL"
        " ORDER BY created_ms, app_id LIMIT $2 OFFSET $3",
        account_id,
        limit,
        offset,
    )
    return [_app(row) for row in rows]


async def update_app(tx: base.Tx, app: model.App) -> None:
    """Store an app that `lock` gave."""
    await tx.run(
        "UPDATE app SET name = $2, settings = $3, metadata = $4 WHERE app_id = $1",
        app.app_id,
        app.name,
        msgspec.json.encode(app.settings),
        msgspec.json.encode(app.metadata),
    )


async def insert_integration(tx: base.Tx, integration: model.Integration, *, now_ms: int) -> None:
    await tx.run(
        "INSERT INTO integration (integration_id, app_id, type, fields, created_ms) VALUES ($1, $2, $3, $4, $5)",
        integration.integration_id,
        integration.app_id,
        integration.type,
        msgspec.json.encode(integration.fields),
        now_ms,
    )


async def integrations(tx: base.Tx, app_id: str) -> list[model.Integration]:
    """Return every integration of the app, those of the SDKs first."""
    rows = await tx.all(f"SELECT {_INTEGRATION} FROM integration WHERE app_id = $1 ORDER BY created_ms, type", app_id)
    return _integrations(rows)


async def sdk_integrations(tx: base.Tx, app_id: str) -> list[model.Integration]:
    """Return the app's integrations of the SDKs alone: what every request of a page asks for."""
    rows = await tx.all(
        f"SELECT {_INTEGRATION} FROM integration WHERE app_id = $1 AND type IN ('web', 'ios', 'android')", app_id
    )
    return _integrations(rows)


async def app_of_web(tx: base.Tx, integration_id: str) -> str | None:
    """Return the id of the app whose messenger this is, the app being there."""
    row = await tx.one(
        "SELECT integration.app_id FROM integration JOIN app ON app.app_id = integration.app_id"
        " WHERE integration.integration_id = $1 AND integration.type = 'web' AND app.deleted_ms IS NULL",
        integration_id,
    )
    return cast(str, row[0]) if row else None


def _integrations(rows: Sequence[base.Row]) -> list[model.Integration]:
    return [
        model.Integration(
            integration_id=cast(str, row[0]),
            app_id=cast(str, row[1]),
            type=cast(str, row[2]),
            fields=msgspec.json.decode(cast(bytes, row[3])),
        )
        for row in rows
    ]


def _app(row: base.Row) -> model.App:
    return model.App(
        app_id=cast(str, row[0]),
        account_id=cast(str, row[1]),
        app_token=cast(str, row[2]),
        name=cast(str, row[3]),
        settings=msgspec.json.decode(cast(bytes, row[4])),
        metadata=msgspec.json.decode(cast(bytes, row[5])),
    )


async def insert_service_account(tx: base.Tx, made: model.ServiceAccount, *, now_ms: int) -> None:
    await tx.run(
        "INSERT INTO service_account (service_account_id, account_id, name, created_ms) VALUES ($1, $2, $3, $4)",
        made.service_account_id,
        made.account_id,
        made.name,
        now_ms,
    )


async def service_account(tx: base.Tx, service_account_id: str) -> model.ServiceAccount | None:
    row = await tx.one(
        f"SELECT {_SERVICE_ACCOUNT} FROM service_account WHERE service_account_id = $1", service_account_id
    )
    return _service_account(row) if row else None


async def service_accounts_of(tx: base.Tx, account_id: str, *, limit: int, offset: int) -> list[model.ServiceAccount]:
    """Return a page of an account's service accounts, oldest first."""
    rows = await tx.all(
        f"SELECT {_SERVICE_ACCOUNT} FROM service_account WHERE account_id = $1"
        " ORDER BY created_ms, service_account_id LIMIT $2 OFFSET $3",
        account_id,
        limit,
        offset,
    )
    return [_service_account(row) for row in rows]


async def rename_service_account(tx: base.Tx, changed: model.ServiceAccount) -> bool:
    """Store the new name; False when the service account is gone."""
    return bool(
        await tx.run(
            "UPDATE service_account SET name = $2 WHERE service_account_id = $1",
            changed.service_account_id,
            changed.name,
        )
    )


async def delete_service_account(tx: base.Tx, service_account_id: str) -> None:
    await tx.run("DELETE FROM service_account WHERE service_account_id = $1", service_account_id)


async def insert_grant(tx: base.Tx, service_account_id: str, app_id: str) -> None:
    await tx.run(
        "INSERT INTO app_grant (service_account_id, app_id) VALUES ($1, $2)"
        " ON CONFLICT (service_account_id, app_id) DO NOTHING",
        service_account_id,
        app_id,
    )


async def delete_grant(tx: base.Tx, service_account_id: str, app_id: str) -> bool:
    return bool(
        await tx.run("DELETE FROM app_grant WHERE service_account_id = $1 AND app_id = $2", service_account_id, app_id)
    )


async def granted(tx: base.Tx, service_account_id: str, app_id: str) -> bool:
    """Whether the service account may act for this app, which is there."""
    row = await tx.one(
        "SELECT 1 FROM app_grant JOIN app ON app.app_id = app_grant.app_id"
        " WHERE app_grant.service_account_id = $1 AND app_grant.app_id = $2 AND app.deleted_ms IS NULL",
        service_account_id,
        app_id,
    )
    return row is not None


async def apps_granted(tx: base.Tx, service_account_id: str, *, limit: int, offset: int) -> list[model.App]:
    """Return a page of the apps that a service account may act for, oldest first."""
    rows = await tx.all(
        f"SELECT {_APP} FROM app WHERE app_id IN (SELECT app_id FROM app_grant WHERE service_account_id = $1)"
        " AND deleted_ms IS NULL ORDER BY created_ms, app_id LIMIT $2 OFFSET $3",
        service_account_id,
        limit,
        offset,
    )
    return [_app(row) for row in rows]


def _service_account(row: base.Row) -> model.ServiceAccount:
    return model.ServiceAccount(
        service_account_id=cast(str, row[0]), account_id=cast(str, row[1]), name=cast(str, row[2])
    )
