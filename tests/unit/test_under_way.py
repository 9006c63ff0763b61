"""When background work steps back: while requests wait, however long they have waited."""

import time

from smooch_server import metrics


def test_a_crowd_that_does_not_move_is_a_crowd() -> None:
    under_way = metrics.UnderWay()
    assert not under_way.crowded()
    long_ago = time.perf_counter() - 10 * metrics.CROWDED_SECONDS
    for _ in range(metrics.CROWD):
        under_way.begin(long_ago)
    assert under_way.crowded()
    under_way.end()
    assert under_way.crowded()  # it was one a moment ago


def test_a_few_requests_are_none() -> None:
    under_way = metrics.UnderWay()
    for _ in range(metrics.CROWD - 1):
        under_way.begin(time.perf_counter())
    assert not under_way.crowded()
