"""A real `smooch serve` in a process of its own."""

import base64
import http.client
import os
import pathlib
import sys
from collections.abc import Mapping, Sequence

from tests.support import patience, ports, processes

PROGRAM = pathlib.Path(sys.executable).with_name("smooch")
_KEY = base64.urlsafe_b64encode(b"a key for tests, not for secrets").decode().rstrip("=")  # 32 bytes

DEFAULTS = {
    "SMOOCH_SECRET_KEY": _KEY,
    "SMOOCH_RATE_LIMITS": "off",  # all visitors of a test come from one address
    "SMOOCH_OUTBOX_ALLOW": "127.0.0.0/8",
    "SMOOCH_LOG_FORMAT": "json",
}


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The tests' own environment without its `SMOOCH_` variables, with `DEFAULTS` and `settings`."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SMOOCH_")}
    return clean | DEFAULTS | dict(settings)


class Server:
    """One server on 127.0.0.1. Its port stays the same over restarts; its output is in `folder`."""

    def __init__(
        self,
        folder: pathlib.Path,
        settings: Mapping[str, str] | None = None,
        *,
        name: str = "server",
        command: Sequence[str | pathlib.Path] = (PROGRAM, "serve"),
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.port = ports.free()
        self.url = f"http://127.0.0.1:{self.port}"
        self.ws_url = f"ws://127.0.0.1:{self.port}"
        self.environment = environment(
            {
                "SMOOCH_HOST": "127.0.0.1",
                "SMOOCH_PORT": str(self.port),
                "SMOOCH_PUBLIC_URL": self.url,
                "SMOOCH_DATA": str(folder / "data"),
            }
            | dict(settings or {})
        )
        self.process = processes.Process(
            command,
            log=folder / f"{name}.log",
            ready=self.ready,
            environment=self.environment,
        )

    def ready(self) -> bool:
        """Whether `/readyz` says 200 now."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def start(self, *, timeout: float = patience.START_SECONDS) -> None:
        self.process.start(timeout=timeout)

    def stop(self, *, timeout: float = patience.SECONDS) -> int:
        """Ask it to stop; its exit code."""
        return self.process.stop(timeout=timeout)

    def kill(self) -> None:
        """`kill -9`."""
        self.process.kill()

    def restart(self) -> None:
        """Stop, then start on the same port."""
        self.stop()
        self.start()
