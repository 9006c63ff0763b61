"""No tenant reaches another's data: every operation of the served description, with another app's credentials.

A new route is covered without being named here. It fails the test when it has a parameter nobody taught it, or
when what it demands of a body is looked at before the caller's right.
"""

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support import api

# Anybody who knows an app's id, which stands in every page, may call these: they show and make nothing of others.
PUBLIC = {
    ("get", "/sdk/apps/{app_id}/config"),
    ("get", "/sdk/integrations/{web_integration_id}/config"),
    ("post", "/sdk/apps/{app_id}/appusers"),
}
# What belongs to the account and to no app: an account key reaches it, and both tenants here are of one account.
OF_ACCOUNT = ("/whatsapp/deployments",)
NOT_FOUND = ("/stripe/account",)  # always, for everybody
DATA = ("/v1", "/sdk/", "/inbox/api/")  # what else is described are pages, the same for everybody
BODY: dict[str, Any] = {  # enough for every route; unknown fields are ignored
    "name": "intruder",
    "userId": "intruder",
    "role": "appMaker",
    "text": "intruder",
    "_clientId": "intruder",
    "target": "https://intruder.example",
    "triggers": ["message"],
    "actionId": "intruder",
    "postback": {"actionId": "intruder"},
    "ids": ["5cb5d1f09a3e2b0c7d4f1a01"],
    "givenName": "intruder",
    "deviceId": "intruder",
    "token": "intruder",
    "client": {"id": "intruder", "platform": "web"},
    "message": {"role": "appMaker", "type": "text", "text": "intruder", "_clientId": "intruder"},
    "items": [{"type": "link", "text": "intruder", "uri": "https://intruder.example", "title": "a", "actions": []}],
    "phoneNumber": "+3615550101",
    "verifiedNameCertificate": "aW50cnVkZXI=",
    "method": "sms",
    "code": "123456",
}
QUERIES = {"linkrequest": "integrationIds", "transferrequest": "type"}  # what some routes cannot do without
QUERY_IDS = {"integrationIds": "integration_id", "type": "channel"}
KINDS = ("text", "typing:start")


@dataclasses.dataclass(frozen=True)
class Tenant:
    shop: api.Shop
    visitor: api.Visitor
    known: api.Visitor
    service: dict[str, str]  # credentials of a service account that was given this app alone
    ids: dict[str, str]


def _tenant(deployment: api.Deployment) -> Tenant:
    shop = deployment.make_shop()
    allowed = {"settings": {"allowDeleteUser": True, "allowExportConversation": True}}
    deployment.account("PUT", f"/apps/{shop.app_id}", allowed, expect=200)
    visitor, known = shop.visitor(), shop.known_visitor("known")
    visitor.say("of the visitor")
    message = shop.say(visitor.app_user_id, "of the business")["message"]
    webhook = shop.rest("POST", "/webhooks", {"target": "https://a.example"}, expect=201).json["webhook"]
    name = api.unique("svc")
    made = deployment.account("POST", "/serviceaccounts", {"name": name}, expect=201).json["serviceAccount"]
    path = f"/serviceaccounts/{made['_id']}/keys"
    service_key = deployment.account("POST", path, {"name": "service"}, expect=201).json["key"]
    deployment.shape.cli.run("service-account", "grant", made["_id"], shop.app_id)
    whatsapp = {"type": "whatsapp", "baseUrl": "https://a.example", "username": "a", "password": "whatsapp-password"}
    integration = shop.rest("POST", "/integrations", whatsapp, expect=201).json["integration"]["_id"]
    shop.rest("POST", "/integrations", {"type": "viber", "token": "viber-token"}, expect=201)
    items = [{"type": "link", "text": "own", "uri": "https://a.example"}]
    shop.rest("POST", f"/integrations/{integration}/menu", {"items": items}, expect=201)
    shop.rest("POST", f"/integrations/{integration}/messageTemplates", {"name": "own"}, expect=201)
    said = {"role": "appMaker", "type": "text", "text": "own"}
    template = shop.rest("POST", "/templates", {"name": "own", "message": said}, expect=201).json["template"]["_id"]
    deployed = deployment.account("POST", "/whatsapp/deployments", {"hosting": "smooch"}, expect=201).json
    ids = {
        "app_id": shop.app_id,
        "integration_id": integration,
        "web_integration_id": shop.rest("GET", "/sdks", expect=200).json["webIntegrationId"],
        "channel": "viber",
        "name": "own",
        "template_id": template,
        "deployment_id": deployed["deployment"]["_id"],
        "user": visitor.app_user_id,
        "device_id": visitor.device,
        "key_id": shop.key_id,
        "service_account_id": made["_id"],
        "service_key_id": service_key["_id"],
        "webhook_id": webhook["_id"],
        "conversation_id": visitor.conversation_id,
        "message_id": message["_id"],
    }
    return Tenant(shop, visitor, known, api.basic(service_key["_id"], service_key["secret"]), ids)


@pytest.fixture(scope="module")
def tenants(deployment: api.Deployment) -> tuple[Tenant, Tenant]:
    return _tenant(deployment), _tenant(deployment)


Operation = tuple[str, str]


def _operations(base: str) -> Iterator[Operation]:
    for path, methods in api.call(base, "GET", "/docs/schema/openapi.json", expect=200).json["paths"].items():
        for method in methods if path.startswith(DATA) else ():
            if method in ("get", "post", "put", "delete", "patch"):
                yield method, path


def _address(path: str, ids: dict[str, str]) -> str:
    address = re.sub(r"\{(\w+)\}", lambda found: ids[found[1]], path)
    query = QUERIES.get(path.rpartition("/")[2])
    if path.endswith("/messages/search"):
        return f"{address}?q=intruder"
    return address if query is None else f"{address}?{query}={ids[QUERY_IDS[query]]}"


def _of_account(path: str) -> bool:
    return any(part in path for part in OF_ACCOUNT)


def _state(tenant: Tenant, agent: api.Agent) -> list[Any]:
    """Everything of a tenant that can be read."""
    shop, user = tenant.shop, tenant.visitor.app_user_id
    integration = f"/integrations/{tenant.ids['integration_id']}"
    paths = ["", "/webhooks", "/integrations", "/menu", "/templates", f"/appusers/{user}", f"/appusers/{user}/messages"]
    paths += [integration + part for part in ("", "/menu", "/profile", "/messageTemplates")]
    answers = [shop.rest("GET", path) for path in paths]
    answers.append(shop.deployment.account("GET", "/whatsapp/deployments"))
    answers.append(shop.deployment.account("GET", f"/apps/{shop.app_id}/keys"))
    answers.append(agent.call("GET", f"/apps/{shop.app_id}/conversations"))
    answers += [each.sdk("GET", "") for each in (tenant.visitor, tenant.known)]
    assert {answer.status for answer in answers} == {200}
    return [answer.json for answer in answers]


def _credentials(tenant: Tenant) -> dict[str, dict[str, str]]:
    return {
        "key": tenant.shop.auth,
        "app token": api.bearer(tenant.shop.token("app")),
        "user token": tenant.known.credentials,
        "token of the other's userId": api.bearer(tenant.shop.token("appUser", userId="known")),
        "session": tenant.visitor.credentials,
        "service account": tenant.service,
    }


def test_no_operation_reaches_another_app(tenants: tuple[Tenant, Tenant], agent: api.Agent) -> None:
    victim, intruder = tenants
    bases = (victim.shop.deployment.agent_url, victim.shop.deployment.visitor_url)
    before, own_before = _state(victim, agent), _state(intruder, agent)
    mixed = victim.ids | {"app_id": intruder.shop.app_id}
    inbox = {"Cookie": agent.cookie, "X-Smooch-Inbox": "1", "Origin": agent.url}
    tried, open_doors = 0, []
    for method, path in _operations(bases[0]):
        names = set(re.findall(r"\{(\w+)\}", path))
        if not names or (method, path) in PUBLIC:
            continue
        callers = _credentials(intruder) | {"account": intruder.shop.deployment.auth}
        callers = {"agent": inbox} if path.startswith("/inbox/") else callers
        for who, headers in callers.items():
            for label, ids in (("all ids", victim.ids), ("own app, other ids", mixed)):
                reaches_all = who in ("account", "agent")  # both apps are theirs: only mixing them is wrong
                if reaches_all and "{service_account_id}" in path:
                    continue
                if (reaches_all or names == {"app_id"}) and label != (
                    "own app, other ids" if reaches_all else "all ids"
                ):
                    continue
                if reaches_all and (names == {"app_id"} or _of_account(path)):
                    continue
                for kind in KINDS if method in ("post", "put") else KINDS[:1]:
                    body = None if method in ("get", "delete") else BODY | {"type": kind}
                    base = bases[0] if path.startswith("/inbox/") else bases[tried % 2]
                    answer = api.call(base, method.upper(), _address(path, ids), body, headers=headers)
                    tried += 1
                    wrong_kind = answer.status == 400 and "type" in answer.json["error"]["description"]
                    if answer.status not in (401, 403, 404) and not wrong_kind:
                        open_doors.append((method, path, who, label, kind, answer.status, answer.body[:200]))
    assert open_doors == []
    assert tried > 200
    assert _state(victim, agent) == before
    assert _state(intruder, agent) == own_before


def test_the_same_addresses_are_open_to_their_own_tenant(tenants: tuple[Tenant, Tenant], agent: api.Agent) -> None:
    """Else the sweep above would pass with ids that mean nothing."""
    own, _ = tenants
    base = own.shop.deployment.agent_url
    for method, path in _operations(base):
        if method != "get" or "{" not in path or path.endswith(NOT_FOUND):
            continue
        if path.startswith("/inbox/"):
            answer = agent.call("GET", _address(path, own.ids).removeprefix("/inbox/api"))
        elif path.startswith("/sdk/"):
            answer = api.call(base, "GET", _address(path, own.ids), headers=own.visitor.credentials)
        elif "{app_id}" in path or "{service_account_id}" in path or _of_account(path):
            answer = api.call(base, "GET", _address(path, own.ids), headers=own.shop.deployment.auth)
        else:
            answer = api.call(base, "GET", _address(path, own.ids), headers=own.shop.auth)
        assert answer.status == 200, (path, answer)


def test_every_operation_needs_credentials(tenants: tuple[Tenant, Tenant]) -> None:
    own, _ = tenants
    base = own.shop.deployment.agent_url
    signing_in = {("post", "/inbox/api/session"), ("post", "/inbox/api/session/link")}
    for method, path in _operations(base):
        if (method, path) in PUBLIC | signing_in:
            continue
        body = None if method in ("get", "delete") else BODY | {"type": "text"}
        headers = {"X-Smooch-Inbox": "1"} if path.startswith("/inbox/") else {}
        answer = api.call(base, method.upper(), _address(path, own.ids), body, headers=headers)
        assert answer.status == 401, (method, path, answer)
