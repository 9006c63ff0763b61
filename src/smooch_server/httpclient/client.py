"""The aiohttp driver. The guard sits in the connector: it sees the address of every connection that is made."""

import asyncio
import concurrent.futures
import ipaddress
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import aiohttp
import yarl
from aiohttp import abc

from smooch_server.httpclient import base, guard

# One thread a host at most. A resolver that hangs holds a thread for its own timeout, which we cannot shorten.
RESOLVER_THREADS = 32
KEEPALIVE_SECONDS = 4.0  # shorter than the 5 s after which Node's server hangs up
_KEPT_HEADERS = ("content-type", "retry-after")

# Host name to numeric addresses; blocking; raises OSError.
Lookup = Callable[[str], Sequence[str]]


def system_lookup(host: str) -> Sequence[str]:
    """Ask the system's resolver for every IPv4 and IPv6 address of `host`."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(sockaddr[0]) for _, _, _, _, sockaddr in found]


class AiohttpClient:
    """`base.Client` on aiohttp. Make it inside a running event loop.

    A kept connection is used again for the same scheme, host and port only, and stays with the address that was
    checked when it was made; a new one resolves and checks anew.
    """

    def __init__(
        self,
        policy: guard.Policy,
        *,
        version: str,
        lookup: Lookup = system_lookup,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._policy = policy
        connector = aiohttp.TCPConnector(
            resolver=_CheckedResolver(policy, lookup),
            socket_factory=self._open_socket,
            use_dns_cache=False,
            limit=0,  # callers bound themselves; a queue here would let one slow target hold up others
            keepalive_timeout=KEEPALIVE_SECONDS,
            ssl=tls or True,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": f"Smooch-Server/{version}", "Accept-Encoding": "identity"},
            trust_env=False,
            auto_decompress=False,  # an answer that inflates is of no use to us
        )

    async def post(
        self, url: str, *, body: bytes, headers: Mapping[str, str], total_seconds: float = base.TOTAL_SECONDS
    ) -> base.Response:
        if self._session.closed:
            raise base.RequestFailed("closed", retry=True)
        try:
            checked = guard.parse_url(url, self._policy)
        except guard.Refused as error:
            raise base.RequestFailed("url", retry=False, detail=str(error)) from error
        try:
            return await self._send(checked, body, headers, total_seconds)
        except (aiohttp.ClientError, OSError, RuntimeError) as error:  # uvloop raises RuntimeError for a closed socket
            raise _translated(error) from error

    async def _send(
        self, url: yarl.URL, body: bytes, headers: Mapping[str, str], total_seconds: float
    ) -> base.Response:
        limits = aiohttp.ClientTimeout(total=total_seconds, connect=min(base.CONNECT_SECONDS, total_seconds))
        async with self._session.post(
            url, data=body, headers=headers, timeout=limits, allow_redirects=False
        ) as response:
            content = await _read(response.content)
            if not response.content.at_eof():
                response.close()  # the rest is not wanted, so the connection cannot be kept
            kept = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
            return base.Response(status=response.status, headers=kept, body=content)

    def _open_socket(self, address: tuple[Any, ...]) -> socket.socket:
        """Open a socket for a checked address. Literal addresses come by here only: no resolver is asked for them."""
        family, kind, protocol, _, sockaddr = address
        guard.check_connect(str(sockaddr[0]), int(sockaddr[1]), self._policy)
        return socket.socket(family, kind, protocol)

    async def close(self) -> None:
        await self._session.close()


class _CheckedResolver(abc.AbstractResolver):
    """Resolves once a connection, and gives nothing unless every address found may be connected to."""

    def __init__(self, policy: guard.Policy, lookup: Lookup) -> None:
        self._policy = policy
        self._lookup = lookup
        self._threads = concurrent.futures.ThreadPoolExecutor(RESOLVER_THREADS, thread_name_prefix="resolver")
        self._under_way: dict[str, asyncio.Future[Sequence[str]]] = {}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[abc.ResolveResult]:
        addresses = await self._addresses(host)
        if not addresses:
            raise OSError("the name has no address")
        for address in addresses:
            guard.check_connect(address, port, self._policy)
        return [_result(host, address, port) for address in dict.fromkeys(addresses)]

    async def _addresses(self, host: str) -> Sequence[str]:
        """Share the lookup under way for the host: a name whose servers are dead must not fill the pool."""
        lookup = self._under_way.get(host)
        if lookup is None:
            lookup = asyncio.get_running_loop().run_in_executor(self._threads, self._lookup, host)
            self._under_way[host] = lookup
            lookup.add_done_callback(lambda done: self._forget(host, done))
        return await asyncio.shield(lookup)

    def _forget(self, host: str, lookup: asyncio.Future[Sequence[str]]) -> None:
        del self._under_way[host]
        if not lookup.cancelled():
            lookup.exception()  # everybody who waited may have timed out; the failure has been seen all the same

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def _result(host: str, address: str, port: int) -> abc.ResolveResult:
    version = ipaddress.ip_address(address).version
    return {
        "hostname": host,
        "host": address,
        "port": port,
        "family": socket.AF_INET if version == 4 else socket.AF_INET6,
        "proto": socket.IPPROTO_TCP,
        "flags": socket.AI_NUMERICHOST,
    }


async def _read(stream: aiohttp.StreamReader) -> bytes:
    chunks = bytearray()
    while len(chunks) < base.BODY_BYTES:
        chunk = await stream.read(base.BODY_BYTES - len(chunks))
        if not chunk:
            break
        chunks += chunk
    return bytes(chunks)


def _translated(error: Exception) -> base.RequestFailed:
    """Name the failure. The order matters: the specific classes of aiohttp descend from the general ones."""
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    match error:
        case _ if isinstance(cause, guard.Refused):
            return base.RequestFailed("address", retry=True, detail=str(cause))  # a name may lead elsewhere tomorrow
        case TimeoutError():
            return base.RequestFailed("timeout", retry=True)
        case aiohttp.InvalidURL():
            return base.RequestFailed("url", retry=False)
        case aiohttp.ClientConnectorDNSError():
            return base.RequestFailed("dns", retry=True)
        case aiohttp.ClientSSLError() | ssl.SSLError():
            return base.RequestFailed("tls", retry=True, detail=type(cause).__name__)
        case aiohttp.ClientConnectorError():
            return base.RequestFailed("connect", retry=True)
    return base.RequestFailed("protocol", retry=True, detail=type(error).__name__)
