"""`/appusers/{id}/export`: an addition of this server to the contract."""

from collections.abc import AsyncIterator
from typing import Any, Final

import litestar
from litestar.openapi.datastructures import ResponseSpec
from litestar.response import Stream

from smooch_server.api import additions, edge, policy, services
from smooch_server.api.rest import paths
from smooch_server.appusers import access
from smooch_server.appusers import model as appuser_model
from smooch_server.appusers import store as appuser_store
from smooch_server.conversations import model, store
from smooch_server.core import clock
from smooch_server.storage import base
from smooch_server.uploads import model as upload_model
from smooch_server.uploads import store as upload_store
from smooch_server.wire import records, v1_1

Request = litestar.Request[Any, Any, Any]
_DEAR = {policy.OPT: policy.Policy.APP, policy.COST: 10}
PAGE: Final = 200  # rows in memory at once


@litestar.get(
    paths.app_paths("/appusers/{user:str}/export"),
    tags=["Users"],
    opt=_DEAR,
    operation_class=additions.Addition,
    responses={200: ResponseSpec(data_container=records.Export, description="Everything of one user")},
)
async def export_app_user(request: Request, user: str) -> Stream:
    """Return everything of one user as one document: profile, clients, conversation, all messages, files.

    It is sent as it is read. When the user is deleted meanwhile the document does not end and is no JSON.
    """
    service, who, key = services.of(request), policy.caller(request), edge.segment(user)

    async def read(tx: base.Tx) -> _Subject:
        found = await access.reach(tx, policy.subject_of(who), who.app_id, key)
        clients = await appuser_store.clients(tx, who.app_id, found.app_user_id)
        return found, clients, await store.of_user(tx, who.app_id, found.app_user_id)

    return Stream(_document(service, *await service.database.read(read)), media_type="application/json")


_Subject = tuple[appuser_model.AppUser, list[appuser_model.Client], model.Conversation | None]


async def _document(
    service: services.Services,
    user: appuser_model.AppUser,
    clients: list[appuser_model.Client],
    conversation: model.Conversation | None,
) -> AsyncIterator[bytes]:
    yield b'{"appUser":' + v1_1.encode(v1_1.app_user(user, clients))
    if conversation is not None:
        yield b',"conversation":' + v1_1.encode(v1_1.conversation(conversation))
    yield b',"messages":['
    conversation_id = conversation.conversation_id if conversation is not None else None
    lead, after_ms = b"", -1
    while conversation_id is not None:
        page = await service.database.read(_messages(user, conversation_id, after_ms))
        if page is None:
            return
        for each in page:
            yield lead + v1_1.encode(v1_1.message(each))
            lead = b","
        if len(page) < PAGE:
            break
        after_ms = page[-1].received_ms
    yield b'],"files":['
    lead, after = b"", ""
    while True:
        files = await service.database.read(_files(user, conversation_id, after))
        if files is None:
            return
        for upload in files:
            yield lead + v1_1.encode(_file(service, upload))
            lead = b","
        if len(files) < PAGE:
            break
        after = files[-1].key
    yield b"]}"


def _messages(
    user: appuser_model.AppUser, conversation_id: str, after_ms: int
) -> base.Operation[list[model.Message] | None]:
    async def read(tx: base.Tx) -> list[model.Message] | None:
        if await appuser_store.by_id(tx, user.app_id, user.app_user_id) is None:
            return None
        return await store.page(tx, conversation_id, limit=PAGE, after_ms=after_ms)

    return read


def _files(
    user: appuser_model.AppUser, conversation_id: str | None, after: str
) -> base.Operation[list[upload_model.Upload] | None]:
    async def read(tx: base.Tx) -> list[upload_model.Upload] | None:
        if await appuser_store.by_id(tx, user.app_id, user.app_user_id) is None:
            return None
        return await upload_store.of_user(
            tx, user.app_id, user.app_user_id, conversation_id or "", after=after, limit=PAGE
        )

    return read


def _file(service: services.Services, upload: upload_model.Upload) -> records.File:
    return records.File(
        mediaUrl=service.files.links.open_address(upload, now_ms=clock.now_ms()),
        mediaType=upload.media_type,
        name=upload.name,
        size=upload.size,
        createdAt=clock.to_iso(upload.created_ms),
    )


HANDLERS = [export_app_user]
