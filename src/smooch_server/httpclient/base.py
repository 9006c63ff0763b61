"""The HTTP client port: the one way out of this server to addresses that other people chose."""

import dataclasses
from collections.abc import Mapping
from typing import Protocol

TOTAL_SECONDS = 20.0  # what receivers were promised; connecting included
CONNECT_SECONDS = 5.0  # resolving, TCP and TLS together
BODY_BYTES = 64 * 1024  # of an answer; the rest is never read


@dataclasses.dataclass(frozen=True, kw_only=True)
class Response:
    """What came back. `headers` are those the server has a use for, names in lower case; `body` is at most BODY_BYTES."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Client(Protocol):
    """Outgoing requests. Follows no redirect, keeps no cookie, obeys no proxy of the environment.

    Before each connection the address is checked against the operator's policy, whatever name led to it, and the
    connection goes to the checked address.
    """

    async def post(
        self, url: str, *, body: bytes, headers: Mapping[str, str], total_seconds: float = TOTAL_SECONDS
    ) -> Response:
        """Send `body` unchanged and return the answer, whatever its status.

        `total_seconds` covers everything from resolving the name to the last byte read.

        Raises:
            RequestFailed: no complete answer was had.
        """
        ...

    async def close(self) -> None:
        """Break what is under way, then close. Later calls raise RequestFailed with reason `closed`."""
        ...


class RequestFailed(Exception):
    """There is no answer. `reason` is a stable word, `retry` tells whether trying again later can help.

    Reasons: `url` (never allowed), `address` (the name leads where requests may not go), `dns`, `connect`, `tls`,
    `timeout`, `protocol` (the peer hung up or does not speak HTTP), `closed`.
    """

    def __init__(self, reason: str, *, retry: bool, detail: str = "") -> None:
        self.reason = reason
        self.retry = retry
        self.detail = detail
        super().__init__(f"{reason}: {detail}" if detail else reason)
