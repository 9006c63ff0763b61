"""Making one user of two. The public API, a login and a linked channel account all come here."""

import dataclasses
from typing import Literal

from smooch_server.answers import store as answers
from smooch_server.appusers import merging as appuser_merging
from smooch_server.appusers import model as appuser_model
from smooch_server.appusers import store as appuser_store
from smooch_server.conversations import merging as conversation_merging
from smooch_server.conversations import model as conversation_model
from smooch_server.conversations import store as conversation_store
from smooch_server.core import errors, jsonmap
from smooch_server.identity import store
from smooch_server.storage import base
from smooch_server.uploads import files

Reason = Literal["api", "sdkLogin", "channelLinking"]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Merged:
    """What became of two users. `discarded` is as it was; `dropped` are its properties that found no room."""

    surviving: appuser_model.AppUser
    discarded: appuser_model.AppUser
    conversation: conversation_model.Conversation | None
    discarded_conversation_id: str | None
    dropped: dict[str, jsonmap.Scalar]
    reason: Reason


async def merge(tx: base.Tx, *, app_id: str, surviving_id: str, discarded_id: str, reason: Reason) -> Merged:
    """Give the surviving user all that the discarded one has: messages, clients, files, and what it knows better.

    The discarded user is gone from the commit on, with its sessions; sockets opened by them are closed, those of the
    surviving user are told to fetch the messages again. Work is proportional to the discarded user's messages and the
    surviving user's log.

    Raises:
        errors.BadRequest: both are the same.
        errors.UserNotFound: one of them is not there any more.
    """
    if surviving_id == discarded_id:
        raise errors.BadRequest("discarded._id: must not be the surviving user")
    locked = {each: await appuser_store.lock(tx, app_id, each) for each in sorted((surviving_id, discarded_id))}
    surviving, discarded = locked[surviving_id], locked[discarded_id]
    if surviving is None or discarded is None:
        raise errors.UserNotFound
    theirs = await conversation_store.of_user(tx, app_id, discarded_id)
    conversation = await conversation_merging.merge(tx, surviving, discarded)
    merged, dropped = await appuser_merging.merge(tx, surviving, discarded)
    await files.move_user(tx, app_id, discarded_id, to=surviving_id)
    await answers.move_user(tx, discarded_id, to=surviving_id)
    await store.move_links(tx, discarded_id, to=surviving_id)
    await appuser_store.delete(tx, app_id, discarded_id)
    return Merged(
        surviving=merged,
        discarded=discarded,
        conversation=conversation,
        discarded_conversation_id=theirs.conversation_id if theirs is not None else None,
        dropped=dropped,
        reason=reason,
    )
