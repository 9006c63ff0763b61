"""All SQL of apps, accounts and integrations."""

from typing import cast

import msgspec

from smooch_server.apps import model
from smooch_server.storage import base

_APP = "app_id, account_id, app_token, name, settings, metadata"


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
    row = await tx.one(f"SELECT {_APP} FROM app WHERE app_id = $1", app_id)
    return _app(row) if row else None


async def apps_of(tx: base.Tx, account_id: str, *, limit: int, offset: int) -> list[model.App]:
    """Return a page of an account's apps, oldest first."""
    rows = await tx.all(
        f"SELECT {_APP} FROM app WHERE account_id = $1 ORDER BY created_ms, app_id LIMIT $2 OFFSET $3",
        account_id,
        limit,
        offset,
    )
    return [_app(row) for row in rows]


async def update_app(tx: base.Tx, app: model.App) -> None:
    await tx.run(
        "UPDATE app SET name = $2, settings = $3, metadata = $4 WHERE app_id = $1",
        app.app_id,
        app.name,
        msgspec.json.encode(app.settings),
        msgspec.json.encode(app.metadata),
    )


async def delete_app(tx: base.Tx, app_id: str) -> bool:
    await tx.run("DELETE FROM outbox WHERE app_id = $1", app_id)
    await tx.run("DELETE FROM webhook_event WHERE app_id = $1", app_id)
    return await tx.run("DELETE FROM app WHERE app_id = $1", app_id) > 0


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
    rows = await tx.all(
        "SELECT integration_id, app_id, type, fields FROM integration WHERE app_id = $1 ORDER BY created_ms, type",
        app_id,
    )
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
