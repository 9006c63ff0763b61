"""What webhooks told, against what they had to tell."""

import collections
import dataclasses
from collections.abc import Iterable

from tests.stories import model
from tests.support import api, hooks

TRIGGERS = ["*", "typing:appUser"]


@dataclasses.dataclass(frozen=True)
class Hook:
    """A webhook of one app, at a path of its own."""

    path: str
    secret: str

    def calls(self, every: Iterable[hooks.Call]) -> list[hooks.Call]:
        return [call for call in every if call.path == self.path]


def subscribe(shop: api.Shop, sink: hooks.Receiver) -> list[Hook]:
    """One webhook of each version."""
    made = []
    for version in ("v1", "v1.1"):
        path = f"/hook/{version}/{shop.app_id}"
        body = {"target": sink.url.removesuffix("/hook") + path, "triggers": TRIGGERS}
        address = f"/{version}/apps/{shop.app_id}/webhooks"
        answer = api.call(shop.deployment.agent_url, "POST", address, body, headers=shop.auth, expect=201)
        made.append(Hook(path, answer.json["webhook"]["secret"]))
    return made


def check(expected: model.Told, sink: hooks.Receiver, made: list[Hook]) -> None:
    """Wait until everything is told; nothing else may be, nothing twice under another id, and all in order."""
    for hook in made:
        _wait(expected, sink, hook)
        calls = hook.calls(sink.calls)
        assert all(call.signed_by(hook.secret) for call in calls)
        _check_messages(expected, calls)
        _check_rest(expected, calls, versioned="v1.1" in hook.path)


def _wait(expected: model.Told, sink: hooks.Receiver, hook: Hook) -> None:
    wanted = _wanted(expected)

    def all_here(every: list[hooks.Call]) -> bool:
        return not wanted - collections.Counter(_thing(call) for call in hook.calls(every))

    try:
        sink.wait(all_here)
    except TimeoutError:
        missing = wanted - collections.Counter(_thing(call) for call in hook.calls(sink.calls))
        raise AssertionError(f"{hook.path}: never told: {dict(missing)}") from None


def _wanted(expected: model.Told) -> collections.Counter[tuple[str, ...]]:
    told: collections.Counter[tuple[str, ...]] = collections.Counter()
    for each in expected.messages.values():
        if each.id not in expected.optional:
            told["message:" + each.role, each.id] += 1
    told.update(("merge:appUser", *pair) for pair in expected.merges if not expected.forgotten & set(pair))
    told.update(("client:add", user) for user in expected.clients if user not in expected.forgotten)
    told.update(("appUser:delete", user) for user in expected.deleted)
    return told


def _thing(call: hooks.Call) -> tuple[str, ...]:
    """What a call is about, as far as both versions tell it."""
    event = call.event
    match event["trigger"]:
        case "message:appUser" | "message:appMaker":
            return event["trigger"], event["messages"][0]["_id"]
        case "merge:appUser":
            return event["trigger"], event["surviving"]["_id"], *[each["_id"] for each in event["discarded"]]
        case _:
            return event["trigger"], event["appUser"]["_id"]


def _check_messages(expected: model.Told, calls: list[hooks.Call]) -> None:
    ids: dict[str, set[str]] = {}
    arrived: list[str] = []
    for call in calls:
        if not call.trigger.startswith("message:"):
            continue
        [message] = call.event["messages"]
        said = expected.messages[message["_id"]]
        assert (message["role"], message["text"]) == (said.role, said.text)
        assert call.trigger == f"message:{said.role}"
        arrived += [said.id] if said.id not in ids else []
        ids.setdefault(said.id, set()).add(call.id)
    assert all(len(each) == 1 for each in ids.values()), ids
    for order in expected.order.values():
        came = [each for each in arrived if each in set(order)]
        assert came == [each for each in order if each in ids], (came, order)


def _check_rest(expected: model.Told, calls: list[hooks.Call], *, versioned: bool) -> None:
    seen: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    known: set[str] = set()
    for call in calls:
        if call.id in known:
            continue
        known.add(call.id)
        about = call.event.get("conversation", {}).get("_id", "") if versioned else ""
        seen[call.trigger][about] += 1
    assert seen["typing:appUser"].total() <= expected.typed
    for trigger, wanted in (("conversation:start", expected.starts), ("conversation:read", expected.reads)):
        counted = collections.Counter(wanted if versioned else [""] * len(wanted))
        assert not seen[trigger] - counted, (trigger, seen[trigger], wanted)
    allowed = {"message:appUser", "message:appMaker", "conversation:start", "conversation:read", "typing:appUser"}
    assert set(seen) <= allowed | {"merge:appUser", "client:add", "appUser:delete"}, set(seen)
