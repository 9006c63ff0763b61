"""`/channels`: accounts of channels that are linked to a user, and linking one."""

from typing import Any, Final

import litestar
import msgspec

from smooch_server.api import edge, happenings, limits, policy, services
from smooch_server.api.rest import appusers, paths
from smooch_server.appusers import access, store
from smooch_server.conversations import drafts
from smooch_server.conversations import model as conversation_model
from smooch_server.core import clock, errors
from smooch_server.identity import entities, linking
from smooch_server.storage import base
from smooch_server.wire import identity, parse, posting, rest, sdk

Request = litestar.Request[Any, Any, Any]
_APP = {policy.OPT: policy.Policy.APP}
_USER = {policy.OPT: policy.Policy.USER}
_SAID: Final = ("text", "image")
_SMS: Final = ("twilio", "messagebird")
_API: Final = conversation_model.Source(type="api")
MAX_SUBJECT_CHARS: Final = 256


@litestar.get(paths.app_paths("/appusers/{user:str}/channels"), tags=["Channels"], opt=_APP)
async def list_channels(request: Request, user: str) -> identity.ChannelsReply:
    """Return the accounts of channels that are linked to the user."""
    who, key = policy.caller(request), edge.segment(user)

    async def read(tx: base.Tx) -> identity.ChannelsReply:
        found = await access.reach(tx, policy.subject_of(who), who.app_id, key)
        named = map(linking.named, await store.clients(tx, who.app_id, found.app_user_id))
        return identity.ChannelsReply(channels=[each for each in named if each is not None])

    return await services.of(request).database.read(read)


@litestar.post(paths.app_paths("/appusers/{user:str}/channels"), tags=["Channels"], opt=_USER, status_code=200)
async def link_channel(request: Request, user: str, data: identity.LinkChannel) -> rest.AppUserReply:
    """Link an account of a channel to the user: it is a pending client until the channel has answered.

    What became of it is told by the triggers `link:match`, `link:success` and `link:failure`. Only the business
    chooses how it is confirmed.
    """
    service, who, key, now_ms = services.of(request), policy.caller(request), edge.segment(user), clock.now_ms()
    given = await service.database.read(lambda tx: access.reach(tx, policy.subject_of(who), who.app_id, key))
    wanted = _wanted(request, data, now_ms)
    service.limits.take(limits.LINKING, f"{who.app_id}:{given.app_user_id}")

    async def write(tx: base.Tx) -> rest.AppUserReply:
        found = await access.reach(tx, policy.subject_of(who), who.app_id, key)
        integration_id = await linking.integration_of(tx, who.app_id, data.type, data.integrationId)
        await linking.ask(tx, found, msgspec.structs.replace(wanted, integration_id=integration_id), now_ms=now_ms)
        return appusers.reply(request, found, await store.clients(tx, who.app_id, found.app_user_id))

    return await service.database.write(write)


@litestar.delete(
    paths.app_paths("/appusers/{user:str}/channels/{channel:str}"), tags=["Channels"], opt=_USER, status_code=200
)
async def unlink_channel(request: Request, user: str, channel: str) -> sdk.Empty:
    """Take the user's account of a channel away, or withdraw a link that is pending."""
    who, key, now_ms = policy.caller(request), edge.segment(user), clock.now_ms()

    async def write(tx: base.Tx) -> None:
        found = await access.reach(tx, policy.subject_of(who), who.app_id, key)
        for client in await linking.linked(tx, found, edge.segment(channel)):
            if not client.pending:
                await happenings.left(tx, found, client.device_id, at_ms=now_ms)
        await linking.unlink(tx, found, edge.segment(channel))

    await services.of(request).database.write(write)
    return sdk.Empty()


@litestar.post(
    paths.app_paths("/appusers/{user:str}/integrations/{channel:str}/ping"),
    tags=["Channels"],
    opt=_USER,
    status_code=200,
)
async def ping_channel(request: Request, user: str, channel: str) -> sdk.Empty:
    """Send the user's phone the text that it is connected. Fails while this server speaks to no such channel."""
    who, key, kind = policy.caller(request), edge.segment(user), edge.segment(channel)

    async def read(tx: base.Tx) -> bool:
        found = await access.reach(tx, policy.subject_of(who), who.app_id, key)
        return any(not client.pending for client in await linking.linked(tx, found, kind))

    is_linked = await services.of(request).database.read(read)
    if kind not in _SMS or not is_linked:
        raise errors.BadRequest("The user has linked no phone through this channel")
    raise errors.BadRequest(f"This server does not send through {kind}")


# ---- what is to be linked -------------------------------------------------------------------------


def _wanted(request: Request, data: identity.LinkChannel, now_ms: int) -> linking.Wanted:
    channel = entities.linkable(data.type)
    if channel.field == "phoneNumber":
        external_id = entities.phone_number(data.phoneNumber)
    else:
        external_id = entities.address(data.address)
    criteria = {channel.field: external_id}
    if data.type == "messenger":
        criteria |= {
            name: str(drafts.author(name, value))
            for name, value in (("givenName", data.givenName), ("surname", data.surname))
            if value
        }
    if data.type == "mailgun" and data.subject:
        if len(data.subject) > MAX_SUBJECT_CHARS:
            raise errors.BadRequest(f"subject: must not be longer than {MAX_SUBJECT_CHARS} characters")
        criteria["subject"] = data.subject
    confirmation, message = _confirmation(request, data, channel, now_ms)
    return linking.Wanted(
        channel=data.type,
        integration_id="",
        external_id=external_id,
        primary=data.primary is not False,
        criteria=criteria,
        confirmation=confirmation,
        message=message,
    )


def _confirmation(
    request: Request, data: identity.LinkChannel, channel: entities.Channel, now_ms: int
) -> tuple[entities.ConfirmationType, bytes | None]:
    """Return how the user agrees, and the message of the business."""
    given, v1 = data.confirmation, paths.version(request) == "v1"
    skips = bool(data.skipConfirmation) and v1
    if policy.is_app_user(policy.caller(request)):
        if given is not None or skips:
            raise errors.Forbidden("Only the business may say how a link is confirmed")
        if channel.by_user is None:
            raise errors.Forbidden("Only the business may link this channel")
        return channel.by_user, None
    if given is None:
        if skips and data.type != "twilio":
            raise errors.BadRequest("skipConfirmation: is for twilio only")
        if not v1 or channel.by_user is None:
            raise errors.BadRequest("confirmation: is required")
        return "immediate" if skips else channel.by_user, None
    kind = next((each for each in channel.confirmations if each == given.type), None)
    if kind is None:
        raise errors.BadRequest(f"confirmation.type: must be one of {', '.join(channel.confirmations)}")
    if given.message is None:
        if kind == "userActivity" or channel.messaged:
            raise errors.BadRequest("confirmation.message: is required")
        return kind, None
    return kind, None if kind == "prompt" else _message(request, given.message, now_ms)


def _message(request: Request, given: posting.NewMessage, now_ms: int) -> bytes:
    if (given.type or "text") not in _SAID:
        raise errors.BadRequest(f"confirmation.message.type: must be one of {', '.join(_SAID)}")
    base_url = services.of(request).config.public_url
    try:
        content = parse.content(given, role="appMaker", source=_API, base_url=base_url, now_ms=now_ms)
    except errors.BadRequest as error:
        raise errors.BadRequest(f"confirmation.message.{error.description}") from error
    if any(action.type != "link" for action in content.actions):
        raise errors.BadRequest("confirmation.message.actions: must be of type link")
    return msgspec.json.encode(content)


HANDLERS = [list_channels, link_channel, unlink_channel, ping_channel]
