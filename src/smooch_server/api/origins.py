"""Whether a page, or the address a request was sent to, is this server's own. Pure."""

import functools
import urllib.parse
from typing import Final

_PORTS: Final = {"http": 80, "https": 443}
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})  # one laptop, whichever is typed

_Origin = tuple[str, str, int | None]  # scheme, host, port


@functools.lru_cache(maxsize=1024)
def is_own(origin: str, public_url: str) -> bool:
    """Tell whether an `Origin` is that of the public address; the names of this machine are one."""
    found = _parsed(origin)
    return found is not None and found == _parsed(public_url)


@functools.lru_cache(maxsize=1024)
def is_named(host: str, public_url: str) -> bool:
    """Tell whether a `Host` header names the public address. A public address of this machine goes by any name."""
    public = _parsed(public_url)
    if public is None or public[1] in _LOOPBACK:
        return True
    return _parsed(f"{public[0]}://{host}") == public


def _parsed(url: str) -> _Origin | None:
    try:
        parts = urllib.parse.urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or "@" in parts.netloc:
        return None
    return parts.scheme, "localhost" if host in _LOOPBACK else host, port or _PORTS.get(parts.scheme)
