"""Accounts of channels become a user's: links that are asked for, link codes, auth codes, QR codes."""

import re
import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support import api, hooks

HELLO = {"role": "appMaker", "type": "text", "text": "Hello from us"}
TWILIO = {"type": "twilio", "accountSid": "AC9b1f", "authToken": "s3cret", "phoneNumberSid": "PN44c0"}
FIELDS: dict[str, dict[str, Any]] = {
    "twilio": TWILIO,
    "telegram": {"type": "telegram", "token": "123:abc"},
    "viber": {"type": "viber", "token": "s3cret"},
    "messenger": {"type": "messenger", "pageAccessToken": "t", "appId": "a", "appSecret": "s"},
    "mailgun": {
        "type": "mailgun",
        "apiKey": "k",
        "domain": "mail.example.com",
        "incomingAddress": "desk@mail.example.com",
    },
}


@pytest.fixture
def sink() -> Iterator[hooks.Receiver]:
    with hooks.receiver() as made:
        yield made


def integration(shop: api.Shop, kind: str) -> str:
    made = shop.rest("POST", "/integrations", FIELDS[kind], expect=201).json["integration"]
    return str(made["_id"])


def linking(**more: Any) -> dict[str, Any]:
    confirmation = {"type": "userActivity", "message": HELLO}
    return {"type": "twilio", "phoneNumber": "+36 12 345-678", "confirmation": confirmation} | more


def test_a_link_that_no_channel_answers_fails(shop: api.Shop, sink: hooks.Receiver) -> None:
    triggers = ["link:match", "link:success", "link:failure", "client:remove"]
    shop.rest("POST", "/webhooks", {"target": sink.url, "triggers": triggers}, expect=201)
    integration(shop, "twilio")
    user = shop.make_user()
    path = f"/appusers/{user['_id']}"
    linked = shop.rest("POST", f"{path}/channels", linking(), expect=200).json["appUser"]
    [pending] = linked["pendingClients"]
    assert pending == {
        "id": pending["id"],
        "platform": "twilio",
        "displayName": "+3612345678",
        "status": "pending",
    }
    assert linked["clients"] == []
    assert shop.rest("GET", f"{path}/channels", expect=200).json == {"channels": []}
    [call] = sink.wait_for(1)
    assert (call.trigger, call.event["channel"]) == ("link:failure", "twilio")
    assert call.event["criteria"] == {"phoneNumber": "+3612345678"}
    assert call.event["error"]["code"] == "integration_inactive"
    assert call.event["appUser"]["_id"] == user["_id"]
    assert shop.rest("GET", path).json["appUser"]["pendingClients"] == []


def test_a_pending_link_is_withdrawn_or_replaced(shop: api.Shop, sink: hooks.Receiver) -> None:
    shop.rest("POST", "/webhooks", {"target": sink.url, "triggers": ["link:failure"]}, expect=201)
    integration(shop, "twilio")
    path = f"/appusers/{shop.make_user()['_id']}"
    for number in ("+3612345678", "+3612345679"):
        linked = shop.rest("POST", f"{path}/channels", linking(phoneNumber=number), expect=200).json["appUser"]
        assert [each["displayName"] for each in linked["pendingClients"]] == [number]
    assert shop.rest("DELETE", f"{path}/channels/twilio", expect=200).json == {}
    assert shop.rest("GET", path).json["appUser"]["pendingClients"] == []
    for channel in ("twilio", "web", "nothing"):
        answer = shop.rest("DELETE", f"{path}/channels/{channel}")
        assert (answer.status, answer.code) == (400, "bad_request")
    shop.rest("POST", f"{path}/channels", linking(phoneNumber="+3612345670"), expect=200)
    [call] = sink.wait_for(1)  # the others were withdrawn before the channel was asked
    assert call.event["criteria"] == {"phoneNumber": "+3612345670"}


def test_what_cannot_be_linked(shop: api.Shop) -> None:
    for kind in ("twilio", "mailgun", "messenger", "viber"):
        integration(shop, kind)
    viber = integration(shop, "viber")
    prompt = {"type": "prompt"}
    link = {
        "role": "appMaker",
        "type": "text",
        "text": "x",
        "actions": [{"type": "reply", "text": "a", "payload": "b"}],
    }
    cases: list[tuple[dict[str, Any], str]] = [
        (linking(type="viber"), "type"),
        (linking(type="nothing"), "type"),
        (linking(phoneNumber=None), "phoneNumber"),
        (linking(phoneNumber="0612345678"), "phoneNumber"),
        (linking(phoneNumber="+36 call me"), "phoneNumber"),
        (linking(integrationId=viber), "integrationId"),
        (linking(confirmation=None), "confirmation"),
        (linking(confirmation={"type": "guess"}), "confirmation.type"),
        (linking(confirmation={"type": "userActivity"}), "confirmation.message"),
        (linking(confirmation={"type": "immediate", "message": {"type": "list"}}), "confirmation.message.type"),
        (linking(confirmation={"type": "immediate", "message": {"type": "text"}}), "confirmation.message.text"),
        (linking(confirmation={"type": "immediate", "message": link}), "confirmation.message.actions"),
        (linking(type="messenger", confirmation={"type": "immediate"}), "confirmation.message"),
        (linking(type="messenger", confirmation=prompt), "confirmation.type"),
        ({"type": "mailgun", "address": "not an address", "confirmation": {"type": "immediate"}}, "address"),
        ({"type": "mailgun", "address": "a@b.example", "confirmation": prompt}, "confirmation.type"),
    ]
    path = f"/appusers/{shop.make_user()['_id']}/channels"
    for body, field in cases:
        answer = shop.rest("POST", path, body)
        assert (answer.status, answer.code) == (400, "bad_request"), body
        assert answer.json["error"]["description"].startswith(f"{field}:"), (body, answer.body)
    other = shop.deployment.make_shop()
    missing = other.rest("POST", f"/appusers/{other.make_user()['_id']}/channels", linking())
    assert (missing.status, missing.code) == (404, "integration_not_found")
    foreign = shop.rest("POST", path, linking(integrationId="5cb5d1f09a3e2b0c7d4f1a01"))
    assert (foreign.status, foreign.code) == (404, "integration_not_found")


def test_users_link_themselves_but_do_not_choose_how(shop: api.Shop) -> None:
    integration(shop, "twilio")
    integration(shop, "messenger")
    user = shop.make_user()
    token, path = api.bearer(shop.token("appUser", userId=user["userId"])), f"/appusers/{user['_id']}/channels"
    own = {"type": "twilio", "phoneNumber": "+3612345678"}

    def post(body: dict[str, Any], headers: dict[str, str] = token, version: str = "v1.1") -> api.Answer:
        return api.call(shop.deployment.agent_url, "POST", f"/{version}{path}", body, headers=headers)

    assert post(linking()).status == 403
    assert post(own | {"type": "messenger"}).status == 403
    assert post(own | {"skipConfirmation": True}, version="v1").status == 403
    assert len(post(own).json["appUser"]["pendingClients"]) == 1
    assert post(own | {"skipConfirmation": True}, shop.auth, "v1").status == 200
    ping = shop.rest("POST", f"/appusers/{user['_id']}/integrations/twilio/ping")
    assert (ping.status, ping.code) == (400, "bad_request")


def test_link_codes(shop: api.Shop) -> None:
    ids = {kind: integration(shop, kind) for kind in ("telegram", "viber", "messenger", "mailgun", "twilio")}
    user = shop.make_user()
    path = f"/appusers/{user['_id']}"
    found = shop.rest("GET", f"{path}/linkrequest?integrationIds={'%2C'.join(ids.values())}", expect=200).json
    made = {each["type"]: each for each in found["linkRequests"]}
    assert {kind: each["integrationId"] for kind, each in made.items()} == ids
    assert len({each["code"] for each in made.values()}) == 5
    for kind, each in made.items():
        assert each["code"] in each["url"], kind
    assert made["telegram"]["url"].endswith(f"?start={made['telegram']['code']}")
    assert made["messenger"]["url"].startswith("https://m.me/")
    for query, status in (("", 400), ("?integrationIds=", 400), ("?integrationIds=nothing", 404)):
        assert shop.rest("GET", f"{path}/linkrequest{query}").status == status
    own = shop.rest("GET", "/sdks", expect=200).json["webIntegrationId"]
    assert shop.rest("GET", f"{path}/linkrequest?integrationIds={own}").status == 400

    old = api.call(
        shop.deployment.agent_url, "GET", f"/v1{path}/transferrequest?type=telegram", headers=shop.auth, expect=200
    ).json
    assert [each["type"] for each in old["transferRequests"]] == ["telegram"]
    assert old["transferRequests"][0]["code"] != made["telegram"]["code"]
    image = shop.rest("GET", f"{path}/integrations/viber/qrcode", expect=200).json["url"]
    assert re.match(r"data:image/svg\+xml", image)
    assert shop.rest("GET", f"{path}/integrations/wechat/qrcode").code == "integration_not_found"
    assert shop.rest("GET", f"{path}/integrations/twilio/qrcode").status == 404
    assert shop.rest("GET", f"{path}/businesssystems", expect=200).json == {"businessSystems": []}


def test_an_auth_code_brings_one_device(shop: api.Shop, deployment: api.Deployment) -> None:
    known, guest = shop.known_visitor(), shop.visitor()
    known.say("hello")
    code = shop.rest("GET", f"/appusers/{known.app_user_id}/authcode", expect=200).json["authCode"]
    api.SECRETS.add(code)
    brought = {"appUserId": guest.app_user_id, "sessionToken": guest.session_token}
    body = {"client": {"id": guest.device, "platform": "web"}, "authCode": code} | brought
    foreign = deployment.make_shop().sdk("POST", "/login", body)
    assert (foreign.status, foreign.code) == (401, "invalid_auth")
    session = shop.sdk("POST", "/login", body, expect=200).json
    assert session["appUser"]["_id"] == known.app_user_id
    assert {client["id"] for client in session["appUser"]["clients"]} == {known.device, guest.device}
    headers = api.basic(known.app_user_id, session["sessionToken"])
    page = shop.sdk("GET", f"/appusers/{known.app_user_id}/messages", headers=headers, expect=200).json
    assert [each["text"] for each in page["messages"]] == ["hello"]
    again = shop.sdk("POST", "/login", body | {"client": {"id": secrets.token_hex(16), "platform": "web"}})
    assert (again.status, again.code) == (401, "invalid_auth")
    [left] = shop.rest("GET", f"/appusers/{guest.app_user_id}").json["appUser"]["clients"]
    assert not left["active"]  # the device has another user now, and the guest's session is replaced
    neither = shop.sdk("POST", "/login", {"client": {"id": guest.device, "platform": "web"}})
    assert (neither.status, neither.code) == (400, "bad_request")


def test_names_of_the_nameless(shop: api.Shop) -> None:
    before = shop.visitor()
    shop.deployment.account("PUT", f"/apps/{shop.app_id}", {"settings": {"useAnimalNames": True}}, expect=200)
    after = shop.visitor()
    assert re.fullmatch(r"Visitor \d{4}", before.say("hi")["message"]["name"])
    names = {after.say(f"hi {number}")["message"]["name"] for number in range(2)}
    assert re.fullmatch(r"[A-Z][a-z]+ [A-Z][a-z]+", names.pop())
    assert not names
    own = {"givenName": "Ines", "locale": "hu-HU", "avatarUrl": "https://pics.example/i.png"}
    shop.rest("PUT", f"/appusers/{after.app_user_id}", own | {"properties": {"a": 1, "b": 2}}, expect=200)
    user = shop.rest("PUT", f"/appusers/{after.app_user_id}", {"properties": {"a": None}}, expect=200).json["appUser"]
    assert user["properties"] == {"b": 2}
    assert {key: user[key] for key in own} == own
    assert after.say("hi")["message"]["name"] == "Ines"
