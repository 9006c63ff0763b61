"""A user as one JSON document, through whichever door. It is sent as it is read: a page of rows is in memory at once."""

from collections.abc import AsyncIterator
from typing import Final

import msgspec

from smooch_server.api import services
from smooch_server.appusers import model as appuser_model
from smooch_server.appusers import store as appuser_store
from smooch_server.conversations import model, store
from smooch_server.core import clock
from smooch_server.storage import base
from smooch_server.uploads import model as upload_model
from smooch_server.uploads import store as upload_store
from smooch_server.wire import records, v1_1

PAGE: Final = 200  # rows in memory at once
Reach = base.Operation[appuser_model.AppUser]


class _Gone(Exception):
    """The user was deleted while the document was sent."""


class _Subject(msgspec.Struct, frozen=True, kw_only=True):
    user: appuser_model.AppUser
    clients: list[appuser_model.Client]
    conversation: model.Conversation | None


async def of_user(service: services.Services, reach: Reach) -> AsyncIterator[bytes]:
    """Return everything of the user whom `reach` gives: profile, clients, conversation, all messages, files.

    When the user is deleted meanwhile the document does not end and is no JSON.
    """
    return _document(service, await _begin(service, reach), with_files=True)


async def of_visitor(service: services.Services, reach: Reach) -> AsyncIterator[bytes]:
    """Return what the visitor whom `reach` gives may know: as `of_user`, without what is the business's alone.

    Left out are the files, since those that no message shows were never for the visitor, and of the clients the push
    token and what a channel told of the account.
    """
    found = await _begin(service, reach)
    own = [msgspec.structs.replace(client, push_token=None, raw=None) for client in found.clients]
    return _document(service, msgspec.structs.replace(found, clients=own), with_files=False)


async def _begin(service: services.Services, reach: Reach) -> _Subject:
    async def read(tx: base.Tx) -> _Subject:
        user = await reach(tx)
        clients = await appuser_store.clients(tx, user.app_id, user.app_user_id)
        return _Subject(user=user, clients=clients, conversation=await store.of_user(tx, user.app_id, user.app_user_id))

    return await service.database.read(read)


async def _document(service: services.Services, found: _Subject, *, with_files: bool) -> AsyncIterator[bytes]:
    yield b'{"appUser":' + v1_1.encode(v1_1.app_user(found.user, found.clients))
    if found.conversation is not None:
        yield b',"conversation":' + v1_1.encode(v1_1.conversation(found.conversation))
    try:
        yield b',"messages":['
        async for piece in _messages(service, found):
            yield piece
        if with_files:
            yield b'],"files":['
            async for piece in _files(service, found):
                yield piece
        yield b"]}"
    except _Gone:
        return


async def _messages(service: services.Services, found: _Subject) -> AsyncIterator[bytes]:
    user, lead, after_ms = found.user, b"", -1
    conversation_id = found.conversation.conversation_id if found.conversation is not None else None
    while conversation_id is not None:
        page = await service.database.read(_page(user, conversation_id, after_ms))
        for each in page:
            yield lead + v1_1.encode(v1_1.message(each))
            lead = b","
        if len(page) < PAGE:
            return
        after_ms = page[-1].received_ms


async def _files(service: services.Services, found: _Subject) -> AsyncIterator[bytes]:
    user, lead, after = found.user, b"", ""
    conversation_id = found.conversation.conversation_id if found.conversation is not None else ""
    while True:
        page = await service.database.read(_uploads(user, conversation_id, after))
        for upload in page:
            yield lead + v1_1.encode(_file(service, upload))
            lead = b","
        if len(page) < PAGE:
            return
        after = page[-1].key


def _page(user: appuser_model.AppUser, conversation_id: str, after_ms: int) -> base.Operation[list[model.Message]]:
    async def read(tx: base.Tx) -> list[model.Message]:
        await _check(tx, user)
        return await store.page(tx, conversation_id, limit=PAGE, after_ms=after_ms)

    return read


def _uploads(
    user: appuser_model.AppUser, conversation_id: str, after: str
) -> base.Operation[list[upload_model.Upload]]:
    async def read(tx: base.Tx) -> list[upload_model.Upload]:
        await _check(tx, user)
        return await upload_store.of_user(tx, user.app_id, user.app_user_id, conversation_id, after=after, limit=PAGE)

    return read


async def _check(tx: base.Tx, user: appuser_model.AppUser) -> None:
    if await appuser_store.by_id(tx, user.app_id, user.app_user_id) is None:
        raise _Gone


def _file(service: services.Services, upload: upload_model.Upload) -> records.File:
    return records.File(
        mediaUrl=service.files.links.open_address(upload, now_ms=clock.now_ms()),
        mediaType=upload.media_type,
        name=upload.name,
        size=upload.size,
        createdAt=clock.to_iso(upload.created_ms),
    )
