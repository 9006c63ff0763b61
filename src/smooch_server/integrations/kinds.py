"""The types of integrations, written out: one value a type. Pure.

Which fields a type has, which of them are secrets, which can be changed later, and whether this server speaks to the
channel behind it.
"""

import dataclasses
import secrets
from collections.abc import Callable, Mapping
from typing import Final

from smooch_server.apps import model as app_model
from smooch_server.core import errors, ids
from smooch_server.integrations import fields
from smooch_server.integrations.fields import Field

Given = Mapping[str, object]


def _anything(given: Given) -> None:
    """The fields of the type have nothing to do with one another."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Kind:
    """A type of integration."""

    name: str
    fields: tuple[Field, ...] = ()
    driven: bool = False  # this server speaks to what is behind it; else the integration is stored, and inactive
    of_sdk: bool = False  # every app has exactly one, listed once it was made through the API
    makeable: bool = True  # through the API
    versions: tuple[str, ...] = ("v1", "v1.1")
    check_together: Callable[[Given], None] = _anything

    @property
    def status(self) -> str:
        """What the API tells of an integration of this type."""
        return "active" if self.driven else "inactive"


def _mailgun(given: Given) -> None:
    if str(given["incomingAddress"]).rpartition("@")[2] != given["domain"]:
        raise errors.BadRequest("incomingAddress: must be an address of the domain")


def _twitter(given: Given) -> None:
    if given.get("tier") == "premium" and not given.get("envName"):
        raise errors.BadRequest("envName: is required with the tier premium")


_OWN_WHATSAPP: Final = ("baseUrl", "username", "password")


def _whatsapp(given: Given) -> None:
    own = [name for name in _OWN_WHATSAPP if given.get(name)]
    if given.get("deploymentId"):
        if own:
            raise errors.BadRequest(f"{own[0]}: must not be given together with deploymentId")
        return
    if not own:
        raise errors.BadRequest("deploymentId: is required, or baseUrl, username and password")
    for name in _OWN_WHATSAPP:
        if name not in own:
            raise errors.BadRequest(f"{name}: is required without a deploymentId")


def _secret(name: str, *, required: bool = True, updatable: bool = False) -> Field:
    return Field(name=name, check=fields.long_text, required=required, secret=True, updatable=updatable)


def _name(name: str, *, required: bool = True, updatable: bool = False) -> Field:
    return Field(name=name, check=fields.text, required=required, updatable=updatable)


def _look(name: str, check: fields.Check) -> Field:
    return Field(name=name, check=check, updatable=True, default=app_model.WEB_DEFAULTS.get(name))


_WEBHOOK_SECRET: Final = Field(name="webhookSecret", check=fields.text, make=ids.new_webhook_secret)

DISPLAY_NAME: Final = Field(name="displayName", check=fields.text, updatable=True)  # of every type

_TABLE: Final = (
    Kind(
        name="web",
        driven=True,
        of_sdk=True,
        fields=(
            _look("brandColor", fields.colour),
            _look("conversationColor", fields.colour),
            _look("actionColor", fields.colour),
            _look("displayStyle", fields.one_of("button", "tab")),
            _look("buttonWidth", fields.pixels),
            _look("buttonHeight", fields.pixels),
            _look("businessName", fields.text),
            _look("businessIconUrl", fields.page),
            _look("buttonIconUrl", fields.page),
            _look("backgroundImageUrl", fields.page),
            Field(name="fixedIntroPane", check=fields.flag, updatable=True, default=False),
            Field(name="integrationOrder", check=fields.ids, updatable=True, refers="integration"),
            Field(name="originWhitelist", check=fields.origins, updatable=True),
            Field(name="prechatCapture", check=fields.small_object, updatable=True),
        ),
    ),
    Kind(name="ios", driven=True, of_sdk=True, makeable=False),
    Kind(name="android", driven=True, of_sdk=True, makeable=False),
    Kind(name="messenger", fields=(_secret("pageAccessToken"), _name("appId"), _secret("appSecret"))),
    Kind(name="instagram", fields=(_secret("pageAccessToken"), _name("appId"), _secret("appSecret"))),
    Kind(
        name="twitter",
        fields=(
            _name("consumerKey"),
            _secret("consumerSecret"),
            _name("accessTokenKey"),
            _secret("accessTokenSecret"),
            Field(name="tier", check=fields.one_of("enterprise", "premium")),
            _name("envName", required=False),
        ),
        check_together=_twitter,
    ),
    Kind(name="twilio", fields=(_name("accountSid"), _secret("authToken"), _name("phoneNumberSid"))),
    Kind(
        name="messagebird",
        fields=(_secret("accessKey"), _name("originator"), _secret("signingKey", required=False), _WEBHOOK_SECRET),
    ),
    Kind(name="telegram", fields=(_secret("token"),)),
    Kind(
        name="line",
        fields=(
            _secret("channelAccessToken", required=False),
            _name("channelId", required=False, updatable=True),
            _secret("channelSecret", required=False, updatable=True),
            Field(name="qrCodeUrl", check=fields.page, updatable=True, shown=True),
            _name("serviceCode", required=False, updatable=True),
            _secret("switcherSecret", required=False, updatable=True),
        ),
    ),
    Kind(name="viber", fields=(_secret("token"),)),
    Kind(
        name="wechat",
        fields=(
            _name("appId"),
            _secret("appSecret"),
            _secret("encodingAesKey", required=False),
            Field(name="accessTokenUrl", check=fields.text_of_address, fetched=True),
            _WEBHOOK_SECRET,
        ),
    ),
    Kind(
        name="whatsapp",
        fields=(
            Field(name="deploymentId", check=fields.text, refers="deployment"),
            Field(name="baseUrl", check=fields.text_of_address, fetched=True),
            _name("username", required=False),
            _secret("password", required=False),
            Field(name="hsmFallbackLanguage", check=fields.locale, updatable=True, default="en_US"),
        ),
        check_together=_whatsapp,
    ),
    Kind(
        name="mailgun",
        fields=(
            _secret("apiKey"),
            Field(name="domain", check=fields.domain, required=True),
            Field(name="incomingAddress", check=fields.email, required=True),
            Field(name="fromAddress", check=fields.email, updatable=True),
            Field(name="hideUnsubscribeLink", check=fields.flag, updatable=True, default=False),
        ),
        check_together=_mailgun,
    ),
    Kind(
        name="apn",
        fields=(
            Field(name="certificate", check=fields.certificate, required=True, secret=True),
            _secret("password", required=False),
            Field(name="production", check=fields.flag, updatable=True),
            Field(name="autoUpdateBadge", check=fields.flag, updatable=True, default=False),
        ),
    ),
    Kind(name="fcm", fields=(_secret("serverKey"), _name("senderId"))),
    Kind(name="apple", fields=(_name("businessId"), _secret("apiSecret"), _name("mspId"))),
    Kind(
        name="frontendEmail",
        versions=("v1",),
        fields=(
            Field(name="fromAddress", check=fields.email, shown=True),
            Field(name="shortId", check=fields.text, make=lambda: secrets.token_hex(4)),
        ),
    ),
)

KINDS: Final[Mapping[str, Kind]] = {kind.name: kind for kind in _TABLE}


def makeable(name: str, *, version: str) -> Kind:
    """Return the type of an integration that is to be made in a version of the API.

    Raises:
        errors.BadRequest: there is none of this name.
    """
    kind = KINDS.get(name)
    if kind is None or not kind.makeable or version not in kind.versions:
        known = ", ".join(each.name for each in _TABLE if each.makeable and version in each.versions)
        raise errors.BadRequest(f"type: must be one of {known}")
    return kind
