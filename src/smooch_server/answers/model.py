"""First answers: what a call with an `Idempotency-Key` was answered, so that the same call again does nothing."""

import dataclasses
from typing import Final

KEPT_MS: Final = 86_400_000  # a day: then the key is free


@dataclasses.dataclass(frozen=True, kw_only=True)
class Call:
    """A call that carries a key. Owner, route and key together are its name."""

    owner: str  # whose key it is: nobody else meets the answer
    route: str
    key: str
    app_id: str | None
    digest: bytes  # of what was sent


@dataclasses.dataclass(frozen=True, kw_only=True)
class First:
    """What is known of the first call of a name."""

    digest: bytes
    status: int | None  # None while the answer is on its way, or for ever when the process died
    answer: bytes | None  # encrypted
    created_ms: int
