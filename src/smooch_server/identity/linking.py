"""Linking accounts of channels to users: asked for, withdrawn, failed.

A link that was asked for is a pending client of the user until the channel confirms or refuses it. The channel is
asked by the outbox, after the commit.
"""

import uuid
from typing import Final

import msgspec

from smooch_server.apps import store as app_store
from smooch_server.appusers import device_store, model
from smooch_server.appusers import store as appuser_store
from smooch_server.core import errors, ids
from smooch_server.identity import entities
from smooch_server.outbox import store as outbox
from smooch_server.storage import base

KIND: Final = "link"  # of the outbox
ANSWER_MS: Final = 3_000  # a channel is not asked before the caller has seen the pending client


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be linked: an account of a channel, through an integration, and how the user confirms it."""

    channel: str
    integration_id: str
    external_id: str
    primary: bool
    criteria: dict[str, str]  # what was sent to find the account
    confirmation: entities.ConfirmationType
    message: bytes | None  # encoded content


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The work of the outbox: one link that was asked for."""

    pending_id: str
    wanted: Wanted


async def integration_of(tx: base.Tx, app_id: str, channel: str, integration_id: str | None) -> str:
    """Return the id of the app's integration for a channel: the one named, else the oldest.

    Raises:
        errors.IntegrationNotFound: the app has none of this type.
        errors.BadRequest: the one named is of another type.
    """
    found = await app_store.integrations(tx, app_id)
    for each in found:
        if each.integration_id == integration_id and each.type != channel:
            raise errors.BadRequest(f"integrationId: must be of type {channel}")
    for each in found:
        if each.type == channel and integration_id in (None, each.integration_id):
            return each.integration_id
    raise errors.IntegrationNotFound


async def ask(tx: base.Tx, user: model.AppUser, wanted: Wanted, *, now_ms: int) -> None:
    """Note that an account is to be linked; an older request for the same channel is withdrawn.

    Raises:
        errors.UserNotFound: the user was deleted meanwhile.
    """
    if await appuser_store.lock(tx, user.app_id, user.app_user_id) is None:
        raise errors.UserNotFound
    await device_store.delete_pending(tx, user.app_user_id, wanted.channel)
    asked = Asked(pending_id=str(uuid.uuid4()), wanted=wanted)
    pending = model.Client(
        client_id=ids.new_id(now_ms),
        device_id=asked.pending_id,
        platform=wanted.channel,
        integration_id=wanted.integration_id,
        active=False,
        primary=False,
        app_version=None,
        info={},
        last_seen_ms=now_ms,
        linked_ms=now_ms,
        pending=True,
        external_id=wanted.external_id,
        display_name=wanted.external_id,
    )
    await device_store.insert_pending(tx, user, pending)
    await outbox.enqueue(
        tx,
        app_id=user.app_id,
        kind=KIND,
        target_id=wanted.integration_id,
        order_key=asked.pending_id,
        order_seq=0,
        payload=msgspec.json.encode(asked),
        now_ms=now_ms + ANSWER_MS,
    )


async def give_up(tx: base.Tx, app_id: str, asked: Asked) -> model.AppUser | None:
    """Withdraw a link that failed; return its user, None when the link was withdrawn before."""
    owner = await device_store.pending_owner(tx, app_id, asked.pending_id)
    user = await appuser_store.lock(tx, app_id, owner) if owner is not None else None
    if user is None or not await device_store.delete_client(tx, user.app_user_id, asked.pending_id):
        return None
    return user


async def linked(tx: base.Tx, user: model.AppUser, channel: str) -> list[model.Client]:
    """Return the user's accounts of a channel, pending ones included."""
    if channel not in entities.CHANNELS:
        return []
    clients = await appuser_store.clients(tx, user.app_id, user.app_user_id)
    return [client for client in clients if client.platform == channel]


async def unlink(tx: base.Tx, user: model.AppUser, channel: str) -> None:
    """Take the user's accounts of a channel away, and what is pending.

    Raises:
        errors.BadRequest: there is none.
        errors.UserNotFound: the user was deleted meanwhile.
    """
    if await appuser_store.lock(tx, user.app_id, user.app_user_id) is None:
        raise errors.UserNotFound
    found = await linked(tx, user, channel)
    if not found:
        raise errors.BadRequest("This channel is not linked")
    for client in found:
        await device_store.delete_client(tx, user.app_user_id, client.device_id)
    await appuser_store.settle_primary(tx, user.app_user_id)


def named(client: model.Client) -> dict[str, str] | None:
    """Return how lists name an account of a channel; None for what is none."""
    channel = entities.CHANNELS.get(client.platform)
    if channel is None or client.pending or client.external_id is None:
        return None
    entity = {"type": client.platform}
    if client.integration_id is not None:
        entity["integrationId"] = client.integration_id
    return entity | {entities.LISTED.get(client.platform, channel.field): client.external_id}
