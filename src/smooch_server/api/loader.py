"""The loader: which script a page has to load. What the snippet of the hosted service asks for first."""

from typing import Any, Final

import litestar

from smooch_server.api import policy, services
from smooch_server.apps import access
from smooch_server.storage import base

Request = litestar.Request[Any, Any, Any]
_PUBLIC = {policy.OPT: policy.Policy.PUBLIC}
_HEADERS: Final = {"cache-control": "public, max-age=60", "cross-origin-resource-policy": "cross-origin"}


@litestar.get("/loader/{app_id:str}", opt=_PUBLIC, include_in_schema=False)
async def get_loader(request: Request, app_id: str) -> litestar.Response[dict[str, str]]:
    """Return the address of the script for an app; also asked for as `<appId>.webloader.<domain>/`."""
    service = services.of(request)

    async def read(tx: base.Tx) -> None:
        await access.public(tx, app_id)

    await service.database.read(read)
    return litestar.Response({"url": host_script(service)}, headers=_HEADERS)


def host_script(service: services.Services) -> str:
    """Return the address of the script that a site loads: the one place that decides which it is."""
    return f"{service.config.public_url}/smooch.js"


HANDLERS = [get_loader]
