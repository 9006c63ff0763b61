"""Fixtures of the browser tests: engines, people in them, and what they look at."""

import os
import subprocess
from collections.abc import Iterator

import pytest
from playwright import sync_api

from tests.browser import drivers, inboxes, sites, widgets
from tests.support import shapes


@pytest.fixture(scope="session")
def started() -> Iterator[drivers.Engines]:
    made = drivers.Engines()
    yield made
    made.stop()


@pytest.fixture(autouse=True)
def driving(started: drivers.Engines) -> Iterator[None]:
    with started.driving():
        yield


@pytest.fixture(scope="session", params=drivers.PLAYWRIGHT_ENGINES)
def browser(request: pytest.FixtureRequest, started: drivers.Engines) -> sync_api.Browser:
    """A running browser, once for each Playwright engine."""
    return started.browser(str(request.param))


@pytest.fixture(scope="session")
def chromium(started: drivers.Engines) -> sync_api.Browser:
    """Chromium alone, for tests of what does not differ between engines."""
    return started.browser("chromium")


@pytest.fixture
def profiles(browser: sync_api.Browser) -> Iterator[drivers.Profiles]:
    """People in each engine."""
    made = drivers.Profiles(browser)
    yield made
    made.close()
    assert not made.errors, made.errors


@pytest.fixture
def people(chromium: sync_api.Browser) -> Iterator[drivers.Profiles]:
    """People in Chromium alone."""
    made = drivers.Profiles(chromium)
    yield made
    made.close()
    assert not made.errors, made.errors


@pytest.fixture(scope="session")
def site() -> Iterator[sites.Site]:
    """Somebody else's website."""
    with sites.Site() as made:
        yield made


@pytest.fixture(scope="session")
def demo(shape: shapes.Shape) -> widgets.Demo:
    """The demo shop and the app it belongs to."""
    return widgets.Demo(shape)


@pytest.fixture(scope="session")
def desk(shape: shapes.Shape) -> inboxes.Account:
    """An agent with a password, who signs in with as many browsers as a test needs."""
    return inboxes.make_account(shape)


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """An X display: the one there is, or an Xvfb of our own."""
    if found := os.environ.get("DISPLAY"):
        yield found
        return
    read, write = os.pipe()
    command = ["/usr/bin/Xvfb", "-displayfd", str(write), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read) as answer:
            number = answer.readline().strip()
        assert number, "Xvfb did not start"
        yield f":{number}"
        server.terminate()


@pytest.fixture
def webkit(display: str) -> Iterator[drivers.WebKits]:
    made = drivers.WebKits(display)
    yield made
    made.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the tests of engines that `SMOOCH_TEST_ENGINES` leaves out."""
    present = {
        "chromium": "chromium" in drivers.WANTED,
        "webkit": "webkit" in drivers.WANTED,
        "browser": bool(drivers.PLAYWRIGHT_ENGINES),
    }
    absent = {fixture for fixture, wanted in present.items() if not wanted}
    items[:] = [item for item in items if absent.isdisjoint(getattr(item, "fixturenames", ()))]
