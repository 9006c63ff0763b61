"""What belongs to a WhatsApp integration alone: its profile and WhatsApp's own message templates.

They are stored for the client that set them; nothing is sent to WhatsApp.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from smooch_server.apps import vault
from smooch_server.core import errors, ids
from smooch_server.integrations import access, fields, model, store
from smooch_server.storage import base

KIND: Final = "whatsapp"
PHOTO: Final = "photoUrl"
MAX_TEMPLATE_BYTES: Final = 65_536
MAX_NAME_CHARS: Final = 512  # https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates
MAX_WEBSITES: Final = 2
_LIMITS: Final = {"about": 139, "address": 256, "description": 256, "email": 128, "vertical": 128}  # characters


async def find(tx: base.Tx, safe: vault.Vault, app_id: str, integration_id: str) -> model.Integration:
    """Return an integration of type whatsapp.

    Raises:
        errors.IntegrationNotFound: the app has none of this id.
        errors.BadRequest: it is of another type.
    """
    return _of_whatsapp(await access.of_app(tx, safe, app_id, integration_id))


async def set_profile(
    tx: base.Tx, safe: vault.Vault, *, app_id: str, integration_id: str, given: Mapping[str, object]
) -> None:
    """Change the given fields of the profile; null takes one away.

    Raises:
        errors.IntegrationNotFound: the app has none of this id.
        errors.BadRequest: the integration is of another type, or a field holds what it must not; it is named.
    """
    values = {name: _profile_value(name, value) for name, value in given.items()}
    current = _of_whatsapp(await access.locked(tx, safe, app_id, integration_id))
    merged = {**current.profile, **values}
    profile = {name: value for name, value in merged.items() if value not in (None, "")}
    await store.update(tx, safe, dataclasses.replace(current, profile=profile))


async def set_photo(tx: base.Tx, safe: vault.Vault, *, app_id: str, integration_id: str, address: str) -> str | None:
    """Give the profile another photo; return the address of the one before.

    Raises:
        errors.IntegrationNotFound, errors.BadRequest: as `find`.
    """
    current = _of_whatsapp(await access.locked(tx, safe, app_id, integration_id))
    await store.update(tx, safe, dataclasses.replace(current, profile={**current.profile, PHOTO: address}))
    before: str | None = current.profile.get(PHOTO)
    return before


async def add_template(
    tx: base.Tx, safe: vault.Vault, *, app_id: str, integration_id: str, body: dict[str, Any], now_ms: int
) -> model.WhatsappTemplate:
    """Store a message template, whatever it says.

    Raises:
        errors.IntegrationNotFound, errors.BadRequest: as `find`; or it is too large, or its name is no text.
    """
    name = body.get("name") or ""
    if not isinstance(name, str) or len(name) > MAX_NAME_CHARS:
        raise errors.BadRequest(f"name: must be a text of at most {MAX_NAME_CHARS} characters")
    if len(msgspec.json.encode(body)) > MAX_TEMPLATE_BYTES:
        raise errors.BadRequest(f"The template must not be larger than {MAX_TEMPLATE_BYTES} bytes")
    await find(tx, safe, app_id, integration_id)
    template = model.WhatsappTemplate(template_id=ids.new_id(now_ms), body=body, created_ms=now_ms)
    await store.insert_template(tx, integration_id, template, name=name)
    return template


async def delete_templates(tx: base.Tx, safe: vault.Vault, *, app_id: str, integration_id: str, name: str) -> None:
    """Delete the message templates of this name, one for each language.

    Raises:
        errors.IntegrationNotFound, errors.BadRequest: as `find`.
        errors.TemplateNotFound: there is none.
    """
    await find(tx, safe, app_id, integration_id)
    if not await store.delete_templates(tx, integration_id, name):
        raise errors.TemplateNotFound


def _of_whatsapp(integration: model.Integration) -> model.Integration:
    if integration.kind.name != KIND:
        raise errors.BadRequest(f"The integration is of type {integration.kind.name}; only {KIND} has this")
    return integration


def _profile_value(name: str, value: object) -> object:
    if value is None or value == "":
        return None
    if name == PHOTO:
        return fields.page(name, value)
    if name == "websites":
        return _websites(name, value)
    if not isinstance(value, str) or len(value) > _LIMITS[name]:
        raise errors.BadRequest(f"{name}: must be a text of at most {_LIMITS[name]} characters")
    return fields.email(name, value) if name == "email" else value


def _websites(where: str, value: object) -> list[str]:
    if not isinstance(value, list) or len(value) > MAX_WEBSITES:
        raise errors.BadRequest(f"{where}: must be a list of at most {MAX_WEBSITES} addresses")
    return [fields.page(f"{where}[{index}]", item) for index, item in enumerate(value)]
