"""`/appusers/merge`, and the codes that join devices and channel accounts to a user."""

from typing import Annotated, Any, Final

import litestar
import segno
from litestar.params import QueryParameter

from smooch_server.api import edge, happenings, policy, services
from smooch_server.api.rest import paths
from smooch_server.apps import store as app_store
from smooch_server.appusers import access, model
from smooch_server.core import clock, errors
from smooch_server.identity import addresses, codes, merging
from smooch_server.storage import base
from smooch_server.wire import identity, sdk

Request = litestar.Request[Any, Any, Any]
_APP = {policy.OPT: policy.Policy.APP}
_USER = {policy.OPT: policy.Policy.USER}
MOST_INTEGRATIONS: Final = 25  # link requests of one call


@litestar.post(paths.app_paths("/appusers/merge"), tags=["Users"], opt=_APP, status_code=200)
async def merge_app_users(request: Request, data: identity.MergeUsers) -> sdk.Empty:
    """Make one user of two: messages, clients and properties of both are the surviving user's from now on.

    The discarded user is gone: its `_id` and `userId` give 404, and devices that were signed in as it are signed out.
    """
    app_id = policy.caller(request).app_id

    async def write(tx: base.Tx) -> None:
        surviving = await access.find(tx, app_id, data.surviving.id)
        discarded = await access.find(tx, app_id, data.discarded.id)
        outcome = await merging.merge(
            tx, app_id=app_id, surviving_id=surviving.app_user_id, discarded_id=discarded.app_user_id, reason="api"
        )
        await happenings.merged(tx, outcome, at_ms=clock.now_ms())

    await services.of(request).database.write(write)
    return sdk.Empty()


@litestar.get(paths.app_paths("/appusers/{user:str}/authcode"), tags=["Users"], opt=_APP)
async def get_auth_code(request: Request, user: str) -> identity.AuthCodeReply:
    """Make a code that attaches one device to the user, once, within ten minutes."""
    now_ms = clock.now_ms()

    async def write(tx: base.Tx) -> str:
        return await codes.make_auth(tx, await _reach(request, tx, user), now_ms=now_ms)

    return identity.AuthCodeReply(authCode=await services.of(request).database.write(write))


@litestar.get(paths.app_paths("/appusers/{user:str}/businesssystems"), tags=["Channels"], opt=_APP)
async def list_business_systems(request: Request, user: str) -> identity.BusinessSystemsReply:
    """Return the business systems that know the user: none, this server connects none."""
    await services.of(request).database.read(lambda tx: _reach(request, tx, user))
    return identity.BusinessSystemsReply(businessSystems=[])


@litestar.get(paths.app_paths("/appusers/{user:str}/linkrequest"), tags=["Channels"], opt=_USER)
async def get_link_requests(
    request: Request,
    user: str,
    integration_ids: Annotated[str | None, QueryParameter(name="integrationIds")] = None,
) -> identity.LinkRequestsReply:
    """Make a code for each of the integrations named by `integrationIds`, comma-separated.

    Whoever shows a code in the integration's channel within 24 hours, once, is the user there, too.
    """
    given = (integration_ids or "").split(",")
    wanted = list(dict.fromkeys(each.strip() for each in given if each.strip()))
    if not 0 < len(wanted) <= MOST_INTEGRATIONS:
        raise errors.BadRequest(f"integrationIds: must be 1 to {MOST_INTEGRATIONS} ids, comma-separated")
    made = await _link_requests(request, user, wanted=wanted)
    return identity.LinkRequestsReply(linkRequests=made)


@litestar.get(paths.v1_paths("/appusers/{user:str}/transferrequest"), tags=["Version 1"], opt=_USER)
async def get_transfer_requests(
    request: Request, user: str, kind: Annotated[str | None, QueryParameter(name="type")] = None
) -> identity.TransferRequestsReply:
    """Make a code for each integration of the `type`, as the link requests of version 1.1."""
    made = await _link_requests(request, user, kind=_channel(kind or "", "type"))
    return identity.TransferRequestsReply(
        transferRequests=[identity.TransferRequest(type=each.type, code=each.code, url=each.url) for each in made]
    )


@litestar.get(paths.app_paths("/appusers/{user:str}/integrations/{channel:str}/qrcode"), tags=["Channels"], opt=_USER)
async def get_qr_code(request: Request, user: str, channel: str) -> identity.QrCodeReply:
    """Return an image, inside its address, that opens the channel with a link code when a phone looks at it."""
    kind = edge.segment(channel)
    if kind not in ("viber", "wechat"):
        raise errors.NotFound("Only viber and wechat have a QR code")
    [first, *_] = await _link_requests(request, user, kind=kind)
    return identity.QrCodeReply(url=segno.make(first.url).svg_data_uri(scale=4))


async def _link_requests(
    request: Request, user: str, *, wanted: list[str] | None = None, kind: str | None = None
) -> list[identity.LinkRequest]:
    """Make a code for each integration of these ids, or of this type.

    Raises:
        errors.IntegrationNotFound: the app has no such integration.
        errors.BadRequest: one of them has no channel that users come from.
    """
    now_ms = clock.now_ms()

    async def write(tx: base.Tx) -> list[identity.LinkRequest]:
        owner = await _reach(request, tx, user)
        found = await app_store.integrations(tx, owner.app_id)
        if wanted is None:
            chosen = [each for each in found if each.type == kind]
        else:
            by_id = {each.integration_id: each for each in found}
            chosen = [by_id[each] for each in wanted if each in by_id]
        if not chosen or len(chosen) < len(wanted or []):
            raise errors.IntegrationNotFound
        made = []
        for each in chosen:
            code = await codes.make_link(tx, owner, each.integration_id, now_ms=now_ms)
            url = addresses.opening(_channel(each.type, "integrationIds"), each.fields, code)
            made.append(identity.LinkRequest(integrationId=each.integration_id, type=each.type, code=code, url=url))
        return made

    return await services.of(request).database.write(write)


def _channel(kind: str, field: str) -> str:
    if kind not in addresses.TYPES:
        raise errors.BadRequest(f"{field}: must be of one of the types {', '.join(addresses.TYPES)}")
    return kind


async def _reach(request: Request, tx: base.Tx, user: str) -> model.AppUser:
    who = policy.caller(request)
    return await access.reach(tx, policy.subject_of(who), who.app_id, edge.segment(user))


HANDLERS = [
    merge_app_users,
    get_auth_code,
    list_business_systems,
    get_link_requests,
    get_transfer_requests,
    get_qr_code,
]
