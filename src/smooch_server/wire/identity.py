"""Requests and answers of the public REST API about who somebody is."""

from typing import Any

import msgspec

from smooch_server.core import jsonmap
from smooch_server.wire import posting, rest, shapes


class UserRef(shapes.Wire, kw_only=True):
    id: str = msgspec.field(name="_id")


class MergeUsers(shapes.Wire, kw_only=True):
    """Two users who are one person. The discarded one becomes part of the surviving one."""

    surviving: UserRef
    discarded: UserRef


class Device(shapes.Wire, kw_only=True):
    """A device as it tells of itself."""

    id: str
    platform: str
    appVersion: str | None = None
    pushNotificationToken: str | None = None
    info: dict[str, jsonmap.Scalar] | None = None


class Init(rest.UserFields, kw_only=True):
    """A device logs in: as the user of `userId`, or as whom it was before. Profile fields are stored."""

    device: Device
    userId: str | None = None


class WebSettings(shapes.Wire, kw_only=True):
    """The look of the web messenger, and its channels by type."""

    channels: dict[str, bool]
    brandColor: str
    accentColor: str
    linkColor: str


class InitSettings(shapes.Wire, kw_only=True):
    web: WebSettings


class InitApp(shapes.Wire, kw_only=True):
    """What a device may know of the app. An integration shows `_id`, `type` and what leads to its channel."""

    hasIcon: bool
    apnEnabled: bool
    integrations: list[dict[str, Any]]
    settings: InitSettings


class InitReply(shapes.Wire, kw_only=True):
    app: InitApp
    appUser: Any  # shapes.AppUser, with more in version 1


class ChangeDevice(shapes.Wire, kw_only=True):
    """What is new of a device; what is not given stays."""

    appVersion: str | None = None
    pushNotificationToken: str | None = None
    info: dict[str, jsonmap.Scalar] | None = None


class DeviceReply(shapes.Wire, kw_only=True):
    device: shapes.Client


class PushToken(shapes.Wire, kw_only=True):
    deviceId: str
    token: str


class UserEvent(shapes.Wire, kw_only=True):
    """Something the user did in an app, and what it changes of the profile."""

    name: str
    appUser: rest.UserFields | None = None


class UserEventReply(shapes.Wire, kw_only=True):
    conversationUpdated: bool


class AuthCodeReply(shapes.Wire, kw_only=True):
    authCode: str


class LinkRequest(shapes.Wire, kw_only=True):
    """A code by which an account of a channel becomes the user's. `url` opens the channel with it."""

    integrationId: str
    type: str
    code: str
    url: str


class LinkRequestsReply(shapes.Wire, kw_only=True):
    linkRequests: list[LinkRequest]


class TransferRequest(shapes.Wire, kw_only=True):
    type: str
    code: str
    url: str


class TransferRequestsReply(shapes.Wire, kw_only=True):
    transferRequests: list[TransferRequest]


class QrCodeReply(shapes.Wire, kw_only=True):
    """The address of an image, here one that holds the image itself."""

    url: str


class BusinessSystemsReply(shapes.Wire, kw_only=True):
    businessSystems: list[dict[str, Any]]


class ChannelsReply(shapes.Wire, kw_only=True):
    """The user's channel accounts: each with `type`, `integrationId` and the account's name in its channel."""

    channels: list[dict[str, str]]


class Confirmation(shapes.Wire, kw_only=True):
    """How the user agrees: `immediate`, `userActivity` or `prompt`; the message is what the account gets first."""

    type: str
    message: posting.NewMessage | None = None


class LinkChannel(shapes.Wire, kw_only=True):
    """An account of a channel that is to be linked to a user.

    `phoneNumber` for twilio, messagebird, whatsapp and messenger, `address` for mailgun.
    """

    type: str
    integrationId: str | None = None
    phoneNumber: str | None = None
    address: str | None = None
    givenName: str | None = None
    surname: str | None = None
    subject: str | None = None
    primary: bool | None = None
    confirmation: Confirmation | None = None
    skipConfirmation: bool | None = None
