"""All SQL of menus. The owner of a menu is the app, or the integration whose menu stands in place of the app's."""

from typing import cast

import msgspec

from smooch_server.menus import model
from smooch_server.storage import base

_decode = msgspec.json.Decoder(model.Menu).decode


async def find(tx: base.Tx, app_id: str, owner_id: str) -> model.Menu | None:
    row = await tx.one("SELECT body FROM menu WHERE app_id = $1 AND owner_id = $2", app_id, owner_id)
    return _decode(cast(bytes, row[0])) if row else None


async def of_app(tx: base.Tx, app_id: str) -> list[model.Menu]:
    """Return every menu of the app, its own first."""
    rows = await tx.all(
        "SELECT body FROM menu WHERE app_id = $1 ORDER BY CASE WHEN owner_id = app_id THEN 0 ELSE 1 END, owner_id",
        app_id,
    )
    return [_decode(cast(bytes, row[0])) for row in rows]


async def put(tx: base.Tx, app_id: str, owner_id: str, menu: model.Menu) -> None:
    await tx.run(
        "INSERT INTO menu (app_id, owner_id, body) VALUES ($1, $2, $3)"
        " ON CONFLICT (app_id, owner_id) DO UPDATE SET body = excluded.body",
        app_id,
        owner_id,
        msgspec.json.encode(menu),
    )


async def delete(tx: base.Tx, app_id: str, owner_id: str) -> bool:
    """Delete a menu; return whether there was one."""
    return await tx.run("DELETE FROM menu WHERE app_id = $1 AND owner_id = $2", app_id, owner_id) > 0
