"""Token buckets, and whom a bucket belongs to."""

from typing import Any

import pytest
from litestar.connection import ASGIConnection

from smooch_server.api import clients, limits
from smooch_server.core import errors

RATE = limits.Rate(name="test", burst=2, seconds=10, sentence="Slower, please")


def test_a_burst_then_one_a_while() -> None:
    now = 100.0
    buckets = limits.Limits(enabled=True, now=lambda: now)
    for _ in range(2):
        buckets.take(RATE, "a")
    with pytest.raises(errors.TooManyRequests) as refused:
        buckets.take(RATE, "a")
    assert refused.value.retry_after == 11
    buckets.take(RATE, "b")
    now += 10
    buckets.take(RATE, "a")


def test_buckets_do_not_grow_for_ever_and_the_oldest_goes_first() -> None:
    buckets = limits.Limits(enabled=True, now=lambda: 0.0)
    buckets.take(RATE, "first")
    buckets.take(RATE, "busy")
    for number in range(limits.MOST_BUCKETS - 2):
        buckets.take(RATE, f"{number}")
    buckets.take(RATE, "busy")
    for number in range(10):
        buckets.take(RATE, f"more {number}")
    assert len(buckets) == limits.MOST_BUCKETS
    buckets.take(RATE, "first")  # forgotten, hence full
    buckets.take(RATE, "first")
    with pytest.raises(errors.TooManyRequests):
        buckets.take(RATE, "busy")


def test_all_of_several_buckets_or_none() -> None:
    buckets = limits.Limits(enabled=True, now=lambda: 0.0)
    narrow = limits.Rate(name="narrow", burst=1, seconds=10, sentence="Slower, please")
    standing = buckets.admit([(RATE, "a"), (narrow, "b")])
    assert standing == limits.Standing(limit=1, remaining=0, reset=10)
    with pytest.raises(limits.Refused) as refused:
        buckets.admit([(RATE, "a"), (narrow, "b")])
    assert refused.value.standing == limits.Standing(limit=1, remaining=0, reset=10)
    assert buckets.admit([(RATE, "a")]) == limits.Standing(limit=2, remaining=0, reset=20), "nothing was taken before"


def test_what_costs_more_takes_more() -> None:
    now = 0.0
    buckets = limits.Limits(enabled=True, api_rate=10, now=lambda: now)
    assert buckets.admit([(buckets.of_key, "k")], tokens=15) == limits.Standing(limit=20, remaining=5, reset=2)
    with pytest.raises(limits.Refused) as refused:
        buckets.admit([(buckets.of_key, "k")], tokens=15)
    assert refused.value.retry_after == 2
    now = 1.0
    assert buckets.admit([(buckets.of_key, "k")], tokens=15)
    assert buckets.admit([(buckets.of_key, "other")], tokens=1000), "what costs more than all there is needs all"


def test_nothing_is_limited_when_limits_are_off() -> None:
    buckets = limits.Limits(enabled=False)
    assert [buckets.admit([(RATE, "a")]) for _ in range(10)] == [None] * 10


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("no:address", "no:address"),
    ],
)
def test_the_addresses_of_a_household_count_as_one(address: str, counted_as: str) -> None:
    scope: Any = {"type": "http", "client": (address, 1)}  # all that is looked at
    connection: ASGIConnection[Any, Any, Any, Any] = ASGIConnection(scope)
    assert clients.network(connection) == counted_as
    assert clients.ip(connection) == address
