"""Token buckets, and whom a bucket belongs to."""

from typing import Any

import pytest
from litestar.connection import ASGIConnection

from smooch_server.api import clients, limits
from smooch_server.core import errors

RATE = limits.Rate(burst=2, seconds=10, sentence="Slower, please")


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
