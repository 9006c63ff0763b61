"""Who may do what: the scope matrix, tokens, keys, cross-origin rules, errors and limits of the public API."""

import http.client
import time
import urllib.parse
from collections.abc import Callable
from typing import Any

import pytest

from tests.support import api, patience

Token = Callable[[api.Shop], str]
FOREIGN = "https://elsewhere.example"


def _with(shop: api.Shop, headers: dict[str, str], method: str, path: str, body: Any = None) -> api.Answer:
    return api.call(shop.deployment.agent_url, method, path, body, headers=headers)


def test_without_credentials(shop: api.Shop) -> None:
    for headers in ({}, {"Authorization": "Basic Og=="}, {"Authorization": "Basic !"}, {"Authorization": "Digest a"}):
        answer = _with(shop, headers, "GET", f"/v1.1/apps/{shop.app_id}")
        assert (answer.status, answer.code) == (401, "unauthorized"), headers


def test_wrong_credentials(shop: api.Shop) -> None:
    for headers in (
        api.basic(shop.key_id, "wrong"),
        api.basic("app_000000000000000000000000", shop.secret),
        api.basic(shop.deployment.key_id, shop.secret),
        api.bearer("garbage"),
        api.bearer("a.b.c"),
    ):
        answer = _with(shop, headers, "GET", f"/v1.1/apps/{shop.app_id}")
        assert (answer.status, answer.code) == (401, "invalid_auth"), headers


NOW = int(time.time())
BAD_TOKENS: dict[str, Token] = {
    "alg none": lambda shop: api.sign({"scope": "app"}, "", kid=shop.key_id, alg="none"),
    "RS256 that is none": lambda shop: api.sign({"scope": "app"}, shop.secret, kid=shop.key_id, alg="RS256"),
    "another secret": lambda shop: api.sign({"scope": "app"}, "another", kid=shop.key_id),
    "no kid": lambda shop: api.sign({"scope": "app"}, shop.secret, kid=None),
    "unknown kid": lambda shop: api.sign({"scope": "app"}, shop.secret, kid="app_000000000000000000000000"),
    "another key's kid": lambda shop: api.sign({"scope": "app"}, shop.secret, kid=shop.deployment.key_id),
    "expired": lambda shop: shop.token("app", exp=NOW - 3600),
    "not yet valid": lambda shop: shop.token("app", nbf=NOW + 3600),
    "issued in the future": lambda shop: shop.token("app", iat=NOW + 3600),
    "expiry is no number": lambda shop: shop.token("app", exp="soon"),
    "no scope": lambda shop: api.sign({}, shop.secret, kid=shop.key_id),
    "unknown scope": lambda shop: shop.token("integration"),
    "an app's key for the account": lambda shop: shop.token("account"),
    "userId is a number": lambda shop: shop.token("appUser", userId=7),
    "userId is missing": lambda shop: shop.token("appUser"),
    "userId is empty": lambda shop: shop.token("appUser", userId=""),
}


@pytest.mark.parametrize("name", BAD_TOKENS)
def test_tokens_that_are_refused(shop: api.Shop, name: str) -> None:
    answer = _with(shop, api.bearer(BAD_TOKENS[name](shop)), "GET", f"/v1.1/apps/{shop.app_id}")
    assert (answer.status, answer.code) == (401, "invalid_auth")


@pytest.mark.parametrize("alg", ["HS256", "HS384", "HS512"])
def test_tokens_that_are_accepted(shop: api.Shop, alg: str) -> None:
    for claims in ({}, {"exp": NOW + 3600}, {"nbf": NOW - 1, "iat": NOW}):
        token = api.sign({"scope": "app"} | claims, shop.secret, kid=shop.key_id, alg=alg)
        assert _with(shop, api.bearer(token), "GET", f"/v1.1/apps/{shop.app_id}").status == 200


def test_an_app_key_reaches_its_own_app_only(shop: api.Shop, deployment: api.Deployment) -> None:
    other = deployment.make_shop()
    for headers in (shop.auth, api.bearer(shop.token("app"))):
        assert _with(shop, headers, "GET", f"/v1.1/apps/{shop.app_id}").status == 200
        for path in (f"/v1.1/apps/{other.app_id}", f"/v1.1/apps/{other.app_id}/webhooks", "/v1.1/apps/nothing"):
            answer = _with(shop, headers, "GET", path)
            assert (answer.status, answer.code) == (403, "forbidden"), path
            assert answer.json["error"]["description"] == "This key is of another app", "whether there is one or not"


def test_the_account_s_routes_are_closed_to_app_keys(shop: api.Shop) -> None:
    for method, path in (
        ("GET", "/v1.1/apps"),
        ("POST", "/v1.1/apps"),
        ("PUT", f"/v1.1/apps/{shop.app_id}"),
        ("DELETE", f"/v1.1/apps/{shop.app_id}"),
        ("GET", f"/v1.1/apps/{shop.app_id}/keys"),
        ("GET", f"/v1.1/apps/{shop.app_id}/keys/{shop.key_id}/jwt"),
    ):
        answer = _with(shop, shop.auth, method, path, {"name": "x"} if method in ("POST", "PUT") else None)
        assert (answer.status, answer.code) == (403, "forbidden"), (method, path)
        assert answer.json["error"]["description"] == "Invalid scope"


def test_an_account_key_must_name_the_app(shop: api.Shop) -> None:
    user = shop.make_user()["userId"]
    for path in ("/webhooks", f"/appusers/{user}", f"/appusers/{user}/messages"):
        answer = _with(shop, shop.deployment.auth, "GET", f"/v1.1{path}")
        assert (answer.status, answer.code) == (403, "forbidden"), path
        assert answer.json["error"]["description"] == "An account key needs /apps/{appId} in the address"
        assert _with(shop, shop.deployment.auth, "GET", f"/v1.1/apps/{shop.app_id}{path}").status in (200, 404)
    missing = _with(shop, shop.deployment.auth, "GET", "/v1.1/apps/5cb5d1f09a3e2b0c7d4f1a01/webhooks")
    assert (missing.status, missing.code) == (404, "app_not_found")


def test_a_user_s_token_reaches_its_own_data_only(shop: api.Shop) -> None:
    own, other = shop.make_user(), shop.make_user()
    shop.say(own["_id"], "for you")
    shop.say(other["_id"], "for another")
    token = api.bearer(shop.token("appUser", userId=own["userId"]))
    users = "/v1.1/appusers"
    for name in (own["_id"], own["userId"]):
        assert _with(shop, token, "GET", f"{users}/{name}").status == 200
        assert _with(shop, token, "PUT", f"{users}/{name}", {"givenName": "Me"}).status == 200
        assert len(_with(shop, token, "GET", f"{users}/{name}/messages").json["messages"]) >= 1
        assert _with(shop, token, "POST", f"{users}/{name}/conversation/read").status == 200
        said = {"role": "appUser", "type": "text", "text": "hi"}
        assert _with(shop, token, "POST", f"{users}/{name}/messages", said).status == 201
    for method, path, body in (
        ("GET", f"{users}/{other['_id']}", None),
        ("PUT", f"{users}/{other['userId']}", {"givenName": "Not me"}),
        ("GET", f"{users}/{other['_id']}/messages", None),
        ("GET", f"{users}/{other['_id']}/conversation", None),
        ("POST", f"{users}/{other['_id']}/conversation/read", None),
        ("POST", f"{users}/{other['_id']}/messages", {"role": "appUser", "text": "as you"}),
        ("GET", f"{users}/nobody", None),
        ("POST", f"{users}/{own['_id']}/messages", {"role": "appMaker", "text": "as the business"}),
        ("POST", f"{users}/{own['_id']}/conversation/activity", {"role": "appMaker", "type": "typing:start"}),
        ("DELETE", f"{users}/{own['_id']}", None),
        ("POST", users, {"userId": "new"}),
        ("GET", "/v1.1/webhooks", None),
        ("POST", "/v1.1/webhooks", {"target": "https://a.example"}),
        ("GET", f"/v1.1/apps/{shop.app_id}", None),
        ("GET", f"/v1.1/apps/{shop.app_id}/sdks", None),
        ("GET", "/v1.1/apps", None),
    ):
        answer = _with(shop, token, method, path, body)
        assert (answer.status, answer.code) == (403, "forbidden"), (method, path)
    assert shop.rest("GET", f"/appusers/{other['_id']}").json["appUser"].get("givenName") is None


def test_a_token_for_a_user_who_is_not_there_yet(shop: api.Shop) -> None:
    token = api.bearer(shop.token("appUser", userId="not yet"))
    answer = _with(shop, token, "GET", "/v1.1/appusers/not%20yet")
    assert (answer.status, answer.code) == (404, "user_not_found")


def test_a_deleted_key_is_void_at_once_everywhere(shop: api.Shop) -> None:
    key = shop.deployment.account("POST", f"/apps/{shop.app_id}/keys", {"name": "brief"}, expect=201).json["key"]
    visitor = shop.known_visitor("with a token")
    token = api.sign({"scope": "appUser", "userId": "with a token"}, key["secret"], kid=key["_id"])
    bases = (shop.deployment.agent_url, shop.deployment.visitor_url)
    uses = [
        (f"/v1.1/apps/{shop.app_id}", api.basic(key["_id"], key["secret"])),
        (f"/v1.1/appusers/{visitor.app_user_id}", api.bearer(token)),
        (f"/sdk/apps/{shop.app_id}/appusers/{visitor.app_user_id}", api.bearer(token)),
    ]
    for base in bases:
        for path, headers in uses:
            assert api.call(base, "GET", path, headers=headers).status == 200
    shop.deployment.account("DELETE", f"/apps/{shop.app_id}/keys/{key['_id']}", expect=200)
    for base in bases:
        for path, headers in uses:
            answer = api.call(base, "GET", path, headers=headers)
            assert (answer.status, answer.code) == (401, "invalid_auth"), (base, path)


# ---- from a browser --------------------------------------------------------------------------------


def _preflight(base: str, path: str) -> api.Answer:
    headers = {
        "Origin": FOREIGN,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type,x-smooch-sdk",
    }
    return api.call(base, "OPTIONS", path, headers=headers)


def test_preflight(shop: api.Shop) -> None:
    for path in (f"/sdk/apps/{shop.app_id}/appusers", f"/v1.1/apps/{shop.app_id}/appusers/x/messages", "/v1/webhooks"):
        answer = _preflight(shop.deployment.visitor_url, path)
        assert answer.status == 204, path
        assert answer.headers["Access-Control-Allow-Origin"] == FOREIGN
        assert "POST" in answer.headers["Access-Control-Allow-Methods"]
        allowed = answer.headers["Access-Control-Allow-Headers"]
        assert {"authorization", "content-type", "x-smooch-sdk"} <= {each.strip() for each in allowed.split(",")}
        assert "Access-Control-Allow-Credentials" not in answer.headers


def test_pages_get_the_headers_for_sdk_calls_and_user_tokens(shop: api.Shop) -> None:
    visitor, origin = shop.known_visitor(), {"Origin": FOREIGN}
    for answer in (
        shop.sdk("GET", "/config", headers=origin),
        shop.sdk("GET", f"/appusers/{visitor.app_user_id}", headers=visitor.credentials | origin),
        _with(shop, visitor.credentials | origin, "GET", f"/v1.1/appusers/{visitor.app_user_id}"),
    ):
        assert answer.status == 200
        assert answer.headers["Access-Control-Allow-Origin"] == FOREIGN
        assert "Origin" in answer.headers.get_all("Vary", [])
    refused = shop.sdk("GET", f"/appusers/{visitor.app_user_id}", headers=origin)
    assert (refused.status, refused.headers["Access-Control-Allow-Origin"]) == (401, FOREIGN)
    nobody = shop.sdk("GET", "/config", headers={"Origin": "null"})
    assert nobody.headers["Access-Control-Allow-Origin"] is None


def test_pages_that_are_not_on_the_list_are_refused_to_end_users(deployment: api.Deployment) -> None:
    shop = deployment.make_shop()
    shop.rest("POST", "/integrations", {"type": "web", "originWhitelist": ["https://harbour.test"]}, expect=201)
    user, app = shop.make_user(), shop.rest("GET", "", expect=200).json["app"]
    path = f"/appusers/{user['userId']}"
    callers = {
        f"/v1/apps/{shop.app_id}{path}": {"app-token": app["appToken"]},
        f"/v1.1{path}": api.bearer(shop.token("appUser", userId=user["userId"])),
    }
    own = {"Origin": deployment.agent_url}
    for address, proof in callers.items():
        answers = [_with(shop, proof | page, "GET", address) for page in ({}, {"Origin": "https://harbour.test"}, own)]
        assert [answer.status for answer in answers] == [200, 200, 200], address
        refused = _with(shop, proof | {"Origin": FOREIGN}, "GET", address)
        assert (refused.status, refused.code) == (403, "forbidden"), address


def test_keys_do_not_work_in_a_page(shop: api.Shop) -> None:
    for auth in (shop.auth, api.bearer(shop.token("app")), shop.deployment.auth):
        answer = _with(shop, auth | {"Origin": FOREIGN}, "GET", f"/v1.1/apps/{shop.app_id}")
        assert (answer.status, answer.code) == (403, "forbidden")
        assert answer.headers["Access-Control-Allow-Origin"] is None
        plain = _with(shop, auth, "GET", f"/v1.1/apps/{shop.app_id}")
        assert plain.status == 200
        assert plain.headers["Access-Control-Allow-Origin"] is None


# ---- errors ----------------------------------------------------------------------------------------

_POST = "/appusers/{user}/messages"
BAD_REQUESTS: dict[str, tuple[str, str, Any]] = {
    "malformed JSON": ("POST", _POST, b'{"role":'),
    "not an object": ("POST", _POST, []),
    "no body": ("POST", _POST, None),
    "no role": ("POST", _POST, {"type": "text", "text": "x"}),
    "role is no text": ("POST", _POST, {"role": 1, "type": "text", "text": "x"}),
    "bad role": ("POST", _POST, {"role": "whisper", "type": "text", "text": "x"}),
    "bad type": ("POST", _POST, {"role": "appUser", "type": "poem", "text": "x"}),
    "no text": ("POST", _POST, {"role": "appUser", "type": "text"}),
    "blank text": ("POST", _POST, {"role": "appUser", "type": "text", "text": " \n"}),
    "long text": ("POST", _POST, {"role": "appUser", "type": "text", "text": "x" * 4097}),
    "text with U+0000": ("POST", _POST, {"role": "appUser", "type": "text", "text": "a\x00b"}),
    "text with a lone surrogate": ("POST", _POST, b'{"role":"appUser","type":"text","text":"\\ud800"}'),
    "invalid UTF-8": ("POST", _POST, b'{"role":"appUser","type":"text","text":"\xff"}'),
    "actions of a user": ("POST", _POST, {"role": "appUser", "text": "x", "actions": [{"type": "link"}]}),
    "action without payload": ("POST", _POST, {"role": "appMaker", "actions": [{"type": "reply", "text": "a"}]}),
    "unknown action": ("POST", _POST, {"role": "appMaker", "actions": [{"type": "dance", "text": "a"}]}),
    "script as a link": (
        "POST",
        _POST,
        {"role": "appMaker", "actions": [{"type": "link", "text": "a", "uri": "javascript:alert(1)"}]},
    ),
    "reply beside a link": (
        "POST",
        _POST,
        {
            "role": "appMaker",
            "text": "x",
            "actions": [
                {"type": "reply", "text": "a", "payload": "p"},
                {"type": "link", "text": "a", "uri": "https://a.example"},
            ],
        },
    ),
    "deep metadata": ("POST", _POST, {"role": "appUser", "text": "x", "metadata": {"a": {"b": 1}}}),
    "null in metadata": ("POST", _POST, {"role": "appUser", "text": "x", "metadata": {"a": None}}),
    "large metadata": ("POST", _POST, {"role": "appUser", "text": "x", "metadata": {"a": "b" * 4096}}),
    "deep properties": ("PUT", "/appusers/{user}", {"properties": {"a": []}}),
    "large properties": ("PUT", "/appusers/{user}", {"properties": {"a": "b" * 4096}}),
    "bad time": ("PUT", "/appusers/{user}", {"signedUpAt": "yesterday"}),
    "userId is a number": ("POST", "/appusers", {"userId": 7}),
    "userId is empty": ("POST", "/appusers", {"userId": ""}),
    "no userId": ("POST", "/appusers", {"givenName": "x"}),
    "before and after": ("GET", "/appusers/{user}/messages?before=1&after=2", None),
    "before is no number": ("GET", "/appusers/{user}/messages?before=yesterday", None),
    "after is infinite": ("GET", "/appusers/{user}/messages?after=inf", None),
    "activity of a user": (
        "POST",
        "/appusers/{user}/conversation/activity",
        {"role": "appUser", "type": "typing:start"},
    ),
    "unknown activity": ("POST", "/appusers/{user}/conversation/activity", {"role": "appMaker", "type": "sleeping"}),
    "unknown trigger": ("POST", "/webhooks", {"target": "https://a.example", "triggers": ["Message:appUser"]}),
    "no triggers": ("POST", "/webhooks", {"target": "https://a.example", "triggers": []}),
    "no target": ("POST", "/webhooks", {"triggers": ["message"]}),
    "target is no address": ("POST", "/webhooks", {"target": "nonsense"}),
    "a text for a number": ("POST", "/appusers", {"userId": "u", "credentialRequired": "true"}),
    "a number for a switch": ("POST", "/webhooks", {"target": "https://a.example", "includeClient": 1}),
    "target is another scheme": ("POST", "/webhooks", {"target": "file:///etc/passwd"}),
}


@pytest.mark.parametrize("name", BAD_REQUESTS)
def test_bad_requests(shop: api.Shop, name: str) -> None:
    user = shop.make_user()["_id"]
    shop.say(user, "makes the conversation")
    method, path, body = BAD_REQUESTS[name]
    answer = shop.rest(method, path.replace("{user}", user), body)
    assert (answer.status, answer.code) == (400, "bad_request"), answer.body


def test_an_error_names_the_field(shop: api.Shop) -> None:
    post = f"/appusers/{shop.make_user()['_id']}/messages"
    for method, path, body, sentence in (
        ("POST", "/appusers", {"userId": 7}, "userId: must be a text"),
        ("POST", "/appusers", {}, "userId: is required"),
        (
            "POST",
            "/appusers",
            {"userId": "u", "properties": {"a": []}},
            "properties[...]: must be a text, a number, true or false",
        ),
        ("POST", post, {"role": "appUser"}, "text: is required"),
        ("POST", post, {"role": "appUser", "text": " "}, "text: must not be empty"),
        ("POST", post, {"role": "appUser", "text": 7}, "text: must be a text"),
        ("POST", post, {"role": "appUser", "type": "image"}, "mediaUrl: is required"),
        ("POST", post, {"role": "appUser", "type": "location"}, "coordinates: is required"),
        ("POST", post, {"role": "appMaker", "text": "x", "actions": {}}, "actions: must be a list"),
        (
            "POST",
            "/webhooks",
            {"target": "https://a.example", "includeClient": 1},
            "includeClient: must be true or false",
        ),
        ("PUT", "/menu", {"items": [{"type": "link"}]}, "items[0].text: is required"),
        ("PUT", "/menu", {"items": [{"type": "link", "text": 7}]}, "items[0].text: must be a text"),
        ("POST", "/integrations", {"type": "twitter"}, "consumerKey: is required"),
        (
            "POST",
            "/webhooks",
            {"target": "https://a.example", "triggers": ["message", 5]},
            "triggers[1]: must be a text",
        ),
        ("POST", "/webhooks", [], "The body must be a JSON object"),
        ("POST", "/webhooks", b"{", "The body is not valid JSON: input data was truncated"),
        ("POST", "/webhooks", b"{'a': 1}", "The body is not valid JSON: object keys must be strings"),
    ):
        answer = shop.rest(method, path, body)
        assert (answer.status, answer.code) == (400, "bad_request"), (body, answer.body)
        assert answer.json["error"]["description"].startswith(sentence), answer.body


def test_a_body_of_another_type_is_told_which_one_is_expected(shop: api.Shop) -> None:
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=b"):
        headers = shop.auth | {"Content-Type": kind}
        answer = api.call(shop.deployment.agent_url, "POST", "/v1.1/appusers", b"userId=ann", headers=headers)
        assert (answer.status, answer.code) == (400, "bad_request")
        assert "Content-Type: application/json" in answer.json["error"]["description"]


def test_not_found(shop: api.Shop) -> None:
    user, absent = shop.make_user()["_id"], "5cb5d1f09a3e2b0c7d4f1a01"
    for path, code in (
        (f"/appusers/{absent}", "user_not_found"),
        (f"/appusers/{absent}/messages", "user_not_found"),
        (f"/appusers/{user}/messages", "conversation_not_found"),
        (f"/appusers/{user}/conversation", "conversation_not_found"),
        (f"/webhooks/{absent}", "webhook_not_found"),
        ("/nothing", "not_found"),
        ("/appusers/%ff", "not_found"),
        ("/appusers/a%00b", "not_found"),
    ):
        answer = shop.rest("GET", path)
        assert (answer.status, answer.code) == (404, code), path
    answer = shop.rest("POST", f"/appusers/{user}/conversation/read")
    assert (answer.status, answer.code) == (404, "conversation_not_found")
    keys = shop.deployment.account("GET", f"/apps/{shop.app_id}/keys/app_{absent}")
    assert (keys.status, keys.code) == (404, "key_not_found")
    app = shop.deployment.account("DELETE", f"/apps/{absent}")
    assert (app.status, app.code) == (404, "app_not_found")


def test_there_is_no_list_of_users(shop: api.Shop) -> None:
    answer = shop.rest("GET", "/appusers")
    assert answer.status in (404, 405)
    assert answer.code in ("not_found", "method_not_allowed")


def test_the_same_user_id_twice(shop: api.Shop) -> None:
    user = shop.make_user()
    answer = shop.rest("POST", "/appusers", {"userId": user["userId"]})
    assert (answer.status, answer.code) == (409, "user_already_exists")


def test_more_than_ten_webhooks(shop: api.Shop) -> None:
    for number in range(10):
        shop.rest("POST", "/webhooks", {"target": f"https://a.example/{number}"}, expect=201)
    answer = shop.rest("POST", "/webhooks", {"target": "https://a.example/11"})
    assert (answer.status, answer.code) == (400, "bad_request")


def test_a_null_property_is_removed(shop: api.Shop) -> None:
    user = shop.make_user(properties={"a": 1, "b": 2}, givenName="Ines")["_id"]
    changed = shop.rest("PUT", f"/appusers/{user}", {"properties": {"a": None}, "givenName": None}).json["appUser"]
    assert changed["properties"] == {"b": 2}
    assert "givenName" not in changed


# ---- sizes -----------------------------------------------------------------------------------------


def test_a_large_body_is_413(shop: api.Shop) -> None:
    user = shop.make_user()["_id"]
    fits = {"role": "appUser", "text": "x", "padding": "y" * 100_000}
    assert shop.rest("POST", f"/appusers/{user}/messages", fits).status == 201
    answer = shop.rest("POST", f"/appusers/{user}/messages", fits | {"padding": "y" * 102_400})
    assert (answer.status, answer.code) == (413, "request_entity_too_large")


def test_a_large_body_in_chunks_is_413(shop: api.Shop) -> None:
    url = urllib.parse.urlsplit(shop.deployment.agent_url)
    connection = http.client.HTTPConnection(url.hostname or "", url.port, timeout=patience.SECONDS)
    body = (b"x" * 10_000 for _ in range(12))
    headers = shop.auth | {"Content-Type": "application/json"}
    connection.request("POST", f"/v1.1/apps/{shop.app_id}/appusers", body, headers, encode_chunked=True)
    assert connection.getresponse().status == 413
    connection.close()


def test_large_headers_are_refused(shop: api.Shop) -> None:
    answer = shop.rest("GET", "", X_Padding="y" * 17_000)
    assert (answer.status, answer.code) == (413, "request_entity_too_large")
    assert shop.rest("GET", "", X_Padding="y" * 8_000).status == 200


def test_deep_json_is_refused(shop: api.Shop) -> None:
    deep = b'{"userId":"deep","properties":{"a":' + b"[" * 40_000 + b"]" * 40_000 + b"}}"
    answer = shop.rest("POST", "/appusers", deep)
    assert (answer.status, answer.code) == (400, "bad_request")
