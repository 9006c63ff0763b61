"""The outermost layer: addresses as the contract reads them, CORS, security headers, request metrics.

Plain ASGI around the application, because routing, which it prepares, happens inside.
"""

import itertools
import re
import time
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from smooch_server import metrics
from smooch_server.api import failures, limits, origins
from smooch_server.core import errors

# After these, a segment is an id and stays as it is; everything else in an address is a name.
_COLLECTIONS: Final = frozenset(
    {"apps", "appusers", "messages", "webhooks", "keys", "integrations", "templates", "serviceaccounts", "channels"}
    | {"conversations", "devices", "deployments", "messagetemplates"}
)
_SEARCH: Final = ("messages", "search")  # no message has such an id
_MERGE: Final = ("appusers", "merge")  # a name where a `userId` could stand: only when it is posted to
_MAX_HEADER_BYTES: Final = 16_384
_ALLOW_HEADERS: Final = (
    b"authorization, app-token, content-type, idempotency-key, x-smooch-sdk, x-smooch-clientid, x-smooch-appid"
)
_EXPOSE_HEADERS: Final = b"retry-after, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset"
_PREFLIGHT: Final = (
    (b"access-control-allow-methods", b"GET, POST, PUT, DELETE"),
    (b"access-control-allow-headers", _ALLOW_HEADERS),
    (b"access-control-max-age", b"600"),
    (b"content-length", b"0"),
)
_OPTIONS: Final = ((b"allow", b"GET, HEAD, POST, PUT, DELETE, OPTIONS"), (b"content-length", b"0"))
_EVERYWHERE: Final = ((b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"strict-origin-when-cross-origin"))
_CROSS: Final = ("sdk", "v1", "v1.1")  # pages of other origins call these
_LOADER_HOST: Final = re.compile(r"([0-9a-f]{24})\.webloader\.")
_PROBES: Final = frozenset({"/healthz", "/readyz", "/metrics"})
STANDING: Final = "standing"  # how much of the caller's limit is left, in the state of the request
NO_CORS: Final = "no_cors"  # set in the state of the request by the guard, for app and account keys


class Edge:
    """Wraps the application. `hsts` adds Strict-Transport-Security: visitors come over TLS.

    Requests that were sent to another name than that of `public_url` are refused: behind such a name may be a page
    that wants to pass for this server. The operator's machines ask by whatever address they have.
    """

    def __init__(self, application: ASGIApp, *, hsts: bool, public_url: str | None) -> None:
        self._application = application
        self._public_url = public_url
        self._extra = (*_EVERYWHERE, (b"strict-transport-security", b"max-age=31536000")) if hsts else _EVERYWHERE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self._application(scope, receive, send)
            return
        started = time.perf_counter()
        bare = scope["method"] == "HEAD"
        if bare:
            scope = {**scope, "method": "GET"}  # the server's own scope stays: it leaves out the body
        loader = _loader_path(scope)
        path = loader or _normal_path(scope)
        scope["path"] = path
        api = path[1:].partition("/")[0]
        cross = api in _CROSS
        origin = header(scope, b"origin") if cross else None
        status = 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                given = {key for key, _ in message["headers"]}
                extra = [pair for pair in self._extra if pair[0] not in given]
                message["headers"] = [*message["headers"], *extra, *_cors(scope, origin, api), *_standing(scope)]
            elif bare and message["type"] == "http.response.body":
                message["body"] = b""
            await send(message)

        refusal = _refusal(scope) or (None if loader else self._misdirected(scope))
        waits = not path.endswith("/poll")
        if waits:
            metrics.UNDER_WAY.begin(started)
        try:
            if refusal is not None:
                await _refuse(refusal, answer)
            elif scope["method"] == "OPTIONS":
                await _answer(204, _PREFLIGHT if cross else _OPTIONS, answer)
            else:
                await self._application(scope, receive, answer)
        finally:
            if waits:
                metrics.UNDER_WAY.end()
        label = api if cross or api == "inbox" else "other"
        metrics.count_request(label, status, time.perf_counter() - started if waits else None)

    def _misdirected(self, scope: HTTPScope) -> errors.ApiError | None:
        if self._public_url is None or scope["path"] in _PROBES:
            return None
        if origins.is_named(header(scope, b"host") or "", self._public_url):
            return None
        return errors.Misdirected(f"This server is reached at {self._public_url}")


def _loader_path(scope: HTTPScope) -> str | None:
    """Return the loader's path for `<appId>.webloader.<domain>/`, of whoever has pointed such names at this server.

    Only that: under such a name there is nothing that could pass for another page of this server.
    """
    if scope["path"] != "/":
        return None
    named = _LOADER_HOST.match(header(scope, b"host") or "")
    return f"/loader/{named[1]}" if named else None


def _normal_path(scope: HTTPScope) -> str:
    """Return the path with each segment decoded for itself: `%2F` stays in its segment, names are lower case.

    A slash, percent sign or question mark inside an id stays percent-encoded; `segment` decodes it.
    """
    raw = scope.get("raw_path") or scope["path"].encode()
    segments = raw.partition(b"?")[0].decode("latin-1").split("/")
    if len(segments) < 2 or segments[1] not in ("v1", "v1.1", "V1", "V1.1"):
        return str(scope["path"])
    if segments[-1] == "":
        segments.pop()
    named = [name.lower() for name in segments]
    for index in range(1, len(segments)):
        if named[index - 1] not in _COLLECTIONS or (pair := (named[index - 1], named[index])) == _SEARCH:
            continue
        if pair != _MERGE:
            named[index] = segments[index]
        elif index + 1 < len(segments) or scope["method"] != "POST":
            named[index] = f"%{ord(segments[index][0]):02X}{segments[index][1:]}"  # not the name; `segment` decodes it
    return "/".join(named)


def segment(text: str) -> str:
    """Decode an id out of a path.

    Raises:
        errors.NotFound: it is not text.
    """
    if "%" not in text:
        return text
    try:
        decoded = unquote_to_bytes(text).decode()
    except UnicodeDecodeError as error:
        raise errors.NotFound from error
    if "\x00" in decoded:
        raise errors.NotFound
    return decoded


def header(scope: Scope, name: bytes) -> str | None:
    """Return the first header of this lower-case name. Cheaper than a mapping of them all, for one or two."""
    for key, value in scope["headers"]:
        if key == name:
            return value.decode("latin-1")
    return None


def _refusal(scope: HTTPScope) -> errors.ApiError | None:
    if sum(map(len, itertools.chain.from_iterable(scope["headers"]))) > _MAX_HEADER_BYTES:
        return errors.TooLarge(f"The headers must not be larger than {_MAX_HEADER_BYTES} bytes")
    if "\x00" in scope["path"]:  # no name and no id has it, and not every database can be asked for it
        return errors.NotFound("There is nothing at this address")
    for part in scope["query_string"].split(b"&"):
        if b"%00" in part:
            name = part.partition(b"=")[0].decode("latin-1")
            return errors.BadRequest(f"{name}: must not contain the character U+0000")
    return None


def _cors(scope: Scope, origin: str | None, api: str) -> list[tuple[bytes, bytes]]:
    if api == "loader":
        return [(b"access-control-allow-origin", b"*")]
    if api not in _CROSS:
        return []
    vary = [(b"vary", b"Origin")]
    if origin is None or origin == "null" or scope.get("state", {}).get(NO_CORS):
        return vary
    return [
        *vary,
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-expose-headers", _EXPOSE_HEADERS),
    ]


def _standing(scope: Scope) -> list[tuple[bytes, bytes]]:
    standing: limits.Standing | None = scope.get("state", {}).get(STANDING)
    if standing is None:
        return []
    return [
        (b"x-ratelimit-limit", b"%d" % standing.limit),
        (b"x-ratelimit-remaining", b"%d" % standing.remaining),
        (b"x-ratelimit-reset", b"%d" % standing.reset),
    ]


async def _answer(status: int, headers: Sequence[tuple[bytes, bytes]], send: Any, body: bytes = b"") -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": body})


async def _refuse(error: errors.ApiError, send: Any) -> None:
    body = failures.body(error)
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(body)),
        (b"connection", b"close"),
    ]
    await _answer(error.status, headers, send, body)
