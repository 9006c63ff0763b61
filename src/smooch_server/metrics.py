"""What the operator can watch at `/metrics`. Labels are few and never hold an id."""

import functools
import time
from typing import Final

import prometheus_client

REQUESTS: Final = prometheus_client.Counter("smooch_http_requests", "HTTP requests", ["api", "status"])
REQUEST_SECONDS: Final = prometheus_client.Histogram(
    "smooch_http_request_seconds",
    "Time from request to answer",
    ["api"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
MESSAGES: Final = prometheus_client.Counter("smooch_messages", "Messages stored", ["role"])
SOCKETS: Final = prometheus_client.Gauge("smooch_sockets", "Realtime sessions connected here", ["front"])
SOCKETS_CLOSED: Final = prometheus_client.Counter("smooch_sockets_closed", "Realtime sessions ended here", ["code"])
EVENTS_SENT: Final = prometheus_client.Counter("smooch_events_sent", "Events sent to sockets", ["path"])  # live, log
BUS_CONNECTED: Final = prometheus_client.Gauge("smooch_bus_connected", "1 while the bus works")
BUS_DROPPED: Final = prometheus_client.Counter("smooch_bus_dropped", "Bus messages that were lost")
WEBHOOKS: Final = prometheus_client.Counter("smooch_webhook_attempts", "Webhook attempts", ["outcome"])
OUTBOX_DUE: Final = prometheus_client.Gauge("smooch_outbox_due", "Outbox rows waiting to be delivered")
OUTBOX_OLDEST_SECONDS: Final = prometheus_client.Gauge("smooch_outbox_oldest_seconds", "Age of the oldest waiting row")
OUTBOX_DEAD: Final = prometheus_client.Gauge("smooch_outbox_dead", "Outbox rows given up and kept")

RETENTION_CONVERSATIONS: Final = prometheus_client.Counter(
    "smooch_retention_conversations", "Conversations emptied here because they were quiet for too long"
)
RETENTION_MESSAGES: Final = prometheus_client.Counter("smooch_retention_messages", "Messages erased with them")
SEARCH_INDEXED: Final = prometheus_client.Counter("smooch_search_indexed", "Messages read into the search index here")
SEARCH_WAITING: Final = prometheus_client.Gauge(
    "smooch_search_waiting", "Conversations with messages not yet in the index"
)
SEARCH_LAG_SECONDS: Final = prometheus_client.Gauge(
    "smooch_search_lag_seconds", "How long messages waited for the index"
)

CROWD: Final = 8  # requests answered at once: a post takes some milliseconds, so this many stand for 2,000 a second
CROWDED_SECONDS: Final = 0.25  # answers come in bursts, one for each commit; in between nobody seems to wait


class UnderWay:
    """The requests being answered now, long polls not counted. One for the process; times are of `perf_counter`."""

    def __init__(self) -> None:
        self._count = 0
        self._crowded_at = float("-inf")

    def begin(self, now: float) -> None:
        self._count += 1
        if self._count >= CROWD:
            self._crowded_at = now

    def end(self) -> None:
        if self._count >= CROWD:
            self._crowded_at = time.perf_counter()
        self._count -= 1

    def crowded(self) -> bool:
        """Whether requests queue for the processor, or did a moment ago."""
        return self._count >= CROWD or time.perf_counter() - self._crowded_at < CROWDED_SECONDS


UNDER_WAY: Final = UnderWay()

# `labels()` takes longer than the counting: what a request needs is looked up once.
_requests: Final = functools.cache(lambda api, status: REQUESTS.labels(api, str(status)))
_request_seconds: Final = functools.cache(REQUEST_SECONDS.labels)


_messages: Final = functools.cache(MESSAGES.labels)


def count_message(role: str) -> None:
    """Count one stored message."""
    _messages(role).inc()


def count_request(api: str, status: int, seconds: float | None) -> None:
    """Count one request; None for one whose time says nothing, such as a long poll."""
    _requests(api, status).inc()
    if seconds is not None:
        _request_seconds(api).observe(seconds)


def render() -> bytes:
    """Return every metric in the Prometheus text format."""
    return prometheus_client.generate_latest()
