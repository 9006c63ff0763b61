"""Making, changing and deleting templates."""

import msgspec

from smooch_server.apps import access as app_access
from smooch_server.apps import model as app_model
from smooch_server.apps import store as app_store
from smooch_server.conversations import masking
from smooch_server.conversations import model as conversation_model
from smooch_server.core import errors, ids
from smooch_server.storage import base
from smooch_server.templates import model, store
from smooch_server.uploads import files, links


def saved(content: conversation_model.Content, *, now_ms: int) -> model.Saved:
    """Return a checked message as a template holds it, under an id of its own."""
    return model.Saved(message_id=ids.new_id(now_ms), content=content)


async def create(
    tx: base.Tx, addresses: links.Links, *, app_id: str, name: str, message: model.Saved, now_ms: int
) -> model.Template:
    """Make a template. Uploads that it shows stay from then on until somebody removes them.

    Raises:
        errors.BadRequest: the name is empty or too long, or the app has no such upload.
        errors.Conflict: the app has one of this name.
        errors.AppNotFound: there is no such app.
    """
    app = await app_store.lock(tx, app_id)
    if app is None:
        raise errors.AppNotFound
    template = model.Template(
        template_id=ids.new_id(now_ms), app_id=app_id, name=_checked_name(name), message=_masked(app, message)
    )
    if not await store.insert(tx, template, now_ms=now_ms):
        raise _taken(template.name)
    await _keep_files(tx, addresses, app_id, message.content)
    return template


async def update(
    tx: base.Tx,
    addresses: links.Links,
    *,
    app_id: str,
    template_id: str,
    name: str | None,
    message: model.Saved | None,
) -> model.Template:
    """Change what is given of a template; uploads as `create`.

    Raises:
        errors.BadRequest: the name is empty or too long, or the app has no such upload.
        errors.Conflict: the app has another one of this name.
        errors.TemplateNotFound: the app has no such template.
    """
    current = await store.lock(tx, app_id, template_id)
    if current is None:
        raise errors.TemplateNotFound
    app = await app_access.public(tx, app_id)
    changed = msgspec.structs.replace(
        current,
        name=current.name if name is None else _checked_name(name),
        message=current.message if message is None else _masked(app, message),
    )
    try:
        await store.update(tx, changed)
    except base.UniqueViolation as error:
        raise _taken(changed.name) from error
    if message is not None:
        await _keep_files(tx, addresses, app_id, message.content)
    return changed


async def delete(tx: base.Tx, *, app_id: str, template_id: str) -> None:
    """Delete a template; messages that were made from it stay.

    Raises:
        errors.TemplateNotFound: the app has no such template.
    """
    if not await store.delete(tx, app_id, template_id):
        raise errors.TemplateNotFound


async def content(tx: base.Tx, app_id: str, name: str) -> conversation_model.Content | None:
    """Return the message of the app's template of this name; its parts have the ids that the template has."""
    found = await store.by_name(tx, app_id, name.strip())
    return found.message.content if found is not None else None


async def _keep_files(tx: base.Tx, addresses: links.Links, app_id: str, content: conversation_model.Content) -> None:
    shown = [("message.mediaUrl", content.media_url)]
    shown += [(f"message.items[{index}].mediaUrl", item.media_url) for index, item in enumerate(content.items)]
    for where, url in shown:
        if url is not None:
            await files.keep(tx, addresses, app_id=app_id, where=where, media_url=url)


def _masked(app: app_model.App, message: model.Saved) -> model.Saved:
    return msgspec.structs.replace(message, content=masking.for_app(app, message.content))


def _checked_name(name: str) -> str:
    stripped = name.strip()
    if not stripped:
        raise errors.BadRequest("name: must not be empty")
    if len(stripped) > model.MAX_NAME_CHARS:
        raise errors.BadRequest(f"name: must not be longer than {model.MAX_NAME_CHARS} characters")
    return stripped


def _taken(name: str) -> errors.Conflict:
    return errors.Conflict(f"name: the app has a template {name} already")
