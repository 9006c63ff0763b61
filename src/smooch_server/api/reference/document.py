"""The description of the API as OpenAPI 3.1: for readers each call once, for tests every address."""

import re
from collections.abc import Iterable
from typing import Any, Final

import litestar
from litestar.routes import HTTPRoute

from smooch_server.api.reference import answers, operations, parameters, schemas
from smooch_server.wire import shapes

_DATA: Final = ("/v1/", "/v1.1/", "/sdk/", "/inbox/api/")
# The first that a handler has is where the reference shows it.
_SHOWN: Final = ("/v1.1/apps/{app_id}", "/v1.1/", "/v1/apps/{app_id}", "/v1/")

VERSION_1: Final = "Version 1"
TAGS: Final = {
    "Apps and keys": "Apps, their settings and the keys that programs use. An app is a tenant: everything else is in one.",
    "Users": "The people who write. A user has an `_id` and, when the business knows who it is, a `userId` of its own.",
    "Conversations": "All conversations of an app.",
    "Channels": "A user's accounts of channels: linking, unlinking, codes.",
    "Messages": "A user's one conversation: what is said in it, what has been read, who is typing.",
    "Templates": "Messages under a name, for texts and programs.",
    "Menus": "The buttons that the messenger shows at all times: those of the app, or of one integration.",
    "Notifications": "Messages to somebody who has not written yet.",
    "Webhooks": "Where the server tells what happens in an app, and what it could not deliver.",
    "Attachments": "Files for messages.",
    "Integrations": "What connects an app to web pages and channels.",
    "WhatsApp": "What belongs to WhatsApp alone: deployments, and an integration's profile and message templates.",
    "Service accounts": "Programs of the business that reach some of its apps, and their keys.",
    "Payments": "Stored and answered as the contract has it; this server takes no payments.",
    VERSION_1: "What the apps of version 1 call for their device.",
}
_ABOUT: Final = """\
The API of programs: bots, back offices, other systems.

Everything stands under `/v1.1`. An account key reaches all apps and names one by `/apps/{appId}`; an app key may leave
that out: `/v1.1/appusers` is the same as `/v1.1/apps/{appId}/appusers`. The same calls are served under `/v1` with the
objects of version 1: its users have `devices` and `credentialRequired` too, and its webhooks the older payloads. Names
in addresses match in any case, and unknown keys of bodies and queries are ignored.

Every failure has the body `{"error": {"code", "description"}}`. Times are ISO 8601, but `received`, `timestamp`,
`before` and `after` are unix seconds with milliseconds. What the hosted service had not is marked `x-smooch-addition`.

In the examples `$SMOOCH_URL` is this server and `$SMOOCH_KEY` a key: `id:secret`."""

_SECURITY: Final = {
    "appKey": {"type": "http", "scheme": "basic", "description": "Id (`app_...`) and secret of a key of the app."},
    "accountKey": {"type": "http", "scheme": "basic", "description": "Id (`act_...`) and secret of an account key."},
    "appJwt": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "HS256 by a key of the app: `kid` names the key, and the claim `scope` is `app`.",
    },
    "accountJwt": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "HS256 by an account key: `kid` names the key, and the claim `scope` is `account`.",
    },
    "userJwt": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "HS256 by a key of the app, with `scope` `appUser` and the `userId` that it proves.",
    },
    "appToken": {
        "type": "apiKey",
        "in": "header",
        "name": "app-token",
        "description": "Version 1 only: the app's token, for users whom no JWT has proved.",
    },
    "session": {"type": "http", "scheme": "basic", "description": "A user's `_id` and the token of the widget."},
    "agent": {"type": "apiKey", "in": "cookie", "name": "smooch_inbox", "description": "A signed-in agent."},
}


def found(application: litestar.Litestar) -> list[operations.Operation]:
    """Return every operation at every address of it that carries data."""
    made = [
        operations.Operation(method=method, path=route.path_format, handler=handler)
        for route in application.routes
        if isinstance(route, HTTPRoute) and route.path_format.startswith(_DATA)
        for method, (handler, _) in route.route_handler_map.items()
        if method != "OPTIONS" and handler.include_in_schema is not False
    ]
    return sorted(made, key=lambda each: (each.path, each.method))


def public(application: litestar.Litestar) -> list[operations.Operation]:
    """Return each operation of the public API once, in the order of the handlers."""
    chosen: dict[str, operations.Operation] = {}
    for each in found(application):
        if each.path.startswith(operations.PUBLIC_API):
            now = chosen.get(each.key)
            if now is None or _place(each) < _place(now):
                chosen[each.key] = each
    tags = list(TAGS)
    ranked = {tag: number for number, tag in enumerate(tags)}
    return sorted(chosen.values(), key=lambda each: (ranked.get((*(each.handler.tags or ()), "")[0], 99), each.path))


def _place(each: operations.Operation) -> int:
    """Return how far back an address stands among those of its operation; those of version 1 show that one."""
    order = (*_SHOWN[2:], *_SHOWN[:2]) if VERSION_1 in (each.handler.tags or ()) else _SHOWN
    return next(number for number, start in enumerate(order) if each.path.startswith(start))


def reference(application: litestar.Litestar, *, version: str) -> dict[str, Any]:
    """Return the document for readers and generators: each call of the public API, at one address."""
    chosen = public(application)
    made, components = _schemas(chosen)
    paths: dict[str, dict[str, Any]] = {}
    for each in chosen:
        shown = operations.describe(each, made, identity=operations.camel(each.name), public=True)
        _link(shown, each, chosen)
        paths.setdefault(operations.public_path(each.path), {})[each.method.lower()] = shown
    used = {name for path in paths.values() for each in path.values() for scheme in each["security"] for name in scheme}
    return _document(paths, components, version=version, security=used) | {
        "tags": [{"name": name, "description": about} for name, about in TAGS.items()]
    }


def everything(application: litestar.Litestar, *, version: str) -> dict[str, Any]:
    """Return the document of every address, with those of the widget and the inbox: for tests, and for proxies."""
    chosen = found(application)
    made, components = _schemas(chosen)
    paths: dict[str, dict[str, Any]] = {}
    for each in chosen:
        identity = re.sub(r"\W+", "_", f"{operations.camel(each.name)}_{each.path}").strip("_")
        paths.setdefault(each.path, {})[each.method.lower()] = operations.describe(
            each, made, identity=identity, public=False
        )
    return _document(paths, components, version=version, security=_SECURITY)


def _schemas(chosen: Iterable[operations.Operation]) -> tuple[dict[str, Any], dict[str, Any]]:
    types: dict[str, Any] = {}
    for each in chosen:
        types[f"{each.key} answer"] = each.answer
        if each.body is not None:
            types[f"{each.key} body"] = each.body
    made, components = schemas.derive([shapes.AppUser, shapes.ErrorBody, *types.values()])
    return dict(zip(types, made[2:], strict=True)), components


def _document(paths: Any, components: dict[str, Any], *, version: str, security: Iterable[str]) -> dict[str, Any]:
    responses = answers.components()
    return {
        "openapi": "3.1.0",
        "info": {"title": "Smooch API", "version": version, "description": _ABOUT},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": schemas.reached([paths, responses], components),
            "responses": responses,
            "headers": answers.headers(),
            "securitySchemes": {name: scheme for name, scheme in _SECURITY.items() if name in set(security)},
        },
    }


def _link(shown: dict[str, Any], maker: operations.Operation, chosen: list[operations.Operation]) -> None:
    """Say where the id in an answer can be used: in the calls whose last id it is."""
    links: dict[str, Any] = {}
    for other in chosen:
        last = other.names[-1] if other.names else ""
        known = parameters.PATH.get(last)
        if known is None or known.maker != maker.name or not set(other.names[:-1]) <= set(maker.names):
            continue
        given = {parameters.PATH[name].name: f"$request.path.{parameters.PATH[name].name}" for name in maker.names}
        links[operations.camel(other.name)] = {
            "operationId": operations.camel(other.name),
            "parameters": {
                name: value
                for name, value in given.items()
                if name in {parameters.PATH[each].name for each in other.names}
            }
            | {known.name: f"$response.body#{known.pointer}"},
        }
    if links:
        shown["responses"][str(maker.handler.status_code)]["links"] = links
