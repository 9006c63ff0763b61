"""A child process with its output in a file, ended for certain when the tests end."""

import atexit
import contextlib
import os
import pathlib
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence

from tests.support import patience

_alive: "set[Process]" = set()


class DidNotStart(Exception):
    """A process ended or stayed silent when it should have become ready; the message holds the end of its output."""


class Process:
    """One command that can be started, stopped, killed and started again."""

    def __init__(
        self,
        command: Sequence[str | pathlib.Path],
        *,
        log: pathlib.Path,
        ready: Callable[[], bool],
        environment: Mapping[str, str] | None = None,
        user: int | None = None,
        folder: pathlib.Path | None = None,
    ) -> None:
        self.command = [str(part) for part in command]
        self.log = log
        self.environment = dict(environment) if environment is not None else None
        self._ready = ready
        self._user = user
        self._folder = folder
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._child is not None, "not started"
        return self._child.pid

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def start(self, *, timeout: float = patience.START_SECONDS) -> None:
        """Start and return when ready."""
        self.launch()
        self.wait_ready(timeout=timeout)

    def launch(self) -> None:
        """Start without waiting."""
        assert not self.running, f"{self.command[0]} runs already"
        with self.log.open("ab") as output:
            self._child = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self.environment,
                cwd=self._folder,
                user=self._user,
                group=self._user,
                extra_groups=None if self._user is None else [],
                start_new_session=True,
            )
        _alive.add(self)

    def wait_ready(self, *, timeout: float = patience.START_SECONDS) -> None:
        deadline = time.monotonic() + timeout
        while not self._ready():
            if not self.running:
                raise DidNotStart(f"{self.command[0]} ended\n{self.tail()}")
            if time.monotonic() > deadline:
                self.kill()
                raise DidNotStart(f"{self.command[0]} was not ready in {timeout} s\n{self.tail()}")
            time.sleep(0.01)

    def stop(self, *, timeout: float = patience.SECONDS, with_signal: int = signal.SIGTERM) -> int:
        """Ask it to end and return its exit code; kill it when it does not within `timeout` seconds."""
        if self._child is None:
            return 0
        if self.running:
            self._child.send_signal(with_signal)
        try:
            return self._child.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            return -signal.SIGKILL
        finally:
            _alive.discard(self)

    def kill(self) -> None:
        """`kill -9` it and all its children: nothing of it gets a chance to tidy up."""
        if self._child is None:
            return
        # Children in sessions of their own (PostgreSQL's) are not in the process group.
        for pid in [*_descendants(self._child.pid), self._child.pid]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._child.wait()
        _alive.discard(self)

    def children(self) -> list[int]:
        """The pids of the processes it started, and of theirs."""
        return _descendants(self.pid)

    def wait(self, *, timeout: float) -> int:
        """Wait until it ends by itself; its exit code."""
        assert self._child is not None, "not started"
        code = self._child.wait(timeout)
        _alive.discard(self)
        return code

    def tail(self, lines: int = 40) -> str:
        """The end of its output."""
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    for listed in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, listed.read_text().split()):
                found += [child, *_descendants(child)]
    return found


@atexit.register
def _kill_what_is_left() -> None:
    for process in list(_alive):
        process.kill()
