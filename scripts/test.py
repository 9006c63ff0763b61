"""Run every check and test: `python scripts/test.py`. A few parts run at once, each in a process of its own.

A part's tests share its servers and browsers, and no other part's. What failed is shown at the end, all of it, with the
names of the failing tests last.
"""

import dataclasses
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
AT_ONCE = max(2, os.cpu_count() or 2)
BROWSER_PARTS = 3


@dataclasses.dataclass(frozen=True, kw_only=True)
class Part:
    """What one process does."""

    name: str
    command: Sequence[str]
    folder: pathlib.Path = ROOT


@dataclasses.dataclass(frozen=True, kw_only=True)
class Run:
    """A part that is under way or over."""

    part: Part
    output: pathlib.Path
    began: float
    child: "subprocess.Popen[bytes]"

    def text(self) -> str:
        return self.output.read_text(errors="replace")


def parts() -> list[Part]:
    """All parts, those that take longest first: a long one at the end would leave processors idle."""
    browser = [str(path) for path in sorted((ROOT / "tests" / "browser").glob("test_*.py"))]
    said = {"api", "browser", "clients", "contract", "examples", "faults", "realtime", "stories"}
    others = sorted({path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")} - said)
    return [
        _tests("api on SQLite", "tests/api", "--shape=sqlite"),
        *(_tests(f"browsers, {n + 1} of {BROWSER_PARTS}", *browser[n::BROWSER_PARTS]) for n in range(BROWSER_PARTS)),
        _tests("api on PostgreSQL", "tests/api", "--shape=postgres-nats"),
        _tests("faults", "tests/faults"),
        _tests("contract", "tests/contract"),
        _tests("clients, realtime, stories", "tests/clients", "tests/examples", "tests/realtime", "tests/stories"),
        _tests(", ".join(others), *(f"tests/{name}" for name in others)),
        Part(name="check", command=["make", "--no-print-directory", "check"]),
        Part(name="web", command=[str(BIN / "npm"), "test"], folder=ROOT / "web"),
        Part(name="sizes", command=[str(BIN / "node"), "web/sizes.mjs"]),
    ]


def _tests(name: str, *arguments: str) -> Part:
    return Part(name=name, command=[str(BIN / "python"), "-m", "pytest", "-m", "not long", *arguments])


def main() -> int:
    began = time.monotonic()
    waiting, running, failed = parts(), list[Run](), list[Run]()
    with tempfile.TemporaryDirectory(prefix="smooch-test-") as folder:
        try:
            while waiting or running:
                while waiting and len(running) < AT_ONCE:
                    running.append(_start(waiting.pop(0), pathlib.Path(folder)))
                ended = _next_end(running)
                running.remove(ended)
                if ended.child.returncode:
                    failed.append(ended)
        finally:
            for run in running:
                run.child.terminate()
                run.child.wait()
        for run in failed:
            print(f"\n{f' {run.part.name} ':=^100}\n{run.text()}")
        names = [name for run in failed for name in re.findall(r"(?m)^(?:FAILED|ERROR) .*$", run.text())]
    print("\n".join([f"\n{time.monotonic() - began:.0f} s in all", *names]))
    if failed:
        print(f"failed: {'; '.join(run.part.name for run in failed)}")
    return 1 if failed else 0


def _start(part: Part, folder: pathlib.Path) -> Run:
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    output = folder / part.name
    with output.open("wb") as file:
        child = subprocess.Popen(
            part.command, cwd=part.folder, env=environment, stdin=subprocess.DEVNULL, stdout=file, stderr=file
        )
    return Run(part=part, output=output, began=time.monotonic(), child=child)


def _next_end(running: Sequence[Run]) -> Run:
    """Wait until one of them ends, and say how it went."""
    pid, status, used = os.wait3(0)
    run = next(run for run in running if run.child.pid == pid)
    run.child.returncode = os.waitstatus_to_exitcode(status)
    verdict = f"FAILED (exit {run.child.returncode})" if run.child.returncode else "ok"
    seconds, busy = time.monotonic() - run.began, used.ru_utime + used.ru_stime
    last = (run.text().strip().splitlines() or [""])[-1].strip("= ")
    print(f"{run.part.name}: {verdict}, {seconds:.0f} s, {busy:.0f} s of a processor; {last}", flush=True)
    return run


if __name__ == "__main__":
    sys.exit(main())
