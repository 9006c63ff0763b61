"""What the reference says of single keys besides their type: limits, words, forms, meaning. Pure.

`FIELDS` is by struct and key as they stand on the wire. The limits are those that the verbs check: a test sends what
is just outside of them and wants a 400 that names the key.
"""

from collections.abc import Mapping
from typing import Any, Final

from smooch_server.apps import naming, settings
from smooch_server.appusers import devices, users
from smooch_server.conversations import drafts, model
from smooch_server.core import clock, jsonmap, links
from smooch_server.identity import entities
from smooch_server.integrations import fields as integration_fields
from smooch_server.integrations import kinds, whatsapp
from smooch_server.menus import model as menus
from smooch_server.notifications import notifications
from smooch_server.templates import model as templates
from smooch_server.webhooks import model as webhooks

Extra = Mapping[str, Any]

_ID: Final = "^[0-9a-f]{24}$"
_HTTP: Final = r"^\s*[hH][tT][tT][pP][sS]?:"
_NAME: Final[Extra] = {"maxLength": drafts.MAX_NAME_CHARS}
_LONG: Final[Extra] = {"maxLength": drafts.MAX_PAYLOAD_CHARS}
_FILLED: Final[Extra] = {"minLength": 1, "pattern": r"\S"}
_APP_NAME: Final[Extra] = {**_FILLED, "maxLength": naming.MAX_CHARS}
_PAGE: Final[Extra] = {"maxLength": links.MAX_CHARS, "pattern": _HTTP.replace("^", "^$|^", 1)}
_MEDIA_URL: Final[Extra] = {"minLength": 1, "maxLength": links.MAX_CHARS, "pattern": _HTTP}
_CLICKED: Final[Extra] = {
    "maxLength": links.MAX_CHARS,
    "pattern": r"^\s*([hH][tT][tT][pP][sS]?|[mM][aA][iI][lL][tT][oO]|[tT][eE][lL]|[sS][mM][sS]):",
}
_HEIGHTS: Final[Extra] = {"enum": ["compact", "tall", "full"]}
_TIME: Final[Extra] = {"format": "date-time"}
_WHEN: Final[Extra] = {"format": "date-time", "minimum": -clock.MOST_SECONDS, "maximum": clock.MOST_SECONDS}
_METADATA: Final[Extra] = {
    "description": f"Flat: strings, numbers and booleans, {jsonmap.MAX_BYTES} bytes of keys and values at most.",
    "additionalProperties": {"type": ["string", "number", "boolean"]},
}
_ROLE: Final[Extra] = {"enum": ["appUser", "appMaker"]}
_TYPES: Final = ("text", "image", "file", "location", "carousel", "list", "form", "formResponse")
_TRIGGERS: Final[Extra] = {
    "minItems": 1,
    "items": {"enum": [*webhooks.TRIGGERS, "message", "*"]},
    "description": "What to tell. `message` is both of a message's triggers, `*` all but typing.",
}
_RETRIES: Final[Extra] = {
    "enum": ["standard", "compatible"],
    "description": "`compatible`: five more tries in some minutes, as the hosted service had it.",
}
_TARGET: Final[Extra] = {
    "maxLength": links.MAX_CHARS,
    "pattern": "^https?://",
    "description": "An http or https address that is not in a private network.",
}
_SECONDS: Final[Extra] = {
    "minimum": 1,
    "maximum": settings.MOST_RETENTION_SECONDS,
    "description": "How long after the last message a conversation is erased; left out, it is kept.",
}
_OF_CHECK: Final[Mapping[integration_fields.Check, Extra]] = {
    integration_fields.text: {**_FILLED, "maxLength": integration_fields.MAX_TEXT_CHARS},
    integration_fields.long_text: {**_FILLED, "maxLength": integration_fields.MAX_SECRET_CHARS},
    integration_fields.colour: {"pattern": "^[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$", "description": "Hex digits without #."},
    integration_fields.page: {"maxLength": links.MAX_CHARS, "pattern": _HTTP},
    integration_fields.text_of_address: {**_FILLED, "maxLength": links.MAX_CHARS},
    integration_fields.locale: {"pattern": "^[a-z]{2,3}([_-][A-Za-z]{2,4})?$"},
    integration_fields.domain: {"maxLength": 253, "pattern": r"^[A-Za-z0-9.-]+\.[A-Za-z0-9.-]+$"},
    integration_fields.email: {"pattern": r"^[^\s@]+@[A-Za-z0-9.-]+\.[A-Za-z0-9.-]+$"},
    integration_fields.certificate: {"minLength": 1, "contentEncoding": "base64"},
    integration_fields.ids: {"maxItems": integration_fields.MAX_LIST},
    integration_fields.origins: {"maxItems": integration_fields.MAX_LIST},
}


def _or_empty(extra: Extra) -> Extra:
    """Return the limits of a text that may be empty, which is as good as none; `kinds` says which must be there."""
    rest = {key: value for key, value in extra.items() if key != "minLength"}
    return {**rest, "pattern": f"^$|{extra['pattern']}"} if "pattern" in extra else rest


# By key alone, where no line of FIELDS says otherwise.
EVERYWHERE: Final[Mapping[str, Extra]] = {
    "metadata": _METADATA,
    "properties": {
        "description": f"Flat: strings, numbers and booleans, {jsonmap.MAX_BYTES} bytes of keys and values at most.",
    },
    "hasMore": {"description": "Whether there are more after this page."},
}

FIELDS: Final[Mapping[str, Extra]] = {
    # apps
    "App._id": {"pattern": _ID},
    "AppSettings.conversationRetentionSeconds": _SECONDS,
    "ChangeAppSettings.conversationRetentionSeconds": _SECONDS,
    "CreateApp.name": _APP_NAME,
    "UpdateApp.name": _APP_NAME,
    "CreateKey.name": _APP_NAME,
    "CreateServiceAccount.name": _APP_NAME,
    "UpdateServiceAccount.name": _APP_NAME,
    # users
    "AppUser._id": {"pattern": _ID},
    "AppUserReply.appUser": {"$ref": "#/components/schemas/AppUser"},
    "AppUser.signedUpAt": _TIME,
    "Client._id": {"pattern": _ID},
    "Client.lastSeen": _TIME,
    "Client.linkedAt": _TIME,
    "Client.status": {"enum": ["active", "inactive", "blocked", "pending"]},
    **{
        f"{struct}.{name}": {"maxLength": users.MAX_FIELD_CHARS}
        for struct in ("UserFields", "CreateAppUser")
        for name in ("givenName", "surname", "email", "locale")
    },
    "CreateAppUser.userId": {"minLength": 1, "maxLength": users.MAX_FIELD_CHARS},
    "UserFields.avatarUrl": _PAGE,
    "CreateAppUser.avatarUrl": _PAGE,
    "UserFields.signedUpAt": _TIME,
    "CreateAppUser.signedUpAt": _TIME,
    # messages as they are shown
    "Message._id": {"pattern": _ID},
    "Message.role": {"enum": ["appUser", "appMaker"]},
    "Message.type": {"enum": list(_TYPES)},
    "Message.received": {"description": "Unix seconds with milliseconds; strictly increasing in a conversation."},
    "Conversation._id": {"pattern": _ID},
    "Conversation.unreadCount": {"minimum": 0},
    "Messages.messages": {"maxItems": model.PAGE},
    # messages as they are posted
    **{
        f"PostMessage.{name}": extra
        for name, extra in {
            "text": {"maxLength": model.MAX_TEXT_CHARS},
            "name": _NAME,
            "email": _NAME,
            "avatarUrl": _PAGE,
            "payload": _LONG,
            "actions": {"maxItems": model.MAX_ACTIONS},
            "mediaUrl": _MEDIA_URL,
            "mediaType": {"description": "When left out, what the ending of the address says."},
            "altText": _LONG,
            "items": {"minItems": 1, "maxItems": model.MAX_ITEMS},
            "fields": {"minItems": 1, "maxItems": model.MAX_FIELDS},
            "quotedMessageId": {"description": "The same as `quotedMessage` with only the message's id."},
        }.items()
    },
    "PostMessage.role": _ROLE,
    "NewAction.text": {**_LONG, "minLength": 1},
    "NewAction.uri": _CLICKED,
    "NewAction.payload": {**_LONG, "minLength": 1},
    "NewAction.iconUrl": _PAGE,
    "NewAction.fallback": _MEDIA_URL,
    "NewAction.amount": {"minimum": 1, "exclusiveMaximum": 10**11, "description": "Cents."},
    "NewAction.currency": {"pattern": "^([A-Za-z]{3})?$", "description": "`usd` when left out."},
    "NewAction.size": _HEIGHTS,
    "NewAction.openOnReceive": {"description": "At most one button of a message may open by itself."},
    "MessengerLink.webview_height_ratio": _HEIGHTS,
    "MessengerLink.fallback_url": _PAGE,
    "NewItem.title": {**_FILLED, **_NAME},
    "NewItem.description": _LONG,
    "NewItem.actions": {"minItems": 1, "maxItems": model.MAX_ITEM_ACTIONS},
    "NewItem.mediaUrl": _PAGE,
    "NewItem.altText": _LONG,
    "NewItem.size": {"enum": ["compact", "large"]},
    "DisplaySettings.imageAspectRatio": {"enum": ["horizontal", "square"]},
    "NewField.name": {**_FILLED, **_NAME, "description": "Its own in the form."},
    "NewField.label": {"maxLength": drafts.MAX_NAME_CHARS},
    "NewField.minSize": {"minimum": 1, "maximum": model.MAX_TEXT_CHARS},
    "NewField.maxSize": {"minimum": 1, "maximum": model.MAX_TEXT_CHARS},
    "Coordinates.lat": {"minimum": -90, "maximum": 90},
    "Coordinates.long": {"minimum": -180, "maximum": 180},
    "Place.name": _LONG,
    "Place.address": _LONG,
    "Quote.type": {"enum": ["message", "externalMessageId"]},
    "Destination.integrationId": _LONG,
    "Destination.integrationType": _LONG,
    "Activity.role": {"enum": ["appMaker"]},
    "Activity.type": {"enum": ["typing:start", "typing:stop", "conversation:read"]},
    "Activity.name": _NAME,
    "Activity.avatarUrl": _PAGE,
    # webhooks
    "CreateWebhook.target": _TARGET,
    "UpdateWebhook.target": _TARGET,
    "CreateWebhook.triggers": _TRIGGERS,
    "UpdateWebhook.triggers": _TRIGGERS,
    "CreateWebhook.retries": _RETRIES,
    "UpdateWebhook.retries": _RETRIES,
    "Webhook.version": {"enum": ["v1", "v1.1"]},
    "Webhook._id": {"pattern": _ID},
    "RotatedReply.previousSecretExpiresAt": _TIME,
    "DeadLetter.createdAt": _TIME,
    "DeadLetter.deadAt": _TIME,
    "Replay.from": _WHEN,
    "Replay.to": _WHEN,
    # integrations and menus
    **{
        f"CreateIntegration.{field.name}": _or_empty(_OF_CHECK[field.check])
        for kind in kinds.KINDS.values()
        for field in (kinds.DISPLAY_NAME, *kind.fields)
        if field.check in _OF_CHECK and not field.make
    },
    "CreateIntegration.displayStyle": {"enum": ["button", "tab", ""]},
    "CreateIntegration.tier": {"enum": ["enterprise", "premium", ""]},
    "CreateIntegration.buttonWidth": {"description": "Pixels."},
    "CreateIntegration.buttonHeight": {"description": "Pixels."},
    "Integration._id": {"pattern": _ID},
    "Integration.status": {"enum": ["active", "inactive", "error"]},
    "SetMenu.items": {
        "minItems": 1,
        "maxItems": menus.MAX_ITEMS_V1,
        "description": f"At most {menus.MAX_ITEMS}; in version 1, {menus.MAX_ITEMS_V1}.",
    },
    **{
        f"{struct}.{name}": extra
        for struct in ("GivenMenuItem", "GivenMenuButton")
        for name, extra in {
            "text": {**_FILLED, "maxLength": menus.MAX_TEXT_CHARS},
            "uri": _CLICKED,
            "payload": {**_FILLED, "maxLength": menus.MAX_PAYLOAD_CHARS},
        }.items()
    },
    "GivenMenuItem.items": {"minItems": 1, "maxItems": menus.MAX_SUBITEMS},
    # WhatsApp
    "WhatsappProfile.about": {"maxLength": 139},
    "WhatsappProfile.address": {"maxLength": 256},
    "WhatsappProfile.description": {"maxLength": 256},
    "WhatsappProfile.email": {"maxLength": 128},
    "WhatsappProfile.vertical": {"maxLength": 128},
    "WhatsappProfile.photoUrl": _PAGE,
    "WhatsappProfile.websites": {"maxItems": whatsapp.MAX_WEBSITES},
    "CreateDeployment.baseUrl": _or_empty(_OF_CHECK[integration_fields.text_of_address]),
    "CreateDeployment.callbackUrl": _or_empty(_OF_CHECK[integration_fields.text_of_address]),
    "CreateDeployment.username": _or_empty(_OF_CHECK[integration_fields.text]),
    "CreateDeployment.password": {**_or_empty(_OF_CHECK[integration_fields.long_text]), "writeOnly": True},
    "ActivateDeployment.phoneNumber": {"description": "With `+` and the code of the country."},
    "ActivateDeployment.method": {"enum": ["sms", "voice"]},
    "ConfirmCode.code": _OF_CHECK[integration_fields.text],
    "Deployment._id": {"pattern": _ID},
    # templates and notifications
    "CreateTemplate.name": {**_FILLED, "description": f"At most {templates.MAX_NAME_CHARS} characters; unique."},
    "UpdateTemplate.name": {**_FILLED, "description": f"At most {templates.MAX_NAME_CHARS} characters; unique."},
    "Template._id": {"pattern": _ID},
    "NotificationDestination.destinationId": {
        "minLength": 1,
        "maxLength": notifications.MAX_DESTINATION_CHARS,
        "description": "The recipient's name in the channel, such as a phone number.",
    },
    "NotificationAuthor.role": {"enum": ["appMaker"]},
    "NotificationAuthor.name": _NAME,
    "NotificationAuthor.email": _NAME,
    "NotificationAuthor.avatarUrl": _PAGE,
    "CreateNotification.messageSchema": {"enum": list(notifications.SCHEMAS)},
    # channels and lists
    "LinkChannel.type": {"enum": list(entities.LINKABLE)},
    "LinkChannel.phoneNumber": {"description": "With `+` and the code of the country; blanks and dashes are ignored."},
    "Confirmation.type": {"enum": ["immediate", "userActivity", "prompt"]},
    "FoundMessages.messages": {"maxItems": 25},
    # devices
    "InitReply.appUser": {"$ref": "#/components/schemas/AppUser"},
    "Device.id": {"minLength": 1, "maxLength": 128},
    "Device.platform": {"enum": list(devices.PLATFORMS)},
    "Device.pushNotificationToken": {"maxLength": devices.MAX_TOKEN_CHARS},
    "ChangeDevice.pushNotificationToken": {"maxLength": devices.MAX_TOKEN_CHARS},
    "PushToken.token": {"maxLength": devices.MAX_TOKEN_CHARS},
    "UserEvent.name": {"minLength": 1, "maxLength": 256},
    # attachments
    "Attachment.mediaUrl": {"format": "uri"},
    "ErrorDetail.code": {"description": "Stable, for programs."},
    "ErrorDetail.description": {"description": "A sentence for people; it names the key that is wrong."},
}
