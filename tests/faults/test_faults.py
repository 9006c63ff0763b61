"""Kills and bus outages on both shapes; and proof that the checker sees a planted fault."""

import asyncio
import pathlib
import sys

import pytest
import uvloop

from tests.faults import harness, plan
from tests.support import postgres, shapes


def _run(shape: shapes.Shape, fault: plan.Fault, *, seconds: float, seed: int) -> harness.Report:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        report = runner.run(harness.run(shape, fault=fault, seconds=seconds, seed=seed))
    print(report.table())
    return report


def _assert_holds(report: harness.Report) -> None:
    assert report.ok, report.table()
    assert report.faults > 0
    assert report.acknowledged > 100


@pytest.mark.parametrize(
    ("seconds", "seed"),
    [pytest.param(12, 1, id="short"), pytest.param(60, 2, id="long", marks=pytest.mark.long)],
)
def test_killed_server_loses_nothing_on_sqlite(tmp_path: pathlib.Path, seconds: float, seed: int) -> None:
    with shapes.sqlite(tmp_path) as shape:
        _assert_holds(_run(shape, "kill", seconds=seconds, seed=seed))


@pytest.mark.parametrize(
    ("seconds", "seed"),
    [pytest.param(12, 3, id="short"), pytest.param(60, 4, id="long", marks=pytest.mark.long)],
)
def test_killed_servers_lose_nothing_on_postgres(
    tmp_path: pathlib.Path, postgres_server: postgres.Postgres, seconds: float, seed: int
) -> None:
    with shapes.postgres_nats(tmp_path, postgres_server) as shape:
        _assert_holds(_run(shape, "kill", seconds=seconds, seed=seed))


@pytest.mark.parametrize(
    ("seconds", "seed"),
    [pytest.param(12, 5, id="short"), pytest.param(45, 6, id="long", marks=pytest.mark.long)],
)
def test_stopped_bus_loses_nothing(
    tmp_path: pathlib.Path, postgres_server: postgres.Postgres, seconds: float, seed: int
) -> None:
    with shapes.postgres_nats(tmp_path, postgres_server) as shape:
        _assert_holds(_run(shape, "bus", seconds=seconds, seed=seed))


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        pytest.param("drop", "none", id="a write is answered and not stored"),
        pytest.param("early", "kill", id="a write is answered before its commit"),
    ],
)
def test_checker_sees_a_planted_fault(tmp_path: pathlib.Path, kind: str, fault: plan.Fault) -> None:
    planted = [sys.executable, "-m", "tests.faults.planted", kind, "serve"]
    with shapes.sqlite(tmp_path, command=planted) as shape:
        report = _run(shape, fault, seconds=8, seed=7)
    assert report.violations["C1 acknowledged is read by all"], report.table()
