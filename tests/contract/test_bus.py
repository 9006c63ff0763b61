"""What every bus driver promises."""

import asyncio

import pytest

from smooch_server.bus import base
from tests.contract.conftest import OpenBus
from tests.support import patience

pytestmark = pytest.mark.anyio


class Ear:
    """A handler that remembers what it heard and lets a test wait for it."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue()

    def __call__(self, subject: str, payload: bytes) -> None:
        self.heard.put_nowait((subject, payload))

    async def next(self) -> tuple[str, bytes]:
        return await asyncio.wait_for(self.heard.get(), patience.SECONDS)


async def test_every_process_hears_a_message(open_bus: OpenBus) -> None:
    here, there = await open_bus(), await open_bus()
    near, far = Ear(), Ear()
    await here.subscribe("app.a1", near)
    await there.subscribe("app.a1", far)
    here.publish("app.a1", b"\x00payload\r\n")
    assert await near.next() == ("app.a1", b"\x00payload\r\n")
    assert await far.next() == ("app.a1", b"\x00payload\r\n")


async def test_publish_never_calls_a_handler_itself(open_bus: OpenBus) -> None:
    bus = await open_bus()
    ear = Ear()
    await bus.subscribe("s", ear)
    bus.publish("s", b"1")
    assert ear.heard.empty()
    await ear.next()


async def test_patterns_stand_for_one_or_more_further_tokens(open_bus: OpenBus) -> None:
    bus = await open_bus()
    everything, exact = Ear(), Ear()
    await bus.subscribe("app.a1.>", everything)
    await bus.subscribe("app.a1.x", exact)
    subjects = ["app.a1", "app.a2.x", "app.a1.x", "app.a10.x", "app.a1.x.y-_Z"]
    for subject in subjects:
        bus.publish(subject, b"")
    await bus.subscribe("end", last := Ear())
    bus.publish("end", b"")
    await last.next()
    assert [await everything.next() for _ in range(2)] == [("app.a1.x", b""), ("app.a1.x.y-_Z", b"")]
    assert await exact.next() == ("app.a1.x", b"")
    assert everything.heard.empty()
    assert exact.heard.empty()


async def test_every_message_of_a_burst_arrives(open_bus: OpenBus) -> None:
    here, there = await open_bus(), await open_bus()
    ear = Ear()
    await there.subscribe("burst", ear)
    for number in range(2_000):
        here.publish("burst", b"%d" % number)
    assert [await ear.next() for _ in range(2_000)] == [("burst", b"%d" % number) for number in range(2_000)]


async def test_an_ended_subscription_is_silent(open_bus: OpenBus) -> None:
    bus = await open_bus()
    ended, kept = Ear(), Ear()
    subscription = await bus.subscribe("s", ended)
    await bus.subscribe("s", kept)
    bus.publish("s", b"1")
    await ended.next()
    subscription.unsubscribe()
    subscription.unsubscribe()
    bus.publish("s", b"2")
    assert [await kept.next(), await kept.next()] == [("s", b"1"), ("s", b"2")]
    assert ended.heard.empty()


async def test_a_handler_may_end_its_subscription_and_publish(open_bus: OpenBus) -> None:
    bus = await open_bus()
    ear = Ear()
    await bus.subscribe("answer", ear)

    def handler(subject: str, payload: bytes) -> None:
        subscription.unsubscribe()
        bus.publish("answer", payload)

    subscription = await bus.subscribe("question", handler)
    bus.publish("question", b"1")
    bus.publish("question", b"2")
    assert await ear.next() == ("answer", b"1")
    bus.publish("answer", b"end")
    assert await ear.next() == ("answer", b"end")


async def test_a_handler_that_raises_keeps_its_subscription(
    open_bus: OpenBus, caplog: pytest.LogCaptureFixture
) -> None:
    bus = await open_bus()
    ear = Ear()

    def handler(subject: str, payload: bytes) -> None:
        ear(subject, payload)
        raise ValueError(payload)

    await bus.subscribe("s", handler)
    bus.publish("s", b"1")
    bus.publish("s", b"2")
    assert [await ear.next(), await ear.next()] == [("s", b"1"), ("s", b"2")]
    assert "handler raised" in caplog.text


@pytest.mark.parametrize("wrong", ["", "a b", "a..b", "a.*", ">", "a.>.b", "a.b\r\nPUB x 0"])
async def test_subjects_are_checked(open_bus: OpenBus, wrong: str) -> None:
    bus = await open_bus()
    with pytest.raises(ValueError, match="bus"):
        bus.publish(wrong, b"")
    with pytest.raises(ValueError, match="bus"):
        await bus.subscribe(wrong, Ear())


async def test_a_closed_bus_refuses(open_bus: OpenBus) -> None:
    bus = await open_bus()
    assert bus.connected
    await bus.close()
    await bus.close()
    assert not bus.connected
    with pytest.raises(base.Closed):
        bus.publish("s", b"")
    with pytest.raises(base.Closed):
        await bus.subscribe("s", Ear())


async def test_close_sends_what_was_published(open_bus: OpenBus) -> None:
    here, there = await open_bus(), await open_bus()
    ear = Ear()
    await there.subscribe("s", ear)
    here.publish("s", b"last")
    await here.close()
    assert await ear.next() == ("s", b"last")
