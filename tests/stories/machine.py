"""Random steps on one app; after each, and once more at the end, everybody must tell the same story."""

import random
import secrets
from typing import Any, ClassVar

from hypothesis import stateful
from hypothesis import strategies as st

from tests.stories import model, screen, told
from tests.support import api, hooks

MAX_PEOPLE = 3  # so few that things happen to them
GONE = (4401, 4403)  # how the server closes a session whose user is no more

people = st.integers(0, 1_000)  # modulo how many there are
texts = st.text(alphabet="abc é漢😀'\"<&\\\n\t\u2028", min_size=1, max_size=12)
several = st.lists(texts, min_size=1, max_size=3)
versions = st.sampled_from(["v1", "v1.1"])
roles = st.sampled_from(["appUser", "appMaker"])


def has_people(machine: "Story") -> bool:
    return bool(machine.people)


def _assert_closed(device: screen.Screen) -> None:
    code = device.closed()
    assert code in GONE, f"closed with {code}"


class Story(stateful.RuleBasedStateMachine):
    """Steps against one deployment, in a new app each time."""

    deployment: ClassVar[api.Deployment]
    sink: ClassVar[hooks.Receiver]

    def __init__(self) -> None:
        super().__init__()
        self.shop = self.deployment.make_shop()
        self.hook = told.subscribe(self.shop, self.sink)
        self.told = model.Told()
        self.people: list[model.Person] = []
        self.sends = 0

    # ---- who there is

    @stateful.precondition(lambda self: len(self.people) < MAX_PEOPLE)
    @stateful.rule(kind=st.sampled_from(["guest", "known", "rest"]))
    def arrive(self, kind: str) -> None:
        if kind == "rest":
            user = self.shop.make_user()
            self.people.append(model.Person(user["_id"], None, None, None))
            return
        visitor = self.shop.visitor() if kind == "guest" else self.shop.known_visitor()
        glimpse = screen.fetch(visitor)
        self.people.append(
            model.Person(visitor.app_user_id, visitor, screen.Screen(visitor, glimpse), visitor.conversation_id)
        )
        self.told.starts.append(visitor.conversation_id)
        self.told.clients.append(visitor.app_user_id)

    @stateful.precondition(has_people)
    @stateful.rule(who=people, name=texts)
    def rename(self, who: int, name: str) -> None:
        person = self._person(who)
        user = self._rest("PUT", person, "", {"givenName": f"N{name}."}, expect=200).json["appUser"]
        person.given_name = f"N{name}."
        assert user["givenName"] == person.given_name

    @stateful.precondition(lambda self: len(self.people) > 1)
    @stateful.rule(one=people, other=people)
    def merge(self, one: int, other: int) -> None:
        survivor, discarded = self._person(one), self._person(other)
        if survivor is discarded:
            return
        body = {"surviving": {"_id": survivor.id}, "discarded": {"_id": discarded.id}}
        self.shop.rest("POST", "/appusers/merge", body, expect=200)
        self.people.remove(discarded)
        self.told.merges.append((survivor.id, discarded.id))
        if discarded.device is not None:
            _assert_closed(discarded.device)
        survivor.absorbed |= {discarded.id, *discarded.absorbed}
        self._take_over(survivor, discarded)
        self._look(survivor)

    @stateful.precondition(has_people)
    @stateful.rule(who=people, sure=st.integers(0, 3))
    def delete_user(self, who: int, sure: int) -> None:
        if sure:  # seldom: a story needs people
            return
        person = self._person(who)
        self.people.remove(person)
        self._rest("DELETE", person, "", expect=200)
        assert self._rest("GET", person, "").status == 404
        if person.device is not None:
            _assert_closed(person.device)
        self.told.deleted.append(person.id)
        self.told.forget(person.said)
        self.told.forgotten |= {person.id, *person.absorbed}  # what was owed of them under the same conversation, too

    # ---- what is said

    @stateful.precondition(has_people)
    @stateful.rule(who=people, said=several, version=versions, keyed=st.booleans())
    def answer(self, who: int, said: list[str], version: Any, keyed: bool) -> None:
        self._post(self._person(who), said, version, "appMaker", keyed=keyed)

    @stateful.precondition(has_people)
    @stateful.rule(who=people, said=several, version=versions, role=roles)
    def post(self, who: int, said: list[str], version: Any, role: model.Role) -> None:
        self._post(self._person(who), said, version, role, keyed=True)

    @stateful.precondition(lambda self: any(person.visitor for person in self.people))
    @stateful.rule(who=people, said=several)
    def write(self, who: int, said: list[str]) -> None:
        visitors = [person for person in self.people if person.visitor]
        for text in said:
            send = model.Send("sdk", "appUser", self._unique(text), secrets.token_hex(8))
            self._send(visitors[who % len(visitors)], send)

    @stateful.precondition(lambda self: any(each.sent.key for person in self.people for each in person.said))
    @stateful.rule(which=people, other=st.booleans())
    def repeat(self, which: int, other: bool) -> None:
        """Send again what was sent, or something else under its id."""
        sent = [(person, each) for person in self.people for each in person.said if each.sent.key]
        person, said = sent[which % len(sent)]
        if said.sent.via == "sdk" and (person.visitor is None or person.visitor.conversation_id != said.place):
            return
        if said.place != person.conversation_id:  # it came with a merge: another author's
            return
        send = model.Send(said.sent.via, said.sent.role, said.text + "!" * other, said.sent.key)
        answer = self._request(person, send)
        assert answer.status == (409 if other else 201), answer.body
        if not other:
            assert answer.json["message"]["_id"] == said.id

    @stateful.precondition(lambda self: any(person.said for person in self.people))
    @stateful.rule(which=people)
    def delete_message(self, which: int) -> None:
        every = [(person, each) for person in self.people for each in person.said]
        person, said = every[which % len(every)]
        self._rest("DELETE", person, f"/messages/{said.id}", expect=200)
        assert self._rest("DELETE", person, f"/messages/{said.id}").code == "message_not_found"
        person.said.remove(said)
        person.counted = person.counted and not person.merged
        self.told.forget([said])
        self._glance(person)

    @stateful.precondition(lambda self: any(person.conversation_id for person in self.people))
    @stateful.rule(who=people)
    def delete_messages(self, who: int) -> None:
        person = self._with_conversation(who)
        self._rest("DELETE", person, "/messages", expect=200)
        self.told.forget(person.said)
        person.said.clear()
        person.read()
        self._glance(person)

    @stateful.precondition(lambda self: any(person.conversation_id for person in self.people))
    @stateful.rule(who=people, sdk=st.booleans())
    def read(self, who: int, sdk: bool) -> None:
        person = self._with_conversation(who)
        if sdk and person.visitor:
            person.visitor.sdk("POST", "/conversation/read", {}, expect=200)
        else:
            self._rest("POST", person, "/conversation/read", expect=200)
        if person.behind:
            self.told.reads.append(person.conversation_id or "")
        person.read()
        self._glance(person)

    @stateful.precondition(lambda self: any(person.conversation_id for person in self.people))
    @stateful.rule(who=people, kind=st.sampled_from(["typing:start", "typing:stop", "conversation:read"]))
    def act(self, who: int, kind: str) -> None:
        """The business types or reads, and the visitor types."""
        person = self._with_conversation(who)
        self._rest("POST", person, "/conversation/activity", {"role": "appMaker", "type": kind}, expect=200)
        if person.visitor and kind != "conversation:read":
            person.visitor.sdk("POST", "/conversation/activity", {"type": kind}, expect=200)
            self.told.typed += 1

    # ---- what is seen

    @stateful.precondition(has_people)
    @stateful.rule(who=people)
    def look(self, who: int) -> None:
        self._look(self._person(who))

    @stateful.precondition(lambda self: any(person.glimpses for person in self.people))
    @stateful.rule(who=people, earlier=people)
    def come_back(self, who: int, earlier: int) -> None:
        """What was once seen, and the events since, are what there is now; or a reset says that they cannot be."""
        known = [person for person in self.people if person.visitor and person.glimpses]
        if known:
            person = known[who % len(known)]
            self._catch_up(person, person.glimpses[earlier % len(person.glimpses)])

    def teardown(self) -> None:
        try:
            for person in self.people:
                self._look(person)
                for glimpse in person.glimpses[-3:]:
                    self._catch_up(person, glimpse)
            told.check(self.told, self.sink, self.hook)
        finally:
            for person in self.people:
                if person.device is not None:
                    person.device.close()

    def _glance(self, person: model.Person) -> None:
        found = self._rest("GET", person, "/conversation", expect=200).json["conversation"]
        assert found["_id"] == person.conversation_id
        assert found["unreadCount"] == person.unread or not person.counted

    def _look(self, person: model.Person) -> None:
        """Both versions of the REST list, the fresh page of the device and its screen are what the model says."""
        expected = model.expected(person)
        for version in ("v1", "v1.1"):
            answer = self._rest("GET", person, "/messages", version=version)
            if person.conversation_id is None:
                assert (answer.status, answer.code) == (404, "conversation_not_found")
                return
            assert model.shown(answer.json["messages"]) == expected
            found = answer.json["conversation"]
            assert found["_id"] == person.conversation_id
            assert found["unreadCount"] == person.unread or not person.counted
        if person.visitor and person.device:
            fresh = screen.fetch(person.visitor)
            assert model.shown(fresh.messages) == expected
            person.device.follow(fresh.cursor)
            assert model.shown(person.device.messages) == expected
            person.glimpses.append(fresh)

    def _catch_up(self, person: model.Person, glimpse: screen.Glimpse) -> None:
        assert person.visitor is not None
        with screen.opened(person.visitor, glimpse) as device:
            device.follow(screen.fetch(person.visitor).cursor)
            assert model.shown(device.messages) == model.expected(person)

    # ---- how

    def _person(self, which: int) -> model.Person:
        return self.people[which % len(self.people)]

    def _with_conversation(self, which: int) -> model.Person:
        known = [person for person in self.people if person.conversation_id]
        return known[which % len(known)]

    def _unique(self, text: str) -> str:
        self.sends += 1
        return f"{self.sends}:{text}."

    def _rest(
        self,
        method: str,
        person: model.Person,
        path: str,
        body: Any = None,
        *,
        version: str = "v1.1",
        key: str | None = None,
        expect: int | None = None,
    ) -> api.Answer:
        headers = self.shop.auth | ({"Idempotency-Key": key} if key else {})
        address = f"/{version}/apps/{self.shop.app_id}/appusers/{person.id}{path}"
        # Either server of a deployment: what one has said, the other has to know.
        base = random.Random(self.sends).choice([self.deployment.visitor_url, self.deployment.agent_url])
        return api.call(base, method, address, body, headers=headers, expect=expect)

    def _request(self, person: model.Person, send: model.Send) -> api.Answer:
        if send.via == "sdk":
            assert person.visitor is not None
            body = {"message": {"type": "text", "text": send.text, "_clientId": send.key}}
            return person.visitor.sdk("POST", "/messages", body)
        posted = {"role": send.role, "type": "text", "text": send.text}
        return self._rest("POST", person, "/messages", posted, version=send.via, key=send.key)

    def _post(self, person: model.Person, said: list[str], version: Any, role: model.Role, *, keyed: bool) -> None:
        for text in said:
            key = secrets.token_hex(8) if keyed else None
            self._send(person, model.Send(version, role, self._unique(text), key))

    def _send(self, person: model.Person, send: model.Send) -> None:
        answer = self._request(person, send)
        assert answer.status == 201, answer.body
        message, conversation = answer.json["message"], answer.json["conversation"]
        assert (message["role"], message["text"]) == (send.role, send.text)
        if person.conversation_id is None:
            person.conversation_id = conversation["_id"]
            if send.role == "appUser":
                self.told.starts.append(conversation["_id"])
        said = model.Said(
            message["_id"],
            send.role,
            send.text,
            send.role == "appMaker",
            message["received"],
            send,
            conversation["_id"],
        )
        person.add(said)
        assert conversation["_id"] == person.conversation_id
        assert conversation["unreadCount"] == person.unread or not person.counted
        self.told.messages[said.id] = said
        self.told.order.setdefault(conversation["_id"], []).append(said.id)

    def _take_over(self, survivor: model.Person, discarded: model.Person) -> None:
        """What the survivor has after a merge."""
        survivor.given_name = survivor.given_name or discarded.given_name
        if discarded.conversation_id is None:
            return
        if survivor.conversation_id is None:
            survivor.conversation_id, survivor.said = discarded.conversation_id, discarded.said
            survivor.behind, survivor.counted, survivor.merged = discarded.behind, discarded.counted, discarded.merged
        elif discarded.said:
            survivor.said = self._joined(survivor, discarded)
            survivor.behind = survivor.unread > 0
            survivor.counted = survivor.counted and discarded.counted
            survivor.merged = True

    def _joined(self, survivor: model.Person, discarded: model.Person) -> list[model.Said]:
        """The messages of both in their order; a message whose moment is taken has moved to the next free one."""
        both = {each.id: each for each in [*survivor.said, *discarded.said]}
        page = self._rest("GET", survivor, "/messages", expect=200).json["messages"]
        assert {each["_id"] for each in page} == set(both)
        moved = {each["_id"]: each["received"] - both[each["_id"]].received for each in page}
        assert all(moved[each.id] == 0 for each in survivor.said)
        assert all(0 <= moved[each.id] < 1 for each in discarded.said), moved
        for said_before in (survivor.said, discarded.said):
            places = [message["_id"] for message in page]
            order = [places.index(each.id) for each in said_before]
            assert order == sorted(order)
        for message in page:
            both[message["_id"]].received = message["received"]
        return [both[message["_id"]] for message in page]
