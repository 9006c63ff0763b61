"""Whether a full database is slower than an empty one."""

import functools
import pathlib

import apsw

from bench import load, measures, subjects, table

CONVERSATIONS = 10  # of a thousand messages each has a hundred then: a full page on both sides
_FILL_EVENTS = """
WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :count)
INSERT INTO event (conversation_id, seq, app_id, body)
SELECT e.conversation_id, e.seq + n, e.app_id, e.body
FROM message m JOIN event e ON e.conversation_id = m.conversation_id AND e.seq = m.seq, number
"""
_FILL_MESSAGES = """
WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :count)
INSERT INTO message (conversation_id, seq, message_id, app_id, role, author_id, send_id, send_digest, received_ms, body)
SELECT m.conversation_id, m.seq + n, lower(hex(randomblob(12))), m.app_id, m.role, m.author_id, NULL, NULL,
       m.received_ms + n, m.body
FROM message m, number
"""
_ADVANCE = "UPDATE conversation SET seq = seq + :count, received_ms = received_ms + :count"


async def growth(folder: pathlib.Path, sizes: measures.Sizes) -> list[table.Line]:
    """Posts and the newest page of the history with many stored messages, against a thousand."""
    small, large = subjects.Smooch(folder / "small"), subjects.Smooch(folder / "large")
    try:
        for smooch, stored in ((small, 1_000), (large, sizes.stored)):
            smooch.process.start()
            people = await smooch.add_people(CONVERSATIONS)
            requests = smooch.posts(people)
            await load.closed_loop(
                smooch.port, functools.partial(measures.nth, requests), connections=1, count=CONVERSATIONS
            )
            smooch.process.stop()
            _fill(smooch.database, stored // CONVERSATIONS)
        small.process.start()
        large.process.start()
        return [
            # Reading comes first: posting makes the small database grow.
            await _compare(
                "first history page", small, large, (small.pages(small.people), large.pages(large.people)), sizes
            ),
            await _compare(
                "message posts", small, large, (small.posts(small.people), large.posts(large.people)), sizes
            ),
        ]
    finally:
        small.process.stop()
        large.process.stop()


async def _compare(
    what: str,
    small: subjects.Smooch,
    large: subjects.Smooch,
    requests: tuple[list[bytes], list[bytes]],
    sizes: measures.Sizes,
) -> table.Line:
    pace = await measures.compare((large.port, requests[1]), (small.port, requests[0]), sizes)
    return table.Line(
        what=f"{what} with {sizes.stored:,} stored messages",
        figure=f"{pace.ours:,.0f}/s",
        limit=f"{pace.limit:,.0f}/s with 1,000",
        ratio=pace.ratio,
        target=">= 0.90 of that with 1,000",
        ok=pace.ratio >= 0.9,
    )


def _fill(path: pathlib.Path, messages: int) -> None:
    """Give every conversation, which has one message, `messages` of them: copies of the first under new numbers."""
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA synchronous = OFF")
    with connection:
        for statement in (_FILL_EVENTS, _FILL_MESSAGES, _ADVANCE):
            connection.execute(statement, {"count": messages - 1})
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
