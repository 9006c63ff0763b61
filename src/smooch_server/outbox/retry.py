"""When a delivery that failed is tried again. Pure: numbers in, verdict out."""

import dataclasses
import datetime
import email.utils
import math

_MINUTE = 60
_HOUR = 60 * _MINUTE

# Seconds before the second attempt, the third ...: 10 attempts over 75 h 35 min, three days of outage survived.
DELAYS = (5, 5 * _MINUTE, 30 * _MINUTE, 2 * _HOUR, 5 * _HOUR, 10 * _HOUR, 14 * _HOUR, 20 * _HOUR, 24 * _HOUR)
ATTEMPTS = len(DELAYS) + 1
JITTER = 0.1  # each delay grows by up to this share, so that what failed together does not return together
MAX_RETRY_AFTER = 24 * _HOUR  # a target may ask for more time, but not for ever
# The receiver says that the same request will never be welcome.
FINAL_STATUSES = frozenset({400, 401, 403, 404, 406, 410})

# The rule of the hosted service: five more attempts within 15 minutes, jitter included. It knew no 410 and no
# Retry-After, and a delivery that waits for its retry holds back no later one.
COMPATIBLE_DELAYS = (9, 27, 75, 200, 500)
COMPATIBLE_FINAL_STATUSES = FINAL_STATUSES - {410}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Delivered:
    """Done: forget the row."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class RetryAt:
    """Try again at `due_ms`. `alone`: no later row of the order key waits for it."""

    due_ms: int
    reason: str
    alone: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class Dead:
    """Never try again by itself."""

    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Dropped:
    """It failed and is not worth a second attempt, nor keeping: forget the row."""

    reason: str


Outcome = Delivered | RetryAt | Dead | Dropped


@dataclasses.dataclass(frozen=True, kw_only=True)
class Rule:
    """How a target's failures are met."""

    delays: tuple[int, ...]  # seconds
    final: frozenset[int]  # statuses
    heeds_retry_after: bool
    alone: bool  # as in RetryAt


STANDARD = Rule(delays=DELAYS, final=FINAL_STATUSES, heeds_retry_after=True, alone=False)
COMPATIBLE = Rule(delays=COMPATIBLE_DELAYS, final=COMPATIBLE_FINAL_STATUSES, heeds_retry_after=False, alone=True)


def after_answer(
    status: int,
    *,
    attempts: int,
    now_ms: int,
    jitter: float,
    retry_after: str | None = None,
    rule: Rule = STANDARD,
) -> Outcome:
    """Judge an HTTP answer. `attempts` counts the failures before it, `jitter` is a random number of 0 to 1."""
    if 200 <= status <= 299:
        return Delivered()
    reason = f"status {status}"
    if status in rule.final:
        return Dead(reason=reason)
    heeded = retry_after is not None and rule.heeds_retry_after
    asked = _seconds(retry_after or "", now_ms=now_ms) if heeded else 0
    return _again(reason, attempts=attempts, now_ms=now_ms, jitter=jitter, at_least=asked, rule=rule)


def after_failure(
    reason: str, *, retry: bool = True, attempts: int, now_ms: int, jitter: float, rule: Rule = STANDARD
) -> Outcome:
    """Judge an attempt that had no answer."""
    if not retry:
        return Dead(reason=reason)
    return _again(reason, attempts=attempts, now_ms=now_ms, jitter=jitter, rule=rule)


def _again(reason: str, *, attempts: int, now_ms: int, jitter: float, at_least: int = 0, rule: Rule) -> RetryAt | Dead:
    if attempts >= len(rule.delays):
        return Dead(reason=reason)
    delay = rule.delays[attempts] * (1 + JITTER * jitter)
    return RetryAt(due_ms=now_ms + round(max(delay, at_least) * 1000), reason=reason, alone=rule.alone)


def _seconds(retry_after: str, *, now_ms: int) -> int:
    """Read a Retry-After header, seconds or a date; nonsense counts as 0."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return min(int(text[:9]), MAX_RETRY_AFTER)
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return 0
    if moment.tzinfo is None:  # `-0000`: UTC that came from nowhere in particular
        moment = moment.replace(tzinfo=datetime.UTC)
    return max(0, min(math.ceil(moment.timestamp() - now_ms / 1000), MAX_RETRY_AFTER))
