"""Webhooks as a business meets them: what it is told, secrets, dead letters, from outside over HTTP and the CLI."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support import api, hooks, smooch_cli


@pytest.fixture
def sink() -> Iterator[hooks.Receiver]:
    with hooks.receiver() as made:
        yield made


def subscribe(shop: api.Shop, sink: hooks.Receiver, *triggers: str, **fields: Any) -> dict[str, Any]:
    body = {"target": sink.url, "triggers": list(triggers)} | fields
    made: dict[str, Any] = shop.rest("POST", "/webhooks", body, expect=201).json["webhook"]
    return made


def letters(shop: api.Shop, webhook: dict[str, Any], query: str = "") -> dict[str, Any]:
    page: dict[str, Any] = shop.rest("GET", f"/webhooks/{webhook['_id']}/deadletters{query}", expect=200).json
    return page


def replay(shop: api.Shop, webhook: dict[str, Any], **which: Any) -> int:
    return int(shop.rest("POST", f"/webhooks/{webhook['_id']}/replay", which, expect=200).json["replayed"])


def test_a_visitor_from_the_first_act_to_the_end(shop: api.Shop, sink: hooks.Receiver) -> None:
    webhook = subscribe(shop, sink, "*", "typing:appUser", includeClient=True)
    visitor = shop.visitor()
    visitor.say("hello")
    shop.say(visitor.app_user_id, "good day")
    visitor.sdk("POST", "/conversation/read", expect=200)
    visitor.sdk("POST", "/conversation/activity", {"type": "typing:start"}, expect=200)
    sink.wait(lambda calls: len(calls) == 6)
    visitor.sdk("POST", "/logout", {"client": {"id": visitor.device, "platform": "web"}}, expect=200)
    sink.wait(lambda calls: len(calls) == 7)
    shop.rest("DELETE", f"/appusers/{visitor.app_user_id}", expect=200)
    calls = sink.wait(lambda calls: len(calls) == 8)

    told = {call.trigger: call for call in calls}
    log = [
        call.trigger
        for call in calls
        if call.trigger in ("conversation:start", "message:appUser", "message:appMaker", "conversation:read")
    ]
    assert log == ["conversation:start", "message:appUser", "message:appMaker", "conversation:read"]
    assert set(told) == {*log, "client:add", "typing:appUser", "client:remove", "appUser:delete"}
    assert calls[-1].trigger == "appUser:delete"
    for call in calls:
        assert call.headers["x-api-key"] == webhook["secret"]
        assert call.signed_by(webhook["secret"])
        assert call.event["appUser"]["_id"] == visitor.app_user_id
        assert call.event["version"] == "v1.1"
    assert told["typing:appUser"].event["activity"] == {"type": "typing:start"}
    assert told["conversation:read"].event["source"]["type"] == "web"
    assert told["client:add"].event["client"]["id"] == visitor.device
    assert told["client:remove"].event["client"]["active"] is False
    assert set(told["appUser:delete"].event["appUser"]) == {"_id", "conversationStarted"}
    assert told["message:appUser"].event["client"]["id"] == visitor.device


def test_a_login_on_a_new_device_adds_a_client_once(shop: api.Shop, sink: hooks.Receiver) -> None:
    known = shop.known_visitor()
    subscribe(shop, sink, "client:add", "message:appMaker")
    user_id = shop.rest("GET", f"/appusers/{known.app_user_id}").json["appUser"]["userId"]
    for device in (known.device, "another-device", "another-device"):
        body = {"client": {"id": device, "platform": "web"}, "userId": user_id}
        shop.sdk("POST", "/login", body, headers=known.credentials, expect=200)
    shop.say(known.app_user_id, "after all that")
    calls = sink.wait(lambda calls: "message:appMaker" in [call.trigger for call in calls] and len(calls) > 1)
    added = [call.event["client"]["id"] for call in calls if call.trigger == "client:add"]
    assert added == ["another-device"]


def test_star_does_not_mean_typing(shop: api.Shop, sink: hooks.Receiver) -> None:
    visitor = shop.visitor()
    subscribe(shop, sink, "*")
    visitor.sdk("POST", "/conversation/activity", {"type": "typing:start"}, expect=200)
    visitor.say("hello")
    assert [call.trigger for call in sink.wait(len)] == ["message:appUser"]


def test_a_secret_is_replaced_without_a_gap(shop: api.Shop, sink: hooks.Receiver) -> None:
    old = subscribe(shop, sink, "message")
    answer = shop.rest("POST", f"/webhooks/{old['_id']}/secret", expect=200).json
    new = answer["webhook"]
    assert {**new, "secret": old["secret"]} == old
    assert new["secret"] != old["secret"]
    ends = datetime.datetime.fromisoformat(answer["previousSecretExpiresAt"])
    hours = (ends - datetime.datetime.now(datetime.UTC)).total_seconds() / 3600
    assert 23.9 < hours <= 24
    shop.say(shop.make_user()["_id"], "hello")
    (call,) = sink.wait(len)
    assert call.headers["x-api-key"] == new["secret"]
    assert call.signed_by(old["secret"])
    assert call.signed_by(new["secret"])
    assert shop.rest("GET", f"/webhooks/{old['_id']}").json["webhook"] == new


def test_what_was_given_up_is_listed_and_sent_again(shop: api.Shop, sink: hooks.Receiver) -> None:
    webhook = subscribe(shop, sink, "message")
    user = shop.make_user()["_id"]
    sink.behave = lambda call: 404
    for number in range(3):
        shop.say(user, f"lost {number}")
    api.eventually(lambda: len(letters(shop, webhook)["deadLetters"]) == 3)
    first, second = letters(shop, webhook, "?limit=2"), letters(shop, webhook, "?limit=2&offset=2")
    assert (len(first["deadLetters"]), first["hasMore"], second["hasMore"], second["offset"]) == (2, True, False, 2)
    listed = [*first["deadLetters"], *second["deadLetters"]]
    assert [each["payload"]["messages"][0]["text"] for each in listed] == ["lost 2", "lost 1", "lost 0"]
    assert {(each["attempts"], each["lastError"]) for each in listed} == {(1, "status 404")}

    sink.behave = lambda call: 200
    assert replay(shop, webhook, ids=[listed[0]["_id"], "5cb5d3a09a3e2b0c7d4f1a40"]) == 1
    calls = sink.wait(lambda calls: len(calls) == 4)
    assert calls[3].id == listed[0]["_id"] == calls[2].id
    assert calls[3].body == calls[2].body
    assert replay(shop, webhook, **{"from": 1577836800, "to": "2020-01-02"}) == 0
    assert replay(shop, webhook, **{"from": 1577836800.5}) == 2
    calls = sink.wait(lambda calls: len(calls) == 6)
    assert [call.text for call in calls[4:]] == ["lost 0", "lost 1"]
    api.eventually(lambda: letters(shop, webhook)["deadLetters"] == [])
    none = {"from": "2020-01-01T00:00:00Z", "to": "2020-01-02T00:00:00Z"}
    answer = shop.rest("POST", f"/webhooks/{webhook['_id']}/replay", none, expect=200)
    assert answer.json == {"replayed": 0, "more": False}


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({}, "from: is required, or ids"),
        ({"ids": ["a"], "from": "2020-01-01"}, "ids: must not be given together"),
        ({"from": "yesterday"}, "from: must be an ISO-8601 time or unix seconds"),
        ({"from": 0, "to": 1e13}, "to: must be an ISO-8601 time or unix seconds"),
        ({"from": 2, "to": 1.5}, "to: must be later than from"),
        ({"from": "2020-01-02", "to": "2020-01-01"}, "to: must be later than from"),
        ({"ids": ["a"] * 1001}, "ids: must not be more than 1000"),
    ],
)
def test_a_replay_says_which(shop: api.Shop, sink: hooks.Receiver, body: dict[str, Any], problem: str) -> None:
    webhook = subscribe(shop, sink, "message")
    answer = shop.rest("POST", f"/webhooks/{webhook['_id']}/replay", body, expect=400)
    assert problem in answer.json["error"]["description"]


def test_another_app_has_no_part_in_it(deployment: api.Deployment, shop: api.Shop, sink: hooks.Receiver) -> None:
    webhook = subscribe(shop, sink, "message")
    other = deployment.make_shop()
    for method, path, body in (
        ("GET", "deadletters", None),
        ("POST", "secret", None),
        ("POST", "replay", {"ids": ["5cb5d3a09a3e2b0c7d4f1a40"]}),
    ):
        other.rest(method, f"/webhooks/{webhook['_id']}/{path}", body, expect=404)
    assert shop.rest("GET", f"/webhooks/{webhook['_id']}").json["webhook"] == webhook


def test_the_command_lists_and_replays(shop: api.Shop, sink: hooks.Receiver) -> None:
    webhook = subscribe(shop, sink, "message")
    sink.behave = lambda call: 403
    shop.say(shop.make_user()["_id"], "lost")
    shop.say(shop.make_user()["_id"], "lost, too")
    cli = shop.deployment.shape.cli
    api.eventually(lambda: len(letters(shop, webhook)["deadLetters"]) == 2)
    listed = cli.json("webhook", "deadletters", shop.app_id)["deadLetters"]
    assert {each["_id"] for each in listed} == {each["_id"] for each in letters(shop, webhook)["deadLetters"]}
    assert {(each["webhookId"], each["trigger"]) for each in listed} == {(webhook["_id"], "message:appMaker")}
    assert listed[0]["_id"] in cli.run("webhook", "deadletters", shop.app_id, "--webhook", webhook["_id"])
    sink.behave = lambda call: 200
    assert cli.json("webhook", "replay", shop.app_id, "--id", listed[0]["_id"]) == {"replayed": 1}
    sink.wait(lambda calls: len(calls) == 3)
    assert "1 will be sent again" in cli.run("webhook", "replay", shop.app_id, "--from", "1577836800")
    calls = sink.wait(lambda calls: len(calls) == 4)
    assert {call.id for call in calls[2:]} == {each["_id"] for each in listed}
    with pytest.raises(smooch_cli.Failed, match="say either --id or --from"):
        cli.run("webhook", "replay", shop.app_id)
    with pytest.raises(smooch_cli.Failed, match="App not found"):
        cli.run("webhook", "deadletters", "5cb5d3a09a3e2b0c7d4f1a40")


def test_the_reference_marks_what_is_ours(shop: api.Shop) -> None:
    paths = api.call(shop.deployment.agent_url, "GET", "/docs/schema/openapi.json").json["paths"]
    ours = {
        path.rpartition("}/")[2]
        for path, operations in paths.items()
        for operation in operations.values()
        if operation.get("x-smooch-addition")
    }
    assert ours >= {"secret", "deadletters", "replay"}


def test_the_old_rule_holds_back_no_later_event(shop: api.Shop, sink: hooks.Receiver) -> None:
    webhook = subscribe(shop, sink, "message", retries="compatible")
    assert webhook["retries"] == "compatible"
    user = shop.make_user()["_id"]
    sink.behave = lambda call: 500 if call.text == "first" else 200
    shop.say(user, "first")
    shop.say(user, "second")
    sink.wait(lambda calls: "second" in [call.text for call in calls])
