"""The measurements. Each runs the limit and the server in turns and compares medians."""

import asyncio
import dataclasses
import functools
import json
import pathlib
import time
from collections.abc import Iterator

from bench import load, subjects, table

CONNECTIONS = 64
CONVERSATIONS = 20
WATCHERS = 20
SOCKETS_PER_ADDRESS = 1000  # well below the ~28,000 ports an address has for one peer
MISSED = 10_000


@dataclasses.dataclass(frozen=True, kw_only=True)
class Sizes:
    """How long and how large."""

    rounds: int
    seconds: float
    sockets: int
    stored: int


FULL = Sizes(rounds=11, seconds=2, sockets=5_000, stored=1_000_000)
QUICK = Sizes(rounds=5, seconds=1, sockets=1_000, stored=100_000)


def nth(requests: list[bytes], number: int) -> bytes:
    """The requests in turns, for ever."""
    return requests[number % len(requests)]


async def rate(port: int, requests: list[bytes], seconds: float) -> float:
    done = await load.closed_loop(port, functools.partial(nth, requests), connections=CONNECTIONS, seconds=seconds)
    return done.rate


@dataclasses.dataclass(frozen=True, kw_only=True)
class Pace:
    """Requests a second, as medians. `ratio` is the median of the rounds' own ratios: a neighbour that takes the
    machine for a while slows both sides of a round."""

    ours: float
    limit: float
    ratio: float


async def compare(ours: tuple[int, list[bytes]], limit: tuple[int, list[bytes]], sizes: Sizes) -> Pace:
    """Load two ports in turns, after one turn each to warm up."""
    our_rates, limit_rates = [], []
    for number in range(sizes.rounds + 1):
        limit_rate, our_rate = await rate(*limit, sizes.seconds), await rate(*ours, sizes.seconds)
        if number:
            our_rates.append(our_rate)
            limit_rates.append(limit_rate)
    return Pace(
        ours=load.median(our_rates),
        limit=load.median(limit_rates),
        ratio=load.median([mine / other for mine, other in zip(our_rates, limit_rates, strict=True)]),
    )


async def posts_and_delivery(folder: pathlib.Path, sizes: Sizes) -> list[table.Line]:
    """Durable posts a second on one core; then, at half that rate, from the post to the other side's socket."""
    with subjects.both(folder / "posts") as (limit, smooch):
        people = await smooch.add_people(CONVERSATIONS)
        pace = await compare((smooch.port, smooch.posts(people)), (limit.port, limit.posts(CONVERSATIONS)), sizes)
        posts = table.Line(
            what="durable REST message posts a second, one core",
            figure=f"{pace.ours:,.0f}/s",
            limit=f"{pace.limit:,.0f}/s",
            ratio=pace.ratio,
            target=">= 0.50 of the limit",
            ok=pace.ratio >= 0.5,
        )
        return [posts, await _delivery(limit, smooch, rate=pace.ours / 2, sizes=sizes)]


async def _delivery(limit: subjects.Limit, smooch: subjects.Smooch, *, rate: float, sizes: Sizes) -> table.Line:
    theirs: list[float] = []
    ours: list[float] = []
    for _ in range(max(1, sizes.rounds // 2)):
        await subjects.settle()
        theirs += await _limit_delivery(limit, rate, sizes.seconds)
        await subjects.settle()
        ours += await _our_delivery(smooch, rate, sizes.seconds)
    figures = [1000 * load.percentile(values, share) for values in (ours, theirs) for share in (0.5, 0.99)]
    return table.Line(
        what=f"post -> other side's socket p50/p99 at {rate:,.0f}/s",
        figure=f"{figures[0]:.1f} / {figures[1]:.1f} ms",
        limit=f"{figures[2]:.1f} / {figures[3]:.1f} ms",
        ratio=figures[3] / figures[1],
        target="p99 <= 50 ms",
        ok=figures[1] <= 50,
    )


class _Stopwatch:
    """Texts on their way, and how long each took."""

    def __init__(self) -> None:
        self.sent: dict[str, float] = {}
        self.seconds: list[float] = []
        self._all_here = asyncio.Event()

    def text(self, number: int) -> str:
        text = f"{subjects.TEXT} {number}"
        self.sent[text] = time.perf_counter()
        return text

    def arrived(self, text: str) -> None:
        if (began := self.sent.pop(text, None)) is not None:
            self.seconds.append(time.perf_counter() - began)
        if not self.sent:
            self._all_here.set()

    async def all_arrived(self) -> None:
        async with asyncio.timeout(10):
            while self.sent:
                self._all_here.clear()
                await self._all_here.wait()


async def _limit_delivery(limit: subjects.Limit, rate: float, seconds: float) -> list[float]:
    watch = _Stopwatch()
    socket = await load.open_socket(limit.port, "/socket", lambda body: watch.arrived(json.loads(body).get("text", "")))
    socket.send(b"live")

    def request(number: int) -> bytes:
        body = json.dumps({"role": "appMaker", "type": "text", "text": watch.text(number)}).encode()
        return load.http_request("POST", f"/messages/c{number % CONVERSATIONS}", body)

    await load.paced(limit.port, request, connections=CONNECTIONS, rate=rate, seconds=seconds)
    await watch.all_arrived()
    socket.close()
    return watch.seconds


async def _our_delivery(smooch: subjects.Smooch, rate: float, seconds: float) -> list[float]:
    watch = _Stopwatch()
    watched = await smooch.add_people(WATCHERS)  # their conversations are empty: nothing is to be caught up

    def received(body: bytes) -> None:
        frame = json.loads(body)
        if frame["type"] == "message":
            watch.arrived(frame["message"]["text"])

    sockets = [await _connected(smooch, person, received) for person in watched]

    def request(number: int) -> bytes:
        return smooch.post_text(watched[number % WATCHERS], watch.text(number))

    await load.paced(smooch.port, request, connections=CONNECTIONS, rate=rate, seconds=seconds)
    await watch.all_arrived()
    for socket in sockets:
        socket.close()
    return watch.seconds


async def _connected(
    smooch: subjects.Smooch,
    person: subjects.Person,
    received: load.Received = lambda _: None,
    *,
    source: str = "127.0.0.1",
) -> load.Socket:
    """A visitor's socket that has been told `subscribed`."""
    subscribed = asyncio.get_running_loop().create_future()

    def first(body: bytes) -> None:
        if body.startswith(b'{"type":"subscribed"') and not subscribed.done():
            subscribed.set_result(None)
        received(body)

    socket = await load.open_socket(smooch.port, "/sdk/realtime", first, source=source)
    socket.send(smooch.connect_frame(person))
    async with asyncio.timeout(30):
        await subscribed
    return socket


async def idle_sockets(folder: pathlib.Path, sizes: Sizes) -> list[table.Line]:
    """Memory of a connected visitor who says nothing."""
    with subjects.both(folder / "idle") as (limit, smooch):
        people = await smooch.add_people(sizes.sockets + 50)
        ours = await _memory(
            smooch.process.pid, sizes.sockets, lambda number, source: _connected(smooch, people[number], source=source)
        )
        theirs = await _memory(limit.process.pid, sizes.sockets, lambda _, source: _limit_socket(limit, source))
    return [
        table.Line(
            what=f"memory of an idle socket, over {sizes.sockets:,}",
            figure=f"{ours:.1f} KiB",
            limit=f"{theirs:.1f} KiB",
            ratio=theirs / ours,
            target="<= 40 KiB",
            ok=ours <= 40,
        )
    ]


async def _limit_socket(limit: subjects.Limit, source: str) -> load.Socket:
    answered = asyncio.get_running_loop().create_future()
    socket = await load.open_socket(limit.port, "/socket", lambda body: answered.set_result(body), source=source)
    socket.send(b"live")
    await answered
    return socket


async def _memory(pid: int, count: int, connect: load.Connect) -> float:
    """KiB that each of `count` sockets adds; 50 more are opened first, so that nothing is paid for the first time."""
    sockets = [await connect(count + number, "127.0.0.1") for number in range(50)]
    before = subjects.rss_kib(pid)
    for batch in _batches(count, 50):
        sockets += await asyncio.gather(*(connect(number, _address(number)) for number in batch))
    await subjects.settle()
    lost = sum(socket.lost for socket in sockets)
    assert not lost, f"{lost} of {len(sockets)} sockets were closed"
    after = subjects.rss_kib(pid)
    for socket in sockets:
        socket.close()
    return (after - before) / count


def _batches(count: int, size: int) -> Iterator[range]:
    for start in range(0, count, size):
        yield range(start, min(count, start + size))


def _address(number: int) -> str:
    return f"127.0.0.{2 + number // SOCKETS_PER_ADDRESS}"


async def catch_up(folder: pathlib.Path, sizes: Sizes) -> list[table.Line]:
    """A visitor comes back after 10,000 messages."""
    with subjects.both(folder / "catch-up") as (limit, smooch):
        (person,) = await smooch.add_people(1)
        for port, requests in ((limit.port, limit.posts(1)), (smooch.port, smooch.posts([person]))):
            await load.closed_loop(port, functools.partial(nth, requests), connections=CONNECTIONS, count=MISSED)
        theirs, ours = [], []
        for _ in range(sizes.rounds):
            theirs.append(await _limit_catch_up(limit))
            ours.append(await _our_catch_up(smooch, person))
    figure, floor = load.median(ours), load.median(theirs)
    return [
        table.Line(
            what=f"catch-up of {MISSED:,} missed messages",
            figure=f"{figure:.2f} s",
            limit=f"{floor:.2f} s",
            ratio=floor / figure,
            target="<= 1 s",
            ok=figure <= 1,
        )
    ]


async def _limit_catch_up(limit: subjects.Limit) -> float:
    frames: list[bytes] = []
    done = asyncio.get_running_loop().create_future()

    def received(body: bytes) -> None:
        frames.append(body)
        if body == b"{}":
            done.set_result(None)

    socket = await load.open_socket(limit.port, "/socket", received)
    began = time.perf_counter()
    socket.send(b"all")
    await done
    seconds = time.perf_counter() - began
    socket.close()
    assert len(frames) == MISSED + 1
    return seconds


async def _our_catch_up(smooch: subjects.Smooch, person: subjects.Person) -> float:
    seen: list[int] = []

    def received(body: bytes) -> None:
        if body.startswith(b'{"type":"message"'):
            seen.append(len(body))

    began = time.perf_counter()
    socket = await _connected(smooch, person, received)
    seconds = time.perf_counter() - began
    socket.close()
    assert len(seen) == MISSED, f"{len(seen)} of {MISSED} messages came"
    return seconds


async def cold_start(folder: pathlib.Path, sizes: Sizes) -> list[table.Line]:
    """From the command to the first 200 of /readyz on an empty data folder, and the memory then."""
    figures: dict[str, list[float]] = {"limit": [], "smooch": []}
    memory: dict[str, list[float]] = {"limit": [], "smooch": []}
    for number in range(sizes.rounds):
        place = folder / f"start-{number}"
        subject: subjects.Limit | subjects.Smooch
        for name, subject in (("limit", subjects.Limit(place / "l")), ("smooch", subjects.Smooch(place / "s"))):
            figures[name].append(subjects.start_seconds(subject.process))
            memory[name].append(subjects.rss_kib(subject.process.pid) / 1024)
            subject.process.stop()
    seconds, floor = load.median(figures["smooch"]), load.median(figures["limit"])
    mib, floor_mib = load.median(memory["smooch"]), load.median(memory["limit"])
    return [
        table.Line(
            what="cold start",
            figure=f"{seconds:.2f} s",
            limit=f"{floor:.2f} s",
            ratio=floor / seconds,
            target="<= 2 s",
            ok=seconds <= 2,
        ),
        table.Line(
            what="memory after the start",
            figure=f"{mib:.0f} MB",
            limit=f"{floor_mib:.0f} MB",
            ratio=floor_mib / mib,
            target="<= 120 MB",
            ok=mib <= 120,
        ),
    ]
