"""A real S3 server: moto's, on a port of its own, with one empty bucket."""

import http.client
import pathlib
import sys

from tests.support import patience, ports, processes

BUCKET = "smooch-tests"


class S3:
    """One S3 server on a port it keeps over restarts. Its objects are in its memory: a restart forgets them."""

    def __init__(self, folder: pathlib.Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.port = ports.free()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.environment = {
            "AWS_ACCESS_KEY_ID": "tests",
            "AWS_SECRET_ACCESS_KEY": "tests",
            "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": self.endpoint,
        }
        self._process = processes.Process(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)],
            log=folder / "s3.log",
            ready=lambda: ports.answers(self.port),
        )

    def url(self, prefix: str = "") -> str:
        """The value of `SMOOCH_BLOBS_URL` for a folder of the bucket."""
        return f"s3://{BUCKET}/{prefix}"

    def start(self) -> None:
        self._process.start()
        self._make_bucket()

    def stop(self) -> None:
        self._process.stop()

    def _make_bucket(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience.SECONDS)
        try:
            connection.request("PUT", f"/{BUCKET}")
            assert connection.getresponse().status == 200
        finally:
            connection.close()
