"""Token buckets of this process. They protect one server from one visitor, in memory that does not grow for ever."""

import collections
import dataclasses
import time
from collections.abc import Callable
from typing import Final

from smooch_server.core import errors

MOST_BUCKETS: Final = 50_000  # then the one that was used longest ago is dropped


@dataclasses.dataclass(frozen=True, kw_only=True)
class Rate:
    """`burst` at once, then one every `seconds`."""

    burst: int
    seconds: float
    sentence: str


MESSAGES: Final = Rate(burst=10, seconds=1, sentence="You are sending messages too quickly; wait a moment")
CONVERSATIONS: Final = Rate(burst=20, seconds=180, sentence="Too many new conversations from this address")
TYPING: Final = Rate(burst=4, seconds=1.5, sentence="Typing is reported too often")
POLLS: Final = Rate(burst=120, seconds=0.25, sentence="Too many requests from this address")
HANDSHAKES: Final = Rate(burst=30, seconds=2, sentence="Too many connections from this address")


class Limits:
    """Counts by rate and key. `enabled=False` lets everything pass (load tests, a limiter in front)."""

    def __init__(self, *, enabled: bool, now: Callable[[], float] = time.monotonic) -> None:
        self._enabled = enabled
        self._now = now
        # When the bucket will be full again; the one used last stands last.
        self._full_at: collections.OrderedDict[tuple[int, str], float] = collections.OrderedDict()

    def take(self, rate: Rate, key: str) -> None:
        """Use one token.

        Raises:
            errors.TooManyRequests: none is left; `retry_after` says when there will be one.
        """
        if not self._enabled:
            return
        now = self._now()
        place = (id(rate), key)
        full_at = max(self._full_at.get(place, now), now) + rate.seconds
        wait = full_at - now - rate.burst * rate.seconds
        if wait > 0:
            raise errors.TooManyRequests(rate.sentence, retry_after=int(wait) + 1)
        self._full_at[place] = full_at
        self._full_at.move_to_end(place)
        if len(self._full_at) > MOST_BUCKETS:
            self._full_at.popitem(last=False)

    def __len__(self) -> int:
        """Return how many buckets are kept."""
        return len(self._full_at)
