"""The browser engines: Chromium and Firefox through Playwright, WebKitGTK through WebDriver.

`SMOOCH_TEST_ENGINES` narrows them; an engine that is wanted and not there fails the tests that need it.
"""

import asyncio
import contextlib
import glob
import os
import pathlib
import warnings
from collections.abc import Iterator

from playwright import sync_api
from selenium import webdriver
from selenium.webdriver.webkitgtk import options as webkit_options
from selenium.webdriver.webkitgtk import service as webkit_service

from scripts import engines
from tests.support import patience

PROGRAMS = {"chromium": "/usr/bin/chromium", "firefox": "/usr/bin/firefox-esr"}
WEBKIT_DRIVER = "/usr/bin/WebKitWebDriver"
WANTED = engines.wanted(dict(os.environ))
PLAYWRIGHT_ENGINES = [name for name in WANTED if name in PROGRAMS]
TIMEOUT_MS = 45_000  # only a failure takes so long
sync_api.expect.set_options(timeout=TIMEOUT_MS)


class Engines:
    """Playwright and its browsers, each started when it is first needed.

    Playwright's synchronous API leaves its event loop marked as running on this thread, where other suites run
    loops of their own; so it is marked only while a browser test or fixture runs (`driving`).
    """

    def __init__(self) -> None:
        self._playwright: sync_api.Playwright | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._browsers: dict[str, sync_api.Browser] = {}

    @contextlib.contextmanager
    def driving(self) -> Iterator[None]:
        before = asyncio._get_running_loop()
        asyncio._set_running_loop(self._loop)
        try:
            yield
        finally:
            asyncio._set_running_loop(before)

    def browser(self, engine: str) -> sync_api.Browser:
        if engine not in self._browsers:
            with self.driving():
                self._browsers[engine] = self._launch(engine)
        return self._browsers[engine]

    def _launch(self, engine: str) -> sync_api.Browser:
        program = PROGRAMS[engine]
        assert pathlib.Path(program).exists(), f"{engine} is not installed; run `make test` or set SMOOCH_TEST_ENGINES"
        if self._playwright is None:
            self._playwright = sync_api.sync_playwright().start()
            self._loop = asyncio._get_running_loop()
        if engine == "firefox":
            # The stock Firefox, driven over WebDriver BiDi.
            return self._playwright.firefox.launch(executable_path=program, channel="moz-firefox")
        return self._playwright.chromium.launch(executable_path=program)

    def stop(self) -> None:
        with self.driving():
            for browser in self._browsers.values():
                browser.close()
            if self._playwright is not None:
                self._playwright.stop()


class Profiles:
    """Fresh browser profiles, one for each person. All are closed when the test ends."""

    def __init__(self, browser: sync_api.Browser) -> None:
        self.browser = browser
        self._contexts: list[sync_api.BrowserContext] = []
        self.errors: list[str] = []

    @property
    def engine(self) -> str:
        return self.browser.browser_type.name

    def context(self, **settings: object) -> sync_api.BrowserContext:
        made = self.browser.new_context(**settings)  # type: ignore[arg-type]  # they are Playwright's own names
        made.set_default_timeout(TIMEOUT_MS)
        self._contexts.append(made)
        return made

    def page(self, **settings: object) -> sync_api.Page:
        page = self.context(**settings).new_page()
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()


class WebKits:
    """WebKitGTK's MiniBrowser, as often as needed. Its window is never narrower than 447 px."""

    def __init__(self, display: str) -> None:
        self._display = display
        self._drivers: list[webdriver.WebKitGTK] = []

    def open(self) -> webdriver.WebKitGTK:
        assert pathlib.Path(WEBKIT_DRIVER).exists(), "WebKitWebDriver is not installed; run `make test`"
        options = webkit_options.Options()
        options.add_argument("--automation")
        options.binary_location = glob.glob("/usr/lib/*/webkit2gtk-4.1/MiniBrowser")[0]
        service = webkit_service.Service(WEBKIT_DRIVER, env=dict(os.environ) | {"DISPLAY": self._display})
        with warnings.catch_warnings():  # selenium's own driver calls selenium in a deprecated way
            warnings.simplefilter("ignore", DeprecationWarning)
            driver = webdriver.WebKitGTK(options=options, service=service)
        driver.set_page_load_timeout(patience.SECONDS)
        self._drivers.append(driver)
        return driver

    def close(self) -> None:
        for driver in self._drivers:
            with contextlib.suppress(Exception):  # it may be gone already: the test closed it
                driver.quit()
