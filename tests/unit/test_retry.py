"""The retry schedule, as a table."""

import datetime
import email.utils

import pytest

from smooch_server.outbox import retry

NOW = 1_700_000_000_000
MINUTE, HOUR = 60_000, 3_600_000


def failed(attempts: int, jitter: float = 0.0) -> retry.Outcome:
    return retry.after_failure("timeout", attempts=attempts, now_ms=NOW, jitter=jitter)


@pytest.mark.parametrize(
    ("attempts", "delay_ms"),
    [
        (0, 5_000),
        (1, 5 * MINUTE),
        (2, 30 * MINUTE),
        (3, 2 * HOUR),
        (4, 5 * HOUR),
        (5, 10 * HOUR),
        (6, 14 * HOUR),
        (7, 20 * HOUR),
        (8, 24 * HOUR),
    ],
)
def test_each_failure_waits_longer(attempts: int, delay_ms: int) -> None:
    assert failed(attempts) == retry.RetryAt(due_ms=NOW + delay_ms, reason="timeout")


def test_the_tenth_failure_is_the_last() -> None:
    assert failed(9) == retry.Dead(reason="timeout")


def test_all_attempts_span_75_hours_35_minutes() -> None:
    total = 0
    for attempts in range(retry.ATTEMPTS - 1):
        outcome = failed(attempts)
        assert isinstance(outcome, retry.RetryAt)
        total += outcome.due_ms - NOW
    assert retry.ATTEMPTS == 10
    assert total == 75 * HOUR + 35 * MINUTE + 5_000


def test_jitter_only_ever_delays() -> None:
    assert failed(3, jitter=1.0) == retry.RetryAt(due_ms=NOW + 2 * HOUR + 12 * MINUTE, reason="timeout")


def test_what_cannot_help_is_not_tried_again() -> None:
    outcome = retry.after_failure("url", retry=False, attempts=0, now_ms=NOW, jitter=0.0)
    assert outcome == retry.Dead(reason="url")


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_2xx_is_delivered(status: int) -> None:
    assert retry.after_answer(status, attempts=0, now_ms=NOW, jitter=0.0) == retry.Delivered()


@pytest.mark.parametrize("status", [400, 401, 403, 404, 406, 410])
def test_final_statuses(status: int) -> None:
    outcome = retry.after_answer(status, attempts=0, now_ms=NOW, jitter=0.0, retry_after="60")
    assert outcome == retry.Dead(reason=f"status {status}")


@pytest.mark.parametrize("status", [199, 301, 302, 307, 402, 405, 408, 409, 413, 418, 422, 429, 500, 502, 503, 504])
def test_every_other_status_is_tried_again(status: int) -> None:
    outcome = retry.after_answer(status, attempts=0, now_ms=NOW, jitter=0.0)
    assert outcome == retry.RetryAt(due_ms=NOW + 5_000, reason=f"status {status}")


def http_date(seconds: int) -> str:
    moment = datetime.datetime.fromtimestamp(NOW / 1000 + seconds, tz=datetime.UTC)
    return email.utils.format_datetime(moment, usegmt=True)


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("1", 5),  # never sooner than the schedule
        ("0", 5),
        ("-3", 5),
        ("soon", 5),
        ("", 5),
        ("٣٠", 5),
        ("9" * 400, 24 * 3600),  # never later than a day
        ("172800", 24 * 3600),
        (http_date(600), 600),
        (http_date(-600), 5),
        (http_date(90 * 3600), 24 * 3600),
        (http_date(600).replace("GMT", "-0000"), 600),
    ],
)
def test_retry_after(retry_after: str, seconds: int) -> None:
    outcome = retry.after_answer(429, attempts=0, now_ms=NOW, jitter=0.0, retry_after=retry_after)
    assert outcome == retry.RetryAt(due_ms=NOW + seconds * 1000, reason="status 429")


def test_the_compatible_rule_ends_within_15_minutes() -> None:
    total, attempts = 0, 0
    while True:
        outcome = retry.after_failure("x", attempts=attempts, now_ms=NOW, jitter=1.0, rule=retry.COMPATIBLE)
        if isinstance(outcome, retry.Dead):
            break
        assert isinstance(outcome, retry.RetryAt)
        assert outcome.alone
        total += outcome.due_ms - NOW
        attempts += 1
    assert attempts == 5
    assert 14 * MINUTE < total <= 15 * MINUTE


@pytest.mark.parametrize(
    ("status", "final"), [(400, True), (401, True), (403, True), (404, True), (406, True), (410, False), (500, False)]
)
def test_what_is_final_in_the_compatible_rule(status: int, *, final: bool) -> None:
    outcome = retry.after_answer(status, attempts=0, now_ms=NOW, jitter=0.0, retry_after="600", rule=retry.COMPATIBLE)
    assert isinstance(outcome, retry.Dead) == final
    if not final:
        assert outcome == retry.RetryAt(due_ms=NOW + 9_000, reason=f"status {status}", alone=True)
