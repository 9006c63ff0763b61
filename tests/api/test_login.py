"""Whose device it is: the first call of version 1, app tokens, the widget's login, auth codes."""

import dataclasses
import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support import api, hooks

Prior = str | None  # whom the device is bound to before


@pytest.fixture
def sink() -> Iterator[hooks.Receiver]:
    with hooks.receiver() as made:
        yield made


def app_token(shop: api.Shop) -> dict[str, str]:
    found = shop.deployment.account("GET", f"/apps/{shop.app_id}", expect=200).json["app"]["appToken"]
    return {"app-token": found}


def v1(
    shop: api.Shop, headers: dict[str, str], method: str, path: str, body: Any = None, *, expect: int | None = None
) -> api.Answer:
    return api.call(shop.deployment.visitor_url, method, f"/v1{path}", body, headers=headers, expect=expect)


def init(shop: api.Shop, headers: dict[str, str], device: str, user_id: str | None = None, **more: Any) -> api.Answer:
    body = {"device": {"id": device, "platform": "ios"}} | ({"userId": user_id} if user_id else {}) | more
    return v1(shop, headers, "POST", "/init", body)


@dataclasses.dataclass(frozen=True)
class Case:
    bound: str  # nobody, anonymous, or the userId the device is logged in with
    user_id: str | None
    there: bool  # whether there is a user of `user_id` before
    same: str  # whose `_id` results: the bound one's, the known one's, or a new one
    name: str | None  # the userId that results
    bound_stays: bool  # whether the bound user is still there, as another one


CASES = {
    "a new device": Case("nobody", None, False, "new", None, False),
    "the same anonymous device": Case("anonymous", None, False, "bound", None, False),
    "logout": Case("anna", None, False, "new", None, True),
    "a known user on a new device": Case("nobody", "anna", True, "known", "anna", False),
    "a new user on a new device": Case("nobody", "anna", False, "new", "anna", False),
    "an anonymous user gets a name": Case("anonymous", "anna", False, "bound", "anna", False),
    "an anonymous user is somebody known": Case("anonymous", "anna", True, "known", "anna", False),
    "the same user again": Case("anna", "anna", True, "bound", "anna", False),
    "another known user": Case("bela", "anna", True, "known", "anna", True),
    "another new user": Case("bela", "anna", False, "new", "anna", True),
}


@pytest.mark.parametrize("by", ["app token", "key", "jwt"])
@pytest.mark.parametrize("name", CASES)
def test_every_way_a_device_logs_in(shop: api.Shop, name: str, by: str) -> None:
    case, device = CASES[name], secrets.token_hex(16)
    if by == "jwt" and case.user_id is None:
        return  # a JWT always says who
    given = {
        "app token": lambda: app_token(shop),
        "key": lambda: shop.auth,
        "jwt": lambda: api.bearer(shop.token("appUser", userId=case.user_id)),
    }[by]()
    ids = {}
    if case.there and case.bound != case.user_id:
        ids["known"] = shop.make_user(userId=case.user_id)["_id"]
        shop.say(ids["known"], "to the known one")
    if case.bound != "nobody":
        answer = init(shop, shop.auth, device, None if case.bound == "anonymous" else case.bound)
        ids["bound"] = answer.json["appUser"]["_id"]
        shop.say(ids["bound"], "to the bound one")
    user = init(shop, given, device, case.user_id).json["appUser"]
    assert user.get("userId") == case.name
    if case.same == "new":
        assert user["_id"] not in ids.values()
    else:
        assert user["_id"] == ids[case.same]
    [client] = [each for each in user["clients"] if each["id"] == device]
    assert (client["active"], client["primary"]) == (True, True)
    assert user["devices"] == user["clients"]
    assert user["credentialRequired"] == (by == "jwt")
    merged = case.same == "known" and case.bound == "anonymous"
    said = {"bound": ["to the bound one"], "known": ["to the known one"], "new": []}[case.same]
    page = shop.rest("GET", f"/appusers/{user['_id']}/messages").json.get("messages", [])
    assert [each["text"] for each in page] == (["to the known one", "to the bound one"] if merged else said)
    if "bound" in ids:
        before = shop.rest("GET", f"/appusers/{ids['bound']}")
        assert before.status == (404 if merged else 200)
        if case.bound_stays:
            [left] = before.json["appUser"]["clients"]
            assert (left["id"], left["active"], left["status"]) == (device, False, "inactive")


def test_the_widget_logs_in_by_the_same_rules(shop: api.Shop, sink: hooks.Receiver) -> None:
    triggers = ["merge:appUser", "client:add", "client:remove"]
    shop.rest("POST", "/webhooks", {"target": sink.url, "triggers": triggers}, expect=201)
    guest, known = shop.visitor(), shop.make_user()
    guest.say("as a guest")
    token = api.bearer(shop.token("appUser", userId=known["userId"]))
    brought = {"appUserId": guest.app_user_id, "sessionToken": guest.session_token}
    body = {"client": {"id": guest.device, "platform": "web"}, "userId": known["userId"]}
    session = shop.sdk("POST", "/login", body | brought, headers=token, expect=200).json
    assert session["appUser"]["_id"] == known["_id"]
    assert session["conversation"]["_id"] == guest.conversation_id
    assert guest.sdk("GET", "").status == 401
    page = shop.sdk("GET", f"/appusers/{known['_id']}/messages", headers=token, expect=200).json
    assert [each["text"] for each in page["messages"]] == ["as a guest"]
    other = api.bearer(shop.token("appUser", userId="another"))
    assert shop.sdk("POST", "/login", body | {"userId": "another"}, headers=other, expect=200).json == {}
    calls = sink.wait_for(3)
    assert sorted(call.trigger for call in calls) == ["client:add", "client:remove", "merge:appUser"]
    [client] = shop.rest("GET", f"/appusers/{known['_id']}").json["appUser"]["clients"]
    assert (client["active"], client["primary"]) == (False, False)


# ---- app tokens and securing ----------------------------------------------------------------------


def test_an_app_token_acts_for_users_whom_no_jwt_secures(shop: api.Shop) -> None:
    token, user = app_token(shop), shop.make_user()
    path = f"/appusers/{user['_id']}"
    assert v1(shop, token, "GET", path).json["appUser"]["userId"] == user["userId"]
    assert v1(shop, token, "POST", f"{path}/messages", {"role": "appUser", "text": "hello"}).status == 201
    maker = v1(shop, token, "POST", f"{path}/messages", {"role": "appMaker", "text": "as the business"})
    assert (maker.status, maker.code) == (403, "forbidden")
    for method, where, body in (
        ("DELETE", path, None),
        ("GET", "/webhooks", None),
        ("POST", "/appusers", {"userId": "new"}),
        ("POST", "/appusers/merge", {"surviving": {"_id": "a"}, "discarded": {"_id": "b"}}),
        ("GET", f"/apps/{shop.app_id}", None),
        ("GET", "/apps", None),
    ):
        answer = v1(shop, token, method, where, body)
        assert (answer.status, answer.code) == (403, "forbidden"), (method, where)
    new = api.call(shop.deployment.agent_url, "GET", f"/v1.1{path}", headers=token)
    assert (new.status, new.code) == (401, "unauthorized")
    for text in ("k" * 25, "", "\xe9", "' OR 1=1"):
        wrong = v1(shop, {"app-token": text}, "GET", path)
        assert (wrong.status, wrong.code) == (401, "invalid_auth"), text


def test_the_first_jwt_secures_for_good(shop: api.Shop, deployment: api.Deployment) -> None:
    token, user = app_token(shop), shop.make_user()
    path = f"/appusers/{user['_id']}"
    assert v1(shop, token, "GET", path).status == 200
    jwt = api.bearer(shop.token("appUser", userId=user["userId"]))
    assert v1(shop, jwt, "GET", path, expect=200).json["appUser"]["credentialRequired"]
    for answer in (v1(shop, token, "GET", path), init(shop, token, "device", user["userId"])):
        assert (answer.status, answer.code) == (401, "invalid_auth")
    asked = shop.make_user(credentialRequired=True)
    assert v1(shop, token, "GET", f"/appusers/{asked['_id']}").status == 401
    assert init(shop, jwt, "device", "another").status == 403
    device = {"device": {"id": "device", "platform": "ios"}}
    assert shop.rest("POST", "/init", device).status == 404, "version 1 only"
    foreign = deployment.make_shop()
    assert v1(foreign, app_token(foreign), "GET", path).status == 404
    assert v1(shop, token, "GET", f"/apps/{foreign.app_id}{path}").status == 403


# ---- devices --------------------------------------------------------------------------------------


def test_what_a_device_tells(shop: api.Shop) -> None:
    token, device = app_token(shop), secrets.token_hex(16)
    told = {"id": device, "platform": "android", "appVersion": "1.2", "info": {"os": "Android", "carrier": "Quay"}}
    body = {"device": told, "givenName": "Ines"}
    made = v1(shop, token, "POST", f"/apps/{shop.app_id}/init", body, expect=200).json
    user, app = made["appUser"], made["app"]
    assert user["givenName"] == "Ines"
    assert app["integrations"] == []
    assert app["settings"]["web"] == {
        "channels": {},
        "brandColor": "65758e",
        "accentColor": "0099ff",
        "linkColor": "0099ff",
    }
    path = f"/appusers/{user['_id']}"
    changed = v1(shop, token, "PUT", f"{path}/devices/{device}", {"appVersion": "1.3", "info": {"carrier": "Pier"}})
    assert changed.json["device"]["info"] == {"os": "Android", "carrier": "Pier"}
    assert changed.json["device"]["appVersion"] == "1.3"
    assert v1(shop, token, "POST", f"{path}/pushToken", {"deviceId": device, "token": "push-1"}).json == {}
    event = {"name": "berth-viewed", "appUser": {"properties": {"berth": "A"}}}
    assert v1(shop, token, "POST", f"{path}/events", event, expect=201).json == {"conversationUpdated": False}
    user = v1(shop, token, "GET", path, expect=200).json["appUser"]
    assert user["properties"] == {"berth": "A"}
    assert user["clients"][0]["pushNotificationToken"] == "push-1"
    again = init(shop, token, device).json["appUser"]
    assert again["clients"][0]["pushNotificationToken"] == "push-1"


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/init", {}, "device"),
        ("/init", {"device": {"id": "", "platform": "ios"}}, "device.id"),
        ("/init", {"device": {"id": "d", "platform": "sms"}}, "device.platform"),
        ("/init", {"device": {"id": "d", "platform": "ios", "info": {"a": "x" * 3000}}}, "device.info.a"),
        ("/init", {"device": {"id": "d", "platform": "ios"}, "userId": "x" * 300}, "userId"),
        ("/appusers/{user}/events", {"name": ""}, "name"),
        ("/appusers/{user}/pushToken", {"deviceId": "d"}, "token"),
    ],
)
def test_what_a_device_may_not_tell(shop: api.Shop, path: str, body: Any, field: str) -> None:
    answer = v1(shop, shop.auth, "POST", path.format(user=shop.make_user()["_id"]), body)
    assert (answer.status, answer.code) == (400, "bad_request")
    assert answer.json["error"]["description"].startswith(f"{field}:"), answer.body
    missing = v1(shop, shop.auth, "PUT", f"/appusers/{shop.make_user()['_id']}/devices/none", {"appVersion": "1"})
    assert (missing.status, missing.code) == (404, "client_not_found")
