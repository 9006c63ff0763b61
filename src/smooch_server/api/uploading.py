"""Taking the file of a form, through whichever door: what it may weigh, and from the spool to a stored upload."""

import dataclasses
from typing import Any, Final

import litestar
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema

from smooch_server.api import edge, forms, idempotency, limits, policy, services
from smooch_server.core import clock, errors
from smooch_server.uploads import model, receiving, spool, store

Request = litestar.Request[Any, Any, Any]
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


async def receive(
    request: Request, mark: str, owner: receiving.Owner, *, images_only: bool = False
) -> tuple[model.Upload, forms.Form]:
    """Take the file of the request's form and store it; return it and the form's texts."""
    service = services.of(request)
    if policy.is_app_user(policy.caller(request)):
        await limit_visitor(request, owner)
    with spool.Spool(service.config.upload_max_bytes) as incoming:
        form = await forms.read(request, mark, incoming)
        idempotency.sent(request, form)
        upload = await keep(service, incoming, form, owner, images_only=images_only)
    return upload, form


async def keep(
    service: services.Services,
    incoming: spool.Spool,
    form: forms.Form,
    owner: receiving.Owner,
    *,
    images_only: bool = False,
) -> model.Upload:
    """Store the file that a form brought."""
    return await receiving.receive(
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


async def limit_visitor(request: Request, owner: receiving.Owner) -> None:
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
