"""All SQL of templates."""

from typing import Final, cast

import msgspec

from smooch_server.storage import base
from smooch_server.templates import model

_COLUMNS: Final = "message_template_id, app_id, name, message"
_ONE: Final = "app_id = $1 AND message_template_id = $2"
_decode: Final = msgspec.json.Decoder(model.Saved).decode


async def insert(tx: base.Tx, template: model.Template, *, now_ms: int) -> bool:
    """Store a template; return False when the app has one of this name."""
    changed = await tx.run(
        "INSERT INTO message_template (message_template_id, app_id, name, message, created_ms)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (app_id, name) DO NOTHING",
        template.template_id,
        template.app_id,
        template.name,
        msgspec.json.encode(template.message),
        now_ms,
    )
    return changed > 0


async def page(tx: base.Tx, app_id: str, *, limit: int, offset: int) -> list[model.Template]:
    """Return templates, oldest first."""
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM message_template WHERE app_id = $1"
        " ORDER BY created_ms, message_template_id LIMIT $2 OFFSET $3",
        app_id,
        limit,
        offset,
    )
    return [_template(row) for row in rows]


async def find(tx: base.Tx, app_id: str, template_id: str) -> model.Template | None:
    row = await tx.one(f"SELECT {_COLUMNS} FROM message_template WHERE {_ONE}", app_id, template_id)
    return _template(row) if row else None


async def by_name(tx: base.Tx, app_id: str, name: str) -> model.Template | None:
    row = await tx.one(f"SELECT {_COLUMNS} FROM message_template WHERE app_id = $1 AND name = $2", app_id, name)
    return _template(row) if row else None


async def lock(tx: base.Tx, app_id: str, template_id: str) -> model.Template | None:
    """Return the template and keep every other writer of the row waiting until the commit."""
    row = await tx.one(
        f"UPDATE message_template SET app_id = app_id WHERE {_ONE} RETURNING {_COLUMNS}", app_id, template_id
    )
    return _template(row) if row else None


async def update(tx: base.Tx, template: model.Template) -> None:
    """Store a template that `lock` gave.

    Raises:
        base.UniqueViolation: the app has another one of this name.
    """
    await tx.run(
        f"UPDATE message_template SET name = $3, message = $4 WHERE {_ONE}",
        template.app_id,
        template.template_id,
        template.name,
        msgspec.json.encode(template.message),
    )


async def delete(tx: base.Tx, app_id: str, template_id: str) -> bool:
    """Delete a template; return whether there was one."""
    return await tx.run(f"DELETE FROM message_template WHERE {_ONE}", app_id, template_id) > 0


def _template(row: base.Row) -> model.Template:
    template_id, app_id, name, message = cast(tuple[str, str, str, bytes], row)
    return model.Template(template_id=template_id, app_id=app_id, name=name, message=_decode(message))
