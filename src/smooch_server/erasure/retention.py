"""Erasing what was said in conversations that have been quiet for longer than their app keeps them."""

import asyncio
import dataclasses
import logging
import secrets
from collections.abc import Callable, Sequence
from typing import Final, cast

import msgspec

from smooch_server import metrics
from smooch_server.core import clock, errors
from smooch_server.erasure import said
from smooch_server.storage import base, chores

CHORE: Final = "retention"
LOOK_SECONDS: Final = 5.0  # between two looks at all apps
PAUSE_SECONDS: Final = 0.01  # between two conversations, for those who wait for an answer
BUSY_PAUSE_SECONDS: Final = 0.2  # while requests wait for this process
APPS: Final = 500  # looked at in one transaction
CONVERSATIONS: Final = 100
LOOK_BACK_MS: Final = 3_600_000  # clocks of several servers do not agree to the millisecond
LOG_EVERY: Final = 1_000  # conversations

_log = logging.getLogger(__name__)

_APPS: Final = (
    "SELECT app_id, settings, erased_ms FROM app WHERE deleted_ms IS NULL AND app_id > $1 ORDER BY app_id LIMIT $2"
)
_QUIET: Final = (
    "SELECT conversation_id, received_ms FROM conversation WHERE app_id = $1 AND received_ms > $2 AND received_ms <= $3"
    " AND last_message IS NOT NULL ORDER BY received_ms, conversation_id LIMIT $4"
)
_ERASED: Final = "UPDATE app SET erased_ms = $2 WHERE app_id = $1 AND erased_ms < $2"


class _Settings(msgspec.Struct):
    """What is read of an app's settings."""

    conversationRetentionSeconds: int | None = None


_decode: Final = msgspec.json.Decoder(_Settings).decode


@dataclasses.dataclass(frozen=True, kw_only=True)
class Due:
    """An app whose conversations are erased when their newest message is of `until_ms` or before.

    Those of `after_ms` and before are erased already.
    """

    app_id: str
    after_ms: int
    until_ms: int


class Retention:
    """Erases on the event loop until cancelled. Any number may run: the database lets one at a time work.

    `busy` tells that requests wait for this process: they come first.
    """

    def __init__(self, database: base.Database, *, busy: Callable[[], bool] = lambda: False) -> None:
        self._database = database
        self._busy = busy
        self._chore = chores.Chore(database, CHORE, holder=secrets.token_hex(8))

    async def run(self) -> None:
        """Look again and again, until cancelled. A database that is away is waited for."""
        while True:
            try:
                await self.sweep(now_ms=clock.now_ms())
            except (errors.Unavailable, errors.StorageFull) as error:
                _log.warning("retention: the database is away: %s", error)
            except Exception:  # noqa: BLE001 - the loop of the process has to go on
                _log.exception("retention: conversations could not be erased")
            await asyncio.sleep(LOOK_SECONDS)

    async def sweep(self, *, now_ms: int) -> int:
        """Erase everything that is due; return how many conversations it was."""
        erased, after = 0, ""
        while True:
            looked_at = after
            due, after = await self._database.read(lambda tx, after=looked_at: apps_due(tx, after=after, now_ms=now_ms))  # type: ignore[misc]
            for one in due:
                erased += await self._erase(one)
            if not after:
                return erased

    async def _erase(self, one: Due) -> int:
        """Erase what is due of one app."""
        erased = messages = 0
        place = one.after_ms
        while True:
            rows = await self._database.read(lambda tx, place=place: quiet(tx, one, after_ms=place))  # type: ignore[misc]
            if rows and not await self._chore.mine():
                return erased
            for conversation_id, _ in rows:
                messages += await self._erase_one(one, conversation_id)
                erased += 1
                if erased % LOG_EVERY == 0:
                    _log.info("retention: %d conversations, %d messages erased so far", erased, messages)
                await asyncio.sleep(BUSY_PAUSE_SECONDS if self._busy() else PAUSE_SECONDS)
            if len(rows) < CONVERSATIONS:
                break
            place = rows[-1][1] - 1
        if erased:
            _log.info("retention: %d conversations, %d messages erased", erased, messages)
        if one.until_ms - LOOK_BACK_MS > one.after_ms + LOOK_BACK_MS:
            await self._database.write(lambda tx: tx.run(_ERASED, one.app_id, one.until_ms - LOOK_BACK_MS))
        return erased

    async def _erase_one(self, one: Due, conversation_id: str) -> int:
        try:
            count = await said.everything(
                self._database, app_id=one.app_id, conversation_id=conversation_id, quiet_since_ms=one.until_ms
            )
        except errors.ConversationNotFound:
            return 0  # deleted, or somebody spoke
        metrics.RETENTION_CONVERSATIONS.inc()
        metrics.RETENTION_MESSAGES.inc(count)
        return count


async def apps_due(tx: base.Tx, *, after: str, now_ms: int) -> tuple[list[Due], str]:
    """Return the apps behind `after` that do not keep messages for ever, and where to go on; "" at the end."""
    rows = cast(Sequence[tuple[str, bytes, int]], await tx.all(_APPS, after, APPS))
    due = []
    for app_id, settings, erased_ms in rows:
        seconds = _decode(settings).conversationRetentionSeconds
        if seconds is not None:
            due.append(Due(app_id=app_id, after_ms=erased_ms, until_ms=now_ms - seconds * 1000))
    return due, rows[-1][0] if len(rows) == APPS else ""


async def quiet(tx: base.Tx, one: Due, *, after_ms: int) -> Sequence[tuple[str, int]]:
    """Return conversations that are due, those quiet for the longest time first, and when they fell quiet."""
    return cast(Sequence[tuple[str, int]], await tx.all(_QUIET, one.app_id, after_ms, one.until_ms, CONVERSATIONS))
