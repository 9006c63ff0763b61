"""The scope matrix of the contract: every operation of the served description with every kind of credentials.

A new operation fails here until it stands in a row of `MATRIX`: who may call it is a decision.
"""

import dataclasses
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support import api

# Rows by who may call: method and address after the version, without `/apps/{appId}`; `*` stands for an id.
MATRIX: dict[str, list[str]] = {
    "user": [
        "POST /init",
        "(GET|PUT) /appusers/*",
        "(GET|POST) /appusers/*/messages",
        "POST /appusers/*/(images|events|pushtoken|channels|conversation/read|conversation/postback)",
        "GET /appusers/*/(conversation|linkrequest|transferrequest)",
        "DELETE /appusers/*/channels/*",
        "PUT /appusers/*/devices/*",
        "POST /appusers/*/integrations/*/ping",
        "GET /appusers/*/integrations/(viber|wechat|\\*)/qrcode",
        "POST /appusers/*/stripe/transaction",
        "GET /stripe/account",
    ],
    "user with a JWT": ["POST /appusers/*/stripe/customer"],
    "app": [
        "(GET|POST) /appusers",
        "POST /appusers/(merge|\\*/conversation/activity)",
        "DELETE /appusers/*(/profile|/messages|/messages/*)?",
        "GET /appusers/*/(authcode|channels|businesssystems|export)",
        "GET /(conversations|users|messages/search)",
        "(GET|POST|PUT|DELETE) /(webhooks|templates|integrations)(/*)?",
        "(GET|POST) /webhooks/*/(deadletters|replay|secret)",
        "(GET|PUT|POST|DELETE) (/integrations/*)?/menu",
        "(GET|POST) /integrations/*/messagetemplates",
        "DELETE /integrations/*/messagetemplates/*",
        "(GET|PUT) /integrations/*/profile",
        "PUT /integrations/*/profile/photo",
        "POST /attachments(/remove)?",
        "POST /notifications",
    ],
    "app, of itself": ["GET /apps/*(/sdks)?"],
    "account": [
        "(GET|POST) /apps",
        "(PUT|DELETE) /apps/*",
        "(GET|POST) /apps/*/keys",
        "(GET|DELETE) /apps/*/keys/*",
        "GET /apps/*/keys/*/jwt",
        "(GET|POST) /whatsapp/deployments",
        "(GET|DELETE) /whatsapp/deployments/*",
        "POST /whatsapp/deployments/*/(activate|code/confirm)",
    ],
    "owner of the account": [
        "(GET|POST) /serviceaccounts",
        "(GET|PUT|DELETE) /serviceaccounts/*",
        "(GET|POST) /serviceaccounts/*/keys",
        "(GET|DELETE) /serviceaccounts/*/keys/*(/jwt)?",
        "(PUT|DELETE) /serviceaccounts/*/apps/*",
    ],
}
APP_ROWS = frozenset({"user", "user with a JWT", "app"})  # whose addresses may leave the app out
ALL = frozenset(MATRIX)
ABSENT = "5cb5d1f09a3e2b0c7d4f1a01"
QUERY = f"integrationIds={ABSENT}&type=viber&q=hello"  # enough for every route of a user
BODY: dict[str, Any] = {  # enough for every route of a user
    "role": "appUser",
    "type": "text",
    "text": "hi",
    "deviceId": "d",
    "token": "t",
    "name": "n",
    "actionId": ABSENT,
    "phoneNumber": "+15551234567",
    "confirmation": {"type": "immediate"},
}


@dataclasses.dataclass(frozen=True)
class World:
    """One app with callers of every kind."""

    shop: api.Shop
    app_token: str
    own: str  # the user of `user token`
    other: str
    open: str  # a user whom nothing secures
    service: dict[str, str]  # a service account that was given the app
    stranger: dict[str, str]  # one that was not
    deleted: dict[str, str]  # a key that was deleted
    other_shop: api.Shop

    def user_token(self, user_id: str) -> dict[str, str]:
        return api.bearer(self.shop.token("appUser", userId=user_id))

    def token(self, key: dict[str, str], scope: str) -> dict[str, str]:
        return api.bearer(api.sign({"scope": scope}, key["secret"], kid=key["_id"]))


def _service_key(deployment: api.Deployment) -> tuple[str, dict[str, str]]:
    made = deployment.account("POST", "/serviceaccounts", {"name": api.unique("svc")}, expect=201).json
    service_account_id: str = made["serviceAccount"]["_id"]
    path = f"/serviceaccounts/{service_account_id}/keys"
    return service_account_id, deployment.account("POST", path, {"name": "k"}, expect=201).json["key"]


@pytest.fixture(scope="module")
def world(deployment: api.Deployment) -> World:
    shop = deployment.make_shop()
    users = [shop.make_user()["userId"] for _ in range(3)]
    for user in users:
        shop.say(user, "hello")
    service_account_id, service = _service_key(deployment)
    deployment.shape.cli.run("service-account", "grant", service_account_id, shop.app_id)
    deleted = deployment.account("POST", f"/apps/{shop.app_id}/keys", {"name": "x"}, expect=201).json["key"]
    deployment.account("DELETE", f"/apps/{shop.app_id}/keys/{deleted['_id']}", expect=200)
    return World(
        shop=shop,
        app_token=shop.rest("GET", "").json["app"]["appToken"],
        own=users[0],
        other=users[1],
        open=users[2],
        service=service,
        stranger=_service_key(deployment)[1],
        deleted=deleted,
        other_shop=deployment.make_shop(),
    )


@dataclasses.dataclass(frozen=True)
class Operation:
    method: str
    path: str  # after the version, with ids as `{name}`
    row: str

    @property
    def bare(self) -> str:
        return self.path.removeprefix("/apps/{app_id}")


def _rows(method: str, path: str) -> list[str]:
    """The rows that an operation stands in; an app's own addresses keep their `/apps/*`."""
    ids = re.sub(r"\{\w+\}", "*", path)
    named = {f"{method} {ids}", f"{method} {ids.removeprefix('/apps/*')}"}
    found = []
    for row, patterns in MATRIX.items():
        for pattern in patterns:
            exact = re.sub(r"(?<!\\)\*", r"[^/ ]+", pattern)
            if any(re.fullmatch(exact, each) for each in named):
                found.append(row)
    return found


def _operations(base: str, version: str) -> Iterator[Operation]:
    paths = api.call(base, "GET", "/docs/schema/openapi.json", expect=200).json["paths"]
    for path, methods in paths.items():
        after = path.removeprefix(f"/{version}")
        if after == path or not after.startswith("/"):
            continue
        for method in methods:
            if method in ("get", "post", "put", "delete", "patch"):
                rows = _rows(method.upper(), after)
                assert len(rows) == 1, f"{method.upper()} {path} stands in {rows or 'no row'} of the scope matrix"
                yield Operation(method.upper(), after, rows[0])


@dataclasses.dataclass(frozen=True)
class Kind:
    """Credentials, and what is expected of each row: allowed, or a status and a code."""

    headers: Callable[[World], dict[str, str]]
    allowed: frozenset[str]
    refusal: tuple[int, str] = (403, "forbidden")
    version: str = "v1.1"
    bare: bool = False
    user: str = "own"  # whom the address names


USER_ROWS = frozenset({"user", "user with a JWT"})
KINDS: dict[str, Kind] = {
    "none": Kind(lambda world: {}, frozenset(), (401, "unauthorized")),
    "empty pair": Kind(lambda world: {"Authorization": "Basic Og=="}, frozenset(), (401, "unauthorized")),
    "wrong secret": Kind(lambda world: api.basic(world.shop.key_id, "wrong"), frozenset(), (401, "invalid_auth")),
    "garbage token": Kind(lambda world: api.bearer("a.b.c"), frozenset(), (401, "invalid_auth")),
    "deleted key": Kind(
        lambda world: api.basic(world.deleted["_id"], world.deleted["secret"]), frozenset(), (401, "invalid_auth")
    ),
    "token of a deleted key": Kind(lambda world: world.token(world.deleted, "app"), frozenset(), (401, "invalid_auth")),
    "expired token": Kind(
        lambda world: api.bearer(world.shop.token("app", exp=int(time.time()) - 3600)),
        frozenset(),
        (401, "invalid_auth"),
    ),
    "app token, v1": Kind(lambda world: {"app-token": world.app_token}, frozenset({"user"}), version="v1", user="open"),
    "app token, v1.1": Kind(
        lambda world: {"app-token": world.app_token}, frozenset(), (401, "unauthorized"), user="open"
    ),
    "unknown app token": Kind(lambda world: {"app-token": "x" * 25}, frozenset(), (401, "invalid_auth"), version="v1"),
    "user token, own": Kind(lambda world: world.user_token(world.own), USER_ROWS),
    "user token, own, bare": Kind(lambda world: world.user_token(world.own), USER_ROWS, bare=True),
    "user token, other's": Kind(lambda world: world.user_token(world.own), frozenset(), user="other"),
    "app key": Kind(lambda world: world.shop.auth, APP_ROWS | {"app, of itself"}),
    "app key, v1": Kind(lambda world: world.shop.auth, APP_ROWS | {"app, of itself"}, version="v1"),
    "app key, bare": Kind(lambda world: world.shop.auth, APP_ROWS, bare=True),
    "app token of the key": Kind(lambda world: api.bearer(world.shop.token("app")), APP_ROWS | {"app, of itself"}),
    "another app's key": Kind(lambda world: world.other_shop.auth, frozenset()),
    "account key": Kind(lambda world: world.shop.deployment.auth, ALL),
    "account key, bare": Kind(lambda world: world.shop.deployment.auth, frozenset(), bare=True),
    "account token": Kind(
        lambda world: world.token(
            {"_id": world.shop.deployment.key_id, "secret": world.shop.deployment.secret}, "account"
        ),
        ALL,
    ),
    "service account's key": Kind(
        lambda world: api.basic(world.service["_id"], world.service["secret"]), ALL - {"owner of the account"}
    ),
    "service account's token": Kind(
        lambda world: world.token(world.service, "account"), ALL - {"owner of the account"}
    ),
    "service account without the app": Kind(
        lambda world: api.basic(world.stranger["_id"], world.stranger["secret"]), frozenset()
    ),
}
ONLY_ACCOUNT = frozenset({"account", "owner of the account"})


def _skipped(name: str, kind: Kind, operation: Operation) -> bool:
    """What the kind has nothing to say about."""
    named = "{app_id}" in operation.path
    if kind.bare:  # the twin with the app in its address is asked by the others
        return named or operation.row not in APP_ROWS
    if name in ("another app's key", "service account without the app"):
        return not named
    if name == "user token, other's":
        return "{user}" not in operation.path or operation.row not in USER_ROWS or not named
    return not named and operation.row in APP_ROWS


def _address(world: World, kind: Kind, operation: Operation, *, allowed: bool) -> str:
    """An address of real things where a call changes nothing, else of absent ones."""
    user = {"own": world.own, "other": world.other, "open": world.open}[kind.user]
    spared = allowed and operation.row not in USER_ROWS
    app_id = (
        ABSENT if allowed and (operation.method, operation.path) == ("DELETE", "/apps/{app_id}") else world.shop.app_id
    )
    ids = {"app_id": app_id, "user": ABSENT if spared else user, "channel": "viber"}
    path = re.sub(r"\{(\w+)\}", lambda found: ids.get(found[1], ABSENT), operation.path)
    return f"/{kind.version}{path}?{QUERY}"


@pytest.mark.parametrize("name", KINDS)
def test_the_scope_matrix(world: World, name: str) -> None:
    kind, base = KINDS[name], world.shop.deployment.agent_url
    wrong, tried = [], 0
    for operation in _operations(base, kind.version):
        if _skipped(name, kind, operation):
            continue
        allowed = operation.row in kind.allowed
        if allowed and "service" in name and (operation.method, operation.path) == ("DELETE", "/apps/{app_id}"):
            continue  # an absent app is a foreign one to it; test_apps deletes one
        sent = BODY if kind.user == "other" else {}  # the right to a user is looked at after the body
        body = sent if operation.method in ("POST", "PUT") else None
        address = _address(world, kind, operation, allowed=allowed)
        answer = api.call(base, operation.method, address, body, headers=kind.headers(world))
        tried += 1
        if allowed:
            fits = answer.status in (200, 201, 400, 404, 415)
        else:
            fits = answer.status == kind.refusal[0] and answer.code == kind.refusal[1]
        if not fits:
            wrong.append((operation.method, address, operation.row, answer.status, answer.body[:120]))
    assert wrong == []
    assert tried > 5


def test_an_app_token_is_void_for_a_user_whom_a_jwt_secures(world: World) -> None:
    base, shop = world.shop.deployment.agent_url, world.shop
    user = shop.make_user()["userId"]
    path, token = f"/v1/apps/{shop.app_id}/appusers/{user}", {"app-token": world.app_token}
    assert api.call(base, "GET", path, headers=token).status == 200
    assert api.call(base, "GET", path, headers=world.user_token(user)).status == 200
    answer = api.call(base, "GET", path, headers=token)
    assert (answer.status, answer.code) == (401, "invalid_auth")


def test_what_a_user_may_not_say_in_the_name_of_the_business(world: World) -> None:
    base, path = world.shop.deployment.agent_url, f"/v1/apps/{world.shop.app_id}/appusers"
    for user, headers in (
        (world.own, world.user_token(world.own)),
        (world.open, {"app-token": world.app_token}),
    ):
        body = {"role": "appMaker", "type": "text", "text": "as the business"}
        answer = api.call(base, "POST", f"{path}/{user}/messages", body, headers=headers)
        assert (answer.status, answer.code) == (403, "forbidden")
