"""The program of the guide for moving, run as it is printed, from one app to another."""

import contextlib
import dataclasses
import http.server
import itertools
import os
import pathlib
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

from tests.support import api, patience, pictures

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

    names = [name, silent["userId"]]
    with _busy(deployment.agent_url) as url:
        assert _run(tmp_path, url, old, new, names) == (0, [f"{name} 5", f"{names[1]} 0", _count(2, 5, 0)], [])
        assert _run(tmp_path, url, old, new, names)[:2] == (0, [f"{name} 0", f"{names[1]} 0", _count(2, 0, 0)])
        old.say(name, "Anybody there?", role="appUser")
        assert _run(tmp_path, url, old, new, [name])[:2] == (0, [f"{name} 1", _count(1, 1, 0)])
        assert new.rest("GET", f"/appusers/{name}/conversation", expect=200).json["conversation"]["unreadCount"] == 0
        new.say(name, "Here we are.")
        assert _run(tmp_path, url, new, old, [name])[:2] == (0, [f"{name} 1", _count(1, 1, 0)])  # the way back
    assert [each.get("text") for each in _messages(old, name)[-2:]] == ["Anybody there?", "Here we are."]
    copied = new.rest("GET", f"/appusers/{name}", expect=200).json["appUser"]
    for key in ("givenName", "email", "properties", "signedUpAt"):
        assert copied[key] == user[key]
    before, after = _messages(old, name)[:6], _messages(new, name)[:6]
    assert [each["type"] for each in after] == ["text", "text", "carousel", "image", "text", "text"]
    assert [each["role"] for each in after] == [each["role"] for each in before]
    assert [each["metadata"]["sentAt"] for each in after] == [each["received"] for each in before]
    assert (after[1]["name"], after[1]["metadata"]["step"]) == ("Pilot", 1)
    assert after[2]["items"][0]["actions"][0]["uri"] == link["uri"]
    assert after[3]["mediaUrl"] != picture
    address = after[3]["mediaUrl"].removeprefix(new.deployment.agent_url)
    api.call(new.deployment.agent_url, "GET", address, expect=200)
    assert after[4]["text"] == "Mast height"
    new.rest("GET", f"/appusers/{silent['userId']}/conversation", expect=404)


def test_what_cannot_be_copied_is_left_out_and_told(deployment: api.Deployment, tmp_path: pathlib.Path) -> None:
    old, new = deployment.make_shop(), deployment.make_shop()
    name, other, late = old.make_user()["userId"], old.make_user()["userId"], "late"
    with _busy(deployment.agent_url) as url:
        old.say(name, "Ahoy", role="appUser")
        bad = []
        for kind, address in (("image", "http://nowhere.invalid/a.png"), ("file", f"{url}/plan.svg"), ("file", url)):
            given = {"role": "appMaker", "type": kind, "mediaUrl": address}
            bad.append(old.rest("POST", f"/appusers/{name}/messages", given, expect=201).json["message"]["_id"])
        old.say(name, "Still there?", role="appUser")
        old.say(other, "Hello", role="appUser")
        for copied in (2, 0):
            code, lines, problems = _run(tmp_path, url, old, new, [late, name, "", other])
            assert code == 1
            assert lines == [f"{name} {copied}", f"{other} {copied // 2}", _count(2, copied + copied // 2, 4)]
            assert [line.split(": ")[0] for line in problems] == [
                f"skipped {late}",
                *(f"skipped {name}, message {each}" for each in bad),
            ]
            assert "404" in problems[0]
            assert "415" in problems[2]
            assert [each["text"] for each in _messages(new, name)] == ["Ahoy", "Still there?"]
        old.make_user(userId=late)
        code, lines, problems = _run(tmp_path, url, old, new, [late, name])
        assert (code, lines, len(problems)) == (1, [f"{late} 0", f"{name} 0", _count(2, 0, 3)], 3)
        stranger = dataclasses.replace(new, secret="wrong")
        code, lines, problems = _run(tmp_path, url, old, stranger, [name, other])
        assert (code, lines) == (1, [])
        assert problems[0].startswith(f"stopped at {name}: 401")


@contextlib.contextmanager
def _busy(url: str) -> Iterator[str]:
    """A server before the one at `url` that says to every third request that it has too many; its address."""
    turns = itertools.count(1)

    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.path == "/plan.svg":
                status, kind, text = 200, "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>"
            elif next(turns) % 3:
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


def _count(users: int, messages: int, skipped: int) -> str:
    return f"{users} users, {messages} messages copied, {skipped} skipped"


def _run(
    folder: pathlib.Path, url: str, old: api.Shop, new: api.Shop, names: list[str]
) -> tuple[int, list[str], list[str]]:
    """Do what the guide says, in a folder of its own; the exit code and the lines of both outputs.

    Of its commands `env` alone is not made by pip: its interpreter is that of the tests, which has the client.
    """
    guide = (ROOT / "docs" / "howto" / "migrate.md").read_text()
    [program] = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    [name] = re.findall(r"Save it as `(.*?)` in a folder of its own:", guide)
    [command] = re.findall(r"^    (env/bin/python .*)$", guide, re.MULTILINE)
    place = folder / "place"
    (place / "env" / "bin").mkdir(parents=True, exist_ok=True)
    python = place / "env" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} -W ignore "$@"\n')
    python.chmod(0o755)
    (place / name).write_text(program)
    (place / "userids.txt").write_text("\n".join(names))
    environment = {"PATH": os.environ["PATH"]}
    for side, shop in (("OLD", old), ("NEW", new)):
        environment |= {f"{side}_URL": url, f"{side}_APP_ID": shop.app_id}
        environment |= {f"{side}_KEY_ID": shop.key_id, f"{side}_SECRET": shop.secret}
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
        timeout=patience.START_SECONDS,
        check=False,
    )
    return done.returncode, done.stdout.splitlines(), done.stderr.splitlines()


def _messages(shop: api.Shop, user: str) -> list[Any]:
    found: list[Any] = shop.rest("GET", f"/appusers/{user}/messages", expect=200).json["messages"]
    return found


def _upload(shop: api.Shop) -> str:
    body, content_type = pictures.form([("source", pictures.image("PNG"), "plan.png", "image/png")])
    answer = shop.rest("POST", "/attachments?access=public", body, expect=201, Content_Type=content_type)
    return str(answer.json["mediaUrl"])
