"""What the snippet of the hosted service asks for first: which script to load."""

import http.client
import json
import urllib.parse

import pytest

from tests.support import api

ABSENT = "5cb5d1f09a3e2b0c7d4f1a01"


def _load(base: str, path: str, host: str | None = None) -> api.Answer:
    """Ask as a page does, under a name."""
    parts = urllib.parse.urlsplit(base)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    connection.request("GET", path, headers={"Host": host or parts.netloc, "Origin": "https://a.example"})
    response = connection.getresponse()
    answer = api.Answer(response.status, response.headers, response.read())
    connection.close()
    return answer


@pytest.mark.parametrize("form", ["path", "host", "host with a port"])
def test_the_loader(shop: api.Shop, form: str) -> None:
    base = shop.deployment.visitor_url

    def ask(app_id: str) -> api.Answer:
        port = ":8443" if form.endswith("port") else ""
        if form == "path":
            return _load(base, f"/loader/{app_id}")
        return _load(base, "/", f"{app_id}.webloader.shop.example{port}")

    answer = ask(shop.app_id)
    assert (answer.status, answer.headers.get_content_type()) == (200, "application/json")
    assert set(answer.json) == {"url"}
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in answer.headers
    script = _load(base, answer.json["url"].removeprefix(base))
    assert (script.status, script.headers.get_content_type()) == (200, "text/javascript")
    missing = ask(ABSENT)
    assert (missing.status, missing.code) == (404, "app_not_found")
    assert missing.headers["Access-Control-Allow-Origin"] == "*", "the page may read why"


def test_a_name_of_the_loader_has_nothing_else(shop: api.Shop) -> None:
    base = shop.deployment.visitor_url
    host = f"{shop.app_id}.webloader.shop.example"
    assert json.loads(_load(base, "/?x=1", host).body).keys() == {"url"}
    for path, other in (("/", f"x{host}"), ("/", f"{shop.app_id}.webloader"), ("/demo", host)):
        assert _load(base, path, other).headers.get_content_type() == "text/html", (path, other)
