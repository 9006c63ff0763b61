"""SDK routes that take an image or a file of the visitor and make a message of it, in one call."""

import dataclasses
from collections.abc import Mapping
from typing import Any, Final, TypeVar

import litestar
import msgspec
from litestar.openapi.spec import RequestBody
from msgspec import UNSET

from smooch_server import metrics
from smooch_server.api import edge, forms, happenings, limits, policy, requests, services, uploading
from smooch_server.api.sdk import parts
from smooch_server.appusers import access, names
from smooch_server.appusers import model as appuser_model
from smooch_server.conversations import drafts, messages, model, sending
from smooch_server.core import clock, errors
from smooch_server.storage import base
from smooch_server.uploads import receiving, spool
from smooch_server.wire import parse, posting, sdk, sentences, v1_1

T = TypeVar("T")
Request = litestar.Request[Any, Any, Any]
_PREFIX: Final = "/sdk/apps/{app_id:str}/appusers/{user:str}"
_SDK_USER = {policy.OPT: policy.Policy.SDK_USER}
_WEB: Final = model.Source(type="web")


@dataclasses.dataclass
class _WithMessage(uploading.WithFile):
    def __post_init__(self) -> None:
        self.request_body: RequestBody = uploading.file_body(
            message="_clientId, text, altText, payload and metadata of the message, as JSON",
            client="The device that speaks, as JSON",
        )


_FORM: Final[dict[str, Any]] = {
    "tags": ["SDK"],
    "opt": _SDK_USER,
    "status_code": 201,
    "request_max_body_size": None,  # streamed, and cut off at the limit for uploads
    "operation_class": _WithMessage,
}


@litestar.post(f"{_PREFIX}/images", **_FORM)
async def post_image(request: Request, user: str) -> sdk.Posted:
    """Send an image: the form's `source`. The same `_clientId` again gives the same answer and stores nothing."""
    return await _post(request, user, kind="image")


@litestar.post(f"{_PREFIX}/files", **_FORM)
async def post_file(request: Request, user: str) -> sdk.Posted:
    """Send a file of any accepted type: the form's `source`. The same `_clientId` again gives the same answer."""
    return await _post(request, user, kind="file")


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Said:
    """What a form says, besides the file itself."""

    kind: str
    message: sdk.UploadedMessage
    told: appuser_model.Device | None
    send_id: str | None
    digest: bytes | None

    def content(self, media_url: str, media_type: str, *, base_url: str, now_ms: int) -> model.Content:
        """Return the message that shows the file at this address.

        Raises:
            errors.BadRequest: names the first field that is wrong.
        """
        said = self.message
        given = posting.NewMessage(
            type=self.kind,
            text=said.text,
            payload=said.payload,
            metadata=said.metadata,
            altText=said.altText,
            mediaUrl=media_url,
            mediaType=media_type,
        )
        return parse.content(given, role="appUser", source=_WEB, base_url=base_url, now_ms=now_ms)


async def _post(request: Request, user: str, *, kind: str) -> sdk.Posted:
    service, who = services.of(request), policy.caller(request)
    public_url = service.config.public_url

    async def reach(tx: base.Tx) -> appuser_model.AppUser:
        return await access.reach(tx, policy.subject_of(who), who.app_id, user)

    owner = await service.database.read(reach)
    mark = forms.boundary(request)
    keeper = receiving.Owner(app_id=who.app_id, app_user_id=owner.app_user_id, access="public", for_message=True)
    service.limits.take(limits.MESSAGES, policy.visitor_bucket(request, who))
    await uploading.limit_visitor(request, keeper)
    with spool.Spool(service.config.upload_max_bytes) as incoming:
        form = await forms.read(request, mark, incoming)
        said = _said(form.texts, kind, incoming.digest())
        said.content(public_url, "", base_url=public_url, now_ms=clock.now_ms())  # before anything is stored
        first = await _earlier(service, reach, said)
        if first is not None:
            return _posted(first.message, first.conversation)
        upload = await uploading.keep(service, incoming, form, keeper, images_only=kind == "image")
    now_ms = clock.now_ms()  # the file may have taken minutes
    address = service.files.links.address(upload)
    content = said.content(address, upload.media_type, base_url=public_url, now_ms=now_ms)
    sent = await service.database.write(_sending(request, reach, said, content, now_ms))
    if sent.events:
        metrics.count_message("appUser")
    return _posted(sent.message, sent.conversation)


def _sending(
    request: Request,
    reach: base.Operation[appuser_model.AppUser],
    said: _Said,
    content: model.Content,
    now_ms: int,
) -> base.Operation[sending.Sent]:
    service, device_id = services.of(request), edge.header(request.scope, b"x-smooch-clientid")

    async def write(tx: base.Tx) -> sending.Sent:
        owner = await reach(tx)
        source = await parts.source(tx, owner, said.told, device_id, now_ms=now_ms)
        draft = model.Draft(
            role="appUser",
            author_id=owner.app_user_id,
            content=msgspec.structs.replace(content, source=source, name=names.friendly(owner)),
            send_id=said.send_id,
            digest=said.digest,
        )
        sent = await service.sender.send(tx, owner, draft, now_ms=now_ms)
        await happenings.owe_webhooks(tx, owner, sent.events)
        return sent

    return write


def _posted(message: model.Message, conversation: model.Conversation) -> sdk.Posted:
    return sdk.Posted(message=v1_1.message(message), conversation=v1_1.conversation(conversation))


async def _earlier(
    service: services.Services, reach: base.Operation[appuser_model.AppUser], said: _Said
) -> messages.Outcome | None:
    """Return what the same send made before: then the file needs no second place in the store."""
    send_id = said.send_id
    if send_id is None:
        return None

    async def read(tx: base.Tx) -> messages.Outcome | None:
        return await messages.recall(tx, await reach(tx), send_id=send_id, digest=said.digest)

    return await service.database.read(read)


def _said(texts: Mapping[str, str], kind: str, file_digest: bytes) -> _Said:
    """Return what the texts of a form say.

    Raises:
        errors.BadRequest: one of them is not what it should be.
    """
    message = _decoded("message", texts.get("message") or "{}", sdk.UploadedMessage)
    client = _decoded("client", texts["client"], sdk.ClientInfo) if texts.get("client") else None
    send_id = None if message.clientId is UNSET else drafts.client_id(message.clientId)
    return _Said(
        kind=kind,
        message=message,
        told=None if client is None else parts.device(client),
        send_id=send_id,
        digest=None if send_id is None else drafts.digest("appUser", kind, message, file_digest.hex()),
    )


def _decoded(name: str, text: str, kind: type[T]) -> T:
    try:
        value = msgspec.json.decode(text)
        if requests.holds_null_character(value):
            raise errors.BadRequest(f"{name}: must not contain the character U+0000")
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise errors.BadRequest(sentences.of(str(error), within=name)) from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise errors.BadRequest(f"{name}: must be JSON") from error


HANDLERS = [post_image, post_file]
