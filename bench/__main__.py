"""`python -m bench [--quick] [NAME ...]`: measure, print the table, exit with 1 when a target is missed."""

import argparse
import asyncio
import pathlib
import sys
import tempfile

import uvloop

from bench import calls, growth, measures, subjects, table, webhooks

MEASURES = {
    "posts": measures.posts_and_delivery,
    "calls": calls.calls,
    "uploads": calls.uploads,
    "sockets": measures.idle_sockets,
    "catch-up": measures.catch_up,
    "growth": growth.growth,
    "start": measures.cold_start,
    "webhooks": webhooks.webhooks,
}


async def run(names: list[str], sizes: measures.Sizes) -> bool:
    """Measure and print; tell whether every target is met."""
    table.print_head()
    met = True
    with tempfile.TemporaryDirectory(prefix="smooch-bench-") as folder:
        for name in names:
            for line in await MEASURES[name](pathlib.Path(folder), sizes):
                table.print_line(line)
                met = met and line.ok
    return met


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="shorter and smaller")
    parser.add_argument("names", nargs="*", choices=[*MEASURES, []], help="only these")
    arguments = parser.parse_args()
    subjects.pin_load()
    sizes = measures.QUICK if arguments.quick else measures.FULL
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return 0 if runner.run(run(arguments.names or list(MEASURES), sizes)) else 1


if __name__ == "__main__":
    sys.exit(main())
