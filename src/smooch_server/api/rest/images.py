"""`/appusers/{id}/images`: a form with an image and the fields of a message as texts. Deprecated; use attachments."""

import dataclasses
from collections.abc import Mapping
from typing import Any, Final

import litestar
import msgspec

from smooch_server.api import edge, forms, policy, requests, services, uploading
from smooch_server.api.rest import messages, paths
from smooch_server.appusers import access
from smooch_server.appusers import model as appuser_model
from smooch_server.core import errors
from smooch_server.storage import base
from smooch_server.uploads import model, receiving
from smooch_server.wire import rest, sentences

Request = litestar.Request[Any, Any, Any]
# The fields of a message that are objects; a form has them as JSON.
_OBJECTS: Final = ("metadata", "actions", "destination", "override", "quotedMessage")


@dataclasses.dataclass
class _WithImage(uploading.WithFile):
    def __post_init__(self) -> None:
        self.request_body = uploading.file_body(
            role="!appUser or appMaker",
            text="A caption; the address of the image when left out",
            name="Of the author",
            email="Of the author",
            avatarUrl="Of the author",
            altText="What the image shows",
            **dict.fromkeys(_OBJECTS, "As in a message, as JSON"),
        )


@litestar.post(
    paths.app_paths("/appusers/{user:str}/images"),
    tags=["Messages"],
    opt=messages.POST,
    status_code=201,
    deprecated=True,
    request_max_body_size=None,  # streamed, and cut off at the limit for uploads
    operation_class=_WithImage,
)
async def post_image(request: Request, user: str) -> rest.Posted:
    """Post an image: `source` is the file, the form's other fields are those of a message, `role` among them."""
    key = edge.segment(user)
    upload, data = await receive_image(request, key)
    url = services.of(request).files.links.address(upload)
    posted = msgspec.structs.replace(data, mediaUrl=url, mediaType=upload.media_type, text=data.text or url)
    return await messages.post(request, key, posted, same_as=upload.digest)


async def receive_image(request: Request, key: str) -> tuple[model.Upload, rest.PostMessage]:
    """Store the image of the request's form for the user `key`; return the upload and the message's fields.

    Raises:
        errors.UnsupportedMediaType: the file is no image.
    """
    who = policy.caller(request)

    async def read(tx: base.Tx) -> appuser_model.AppUser:
        return await access.reach(tx, policy.subject_of(who), who.app_id, key)

    user = await services.of(request).database.read(read)
    mark = forms.boundary(request)
    owner = receiving.Owner(app_id=who.app_id, app_user_id=user.app_user_id, access="public", for_message=True)
    upload, form = await uploading.receive(request, mark, owner, images_only=True)
    return upload, message_fields(form.texts)


def message_fields(texts: Mapping[str, str]) -> rest.PostMessage:
    """Return the message that a form's texts describe; unknown fields are ignored, the type is image.

    Raises:
        errors.BadRequest: a field is missing, or is not what it should be.
    """
    fields: dict[str, Any] = {}
    for name, text in texts.items():
        fields[name] = _object(name, text) if name in _OBJECTS else text
    if requests.holds_null_character(fields):
        raise errors.BadRequest("The form must not contain the character U+0000")
    fields["type"] = "image"
    try:
        return msgspec.convert(fields, rest.PostMessage)
    except msgspec.ValidationError as error:
        raise errors.BadRequest(sentences.of(str(error))) from error


def _object(name: str, text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise errors.BadRequest(f"{name}: must be JSON") from error


HANDLERS = [post_image]
