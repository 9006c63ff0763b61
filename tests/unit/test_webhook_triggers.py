"""Every trigger in both versions, against golden JSON: what the other triggers add to the common keys."""

from typing import Any

import pytest
from msgspec import UNSET

from smooch_server.webhooks import facts, model
from smooch_server.wire import shapes
from tests.unit import test_webhook_render as common

MAKER = shapes.Message(
    id="5cb5d3309a3e2b0c7d4f1a20",
    role="appMaker",
    type="text",
    authorId="7Qh2LmZ0pXc9VbN4sRtY1w",
    received=1555409712.418,
    source=shapes.Source(type="api"),
    text="Book?",
    actions=[shapes.Action(id="5cb5d3309a3e2b0c7d4f1a23", type="postback", text="Book", payload="BOOK_A")],
)
MAKER_JSON = {
    "_id": "5cb5d3309a3e2b0c7d4f1a20",
    "role": "appMaker",
    "type": "text",
    "authorId": "7Qh2LmZ0pXc9VbN4sRtY1w",
    "received": 1555409712.418,
    "source": {"type": "api"},
    "text": "Book?",
    "actions": [{"_id": "5cb5d3309a3e2b0c7d4f1a23", "type": "postback", "text": "Book", "payload": "BOOK_A"}],
}
PRESSED = shapes.Action(id="5cb5d3309a3e2b0c7d4f1a23", type="postback", text="Book", payload="BOOK_A")
PRESSED_JSON = {"_id": "5cb5d3309a3e2b0c7d4f1a23", "type": "postback", "text": "Book", "payload": "BOOK_A"}
PAID = shapes.Action(id="5cb5d3309a3e2b0c7d4f1a24", type="buy", text="Pay", amount=2500, currency="eur", state="paid")
PAID_JSON = {
    "_id": "5cb5d3309a3e2b0c7d4f1a24",
    "type": "buy",
    "text": "Pay",
    "amount": 2500,
    "currency": "eur",
    "state": "paid",
}
TWILIO = facts.Destination(type="twilio", integrationId="5cb5d1f09a3e2b0c7d4f1a05")
TWILIO_JSON = {"type": "twilio", "integrationId": "5cb5d1f09a3e2b0c7d4f1a05"}
FAILURE = facts.Failure(code="bad_request", message="number unreachable", underlyingError={"status": 30003})
FAILURE_JSON = {"code": "bad_request", "message": "number unreachable", "underlyingError": {"status": 30003}}
TIME = {"timestamp": 1555409824.771}
FROM = {"source": common.SOURCE_JSON}
OTHER = {"_id": "5cb5d2ff9a3e2b0c7d4f1a18", "conversationStarted": False}
RECIPIENT = facts.Destination(type="whatsapp", integrationId="5cb5d1f09a3e2b0c7d4f1a06", destinationId="+3612345678")
RECIPIENT_JSON = {"type": "whatsapp", "integrationId": "5cb5d1f09a3e2b0c7d4f1a06", "destinationId": "+3612345678"}
# How the user is told of.
WHOLE, BRIEF, NOT = "whole", "brief", "not"

Case = tuple[str, facts.Detail, str, dict[str, Any]]
CASES: list[Case] = [
    ("message:appMaker", facts.Said(messages=[MAKER]), WHOLE, {"messages": [MAKER_JSON]}),
    (
        "postback",
        facts.Pressed(postbacks=[facts.Press(message=MAKER, action=PRESSED)]),
        WHOLE,
        {"postbacks": [{"message": MAKER_JSON, "action": PRESSED_JSON}], **TIME},
    ),
    (
        "postback",  # of the menu
        facts.Pressed(postbacks=[facts.Press(action=PRESSED)]),
        WHOLE,
        {"postbacks": [{"action": PRESSED_JSON}], **TIME},
    ),
    (
        "conversation:referral",
        facts.Moved(referral=facts.Referral(code="spring", details={"source": "ADS", "type": "OPEN", "adId": "6"})),
        WHOLE,
        {**FROM, "referral": {"code": "spring", "details": {"source": "ADS", "type": "OPEN", "adId": "6"}}, **TIME},
    ),
    (
        "typing:appUser",
        facts.Typed(activity="typing:start"),
        WHOLE,
        {"activity": {"type": "typing:start"}, **FROM, **TIME},
    ),
    (
        "message:delivery:channel",
        facts.Delivered(message_id=MAKER.id, destination=TWILIO, external_ids=["SM1", "SM2"], final=False),
        WHOLE,
        {
            "message": {"_id": MAKER.id},
            "destination": TWILIO_JSON,
            "externalMessages": [{"_id": "SM1"}, {"_id": "SM2"}],
            "isFinalEvent": False,
            **TIME,
        },
    ),
    (
        "message:delivery:user",
        facts.Delivered(message_id=MAKER.id, destination=TWILIO, final=True),
        WHOLE,
        {"message": {"_id": MAKER.id}, "destination": TWILIO_JSON, "isFinalEvent": True, **TIME},
    ),
    (
        "message:delivery:failure",
        facts.Delivered(message_id=MAKER.id, destination=TWILIO, final=True, error=FAILURE),
        WHOLE,
        {
            "message": {"_id": MAKER.id},
            "destination": TWILIO_JSON,
            "isFinalEvent": True,
            "error": FAILURE_JSON,
            **TIME,
        },
    ),
    *(
        (
            f"notification:delivery:{end}",
            facts.Delivered(
                notification_id="5cb5d3b09a3e2b0c7d4f1a45", destination=RECIPIENT, final=end != "channel", error=error
            ),
            NOT,
            {
                "notification": {"_id": "5cb5d3b09a3e2b0c7d4f1a45"},
                "destination": RECIPIENT_JSON,
                "isFinalEvent": end != "channel",
                **({} if error is UNSET else {"error": FAILURE_JSON}),
                **TIME,
            },
        )
        for end, error in (("channel", UNSET), ("user", UNSET), ("failure", FAILURE))
    ),
    (
        "merge:appUser",
        facts.Merged(
            surviving=facts.brief(common.USER),
            discarded=[facts.BriefUser(id="5cb5d2ff9a3e2b0c7d4f1a18", conversationStarted=False)],
            discarded_properties={"boat": "Tern"},
            reason="api",
        ),
        NOT,
        {
            "surviving": common.BRIEF_JSON,
            "discarded": [OTHER],
            "discardedProperties": {"boat": "Tern"},
            "reason": "api",
        },
    ),
    ("client:add", facts.ClientChanged(client=common.PHONE), WHOLE, {"client": common.PHONE_JSON, **TIME}),
    ("client:remove", facts.ClientChanged(client=common.PHONE), WHOLE, {"client": common.PHONE_JSON, **TIME}),
    ("appUser:delete", facts.Deleted(), BRIEF, {**TIME}),
    *(
        (
            f"link:{end}",
            facts.Linked(channel="twilio", criteria={"phoneNumber": "+3612345678"}, error=error),
            BRIEF,
            {
                "channel": "twilio",
                "criteria": {"phoneNumber": "+3612345678"},
                **({} if error is UNSET else {"error": FAILURE_JSON}),
            },
        )
        for end, error in (("match", UNSET), ("success", UNSET), ("failure", FAILURE))
    ),
    (
        "payment:success",
        facts.Paid(
            payments=[
                facts.Payment(source=common.FROM_WEB, message=MAKER, action=PAID, charge=facts.Ref(id="ch_1")),
            ]
        ),
        BRIEF,
        {
            "payments": [
                {
                    "source": common.SOURCE_JSON,
                    "message": MAKER_JSON,
                    "action": PAID_JSON,
                    "charge": {"_id": "ch_1"},
                }
            ],
            **TIME,
        },
    ),
    *(
        (
            f"delivery:{end}",
            facts.DeliveredV1(messages=[MAKER], destination=facts.Destination(type="twilio"), error=error),
            WHOLE,
            {
                "messages": [MAKER_JSON],
                "destination": {"type": "twilio"},
                **({} if error is UNSET else {"error": FAILURE_JSON}),
                **TIME,
            },
        )
        for end, error in (("success", UNSET), ("failure", FAILURE))
    ),
]
USERS: dict[str, dict[model.Version, dict[str, Any]]] = {
    WHOLE: {"v1": {"appUser": common.V1_JSON}, "v1.1": {"appUser": common.FULL_JSON}},
    BRIEF: {"v1": {"appUser": common.BRIEF_JSON}, "v1.1": {"appUser": common.BRIEF_JSON}},
    NOT: {"v1": {}, "v1.1": {}},
}


@pytest.mark.parametrize("version", ["v1", "v1.1"])
@pytest.mark.parametrize(("trigger", "detail", "user", "keys"), CASES, ids=[case[0] for case in CASES])
def test_each_trigger_in_both_versions(
    trigger: str, detail: facts.Detail, user: str, keys: dict[str, Any], version: model.Version
) -> None:
    given = common.happened(
        trigger,
        detail,
        user=UNSET if user == NOT else common.USER,
        source=common.FROM_WEB,
        conversation=UNSET if user == NOT else common.CONVERSATION_JSON["_id"],
    )
    versioned = {"version": "v1.1"} if version == "v1.1" else {}
    conversation = {"conversation": common.CONVERSATION_JSON} if version == "v1.1" and user != NOT else {}
    assert common.rendered(given, version) == {
        "trigger": trigger,
        **versioned,
        "app": common.APP_JSON,
        **USERS[user][version],
        **conversation,
        **keys,
    }


def test_every_trigger_has_a_golden_case() -> None:
    elsewhere = {"message:appUser", "conversation:start", "conversation:read"}
    assert {case[0] for case in CASES} | elsewhere == set(model.TRIGGERS)


@pytest.mark.parametrize(
    ("trigger", "detail", "client"),
    [
        ("postback", facts.Pressed(postbacks=[facts.Press(action=PRESSED)]), common.WEB_JSON),
        (
            "message:delivery:user",
            facts.Delivered(
                message_id=MAKER.id,
                destination=facts.Destination(type="ios", integrationId="5cb5d1f09a3e2b0c7d4f1a03"),
                final=True,
            ),
            common.PHONE_JSON,
        ),
        ("client:add", facts.ClientChanged(client=common.PHONE), common.PHONE_JSON),
        ("appUser:delete", facts.Deleted(), None),
        ("link:match", facts.Linked(channel="twilio", criteria={}), None),
    ],
)
def test_whose_client_it_was(trigger: str, detail: facts.Detail, client: dict[str, Any] | None) -> None:
    given = common.happened(trigger, detail, source=common.FROM_WEB)
    assert common.rendered(given, "v1.1", include_client=True).get("client") == client
