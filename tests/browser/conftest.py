"""The browser engines: Chromium and Firefox through Playwright, WebKitGTK through WebDriver.

`SMOOCH_TEST_ENGINES` narrows them; an engine that is wanted and not there fails the tests that need it.
"""

import contextlib
import glob
import os
import pathlib
import subprocess
import warnings
from collections.abc import Iterator

import pytest
from playwright import sync_api
from selenium import webdriver
from selenium.webdriver.webkitgtk import options as webkit_options
from selenium.webdriver.webkitgtk import service as webkit_service

from scripts import engines

PROGRAMS = {"chromium": "/usr/bin/chromium", "firefox": "/usr/bin/firefox-esr"}
WEBKIT_DRIVER = "/usr/bin/WebKitWebDriver"
WANTED = engines.wanted(dict(os.environ))
PLAYWRIGHT_ENGINES = [name for name in WANTED if name in PROGRAMS]


@pytest.fixture(scope="session")
def playwright() -> Iterator[sync_api.Playwright]:
    with sync_api.sync_playwright() as started:
        yield started


def _launch(playwright: sync_api.Playwright, engine: str) -> sync_api.Browser:
    program = PROGRAMS[engine]
    assert pathlib.Path(program).exists(), f"{engine} is not installed; run `make test`, or set SMOOCH_TEST_ENGINES"
    if engine == "firefox":
        # The stock Firefox, driven over WebDriver BiDi.
        return playwright.firefox.launch(executable_path=program, channel="moz-firefox")
    return playwright.chromium.launch(executable_path=program)


@pytest.fixture(scope="session", params=PLAYWRIGHT_ENGINES)
def browser(request: pytest.FixtureRequest, playwright: sync_api.Playwright) -> Iterator[sync_api.Browser]:
    """A running browser, once for each Playwright engine."""
    started = _launch(playwright, str(request.param))
    yield started
    started.close()


@pytest.fixture(scope="session")
def chromium(playwright: sync_api.Playwright) -> Iterator[sync_api.Browser]:
    """Chromium alone, for tests of what does not differ between engines."""
    started = _launch(playwright, "chromium")
    yield started
    started.close()


@pytest.fixture
def context(browser: sync_api.Browser) -> Iterator[sync_api.BrowserContext]:
    """A fresh profile in each engine. Make more with `browser.new_context()`."""
    made = browser.new_context()
    made.set_default_timeout(15_000)
    yield made
    made.close()


@pytest.fixture
def page(context: sync_api.BrowserContext) -> sync_api.Page:
    return context.new_page()


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
def webkit(display: str) -> Iterator[webdriver.WebKitGTK]:
    """WebKitGTK's MiniBrowser. Its window is never narrower than 447 px: test phones inside an iframe."""
    assert pathlib.Path(WEBKIT_DRIVER).exists(), "WebKitWebDriver is not installed; run `make test`"
    options = webkit_options.Options()
    options.add_argument("--automation")
    options.binary_location = glob.glob("/usr/lib/*/webkit2gtk-4.1/MiniBrowser")[0]
    service = webkit_service.Service(WEBKIT_DRIVER, env=dict(os.environ) | {"DISPLAY": display})
    with warnings.catch_warnings():  # selenium's own driver calls selenium in a deprecated way
        warnings.simplefilter("ignore", DeprecationWarning)
        driver = webdriver.WebKitGTK(options=options, service=service)
    driver.set_page_load_timeout(20)
    yield driver
    with contextlib.suppress(Exception):  # it may be gone already: the test closed it
        driver.quit()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the tests of engines that `SMOOCH_TEST_ENGINES` leaves out."""
    present = {"chromium": "chromium" in WANTED, "webkit": "webkit" in WANTED, "browser": bool(PLAYWRIGHT_ENGINES)}
    absent = {fixture for fixture, wanted in present.items() if not wanted}
    items[:] = [item for item in items if absent.isdisjoint(getattr(item, "fixturenames", ()))]
