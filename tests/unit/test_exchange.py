"""Limits that several processes hold together."""

import asyncio

import msgspec
import pytest

from smooch_server.api import exchange, limits
from smooch_server.bus import memory

pytestmark = pytest.mark.anyio

RATE = limits.Rate(name="test", burst=80, seconds=1, sentence="Slower, please")


class Node:
    """One process, with a clock that stands still until it is moved."""

    def __init__(self, bus: memory.Memory) -> None:
        self.now = 1000.0
        self.limits = limits.Limits(enabled=True, now=lambda: self.now)
        self.exchange = exchange.Exchange(bus, self.limits)

    def admit(self, times: int, key: str = "k") -> int:
        """How many of so many requests are admitted."""
        admitted = 0
        for _ in range(times):
            try:
                self.limits.take(RATE, key)
            except limits.Refused:
                break
            admitted += 1
        return admitted


async def _nodes(count: int) -> tuple[memory.Memory, list[Node]]:
    bus = await memory.open()
    nodes = [Node(bus) for _ in range(count)]
    for number, node in enumerate(nodes):
        node.now += 5000 * number  # clocks need not agree
        await node.exchange.start()
    return bus, nodes


async def _settle() -> None:
    for _ in range(3):  # the exchange's turn, the bus's turn, the hearer's
        await asyncio.sleep(0)


async def test_together_they_admit_the_limit_and_what_was_not_told_yet() -> None:
    _, (first, second) = await _nodes(2)
    admitted = 0
    for _ in range(20):
        admitted += first.admit(5) + second.admit(5)
        await _settle()
    slack = RATE.burst // 8 + 5  # what one may spend untold, and what it admitted in the turn itself
    assert RATE.burst <= admitted <= RATE.burst + slack


async def test_a_burst_on_both_at_once_is_paid_back() -> None:
    _, (first, second) = await _nodes(2)
    assert (first.admit(1000), second.admit(1000)) == (80, 80), "neither has heard of the other"
    await _settle()
    for node in (first, second):
        node.now += 80
        assert node.admit(1) == 0, "the bucket is overdrawn by what was admitted too much"
        node.now += 1
        assert node.admit(1) == 1


async def test_small_spending_waits_for_the_next_message() -> None:
    bus, (first, second) = await _nodes(2)
    messages: list[bytes] = []
    await bus.subscribe("limits", lambda _subject, payload: messages.append(payload))
    first.admit(3)
    await _settle()
    assert messages == []
    first.admit(7)
    await _settle()
    assert len(messages) == 1, "an eighth of the bucket is told at once"
    assert second.admit(1000) == 70


async def test_a_message_that_is_repeated_counts_once() -> None:
    bus, (first, second) = await _nodes(2)
    said: list[bytes] = []
    await bus.subscribe("limits", lambda _subject, payload: said.append(payload))
    first.admit(40)
    await _settle()
    bus.publish("limits", said[0])
    await _settle()
    assert second.admit(1000) == 40
    assert msgspec.json.decode(said[0])[2] == [["test", "k", 40.0]]


async def test_without_the_bus_each_holds_the_limit_by_itself() -> None:
    _, (first, second) = await _nodes(2)
    second.exchange.stop()
    first.admit(80)
    await _settle()
    assert second.admit(1000) == 80
    assert first.admit(1) == 0


async def test_many_buckets_are_told_in_parts() -> None:
    bus, (first, second) = await _nodes(2)
    count = exchange.MOST_ENTRIES + 1
    for number in range(count):
        first.admit(1, key=f"{number}")
    said: list[bytes] = []
    await bus.subscribe("limits", lambda _subject, payload: said.append(payload))
    first.admit(80, key="loud")
    await _settle()
    assert [len(msgspec.json.decode(part)[2]) for part in said] == [exchange.MOST_ENTRIES, 2]
    assert second.admit(1000, key=f"{count - 1}") == 79
