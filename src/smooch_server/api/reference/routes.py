"""Where the reference is fetched from: `/docs/openapi.json`, and with every address `/docs/schema/openapi.json`."""

from collections.abc import Callable
from typing import Any, Final

import litestar
import msgspec

from smooch_server.api import policy
from smooch_server.api.reference import document

Request = litestar.Request[Any, Any, Any]
_PUBLIC = {policy.OPT: policy.Policy.PUBLIC}
VERSION: Final = "version"  # of the product, in the application's state


@litestar.get("/docs/openapi.json", opt=_PUBLIC, include_in_schema=False)
async def get_reference(request: Request) -> litestar.Response[bytes]:
    """Return the reference: each call of the public API once."""
    return _answer(request, document.reference)


@litestar.get("/docs/schema/openapi.json", opt=_PUBLIC, include_in_schema=False)
async def get_everything(request: Request) -> litestar.Response[bytes]:
    """Return the description of every address that carries data."""
    return _answer(request, document.everything)


def _answer(request: Request, make: Callable[..., dict[str, Any]]) -> litestar.Response[bytes]:
    """Return a document, made when it is first asked for: a start does not wait for it."""
    state = request.app.state
    key = f"reference {make.__name__}"
    if key not in state:
        state[key] = msgspec.json.encode(make(request.app, version=state[VERSION]))
    return litestar.Response(state[key], media_type="application/json", headers={"cache-control": "no-cache"})


HANDLERS = [get_reference, get_everything]
