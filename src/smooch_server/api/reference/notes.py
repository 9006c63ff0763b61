"""What a handler's signature does not tell: query keys that it reads by hand, rarer failures, an example. Pure.

By the name of the handler. The example is a call that works: a test makes each against a server. `body` is its JSON,
`query` its query. Where an address needs an id, the test takes one that the `maker` of `parameters.PATH` answered.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any, Final

_PAGED: Final = ("limit", "offset")
_MENU: Final = {
    "items": [
        {"type": "link", "text": "Tides", "uri": "https://harbour.example/tides"},
        {"type": "submenu", "text": "Berths", "items": [{"type": "postback", "text": "Free now", "payload": "FREE"}]},
    ]
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Note:
    reads: tuple[str, ...] = ()  # keys of parameters.QUERY
    fails: tuple[int, ...] = ()  # statuses besides those that follow from policy, address and body
    key: str = ""  # the example's Idempotency-Key
    never: bool = False  # it only fails here, and so does its example, with the first of `fails`
    form: Mapping[str, str] = dataclasses.field(default_factory=dict)  # the example's multipart body
    body: Any = None
    query: Mapping[str, str] = dataclasses.field(default_factory=dict)
    path: Mapping[str, str] = dataclasses.field(default_factory=dict)  # what the example has for a name of its address
    given: Mapping[str, Any] = dataclasses.field(default_factory=dict)  # bodies of calls that must have been made
    first: tuple[str, ...] = ()  # handlers whose examples have to be done before
    gives: Mapping[str, str] = dataclasses.field(default_factory=dict)  # values for later examples, by pointer


NOTES: Final[Mapping[str, Note]] = {
    # apps and keys
    "create_app": Note(body={"name": "Harbour Desk", "metadata": {"tier": "gold"}}),
    "list_apps": Note(reads=(*_PAGED, "serviceAccountId"), query={"limit": "10"}),
    "update_app": Note(body={"settings": {"useAnimalNames": True}}),
    "create_key": Note(body={"name": "My bot"}),
    "create_service_account": Note(body={"name": "Our bots"}),
    "update_service_account": Note(fails=(409,), body={"name": "Our programs"}),
    "list_service_accounts": Note(reads=_PAGED),
    "create_service_account_key": Note(body={"name": "My other bot"}),
    # users
    "create_app_user": Note(
        body={"userId": "ines-44", "givenName": "Ines", "email": "ines@post.example", "properties": {"berths": 3}},
    ),
    "merge_app_users": Note(
        fails=(404,),
        body={"surviving": {"_id": "$USER_ID"}, "discarded": {"_id": "$OTHER_USER_ID"}},
        first=("create_app_user", "init"),
    ),
    "update_app_user": Note(body={"surname": "Varga", "properties": {"boat": "Gull"}}),
    # messages
    "post_message": Note(
        key="berth-1",
        body={
            "role": "appMaker",
            "type": "text",
            "text": "Berth A is free",
            "actions": [
                {"type": "postback", "text": "Book", "payload": "BOOK_A"},
                {"type": "link", "text": "Map", "uri": "https://harbour.example/a"},
            ],
        },
        gives={"ACTION_ID": "/message/actions/0/_id"},
    ),
    "post_image": Note(
        fails=(415,), form={"source": "@logo.png;type=image/png", "role": "appMaker", "text": "Our new sign"}
    ),
    "post_postback": Note(body={"actionId": "$ACTION_ID"}, first=("post_message",)),
    "list_messages": Note(reads=("before", "after"), query={"after": "0"}, first=("post_message",)),
    "get_conversation": Note(first=("post_message",)),
    "read_conversation": Note(first=("post_message",)),
    "post_activity": Note(body={"role": "appMaker", "type": "typing:start"}, first=("post_message",)),
    # webhooks
    "create_webhook": Note(body={"target": "https://ops.harbour.example/hook", "triggers": ["message:appUser"]}),
    "update_webhook": Note(body={"triggers": ["message:appUser", "postback"]}),
    "list_dead_letters": Note(reads=_PAGED),
    "replay": Note(body={"from": "2026-01-01T00:00:00Z"}),
    # templates and notifications
    "create_template": Note(
        body={"name": "welcome_aboard", "message": {"role": "appMaker", "type": "text", "text": "Welcome aboard"}}
    ),
    "list_templates": Note(reads=_PAGED),
    "update_template": Note(fails=(409,), body={"name": "welcome"}),
    "create_notification": Note(
        fails=(404,),
        body={
            "destination": {"integrationId": "$INTEGRATION_ID", "destinationId": "+3615550101"},
            "author": {"role": "appMaker", "name": "Pilot"},
            "message": {"type": "text", "text": "Your berth is free"},
        },
        first=("create_integration",),
    ),
    # integrations and menus
    "create_integration": Note(
        fails=(404,),
        body={
            "type": "whatsapp",
            "displayName": "Quay",
            "baseUrl": "https://whatsapp.harbour.example",
            "username": "pilot",
            "password": "a-password-of-yours",
        },
    ),
    "list_integrations": Note(reads=_PAGED, query={"types": "whatsapp,web"}),
    "update_integration": Note(body={"displayName": "Quay WhatsApp", "hsmFallbackLanguage": "hu"}),
    "set_menu": Note(body=_MENU),
    "create_integration_menu": Note(body=_MENU),
    "set_integration_menu": Note(body=_MENU),
    "get_integration_menu": Note(first=("set_integration_menu",)),
    "delete_integration_menu": Note(first=("set_integration_menu",)),
    # WhatsApp
    "get_profile": Note(fails=(400,)),
    "delete_whatsapp_template": Note(fails=(400,)),
    "set_profile": Note(fails=(400,), body={"about": "Berths and tides", "websites": ["https://harbour.example"]}),
    "set_photo": Note(fails=(400, 415), form={"source": "@logo.png;type=image/png"}),
    "create_whatsapp_template": Note(body={"name": "berth_free", "language": "en", "category": "UTILITY"}),
    "list_whatsapp_templates": Note(reads=("limit",), query={"name": "berth_free"}),
    "create_deployment": Note(body={"hosting": "smooch", "callbackUrl": "https://ops.harbour.example/numbers"}),
    "delete_deployment": Note(fails=(409,)),
    "activate_deployment": Note(
        body={"phoneNumber": "+3615550101", "verifiedNameCertificate": "c3R1ZmY=", "method": "sms"}
    ),
    "confirm_deployment": Note(body={"code": "123456"}, first=("activate_deployment",)),
    # payments
    "get_stripe_account": Note(never=True, fails=(404,)),
    "create_stripe_customer": Note(never=True, fails=(404,)),
    "create_stripe_transaction": Note(never=True, fails=(404,)),
    # channels
    "link_channel": Note(
        fails=(404,),
        body={
            "type": "whatsapp",
            "phoneNumber": "+36 1 555 0101",
            "confirmation": {"type": "immediate", "message": {"type": "text", "text": "You are connected"}},
        },
        first=("create_integration",),
    ),
    "ping_channel": Note(never=True, fails=(400,)),
    "get_link_requests": Note(query={"integrationIds": "$INTEGRATION_ID"}, first=("create_integration",)),
    "get_qr_code": Note(
        fails=(400,), path={"channel": "viber"}, given={"create_integration": {"type": "viber", "token": "a-token"}}
    ),
    "unlink_channel": Note(fails=(400,)),
    # lists
    "list_conversations": Note(query={"unread": "true"}),
    "list_users": Note(query={"userId": "ines"}),
    "search_messages": Note(query={"q": "berth"}),
    # version 1
    "get_transfer_requests": Note(query={"type": "whatsapp"}, first=("create_integration",)),
    "init": Note(
        fails=(404,),
        body={"device": {"id": "b7e1c2d3f4a54617", "platform": "web"}, "givenName": "Ines"},
        gives={"OTHER_USER_ID": "/appUser/_id"},
    ),
    "change_device": Note(body={"appVersion": "2.1", "info": {"locale": "hu"}}, first=("merge_app_users",)),
    "change_push_token": Note(
        fails=(404,), body={"deviceId": "$DEVICE_ID", "token": "a-token-of-the-device"}, first=("merge_app_users",)
    ),
    "track_event": Note(body={"name": "berth-viewed", "appUser": {"properties": {"boat": "Gull"}}}),
    # attachments
    "upload_attachment": Note(
        fails=(404, 415),
        query={"access": "public", "for": "message"},
        form={"source": "@logo.png;type=image/png"},
        gives={"MEDIA_URL": "/mediaUrl"},
    ),
    "remove_attachment": Note(fails=(404,), body={"mediaUrl": "$MEDIA_URL"}, first=("upload_attachment",)),
}
NONE: Final = Note()
