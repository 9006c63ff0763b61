"""Whose line a request came on: the address, and what limits count by."""

import ipaddress
from typing import Any, Final

from litestar.connection import ASGIConnection

_Connection = ASGIConnection[Any, Any, Any, Any]
_IPV6_PREFIX: Final = 64  # what one household gets: its addresses are free, so they count as one


def ip(connection: _Connection) -> str:
    """Return the address of the client, as the server or the proxy it trusts saw it."""
    client = connection.scope.get("client")
    return client[0] if client else "unknown"


def network(connection: _Connection) -> str:
    """Return what stands for the client in a limit: an IPv4 address, or the /64 network of an IPv6 one."""
    text = ip(connection)
    if ":" not in text:
        return text
    try:
        address = ipaddress.IPv6Address(text)
    except ValueError:
        return text
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(address), _IPV6_PREFIX), strict=False))
