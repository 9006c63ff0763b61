"""What a handler's signature does not tell: query keys that it reads by hand, rarer failures, an example. Pure.

By the name of the handler. The example is a call that works: a test makes each against a server. `body` is its JSON,
`query` its query. Where an address needs an id, the test takes one that the `maker` of `parameters.PATH` answered.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any, Final

_PAGED: Final = ("limit", "offset")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Note:
    reads: tuple[str, ...] = ()  # keys of parameters.QUERY
    fails: tuple[int, ...] = ()  # statuses besides those that follow from policy, address and body
    idempotent: bool = False  # takes an Idempotency-Key
    form: Mapping[str, str] = dataclasses.field(default_factory=dict)  # the example's multipart body
    body: Any = None
    query: Mapping[str, str] = dataclasses.field(default_factory=dict)
    first: tuple[str, ...] = ()  # handlers whose examples have to be done before
    gives: Mapping[str, str] = dataclasses.field(default_factory=dict)  # values for later examples, by pointer


NOTES: Final[Mapping[str, Note]] = {
    # apps and keys
    "create_app": Note(body={"name": "Harbour Desk", "metadata": {"tier": "gold"}}),
    "list_apps": Note(reads=_PAGED, query={"limit": "10"}),
    "update_app": Note(body={"settings": {"useAnimalNames": True}}),
    "create_key": Note(body={"name": "My bot"}),
    # users
    "create_app_user": Note(
        fails=(409,),
        body={"userId": "ines-44", "givenName": "Ines", "email": "ines@post.example", "properties": {"berths": 3}},
    ),
    "update_app_user": Note(body={"surname": "Varga", "properties": {"boat": "Gull"}}),
    # messages
    "post_message": Note(
        fails=(409,),
        idempotent=True,
        body={
            "role": "appMaker",
            "type": "text",
            "text": "Pick a slot",
            "actions": [
                {"type": "reply", "text": "Dawn", "payload": "SLOT_1"},
                {"type": "reply", "text": "Dusk", "payload": "SLOT_2"},
            ],
        },
    ),
    "list_messages": Note(reads=("before", "after"), query={"after": "0"}, first=("post_message",)),
    "get_conversation": Note(first=("post_message",)),
    "read_conversation": Note(first=("post_message",)),
    "post_activity": Note(body={"role": "appMaker", "type": "typing:start"}, first=("post_message",)),
    # webhooks
    "create_webhook": Note(body={"target": "https://ops.harbour.example/hook", "triggers": ["message:appUser"]}),
    "update_webhook": Note(body={"triggers": ["message:appUser", "postback"]}),
    "list_dead_letters": Note(reads=_PAGED),
    "replay": Note(body={"from": "2026-01-01T00:00:00Z"}),
    # attachments
    "upload_attachment": Note(
        fails=(415,),
        query={"access": "public", "for": "message"},
        form={"source": "@logo.png;type=image/png"},
        gives={"MEDIA_URL": "/mediaUrl"},
    ),
    "remove_attachment": Note(body={"mediaUrl": "$MEDIA_URL"}, first=("upload_attachment",)),
}
NONE: Final = Note()
