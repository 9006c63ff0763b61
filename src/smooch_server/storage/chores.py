"""Work of which one process of an installation does all, until it ends or is not heard of any more."""

from typing import Final

from smooch_server.core import clock
from smooch_server.storage import base

LEASE_MS: Final = 60_000  # another process takes over after this
RENEW_MS: Final = 20_000

_TAKE: Final = (
    "INSERT INTO chore (name, holder, until_ms) VALUES ($1, $2, $4) ON CONFLICT (name) DO UPDATE"
    " SET holder = excluded.holder, until_ms = excluded.until_ms WHERE chore.holder = $2 OR chore.until_ms <= $3"
)


class Chore:
    """One process's claim to a chore. Two may hold it for a moment when one was frozen: what they do must bear it."""

    def __init__(self, database: base.Database, name: str, *, holder: str) -> None:
        self._database = database
        self._name = name
        self._holder = holder
        self._renew_ms = 0  # ours until RENEW_MS before the end of the lease, without asking

    async def mine(self) -> bool:
        """Whether the chore is this process's now."""
        now_ms = clock.now_ms()
        if now_ms < self._renew_ms:
            return True
        taken = await self._database.write(
            lambda tx: tx.run(_TAKE, self._name, self._holder, now_ms, now_ms + LEASE_MS)
        )
        self._renew_ms = now_ms + LEASE_MS - RENEW_MS if taken else 0
        return taken > 0
