"""Free TCP ports. A port is chosen once and kept, so that a server can be started on it again."""

import fcntl
import os
import pathlib
import socket
import tempfile
import time
from typing import IO


def free() -> int:
    """A port nobody listens on now, and no other test run on this machine chooses while this process lives.

    It is below the range that outgoing connections take theirs from.
    """
    for port in _candidates():
        mark = _mark(port)
        if mark is None:
            continue
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                mark.close()
                continue
        _marks.append(mark)
        return port
    raise RuntimeError("no free port")


_next = 20_000 + time.time_ns() // 1000 % 10_000  # test runs side by side begin at different places
_folder = pathlib.Path(tempfile.gettempdir()) / f"smooch-test-ports-{os.geteuid()}"
_marks: list[IO[bytes]] = []  # open, and so locked, until this process ends


def _mark(port: int) -> IO[bytes] | None:
    """A locked file for the port; None when another process has it."""
    _folder.mkdir(exist_ok=True)
    mark = (_folder / str(port)).open("wb")
    try:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        mark.close()
        return None
    return mark


def _candidates() -> list[int]:
    global _next
    first, _next = _next, _next + 1 if _next < 32_000 else 20_000
    return [first + step for step in range(500)]


def answers(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0
