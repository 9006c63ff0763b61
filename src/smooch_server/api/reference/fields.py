"""What the reference says of single keys besides their type: limits, words, forms, meaning. Pure.

`FIELDS` is by struct and key as they stand on the wire. The limits are those that the verbs check: a test sends what
is just outside of them and wants a 400 that names the key.
"""

from collections.abc import Mapping
from typing import Any, Final

from smooch_server.apps import apps
from smooch_server.appusers import users
from smooch_server.conversations import drafts, model
from smooch_server.core import jsonmap, links
from smooch_server.webhooks import model as webhooks

Extra = Mapping[str, Any]

_ID: Final = "^[0-9a-f]{24}$"
_NAME: Final[Extra] = {"maxLength": drafts.MAX_NAME_CHARS}
_LONG: Final[Extra] = {"maxLength": drafts.MAX_PAYLOAD_CHARS}
_FILLED: Final[Extra] = {"minLength": 1, "pattern": r"\S"}
_APP_NAME: Final[Extra] = {**_FILLED, "maxLength": apps.MAX_NAME_CHARS}
_PAGE: Final[Extra] = {"maxLength": links.MAX_CHARS, "pattern": "^([hH][tT][tT][pP][sS]?://[^\\x00-\\x20]+)?$"}
_MEDIA_URL: Final[Extra] = {"minLength": 1, "maxLength": links.MAX_CHARS, "pattern": "^[hH][tT][tT][pP][sS]?:"}
_CLICKED: Final[Extra] = {"maxLength": links.MAX_CHARS, "pattern": "^([hH][tT][tT][pP][sS]?|mailto|tel|sms):"}
_HEIGHTS: Final[Extra] = {"enum": ["compact", "tall", "full"]}
_TIME: Final[Extra] = {"format": "date-time"}
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
_SETTINGS: Final[Extra] = {
    "properties": {
        "maskCreditCardNumbers": {"type": "boolean", "default": True},
        "useAnimalNames": {"type": "boolean", "default": False},
        "echoPostback": {"type": "boolean", "default": False},
        "ignoreAutoConversationStart": {"type": "boolean", "default": False},
        "conversationRetentionSeconds": {"type": "integer", "minimum": 1},
    },
    "description": "`conversationRetentionSeconds`: how long after the last message a conversation is erased.",
}

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
    "App.settings": _SETTINGS,
    "CreateApp.name": _APP_NAME,
    "UpdateApp.name": _APP_NAME,
    "CreateApp.settings": _SETTINGS,
    "UpdateApp.settings": _SETTINGS,
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
        f"{struct}.{name}": extra
        for struct in ("NewMessage", "PostMessage")
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
    "Replay.from": _TIME,
    "Replay.to": _TIME,
    # attachments
    "Attachment.mediaUrl": {"format": "uri"},
    "ErrorDetail.code": {"description": "Stable, for programs."},
    "ErrorDetail.description": {"description": "A sentence for people; it names the key that is wrong."},
}
