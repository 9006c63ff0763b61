"""The ES5 build, in an engine of 2014."""

import pathlib
import platform
from collections.abc import Iterator

import pytest

from tests.browser import phantom as old
from tests.browser import sites
from tests.support import api

pytestmark = [
    pytest.mark.parametrize("shape", ["sqlite"], indirect=True),
    pytest.mark.skipif(platform.machine() != "x86_64", reason="PhantomJS exists for x86-64 alone"),
]
_FRAME = "document.getElementById('web-messenger-container')"
_TEXTS = f"""
  var found = {_FRAME}.contentDocument.querySelectorAll('.bubble > .text');
  var texts = [];
  for (var at = 0; at < found.length; at++) texts.push(found[at].textContent);
  return texts;
"""


@pytest.fixture(params=[(), ("WebSocket",)], ids=["socket", "polling"])
def phantom(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> Iterator[old.Phantom]:
    with old.Phantom(tmp_path, without=request.param) as made:
        yield made


def _shows(phantom: old.Phantom, *texts: str) -> None:
    phantom.until(f"return (function () {{ {_TEXTS} }})().join('|') === arguments[0]", "|".join(texts))


def test_a_conversation(phantom: old.Phantom, site: sites.Site, shop: api.Shop) -> None:
    url = site.add(sites.with_snippet(shop))
    phantom.open(url)
    phantom.until(f"var frame = {_FRAME}; return frame && frame.contentDocument.getElementById('launcher')")
    phantom.frame()
    phantom.click("#launcher")
    phantom.page()
    phantom.until(f"return {_FRAME}.contentDocument.querySelector('textarea')")
    phantom.frame()
    phantom.type("textarea", f"Hello from 2014{old.ENTER}")
    phantom.page()
    _shows(phantom, "Hello from 2014")
