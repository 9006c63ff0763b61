"""The example bots, each started by its one command beside a running server, and talked to."""

import contextlib
import pathlib
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support import api, patience, ports, processes

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture
def demo(deployment: api.Deployment) -> api.Shop:
    """The app of the demo page, which the bots speak for."""
    app_id = deployment.shape.cli.json("app", "list")["apps"][0]["appId"]
    key = deployment.account("POST", f"/apps/{app_id}/keys", {"name": "tests"}, expect=201).json["key"]
    return api.Shop(deployment=deployment, app_id=app_id, key_id=key["_id"], secret=key["secret"])


@contextlib.contextmanager
def started(verb: str, shop: api.Shop, folder: pathlib.Path) -> Iterator[int]:
    """`make bot-python` or `make bot-node`, stopped at the end; it takes its webhook with it. Gives its port."""
    server, port = shop.deployment.shape.agent, ports.free()
    log = folder / "bot.log"
    bot = processes.Process(
        ["make", "--no-print-directory", verb, f"PYTHON={sys.executable}"],
        log=log,
        ready=lambda: log.exists() and "The bot listens." in log.read_text(),
        environment=server.environment | {"SMOOCH_URL": server.url, "PORT": str(port)},
        folder=ROOT,
    )
    bot.start(timeout=2 * patience.START_SECONDS)  # the first time it installs its packages
    try:
        yield port
    finally:
        bot.stop()
    api.eventually(lambda: not _hooks(shop, port))


def _assert_believes_nobody_else(shop: api.Shop, port: int) -> None:
    """Neither without the secret nor with the secret alone."""
    [hook] = _hooks(shop, port)
    event = {"trigger": "postback", "appUser": {"_id": shop.app_id}, "postbacks": [{"action": {"payload": "HOURS"}}]}
    now = {"webhook-id": "1", "webhook-timestamp": str(int(time.time())), "webhook-signature": "v1,bm8="}
    for headers in ({}, now, now | {"X-API-Key": hook["secret"]}):
        api.call(f"http://127.0.0.1:{port}", "POST", "/smooch", event, headers=headers, expect=401)


def _hooks(shop: api.Shop, port: int) -> list[dict[str, Any]]:
    hooks = shop.rest("GET", "/webhooks", expect=200).json["webhooks"]
    return [hook for hook in hooks if f":{port}/" in hook["target"]]


class Customer:
    """A visitor who waits for each answer."""

    def __init__(self, shop: api.Shop) -> None:
        self.shop, self.visitor, self.seen = shop, shop.visitor(givenName="Ines"), 0

    def say(self, text: str, *, answers: int = 1, **fields: Any) -> list[dict[str, Any]]:
        """Write; what the bot says then."""
        self.shop.say(self.visitor.app_user_id, text, role="appUser", **fields)
        return self.hear(1, answers)

    def press(self, action: dict[str, Any]) -> list[dict[str, Any]]:
        """Press a postback button; what the bot says then."""
        user = self.visitor.app_user_id
        self.shop.rest("POST", f"/appusers/{user}/conversation/postback", {"actionId": action["_id"]}, expect=200)
        return self.hear(0, 1)

    def hear(self, own: int, answers: int) -> list[dict[str, Any]]:
        def page() -> Any:
            found = self.visitor.messages()["messages"]
            return found if len(found) >= self.seen + own + answers else None

        messages: list[dict[str, Any]] = api.eventually(page)
        heard = messages[self.seen + own :]
        self.seen = len(messages)
        assert [each["role"] for each in heard] == ["appMaker"] * answers
        return heard

    def with_person(self) -> bool:
        user = self.shop.rest("GET", f"/appusers/{self.visitor.app_user_id}", expect=200).json["appUser"]
        return bool(user["properties"].get("withPerson"))


@pytest.mark.parametrize("verb", ["bot-python", "bot-node"])
def test_a_conversation_with_a_bot(verb: str, demo: api.Shop, agent: api.Agent, tmp_path: pathlib.Path) -> None:
    with started(verb, demo, tmp_path) as port:
        customer = Customer(demo)
        [hello] = customer.say("Hello?")
        assert hello["text"].startswith("Hello!")
        assert [each["payload"] for each in hello["actions"]] == ["GOODS", "HOURS", "PERSON"]
        assert all(f"“{word}”" in hello["text"] for word in ("show", "hours", "person"))
        goods, hint = customer.say(hello["actions"][0]["text"], payload="GOODS", answers=2)
        assert (goods["type"], len(goods["items"])) == ("carousel", 3)
        assert "“keep the lamp”" in hint["text"]
        look, keep = goods["items"][0]["actions"]
        assert look["uri"].endswith("/demo#/objects/teapot")
        [kept] = customer.press(keep)
        assert "Morning Teapot" in kept["text"]
        [kept] = customer.say("Keep the LAMP for me")
        assert "Dusk Lamp" in kept["text"]
        [kept] = customer.say("Please reserve a stool")
        assert "Three-legged Stool" in kept["text"]
        assert customer.say("show", answers=2)[1]["text"] == hint["text"]
        [hours] = customer.say("hours")
        assert "Monday to Saturday" in hours["text"]

        customer.say("person")
        api.eventually(customer.with_person)
        customer.say("so, are you open?", answers=0)
        [again] = customer.say("bot")
        assert again["text"] == hello["text"]

        _assert_believes_nobody_else(demo, port)
        path = f"/apps/{demo.app_id}/conversations/{customer.visitor.conversation_id}/messages"
        agent.call("POST", path, {"text": "Anna here.", "_clientId": "1"}, expect=201)
        api.eventually(customer.with_person)  # whoever answers from the inbox sends the bot away
