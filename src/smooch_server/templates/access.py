"""The only way to a template from outside."""

from smooch_server.core import errors
from smooch_server.storage import base
from smooch_server.templates import model, store


async def of_app(tx: base.Tx, app_id: str, template_id: str) -> model.Template:
    """Return a template of the app.

    Raises:
        errors.TemplateNotFound: the app has none of this id.
    """
    found = await store.find(tx, app_id, template_id)
    if found is None:
        raise errors.TemplateNotFound
    return found
