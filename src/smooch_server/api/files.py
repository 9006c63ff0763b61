"""`/files`: what was uploaded, with headers under which it can do nothing in a page."""

import re
import urllib.parse
from collections.abc import AsyncIterator
from typing import Any, Final

import litestar
import structlog
from litestar.handlers import asgi
from litestar.types import Receive, Scope, Send

from smooch_server.api import edge, policy, services
from smooch_server.blobs import base as blobs_base
from smooch_server.core import clock, errors
from smooch_server.storage import base
from smooch_server.uploads import kinds, links, model, store

_PUBLIC = {policy.OPT: policy.Policy.PUBLIC}
_RANGE: Final = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
# A removed file must not live on in caches for long.
_CACHE: Final = {"public": "public, max-age=3600", "private": "private, no-store"}
_log = structlog.get_logger(__name__)

Headers = dict[str, str]
Part = tuple[int, int]  # from, up to and not including


@asgi("/files", is_mount=True, opt=_PUBLIC, copy_scope=True)
async def serve_file(scope: Scope, receive: Receive, send: Send) -> None:
    """Return a file, whole or a range of it."""
    del receive
    request: litestar.Request[Any, Any, Any] = litestar.Request(scope)
    if request.method not in ("GET", "HEAD"):
        raise errors.MethodNotAllowed
    upload = await _find(request)
    headers, etag = headers_of(upload), f'"{upload.digest.hex()}"'
    if _knows(request, etag):
        await _answer(send, 304, {name: headers[name] for name in ("etag", "cache-control")}, None)
        return
    part = _part(request, upload, etag)
    status = 200
    if part is None:
        part = (0, upload.size)
    elif part[0] >= part[1]:
        headers = {"content-range": f"bytes */{upload.size}", "content-length": "0"} | _safe(headers)
        await _answer(send, 416, headers, None)
        return
    else:
        status = 206
        headers["content-range"] = f"bytes {part[0]}-{part[1] - 1}/{upload.size}"
    headers["content-length"] = str(part[1] - part[0])
    body = None if request.method == "HEAD" else await _open(services.of(request), upload, part)
    await _answer(send, status, headers, body)


def headers_of(upload: model.Upload) -> Headers:
    """Return the headers of every answer with this file: the one place where they are made."""
    kind = kinds.by_media_type(upload.media_type)
    shown = "inline" if kind is not None and kind.inline else "attachment"
    # RFC 6266: an ASCII name for old programs, the real one beside it.
    plain = re.sub(r'[^ -~]|["\\%;]', "_", upload.name)
    quoted = urllib.parse.quote(upload.name, safe="")
    charset = "; charset=utf-8" if upload.media_type.startswith("text/") else ""
    return {
        "content-type": upload.media_type + charset,
        "content-disposition": f"{shown}; filename=\"{plain}\"; filename*=UTF-8''{quoted}",
        "x-content-type-options": "nosniff",
        "content-security-policy": "sandbox; default-src 'none'",
        "cross-origin-resource-policy": "cross-origin",  # messages show it on the customer's site
        "referrer-policy": "no-referrer",
        "accept-ranges": "bytes",
        "etag": f'"{upload.digest.hex()}"',
        "cache-control": _CACHE[upload.access],
    }


def _safe(headers: Headers) -> Headers:
    return {name: headers[name] for name in ("x-content-type-options", "content-security-policy", "cache-control")}


async def _find(request: litestar.Request[Any, Any, Any]) -> model.Upload:
    """Return the upload that the address names and opens.

    Raises:
        errors.NotFound: there is none, it has another name, or it is private and the signature is not right or not new.
    """
    service = services.of(request)
    parts = _raw_path(request).split("/")
    if len(parts) != 4 or not links.is_key(parts[2]):
        raise errors.NotFound("There is no such file")

    async def read(tx: base.Tx) -> model.Upload | None:
        return await store.by_key(tx, parts[2])

    upload = await service.database.read(read)
    query = request.query_params
    if (
        upload is None
        or edge.segment(parts[3]) != upload.name
        or not service.files.links.opens(
            upload, expires=query.get("expires"), signature=query.get("signature"), now_ms=clock.now_ms()
        )
    ):
        raise errors.NotFound("There is no such file")
    return upload


def _raw_path(request: litestar.Request[Any, Any, Any]) -> str:
    raw: bytes = request.scope.get("raw_path") or b""
    return raw.partition(b"?")[0].decode("latin-1")


def _knows(request: litestar.Request[Any, Any, Any], etag: str) -> bool:
    known = request.headers.get("if-none-match")
    return known is not None and (known.strip() == "*" or etag in [each.strip() for each in known.split(",")])


def _part(request: litestar.Request[Any, Any, Any], upload: model.Upload, etag: str) -> Part | None:
    """Return the range that is asked for, an empty one when it cannot be given, or None for the whole file.

    Several ranges at once, and what is not understood, give the whole file, as RFC 9110 allows.
    """
    match = _RANGE.fullmatch(request.headers.get("range", "").strip())
    if match is None or request.headers.get("if-range", etag) != etag or not (match[1] or match[2]):
        return None
    if not match[1]:
        last = int(match[2])
        return (max(0, upload.size - last), upload.size) if last else (0, 0)
    first = int(match[1])
    end = min(int(match[2]) + 1, upload.size) if match[2] else upload.size
    if match[2] and int(match[2]) < first:
        return None
    return (first, end) if first < upload.size else (0, 0)


async def _open(service: services.Services, upload: model.Upload, part: Part) -> AsyncIterator[bytes]:
    try:
        return await service.files.blobs.get(upload.blob_key, start=part[0], end=part[1])
    except blobs_base.Missing as error:
        _log.error("a file is missing in the store", key=upload.blob_key)
        raise errors.Unavailable("The file is missing in the store") from error


async def _answer(send: Send, status: int, headers: Headers, body: AsyncIterator[bytes] | None) -> None:
    encoded = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    if body is not None:
        async for piece in body:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


HANDLERS = [serve_file]
