"""Free TCP ports. A port is chosen once and kept, so that a server can be started on it again."""

import socket
import time


def free() -> int:
    """A port nobody listens on now. It is below the range that outgoing connections take theirs from."""
    for port in _candidates():
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no free port")


_next = 20_000 + time.time_ns() // 1000 % 10_000  # test runs side by side begin at different places


def _candidates() -> list[int]:
    global _next
    first, _next = _next, _next + 1 if _next < 32_000 else 20_000
    return [first + step for step in range(500)]


def answers(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0
