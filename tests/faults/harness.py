"""Run writers and readers under a fault plan, let everything heal, then let the checker judge."""

import asyncio
import contextlib
import dataclasses
import itertools
import pathlib
import time
from collections.abc import Sequence

import apsw
import asyncpg

from tests.faults import checker, people, plan
from tests.support import patience, shapes

WRITERS = 20
READERS = 10
# The longest time without an acknowledgement while only the bus is down, which is longer down than that.
BUS_ACK_GAP_SECONDS = 4.5


@dataclasses.dataclass(frozen=True, kw_only=True)
class Report:
    """What a run found."""

    shape: str
    fault: plan.Fault
    seed: int
    faults: int
    sent: int
    acknowledged: int
    refused: dict[str, int]
    violations: checker.Violations

    @property
    def ok(self) -> bool:
        return not any(self.violations.values())

    def table(self) -> str:
        """The verdict, a line for each check."""
        lines = [
            f"shape {self.shape}, fault {self.fault}, seed {self.seed}: {self.faults} faults, {self.sent} messages"
            f" sent, {self.acknowledged} acknowledged, refused {self.refused}"
        ]
        for name, found in self.violations.items():
            lines.append(f"  {name:<34} {'holds' if not found else f'VIOLATED, {len(found)} times'}")
            lines += [f"      {text}" for text in found[:5]]
        return "\n".join(lines)


async def run(shape: shapes.Shape, *, fault: plan.Fault, seconds: float, seed: int) -> Report:
    """One run on a shape that is up; it is up again afterwards."""
    steps = plan.make(fault, seed=seed, seconds=seconds, servers=len(shape.servers))
    talk = await people.begin(shape)
    journal = people.Journal(shape.folder / f"acks-{seed}-{fault}.jsonl")
    readers = people.readers(talk, READERS)
    moved, stop = asyncio.Event(), asyncio.Event()
    reading = [asyncio.create_task(reader.run(moved.set)) for reader in readers]
    writing = [
        asyncio.create_task(people.Writer(number, talk, journal, seed=seed).run(stop)) for number in range(WRITERS)
    ]
    try:
        down = await _break(shape, steps, seconds)
        stop.set()
        _, stuck = await asyncio.wait(writing, timeout=patience.SECONDS)
        gone = [server.url for server in shape.servers if not server.process.running]
        for task in writing:
            task.cancel()
            if task not in stuck:
                task.result()  # raises what stopped the writer
        stored = await _stored(shape, talk.conversation_id)
        await _all_read(readers, reading, len(stored), moved)
    finally:
        for task in (*writing, *reading):
            task.cancel()
        await asyncio.gather(*writing, *reading, return_exceptions=True)
        journal.close()
    logs = [reader.log() for reader in readers]
    records = checker.Records(sent=frozenset(journal.sent), acks=journal.acks, logs=logs, stored=stored)
    violations = checker.check(records)
    violations["every send ends"] = [f"{len(stuck)} writers still tried {patience.SECONDS} s later"] if stuck else []
    violations["servers stay up"] = [f"{url} ended by itself" for url in gone]
    if fault == "bus":
        violations["sends stay acknowledged"] = _silence(journal.ack_times, down)
    return Report(
        shape=shape.name,
        fault=fault,
        seed=seed,
        faults=len(steps),
        sent=len(journal.sent),
        acknowledged=len({ack.text for ack in journal.acks}),
        refused=dict(journal.refused),
        violations=violations,
    )


async def _break(shape: shapes.Shape, steps: Sequence[plan.Step], seconds: float) -> list[tuple[float, float]]:
    """Carry out the plan, heal, and return from when to when the bus was down."""
    began = time.monotonic()
    down: list[tuple[float, float]] = []
    for step in steps:
        await asyncio.sleep(max(0.0, began + step.at - time.monotonic()))
        if isinstance(step, plan.Kill):
            server = shape.servers[step.server]
            await asyncio.to_thread(server.kill)
            await asyncio.sleep(step.down)
            await asyncio.to_thread(server.start)
        else:
            assert shape.bus is not None, f"{shape.name} has no bus to stop"
            await asyncio.to_thread(shape.bus.stop)
            stopped = time.monotonic()
            await asyncio.sleep(step.down)
            down.append((stopped, time.monotonic()))
            await asyncio.to_thread(shape.bus.start)
    await asyncio.sleep(max(0.0, began + seconds - time.monotonic()))
    return down


async def _all_read(
    readers: Sequence[people.Reader], reading: Sequence[asyncio.Task[None]], wanted: int, moved: asyncio.Event
) -> None:
    """Wait until every reader has everything, at most the time to quiesce; the checker says what is missing then."""
    deadline = time.monotonic() + patience.SECONDS
    while any(reader.count < wanted for reader in readers):
        for task in reading:
            if task.done():
                task.result()  # raises: a reader never ends by itself
        moved.clear()
        left = deadline - time.monotonic()
        if left <= 0:
            return
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(moved.wait(), min(left, 0.5))


def _silence(ack_times: Sequence[float], down: Sequence[tuple[float, float]]) -> list[str]:
    """Times without an acknowledgement while the bus was down."""
    found = []
    for start, end in down:
        times = [start, *(moment for moment in ack_times if start < moment < end), end]
        longest = max(b - a for a, b in itertools.pairwise(times))
        if longest > BUS_ACK_GAP_SECONDS:
            found.append(f"no acknowledgement for {longest:.1f} s")
    return found


async def _stored(shape: shapes.Shape, conversation_id: str) -> list[str]:
    """The ids of the stored messages, read from the database itself."""
    url = shape.database_url
    if url.startswith("sqlite:///"):
        path = pathlib.Path(url.removeprefix("sqlite:///"))
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            sql = "SELECT message_id FROM message WHERE conversation_id = ?"
            return [str(row[0]) for row in connection.execute(sql, (conversation_id,))]
        finally:
            connection.close()
    postgres = await asyncpg.connect(url)
    try:
        rows = await postgres.fetch("SELECT message_id FROM message WHERE conversation_id = $1", conversation_id)
        return [str(row[0]) for row in rows]
    finally:
        await postgres.close()
