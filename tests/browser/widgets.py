"""The widget on a page, as a visitor meets it."""

import re
import urllib.request
from typing import Any

from playwright import sync_api

from tests.support import api, patience, shapes

FRAME = "#web-messenger-container"
_WITHIN = """(argument) => {
  const late = new Promise((_, no) => setTimeout(() => no(new Error('no answer in 45 s')), 45000));
  return Promise.race([(SCRIPT)(argument), late]);
}"""


class Widget:
    """What a visitor does with the widget of one page."""

    def __init__(self, page: sync_api.Page) -> None:
        self.page = page
        self.element = page.locator(FRAME)
        self.frame = page.frame_locator(FRAME)
        self.launcher = self.frame.locator("#launcher")
        self.badge = self.launcher.locator("b")
        self.log = self.frame.get_by_role("log")
        self.field = self.frame.get_by_role("textbox")
        self.texts = self.log.locator(".bubble .text")
        self.typing = self.log.locator(".typing")
        self.statuses = self.log.locator(".status")
        self.failed = self.log.locator("button.bubble")
        self.offline = self.frame.locator(".offline p")

    def open(self) -> None:
        self.page.bring_to_front()
        self.launcher.click()
        sync_api.expect(self.field).to_be_focused()

    def close(self) -> None:
        self.page.bring_to_front()
        self.frame.get_by_role("button", name="Close chat").click()
        sync_api.expect(self.launcher).to_be_visible()

    def say(self, text: str) -> None:
        """Write as a person does, and send with Enter."""
        self.page.bring_to_front()
        self.field.click()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        sync_api.expect(self.field).to_have_value("")

    def shows(self, *texts: str) -> None:
        """The conversation is exactly this, in this order."""
        sync_api.expect(self.texts).to_have_text(list(texts))

    def call(self, script: str, argument: Any = None) -> Any:
        """Run a function in the page; a promise is awaited, but not for ever."""
        return self.page.evaluate(_WITHIN.replace("SCRIPT", script), argument)


def requests(of: sync_api.Page | sync_api.BrowserContext, part: str = "", method: str = "") -> list[str]:
    """The addresses asked for from now on; the list grows."""
    asked: list[str] = []

    def note(request: sync_api.Request) -> None:
        if part in request.url and method in ("", request.method):
            asked.append(request.url)

    of.on("request", note)
    return asked


class Demo:
    """The demo shop of a deployment."""

    def __init__(self, shape: shapes.Shape) -> None:
        self.url = f"{shape.visitor_url}/demo"
        found = api.eventually(self._snippet)  # the first app is made while the first start is announced
        self.app_id = str(found[1])

    def _snippet(self) -> re.Match[str] | None:
        with urllib.request.urlopen(self.url, timeout=patience.SECONDS) as answer:
            return re.search(r"Smooch\.init\(\{appId: '(\w+)'\}\)", answer.read().decode())
