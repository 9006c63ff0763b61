"""Pages and built files: the widget's scripts, the inbox, the demo shop."""

import html
from typing import Any, Final

import litestar

from smooch_server.api import assets, policy, services
from smooch_server.apps import store
from smooch_server.core import errors

Request = litestar.Request[Any, Any, Any]
_PUBLIC = {policy.OPT: policy.Policy.PUBLIC}
_YEAR: Final = "public, max-age=31536000, immutable"
_SHORT: Final = "public, max-age=300, must-revalidate"
_NEVER: Final = "no-cache"
_INBOX_CSP: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' {socket};"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_DOCS_CSP: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_DEMO_CSP: Final = (
    "default-src 'none'; script-src 'self' {base} {hashes}; style-src 'self' 'unsafe-inline' {base};"
    " img-src 'self' data: {base}; media-src 'self'; connect-src 'self' {base} {socket};"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

_REFERENCE_CSP: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; frame-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@litestar.get("/smooch.js", opt=_PUBLIC, include_in_schema=False)
async def host_script(request: Request) -> litestar.Response[bytes]:
    """Return the script that a site loads."""
    return _file(request, services.of(request).assets.named("host"), cache=_SHORT)


@litestar.get("/smooch-es5.js", opt=_PUBLIC, include_in_schema=False)
async def old_host_script(request: Request) -> litestar.Response[bytes]:
    """Return the script that a site loads in an old browser."""
    return _file(request, services.of(request).assets.named("oldHost"), cache=_SHORT)


@litestar.get("/static/{path:path}", opt=_PUBLIC, include_in_schema=False)
async def static_file(request: Request, path: str) -> litestar.Response[bytes]:
    """Return a built file."""
    found = services.of(request).assets.get(str(path).lstrip("/"))
    if found is None:
        raise errors.NotFound("There is nothing at this address")
    return _file(request, found, cache=_YEAR if found.immutable else _SHORT)


@litestar.get(["/inbox", "/inbox/{rest:path}"], opt=_PUBLIC, include_in_schema=False)
async def inbox_page(request: Request, rest: str | None = None) -> litestar.Response[bytes]:
    """Return the agents' page."""
    if rest is not None and str(rest).startswith("/api"):
        raise errors.NotFound("There is nothing at this address")
    service = services.of(request)
    policy_text = _INBOX_CSP.format(socket=_socket(service))
    return _page(service.assets.named("inbox").body, policy_text, private=True)


@litestar.get(["/", "/demo"], opt=_PUBLIC, include_in_schema=False)
async def demo_page(request: Request) -> litestar.Response[bytes]:
    """Return the demo shop, with the messenger of the first app on it through the real snippet."""
    service = services.of(request)
    base_url = service.config.public_url
    app_id = await first_app(service)
    snippet = service.assets.snippet(base_url=base_url, app_id=app_id) if app_id else ""
    text = service.assets.named("demo").body.decode()
    for name, value in (
        ("snippet", snippet),
        ("inboxUrl", html.escape(f"{base_url}/inbox")),
        ("docsUrl", html.escape(f"{base_url}/docs")),
    ):
        text = text.replace("{{" + name + "}}", value)
    policy_text = _DEMO_CSP.format(base=base_url, hashes=" ".join(assets.script_hashes(text)), socket=_socket(service))
    return _page(text.encode(), policy_text, private=False)


@litestar.get("/demo/reference", opt=_PUBLIC, include_in_schema=False)
async def reference_page(request: Request) -> litestar.Response[bytes]:
    """Return the page on which everything the messenger can do is listed and tried."""
    service = services.of(request)
    text = service.assets.named("reference").body.decode().replace("{{appId}}", await first_app(service) or "")
    return _page(text.encode(), _REFERENCE_CSP, private=False)


@litestar.get("/demo/try", opt=_PUBLIC, include_in_schema=False)
async def try_page(request: Request) -> litestar.Response[bytes]:
    """Return the small page inside the reference: the snippet without its last line, which starts it."""
    service = services.of(request)
    base_url = service.config.public_url
    snippet = service.assets.snippet(base_url=base_url, app_id="")
    stub = "\n".join(line for line in snippet.splitlines() if not line.startswith("Smooch.init("))
    text = service.assets.named("try").body.decode().replace("{{stub}}", stub)
    hashes = " ".join(assets.script_hashes(text))
    policy_text = _DEMO_CSP.format(base=base_url, hashes=hashes, socket=_socket(service))
    return _page(text.encode(), policy_text.replace("ancestors 'none'", "ancestors 'self'"), private=False)


@litestar.get("/docs", opt=_PUBLIC, include_in_schema=False)
async def docs_page(request: Request) -> litestar.Response[bytes]:
    """Return the API reference."""
    return _page(services.of(request).assets.named("docs").body, _DOCS_CSP, private=True)


async def first_app(service: services.Services) -> str | None:
    """Return the id of the app that was made first."""

    async def read(tx: Any) -> str | None:
        account_id = await store.first_account(tx)
        found = await store.apps_of(tx, account_id, limit=1, offset=0) if account_id else []
        return found[0].app_id if found else None

    return await service.database.read(read)


def _file(request: Request, found: assets.Asset, *, cache: str) -> litestar.Response[bytes]:
    headers = {
        "cache-control": cache,
        "etag": found.etag,
        "vary": "Accept-Encoding",
        "access-control-allow-origin": "*",
        "cross-origin-resource-policy": "cross-origin",
    }
    if request.headers.get("if-none-match") == found.etag:
        return litestar.Response(b"", status_code=304, headers=headers)
    body = found.body
    if found.gzip is not None and "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        body = found.gzip
    return litestar.Response(body, media_type=found.media_type, headers=headers)


def _page(body: bytes, content_policy: str, *, private: bool) -> litestar.Response[bytes]:
    headers = {"content-security-policy": content_policy, "cache-control": _NEVER}
    if private:
        headers |= {"referrer-policy": "no-referrer", "cross-origin-opener-policy": "same-origin"}
    return litestar.Response(body, media_type="text/html", headers=headers)


def _socket(service: services.Services) -> str:
    return "ws" + service.config.public_url.removeprefix("http")


HANDLERS = [host_script, old_host_script, static_file, inbox_page, demo_page, reference_page, try_page, docs_page]
