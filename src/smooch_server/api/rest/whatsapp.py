"""What belongs to WhatsApp alone: profile, photo and message templates of an integration."""

import re
from typing import Any, Final

import litestar
from msgspec import UNSET

from smooch_server.api import edge, forms, paging, policy, services, uploading
from smooch_server.api.rest import paths
from smooch_server.core import clock, errors
from smooch_server.integrations import model, store, whatsapp
from smooch_server.storage import base
from smooch_server.uploads import files, receiving
from smooch_server.wire import integrations as wire
from smooch_server.wire import sdk

Request = litestar.Request[Any, Any, Any]
_APP = {policy.OPT: policy.Policy.APP}
_PROFILE: Final = "/integrations/{integration_id:str}/profile"
_TEMPLATES: Final = "/integrations/{integration_id:str}/messagetemplates"
_CURSOR: Final = re.compile(r"([0-9]{1,15})-([0-9a-f]{24})")


@litestar.get(paths.app_paths(_PROFILE), tags=["WhatsApp"], opt=_APP)
async def get_profile(request: Request, integration_id: str) -> wire.WhatsappProfileReply:
    """Return the profile of a WhatsApp integration, as it was set here."""
    service, app_id = services.of(request), policy.caller(request).app_id
    found = await service.database.read(lambda tx: whatsapp.find(tx, service.vault, app_id, integration_id))
    return wire.WhatsappProfileReply(profile=wire.WhatsappProfile(**found.profile))


@litestar.put(paths.app_paths(_PROFILE), tags=["WhatsApp"], opt=_APP)
async def set_profile(request: Request, integration_id: str, data: wire.WhatsappProfile) -> sdk.Empty:
    """Change the given fields of the profile."""
    service, app_id, given = services.of(request), policy.caller(request).app_id, wire.given(data)

    async def write(tx: base.Tx) -> None:
        await whatsapp.set_profile(tx, service.vault, app_id=app_id, integration_id=integration_id, given=given)

    await service.database.write(write)
    return sdk.Empty()


@litestar.put(
    paths.app_paths(f"{_PROFILE}/photo"),
    tags=["WhatsApp"],
    opt=_APP,
    request_max_body_size=None,  # streamed, and cut off at the limit for uploads
    operation_class=uploading.WithFile,
)
async def set_photo(request: Request, integration_id: str) -> wire.PhotoReply:
    """Store an image and make it the photo of the profile; the one before is removed."""
    service, app_id = services.of(request), policy.caller(request).app_id
    await service.database.read(lambda tx: whatsapp.find(tx, service.vault, app_id, integration_id))
    mark = forms.boundary(request)
    owner = receiving.Owner(app_id=app_id, app_user_id=None, access="public", for_message=True)
    upload, _ = await uploading.receive(request, mark, owner, images_only=True)
    address = service.files.links.open_address(upload, now_ms=clock.now_ms())

    async def write(tx: base.Tx) -> None:
        before = await whatsapp.set_photo(
            tx, service.vault, app_id=app_id, integration_id=integration_id, address=address
        )
        # Until here it is one that waits for a message and goes after a day: should this process die, nothing is left.
        await files.keep(tx, service.files.links, app_id=app_id, where="source", media_url=address)
        if before:
            await files.discard(tx, service.files.links, app_id=app_id, media_url=before)

    try:
        await service.database.write(write)
    except errors.IntegrationNotFound:
        await service.database.write(
            lambda tx: files.discard(tx, service.files.links, app_id=app_id, media_url=address)
        )
        raise
    return wire.PhotoReply(photoUrl=address)


@litestar.post(paths.app_paths(_TEMPLATES), tags=["WhatsApp"], opt=_APP, status_code=201)
async def create_whatsapp_template(
    request: Request, integration_id: str, data: dict[str, Any]
) -> wire.WhatsappTemplateReply:
    """Store a message template for WhatsApp, in whatever form WhatsApp has for it."""
    service, app_id = services.of(request), policy.caller(request).app_id

    async def write(tx: base.Tx) -> model.WhatsappTemplate:
        return await whatsapp.add_template(
            tx, service.vault, app_id=app_id, integration_id=integration_id, body=data, now_ms=clock.now_ms()
        )

    return wire.WhatsappTemplateReply(messageTemplate=(await service.database.write(write)).body)


@litestar.get(paths.app_paths(_TEMPLATES), tags=["WhatsApp"], opt=_APP)
async def list_whatsapp_templates(
    request: Request,
    integration_id: str,
    name: str | None = None,
    previous: str | None = None,
    next: str | None = None,  # noqa: A002 - the contract's word
) -> wire.WhatsappTemplateList:
    """List message templates, oldest first, `limit` at a time.

    `next` and `previous` are what the answer gave for the neighbouring pages.
    """
    service, app_id = services.of(request), policy.caller(request).app_id
    limit, _ = paging.window(request)
    if next and previous:
        raise errors.BadRequest("next: must not be given together with previous")
    after, before = _cursor("next", next), _cursor("previous", previous)

    async def read(tx: base.Tx) -> list[model.WhatsappTemplate]:
        await whatsapp.find(tx, service.vault, app_id, integration_id)
        return await store.templates(tx, integration_id, name=name or None, after=after, before=before, limit=limit + 1)

    return _page(await service.database.read(read), limit, after=after is not None, before=before is not None)


@litestar.delete(paths.app_paths(f"{_TEMPLATES}/{{name:str}}"), tags=["WhatsApp"], opt=_APP, status_code=200)
async def delete_whatsapp_template(request: Request, integration_id: str, name: str) -> sdk.Empty:
    """Delete the message templates of this name, one for each language."""
    service, app_id, wanted = services.of(request), policy.caller(request).app_id, edge.segment(name)

    async def write(tx: base.Tx) -> None:
        await whatsapp.delete_templates(tx, service.vault, app_id=app_id, integration_id=integration_id, name=wanted)

    await service.database.write(write)
    return sdk.Empty()


def _cursor(where: str, text: str | None) -> tuple[int, str] | None:
    if not text:
        return None
    found = _CURSOR.fullmatch(text)
    if found is None:
        raise errors.BadRequest(f"{where}: must be what an answer gave for it")
    return int(found[1]), found[2]


def _page(found: list[model.WhatsappTemplate], limit: int, *, after: bool, before: bool) -> wire.WhatsappTemplateList:
    """Return the page; one more than it holds was asked for, in the direction of reading."""
    more = len(found) > limit
    shown = found[-limit:] if before else found[:limit]
    return wire.WhatsappTemplateList(
        messageTemplates=[each.body for each in shown],
        previous=_name(shown[0]) if shown and (after or (before and more)) else UNSET,
        next=_name(shown[-1]) if shown and (before or more) else UNSET,
    )


def _name(template: model.WhatsappTemplate) -> str:
    return f"{template.created_ms}-{template.template_id}"


HANDLERS = [
    get_profile,
    set_profile,
    set_photo,
    create_whatsapp_template,
    list_whatsapp_templates,
    delete_whatsapp_template,
]
