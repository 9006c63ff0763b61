"""The program of the guide for moving, run as it is printed, from one app to another."""

import contextlib
import http.server
import itertools
import pathlib
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

from tests.support import api, pictures

ROOT = pathlib.Path(__file__).resolve().parents[2]


def test_users_and_history_are_copied_once(deployment: api.Deployment, tmp_path: pathlib.Path) -> None:
    old, new = deployment.make_shop(), deployment.make_shop()
    user = old.make_user(givenName="Ines", email="ines@post.example.com", properties={"berths": 3})
    silent = old.make_user(givenName="Silent")
    name, link = user["userId"], {"type": "link", "text": "Map", "uri": "https://harbour.example.com/a"}
    old.say(name, "Ahoy", role="appUser")
    old.say(name, "Welcome", name="Pilot", actions=[link], metadata={"step": 1})
    items = [{"title": "Berth A", "actions": [link]}]
    old.rest("POST", f"/appusers/{name}/messages", {"role": "appMaker", "type": "carousel", "items": items}, expect=201)
    picture = _upload(old)
    image = {"role": "appMaker", "type": "image", "mediaUrl": picture}
    old.rest("POST", f"/appusers/{name}/messages", image, expect=201)
    fields = [{"type": "text", "name": "mast", "label": "Mast height"}]
    old.rest("POST", f"/appusers/{name}/messages", {"role": "appMaker", "type": "form", "fields": fields}, expect=201)

    with _busy(deployment.agent_url) as url:
        for _ in range(2):  # a second run adds nothing
            _run(tmp_path, url, old, new, [name, silent["userId"]])
    copied = new.rest("GET", f"/appusers/{name}", expect=200).json["appUser"]
    for key in ("givenName", "email", "properties", "signedUpAt"):
        assert copied[key] == user[key]
    before, after = _messages(old, name), _messages(new, name)
    assert [each["type"] for each in after] == ["text", "text", "carousel", "image", "text"]
    assert [each["role"] for each in after] == [each["role"] for each in before]
    assert [each["metadata"]["sentAt"] for each in after] == [each["received"] for each in before]
    assert (after[1]["name"], after[1]["metadata"]["step"]) == ("Pilot", 1)
    assert after[2]["items"][0]["actions"][0]["uri"] == link["uri"]
    assert after[3]["mediaUrl"] != picture
    address = after[3]["mediaUrl"].removeprefix(new.deployment.agent_url)
    api.call(new.deployment.agent_url, "GET", address, expect=200)
    assert after[4]["text"] == "Mast height"
    assert new.rest("GET", f"/appusers/{name}/conversation", expect=200).json["conversation"]["unreadCount"] == 0
    new.rest("GET", f"/appusers/{silent['userId']}/conversation", expect=404)


@contextlib.contextmanager
def _busy(url: str) -> Iterator[str]:
    """A server before the one at `url` that says to every third request that it has too many; its address."""
    turns = itertools.count(1)

    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if next(turns) % 3:
                headers = {name: value for name, value in self.headers.items() if name != "Host"}
                got = api.call(url, self.command, self.path, body, headers=headers)
                status, kind, text = got.status, got.headers["Content-Type"], got.body
            else:
                status, kind, text = 429, "application/json", b"{}"
            self.send_response(status)
            for name, value in (("Content-Type", kind), ("Content-Length", len(text)), ("Retry-After", 0)):
                self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = answer  # the names are the library's

        def log_message(self, *_: object) -> None:
            """Nothing for each request."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _run(folder: pathlib.Path, url: str, old: api.Shop, new: api.Shop, names: list[str]) -> None:
    guide = (ROOT / "docs" / "howto" / "migrate.md").read_text()
    [program] = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    path = folder / "copy.py"
    path.write_text(program)
    environment = {"PATH": ""}
    for side, shop in (("OLD", old), ("NEW", new)):
        environment |= {f"{side}_URL": url, f"{side}_APP_ID": shop.app_id}
        environment |= {f"{side}_KEY_ID": shop.key_id, f"{side}_SECRET": shop.secret}
    done = subprocess.run(
        [sys.executable, "-I", "-W", "ignore", str(path)],
        input="\n".join(names),
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()] == names


def _messages(shop: api.Shop, user: str) -> list[Any]:
    found: list[Any] = shop.rest("GET", f"/appusers/{user}/messages", expect=200).json["messages"]
    return found


def _upload(shop: api.Shop) -> str:
    body, content_type = pictures.form([("source", pictures.image("PNG"), "plan.png", "image/png")])
    answer = shop.rest("POST", "/attachments?access=public", body, expect=201, Content_Type=content_type)
    return str(answer.json["mediaUrl"])
