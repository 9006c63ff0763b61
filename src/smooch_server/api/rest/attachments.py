"""`/attachments`: storing files for messages, and removing them."""

from typing import Annotated, Any

import litestar
from litestar.params import QueryParameter

from smooch_server.api import forms, idempotency, policy, services, uploading
from smooch_server.api.rest import paths
from smooch_server.appusers import access as appuser_access
from smooch_server.core import clock, errors
from smooch_server.storage import base
from smooch_server.uploads import files, model, receiving
from smooch_server.wire import rest, sdk

Request = litestar.Request[Any, Any, Any]
_APP = {policy.OPT: policy.Policy.APP}


@litestar.post(
    paths.app_paths("/attachments"),
    tags=["Attachments"],
    opt={**_APP, idempotency.FORM: True},
    status_code=201,
    request_max_body_size=None,  # streamed, and cut off at the limit for uploads
    operation_class=uploading.WithFile,
)
async def upload_attachment(
    request: Request,
    access: str,
    purpose: Annotated[str | None, QueryParameter(name="for")] = None,
    user_id: Annotated[str | None, QueryParameter(name="userId")] = None,
    app_user_id: Annotated[str | None, QueryParameter(name="appUserId")] = None,
) -> rest.Attachment:
    """Store a file and return its address.

    With `for=message` it stays as long as the messages that show it; without one for a day it is removed. With
    `userId` or `appUserId` it is removed together with that user.
    """
    mark = forms.boundary(request)
    who = policy.caller(request)
    owner = receiving.Owner(
        app_id=who.app_id,
        app_user_id=await _user(request, user_id, app_user_id),
        access=_access(access),
        for_message=_for_message(purpose),
    )
    upload, _ = await uploading.receive(request, mark, owner)
    address = services.of(request).files.links.open_address(upload, now_ms=clock.now_ms())
    return rest.Attachment(mediaUrl=address, mediaType=upload.media_type)


@litestar.post(paths.app_paths("/attachments/remove"), tags=["Attachments"], opt=_APP, status_code=200)
async def remove_attachment(request: Request, data: rest.RemoveAttachment) -> sdk.Empty:
    """Remove a file by its address; whoever asks for it from now on gets 404."""
    service, app_id = services.of(request), policy.caller(request).app_id
    await service.database.write(
        lambda tx: files.remove(tx, service.files.links, app_id=app_id, media_url=data.mediaUrl)
    )
    return sdk.Empty()


def _access(text: str) -> model.Access:
    if text == "public":
        return "public"
    if text == "private":
        return "private"
    raise errors.BadRequest("access: must be public or private")


def _for_message(text: str | None) -> bool:
    if text not in (None, "", "message"):
        raise errors.BadRequest("for: must be message")
    return text == "message"


async def _user(request: Request, user_id: str | None, app_user_id: str | None) -> str | None:
    """Return the `_id` of the user whom the file is for."""
    if user_id and app_user_id:
        raise errors.BadRequest("userId: must not be given together with appUserId")
    key = user_id or app_user_id
    if not key:
        return None
    app_id = policy.caller(request).app_id

    async def read(tx: base.Tx) -> str:
        return (await appuser_access.find(tx, app_id, key)).app_user_id

    return await services.of(request).database.read(read)


HANDLERS = [upload_attachment, remove_attachment]
