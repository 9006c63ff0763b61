"""`/attachments`: storing files for messages, and removing them."""

import dataclasses
from typing import Annotated, Any, Final

import litestar
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.params import QueryParameter

from smooch_server.api import edge, forms, idempotency, limits, policy, services
from smooch_server.api.rest import paths
from smooch_server.appusers import access as appuser_access
from smooch_server.core import clock, errors
from smooch_server.storage import base
from smooch_server.uploads import files, model, receiving, spool, store
from smooch_server.wire import rest, sdk

Request = litestar.Request[Any, Any, Any]
_APP = {policy.OPT: policy.Policy.APP}
_DAY_MS: Final = 86_400_000
_DAY_RETRY_SECONDS: Final = 3600  # some of what was stored is a day old by then, as a rule


def file_body(**texts: str) -> RequestBody:
    """Return a form with the file and these texts, each with what it is; those with a `!` in front must be there."""
    source = Schema(type=OpenAPIType.STRING, format="binary", description="The file")  # type: ignore[arg-type]
    fields = {
        name: Schema(type=OpenAPIType.STRING, description=about.removeprefix("!")) for name, about in texts.items()
    }
    required = [forms.FILE_FIELD, *(name for name, about in texts.items() if about.startswith("!"))]
    form = Schema(type=OpenAPIType.OBJECT, properties={forms.FILE_FIELD: source, **fields}, required=required)
    return RequestBody(content={"multipart/form-data": OpenAPIMediaType(schema=form)}, required=True)


@dataclasses.dataclass
class WithFile(Operation):
    """The operation in the reference: its body is read by hand, so nothing derives it."""

    request_body: RequestBody | Any | None = dataclasses.field(default_factory=file_body)

    def __post_init__(self) -> None:
        self.request_body = file_body()


@litestar.post(
    paths.app_paths("/attachments"),
    tags=["Attachments"],
    opt={**_APP, idempotency.FORM: True},
    status_code=201,
    request_max_body_size=None,  # streamed, and cut off at the limit for uploads
    operation_class=WithFile,
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
    upload, _ = await receive(request, mark, owner)
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


async def receive(
    request: Request, mark: str, owner: receiving.Owner, *, images_only: bool = False
) -> tuple[model.Upload, forms.Form]:
    """Take the file of the request's form and store it; return it and the form's texts."""
    service = services.of(request)
    if policy.is_app_user(policy.caller(request)):
        await _limit_visitor(request, owner)
    with spool.Spool(service.config.upload_max_bytes) as incoming:
        form = await forms.read(request, mark, incoming)
        idempotency.sent(request, form)
        upload = await receiving.receive(
            service.database,
            service.files.blobs,
            service.files.images,
            incoming.file,
            raw_name=form.name,
            declared=form.declared,
            owner=owner,
            images_only=images_only,
            now_ms=clock.now_ms(),
        )
    return upload, form


async def _limit_visitor(request: Request, owner: receiving.Owner) -> None:
    """Count a file of an end user.

    Raises:
        errors.TooManyRequests: too many in a minute, or too many bytes in a day.
    """
    service = services.of(request)
    service.limits.take(limits.UPLOADS, policy.visitor_bucket(request, policy.caller(request)))
    user, since_ms = owner.app_user_id, clock.now_ms() - _DAY_MS
    if user is None or not service.config.rate_limits:
        return
    stored = await service.database.read(lambda tx: store.bytes_since(tx, owner.app_id, user, since_ms=since_ms))
    coming = edge.header(request.scope, b"content-length") or "0"
    if stored + int(coming) > limits.UPLOAD_BYTES_A_DAY:
        raise errors.TooManyRequests("Too many files in one day", retry_after=_DAY_RETRY_SECONDS)


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
