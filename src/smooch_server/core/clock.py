"""The one source of wall-clock time. Times inside are integer milliseconds since 1970 in UTC."""

import datetime
import math
import time
from typing import Final

_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MILLISECOND: Final = datetime.timedelta(milliseconds=1)
MOST_SECONDS: Final = 10**12  # either way, of what is asked for
_LAST_MS: Final = 253_402_300_799_999  # the end of the year 9999: ISO-8601 has four digits for a year


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def to_seconds(ms: int) -> float:
    """Return unix seconds with milliseconds, the form of `received` and `timestamp` on the wire."""
    return ms / 1000


def to_iso(ms: int) -> str:
    """Return ISO-8601 in UTC with milliseconds and `Z`, the form of every other time on the wire."""
    moment = _EPOCH + ms * _MILLISECOND
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def from_iso(text: str) -> int:
    """Parse an ISO-8601 time from 1970 to 9999; one without a zone is UTC.

    Raises:
        ValueError: the text is no ISO-8601 time, or one outside these years.
    """
    moment = datetime.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    ms = (moment - _EPOCH) // _MILLISECOND
    if not 0 <= ms <= _LAST_MS:
        raise ValueError(f"not within the years 1970 to 9999: {text}")
    return ms


def from_seconds(seconds: float) -> int:
    """Return the milliseconds of unix seconds.

    Raises:
        ValueError: more than `MOST_SECONDS` before or after 1970, or no number at all.
    """
    if not math.isfinite(seconds) or abs(seconds) > MOST_SECONDS:
        raise ValueError(f"out of range: {seconds}")
    return round(seconds * 1000)


def from_text(text: str) -> int:
    """Parse unix seconds, decimals allowed, or an ISO-8601 time; what can be read as a number is one.

    Raises:
        ValueError: it is neither, or out of range.
    """
    try:
        seconds = float(text)
    except ValueError:
        return from_iso(text)
    return from_seconds(seconds)
