"""Apps, their settings and keys, and service accounts, as the business manages them."""

import re
from typing import Any

import pytest

from tests.support import api, smooch_cli

DEFAULTS = {
    "maskCreditCardNumbers": True,
    "useAnimalNames": False,
    "echoPostback": False,
    "ignoreAutoConversationStart": False,
    "allowDeleteUser": False,
    "allowExportConversation": False,
}
ABSENT = "5cb5d1f09a3e2b0c7d4f1a01"


def _call(deployment: api.Deployment, auth: dict[str, str], method: str, path: str, body: Any = None) -> api.Answer:
    return api.call(deployment.agent_url, method, f"/v1.1{path}", body, headers=auth)


def _key_auth(key: dict[str, str]) -> dict[str, str]:
    return api.basic(key["_id"], key["secret"])


# ---- apps ------------------------------------------------------------------------------------------


def test_settings_are_merged_and_metadata_is_replaced(deployment: api.Deployment) -> None:
    given = {"useAnimalNames": True, "conversationRetentionSeconds": 3600, "unknown": {"a": [1]}}
    body = {"name": "Harbour", "settings": given, "metadata": {"tier": "gold", "seats": 3, "vip": False}, "odd": 1}
    app = deployment.account("POST", "/apps", body, expect=201).json["app"]
    assert app["settings"] == DEFAULTS | {"useAnimalNames": True, "conversationRetentionSeconds": 3600}
    assert app["metadata"] == body["metadata"]
    path = f"/apps/{app['_id']}"
    for change, settings, metadata, name in (
        ({}, app["settings"], app["metadata"], "Harbour"),
        ({"settings": {"echoPostback": True}}, app["settings"] | {"echoPostback": True}, app["metadata"], "Harbour"),
        ({"metadata": {"a": "b"}}, app["settings"] | {"echoPostback": True}, {"a": "b"}, "Harbour"),
        (
            {"settings": {"conversationRetentionSeconds": None, "useAnimalNames": None}, "name": "Quay"},
            DEFAULTS | {"echoPostback": True},
            {"a": "b"},
            "Quay",
        ),
        ({"metadata": {}, "settings": {}}, DEFAULTS | {"echoPostback": True}, {}, "Quay"),
    ):
        changed = deployment.account("PUT", path, change, expect=200).json["app"]
        assert (changed["settings"], changed["metadata"], changed["name"]) == (settings, metadata, name), change
        assert deployment.account("GET", path, expect=200).json["app"] == changed
    assert (changed["_id"], changed["appToken"]) == (app["_id"], app["appToken"])


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no name": ({"name": ""}, "name"),
    "blank name": ({"name": " "}, "name"),
    "long name": ({"name": "x" * 101}, "name"),
    "name is a number": ({"name": 7}, "name"),
    "settings are a list": ({"settings": []}, "settings"),
    "a switch that is a text": ({"settings": {"useAnimalNames": "yes"}}, "settings.useAnimalNames"),
    "a switch that is a number": ({"settings": {"maskCreditCardNumbers": 1}}, "settings.maskCreditCardNumbers"),
    "no retention": ({"settings": {"conversationRetentionSeconds": 0}}, "settings.conversationRetentionSeconds"),
    "negative retention": ({"settings": {"conversationRetentionSeconds": -1}}, "settings.conversationRetentionSeconds"),
    "half a second": ({"settings": {"conversationRetentionSeconds": 1.5}}, "settings.conversationRetentionSeconds"),
    "retention for ever": ({"settings": {"conversationRetentionSeconds": 10**9 + 1}}, "settings.conversationRetention"),
    "retention is a text": ({"settings": {"conversationRetentionSeconds": "60"}}, "settings.conversationRetention"),
    "deep metadata": ({"metadata": {"a": {"b": 1}}}, "metadata"),
    "null in metadata": ({"metadata": {"a": None}}, "metadata"),
    "large metadata": ({"metadata": {"a": "b" * 4096}}, "metadata"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_an_app_cannot_be(shop: api.Shop, name: str) -> None:
    change, field = REFUSED[name]
    before = shop.rest("GET", "").json
    for method, path, body in (("POST", "/apps", {"name": "New"} | change), ("PUT", f"/apps/{shop.app_id}", change)):
        answer = shop.deployment.account(method, path, body)
        assert (answer.status, answer.code) == (400, "bad_request"), (method, answer.body)
        assert answer.json["error"]["description"].startswith(field), answer.body
    assert shop.rest("GET", "").json == before


def test_apps_are_listed_oldest_first_in_pages(deployment: api.Deployment) -> None:
    made = [deployment.make_shop(f"Page {number}").app_id for number in range(3)]
    total, offset = [], 0
    while True:
        page = deployment.account("GET", f"/apps?limit=100&offset={offset}", expect=200).json
        assert page["offset"] == offset
        total += [app["_id"] for app in page["apps"]]
        offset = len(total)
        if not page["hasMore"]:
            break
    assert total[-3:] == made
    last = deployment.account("GET", f"/apps?limit=2&offset={offset - 3}", expect=200).json
    assert ([app["_id"] for app in last["apps"]], last["hasMore"]) == (made[:2], True)
    assert len(deployment.account("GET", "/apps?limit=0&offset=0", expect=200).json["apps"]) <= 25
    for query in ("limit=-1", "offset=-1", "limit=x", "offset=1.5"):
        answer = deployment.account("GET", f"/apps?{query}")
        assert (answer.status, answer.code) == (400, "bad_request"), query


def test_a_deleted_app_is_gone(deployment: api.Deployment) -> None:
    shop = deployment.make_shop()
    user = shop.make_user()["_id"]
    assert deployment.account("DELETE", f"/apps/{shop.app_id}", expect=200).json == {}
    for path in ("", "/sdks", "/keys", f"/appusers/{user}"):
        answer = deployment.account("GET", f"/apps/{shop.app_id}{path}")
        assert (answer.status, answer.code) == (404, "app_not_found"), path
    assert shop.rest("GET", "").status == 401, "its keys are void"
    assert deployment.account("DELETE", f"/apps/{shop.app_id}").status == 404


def test_app_keys(shop: api.Shop) -> None:
    account, path = shop.deployment.account, f"/apps/{shop.app_id}/keys"
    key = account("POST", path, {"name": "ops"}, expect=201).json["key"]
    assert set(key) == {"_id", "name", "secret"}
    assert re.fullmatch(r"app_[0-9a-f]{24}", key["_id"])
    assert account("GET", f"{path}/{key['_id']}", expect=200).json == {"key": key}
    listed = account("GET", path, expect=200).json["keys"]
    assert [each["_id"] for each in listed] == [shop.key_id, key["_id"]]
    token = account("GET", f"{path}/{key['_id']}/jwt", expect=200).json["jwt"]
    assert _call(shop.deployment, api.bearer(token), "GET", f"/apps/{shop.app_id}").status == 200
    other = shop.deployment.make_shop()
    for method, foreign in (("GET", ""), ("GET", "/jwt"), ("DELETE", "")):
        answer = account(method, f"/apps/{other.app_id}/keys/{key['_id']}{foreign}")
        assert (answer.status, answer.code) == (404, "key_not_found")
    for body in ({}, {"name": ""}, {"name": 1}, {"name": "x" * 101}):
        answer = account("POST", path, body)
        assert (answer.status, answer.code) == (400, "bad_request"), body
    assert account("DELETE", f"{path}/{key['_id']}", expect=200).json == {}
    for credentials in (_key_auth(key), api.bearer(token)):
        assert _call(shop.deployment, credentials, "GET", f"/apps/{shop.app_id}").status == 401
    assert account("GET", f"{path}/{key['_id']}").code == "key_not_found"


# ---- service accounts ------------------------------------------------------------------------------


def _service_account(deployment: api.Deployment) -> tuple[str, dict[str, str]]:
    made = deployment.account("POST", "/serviceaccounts", {"name": api.unique("svc")}, expect=201).json
    service_account_id = made["serviceAccount"]["_id"]
    key = deployment.account("POST", f"/serviceaccounts/{service_account_id}/keys", {"name": "k"}, expect=201).json
    return service_account_id, key["key"]


def test_service_accounts_are_made_listed_renamed_and_deleted(deployment: api.Deployment) -> None:
    names = [api.unique("svc") for _ in range(3)]
    made = [deployment.account("POST", "/serviceaccounts", {"name": name}, expect=201).json for name in names]
    found = [each["serviceAccount"] for each in made]
    assert [set(each) for each in found] == [{"_id", "name"}] * 3
    everybody: list[dict[str, str]] = []
    while True:
        page = deployment.account("GET", f"/serviceaccounts?limit=2&offset={len(everybody)}", expect=200).json
        assert page["offset"] == len(everybody)
        everybody += page["serviceAccounts"]
        if not page["hasMore"]:
            break
    assert everybody[-3:] == found
    path = f"/serviceaccounts/{found[0]['_id']}"
    assert deployment.account("GET", path, expect=200).json == {"serviceAccount": found[0]}
    taken = [("POST", "/serviceaccounts", names[1]), ("PUT", path, names[1])]
    for method, where, name in taken:
        answer = deployment.account(method, where, {"name": name})
        assert (answer.status, answer.code) == (409, "conflict")
        assert answer.json["error"]["description"].startswith("name:")
    for body in ({"name": " "}, {"name": "x" * 101}, {"name": 1}):
        assert deployment.account("POST", "/serviceaccounts", body).status == 400
        assert deployment.account("PUT", path, body).status == 400
    renamed = deployment.account("PUT", path, {"name": f"{names[0]} again"}, expect=200).json
    assert renamed == {"serviceAccount": {"_id": found[0]["_id"], "name": f"{names[0]} again"}}
    assert deployment.account("PUT", path, {}, expect=200).json == renamed
    assert deployment.account("DELETE", path, expect=200).json == {}
    for method, where in (("GET", path), ("PUT", path), ("DELETE", path), ("GET", f"{path}/keys")):
        answer = deployment.account(method, where, {"name": "x"} if method == "PUT" else None)
        assert (answer.status, answer.code) == (404, "service_account_not_found"), (method, where)


def test_keys_of_a_service_account(deployment: api.Deployment) -> None:
    service_account_id, key = _service_account(deployment)
    path = f"/serviceaccounts/{service_account_id}/keys"
    assert re.fullmatch(r"svc_[0-9a-f]{24}", key["_id"])
    assert deployment.account("GET", path, expect=200).json == {"keys": [key]}
    assert deployment.account("GET", f"{path}/{key['_id']}", expect=200).json == {"key": key}
    token = deployment.account("GET", f"{path}/{key['_id']}/jwt", expect=200).json["jwt"]
    for scope in ("app", "appUser", "integration"):
        made = api.sign({"scope": scope, "userId": "u"}, key["secret"], kid=key["_id"])
        assert _call(deployment, api.bearer(made), "GET", "/apps").code == "invalid_auth", scope
    other, _ = _service_account(deployment)
    for foreign in (key["_id"], deployment.key_id, "svc_nothing"):
        answer = deployment.account("GET", f"/serviceaccounts/{other}/keys/{foreign}")
        assert (answer.status, answer.code) == (404, "key_not_found"), foreign
    for auth in (_key_auth(key), api.bearer(token)):
        assert _call(deployment, auth, "GET", "/apps").status == 200
        answer = _call(deployment, auth, "GET", "/serviceaccounts")
        assert (answer.status, answer.code) == (403, "forbidden")
    deployment.account("DELETE", f"{path}/{key['_id']}", expect=200)
    for auth in (_key_auth(key), api.bearer(token)):
        answer = _call(deployment, auth, "GET", "/apps")
        assert (answer.status, answer.code) == (401, "invalid_auth")


def test_a_service_account_sees_only_apps_it_made_or_was_given(deployment: api.Deployment) -> None:
    shop = deployment.make_shop()
    service_account_id, key = _service_account(deployment)
    auth = _key_auth(key)
    assert _call(deployment, auth, "GET", "/apps").json["apps"] == []
    own = _call(deployment, auth, "POST", "/apps", {"name": "Own"}).json["app"]["_id"]
    for path in (f"/apps/{own}", f"/apps/{own}/keys", f"/apps/{own}/webhooks"):
        assert _call(deployment, auth, "GET", path).status == 200
    assert _call(deployment, auth, "PUT", f"/apps/{own}", {"name": "Mine"}).status == 200
    for method, path in (
        ("GET", f"/apps/{shop.app_id}"),
        ("PUT", f"/apps/{shop.app_id}"),
        ("DELETE", f"/apps/{shop.app_id}"),
        ("GET", f"/apps/{shop.app_id}/keys"),
        ("POST", f"/apps/{shop.app_id}/keys"),
        ("GET", f"/apps/{shop.app_id}/webhooks"),
        ("GET", f"/apps/{ABSENT}"),
    ):
        answer = _call(deployment, auth, method, path, {"name": "x"} if method in ("PUT", "POST") else None)
        assert (answer.status, answer.code) == (403, "forbidden"), (method, path)
    grant = f"/serviceaccounts/{service_account_id}/apps/{shop.app_id}"
    for _ in range(2):  # a second grant changes nothing
        assert deployment.account("PUT", grant, expect=200).json == {}
    for path in (
        f"/serviceaccounts/{ABSENT}/apps/{shop.app_id}",
        f"/serviceaccounts/{service_account_id}/apps/{ABSENT}",
    ):
        assert deployment.account("PUT", path).status == 404
        assert _call(deployment, auth, "PUT", path).status == 403
    listed = _call(deployment, auth, "GET", "/apps").json
    assert [app["_id"] for app in listed["apps"]] == [shop.app_id, own]
    page = _call(deployment, auth, "GET", "/apps?limit=1&offset=0").json
    assert ([app["_id"] for app in page["apps"]], page["hasMore"]) == ([shop.app_id], True)
    user = shop.make_user()["_id"]
    assert _call(deployment, auth, "GET", f"/apps/{shop.app_id}/appusers/{user}").status == 200
    assert deployment.account("DELETE", grant, expect=200).json == {}
    assert deployment.account("DELETE", grant).code == "app_not_found"
    assert _call(deployment, auth, "GET", f"/apps/{shop.app_id}").status == 403
    assert _call(deployment, auth, "DELETE", f"/apps/{own}").status == 200
    assert _call(deployment, auth, "GET", "/apps").json["apps"] == []
    deployment.account("DELETE", f"/serviceaccounts/{service_account_id}", expect=200)
    assert _call(deployment, auth, "GET", "/apps").code == "invalid_auth", "its keys went with it"


def test_apps_are_filtered_by_service_account(deployment: api.Deployment) -> None:
    first, key = _service_account(deployment)
    second, _ = _service_account(deployment)
    made = _call(deployment, _key_auth(key), "POST", "/apps", {"name": "Of the first"}).json["app"]["_id"]
    for service_account_id, expected in ((first, [made]), (second, [])):
        listed = deployment.account("GET", f"/apps?serviceAccountId={service_account_id}", expect=200).json
        assert [app["_id"] for app in listed["apps"]] == expected
    own = _call(deployment, _key_auth(key), "GET", f"/apps?serviceAccountId={first}")
    assert [app["_id"] for app in own.json["apps"]] == [made]
    for auth, named in ((_key_auth(key), second), (deployment.auth, ABSENT), (deployment.auth, "x")):
        answer = _call(deployment, auth, "GET", f"/apps?serviceAccountId={named}")
        assert (answer.status, answer.code) == (403, "forbidden"), named


def test_service_accounts_on_the_command_line(deployment: api.Deployment) -> None:
    cli, name = deployment.shape.cli, api.unique("cli")
    made = cli.json("service-account", "create", name)
    assert set(made) == {"serviceAccountId", "name"}
    assert made in cli.json("service-account", "list")["serviceAccounts"]
    assert f"{made['serviceAccountId']}  {name}" in cli.run("service-account", "list").splitlines()
    key = cli.json("key", "create", "--service-account", made["serviceAccountId"])
    assert key["keyId"].startswith("svc_")
    auth, app = api.basic(key["keyId"], key["secret"]), cli.create_app()
    assert _call(deployment, auth, "GET", "/apps").json["apps"] == []
    for command, status in (("grant", 200), ("revoke", 403)):
        cli.run("service-account", command, made["serviceAccountId"], app.app_id)
        assert _call(deployment, auth, "GET", f"/apps/{app.app_id}").status == status
    with pytest.raises(smooch_cli.Failed, match="App not found"):
        cli.run("service-account", "revoke", made["serviceAccountId"], app.app_id)
