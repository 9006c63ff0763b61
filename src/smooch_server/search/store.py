"""All SQL of the search: the index, up to where each conversation is in it, and looking into it.

`message_search` holds the words of a message. Its `place` is the time it was received with 20 more bits, so that the
index of either database is walked from the newest to the oldest and a time is a range of places. The app and the
conversation are words too, of a kind that no text has: the index itself keeps tenants apart.
"""

import dataclasses
import zlib
from collections.abc import Iterable, Sequence
from typing import Any, Final, cast

import msgspec

from smooch_server.conversations import model
from smooch_server.conversations import store as conversation_store
from smooch_server.search import words
from smooch_server.storage import base, padding

PLACE_BITS: Final = 20
_APP: Final = "§"  # begins what is no word of a text
_CONVERSATION: Final = "¶"
LAST_PLACE: Final = (1 << 63) - 1


class _Text(msgspec.Struct):
    """What is read of a stored content."""

    text: str = ""
    text_fallback: str = ""  # the answers to a form


_decode: Final = msgspec.json.Decoder(_Text).decode


@dataclasses.dataclass(frozen=True, kw_only=True)
class Waiting:
    """A conversation with messages that cannot be found yet: those received after `after_ms`."""

    conversation_id: str
    app_id: str
    epoch: int
    after_ms: int
    received_ms: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class Question:
    """What is looked for. `words` and something that begins with `beginning` are in the text, in any order."""

    app_id: str
    words: Sequence[str]
    beginning: str
    conversation_id: str | None = None
    since_ms: int = 0
    before_place: int = LAST_PLACE


@dataclasses.dataclass(frozen=True, kw_only=True)
class Hit:
    place: int
    message: model.Message
    app_user_id: str


_WAITING: Final = (
    "SELECT conversation_id, app_id, epoch, indexed_epoch, indexed_ms, received_ms FROM conversation"
    " WHERE (indexed_ms < received_ms OR indexed_epoch <> epoch) AND conversation_id > $1"
    " ORDER BY conversation_id LIMIT $2"
)
_COUNT: Final = (
    "SELECT COUNT(*) FROM (SELECT 1 FROM conversation WHERE indexed_ms < received_ms OR indexed_epoch <> epoch"
    " LIMIT $1) AS counted"
)
_MESSAGES: Final = (
    "SELECT message_id, received_ms, body FROM message WHERE conversation_id = $1 AND received_ms > $2"
    " ORDER BY received_ms LIMIT $3"
)
_FORGET: Final = "DELETE FROM message_search WHERE message_id IN ({marks})"
_TAKEN: Final = "SELECT place FROM message_search WHERE place IN ({marks})"
_ADD: Final = "INSERT INTO message_search (place, message_id, app_id, words) VALUES ($1, $2, $3, $4)"
_DONE: Final = "UPDATE conversation SET indexed_ms = $2, indexed_epoch = $3 WHERE conversation_id = $1 AND epoch = $3"

_HIT: Final = f"m.{', m.'.join(conversation_store.MESSAGE.split(', '))}, s.place, c.app_user_id"
_JOINED: Final = (
    " JOIN message m ON m.message_id = s.message_id JOIN conversation c ON c.conversation_id = m.conversation_id"
    " JOIN app_user u ON u.app_user_id = c.app_user_id AND u.deleted_ms IS NULL"
)
_FIND: Final[dict[base.Dialect, str]] = {
    "sqlite": (
        f"SELECT {_HIT} FROM message_word w CROSS JOIN message_search s ON s.place = w.rowid{_JOINED}"
        " WHERE w.message_word MATCH $2 AND w.rowid >= $3 AND w.rowid < $4 AND s.app_id = $1"
        " ORDER BY w.rowid DESC LIMIT $5"
    ),
    # What has all the words is gathered first: else the planner may read every message until it has found enough.
    "postgres": (
        "WITH w AS MATERIALIZED (SELECT place, message_id FROM message_search"
        " WHERE array_to_tsvector(string_to_array(words, ' ')) @@ CAST($2::text AS tsquery)"
        " AND place >= $3 AND place < $4 AND app_id = $1 ORDER BY place DESC LIMIT $5)"
        f" SELECT {_HIT} FROM w s{_JOINED} ORDER BY s.place DESC"
    ),
}


def place(received_ms: int) -> int:
    """Return the first place of a time."""
    return min(max(received_ms, 0) << PLACE_BITS, LAST_PLACE)


async def waiting(tx: base.Tx, *, after: str, limit: int) -> list[Waiting]:
    """Return conversations that wait to be read, by their id above `after`."""
    rows = cast(Sequence[tuple[str, str, int, int, int, int]], await tx.all(_WAITING, after, limit))
    return [
        Waiting(
            conversation_id=conversation_id,
            app_id=app_id,
            epoch=epoch,
            after_ms=indexed_ms if epoch == indexed_epoch else 0,
            received_ms=received_ms,
        )
        for conversation_id, app_id, epoch, indexed_epoch, indexed_ms, received_ms in rows
    ]


async def count_waiting(tx: base.Tx, *, limit: int) -> int:
    """Count conversations that wait, no further than `limit`."""
    row = await tx.one(_COUNT, limit)
    return cast(int, row[0]) if row else 0


async def index(tx: base.Tx, one: Waiting, *, limit: int) -> int:
    """Read up to `limit` messages of a conversation into the index; return how many it was.

    A message that is there already is read anew. Messages received meanwhile wait for the next time.
    """
    rows = cast(Sequence[tuple[str, int, bytes]], await tx.all(_MESSAGES, one.conversation_id, one.after_ms, limit))
    if rows:
        marks, given = padding.padded([row[0] for row in rows], first=1)
        await tx.run(_FORGET.format(marks=marks), *given)
    places = await _places(tx, rows) if rows else []
    scope = f"{_APP}{one.app_id} {_CONVERSATION}{one.conversation_id}"
    for place, (message_id, _, body) in zip(places, rows, strict=True):
        content = _decode(body)
        found = words.of_text(f"{content.text}\n{content.text_fallback}")
        if found:
            await tx.run(_ADD, place, message_id, one.app_id, f"{scope} {' '.join(sorted(found))}")
    last = rows[-1][1] if rows else one.after_ms
    until = last if len(rows) == limit else max(last, one.received_ms)
    await tx.run(_DONE, one.conversation_id, until, one.epoch)
    return len(rows)


async def _places(tx: base.Tx, rows: Sequence[tuple[str, int, bytes]]) -> list[int]:
    """Return a place of its own for each message."""
    wanted = [(received_ms << PLACE_BITS) + (zlib.crc32(name.encode()) >> 12) for name, received_ms, _ in rows]
    marks, given = padding.padded(wanted, first=1)
    taken = {cast(int, row[0]) for row in await tx.all(_TAKEN.format(marks=marks), *given)}
    places = []
    for place in wanted:
        while place in taken:
            place += 1
        taken.add(place)
        places.append(place)
    return places


async def find(tx: base.Tx, question: Question, *, limit: int) -> list[Hit]:
    """Return the newest messages that have what is looked for."""
    scope = [f"{_APP}{question.app_id}"]
    if question.conversation_id is not None:
        scope.append(f"{_CONVERSATION}{question.conversation_id}")
    match = _match(tx.dialect, [*scope, *question.words], question.beginning)
    rows = await tx.all(
        _FIND[tx.dialect],
        question.app_id,
        match,
        place(question.since_ms),
        question.before_place,
        limit,
    )
    return [_hit(row) for row in rows]


def _match(dialect: base.Dialect, whole: Iterable[str], beginning: str) -> str:
    """Return the question in the index's own language. Words have no quote and no backslash in them."""
    if dialect == "sqlite":
        return " AND ".join([*(f'"{word}"' for word in whole), f'"{beginning}" *'])
    return " & ".join([*(f"'{word}'" for word in whole), f"'{beginning}':*"])


def _hit(row: base.Row) -> Hit:
    value: Any = row
    return Hit(place=value[-2], message=conversation_store.message_of(row), app_user_id=value[-1])
