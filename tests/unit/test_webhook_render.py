"""What webhooks are sent, against golden JSON."""

import json
from typing import Any

import pytest
from msgspec import UNSET, UnsetType

from smooch_server.webhooks import facts, model, render
from smooch_server.wire import shapes

WEB = shapes.Client(
    clientId="5cb5d2a19a3e2b0c7d4f1a11",
    id="b7e1c2d3f4a5461798a0b1c2d3e4f506",
    platform="web",
    status="active",
    active=True,
    primary=True,
    lastSeen="2019-04-16T10:12:00.000Z",
    linkedAt="2019-04-16T10:11:12.345Z",
    info={"browserLanguage": "hu"},
    integrationId="5cb5d1f09a3e2b0c7d4f1a02",
)
PHONE = shapes.Client(
    clientId="5cb5d2a19a3e2b0c7d4f1a12",
    id="c0ffee",
    platform="ios",
    status="inactive",
    active=False,
    primary=False,
    lastSeen="2019-04-16T10:12:00.000Z",
    linkedAt="2019-04-16T10:11:12.345Z",
    info={},
    integrationId="5cb5d1f09a3e2b0c7d4f1a03",
)
USER = shapes.AppUser(
    id="5cb5d2a19a3e2b0c7d4f1a10",
    userId="ines-44",
    givenName="Ines",
    signedUpAt="2019-04-16T10:11:12.345Z",
    properties={"boat": "Gull"},
    conversationStarted=True,
    clients=[PHONE, WEB],
    pendingClients=[],
    locale="hu",
)
FROM_WEB = shapes.Source(type="web", integrationId="5cb5d1f09a3e2b0c7d4f1a02")
MESSAGE = shapes.Message(
    id="5cb5d3a09a3e2b0c7d4f1a40",
    role="appUser",
    type="text",
    authorId="5cb5d2a19a3e2b0c7d4f1a10",
    received=1555409824.771,
    source=FROM_WEB,
    name="Ines Varga",
    text="Ahoy",
    clientId="made-by-the-widget",
)

WEB_JSON = {
    "_id": "5cb5d2a19a3e2b0c7d4f1a11",
    "id": "b7e1c2d3f4a5461798a0b1c2d3e4f506",
    "platform": "web",
    "status": "active",
    "active": True,
    "primary": True,
    "lastSeen": "2019-04-16T10:12:00.000Z",
    "linkedAt": "2019-04-16T10:11:12.345Z",
    "info": {"browserLanguage": "hu"},
    "integrationId": "5cb5d1f09a3e2b0c7d4f1a02",
}
PHONE_JSON = {
    "_id": "5cb5d2a19a3e2b0c7d4f1a12",
    "id": "c0ffee",
    "platform": "ios",
    "status": "inactive",
    "active": False,
    "primary": False,
    "lastSeen": "2019-04-16T10:12:00.000Z",
    "linkedAt": "2019-04-16T10:11:12.345Z",
    "info": {},
    "integrationId": "5cb5d1f09a3e2b0c7d4f1a03",
}
BRIEF_JSON = {"_id": "5cb5d2a19a3e2b0c7d4f1a10", "userId": "ines-44", "conversationStarted": True}
FULL_JSON = {
    **BRIEF_JSON,
    "givenName": "Ines",
    "signedUpAt": "2019-04-16T10:11:12.345Z",
    "properties": {"boat": "Gull"},
}
V1_JSON = {
    **FULL_JSON,
    "clients": [PHONE_JSON, WEB_JSON],
    "devices": [PHONE_JSON, WEB_JSON],
    "pendingClients": [],
}
MESSAGE_JSON = {
    "_id": "5cb5d3a09a3e2b0c7d4f1a40",
    "role": "appUser",
    "type": "text",
    "authorId": "5cb5d2a19a3e2b0c7d4f1a10",
    "received": 1555409824.771,
    "source": {"type": "web", "integrationId": "5cb5d1f09a3e2b0c7d4f1a02"},
    "name": "Ines Varga",
    "text": "Ahoy",
}
SOURCE_JSON = {"type": "web", "integrationId": "5cb5d1f09a3e2b0c7d4f1a02"}
APP_JSON = {"_id": "5cb5d1f09a3e2b0c7d4f1a01"}
CONVERSATION_JSON = {"_id": "5cb5d2b09a3e2b0c7d4f1a15"}


def happened(
    trigger: str,
    detail: facts.Detail,
    *,
    user: shapes.AppUser | UnsetType = USER,
    source: shapes.Source | UnsetType = UNSET,
    conversation: str | UnsetType = "5cb5d2b09a3e2b0c7d4f1a15",
) -> facts.Facts:
    """Facts that have been stored and read back, as all are."""
    given = facts.Facts(
        trigger=trigger,
        app_id="5cb5d1f09a3e2b0c7d4f1a01",
        user=user,
        conversation_id=conversation,
        detail=detail,
        source=source,
        timestamp_ms=1_555_409_824_771,
    )
    assert facts.decode(facts.encode(given)) == given
    return given


def rendered(
    given: facts.Facts, version: model.Version, *, include_client: bool = False, full: bool = True
) -> dict[str, Any]:
    body = render.render(given, version=version, include_client=include_client, include_full_app_user=full)
    parsed: dict[str, Any] = json.loads(body)
    assert b"null" not in body
    return parsed


SAID = happened("message:appUser", facts.Said(messages=[MESSAGE]))
STARTED = happened("conversation:start", facts.Moved(), source=FROM_WEB)
READ = happened("conversation:read", facts.Moved(), source=FROM_WEB)


def test_a_message_in_version_1_1() -> None:
    assert rendered(SAID, "v1.1", include_client=True) == {
        "trigger": "message:appUser",
        "version": "v1.1",
        "app": APP_JSON,
        "appUser": FULL_JSON,
        "conversation": CONVERSATION_JSON,
        "client": WEB_JSON,
        "messages": [MESSAGE_JSON],
    }


def test_a_message_in_version_1() -> None:
    assert rendered(SAID, "v1", full=False) == {
        "trigger": "message:appUser",
        "app": APP_JSON,
        "appUser": V1_JSON,
        "messages": [MESSAGE_JSON],
    }


def test_a_start_in_both_versions() -> None:
    common = {
        "trigger": "conversation:start",
        "app": APP_JSON,
        "source": SOURCE_JSON,
        "timestamp": 1555409824.771,
    }
    assert rendered(STARTED, "v1.1") == {
        **common,
        "version": "v1.1",
        "appUser": FULL_JSON,
        "conversation": CONVERSATION_JSON,
    }
    assert rendered(STARTED, "v1") == {**common, "appUser": V1_JSON}


@pytest.mark.parametrize("full", [True, False])
def test_who_read_is_told_in_brief(*, full: bool) -> None:
    assert rendered(READ, "v1.1", full=full) == {
        "trigger": "conversation:read",
        "version": "v1.1",
        "app": APP_JSON,
        "appUser": BRIEF_JSON,
        "conversation": CONVERSATION_JSON,
        "source": SOURCE_JSON,
        "timestamp": 1555409824.771,
    }


def test_the_user_in_brief_when_not_wanted_in_full() -> None:
    assert rendered(SAID, "v1.1", full=False)["appUser"] == BRIEF_JSON


def test_keys_stand_in_the_order_of_the_contract() -> None:
    assert list(rendered(SAID, "v1.1", include_client=True)) == [
        "trigger",
        "version",
        "app",
        "appUser",
        "conversation",
        "client",
        "messages",
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (FROM_WEB, WEB_JSON),
        (shapes.Source(type="ios", integrationId="5cb5d1f09a3e2b0c7d4f1a03"), PHONE_JSON),
        (shapes.Source(type="ios", id="c0ffee"), PHONE_JSON),
        (shapes.Source(type="api"), WEB_JSON),  # nobody of them acted: the primary one
    ],
)
def test_the_client_that_acted(source: shapes.Source, expected: dict[str, object]) -> None:
    assert (
        rendered(happened("conversation:read", facts.Moved(), source=source), "v1.1", include_client=True)["client"]
        == expected
    )


def test_a_user_without_clients_has_none_to_show() -> None:
    alone = shapes.AppUser(
        id=USER.id,
        conversationStarted=True,
        properties={},
        signedUpAt=USER.signedUpAt,
        clients=[],
        pendingClients=[],
    )
    assert "client" not in rendered(
        happened("conversation:start", facts.Moved(), user=alone), "v1.1", include_client=True
    )


DELIVERY_V1 = {"delivery:success", "delivery:failure"}
DELIVERY_V1_1 = {"message:delivery:channel", "message:delivery:user", "message:delivery:failure"}
ALL = set(model.TRIGGERS) - {"typing:appUser"}


@pytest.mark.parametrize(
    ("triggers", "version", "covered"),
    [
        (["message"], "v1.1", {"message:appUser", "message:appMaker"}),
        (["message:appUser"], "v1.1", {"message:appUser"}),
        (["conversation:start", "conversation:read"], "v1", {"conversation:start", "conversation:read"}),
        (["*"], "v1.1", ALL - DELIVERY_V1),
        (["*"], "v1", ALL - DELIVERY_V1_1),
        (["*", "typing:appUser"], "v1.1", ALL - DELIVERY_V1 | {"typing:appUser"}),
        (["delivery:failure"], "v1.1", {"delivery:failure"}),
        (["message:delivery:user"], "v1", {"message:delivery:user"}),
    ],
)
def test_what_a_subscription_covers(triggers: list[str], version: model.Version, covered: set[str]) -> None:
    assert {trigger for trigger in model.TRIGGERS if model.covers(triggers, trigger, version=version)} == covered
    for trigger in covered:
        assert set(model.wishes(trigger)) & set(triggers)  # the short look at the path of a message finds it, too
