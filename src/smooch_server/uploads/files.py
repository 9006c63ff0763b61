"""The verbs on stored uploads. Each takes an open transaction."""

from smooch_server.core import errors
from smooch_server.storage import base
from smooch_server.uploads import links, model, store


async def attach(
    tx: base.Tx, addresses: links.Links, *, app_id: str, media_url: str, message_id: str, now_ms: int
) -> model.Upload | None:
    """Tie the upload behind an address to a message that is in this transaction already.

    Returns the upload, so that the message can tell its type and size, or None for an address that is not ours. From
    then on the upload is there as long as the message is.

    Raises:
        errors.BadRequest: the address is ours and the app has no such upload: a message never points at a missing file.
    """
    key = addresses.key_of(media_url)
    if key is None:
        return None
    upload = await store.attach(tx, app_id, key, message_id, now_ms=now_ms)
    if upload is None:
        raise errors.BadRequest("mediaUrl: there is no such file")
    return upload


async def keep(tx: base.Tx, addresses: links.Links, *, app_id: str, where: str, media_url: str) -> None:
    """Let the upload behind an address stay until somebody removes it, whatever becomes of the messages that show it.

    Raises:
        errors.BadRequest: the address, in the field `where`, is ours and the app has no such upload.
    """
    key = addresses.key_of(media_url)
    if key is not None and not await store.keep(tx, app_id, key):
        raise errors.BadRequest(f"{where}: there is no such file")


async def remove(tx: base.Tx, addresses: links.Links, *, app_id: str, media_url: str) -> None:
    """Take an upload away: from the commit on nobody gets it, and the sweeper removes what is stored.

    Raises:
        errors.AttachmentNotFound: the app has no upload at this address.
    """
    key = addresses.key_of(media_url)
    if key is None or not await store.doom(tx, app_id, key):
        raise errors.AttachmentNotFound
    tx.emit(model.Doomed())


async def discard(tx: base.Tx, addresses: links.Links, *, app_id: str, media_url: str) -> None:
    """Take an upload away as `remove`; an address that is none of the app's uploads is left alone."""
    key = addresses.key_of(media_url)
    if key is not None:
        await store.doom(tx, app_id, key)


async def erase_user(tx: base.Tx, app_id: str, app_user_id: str, conversation_id: str | None) -> None:
    """Take away everything a user uploaded, and what only messages of the user's conversation show.

    Call it before the messages go.
    """
    doomed = await store.doom_of_user(tx, app_id, app_user_id)
    if conversation_id is not None:
        doomed += await store.doom_of_conversation(tx, app_id, conversation_id)
    _tell(tx, doomed)


async def erase_conversation(tx: base.Tx, app_id: str, conversation_id: str) -> None:
    """Take away what only messages of a conversation show. Call it before the messages go."""
    _tell(tx, await store.doom_of_conversation(tx, app_id, conversation_id))


async def erase_app(tx: base.Tx, app_id: str, *, limit: int) -> bool:
    """Take away up to `limit` uploads of an app; return whether there were any."""
    doomed = await store.doom_of_app(tx, app_id, limit=limit)
    _tell(tx, doomed)
    return doomed > 0


async def erase_message(tx: base.Tx, app_id: str, message_id: str) -> None:
    """Take away what only this message shows. Call it before the message goes."""
    _tell(tx, await store.doom_of_message(tx, app_id, message_id))


async def move_user(tx: base.Tx, app_id: str, app_user_id: str, *, to: str) -> None:
    """Give a user's uploads to another one, when the two are merged."""
    await store.move_user(tx, app_id, app_user_id, to=to)


def _tell(tx: base.Tx, doomed: int) -> None:
    if doomed:
        tx.emit(model.Doomed())
