"""One dead target delays nobody else, whatever way it is dead in."""

import contextlib
import functools
import time

from smooch_server.httpclient import base
from tests.faults import test_webhooks
from tests.support import api, hooks

DELAY_SECONDS = 1.0  # the most that a delivery may take beside dead targets, but for what else this machine does
HELD_UP_SECONDS = base.TOTAL_SECONDS / 2  # a delivery that waits for a dead target takes twice as long
DEAD = [manner for manner in test_webhooks.MANNERS if manner != 200]


def test_dead_targets_delay_nobody(shop: api.Shop, deployment: api.Deployment) -> None:
    """Nine webhooks of an app are dead; the tenth, and another app's, hear of everything at once."""
    neighbour = deployment.make_shop()
    with contextlib.ExitStack() as stack:
        dead = [stack.enter_context(hooks.receiver()) for _ in range(9)]
        mine, other = stack.enter_context(hooks.receiver()), stack.enter_context(hooks.receiver())
        for number, each in enumerate(dead):
            each.behave = functools.partial(test_webhooks.answer, DEAD[number % len(DEAD)])
        for owner, sink in [*((shop, each) for each in dead), (shop, mine), (neighbour, other)]:
            owner.rest("POST", "/webhooks", {"target": sink.url, "triggers": ["message"]}, expect=201)
        delays: list[float] = []
        users = [(owner, owner.make_user()["_id"], sink) for owner, sink in ((shop, mine), (neighbour, other)) * 3]
        for number in range(36):
            owner, user, sink = users[number % len(users)]
            owner.say(user, f"{number}")
            posted = time.monotonic()
            calls = sink.wait(functools.partial(_told, text=f"{number}"))
            delays.append(calls[-1].at - posted)
        assert all(each.calls for each in dead)
        print(f"{deployment.shape.name}: delays up to {max(delays):.3f} s beside dead targets")
        assert max(delays) < HELD_UP_SECONDS, sorted(delays)
        assert sorted(delays)[len(delays) * 3 // 4] < DELAY_SECONDS, sorted(delays)
        for webhook in shop.rest("GET", "/webhooks", expect=200).json["webhooks"]:
            shop.rest("DELETE", f"/webhooks/{webhook['_id']}", expect=200)  # others use these servers, too


def _told(calls: list[hooks.Call], *, text: str) -> bool:
    return any(call.text == text for call in calls)
