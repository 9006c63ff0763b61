"""The one source of wall-clock time. Times inside are integer milliseconds since 1970 in UTC."""

import datetime
import time


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def to_seconds(ms: int) -> float:
    """Return unix seconds with milliseconds, the form of `received` and `timestamp` on the wire."""
    return ms / 1000


def to_iso(ms: int) -> str:
    """Return ISO-8601 in UTC with milliseconds and `Z`, the form of every other time on the wire."""
    moment = datetime.datetime.fromtimestamp(ms / 1000, tz=datetime.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{ms % 1000:03d}Z"


def from_iso(text: str) -> int:
    """Parse an ISO-8601 time; one without a zone is UTC.

    Raises:
        ValueError: the text is no ISO-8601 time.
    """
    moment = datetime.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    return int(moment.timestamp() * 1000)
