"""What `POST /appusers/{id}/images` sends: a form with an image and the fields of a message as texts.

The address is not registered yet: it answers with a message of type image, which `conversations` does not know.
`receive_image` is what its handler begins with.
"""

from collections.abc import Mapping
from typing import Any, Final

import litestar
import msgspec

from smooch_server.api import forms, policy, services
from smooch_server.api.rest import attachments
from smooch_server.appusers import access
from smooch_server.appusers import model as appuser_model
from smooch_server.core import errors
from smooch_server.storage import base
from smooch_server.uploads import model, receiving
from smooch_server.wire import rest

Request = litestar.Request[Any, Any, Any]
# The fields of a message that are objects; a form has them as JSON.
_OBJECTS: Final = ("metadata", "actions", "destination", "override", "quotedMessage")


async def receive_image(request: Request, key: str) -> tuple[appuser_model.AppUser, model.Upload, rest.PostMessage]:
    """Store the image of the request's form for the user `key`; return user, upload and the message's fields.

    The caller posts the message of type image, with the upload's address as `mediaUrl` and, when no text was
    sent, as `text`, and ties the two with `files.attach` in the transaction of the post.

    Raises:
        errors.UnsupportedMediaType: the file is no image.
    """
    mark = forms.boundary(request)
    who = policy.caller(request)

    async def read(tx: base.Tx) -> appuser_model.AppUser:
        return await access.reach(tx, policy.subject_of(who), who.app_id, key)

    user = await services.of(request).database.read(read)
    owner = receiving.Owner(app_id=who.app_id, app_user_id=user.app_user_id, access="public", for_message=True)
    upload, form = await attachments.receive(request, mark, owner, images_only=True)
    return user, upload, message_fields(form.texts)


def message_fields(texts: Mapping[str, str]) -> rest.PostMessage:
    """Return the message that a form's texts describe; unknown fields are ignored, the type is image.

    Raises:
        errors.BadRequest: a field is missing, or is not what it should be.
    """
    fields: dict[str, Any] = {}
    for name, text in texts.items():
        fields[name] = _object(name, text) if name in _OBJECTS else text
    fields["type"] = "image"
    try:
        return msgspec.convert(fields, rest.PostMessage)
    except msgspec.ValidationError as error:
        raise errors.BadRequest(str(error).replace("`", "")) from error


def _object(name: str, text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise errors.BadRequest(f"{name}: must be JSON") from error
