"""Making one conversation of two: every message stays, in the order of `received_ms`.

Messages are moved, never written anew, so that what hangs on them stays. The log of the result begins afresh under
another epoch: whoever listens, or comes back with an old cursor, is told to fetch the messages again.
"""

import msgspec

from smooch_server.appusers import model as appuser_model
from smooch_server.conversations import merge_store, model, store
from smooch_server.storage import base


async def merge(
    tx: base.Tx, surviving: appuser_model.AppUser, discarded: appuser_model.AppUser
) -> model.Conversation | None:
    """Give the surviving user the conversation of the other; return what there is then.

    The caller has locked both users. Messages of the surviving conversation stay where they are; a message of the
    other whose place is taken goes to the next free millisecond.
    """
    found = {}
    for each in sorted((surviving.app_user_id, discarded.app_user_id)):
        found[each] = await store.lock(tx, surviving.app_id, each)
    ours, theirs = found[surviving.app_user_id], found[discarded.app_user_id]
    if theirs is None:
        return ours
    if ours is None:
        merged = await _adopt(tx, theirs, surviving)
    else:
        merged = await _join(tx, ours, theirs)
    tx.emit(_ring(theirs, model.RECHECK, b""))  # first: whoever must go is not told to fetch
    if merged != ours:
        tx.emit(_ring(merged, model.RESET, msgspec.json.encode(model.Position(epoch=merged.epoch, seq=merged.seq))))
    return merged


def _ring(conversation: model.Conversation, seq: int, body: bytes) -> model.Ring:
    return model.Ring(app_id=conversation.app_id, conversation_id=conversation.conversation_id, seq=seq, body=body)


async def _adopt(tx: base.Tx, theirs: model.Conversation, surviving: appuser_model.AppUser) -> model.Conversation:
    """Make the conversation another user's, who has none."""
    merged = msgspec.structs.replace(
        theirs, app_user_id=surviving.app_user_id, epoch=theirs.epoch + 1, seq=theirs.seq + 1
    )
    await merge_store.delete_log(tx, theirs)
    last = -1
    while page := await merge_store.positions(tx, theirs.conversation_id, last):
        first, last = page[0][1], page[-1][1]
        await merge_store.rename_author(tx, theirs.conversation_id, theirs.app_user_id, merged.app_user_id, first, last)
    await merge_store.replace(tx, merged)
    return merged


async def _join(tx: base.Tx, ours: model.Conversation, theirs: model.Conversation) -> model.Conversation:
    """Move the messages of `theirs`, which is gone then."""
    seq = max(ours.seq, theirs.seq) + 1  # the merge's own number: no cursor of either log may seem to reach the next
    last = await _move(tx, ours, theirs, seq)
    await merge_store.delete_log(tx, theirs)
    await merge_store.delete(tx, theirs.conversation_id)
    if last is None:
        return ours
    await merge_store.delete_log(tx, ours)
    received_ms = max(ours.received_ms, theirs.received_ms, last)
    merged = model.Conversation(
        conversation_id=ours.conversation_id,
        app_id=ours.app_id,
        app_user_id=ours.app_user_id,
        epoch=ours.epoch + 1,
        seq=seq,
        received_ms=received_ms,
        unread_count=ours.unread_count + theirs.unread_count,
        app_maker_unread_count=ours.app_maker_unread_count + theirs.app_maker_unread_count,
        app_user_read_ms=_read_ms(
            received_ms,
            (ours.unread_count, ours.app_user_read_ms),
            (theirs.unread_count, theirs.app_user_read_ms),
        ),
        app_maker_read_ms=_read_ms(
            received_ms,
            (ours.app_maker_unread_count, ours.app_maker_read_ms),
            (theirs.app_maker_unread_count, theirs.app_maker_read_ms),
        ),
        last_message=_later(ours, theirs).last_message,
    )
    await merge_store.replace(tx, merged)
    return merged


async def _move(tx: base.Tx, ours: model.Conversation, theirs: model.Conversation, seq: int) -> int | None:
    """Move every message, a page at a time; return the place of the last, None when there was none."""
    read, last = -1, None
    while page := await merge_store.positions(tx, theirs.conversation_id, read):
        read = page[-1][1]
        taken = await merge_store.taken(tx, ours.conversation_id, [place for _, place in page])
        for message_id, place in page:
            wanted = place if last is None else max(place, last + 1)
            if wanted != place or place in taken:
                wanted = await merge_store.free(tx, ours.conversation_id, wanted)
                await merge_store.move_one(tx, theirs, ours, message_id, wanted, seq=seq)
            last = wanted
        await merge_store.move(tx, theirs, ours, page[0][1], read, seq=seq)
    return last


def _later(ours: model.Conversation, theirs: model.Conversation) -> model.Conversation:
    """Return the one with the newest message."""
    return ours if ours.received_ms > theirs.received_ms else theirs


def _read_ms(received_ms: int, *sides: tuple[int, int]) -> int:
    """Return up to where everything was read, of how much was unread and up to where in each conversation."""
    behind = [read_ms for unread, read_ms in sides if unread]
    return min(behind) if behind else received_ms
