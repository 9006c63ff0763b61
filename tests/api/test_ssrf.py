"""Every place of the API that takes an address the server itself goes to, tried with every address it must not go to.

The places come from the reference: a new field that looks like an address fails here until it is put into one of the
two lists below.
"""

import pathlib
import re
from collections.abc import Iterator
from typing import Any

import apsw
import pytest

from smooch_server.api.reference import kinds
from tests.support import api, shapes
from tests.unit import test_ssrf as guard_tests

_ADDRESS = re.compile(r"(target|uri|url|Url|Uri|href|link|callback|webhook|endpoint)s?$")

_DEPLOYMENT = {"hosting": "self", "baseUrl": "https://a.test", "username": "a", "password": "another-password"}
# schema of the request, field -> the call that takes it, from the place in the app on, and what else it needs
FETCHED: dict[tuple[str, str], tuple[str, str, dict[str, str]]] = {
    ("CreateWebhook", "target"): ("POST", "/webhooks", {}),
    ("UpdateWebhook", "target"): ("PUT", "/webhooks/{webhook}", {}),
    ("CreateIntegration", "baseUrl"): (
        "POST",
        "/integrations",
        {"type": "whatsapp", "username": "a", "password": "another-password"},
    ),
    ("CreateIntegration", "accessTokenUrl"): (
        "POST",
        "/integrations",
        {"type": "wechat", "appId": "a", "appSecret": "another-secret"},
    ),
    ("CreateDeployment", "baseUrl"): ("POST", "{account}/whatsapp/deployments", _DEPLOYMENT),
    ("CreateDeployment", "callbackUrl"): ("POST", "{account}/whatsapp/deployments", _DEPLOYMENT),
}
# Kept and handed on; the server never goes there. Field names, of whatever schema.
NEVER_FETCHED = {"avatarUrl", "mediaUrl", "uri", "iconUrl", "fallback_url"} | {
    f"{of}Url" for of in ("businessIcon", "buttonIcon", "backgroundImage", "qrCode", "photo")
}


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[api.Deployment]:
    """A server whose operator allows no private network."""
    with shapes.sqlite(tmp_path_factory.mktemp("strict"), settings={"SMOOCH_OUTBOX_ALLOW": ""}) as made:
        yield api.deployment(made)


def request_fields(reference: dict[str, Any]) -> set[tuple[str, str]]:
    """Schema and field of everything that a request of the public API may hold."""
    schemas = reference["components"]["schemas"]
    found: set[tuple[str, str]] = set()
    seen: set[str] = set()

    def walk(value: Any, owner: str) -> None:
        if isinstance(value, list):
            for item in value:
                walk(item, owner)
        if not isinstance(value, dict):
            return
        if "$ref" in value:
            name = value["$ref"].rpartition("/")[2]
            if name not in seen:
                seen.add(name)
                walk(schemas[name], next((each for each in kinds.UNIONS if name.startswith(each)), name))
        for field, inner in value.get("properties", {}).items():
            found.add((owner, field))
            walk(inner, owner)
        for key in ("oneOf", "anyOf", "allOf", "items", "additionalProperties"):
            walk(value.get(key), owner)

    for path, operations in reference["paths"].items():
        if path.startswith(("/v1", "/sdk")):
            for operation in operations.values():
                for content in operation.get("requestBody", {}).get("content", {}).values():
                    walk(content["schema"], "")
    return found


def test_every_field_that_looks_like_an_address_is_known(deployment: api.Deployment) -> None:
    fields = request_fields(api.call(deployment.agent_url, "GET", "/docs/schema/openapi.json").json)
    looking = {(owner, field) for owner, field in fields if _ADDRESS.search(field)}
    assert {place for place in looking if place[1] not in NEVER_FETCHED} == set(FETCHED)


@pytest.mark.parametrize("place", FETCHED, ids=".".join)
def test_no_address_that_is_not_public_is_taken(strict: api.Deployment, place: tuple[str, str]) -> None:
    shop = strict.make_shop()
    webhook = shop.rest("POST", "/webhooks", {"target": "https://ops.harbour.test/"}, expect=201).json["webhook"]
    method, path, besides = FETCHED[place]
    hosts = [f"[{text}]" if ":" in text else text for text in guard_tests.BAD if "%" not in text]
    for scheme in ("https", "http"):
        for host in hosts:
            body = besides | {place[1]: f"{scheme}://{host}/"}
            if path.startswith("{account}"):
                answer = strict.account(method, path.removeprefix("{account}"), body)
            else:
                answer = shop.rest(method, path.format(webhook=webhook["_id"]), body)
            assert answer.status == 400, (host, answer)
            assert answer.json["error"]["description"].startswith(f"{place[1]}: "), host
    assert shop.rest("GET", "/webhooks").json["webhooks"] == [webhook]
    assert shop.rest("GET", "/integrations").json["integrations"] == []
    assert strict.account("GET", "/whatsapp/deployments").json == {"deployments": []}


NAMES_OF_THIS_MACHINE = ["localhost", "127.1", "0x7f.1", "2130706433", "0177.0.0.1", "0"]


def test_no_name_that_leads_to_such_an_address_is_gone_to(strict: api.Deployment) -> None:
    """Names are judged when they are resolved: the delivery fails, and says why."""
    shop = strict.make_shop()
    user = shop.make_user()["_id"]
    taken = {}
    for name in NAMES_OF_THIS_MACHINE:
        answer = shop.rest("POST", "/webhooks", {"target": f"https://{name}:8443/"})
        if answer.status == 201:
            taken[answer.json["webhook"]["_id"]] = name
        else:
            assert answer.status == 400
    assert "localhost" in taken.values()
    shop.say(user, "hello")
    path = pathlib.Path(strict.shape.database_url.removeprefix("sqlite:///"))

    def failed() -> dict[str, str]:
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            rows = connection.execute("SELECT target_id, last_error FROM outbox WHERE last_error IS NOT NULL")
            return {str(target): str(error) for target, error in rows if target in taken}
        finally:
            connection.close()

    found = api.eventually(lambda: errors if len(errors := failed()) == len(taken) else None)
    for webhook_id, error in found.items():
        assert error.partition(":")[0] in {"address", "url"}, (taken[webhook_id], error)
