"""The ES5 build, in an engine of 2014."""

import base64
import pathlib
import platform
from collections.abc import Iterator

import pytest

from tests.browser import phantom as old
from tests.browser import sites
from tests.support import api, pictures

pytestmark = [
    pytest.mark.parametrize("shape", ["sqlite"], indirect=True),
    pytest.mark.skipif(platform.machine() != "x86_64", reason="PhantomJS exists for x86-64 alone"),
]
_DOC = "document.getElementById('web-messenger-container').contentDocument"
_TEXTS = f"""
  var found = {_DOC}.querySelectorAll('.bubble .text');
  var texts = [];
  for (var at = 0; at < found.length; at++) texts.push(found[at].textContent);
"""


@pytest.fixture(params=[(), ("WebSocket",)], ids=["socket", "polling"])
def phantom(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> Iterator[old.Phantom]:
    with old.Phantom(tmp_path, without=request.param) as made:
        yield made


def _open(phantom: old.Phantom, url: str) -> None:
    phantom.open(url)
    phantom.until(
        "var frame = document.getElementById('web-messenger-container');"
        " return frame && frame.contentDocument && frame.contentDocument.getElementById('launcher')"
    )
    phantom.frame()
    phantom.click("#launcher")
    phantom.page()
    phantom.until(f"var field = {_DOC}.querySelector('textarea'); return field && field.offsetHeight > 0")


def _say(phantom: old.Phantom, text: str) -> None:
    phantom.frame()
    phantom.type("textarea", text + old.ENTER)
    phantom.page()


def _shows(phantom: old.Phantom, *texts: str) -> None:
    phantom.until(f"{_TEXTS} return texts.join('|') === arguments[0]", "|".join(texts))


@pytest.mark.rule("9.es5", "9.polling")
def test_a_conversation(phantom: old.Phantom, site: sites.Site, shop: api.Shop) -> None:
    """Load, send, receive, a picture, reload."""
    url = site.add(sites.with_snippet(shop))
    _open(phantom, url)
    _say(phantom, "Hello from 2014")
    _shows(phantom, "Hello from 2014")
    phantom.until(f"return {_DOC}.querySelector('.status').textContent.indexOf('Delivered') === 0")
    user = str(phantom.until("var user = Smooch.getUser(); return user && user._id"))
    stored = shop.rest("GET", f"/appusers/{user}/messages").json["messages"]
    assert [message["text"] for message in stored] == ["Hello from 2014"]

    shop.say(user, "And from today")
    _shows(phantom, "Hello from 2014", "And from today")
    token = phantom.run("return localStorage[arguments[0]]", f"{shop.app_id}.sessionToken")
    basic = base64.b64encode(f"{user}:{token}".encode()).decode()
    here = api.Visitor(
        shop=shop,
        app_user_id=user,
        conversation_id="",
        cursor={},
        device="",
        credentials={"Authorization": f"Basic {basic}"},
    )
    here.upload("/images", pictures.image("PNG", (40, 30)))
    phantom.until(f"var image = {_DOC}.querySelector('.bubble img'); return image && image.naturalWidth === 40")

    _open(phantom, url)
    phantom.until(f"{_TEXTS} return texts[1] === 'And from today'")
    phantom.until("var user = Smooch.getUser(); return user && user._id === arguments[0]", user)
    assert phantom.run("return Smooch.isOpened()") is True
