"""Plans come from their seed, and a reader's log knows a gap from a repetition."""

from typing import Any

import pytest

from tests.faults import plan
from tests.support import realtime


def test_the_same_seed_gives_the_same_plan() -> None:
    first = plan.make("kill", seed=7, seconds=60, servers=2)
    assert first == plan.make("kill", seed=7, seconds=60, servers=2)
    assert first != plan.make("kill", seed=8, seconds=60, servers=2)


@pytest.mark.parametrize("seed", range(20))
def test_kills_hit_every_server_within_the_time(seed: int) -> None:
    steps = [step for step in plan.make("kill", seed=seed, seconds=60, servers=2) if isinstance(step, plan.Kill)]
    assert len(steps) >= 7
    assert {step.server for step in steps} == {0, 1}
    assert all(0 < step.at < 60 for step in steps)


def test_the_bus_is_down_for_20_seconds_of_a_long_run() -> None:
    (step,) = plan.make("bus", seed=1, seconds=45, servers=2)
    assert isinstance(step, plan.StopBus)
    assert step.down == 20


def _event(seq: int) -> dict[str, Any]:
    return {"type": "message", "seq": seq, "message": {"_id": f"m{seq}", "text": f"text {seq}"}}


def test_a_log_takes_what_follows_and_ignores_what_it_has() -> None:
    log = realtime.Log({"epoch": "e", "seq": 3})
    assert [log.take(_event(seq)) for seq in (4, 5, 4)] == [True, True, False]
    assert log.cursor == {"epoch": "e", "seq": 5}
    assert [entry.id for entry in log.entries] == ["m4", "m5"]


def test_a_log_refuses_a_gap() -> None:
    log = realtime.Log({"epoch": "e", "seq": 3})
    with pytest.raises(realtime.Gap):
        log.take(_event(5))
    assert log.gaps == ["5 after 3"]
    assert log.cursor == {"epoch": "e", "seq": 3}


def test_a_log_follows_a_reset() -> None:
    log = realtime.Log({"epoch": "e", "seq": 3})
    assert not log.take({"type": "reset", "conversationId": "c", "cursor": {"epoch": "f", "seq": 9}})
    assert log.take(_event(10))
    assert (log.resets, log.entries[-1].epoch) == (1, "f")
