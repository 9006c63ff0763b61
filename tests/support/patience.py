"""How long a test waits, and how it judges time, on a machine that may have much else to do."""

from collections.abc import Awaitable, Callable

# For what happens at once where nothing else runs. Only a failure takes so long, so a bound this far away costs nothing.
SECONDS = 60.0
# For a process to start, which costs a second or two of a processor that others may want as well.
START_SECONDS = 240.0
# For what must come before something else would bring it about: a socket's heartbeat comes every 25 s.
SOONER_SECONDS = 20.0


async def fastest(attempt: Callable[[], Awaitable[float]], *, below: float, tries: int = 5) -> float:
    """Return the first of the attempts' seconds that is below the bound, or the least of them.

    Somebody else's load makes one attempt slow. What is slow by itself is slow every time.
    """
    seconds = [await attempt()]
    while seconds[-1] >= below and len(seconds) < tries:
        seconds.append(await attempt())
    return min(seconds)
