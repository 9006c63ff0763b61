"""Integrations of every type, their menus, WhatsApp's parts and deployments, from outside."""

import contextlib
import http.client
import json
import secrets
import urllib.parse
from typing import Any

import pytest

from smooch_server.integrations import kinds
from tests.support import api, dump, patience, pictures

ABSENT = "5cb5d1f09a3e2b0c7d4f1a01"
SECRET = object()  # stands for a secret of its own, which must never be seen again
# Everything a type requires, and what it may have besides.
TYPES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "web": (
        {},
        {
            "brandColor": "0a4d68",
            "conversationColor": "09f",
            "actionColor": "0099FF",
            "displayStyle": "tab",
            "businessName": "Harbour Desk",
            "businessIconUrl": "https://harbour.test/icon.png",
            "buttonIconUrl": "https://harbour.test/button.png",
            "buttonWidth": "60",
            "buttonHeight": 61,
            "backgroundImageUrl": "https://harbour.test/back.png",
            "fixedIntroPane": True,
            "integrationOrder": [],
            "originWhitelist": ["https://harbour.test", "http://localhost:3000"],
            "prechatCapture": {"enabled": True},
        },
    ),
    "messenger": ({"pageAccessToken": SECRET, "appId": "app-1", "appSecret": SECRET}, {}),
    "instagram": ({"pageAccessToken": SECRET, "appId": "app-1", "appSecret": SECRET}, {}),
    "twitter": (
        {"consumerKey": "ck", "consumerSecret": SECRET, "accessTokenKey": "atk", "accessTokenSecret": SECRET},
        {"tier": "premium", "envName": "dev"},
    ),
    "twilio": ({"accountSid": "AC9b1f", "authToken": SECRET, "phoneNumberSid": "PN44c0"}, {}),
    "messagebird": ({"accessKey": SECRET, "originator": "Harbour"}, {"signingKey": SECRET}),
    "telegram": ({"token": SECRET}, {}),
    "line": (
        {},
        {
            "channelAccessToken": SECRET,
            "channelId": "c1",
            "channelSecret": SECRET,
            "qrCodeUrl": "https://harbour.test/qr",
            "serviceCode": "s",
            "switcherSecret": SECRET,
        },
    ),
    "viber": ({"token": SECRET}, {}),
    "wechat": (
        {"appId": "wx1", "appSecret": SECRET},
        {"encodingAesKey": SECRET, "accessTokenUrl": "https://harbour.test/token"},
    ),
    "whatsapp": (
        {"baseUrl": "https://wa.harbour.test/", "username": "wa", "password": SECRET},
        {"hsmFallbackLanguage": "hu_HU"},
    ),
    "mailgun": (
        {"apiKey": SECRET, "domain": "mg.harbour.test", "incomingAddress": "desk@mg.harbour.test"},
        {"fromAddress": "pilot@harbour.test", "hideUnsubscribeLink": True},
    ),
    "apn": ({"certificate": SECRET}, {"password": SECRET, "autoUpdateBadge": True, "production": True}),
    "fcm": ({"serverKey": SECRET, "senderId": "1234"}, {}),
    "apple": ({"businessId": "b1", "apiSecret": SECRET, "mspId": "m1"}, {}),
}
DEFAULTS: dict[str, dict[str, Any]] = {
    "web": {
        "brandColor": "65758e",
        "conversationColor": "0099ff",
        "actionColor": "0099ff",
        "displayStyle": "button",
        "buttonWidth": "58",
        "buttonHeight": "58",
        "fixedIntroPane": False,
    },
    "whatsapp": {"hsmFallbackLanguage": "en_US"},
    "mailgun": {"hideUnsubscribeLink": False},
    "apn": {"autoUpdateBadge": False},
}
UPDATES: dict[str, dict[str, Any]] = {
    "line": {"channelId": "c2", "channelSecret": SECRET, "serviceCode": "t", "qrCodeUrl": "https://harbour.test/q2"},
    "whatsapp": {"hsmFallbackLanguage": "de"},
    "mailgun": {"hideUnsubscribeLink": False, "fromAddress": "crew@harbour.test"},
    "apn": {"production": False, "autoUpdateBadge": False},
}


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields with secrets of their own; they are noted, so that the servers' logs are searched for them."""
    made = {name: secrets.token_hex(12) if value is SECRET else value for name, value in fields.items()}
    api.SECRETS.update(made[name] for name, value in fields.items() if value is SECRET)
    return made


def _shown(fields: dict[str, Any]) -> dict[str, Any]:
    shown = {name: value for name, value in fields.items() if value is not SECRET}
    return shown | {name: str(shown[name]) for name in ("buttonWidth", "buttonHeight") if name in shown}


def _create(shop: api.Shop, kind: str, **fields: Any) -> dict[str, Any]:
    made: dict[str, Any] = shop.rest("POST", "/integrations", {"type": kind, **fields}, expect=201).json["integration"]
    return made


def test_every_type_that_can_be_made_is_tried() -> None:
    assert set(TYPES) == {kind.name for kind in kinds.KINDS.values() if kind.makeable} - {"frontendEmail"}
    for name, (required, optional) in TYPES.items():
        own = {field.name: field for field in kinds.KINDS[name].fields if field.make is None}
        assert set(required) | set(optional) == set(own) - {"deploymentId"}, name
        given = required | optional
        assert {field for field, value in given.items() if value is SECRET} == {
            field.name for field in own.values() if field.secret
        }


def test_every_type_is_made_listed_changed_and_deleted(shop: api.Shop) -> None:
    seen: list[bytes] = []
    names: list[str] = []
    hidden: set[str] = set()
    for kind, (required, optional) in TYPES.items():
        fields = required | optional
        given = _filled(fields)
        hidden |= {given[name] for name, value in fields.items() if value is SECRET}
        answer = shop.rest("POST", "/integrations", {"type": kind, "displayName": kind.title(), **given}, expect=201)
        made = answer.json["integration"]
        server_made = made.pop("webhookSecret", None)
        assert (server_made is not None) == (kind in ("messagebird", "wechat")), kind
        status = "active" if kind == "web" else "inactive"
        common = {"_id": made["_id"], "type": kind, "status": status, "displayName": kind.title()}
        assert made == common | _shown(fields), kind
        path = f"/integrations/{made['_id']}"
        got = shop.rest("GET", path, expect=200)
        changes = UPDATES.get(kind, {})
        ignored = {"type": "telegram", "status": "active", "appId": "other", "token": "other", "baseUrl": "x"}
        changed = shop.rest("PUT", path, {"displayName": "New", **_filled(changes), **ignored}, expect=200)
        expected = common | _shown(fields) | _shown(changes) | {"displayName": "New"}
        assert {key: value for key, value in changed.json["integration"].items() if key != "webhookSecret"} == expected
        seen += [answer.body, got.body, changed.body]
        names.append(made["_id"])
    listed = shop.rest("GET", "/integrations?limit=100", expect=200)
    assert listed.json["hasMore"] is False
    assert {each["_id"] for each in listed.json["integrations"]} == set(names)
    for body in (*seen, listed.body, shop.rest("GET", "").body, shop.sdk("GET", "/config").body):
        assert sorted(secret for secret in api.SECRETS if secret in body.decode()) == []
    assert len(hidden) > 20
    assert dump.traces(shop.deployment.shape.database_url, hidden) == {}
    assert dump.traces(shop.deployment.shape.database_url, ["PN44c0"]) != {}, "what is no secret is found"
    for name in names:
        assert shop.rest("DELETE", f"/integrations/{name}", expect=200).json == {}
        gone = shop.rest("GET", f"/integrations/{name}")
        assert (gone.status, gone.code) == (404, "integration_not_found")
    assert shop.rest("GET", "/integrations").json == {"integrations": [], "hasMore": False, "offset": 0}


def test_each_required_field_is_asked_for_and_each_default_given(shop: api.Shop) -> None:
    for kind, (required, _) in TYPES.items():
        for name in required:
            given = {field: value for field, value in _filled(required).items() if field != name}
            for body in ({**given}, {**given, name: None}, {**given, name: ""}):
                answer = shop.rest("POST", "/integrations", {"type": kind, **body})
                assert (answer.status, answer.code) == (400, "bad_request"), (kind, name)
                assert answer.json["error"]["description"].startswith(f"{name}: "), (kind, name, answer.body)
        made = _create(shop, kind, **_filled(required))
        assert {key: made[key] for key in DEFAULTS.get(kind, {})} == DEFAULTS.get(kind, {})
    assert len(shop.rest("GET", "/integrations?limit=100").json["integrations"]) == len(TYPES)


WRONG: list[tuple[str, str, Any]] = [
    ("web", "brandColor", "#0a4d68"),
    ("web", "brandColor", "0a4d"),
    ("web", "brandColor", 65758),
    ("web", "actionColor", "zzzzzz"),
    ("web", "displayStyle", "balloon"),
    ("web", "buttonWidth", 0),
    ("web", "buttonHeight", "1000"),
    ("web", "buttonHeight", "wide"),
    ("web", "buttonWidth", "000000058999"),
    ("web", "businessName", "x" * 257),
    ("web", "businessIconUrl", "javascript:alert(1)"),
    ("web", "buttonIconUrl", "data:image/png;base64,AA=="),
    ("web", "backgroundImageUrl", "https://user:word@harbour.test/"),
    ("web", "fixedIntroPane", "yes"),
    ("web", "integrationOrder", "one"),
    ("web", "originWhitelist", ["https://harbour.test/path"]),
    ("web", "originWhitelist", ["https://harbour.test/"]),
    ("web", "originWhitelist", ["harbour.test"]),
    ("web", "originWhitelist", ["null"]),
    ("web", "originWhitelist", ["https://*.harbour.test"]),
    ("web", "originWhitelist", ["https://a@harbour.test"]),
    ("web", "originWhitelist", [f"https://h{number}.test" for number in range(101)]),
    ("web", "prechatCapture", []),
    ("web", "prechatCapture", {"a": "x" * 4096}),
    ("web", "displayName", 7),
    ("twitter", "tier", "gold"),
    ("twitter", "envName", ""),
    ("line", "qrCodeUrl", "file:///etc/passwd"),
    ("whatsapp", "hsmFallbackLanguage", "english please"),
    ("whatsapp", "deploymentId", ""),
    ("mailgun", "domain", "not a domain"),
    ("mailgun", "incomingAddress", "desk@elsewhere.test"),
    ("mailgun", "incomingAddress", "nobody"),
    ("mailgun", "fromAddress", "a b@harbour.test"),
    ("mailgun", "hideUnsubscribeLink", "maybe"),
    ("apn", "certificate", "not base64!"),
    ("apn", "production", 7),
    ("telegram", "token", "with\nline"),
    ("telegram", "token", "x" * 4097),
]


def test_what_a_field_must_not_hold(shop: api.Shop) -> None:
    for kind, name, value in WRONG:
        required = {} if name == "deploymentId" else _filled(TYPES[kind][0])
        extra = {"tier": "premium"} if name == "envName" else {}
        answer = shop.rest("POST", "/integrations", {"type": kind, **required, **extra, name: value})
        assert (answer.status, answer.code) == (400, "bad_request"), (kind, name, value, answer.body)
        assert answer.json["error"]["description"].partition(":")[0].partition("[")[0] == name, answer.body
    for kind in ("ios", "android", "api", "frontendEmail", "pigeon", ""):
        answer = shop.rest("POST", "/integrations", {"type": kind})
        assert (answer.status, answer.code) == (400, "bad_request"), kind
        assert answer.json["error"]["description"].startswith("type: ")
    assert shop.rest("GET", "/integrations").json["integrations"] == []


def test_a_list_by_type_and_by_page(shop: api.Shop) -> None:
    names = [_create(shop, kind, token=secrets.token_hex(8))["_id"] for kind in ("telegram", "viber") * 13]
    assert [each["_id"] for each in shop.rest("GET", "/integrations").json["integrations"]] == names[:25]
    pages = {
        "?limit=0": (names[:25], True, 0),
        "?limit=10&offset=20": (names[20:], False, 20),
        "?limit=1000": (names, False, 0),
        "?types=viber": (names[1::2], False, 0),
        "?types=telegram%2Cviber%2Cnothing&limit=2&offset=1": (names[1:3], True, 1),
        "?types=web": ([], False, 0),
        "?types=none,nothing": ([], False, 0),
        "?types=": (names[:25], True, 0),
    }
    for query, (expected, more, offset) in pages.items():
        page = shop.rest("GET", f"/integrations{query}", expect=200).json
        found = [each["_id"] for each in page["integrations"]]
        assert (sorted(found), page["hasMore"], page["offset"]) == (sorted(expected), more, offset), query
    for query in ("?limit=-1", "?limit=x", "?offset=-1"):
        assert shop.rest("GET", f"/integrations{query}").code == "bad_request", query


def test_the_web_integration_is_the_one_of_the_pages(shop: api.Shop) -> None:
    web_id = shop.rest("GET", "/sdks").json["webIntegrationId"]
    for method in ("GET", "PUT", "DELETE"):
        hidden = shop.rest(method, f"/integrations/{web_id}", {} if method == "PUT" else None)
        assert (hidden.status, hidden.code) == (404, "integration_not_found"), method
    made = _create(shop, "web", originWhitelist=["HTTPS://Harbour.test:443"], **_filled(TYPES["telegram"][0]))
    assert made["_id"] == web_id
    assert made["originWhitelist"] == ["https://harbour.test"]
    again = shop.rest("POST", "/integrations", {"type": "web"})
    assert (again.status, again.code) == (409, "conflict")
    telegram = _create(shop, "telegram", token=secrets.token_hex(8))["_id"]
    look = {"brandColor": "0a4d68", "businessName": "Harbour", "buttonIconUrl": "https://harbour.test/b.png"}
    shop.rest("PUT", f"/integrations/{web_id}", {**look, "integrationOrder": [telegram]}, expect=200)
    for origin, status in (("https://harbour.test", 200), ("https://elsewhere.test", 403)):
        config = shop.sdk("GET", "/config", headers={"Origin": origin})
        assert config.status == status
        if status == 200:
            style = config.json["config"]["style"]
            assert {key: style[key] for key in look} == look
            assert config.json["config"]["integrationId"] == web_id
    cleared = shop.rest("PUT", f"/integrations/{web_id}", {"brandColor": None, "businessName": ""}, expect=200)
    assert cleared.json["integration"]["brandColor"] == "65758e"
    assert "businessName" not in cleared.json["integration"]
    shop.rest("DELETE", f"/integrations/{telegram}", expect=200)
    assert shop.rest("GET", f"/integrations/{web_id}").json["integration"]["integrationOrder"] == []
    shop.rest("DELETE", f"/integrations/{web_id}", expect=200)
    assert shop.rest("GET", "/sdks").json["webIntegrationId"] == web_id
    config = shop.sdk("GET", "/config", headers={"Origin": "https://elsewhere.test"}, expect=200).json["config"]
    assert config["style"]["brandColor"] == "65758e"
    assert _create(shop, "web")["_id"] == web_id


def test_what_names_something_of_another_app(shop: api.Shop, deployment: api.Deployment) -> None:
    foreign = _create(deployment.make_shop(), "telegram", token=secrets.token_hex(8))["_id"]
    for order in ([foreign], [ABSENT]):
        answer = shop.rest("POST", "/integrations", {"type": "web", "integrationOrder": order})
        assert (answer.status, answer.code) == (404, "integration_not_found")
    answer = shop.rest("POST", "/integrations", {"type": "whatsapp", "deploymentId": ABSENT})
    assert (answer.status, answer.code) == (404, "deployment_not_found")
    both = {"type": "whatsapp", "deploymentId": ABSENT, "baseUrl": "https://a.test"}
    assert shop.rest("POST", "/integrations", both).json["error"]["description"].startswith("baseUrl: ")


def test_version_1_has_a_type_more(shop: api.Shop) -> None:
    base = f"/v1/apps/{shop.app_id}/integrations"
    body = {"type": "frontendEmail", "fromAddress": "desk@harbour.test"}
    made = api.call(shop.deployment.agent_url, "POST", base, body, headers=shop.auth, expect=201).json["integration"]
    assert made["fromAddress"] == "desk@harbour.test"
    assert made["shortId"]
    assert shop.rest("GET", f"/integrations/{made['_id']}").json["integration"] == made


def test_who_may_use_integrations(shop: api.Shop, deployment: api.Deployment) -> None:
    user = shop.make_user()
    token = api.bearer(shop.token("appUser", userId=user["userId"]))
    name = _create(shop, "telegram", token=secrets.token_hex(8))["_id"]
    items = {"items": [{"type": "link", "text": "Tides", "uri": "https://harbour.test"}]}
    for path in ("/integrations", f"/integrations/{name}", "/menu"):
        for prefix in ("/v1.1", f"/v1.1/apps/{shop.app_id}"):
            answer = api.call(deployment.agent_url, "GET", prefix + path, headers=token)
            assert (answer.status, answer.code) == (403, "forbidden"), path
        for headers in (shop.auth, api.bearer(shop.token())):
            api.call(deployment.agent_url, "GET", f"/v1{path}", headers=headers, expect=200)
        assert api.call(deployment.agent_url, "GET", f"/v1.1{path}", headers=deployment.auth).status == 403
        deployment.account("GET", f"/apps/{shop.app_id}{path}", expect=200)
    for method, path, body in (
        ("PUT", f"/v1.1/integrations/{name}/menu", items),
        ("GET", f"/v1.1/Integrations/{name}/Menu/", None),
        ("DELETE", f"/v1.1/integrations/{name}/menu", None),
    ):
        api.call(deployment.agent_url, method, path, body, headers=shop.auth, expect=200)
    for method, path in (("GET", ""), ("POST", ""), ("GET", f"/{ABSENT}"), ("POST", f"/{ABSENT}/code/confirm")):
        sent = {"hosting": "smooch", "code": "1"} if method == "POST" else None
        answer = api.call(deployment.agent_url, method, f"/v1.1/whatsapp/deployments{path}", sent, headers=shop.auth)
        assert (answer.status, answer.code) == (403, "forbidden"), path


# ---- menus -----------------------------------------------------------------------------------------

LINK: dict[str, Any] = {"type": "link", "text": "Tides", "uri": "https://harbour.test/tides"}
POSTBACK: dict[str, Any] = {"type": "postback", "text": "Free now", "payload": "FREE"}


def test_menus(shop: api.Shop) -> None:
    empty: dict[str, Any] = {"menu": {"items": []}}
    assert shop.rest("GET", "/menu", expect=200).json == empty
    submenu: dict[str, Any] = {"type": "submenu", "text": "Berths", "items": [POSTBACK, LINK]}
    asked = {"items": [submenu, LINK], "settings": {"inputEnabled": False}}
    menu = shop.rest("PUT", "/menu", asked, expect=200).json
    assert _without_ids(menu) == {"menu": asked}
    assert len(_ids(menu)) == 4
    assert shop.rest("GET", "/menu").json == menu
    integration = f"/integrations/{_create(shop, 'messenger', **_filled(TYPES['messenger'][0]))['_id']}/menu"
    for method in ("GET", "DELETE"):
        assert shop.rest(method, integration).code == "menu_not_found"
    assert _without_ids(shop.rest("POST", integration, {"items": [POSTBACK]}, expect=201).json) == {
        "menu": {"items": [POSTBACK]}
    }
    own = shop.rest("PUT", integration, {"items": [LINK]}, expect=200).json
    assert shop.rest("GET", integration, expect=200).json == own
    assert shop.rest("GET", "/menu").json == menu
    assert shop.rest("DELETE", "/menu", expect=200).json == empty
    assert shop.rest("DELETE", "/menu", expect=200).json == empty
    assert shop.rest("GET", integration, expect=200).json == own
    assert shop.rest("DELETE", integration, expect=200).json == {}
    assert shop.rest("GET", integration).code == "menu_not_found"
    assert shop.rest("PUT", f"/integrations/{ABSENT}/menu", {"items": [LINK]}).code == "integration_not_found"


WRONG_MENUS: dict[str, tuple[str, Any]] = {
    "none": ("items", []),
    "four": ("items", [LINK] * 4),
    "another type": ("items[1].type", [LINK, {"type": "reply", "text": "a", "payload": "b"}]),
    "no text": ("items[0].text", [LINK | {"text": " "}]),
    "long text": ("items[0].text", [LINK | {"text": "x" * 129}]),
    "no address": ("items[0].uri", [{"type": "link", "text": "a"}]),
    "a script": ("items[0].uri", [LINK | {"uri": "javascript:alert(1)"}]),
    "no payload": ("items[0].payload", [{"type": "postback", "text": "a"}]),
    "empty submenu": ("items[0].items", [{"type": "submenu", "text": "a", "items": []}]),
    "submenu without": ("items[0].items", [{"type": "submenu", "text": "a"}]),
    "six below": ("items[0].items", [{"type": "submenu", "text": "a", "items": [LINK] * 6}]),
    "nested": (
        "items[0].items[0].type",
        [{"type": "submenu", "text": "a", "items": [{"type": "submenu", "text": "b"}]}],
    ),
    "no list": ("items", "x"),
}


def test_what_a_menu_must_not_be(shop: api.Shop) -> None:
    for label, (where, items) in WRONG_MENUS.items():
        answer = shop.rest("PUT", "/menu", {"items": items})
        assert (answer.status, answer.code) == (400, "bad_request"), label
        assert answer.json["error"]["description"].startswith(f"{where}: "), (label, answer.body)
    wrong = shop.rest("PUT", "/menu", {"items": [LINK], "settings": {"inputEnabled": "no"}})
    assert wrong.json["error"]["description"].startswith("settings.inputEnabled: ")
    old = f"/v1/apps/{shop.app_id}/menu"
    five = api.call(shop.deployment.agent_url, "PUT", old, {"items": [LINK] * 5}, headers=shop.auth, expect=200)
    assert len(five.json["menu"]["items"]) == 5
    assert api.call(shop.deployment.agent_url, "PUT", old, {"items": [LINK] * 6}, headers=shop.auth).status == 400


def _without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_ids(item) for key, item in value.items() if key != "_id"}
    return [_without_ids(item) for item in value] if isinstance(value, list) else value


def _ids(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["_id"]} if "_id" in value else set()
        return own.union(*(_ids(item) for item in value.values()))
    return set().union(*(_ids(item) for item in value)) if isinstance(value, list) else set()


# ---- WhatsApp --------------------------------------------------------------------------------------


@pytest.fixture
def whatsapp(shop: api.Shop) -> str:
    """The path of a WhatsApp integration."""
    return f"/integrations/{_create(shop, 'whatsapp', **_filled(TYPES['whatsapp'][0]))['_id']}"


def test_a_whatsapp_profile(shop: api.Shop, whatsapp: str) -> None:
    assert shop.rest("GET", f"{whatsapp}/profile", expect=200).json == {"profile": {}}
    profile = {
        "about": "a" * 139,
        "address": "Quay 1",
        "description": "d" * 256,
        "email": "desk@harbour.test",
        "vertical": "Travel",
        "websites": ["https://harbour.test", "https://desk.harbour.test"],
    }
    assert shop.rest("PUT", f"{whatsapp}/profile", profile, expect=200).json == {}
    assert shop.rest("PUT", f"{whatsapp}/profile", {"address": None, "vertical": "Boats"}, expect=200).json == {}
    del profile["address"]
    assert shop.rest("GET", f"{whatsapp}/profile").json == {"profile": profile | {"vertical": "Boats"}}
    for name, value in (
        ("about", "a" * 140),
        ("address", "a" * 257),
        ("description", "d" * 257),
        ("email", "nobody"),
        ("vertical", "v" * 129),
        ("websites", ["https://a.test"] * 3),
        ("websites", ["javascript:alert(1)"]),
        ("photoUrl", "ftp://a.test/b.png"),
        ("about", 7),
    ):
        answer = shop.rest("PUT", f"{whatsapp}/profile", {name: value})
        assert answer.code == "bad_request", (name, value)
        assert answer.json["error"]["description"].startswith(name), answer.body
    other = f"/integrations/{_create(shop, 'telegram', token=secrets.token_hex(8))['_id']}"
    for part in ("/profile", "/messageTemplates"):
        assert shop.rest("GET", other + part).code == "bad_request"
        assert shop.rest("GET", f"/integrations/{ABSENT}{part}").code == "integration_not_found"


def test_the_photo_of_a_profile(shop: api.Shop, whatsapp: str) -> None:
    addresses = []
    for _ in range(2):
        body, form = pictures.form([("source", pictures.image(), "quay.png", "image/png")])
        answer = shop.rest("PUT", f"{whatsapp}/profile/photo", body, Content_Type=form, expect=200)
        addresses.append(answer.json["photoUrl"])
    assert shop.rest("GET", f"{whatsapp}/profile").json == {"profile": {"photoUrl": addresses[1]}}
    assert [_status(shop, address) for address in addresses] == [404, 200]
    wrong = shop.rest("PUT", f"{whatsapp}/profile/photo", {"source": "x"})
    assert (wrong.status, wrong.code) == (400, "bad_request")
    body, form = pictures.form([("source", b"just text", "a.txt", "text/plain")])
    assert shop.rest("PUT", f"{whatsapp}/profile/photo", body, Content_Type=form).status == 415
    shop.rest("DELETE", whatsapp, expect=200)
    assert _status(shop, addresses[1]) == 404


def test_a_photo_leaves_with_an_integration_that_goes_meanwhile(shop: api.Shop, whatsapp: str) -> None:
    name = secrets.token_hex(8)
    body, form = pictures.form([("source", pictures.image(), f"{name}.png", "image/png")])
    parts = urllib.parse.urlsplit(shop.deployment.agent_url)
    with contextlib.closing(http.client.HTTPConnection(parts.netloc, timeout=patience.SECONDS)) as sender:
        sender.putrequest("PUT", f"/v1.1{whatsapp}/profile/photo")
        for header in (
            shop.auth | {"Content-Type": form, "Content-Length": str(len(body)), "Expect": "100-continue"}
        ).items():
            sender.putheader(*header)
        sender.endheaders()
        assert sender.sock.recv(1000).startswith(b"HTTP/1.1 100 "), "the server reads it: the integration was there"
        shop.rest("DELETE", whatsapp, expect=200)
        sender.send(body)
        answer = sender.getresponse()
        assert (answer.status, json.load(answer)["error"]["code"]) == (404, "integration_not_found")
    assert dump.traces(shop.deployment.shape.database_url, [name]) == {}


def _status(shop: api.Shop, address: str) -> int:
    return api.call(shop.deployment.agent_url, "GET", "/" + address.split("/", 3)[3]).status


def test_whatsapp_s_own_templates(shop: api.Shop, whatsapp: str) -> None:
    path = f"{whatsapp}/messageTemplates"
    given = [{"name": f"Berth_{number}", "language": "en_US", "components": [{"type": "BODY"}]} for number in range(5)]
    for each in given:
        assert shop.rest("POST", path, each, expect=201).json == {"messageTemplate": each}
    shop.rest("POST", path, given[0] | {"language": "hu"}, expect=201)
    first = shop.rest("GET", f"{path}?limit=2", expect=200).json
    second = shop.rest("GET", f"{path}?limit=2&next={first['next']}", expect=200).json
    third = shop.rest("GET", f"{path}?limit=2&next={second['next']}", expect=200).json
    pages = [first, second, third]
    assert [set(page) - {"messageTemplates"} for page in pages] == [{"next"}, {"previous", "next"}, {"previous"}]
    shown = [each for page in pages for each in page["messageTemplates"]]
    assert sorted(json.dumps(each) for each in shown) == sorted(
        json.dumps(each) for each in [*given, given[0] | {"language": "hu"}]
    )
    assert shop.rest("GET", f"{path}?limit=2&previous={third['previous']}").json == second
    assert shop.rest("GET", f"{path}?limit=2&previous={second['previous']}").json == first
    named = shop.rest("GET", f"{path}?name=Berth_0").json["messageTemplates"]
    assert sorted(each["language"] for each in named) == ["en_US", "hu"]
    for query in ("?next=x", f"?next={first['next']}&previous={first['next']}", "?limit=x", "?name=a%00"):
        assert shop.rest("GET", path + query).code == "bad_request", query
    assert shop.rest("DELETE", f"{path}/Berth_0", expect=200).json == {}
    assert shop.rest("DELETE", f"{path}/Berth_0").code == "template_not_found"
    assert len(shop.rest("GET", path).json["messageTemplates"]) == 4
    wrong: list[Any] = [[], {"name": 7}, {"name": "x" * 513}, {"a": "x" * 70_000}]
    for body in wrong:
        assert shop.rest("POST", path, body).code == "bad_request"


def test_deployments(shop: api.Shop, deployment: api.Deployment) -> None:
    base = "/whatsapp/deployments"
    own = _filled({"hosting": "self", "baseUrl": "https://wa.test", "username": "wa", "password": SECRET})
    made = deployment.account("POST", base, own | {"callbackUrl": "https://cb.test/"}, expect=201).json["deployment"]
    secret = made.pop("callbackSecret")
    assert len(secret) == 40
    shown = {key: own[key] for key in ("hosting", "baseUrl", "username")} | {"callbackUrl": "https://cb.test/"}
    assert made == {"_id": made["_id"], "status": "unregistered", **shown}
    hosted = deployment.account("POST", base, {"hosting": "smooch"}, expect=201).json["deployment"]
    assert hosted == {"_id": hosted["_id"], "status": "unregistered", "hosting": "smooch"}
    one = f"{base}/{made['_id']}"
    assert deployment.account("POST", f"{one}/code/confirm", {"code": "1"}).code == "bad_request"
    activation = _filled({"phoneNumber": "+36 1 555-0101", "verifiedNameCertificate": SECRET, "method": "sms"})
    pending = deployment.account("POST", f"{one}/activate", activation, expect=200).json["deployment"]
    assert pending == made | {"status": "pending", "callbackSecret": secret}
    confirmed = deployment.account("POST", f"{one}/code/confirm", {"code": "123456"}, expect=200).json["deployment"]
    assert confirmed["status"] == "error"
    integration = _create(shop, "whatsapp", deploymentId=made["_id"])
    assert integration["deploymentId"] == made["_id"]
    used = deployment.account("GET", one, expect=200).json["deployment"]
    assert (used["integrationId"], used["appId"]) == (integration["_id"], shop.app_id)
    twice = shop.rest("POST", "/integrations", {"type": "whatsapp", "deploymentId": made["_id"]})
    assert (twice.status, twice.code) == (409, "conflict")
    assert deployment.account("DELETE", one).code == "conflict"
    shop.rest("DELETE", f"/integrations/{integration['_id']}", expect=200)
    listed = deployment.account("GET", base, expect=200)
    assert own["password"] not in listed.body.decode()
    assert {each["_id"] for each in listed.json["deployments"]} >= {made["_id"], hosted["_id"]}
    for name in (made["_id"], hosted["_id"]):
        assert deployment.account("DELETE", f"{base}/{name}", expect=200).json == {}
        gone = deployment.account("GET", f"{base}/{name}")
        assert (gone.status, gone.code) == (404, "deployment_not_found")


def test_a_service_account_reaches_the_deployments_it_made(shop: api.Shop, deployment: api.Deployment) -> None:
    base, url = "/v1.1/whatsapp/deployments", deployment.agent_url
    others = deployment.account("POST", "/whatsapp/deployments", {"hosting": "smooch"}, expect=201).json["deployment"]
    body = {"name": api.unique("svc")}
    service = deployment.account("POST", "/serviceaccounts", body, expect=201).json["serviceAccount"]["_id"]
    made = deployment.account("POST", f"/serviceaccounts/{service}/keys", {"name": "a"}, expect=201).json["key"]
    key = api.basic(made["_id"], made["secret"])
    own = api.call(url, "POST", base, {"hosting": "smooch"}, headers=key, expect=201).json["deployment"]
    assert api.call(url, "GET", base, headers=key, expect=200).json == {"deployments": [own]}
    for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/code/confirm")):
        answer = api.call(url, method, f"{base}/{others['_id']}{path}", {"code": "1"}, headers=key)
        assert (answer.status, answer.code) == (404, "deployment_not_found"), method
    assert deployment.account("GET", f"/whatsapp/deployments/{own['_id']}", expect=200).json["deployment"] == own
    of_another = shop.rest("POST", "/integrations", {"type": "whatsapp", "deploymentId": own["_id"]})
    assert (of_another.status, of_another.code) == (404, "deployment_not_found")
    deployment.shape.cli.run("service-account", "grant", service, shop.app_id)
    _create(shop, "whatsapp", deploymentId=own["_id"])


@pytest.mark.parametrize(
    ("path", "field", "body"),
    [
        ("", "hosting", {"hosting": "cloud"}),
        ("", "baseUrl", {"hosting": "self", "username": "a", "password": "b"}),
        ("", "username", {"hosting": "self", "baseUrl": "https://a.test", "password": "b"}),
        ("", "password", {"hosting": "self", "baseUrl": "https://a.test", "username": "a"}),
        ("", "callbackUrl", {"hosting": "smooch", "callbackUrl": "ftp://a.test"}),
        ("/ID/activate", "phoneNumber", {"phoneNumber": "555", "verifiedNameCertificate": "AA==", "method": "sms"}),
        ("/ID/activate", "method", {"phoneNumber": "+361555010", "verifiedNameCertificate": "AA==", "method": "fax"}),
        ("/ID/code/confirm", "code", {"code": ""}),
    ],
)
def test_what_a_deployment_must_not_be(deployment: api.Deployment, path: str, field: str, body: dict[str, Any]) -> None:
    answer = deployment.account("POST", "/whatsapp/deployments" + path.replace("ID", ABSENT), body)
    assert (answer.status, answer.code) == (400, "bad_request"), answer.body
    assert answer.json["error"]["description"].startswith(f"{field}: "), answer.body


def test_an_app_has_100_integrations_at_most(shop: api.Shop) -> None:
    for number in range(101):
        answer = shop.rest("POST", "/integrations", {"type": "telegram", "token": f"t{number}"})
    assert (answer.status, answer.code) == (400, "bad_request")
    assert "100 integrations" in answer.json["error"]["description"]
    first = shop.rest("GET", "/integrations?limit=1").json["integrations"][0]["_id"]
    shop.rest("DELETE", f"/integrations/{first}", expect=200)
    shop.rest("POST", "/integrations", {"type": "telegram", "token": "t"}, expect=201)


def test_there_are_no_payments(shop: api.Shop) -> None:
    user, other = shop.make_user(), shop.make_user()
    token = api.bearer(shop.token("appUser", userId=user["userId"]))
    for headers in (shop.auth, token):
        for method, path in (
            ("GET", "/stripe/account"),
            ("POST", f"/appusers/{user['_id']}/stripe/customer"),
            ("POST", f"/appusers/{user['userId']}/stripe/transaction"),
        ):
            body = {"token": "tok", "actionId": ABSENT} if method == "POST" else None
            answer = api.call(shop.deployment.agent_url, method, f"/v1.1{path}", body, headers=headers)
            assert (answer.status, answer.code) == (404, "not_found"), path
    path = f"/v1.1/appusers/{other['_id']}/stripe/transaction"
    assert api.call(shop.deployment.agent_url, "POST", path, {}, headers=token).status == 403
