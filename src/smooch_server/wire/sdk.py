"""Requests and answers of the SDK routes: what the web messenger says to the server under `/sdk`."""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from smooch_server.core import jsonmap
from smooch_server.wire import events, posting, shapes


class AppConfig(shapes.Wire, kw_only=True):
    """What a page may know of the app."""

    id: str
    name: str
    status: str  # "active", or the messenger refuses to start
    iconUrl: str | UnsetType = UNSET


class Style(shapes.Wire, kw_only=True):
    """Settings of the web integration; an option given to `init` wins over them. Colours have no `#`."""

    brandColor: str
    conversationColor: str
    actionColor: str
    displayStyle: str
    buttonWidth: str
    buttonHeight: str
    businessName: str | UnsetType = UNSET
    businessIconUrl: str | UnsetType = UNSET
    buttonIconUrl: str | UnsetType = UNSET
    backgroundImageUrl: str | UnsetType = UNSET
    fixedIntroPane: bool | UnsetType = UNSET
    integrationOrder: list[str] | UnsetType = UNSET  # left out: every channel, in the messenger's own order
    prechatCapture: dict[str, Any] | UnsetType = UNSET


class Uploads(shapes.Wire, kw_only=True):
    """What `POST images` and `POST files` take. Types are media types; `extensions` begin with a dot."""

    maxUploadBytes: int
    imageTypes: list[str]
    fileTypes: list[str]  # those of images among them
    extensions: list[str]  # of all of them, for a file that has no media type


class Privacy(shapes.Wire, kw_only=True):
    """What the app lets its visitors do with what is stored of them."""

    deleteUser: bool
    exportConversation: bool


class Settings(shapes.Wire, kw_only=True):
    """Settings of the app that the messenger heeds."""

    privacy: Privacy


class Realtime(shapes.Wire, kw_only=True):
    """Both fronts of the realtime session. Times are seconds."""

    url: str  # ws: or wss:
    pollUrl: str
    retryInterval: int
    maxConnectionAttempts: int


class Profile(shapes.Wire, kw_only=True):
    """How often `updateUser` may upload. `uploadInterval` is seconds."""

    enabled: bool
    uploadInterval: int


class BaseUrl(shapes.Wire, kw_only=True):
    """Where the SDK routes are."""

    web: str


class Assets(shapes.Wire, kw_only=True):
    """The lazily loaded messenger; absolute addresses with a content hash in them."""

    messengerJs: str
    messengerCss: str
    oldMessengerJs: str  # ES5, with its styles, for old browsers


class Language(shapes.Wire, kw_only=True):
    """What the interface is to be said in. Without `url` it is English, which the messenger carries itself."""

    tag: str
    dir: str  # "ltr" or "rtl"
    url: str | UnsetType = UNSET  # all words of the language, as JSON
    texts: dict[str, str]  # those of them that the launcher shows


class Config(shapes.Wire, kw_only=True):
    """Everything the launcher needs."""

    app: AppConfig
    style: Style
    settings: Settings
    integrations: list[dict[str, jsonmap.Scalar]]  # channels that can be linked: `_id`, `type` and public facts
    integrationId: str
    uploads: Uploads
    realtime: Realtime
    profile: Profile
    baseUrl: BaseUrl
    assets: Assets
    language: Language | UnsetType = UNSET  # only when asked for with `locale`


class ConfigReply(shapes.Wire, kw_only=True):
    config: Config


class ClientInfo(shapes.Wire, kw_only=True):
    """The device that speaks. `id` is the 32 hex digits kept in the browser."""

    id: str
    platform: str = "web"
    appVersion: str | UnsetType = UNSET
    info: dict[str, jsonmap.Scalar] = msgspec.field(default_factory=dict)


class UserProps(shapes.Wire, kw_only=True):
    """Profile fields a page may set. A property of value null is removed."""

    givenName: str | None | UnsetType = UNSET
    surname: str | None | UnsetType = UNSET
    email: str | None | UnsetType = UNSET
    signedUpAt: str | None | UnsetType = UNSET
    locale: str | None | UnsetType = UNSET
    properties: dict[str, jsonmap.Scalar | None] | UnsetType = UNSET


class CreateUser(UserProps, kw_only=True):
    """Create a user and the conversation in one call."""

    client: ClientInfo
    userId: str | UnsetType = UNSET


class Login(shapes.Wire, kw_only=True):
    """Become a known user; `appUserId` and `sessionToken` bring the anonymous conversation along.

    Either `userId`, which a JWT proves, or `authCode`, which the business has made for a user.
    """

    client: ClientInfo
    userId: str | UnsetType = UNSET
    authCode: str | UnsetType = UNSET
    appUserId: str | UnsetType = UNSET
    sessionToken: str | UnsetType = UNSET


class Logout(shapes.Wire, kw_only=True):
    client: ClientInfo


class PostMessage(posting.NewMessage, kw_only=True):
    """What a visitor sends. `_clientId` makes a repeated send find the first."""

    clientId: str = msgspec.field(name="_clientId")


class PostMessageRequest(shapes.Wire, kw_only=True):
    message: PostMessage
    client: ClientInfo | UnsetType = UNSET


class UploadedMessage(shapes.Wire, kw_only=True):
    """What is said with an uploaded file: the text `message` of the form, as JSON. Everything may be left out."""

    clientId: str | UnsetType = msgspec.field(name="_clientId", default=UNSET)
    text: str | None = None
    altText: str | None = None
    payload: str | None = None
    metadata: dict[str, Any] | None = None


class PressedPostback(shapes.Wire, kw_only=True):
    """The postback button that the visitor pressed."""

    actionId: str


class PostbackRequest(shapes.Wire, kw_only=True):
    postback: PressedPostback
    client: ClientInfo | UnsetType = UNSET


class Typing(shapes.Wire, kw_only=True):
    type: str  # "typing:start" or "typing:stop"


class Session(shapes.Wire, kw_only=True):
    """A user as this device sees it. `sessionToken` is there when a new one was made."""

    appUser: shapes.AppUser
    conversation: shapes.Conversation | UnsetType = UNSET
    cursor: events.Cursor | UnsetType = UNSET
    sessionToken: str | UnsetType = UNSET


class Messages(shapes.Wire, kw_only=True):
    """A page, oldest first. Continue the realtime session from `cursor`: nothing is missed or doubled."""

    conversation: shapes.Conversation
    messages: list[shapes.Message]
    hasPrevious: bool
    cursor: events.Cursor
    readAt: float  # `received` of the newest message the business has read, 0 when none


class Export(shapes.Wire, kw_only=True):
    """What a visitor takes along. `messages` holds all of them, the oldest first."""

    appUser: shapes.AppUser
    conversation: shapes.Conversation | UnsetType = UNSET
    messages: list[shapes.Message]


class Posted(shapes.Wire, kw_only=True):
    message: shapes.Message
    conversation: shapes.Conversation


class UserReply(shapes.Wire, kw_only=True):
    appUser: shapes.AppUser


class ConversationReply(shapes.Wire, kw_only=True):
    conversation: shapes.Conversation
    cursor: events.Cursor


class Empty(shapes.Wire, kw_only=True):
    """`{}`."""
