"""The wire rules of the public API: what breaks a real client when it is missed."""

import http.client
import re
import time
import urllib.parse
from typing import Any

import pytest

from tests.support import api, patience

ID = re.compile(r"[0-9a-f]{24}")
ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def test_connection_close_is_echoed(shop: api.Shop) -> None:
    answer = shop.rest("GET", "", Connection="close")
    assert answer.headers["Connection"] == "close"
    refused = shop.rest("GET", "/appusers/nobody", Connection="close")
    assert (refused.status, refused.headers["Connection"]) == (404, "close")


def test_a_connection_is_kept_for_the_next_call(shop: api.Shop) -> None:
    url = urllib.parse.urlsplit(shop.deployment.agent_url)
    connection = http.client.HTTPConnection(url.hostname or "", url.port, timeout=patience.SECONDS)
    for _ in range(2):
        connection.request("GET", f"/v1.1/apps/{shop.app_id}", headers=shop.auth)
        assert connection.getresponse().read()
    connection.close()


def _nulls(value: Any, path: str = "") -> list[str]:
    if value is None:
        return [path]
    if isinstance(value, dict):
        return [found for key, item in value.items() for found in _nulls(item, f"{path}.{key}")]
    if isinstance(value, list):
        return [found for index, item in enumerate(value) for found in _nulls(item, f"{path}[{index}]")]
    return []


def test_no_answer_holds_a_null(shop: api.Shop, agent: api.Agent) -> None:
    visitor = shop.visitor()
    visitor.say("hello")
    user = shop.make_user(givenName=None, properties=None)
    shop.say(user["_id"], "hi", name=None, metadata=None, actions=None)
    webhook = shop.rest("POST", "/webhooks", {"target": "https://a.example", "triggers": None}, expect=201)
    row = f"/apps/{shop.app_id}/conversations/{visitor.conversation_id}"
    answers = [
        webhook,
        shop.deployment.account("GET", "/apps"),
        *(
            shop.rest("GET", path)
            for path in ("", "/sdks", f"/appusers/{user['_id']}", f"/appusers/{user['_id']}/messages", "/webhooks")
        ),
        shop.rest("GET", f"/appusers/{visitor.app_user_id}/conversation"),
        shop.sdk("GET", "/config"),
        visitor.sdk("GET", ""),
        visitor.sdk("GET", "/messages"),
        *(agent.call("GET", path) for path in ("/session", "/apps", row, f"{row}/messages", f"{row}/appuser")),
    ]
    for answer in answers:
        assert answer.status in (200, 201), answer
        assert _nulls(answer.json) == []


def test_success_is_200_or_201_with_a_json_object(shop: api.Shop) -> None:
    user = shop.make_user()["_id"]
    webhook = shop.rest("POST", "/webhooks", {"target": "https://a.example"}).json["webhook"]["_id"]
    answers = {
        "post": shop.rest("POST", f"/appusers/{user}/messages", {"role": "appMaker", "type": "text", "text": "x"}),
        "read": shop.rest("POST", f"/appusers/{user}/conversation/read"),
        "put": shop.rest("PUT", f"/appusers/{user}", {}),
        "delete webhook": shop.rest("DELETE", f"/webhooks/{webhook}"),
        "delete user": shop.rest("DELETE", f"/appusers/{user}"),
    }
    for name, answer in answers.items():
        assert answer.status == (201 if name == "post" else 200), name
        assert answer.headers["Content-Type"].split(";")[0] == "application/json", name
        assert isinstance(answer.json, dict), name
    assert answers["read"].json == answers["delete user"].json == {}


@pytest.mark.parametrize("length", ["0", None])
def test_an_empty_json_body_is_accepted(shop: api.Shop, length: str | None) -> None:
    user = shop.make_user()["_id"]
    shop.say(user, "hi")
    url = urllib.parse.urlsplit(shop.deployment.agent_url)
    for method, path in (
        ("POST", f"/appusers/{user}/conversation/read"),
        ("GET", f"/appusers/{user}"),
        ("DELETE", f"/appusers/{user}"),
    ):
        connection = http.client.HTTPConnection(url.hostname or "", url.port, timeout=patience.SECONDS)
        connection.putrequest(method, f"/v1.1/apps/{shop.app_id}{path}")
        for name, value in (shop.auth | {"Content-Type": "application/json"}).items():
            connection.putheader(name, value)
        if length is not None:
            connection.putheader("Content-Length", length)
        connection.endheaders()
        assert connection.getresponse().status == 200, (method, path)
        connection.close()


@pytest.mark.parametrize(
    ("user_id", "in_path"),
    [
        ("x/y z@q", "x%2Fy%20z%40q"),
        ("a+b", "a+b"),
        ("a+b", "a%2Bb"),
        ("100%", "100%25"),
        ("what?#", "what%3F%23"),
        ("Ünïcode☃", urllib.parse.quote("Ünïcode☃")),
        ("UPPER", "UPPER"),
        ("%2F", "%252F"),
        ("..", "%2E%2E"),
    ],
)
def test_ids_in_paths_are_decoded_by_segment(shop: api.Shop, user_id: str, in_path: str) -> None:
    shop.make_user(userId=user_id)
    assert shop.rest("GET", f"/appusers/{in_path}", expect=200).json["appUser"]["userId"] == user_id
    assert shop.rest("POST", f"/appusers/{in_path}/messages", {"role": "appUser", "text": "x"}).status == 201
    assert shop.rest("GET", f"/appusers/{in_path}/messages").status == 200


def test_names_in_paths_match_in_any_case_and_with_a_trailing_slash(shop: api.Shop) -> None:
    user = shop.make_user()
    base, app = shop.deployment.agent_url, shop.app_id
    for path in (
        f"/v1.1/apps/{app}/appUsers/{user['userId']}",
        f"/v1.1/apps/{app}/appusers/{user['userId']}/",
        f"/V1.1/APPS/{app}/APPUSERS/{user['userId']}",
        f"/v1/apps/{app}/appusers/{user['userId']}",
        f"/v1.1/appusers/{user['userId']}",
        f"/v1/appUsers/{user['userId']}/",
    ):
        answer = api.call(base, "GET", path, headers=shop.auth, expect=200)
        assert answer.json["appUser"]["_id"] == user["_id"], path


def test_unknown_fields_and_parameters_are_ignored(shop: api.Shop) -> None:
    user = shop.make_user(nonsense={"a": [None]}, deviceId="1")
    posted = shop.rest(
        "POST",
        f"/appusers/{user['_id']}/messages?unknown=1",
        {"role": "appUser", "type": "text", "text": "hi", "deviceId": "d", "_clientId": "c", "_clientSent": 1.5},
        expect=201,
    )
    assert posted.json["message"]["text"] == "hi"


def test_a_v1_message_without_type_is_a_text(shop: api.Shop) -> None:
    user = shop.make_user()
    path = f"/v1/apps/{shop.app_id}/appusers/{user['_id']}/messages"
    answer = api.call(shop.deployment.agent_url, "POST", path, {"role": "appUser", "text": "hi"}, headers=shop.auth)
    assert (answer.status, answer.json["message"]["type"]) == (201, "text")


def test_version_1_users_have_devices_and_credential_required(shop: api.Shop) -> None:
    visitor = shop.visitor()
    path = f"/apps/{shop.app_id}/appusers/{visitor.app_user_id}"
    base, auth = shop.deployment.agent_url, shop.auth
    old = api.call(base, "GET", f"/v1{path}", headers=auth, expect=200).json["appUser"]
    new = api.call(base, "GET", f"/v1.1{path}", headers=auth, expect=200).json["appUser"]
    assert old["devices"] == old["clients"] == new["clients"]
    assert old["credentialRequired"] is False
    assert not {"devices", "credentialRequired"} & set(new)


def test_formats_of_values(shop: api.Shop) -> None:
    before = time.time()
    visitor = shop.visitor()
    message = visitor.say("hi")["message"]
    reply = shop.say(visitor.app_user_id, "hello", actions=[{"type": "link", "text": "A", "uri": "https://a.example"}])
    user = shop.rest("GET", f"/appusers/{visitor.app_user_id}").json["appUser"]
    app = shop.rest("GET", "").json["app"]
    sdks = shop.rest("GET", "/sdks").json
    webhook = shop.rest("POST", "/webhooks", {"target": "https://a.example"}).json["webhook"]
    for name in (
        *(app["_id"], user["_id"], message["_id"], reply["conversation"]["_id"], webhook["_id"]),
        *(reply["message"]["actions"][0]["_id"], user["clients"][0]["_id"], *sdks.values()),
    ):
        assert ID.fullmatch(name), name
        assert before - 60 <= int(name[:8], 16) <= time.time() + 1, "the first 8 digits are the creation time"
    assert isinstance(message["received"], float)
    assert before - 1 < message["received"] < time.time() + 1
    assert round(message["received"], 3) == message["received"]
    for moment in (user["signedUpAt"], user["clients"][0]["lastSeen"], user["clients"][0]["linkedAt"]):
        assert ISO.fullmatch(moment), moment
    assert re.fullmatch(r"[a-z0-9]{25}", app["appToken"])
    assert re.fullmatch(r"app_[0-9a-f]{24}", shop.key_id)
    assert re.fullmatch(r"act_[0-9a-f]{24}", shop.deployment.key_id)
    assert re.fullmatch(r"[A-Za-z0-9_-]{24}", shop.secret)
    assert re.fullmatch(r"[0-9a-f]{40}", webhook["secret"])
    assert message["authorId"] == user["_id"]
    assert re.fullmatch(r"[0-9A-Za-z]{22}", reply["message"]["authorId"])
    assert user["properties"] == {}
    assert user["pendingClients"] == []
    assert (
        user["clients"][0] | {"platform": "web", "primary": True, "active": True, "status": "active"}
        == (user["clients"][0])
    )
    assert user["clients"][0]["integrationId"] == sdks["webIntegrationId"]


def test_the_description_of_the_api_is_served(shop: api.Shop) -> None:
    answer = api.call(shop.deployment.agent_url, "GET", "/docs/schema/openapi.json", expect=200)
    paths = answer.json["paths"]
    assert {"get", "post"} <= set(paths["/v1.1/apps/{app_id}/appusers/{user}/messages"])
    page = api.call(shop.deployment.agent_url, "GET", "/docs", expect=200)
    assert page.headers["Content-Type"].startswith("text/html")


def test_every_operation_tells_its_errors_and_limits(shop: api.Shop) -> None:
    described = api.call(shop.deployment.agent_url, "GET", "/docs/schema/openapi.json", expect=200).json
    failures = described["components"]["responses"]
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            known = {"401", "403"} if path.startswith("/v1") else set()
            known |= {"404"} if "{" in path else set()
            known |= {"409"} if path.startswith("/v1") and method == "post" else set()
            assert known | {"413", "429", "500", "503"} <= set(operation["responses"]), (method, path)
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    assert response["$ref"].rpartition("/")[2] in failures, (method, path, status)
                elif path.startswith("/v1"):
                    assert "X-RateLimit-Remaining" in response["headers"], (method, path)
    for name, response in failures.items():
        assert response["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/ErrorBody"}
        assert ("Retry-After" in response.get("headers", {})) is (
            name in {"TooManyRequests", "Unavailable", "StorageFull"}
        )


def test_lists_tell_how_they_are_paged(shop: api.Shop) -> None:
    paths = api.call(shop.deployment.agent_url, "GET", "/docs/schema/openapi.json", expect=200).json["paths"]
    for path, expected in (
        ("/v1.1/apps", {"limit", "offset", "serviceAccountId"}),
        ("/v1/serviceaccounts", {"limit", "offset"}),
        ("/v1.1/apps/{app_id}/integrations", {"limit", "offset", "types"}),
        ("/v1.1/templates", {"limit", "offset"}),
        ("/v1.1/apps/{app_id}/appusers/{user}/messages", {"before", "after"}),
        ("/v1.1/apps/{app_id}/appusers/{user}", set()),
    ):
        names = [each["name"] for each in paths[path]["get"].get("parameters", []) if each["in"] == "query"]
        assert (set(names), len(names)) == (expected, len(expected)), path


def test_every_address_is_found_in_any_case_and_with_a_trailing_slash(shop: api.Shop) -> None:
    base, absent = shop.deployment.agent_url, "5cb5d1f09a3e2b0c7d4f1a01"
    paths = api.call(base, "GET", "/docs/schema/openapi.json", expect=200).json["paths"]
    tried = 0
    for path, operations in paths.items():
        if path.startswith("/v1.1/apps/{app_id}") and "get" in operations:
            shouted = re.sub(r"\{\w+\}|[^{}]+", lambda part: part[0] if part[0][0] == "{" else part[0].upper(), path)
            answers = []
            for address in (path, f"{shouted}/"):
                ids = re.sub(r"\{(\w+)\}", lambda name: shop.app_id if name[1] == "app_id" else absent, address)
                answers.append(api.call(base, "GET", ids, headers=shop.deployment.auth))
            assert answers[0].status == answers[1].status, path
            assert answers[0].json == answers[1].json, path
            tried += 1
    assert tried > 15


def test_health_readiness_and_metrics(shop: api.Shop) -> None:
    base = shop.deployment.agent_url
    shop.say(shop.make_user()["_id"], "counted")
    assert api.call(base, "GET", "/healthz", expect=200).json == {"status": "ok"}
    assert api.call(base, "GET", "/readyz", expect=200).json == {"status": "ready", "bus": "connected"}
    metrics = api.call(base, "GET", "/metrics", expect=200)
    assert metrics.headers["Content-Type"].startswith("text/plain")
    assert b"# TYPE smooch_" in metrics.body
