"""What only NATS must withstand: no server at the start, a server that goes away."""

import asyncio
import pathlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest

from smooch_server.bus import nats as nats_bus
from tests.contract.test_bus import Ear
from tests.support import nats, patience

pytestmark = pytest.mark.anyio
OpenBus = Callable[[], Awaitable[nats_bus.Nats]]


@pytest.fixture
def server(tmp_path: pathlib.Path) -> Iterator[nats.Nats]:
    """A server of the test's own, not yet started."""
    made = nats.Nats(tmp_path)
    yield made
    made.stop()


@pytest.fixture
async def open_bus(server: nats.Nats) -> AsyncIterator[OpenBus]:
    """Open buses on the test's server that are closed whatever happens."""
    opened: list[nats_bus.Nats] = []

    async def open_one() -> nats_bus.Nats:
        opened.append(await nats_bus.open(server.url))
        return opened[-1]

    yield open_one
    for bus in opened:
        await bus.close()


class Bell:
    """A reconnect callback a test can wait for."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def __call__(self) -> None:
        self._rung.set()

    async def wait(self) -> None:
        await asyncio.wait_for(self._rung.wait(), patience.SECONDS)
        self._rung.clear()


async def in_thread(work: object) -> None:
    assert callable(work)
    await asyncio.get_running_loop().run_in_executor(None, work)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bus that does not wait long for a server that is not there."""
    monkeypatch.setattr(nats_bus, "START_SECONDS", 0.2)


@pytest.mark.usefixtures("hurried")
async def test_without_a_server_the_bus_starts_and_connects_later(server: nats.Nats, open_bus: OpenBus) -> None:
    bus = await open_bus()
    bell, ear = Bell(), Ear()
    bus.on_reconnect(bell)
    assert not bus.connected
    await bus.subscribe("app.>", ear)
    bus.publish("app.a", b"lost")
    assert bus.dropped == 1
    await in_thread(server.start)
    await bell.wait()
    assert bus.connected
    bus.publish("app.a", b"heard")
    assert await ear.next() == ("app.a", b"heard")


async def test_subscriptions_survive_a_restart_of_the_server(server: nats.Nats, open_bus: OpenBus) -> None:
    await in_thread(server.start)
    here, there = await open_bus(), await open_bus()
    bells = [Bell(), Bell()]
    here.on_reconnect(bells[0])
    there.on_reconnect(bells[1])
    before, during, ended = Ear(), Ear(), Ear()
    await there.subscribe("s", before)
    subscription = await there.subscribe("s", ended)
    await in_thread(server.kill)
    while here.connected or there.connected:
        here.publish("s", b"lost")
        await asyncio.sleep(0.01)
    await there.subscribe("s", during)
    subscription.unsubscribe()
    dropped = here.dropped
    here.publish("s", b"lost")
    assert here.dropped == dropped + 1
    await in_thread(server.start)
    for bell in bells:
        await bell.wait()
    here.publish("s", b"again")
    assert await during.next() == ("s", b"again")
    while (await before.next())[1] != b"again":
        pass
    assert ended.heard.empty()


async def test_a_server_that_throws_us_out_is_tried_again(server: nats.Nats, open_bus: OpenBus) -> None:
    """The client library takes an error of the protocol for the end; the bus comes back all the same."""
    await in_thread(server.start)
    bus = await open_bus()
    bell, ear = Bell(), Ear()
    bus.on_reconnect(bell)
    await bus.subscribe("s", ear)
    bus.publish("too-long-for-the-server" * 1_000, b"")
    await bell.wait()
    bus.publish("s", b"again")
    assert await ear.next() == ("s", b"again")


@pytest.mark.usefixtures("hurried")
async def test_a_bus_without_a_server_closes(server: nats.Nats, open_bus: OpenBus) -> None:
    bus = await open_bus()
    await asyncio.wait_for(bus.close(), patience.SECONDS)
    await in_thread(server.start)
    other = await open_bus()
    await in_thread(server.kill)
    await asyncio.wait_for(other.close(), patience.SECONDS)


async def test_what_is_too_large_is_dropped(server: nats.Nats, open_bus: OpenBus) -> None:
    await in_thread(server.start)
    bus = await open_bus()
    ear = Ear()
    await bus.subscribe("s", ear)
    bus.publish("s", bytes(2 * 1024 * 1024))
    bus.publish("s", b"small")
    assert await ear.next() == ("s", b"small")
    assert bus.dropped == 1


async def test_an_address_that_is_none_stops_the_start() -> None:
    with pytest.raises(Exception, match="nats"):
        await nats_bus.open("nats://[")
