"""A client that is made when it is first used: its library takes a fifth of a second to import."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from smooch_server.httpclient import base


class LazyClient:
    """`base.Client` in front of one that does not exist yet. `make` is called once."""

    def __init__(self, make: Callable[[], Awaitable[base.Client]]) -> None:
        self._make = make
        self._made: asyncio.Future[base.Client] | None = None

    async def post(
        self, url: str, *, body: bytes, headers: Mapping[str, str], total_seconds: float = base.TOTAL_SECONDS
    ) -> base.Response:
        """As `base.Client.post`."""
        if self._made is None:
            self._made = asyncio.ensure_future(self._make())
        client = await asyncio.shield(self._made)
        return await client.post(url, body=body, headers=headers, total_seconds=total_seconds)

    async def close(self) -> None:
        """As `base.Client.close`; nothing to do when no request was made."""
        if self._made is not None:
            await (await self._made).close()
