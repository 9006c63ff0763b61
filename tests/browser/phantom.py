"""PhantomJS, an engine of 2014, over the old WebDriver protocol: the browser that the ES5 build is tried in."""

import base64
import json
import os
import pathlib
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterable
from typing import Any, Self

import phantomjs_bin

from tests.support import ports

# A PhantomJS that names itself counts as a crawler, where the widget does not show up.
AGENT = "Mozilla/5.0 (Macintosh) AppleWebKit/538.1 (KHTML, like Gecko) Version/7.0 Safari/538.1"
_ELEMENT = "ELEMENT"
ENTER, ESCAPE = "\ue007", "\ue00c"


class Phantom:
    """One browser with one window, 1000 x 800."""

    def __init__(self, folder: pathlib.Path, *, without: Iterable[str] = ()) -> None:
        """`without` names globals that no page and no frame shall have."""
        port = ports.free()
        self._root = f"http://127.0.0.1:{port}"
        program = pathlib.Path(phantomjs_bin.executable_path)
        program.chmod(0o755)  # the package forgets it
        self._process = subprocess.Popen(
            [program, f"--webdriver=127.0.0.1:{port}", f"--local-storage-path={folder}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=dict(os.environ) | {"OPENSSL_CONF": "/dev/null"},
            cwd=folder,
        )
        self._session = ""
        self._start(list(without))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._process.kill()
        self._process.wait()

    def open(self, url: str) -> None:
        self._ask("POST", "/url", {"url": url})

    def run(self, script: str, *arguments: Any) -> Any:
        """Run the body of a function in the page."""
        return self._ask("POST", "/execute", {"script": script, "args": list(arguments)})

    def until(self, script: str, *arguments: Any, seconds: float = 20) -> Any:
        """Run until it returns something true, and return that."""
        deadline = time.monotonic() + seconds
        while True:
            if found := self.run(script, *arguments):
                return found
            assert time.monotonic() < deadline, f"not true within {seconds} s: {script}\n{self.text()}\n{self.log()}"

    def text(self) -> str:
        """What the widget shows."""
        return str(self.run(f"var doc = {_DOCUMENT}; return doc && doc.body ? doc.body.innerText : '(no frame)'"))

    def log(self) -> str:
        """What the browser's console has said, errors among it."""
        return "\n".join(str(entry["message"]) for entry in self._ask("POST", "/log", {"type": "browser"}))

    def frame(self) -> None:
        """Work inside the widget from now on."""
        self._ask("POST", "/frame", {"id": None})
        self._ask("POST", "/frame", {"id": self._find("#web-messenger-container")})

    def page(self) -> None:
        """Work in the page again."""
        self._ask("POST", "/frame", {"id": None})

    def click(self, selector: str) -> None:
        self._ask("POST", f"/element/{self._find(selector)[_ELEMENT]}/click", {})

    def type(self, selector: str, text: str) -> None:
        self._ask("POST", f"/element/{self._find(selector)[_ELEMENT]}/value", {"value": list(text)})

    def screenshot(self) -> bytes:
        return base64.b64decode(self._ask("GET", "/screenshot"))

    def _find(self, selector: str) -> dict[str, str]:
        found: dict[str, str] = self._ask("POST", "/element", {"using": "css selector", "value": selector})
        return found

    def _start(self, without: list[str]) -> None:
        wanted = {"browserName": "phantomjs", "phantomjs.page.settings.userAgent": AGENT}
        deadline = time.monotonic() + 20
        while not self._session:
            try:
                answer = self._http("POST", "/session", {"desiredCapabilities": wanted})
                self._session = answer["sessionId"]
            except OSError:
                assert self._process.poll() is None, "PhantomJS ended"
                assert time.monotonic() < deadline, "PhantomJS did not start"
        self._ask("POST", "/window/current/size", {"width": 1000, "height": 800})
        lines = "".join(f"window.{name} = undefined;" for name in without)
        script = f"this.onInitialized = function () {{ this.evaluate(function () {{ {lines} }}); }}.bind(this);"
        self._ask("POST", "/phantom/execute", {"script": script, "args": []})

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        answer = self._http(method, f"/session/{self._session}{path}", body)
        assert answer.get("status") == 0, answer
        return answer.get("value")

    def _http(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self._root + path, data=data, method=method, headers={"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=40) as answer:
                found: dict[str, Any] = json.load(answer)
        except urllib.error.HTTPError as error:
            found = json.load(error)
        return found


_DOCUMENT = "(document.getElementById('web-messenger-container') || {contentDocument: document}).contentDocument"
