"""`python -m tests.faults --shape A --seconds 60 --seed 7 --fault kill`: one run, a table, exit 1 on a violation."""

import argparse
import asyncio
import contextlib
import pathlib
import random
import sys
import tempfile

import uvloop

from tests.faults import harness, plan
from tests.support import postgres, shapes


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.faults", description=__doc__)
    parser.add_argument("--shape", choices=["A", "B"], default="A", help="A: SQLite; B: PostgreSQL, NATS, two servers")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--fault", choices=plan.FAULTS, default="kill")
    arguments = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="smooch-faults-")))
        if arguments.shape == "A":
            shape = stack.enter_context(shapes.sqlite(folder))
        else:
            database = postgres.Postgres(folder / "postgres")
            stack.callback(database.stop)
            database.start()
            shape = stack.enter_context(shapes.postgres_nats(folder, database))
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            report = runner.run(
                harness.run(shape, fault=arguments.fault, seconds=arguments.seconds, seed=arguments.seed)
            )
    print(report.table())
    return 0 if report.ok else 1


if __name__ == "__main__":
    sys.exit(main())
