"""`/init`, `/devices`, `/pushToken`, `/events`: what apps of version 1 tell of their user and device."""

from typing import Any, Final

import litestar

from smooch_server.api import edge, happenings, policy, profiles, services
from smooch_server.api.rest import appusers, paths
from smooch_server.apps import model as app_model
from smooch_server.apps import store as app_store
from smooch_server.appusers import access, devices, model, store, users
from smooch_server.auth import subject
from smooch_server.core import clock, errors
from smooch_server.identity import login
from smooch_server.storage import base
from smooch_server.wire import identity, sdk, v1_1

Request = litestar.Request[Any, Any, Any]
_USER = {policy.OPT: policy.Policy.USER}
MAX_EVENT_CHARS: Final = 256
# What leads a visitor to a channel. The other fields of an integration are for the business.
_SHOWN: Final[dict[str, tuple[str, ...]]] = {
    "apple": ("businessId",),
    "frontendEmail": ("fromAddress", "smoochAddress"),
    "instagram": ("username",),
    "line": ("lineId", "qrCodeUrl"),
    "mailgun": ("fromAddress", "incomingAddress"),
    "messagebird": ("originator",),
    "messenger": ("pageId", "appId"),
    "telegram": ("username",),
    "twilio": ("phoneNumber",),
    "twitter": ("username", "userId"),
    "viber": ("uri",),
    "wechat": (),
    "whatsapp": ("phoneNumber",),
}


@litestar.post(paths.v1_paths("/init"), tags=["Version 1"], opt=_USER, status_code=200)
async def init(request: Request, data: identity.Init) -> identity.InitReply:
    """Log a device in: as the user of `userId`, else as whom it was before, else as a new anonymous user.

    A device that was logged in with a `userId` and comes without one is logged out: a new anonymous user results.
    """
    service, caller = services.of(request), policy.caller(request)
    device, changes, now_ms = _device(data.device), profiles.changes(data), clock.now_ms()
    user_id = _user_id(policy.subject_of(caller), data.userId)

    async def write(tx: base.Tx) -> identity.InitReply:
        who = login.Who(
            app_id=caller.app_id,
            user_id=user_id,
            proof=_proof(policy.subject_of(caller)),
            bound=await login.bound(tx, caller.app_id, device.device_id),
        )
        integrations = await app_store.integrations(tx, caller.app_id)
        ours = next((each for each in integrations if each.type == device.platform), None)
        outcome = await login.login(
            tx, who, device, integration_id=ours.integration_id if ours else None, changes=changes, now_ms=now_ms
        )
        if outcome.user is None:
            raise errors.UserNotFound
        user = await users.update(tx, outcome.user, changes)
        await happenings.logged_in(tx, outcome, device.device_id, at_ms=now_ms)
        clients = await store.clients(tx, caller.app_id, user.app_user_id)
        return identity.InitReply(app=_app(integrations), appUser=appusers.reply(request, user, clients).appUser)

    try:
        return await service.database.write(write)
    except (base.UniqueViolation, errors.UserAlreadyExists, errors.UserNotFound):
        return await service.database.write(write)  # another device was faster: now its user is found


@litestar.put(
    paths.v1_paths("/appusers/{user:str}/devices/{device_id:str}"), tags=["Version 1"], opt=_USER, status_code=200
)
async def change_device(
    request: Request, user: str, device_id: str, data: identity.ChangeDevice
) -> identity.DeviceReply:
    """Change what a device tells of itself; what is not given stays."""
    changed = await _change(
        request,
        user,
        edge.segment(device_id),
        push_token=data.pushNotificationToken,
        app_version=data.appVersion,
        info=data.info,
    )
    return identity.DeviceReply(device=v1_1.client(changed))


@litestar.post(paths.v1_paths("/appusers/{user:str}/pushtoken"), tags=["Version 1"], opt=_USER, status_code=200)
async def change_push_token(request: Request, user: str, data: identity.PushToken) -> sdk.Empty:
    """Change the token by which a device is reached when its app is closed."""
    await _change(request, user, data.deviceId, push_token=data.token)
    return sdk.Empty()


@litestar.post(paths.v1_paths("/appusers/{user:str}/events"), tags=["Version 1"], opt=_USER, status_code=201)
async def track_event(request: Request, user: str, data: identity.UserEvent) -> identity.UserEventReply:
    """Take note of what the user did; the profile sent along is stored. No event changes the conversation here."""
    if not 0 < len(data.name) <= MAX_EVENT_CHARS:
        raise errors.BadRequest(f"name: must have 1 to {MAX_EVENT_CHARS} characters")
    who, key = policy.caller(request), edge.segment(user)
    changes = profiles.changes(data.appUser) if data.appUser is not None else model.Changes()

    async def write(tx: base.Tx) -> None:
        await users.update(tx, await access.reach(tx, policy.subject_of(who), who.app_id, key), changes)

    await services.of(request).database.write(write)
    return identity.UserEventReply(conversationUpdated=False)


async def _change(request: Request, user: str, device_id: str, **changes: Any) -> model.Client:
    who, key = policy.caller(request), edge.segment(user)

    async def write(tx: base.Tx) -> model.Client:
        owner = await access.reach(tx, policy.subject_of(who), who.app_id, key)
        return await devices.change(tx, owner, device_id, **changes)

    return await services.of(request).database.write(write)


def _device(given: identity.Device) -> model.Device:
    if given.platform not in devices.PLATFORMS:
        raise errors.BadRequest(f"device.platform: must be one of {', '.join(devices.PLATFORMS)}")
    devices.check_push_token(given.pushNotificationToken)
    told = model.Device(
        device_id=given.id,
        platform=given.platform,
        app_version=None if given.appVersion is None else given.appVersion[: devices.MAX_VERSION_CHARS],
        info=given.info or {},
        push_token=given.pushNotificationToken,
    )
    users.check_device(told, where="device.")
    return told


def _user_id(who: subject.Subject, given: str | None) -> str | None:
    """Return whom the device wants to be: a JWT says so itself.

    Raises:
        errors.Forbidden: the JWT is another user's.
    """
    user_id = given or None
    if isinstance(who, subject.AppUser):
        if user_id not in (None, who.user_id):
            raise errors.Forbidden
        user_id = who.user_id
    if user_id is not None:
        users.check_user_id(user_id)
    return user_id


def _proof(who: subject.Subject) -> login.Proof:
    if isinstance(who, subject.AppUser):
        return "jwt"
    return "none" if isinstance(who, subject.AppToken) else "key"


def _app(integrations: list[app_model.Integration]) -> identity.InitApp:
    web = next((each for each in integrations if each.type == "web"), None)
    style = {**app_model.WEB_DEFAULTS, **(web.fields if web else {})}
    channels = [each for each in integrations if each.type in _SHOWN]
    return identity.InitApp(
        hasIcon=False,
        apnEnabled=any(each.type == "apn" for each in integrations),
        integrations=[
            {"_id": each.integration_id, "type": each.type}
            | {name: each.fields[name] for name in _SHOWN[each.type] if each.fields.get(name)}
            for each in channels
        ],
        settings=identity.InitSettings(
            web=identity.WebSettings(
                channels={each.type: True for each in channels},
                brandColor=str(style["brandColor"]),
                accentColor=str(style["conversationColor"]),
                linkColor=str(style["actionColor"]),
            )
        ),
    )


HANDLERS = [init, change_device, change_push_token, track_event]
