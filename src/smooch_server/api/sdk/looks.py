"""What a page is told of the app beyond addresses: the style, the channels, what may be uploaded, what is allowed."""

from typing import Final, cast

from msgspec import UNSET

from smooch_server.apps import model
from smooch_server.apps import settings as app_settings
from smooch_server.core import jsonmap
from smooch_server.integrations import channels
from smooch_server.uploads import kinds
from smooch_server.wire import sdk

_IMAGES: Final = [kind.media_type for kind in kinds.ALLOWED if kind.image is not None]
_FILES: Final = [kind.media_type for kind in kinds.ALLOWED]
_EXTENSIONS: Final = [f".{extension}" for kind in kinds.ALLOWED for extension in kind.extensions]


def style(web: model.Integration) -> sdk.Style:
    """Return the settings of the web integration, with the defaults of those that were never set."""
    fields = {**model.WEB_DEFAULTS, **web.fields}
    return sdk.Style(
        brandColor=_text(fields, "brandColor"),
        conversationColor=_text(fields, "conversationColor"),
        actionColor=_text(fields, "actionColor"),
        displayStyle=_text(fields, "displayStyle"),
        buttonWidth=_text(fields, "buttonWidth"),
        buttonHeight=_text(fields, "buttonHeight"),
        businessName=_text(fields, "businessName") or UNSET,
        businessIconUrl=_text(fields, "businessIconUrl") or UNSET,
        buttonIconUrl=_text(fields, "buttonIconUrl") or UNSET,
        backgroundImageUrl=_text(fields, "backgroundImageUrl") or UNSET,
        fixedIntroPane=cast(bool, fields.get("fixedIntroPane", UNSET)),
        integrationOrder=cast(list[str], fields.get("integrationOrder", UNSET)),
        prechatCapture=cast(dict[str, object], fields.get("prechatCapture", UNSET)),
    )


def app(value: model.App, web: model.Integration) -> sdk.AppConfig:
    """Return what a page may know of the app; its icon is that of the web integration."""
    icon = _text(web.fields, "businessIconUrl")
    return sdk.AppConfig(id=value.app_id, name=value.name, status="active", iconUrl=icon or UNSET)


def settings(value: model.App) -> sdk.Settings:
    """Return the app's settings that the messenger heeds."""
    return sdk.Settings(
        privacy=sdk.Privacy(
            deleteUser=app_settings.is_on(value, app_settings.DELETE_USER),
            exportConversation=app_settings.is_on(value, app_settings.EXPORT_CONVERSATION),
        )
    )


def uploads(most_bytes: int) -> sdk.Uploads:
    """Return what may be uploaded."""
    return sdk.Uploads(maxUploadBytes=most_bytes, imageTypes=_IMAGES, fileTypes=_FILES, extensions=_EXTENSIONS)


def channel(value: channels.Channel) -> dict[str, jsonmap.Scalar]:
    """Return a channel as the messenger offers it."""
    return {"_id": value.integration_id, "type": value.type, **value.facts}


def _text(fields: dict[str, object], key: str) -> str:
    return cast(str, fields.get(key) or "")
