"""Integrations, their parts, menus and WhatsApp deployments as they stand in requests and answers."""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from smooch_server.integrations import model
from smooch_server.menus import model as menu_model
from smooch_server.wire import shapes

Text = str | None | UnsetType
Flag = bool | None | UnsetType


class IntegrationFields(shapes.Wire, kw_only=True):
    """Fields of integrations that can be changed later. Which count depends on the type; null means the default."""

    displayName: Text = UNSET
    brandColor: Text = UNSET
    conversationColor: Text = UNSET
    actionColor: Text = UNSET
    displayStyle: Text = UNSET
    businessName: Text = UNSET
    businessIconUrl: Text = UNSET
    buttonIconUrl: Text = UNSET
    buttonWidth: str | int | None | UnsetType = UNSET
    buttonHeight: str | int | None | UnsetType = UNSET
    backgroundImageUrl: Text = UNSET
    fixedIntroPane: Flag = UNSET
    integrationOrder: list[str] | None | UnsetType = UNSET
    originWhitelist: list[str] | None | UnsetType = UNSET
    prechatCapture: dict[str, Any] | None | UnsetType = UNSET
    channelId: Text = UNSET
    channelSecret: Text = UNSET
    serviceCode: Text = UNSET
    switcherSecret: Text = UNSET
    qrCodeUrl: Text = UNSET
    hsmFallbackLanguage: Text = UNSET
    hideUnsubscribeLink: Flag = UNSET
    fromAddress: Text = UNSET
    production: Flag = UNSET
    autoUpdateBadge: Flag = UNSET


class CreateIntegration(IntegrationFields, kw_only=True):
    """Which fields count, and which of them are required, depends on `type`."""

    type: str
    pageAccessToken: Text = UNSET
    appId: Text = UNSET
    appSecret: Text = UNSET
    consumerKey: Text = UNSET
    consumerSecret: Text = UNSET
    accessTokenKey: Text = UNSET
    accessTokenSecret: Text = UNSET
    tier: Text = UNSET
    envName: Text = UNSET
    accountSid: Text = UNSET
    authToken: Text = UNSET
    phoneNumberSid: Text = UNSET
    accessKey: Text = UNSET
    originator: Text = UNSET
    signingKey: Text = UNSET
    token: Text = UNSET
    channelAccessToken: Text = UNSET
    encodingAesKey: Text = UNSET
    accessTokenUrl: Text = UNSET
    deploymentId: Text = UNSET
    baseUrl: Text = UNSET
    username: Text = UNSET
    password: Text = UNSET
    apiKey: Text = UNSET
    domain: Text = UNSET
    incomingAddress: Text = UNSET
    certificate: Text = UNSET
    serverKey: Text = UNSET
    senderId: Text = UNSET
    businessId: Text = UNSET
    apiSecret: Text = UNSET
    mspId: Text = UNSET


class Integration(shapes.Wire, kw_only=True):
    """An integration without its secrets. `inactive`: the server does not speak to what is behind it."""

    id: str = msgspec.field(name="_id")
    type: str
    status: str
    displayName: str | UnsetType = UNSET
    brandColor: str | UnsetType = UNSET
    conversationColor: str | UnsetType = UNSET
    actionColor: str | UnsetType = UNSET
    displayStyle: str | UnsetType = UNSET
    businessName: str | UnsetType = UNSET
    businessIconUrl: str | UnsetType = UNSET
    buttonIconUrl: str | UnsetType = UNSET
    buttonWidth: str | UnsetType = UNSET
    buttonHeight: str | UnsetType = UNSET
    backgroundImageUrl: str | UnsetType = UNSET
    fixedIntroPane: bool | UnsetType = UNSET
    integrationOrder: list[str] | UnsetType = UNSET
    originWhitelist: list[str] | UnsetType = UNSET
    prechatCapture: dict[str, Any] | UnsetType = UNSET
    appId: str | UnsetType = UNSET
    consumerKey: str | UnsetType = UNSET
    accessTokenKey: str | UnsetType = UNSET
    tier: str | UnsetType = UNSET
    envName: str | UnsetType = UNSET
    accountSid: str | UnsetType = UNSET
    phoneNumberSid: str | UnsetType = UNSET
    originator: str | UnsetType = UNSET
    webhookSecret: str | UnsetType = UNSET
    channelId: str | UnsetType = UNSET
    serviceCode: str | UnsetType = UNSET
    qrCodeUrl: str | UnsetType = UNSET
    accessTokenUrl: str | UnsetType = UNSET
    deploymentId: str | UnsetType = UNSET
    baseUrl: str | UnsetType = UNSET
    username: str | UnsetType = UNSET
    hsmFallbackLanguage: str | UnsetType = UNSET
    domain: str | UnsetType = UNSET
    incomingAddress: str | UnsetType = UNSET
    fromAddress: str | UnsetType = UNSET
    hideUnsubscribeLink: bool | UnsetType = UNSET
    production: bool | UnsetType = UNSET
    autoUpdateBadge: bool | UnsetType = UNSET
    senderId: str | UnsetType = UNSET
    businessId: str | UnsetType = UNSET
    mspId: str | UnsetType = UNSET
    shortId: str | UnsetType = UNSET


class IntegrationReply(shapes.Wire, kw_only=True):
    integration: Integration


class IntegrationList(shapes.Wire, kw_only=True):
    integrations: list[Integration]
    hasMore: bool
    offset: int


class MenuButton(shapes.Wire, kw_only=True):
    """A button of a menu: a `link` has `uri`, a `postback` has `payload`."""

    id: str = msgspec.field(name="_id")
    type: str
    text: str
    uri: str | UnsetType = UNSET
    payload: str | UnsetType = UNSET


class MenuItem(MenuButton, kw_only=True):
    """A button, or a `submenu` with `items`."""

    items: list[MenuButton] | UnsetType = UNSET


class MenuSettings(shapes.Wire, kw_only=True):
    inputEnabled: bool


class Menu(shapes.Wire, kw_only=True):
    items: list[MenuItem]
    settings: MenuSettings | UnsetType = UNSET


class MenuReply(shapes.Wire, kw_only=True):
    menu: Menu


class GivenMenuButton(shapes.Wire, kw_only=True):
    """A button to be: a `link` with `uri`, or a `postback` with `payload`."""

    type: str
    text: str
    uri: str | None = None
    payload: str | None = None


class GivenMenuItem(GivenMenuButton, kw_only=True):
    """A button to be, or a `submenu` with 1 to 5 of them."""

    items: list[GivenMenuButton] | None = None


class SetMenu(shapes.Wire, kw_only=True):
    """1 to 3 buttons; in version 1 up to 5."""

    items: list[GivenMenuItem]
    settings: dict[str, Any] | None = None


class WhatsappProfile(shapes.Wire, kw_only=True):
    """How a WhatsApp number presents itself. Null takes a field away."""

    about: Text = UNSET
    address: Text = UNSET
    description: Text = UNSET
    email: Text = UNSET
    photoUrl: Text = UNSET
    vertical: Text = UNSET
    websites: list[str] | None | UnsetType = UNSET


class WhatsappProfileReply(shapes.Wire, kw_only=True):
    profile: WhatsappProfile


class PhotoReply(shapes.Wire, kw_only=True):
    photoUrl: str


class WhatsappTemplateReply(shapes.Wire, kw_only=True):
    messageTemplate: dict[str, Any]


class WhatsappTemplateList(shapes.Wire, kw_only=True):
    """A page, oldest first. `previous` and `next` are what to ask the neighbouring pages with."""

    messageTemplates: list[dict[str, Any]]
    previous: str | UnsetType = UNSET
    next: str | UnsetType = UNSET


class CreateDeployment(shapes.Wire, kw_only=True):
    """`hosting` is `smooch`, or `self` with `baseUrl`, `username` and `password`."""

    hosting: str
    baseUrl: Text = UNSET
    username: Text = UNSET
    password: Text = UNSET
    callbackUrl: Text = UNSET


class ActivateDeployment(shapes.Wire, kw_only=True):
    """`method` is `sms` or `voice`."""

    phoneNumber: str
    verifiedNameCertificate: str
    method: str


class ConfirmCode(shapes.Wire, kw_only=True):
    code: str


class Deployment(shapes.Wire, kw_only=True):
    id: str = msgspec.field(name="_id")
    status: str
    hosting: str
    baseUrl: str | UnsetType = UNSET
    username: str | UnsetType = UNSET
    callbackUrl: str | UnsetType = UNSET
    callbackSecret: str | UnsetType = UNSET
    integrationId: str | UnsetType = UNSET
    appId: str | UnsetType = UNSET


class DeploymentReply(shapes.Wire, kw_only=True):
    deployment: Deployment


class DeploymentList(shapes.Wire, kw_only=True):
    deployments: list[Deployment]


def given(request: shapes.Wire) -> dict[str, Any]:
    """Return the fields that a request holds, by their names."""
    values = {name: getattr(request, name) for name in type(request).__struct_fields__}
    return {name: value for name, value in values.items() if value is not UNSET}


def integration(value: model.Integration) -> Integration:
    return Integration(id=value.integration_id, type=value.kind.name, status=value.kind.status, **value.shown())


def menu(value: menu_model.Menu) -> Menu:
    enabled = value.input_enabled
    return Menu(
        items=[_menu_item(item) for item in value.items],
        settings=UNSET if enabled is None else MenuSettings(inputEnabled=enabled),
    )


def _menu_item(value: menu_model.Item) -> MenuItem:
    buttons = [MenuButton(**_button(item)) for item in value.items]
    return MenuItem(items=buttons or UNSET, **_button(value))


def _button(value: menu_model.Item) -> dict[str, Any]:
    return {
        "id": value.item_id,
        "type": value.type,
        "text": value.text,
        "uri": UNSET if value.uri is None else value.uri,
        "payload": UNSET if value.payload is None else value.payload,
    }


def deployment(value: model.Deployment) -> Deployment:
    return Deployment(
        id=value.deployment_id,
        status=value.status,
        callbackSecret=value.secrets.get("callbackSecret", UNSET),
        integrationId=value.integration_id or UNSET,
        appId=value.app_id or UNSET,
        **value.fields,
    )
