"""Requests and answers of the public REST API, `/v1` and `/v1.1`."""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from smooch_server.core import jsonmap
from smooch_server.wire import posting, shapes


class AppSettings(shapes.Wire, kw_only=True):
    maskCreditCardNumbers: bool
    useAnimalNames: bool
    echoPostback: bool
    ignoreAutoConversationStart: bool
    allowDeleteUser: bool
    allowExportConversation: bool
    conversationRetentionSeconds: int | UnsetType = UNSET


class ChangeAppSettings(shapes.Wire, kw_only=True):
    """Settings to change. One that is left out stays, null puts it back to its default."""

    maskCreditCardNumbers: bool | None | UnsetType = UNSET
    useAnimalNames: bool | None | UnsetType = UNSET
    echoPostback: bool | None | UnsetType = UNSET
    ignoreAutoConversationStart: bool | None | UnsetType = UNSET
    allowDeleteUser: bool | None | UnsetType = UNSET
    allowExportConversation: bool | None | UnsetType = UNSET
    conversationRetentionSeconds: int | float | None | UnsetType = UNSET


class App(shapes.Wire, kw_only=True):
    id: str = msgspec.field(name="_id")
    appToken: str
    name: str
    settings: AppSettings
    metadata: dict[str, Any]


class AppReply(shapes.Wire, kw_only=True):
    app: App


class AppList(shapes.Wire, kw_only=True):
    apps: list[App]
    hasMore: bool
    offset: int


class CreateApp(shapes.Wire, kw_only=True):
    name: str
    settings: ChangeAppSettings | None = None
    metadata: dict[str, Any] | None = None


class UpdateApp(shapes.Wire, kw_only=True):
    name: str | None = None
    settings: ChangeAppSettings | None = None
    metadata: dict[str, Any] | None = None


class SdkIds(shapes.Wire, kw_only=True):
    webIntegrationId: str
    iosIntegrationId: str
    androidIntegrationId: str


class Key(shapes.Wire, kw_only=True):
    id: str = msgspec.field(name="_id")
    name: str
    secret: str


class KeyReply(shapes.Wire, kw_only=True):
    key: Key


class KeyList(shapes.Wire, kw_only=True):
    keys: list[Key]


class CreateKey(shapes.Wire, kw_only=True):
    name: str


class ServiceAccount(shapes.Wire, kw_only=True):
    id: str = msgspec.field(name="_id")
    name: str


class ServiceAccountReply(shapes.Wire, kw_only=True):
    serviceAccount: ServiceAccount


class ServiceAccountList(shapes.Wire, kw_only=True):
    serviceAccounts: list[ServiceAccount]
    hasMore: bool
    offset: int


class CreateServiceAccount(shapes.Wire, kw_only=True):
    name: str


class UpdateServiceAccount(shapes.Wire, kw_only=True):
    name: str | None = None


class Jwt(shapes.Wire, kw_only=True):
    jwt: str


class UserFields(shapes.Wire, kw_only=True):
    """Profile fields. A field or property of value null is cleared."""

    givenName: str | None | UnsetType = UNSET
    surname: str | None | UnsetType = UNSET
    email: str | None | UnsetType = UNSET
    locale: str | None | UnsetType = UNSET
    avatarUrl: str | None | UnsetType = UNSET
    signedUpAt: str | None | UnsetType = UNSET
    properties: dict[str, jsonmap.Scalar | None] | None | UnsetType = UNSET


class CreateAppUser(UserFields, kw_only=True):
    userId: str
    credentialRequired: bool | None = None


class AppUserReply(shapes.Wire, kw_only=True):
    appUser: Any  # shapes.AppUser, with more in version 1


class PostMessage(posting.NewMessage, kw_only=True):
    """A message to post, by the user (`appUser`) or the business (`appMaker`)."""

    role: str


class Posted(shapes.Wire, kw_only=True):
    """The message; those that followed from the same text, by shorthand, are `extraMessages`."""

    message: shapes.Message
    conversation: shapes.Conversation
    extraMessages: list[shapes.Message] | UnsetType = UNSET


class Postback(shapes.Wire, kw_only=True):
    """The postback button that the user pressed."""

    actionId: str


class Messages(shapes.Wire, kw_only=True):
    """A page of at most 100, oldest first. `previous` and `next` are addresses of the neighbouring pages."""

    conversation: shapes.Conversation
    messages: list[shapes.Message]
    previous: str | UnsetType = UNSET
    next: str | UnsetType = UNSET


class ConversationReply(shapes.Wire, kw_only=True):
    conversation: shapes.Conversation


class Activity(shapes.Wire, kw_only=True):
    """What the business does: `typing:start`, `typing:stop` or `conversation:read`."""

    role: str
    type: str
    name: str | None = None
    avatarUrl: str | None = None


class Webhook(shapes.Wire, kw_only=True):
    id: str = msgspec.field(name="_id")
    target: str
    triggers: list[str]
    secret: str
    version: str
    includeClient: bool
    includeFullAppUser: bool
    retries: str


class WebhookReply(shapes.Wire, kw_only=True):
    webhook: Webhook


class WebhookList(shapes.Wire, kw_only=True):
    webhooks: list[Webhook]


class CreateWebhook(shapes.Wire, kw_only=True):
    target: str
    triggers: list[str] | None = None
    includeClient: bool | None = None
    includeFullAppUser: bool | None = None
    retries: str | None = None  # "standard" or "compatible"


class UpdateWebhook(shapes.Wire, kw_only=True):
    target: str | None = None
    triggers: list[str] | None = None
    includeClient: bool | None = None
    includeFullAppUser: bool | None = None
    retries: str | None = None  # "standard" or "compatible"


class Attachment(shapes.Wire, kw_only=True):
    """A stored file. The address of a private one works for 15 minutes."""

    mediaUrl: str
    mediaType: str


class RemoveAttachment(shapes.Wire, kw_only=True):
    mediaUrl: str
