"""Fault plans: made from a seed before the run, so that a run can be repeated."""

import dataclasses
import random
from typing import Literal

Fault = Literal["none", "kill", "bus"]
FAULTS: tuple[Fault, ...] = ("none", "kill", "bus")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Kill:
    """`kill -9` of one server `at` seconds after the start; it comes back `down` seconds later."""

    at: float
    server: int
    down: float


@dataclasses.dataclass(frozen=True, kw_only=True)
class StopBus:
    """The bus ends `at` seconds after the start and comes back `down` seconds later."""

    at: float
    down: float


Step = Kill | StopBus


def make(fault: Fault, *, seed: int, seconds: float, servers: int) -> list[Step]:
    """The steps of a run of `seconds`, in order."""
    chance = random.Random(seed)
    if fault == "bus":
        down = min(20.0, seconds / 2)  # long enough for clients and buffers to notice
        return [StopBus(at=min(5.0, seconds / 5), down=down)]
    steps: list[Step] = []
    at = chance.uniform(0.5, 2)
    while fault == "kill" and at < seconds - 1:
        steps.append(Kill(at=at, server=chance.randrange(servers), down=chance.uniform(0, 1)))
        at += chance.uniform(2, min(8.0, 2 + seconds / 8))
    return steps
