"""What the operator's machines ask: alive, ready, metrics."""

import ipaddress
from typing import Any

import litestar

from smooch_server import metrics
from smooch_server.api import clients, policy, services
from smooch_server.core import errors

Request = litestar.Request[Any, Any, Any]
_PUBLIC = {policy.OPT: policy.Policy.PUBLIC}


@litestar.get("/healthz", opt=_PUBLIC, include_in_schema=False)
async def healthz() -> dict[str, str]:
    """Answer while the process works."""
    return {"status": "ok"}


@litestar.get("/readyz", opt=_PUBLIC, include_in_schema=False)
async def readyz(request: Request) -> dict[str, Any]:
    """Answer 200 when the database can be written to; the bus is told, not demanded: losing it costs latency only."""
    service = services.of(request)
    await service.database.ping()
    return {"status": "ready", "bus": "connected" if service.bus.connected else "away"}


@litestar.get("/metrics", opt=_PUBLIC, include_in_schema=False)
async def get_metrics(request: Request) -> litestar.Response[bytes]:
    """Return the process's metrics for Prometheus; figures of a business are not for strangers."""
    if not _is_near(clients.ip(request)):
        raise errors.Forbidden("Metrics are for this machine and private networks only")
    return litestar.Response(metrics.render(), media_type="text/plain; version=0.0.4; charset=utf-8")


def _is_near(address: str) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return found.is_private or found.is_loopback


HANDLERS = [healthz, readyz, get_metrics]
