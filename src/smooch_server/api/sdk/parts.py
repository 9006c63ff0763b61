"""Pieces that the SDK routes share: the config, sessions, devices."""

from collections.abc import Sequence

from msgspec import UNSET

from smooch_server.api import cursors, services
from smooch_server.api.sdk import looks
from smooch_server.apps import apps
from smooch_server.apps import model as app_model
from smooch_server.appusers import model as appuser_model
from smooch_server.appusers import store as appuser_store
from smooch_server.appusers import users
from smooch_server.auth import sessions
from smooch_server.conversations import model
from smooch_server.core import errors
from smooch_server.identity import login
from smooch_server.integrations import channels
from smooch_server.storage import base
from smooch_server.wire import sdk, v1_1

REALTIME_RETRY_SECONDS = 10
REALTIME_ATTEMPTS = 10
PROFILE_UPLOAD_SECONDS = 5


def config(
    service: services.Services,
    app: app_model.App,
    web: app_model.Integration,
    offered: Sequence[channels.Channel],
    *,
    locale: str | None,
) -> sdk.Config:
    """Return what a page needs to start; absolute addresses come from the configured public one."""
    url = service.config.public_url
    socket = "ws" + url.removeprefix("http")
    return sdk.Config(
        app=looks.app(app, web),
        style=looks.style(web),
        settings=looks.settings(app),
        integrations=[looks.channel(each) for each in offered],
        uploads=looks.uploads(service.config.upload_max_bytes),
        integrationId=web.integration_id,
        realtime=sdk.Realtime(
            url=f"{socket}/sdk/realtime",
            pollUrl=f"{url}/sdk/realtime/poll",
            retryInterval=REALTIME_RETRY_SECONDS,
            maxConnectionAttempts=REALTIME_ATTEMPTS,
        ),
        profile=sdk.Profile(enabled=True, uploadInterval=PROFILE_UPLOAD_SECONDS),
        baseUrl=sdk.BaseUrl(web=f"{url}/sdk"),
        assets=sdk.Assets(
            messengerJs=f"{url}/static/{service.assets.manifest['messengerJs']}",
            messengerCss=f"{url}/static/{service.assets.manifest['messengerCss']}",
            oldMessengerJs=f"{url}/static/{service.assets.manifest['oldMessengerJs']}",
        ),
        language=UNSET if locale is None else _language(service, locale),
    )


def _language(service: services.Services, locale: str) -> sdk.Language:
    found = service.assets.language(locale)
    if found is None:
        return sdk.Language(tag="en", dir="ltr", texts={})
    url = f"{service.config.public_url}/static/{found.path}"
    return sdk.Language(tag=found.tag, dir=found.dir, url=url, texts=dict(found.launcher))


def device(info: sdk.ClientInfo) -> appuser_model.Device:
    """Return what the device tells of itself.

    Raises:
        errors.BadRequest: it tells too much.
    """
    told = appuser_model.Device(
        device_id=info.id,
        platform="web",
        app_version=None if info.appVersion is UNSET else str(info.appVersion)[:64],
        info=info.info,
    )
    users.check_device(told)
    return told


async def seen(tx: base.Tx, user: appuser_model.AppUser, told: appuser_model.Device, *, now_ms: int) -> model.Source:
    """Note the device and return it as the source of what it sends."""
    found = await source_of(tx, user.app_id, told)
    await users.seen(tx, user, told, integration_id=found.integration_id, now_ms=now_ms)
    return found


async def source_of(tx: base.Tx, app_id: str, told: appuser_model.Device) -> model.Source:
    """Return the device as the source of what it sends."""
    web = (await apps.sdk_integrations(tx, app_id)).get("web")
    return model.Source(type="web", id=told.device_id, integration_id=web.integration_id if web else None)


def known(outcome: login.Login) -> appuser_model.AppUser:
    """Return the user of a login that makes one when there is none.

    Raises:
        errors.UserNotFound: nobody was made after all.
    """
    if outcome.user is None:
        raise errors.UserNotFound
    return outcome.user


async def new_session(
    tx: base.Tx, user: appuser_model.AppUser, told: appuser_model.Device, *, proved: bool = False, now_ms: int
) -> str:
    return await sessions.create(
        tx, app_id=user.app_id, app_user_id=user.app_user_id, device_id=told.device_id, proved=proved, now_ms=now_ms
    )


async def session(
    tx: base.Tx,
    service: services.Services,
    user: appuser_model.AppUser,
    conversation: model.Conversation | None,
    token: str | None,
) -> sdk.Session:
    fresh = await appuser_store.by_id(tx, user.app_id, user.app_user_id) or user
    clients = await appuser_store.clients(tx, user.app_id, user.app_user_id)
    return sdk.Session(
        appUser=v1_1.app_user(fresh, clients),
        conversation=v1_1.conversation(conversation) if conversation else UNSET,
        cursor=cursors.newest(service, conversation) if conversation else UNSET,
        sessionToken=token or UNSET,
    )


async def source(
    tx: base.Tx, user: appuser_model.AppUser, told: appuser_model.Device | None, device_id: str | None, *, now_ms: int
) -> model.Source:
    """Return where a message comes from; a device that tells of itself is noted first."""
    if told is not None:
        return await seen(tx, user, told, now_ms=now_ms)
    return model.Source(type="web", id=device_id[:64] if device_id else None)
