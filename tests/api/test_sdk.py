"""What the widget calls: config, the visitor's first act, login and logout, the conversation."""

import secrets
from typing import Any

import pytest

from tests.support import api


def _client(device: str | None = None) -> dict[str, Any]:
    return {"id": device or secrets.token_hex(16), "platform": "web"}


def _login(shop: api.Shop, user_id: str, *, visitor: api.Visitor | None = None, token: str | None = None) -> api.Answer:
    body: dict[str, Any] = {"userId": user_id, "client": _client(visitor.device if visitor else None)}
    if visitor is not None:
        body |= {"appUserId": visitor.app_user_id, "sessionToken": visitor.session_token}
    return shop.sdk("POST", "/login", body, headers=api.bearer(token or shop.token("appUser", userId=user_id)))


def test_config(shop: api.Shop) -> None:
    answer = shop.sdk("GET", "/config", expect=200)
    config = answer.json["config"]
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert config["app"] | {"_": 0} == {"id": shop.app_id, "name": "Test shop", "status": "active", "_": 0}
    assert config["integrationId"] == shop.rest("GET", "/sdks").json["webIntegrationId"]
    assert config["style"]["brandColor"] == "65758e"
    assert config["realtime"]["url"].startswith("ws://")
    for address in (*config["assets"].values(), config["realtime"]["pollUrl"], config["baseUrl"]["web"]):
        assert address.startswith(shop.deployment.visitor_url)
    for path in config["assets"].values():
        assert (
            api.call(shop.deployment.visitor_url, "GET", path.removeprefix(shop.deployment.visitor_url)).status == 200
        )


def test_config_of_an_app_that_is_not_there(shop: api.Shop) -> None:
    for app_id, code in (("5cb5d1f09a3e2b0c7d4f1a01", "app_not_found"), ("x", "app_not_found"), ("%00", "not_found")):
        answer = api.call(shop.deployment.visitor_url, "GET", f"/sdk/apps/{app_id}/config")
        assert (answer.status, answer.code) == (404, code), app_id


def test_the_character_0_is_refused_everywhere(shop: api.Shop, agent: api.Agent) -> None:
    """PostgreSQL cannot store it and SQLite can: neither may find out."""
    visitor = shop.visitor()
    body = {"client": _client("a\x00")}
    for answer in (
        shop.sdk("POST", "/appusers", body),
        shop.sdk("POST", "/appusers", {"client": _client(), "properties": {"a\x00": 1}}),
        visitor.sdk("POST", "/messages", {"message": {"text": "x", "_clientId": "a\x00"}}),
        visitor.sdk("POST", "/logout", body),
        visitor.sdk("PUT", "", {"givenName": "\x00"}),
        shop.rest("POST", "/appusers", {"userId": "a\x00"}),
        shop.rest("POST", "/webhooks", {"target": "https://a.example/\x00"}),
        shop.deployment.account("POST", "/apps", {"name": "a\x00"}),
        shop.deployment.account("POST", f"/apps/{shop.app_id}/keys", {"name": "a\x00"}),
        agent.call("GET", f"/apps/{shop.app_id}/conversations?before=1.%00"),
        agent.call("POST", "/session", {"email": "a\x00@b.example", "password": "x"}),
    ):
        assert (answer.status, answer.code) == (400, "bad_request")
    assert shop.sdk("GET", "/appusers/%00", headers=visitor.credentials).status == 404
    said = visitor.say("a backslash and u0000: \\u0000")["message"]
    assert said["text"] == "a backslash and u0000: \\u0000"


def test_the_first_act_makes_user_conversation_and_session(shop: api.Shop) -> None:
    device = secrets.token_hex(16)
    body = {
        "client": {"id": device, "platform": "web", "appVersion": "1", "info": {"URL": "shop.test"}},
        "givenName": "Ines",
        "properties": {"boat": "Gull"},
    }
    session = shop.sdk("POST", "/appusers", body, expect=201).json
    user = session["appUser"]
    assert (user["givenName"], user["properties"], user["conversationStarted"]) == ("Ines", {"boat": "Gull"}, True)
    assert "userId" not in user
    assert [(client["id"], client["info"]) for client in user["clients"]] == [(device, {"URL": "shop.test"})]
    assert session["conversation"]["unreadCount"] == 0
    assert session["cursor"]["seq"] == 1
    assert len(session["sessionToken"]) >= 43, "256 random bits"
    again = shop.sdk(
        "GET", f"/appusers/{user['_id']}", headers=api.basic(user["_id"], session["sessionToken"]), expect=200
    ).json
    assert again == {key: value for key, value in session.items() if key != "sessionToken"}


def test_a_known_user_is_made_by_jwt_only(shop: api.Shop) -> None:
    body = {"client": _client(), "userId": "ines"}
    assert shop.sdk("POST", "/appusers", body).status == 401
    wrong = api.bearer(shop.token("appUser", userId="another"))
    assert shop.sdk("POST", "/appusers", body, headers=wrong).status == 401
    assert shop.sdk("POST", "/appusers", body, headers=api.bearer(shop.token("app"))).status == 401
    right = api.bearer(shop.token("appUser", userId="ines"))
    session = shop.sdk("POST", "/appusers", body, headers=right, expect=201).json
    assert session["appUser"]["userId"] == "ines"
    assert "sessionToken" not in session
    twice = shop.sdk("POST", "/appusers", body, headers=right, expect=201).json
    assert twice["appUser"]["_id"] == session["appUser"]["_id"]
    assert twice["conversation"] == session["conversation"]


def test_session_tokens_are_for_one_user_of_one_app(shop: api.Shop, deployment: api.Deployment) -> None:
    one, other, foreign = shop.visitor(), shop.visitor(), deployment.make_shop().visitor()
    token = one.session_token or ""
    for label, app, name, secret in (
        ("garbage", shop, one.app_user_id, "garbage"),
        ("empty", shop, one.app_user_id, ""),
        ("another user's", shop, other.app_user_id, token),
        ("in another app", foreign.shop, one.app_user_id, token),
        ("another app's user", foreign.shop, foreign.app_user_id, token),
    ):
        answer = app.sdk("GET", f"/appusers/{name}", headers=api.basic(name, secret))
        assert answer.status == 401, label
    answer = shop.sdk("GET", f"/appusers/{other.app_user_id}", headers=one.credentials)
    assert (answer.status, answer.code) == (403, "forbidden")
    assert shop.sdk("GET", f"/appusers/{one.app_user_id}").code == "unauthorized"
    rest = api.call(shop.deployment.agent_url, "GET", f"/v1.1/appusers/{one.app_user_id}", headers=one.credentials)
    assert rest.status == 401, "a session token opens the SDK's routes only"


def test_login_of_a_new_user_makes_nothing_yet(shop: api.Shop) -> None:
    assert _login(shop, "ines").json == {}
    assert shop.rest("GET", "/appusers/ines").code == "user_not_found"


def test_login_of_a_known_user(shop: api.Shop) -> None:
    user = shop.make_user(userId="ines")
    assert "conversation" not in _login(shop, "ines").json
    shop.say("ines", "hello")
    session = _login(shop, "ines").json
    assert session["appUser"]["_id"] == user["_id"]
    assert session["conversation"]["unreadCount"] == 1
    assert session["cursor"]["seq"] == 2
    assert len(session["appUser"]["clients"]) == 2


def test_login_brings_the_anonymous_conversation_along(shop: api.Shop) -> None:
    visitor = shop.visitor()
    visitor.say("anonymous")
    session = _login(shop, "ines", visitor=visitor).json
    assert session["appUser"]["_id"] == visitor.app_user_id
    assert session["appUser"]["userId"] == "ines"
    assert session["conversation"]["_id"] == visitor.conversation_id
    answer = visitor.sdk("GET", "/messages")
    assert (answer.status, answer.code) == (401, "invalid_auth"), "the anonymous token is void"
    token = api.bearer(shop.token("appUser", userId="ines"))
    messages = shop.sdk("GET", f"/appusers/{visitor.app_user_id}/messages", headers=token, expect=200).json["messages"]
    assert [message["text"] for message in messages] == ["anonymous"]


def test_login_with_a_stale_or_foreign_session_brings_nothing(shop: api.Shop) -> None:
    visitor = shop.visitor()
    body = {"userId": "ines", "client": _client(), "appUserId": visitor.app_user_id, "sessionToken": "stale"}
    token = api.bearer(shop.token("appUser", userId="ines"))
    assert shop.sdk("POST", "/login", body, headers=token, expect=200).json == {}
    assert visitor.messages()["messages"] == []


@pytest.mark.parametrize("scope", ["number", "another", "app", "none"])
def test_login_needs_the_user_s_own_jwt(shop: api.Shop, scope: str) -> None:
    tokens = {
        "number": shop.token("appUser", userId=7),
        "another": shop.token("appUser", userId="another"),
        "app": shop.token("app"),
        "none": api.sign({"scope": "appUser", "userId": "7"}, "", kid=shop.key_id, alg="none"),
    }
    assert _login(shop, "7", token=tokens[scope]).status == 401
    assert shop.sdk("POST", "/login", {"userId": "7", "client": _client()}).status == 401


def test_logout(shop: api.Shop) -> None:
    visitor = shop.visitor()
    visitor.say("hello")
    visitor.sdk("POST", "/logout", {"client": _client(visitor.device)}, expect=200)
    assert visitor.sdk("GET", "").status == 401
    client = shop.rest("GET", f"/appusers/{visitor.app_user_id}").json["appUser"]["clients"][0]
    assert (client["active"], client["status"], client["primary"]) == (False, "inactive", False)


def test_profile(shop: api.Shop) -> None:
    visitor = shop.visitor(properties={"a": 1})
    changes = {"givenName": "Ines", "email": "i@post.test", "locale": "hu", "properties": {"a": None, "b": True}}
    user = visitor.sdk("PUT", "", changes, expect=200).json["appUser"]
    assert (user["givenName"], user["email"], user["locale"]) == ("Ines", "i@post.test", "hu")
    assert user["properties"] == {"b": True}
    assert visitor.sdk("GET", "", expect=200).json["appUser"] == user
    assert visitor.say("x")["message"]["name"] == "Ines"
    refused = visitor.sdk("PUT", "", {"userId": "someone", "properties": {"a": {}}})
    assert (refused.status, refused.code) == (400, "bad_request")


def test_starting_a_conversation(shop: api.Shop) -> None:
    user = shop.make_user(userId="ines")
    token = api.bearer(shop.token("appUser", userId="ines"))
    path = f"/appusers/{user['_id']}"
    assert shop.sdk("GET", f"{path}/messages", headers=token).code == "conversation_not_found"
    first = shop.sdk("POST", f"{path}/conversation", {}, headers=token, expect=200).json
    again = shop.sdk("POST", f"{path}/conversation", {}, headers=token, expect=200).json
    assert first == again
    assert first["cursor"]["seq"] == 1
    page = shop.sdk("GET", f"{path}/messages", headers=token, expect=200).json
    assert (page["messages"], page["hasPrevious"], page["cursor"]) == ([], False, first["cursor"])


def test_sending(shop: api.Shop) -> None:
    visitor = shop.visitor()
    body = {
        "message": {"type": "text", "text": "hi", "_clientId": "1", "payload": "P", "metadata": {"a": 1}},
        "client": _client(visitor.device),
    }
    posted = visitor.sdk("POST", "/messages", body, expect=201).json
    message = posted["message"]
    assert (message["role"], message["text"], message["payload"]) == ("appUser", "hi", "P")
    assert (message["metadata"], message["_clientId"], message["authorId"]) == ({"a": 1}, "1", visitor.app_user_id)
    assert message["source"]["type"] == "web"
    assert message["source"]["id"] == visitor.device
    assert visitor.messages()["messages"] == [message]
    assert shop.rest("GET", f"/appusers/{visitor.app_user_id}/messages").json["messages"] == [message]


@pytest.mark.parametrize(
    "message",
    [
        {"type": "text", "text": "no name"},
        {"type": "text", "text": " ", "_clientId": "1"},
        {"type": "text", "_clientId": "1"},
        {"type": "carousel", "text": "x", "_clientId": "1"},
        {"type": "text", "text": "x" * 4097, "_clientId": "1"},
        {"type": "text", "text": "x", "_clientId": "1", "metadata": {"a": []}},
        "text",
    ],
)
def test_what_cannot_be_sent(shop: api.Shop, message: Any) -> None:
    answer = shop.visitor().sdk("POST", "/messages", {"message": message})
    assert (answer.status, answer.code) == (400, "bad_request")


def test_only_known_kinds_of_typing(shop: api.Shop) -> None:
    visitor = shop.visitor()
    assert visitor.sdk("POST", "/conversation/activity", {"type": "typing:start"}, expect=200).json == {}
    assert visitor.sdk("POST", "/conversation/activity", {"type": "conversation:read"}).code == "bad_request"


def test_a_deleted_user_is_gone(shop: api.Shop) -> None:
    visitor = shop.visitor()
    shop.rest("DELETE", f"/appusers/{visitor.app_user_id}", expect=200)
    for method, path, body in (
        ("GET", "", None),
        ("GET", "/messages", None),
        ("POST", "/messages", {"message": {"text": "ghost", "_clientId": "1"}}),
        ("POST", "/conversation", {}),
    ):
        assert visitor.sdk(method, path, body).status == 401, (method, path)
