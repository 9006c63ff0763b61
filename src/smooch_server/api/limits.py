"""Token buckets: what one visitor, key or app may do in a while. In memory that does not grow for ever.

Each process counts for itself. Where there are several, `exchange` tells each what the others admitted (ADR 0011).
"""

import collections
import dataclasses
import math
import time
from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from smooch_server.core import errors

MOST_BUCKETS: Final = 50_000  # then the one that was used longest ago is dropped
API_RATE: Final = 100  # requests a second of a key, and of an app, unless the operator says otherwise
BURST_SECONDS: Final = 2  # a key may use up the requests of so many seconds at once
UPLOAD_BYTES_A_DAY: Final = 100_000_000  # of one visitor; counted from the stored files


@dataclasses.dataclass(frozen=True, kw_only=True)
class Rate:
    """`burst` at once, then one every `seconds`. Processes that exchange what they spent know it by its name."""

    name: str
    burst: int
    seconds: float
    sentence: str


MESSAGES: Final = Rate(
    name="messages", burst=10, seconds=1, sentence="You are sending messages too quickly; wait a moment"
)
CONVERSATIONS: Final = Rate(
    name="conversations", burst=20, seconds=180, sentence="Too many new conversations from this address"
)
TYPING: Final = Rate(name="typing", burst=4, seconds=1.5, sentence="Typing is reported too often")
POLLS: Final = Rate(name="polls", burst=120, seconds=0.25, sentence="Too many requests from this address")
HANDSHAKES: Final = Rate(name="handshakes", burst=30, seconds=2, sentence="Too many connections from this address")
UPLOADS: Final = Rate(name="uploads", burst=10, seconds=6, sentence="Too many files; wait a moment")
CODES: Final = Rate(name="codes", burst=10, seconds=60, sentence="Too many codes were tried from this address")
LINKING: Final = Rate(name="linking", burst=3, seconds=200, sentence="Too many attempts to link a channel")
PRIVACY: Final = Rate(name="privacy", burst=5, seconds=120, sentence="Too many requests for your data; try again later")
# What a page may ask of the public API for its visitor.
VISITOR: Final = Rate(name="visitor", burst=40, seconds=0.1, sentence="Too many requests of this user")


class Standing(msgspec.Struct, frozen=True, kw_only=True):  # made for each request: a tenth of a dataclass's time
    """How much of the tightest limit is left."""

    limit: int  # at once
    remaining: int
    reset: int  # seconds until the whole limit is there again


class Refused(errors.TooManyRequests):
    """Too many requests."""

    def __init__(self, sentence: str, *, retry_after: int, standing: Standing) -> None:
        super().__init__(sentence, retry_after=retry_after)
        self.standing = standing


Place = tuple[str, str]  # the name of a rate, and whose bucket


class Limits:
    """Counts by rate and key. `enabled=False` lets everything pass (load tests, a limiter in front)."""

    def __init__(self, *, enabled: bool, api_rate: int = API_RATE, now: Callable[[], float] = time.monotonic) -> None:
        self.of_key = _api_rate("key", api_rate, "Too many requests with this key")
        self.of_app = _api_rate("app", api_rate, "Too many requests for this app")
        self._enabled = enabled
        self._now = now
        # When the bucket will be full again; the one used last stands last.
        self._full_at: collections.OrderedDict[Place, float] = collections.OrderedDict()
        self._spent: dict[Place, float] | None = None  # in seconds; None when there is nobody to tell
        self._on_spent: Callable[[bool], None] | None = None

    def take(self, rate: Rate, key: str) -> None:
        """Use one token.

        Raises:
            errors.TooManyRequests: none is left; `retry_after` says when there will be one.
        """
        self.admit([(rate, key)])

    def admit(self, buckets: Sequence[tuple[Rate, str]], *, tokens: int = 1) -> Standing | None:
        """Use tokens of each bucket, or of none; return how the tightest stands, None where nothing is limited.

        Raises:
            Refused: one of them has not enough; `retry_after` says when it will.
        """
        if not self._enabled or not buckets:
            return None
        now = self._now()
        tightest: Standing | None = None
        for rate, key in buckets:
            standing = self._look(rate, key, tokens, now)
            if tightest is None or standing.remaining < tightest.remaining:
                tightest = standing
        for rate, key in buckets:
            self._spend(rate, key, tokens, now)
        return tightest

    def _look(self, rate: Rate, key: str, tokens: int, now: float) -> Standing:
        """Return how the bucket stands once the tokens are taken.

        Raises:
            Refused: they are not there.
        """
        whole = rate.burst * rate.seconds
        full_in = max(self._full_at.get((rate.name, key), now) - now, 0.0)
        after = full_in + min(tokens, rate.burst) * rate.seconds
        if after > whole:
            standing = Standing(limit=rate.burst, remaining=0, reset=math.ceil(full_in))
            raise Refused(rate.sentence, retry_after=int(after - whole) + 1, standing=standing)
        return Standing(limit=rate.burst, remaining=int((whole - after) / rate.seconds), reset=math.ceil(after))

    def _spend(self, rate: Rate, key: str, tokens: int, now: float) -> None:
        place, seconds = (rate.name, key), min(tokens, rate.burst) * rate.seconds
        self._push(place, seconds, now)
        if self._spent is not None and self._on_spent is not None:
            unsent = self._spent[place] = self._spent.get(place, 0.0) + seconds
            self._on_spent(unsent * 8 >= rate.burst * rate.seconds)

    def _push(self, place: Place, seconds: float, now: float) -> None:
        self._full_at[place] = max(self._full_at.get(place, now), now) + seconds
        self._full_at.move_to_end(place)
        if len(self._full_at) > MOST_BUCKETS:
            self._full_at.popitem(last=False)

    def share(self, on_spent: Callable[[bool], None]) -> None:
        """Remember what is spent until `drain`; `on_spent(urgent)` is called each time.

        It is urgent when an eighth of a bucket has not been drained yet.
        """
        self._spent, self._on_spent = {}, on_spent

    def drain(self) -> dict[Place, float]:
        """Return the seconds that were spent here since the last call."""
        spent, self._spent = self._spent or {}, {}
        return spent

    def add(self, place: Place, seconds: float) -> None:
        """Count what another process admitted. A bucket may be overdrawn by that: nobody is admitted until it is paid."""
        if self._enabled:
            self._push(place, seconds, self._now())

    def __len__(self) -> int:
        """Return how many buckets are kept."""
        return len(self._full_at)


def _api_rate(name: str, a_second: int, sentence: str) -> Rate:
    return Rate(name=name, burst=a_second * BURST_SECONDS, seconds=1 / a_second, sentence=sentence)
