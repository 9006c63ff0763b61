"""Who speaks: anonymous visitors, users whom a JWT proves, and the ways between them."""

import time

import pytest
from playwright import sync_api

from tests.browser import drivers, sites, widgets
from tests.support import api

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect
STORED = "() => Object.keys(localStorage).map((name) => name.split('.').slice(1).join('.')).sort()"


def enter(page: sync_api.Page, site: sites.Site, shop: api.Shop, **options: str) -> widgets.Widget:
    """A page that calls `init` with these options, given as JavaScript."""
    given = ", ".join(f"{name}: {value}" for name, value in options.items())
    page.goto(site.add(sites.with_stub(shop, f"window.ready = Smooch.init({{appId: APP, {given}}});")))
    return widgets.Widget(page)


def quoted(text: str) -> str:
    return f"'{text}'"


@pytest.mark.rule(
    "8.1.storage", "8.2.lazy", "8.3.login", "8.3.logout", "8.3.failure", "4.2.login", "4.2.logout", "4.7.after-logout"
)
def test_log_in_and_out(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    user_id = api.unique("known")
    page = people.page()
    asked = widgets.requests(page, "/sdk/apps/", "POST")
    widget = enter(page, site, shop)
    widget.call("() => window.ready")
    assert widget.call(STORED) == []
    widget.open()
    assert asked == []
    widget.say("Who am I?")
    expect(widget.statuses.last).to_have_text("Delivered · Just now")
    assert widget.call(STORED) == ["appUserId", "clientId", "sessionToken"]
    client = widget.call("() => localStorage.getItem(APP + '.clientId')")
    refused = widget.call("() => Smooch.login('somebody', 'nonsense').catch((error) => error.response.status)")
    assert refused == 401
    widget.shows("Who am I?")
    assert "userId" in widget.call("() => Smooch.login('x').catch((error) => error.message)")

    widget.call("([id, jwt]) => Smooch.login(id, jwt)", [user_id, shop.token("appUser", userId=user_id)])
    widget.shows("Who am I?")
    assert widget.call(STORED) == ["clientId"]
    assert widget.call("() => Smooch.getUser().userId") == user_id
    shop.say(user_id, "Somebody we know")
    widget.shows("Who am I?", "Somebody we know")

    widget.call("() => Smooch.logout()")
    widget.shows()
    assert widget.call("() => Smooch.isOpened()")
    assert widget.call("() => Smooch.getUser()") is None
    assert widget.call("() => localStorage.getItem(APP + '.clientId')") == client
    widget.say("A new start")
    expect(widget.statuses.last).to_have_text("Delivered · Just now")
    assert "userId" not in widget.call("() => Smooch.getUser()")


@pytest.mark.rule("8.3.unknown", "8.6.devices", "2.2.userId", "2.3.onInvalidAuth")
def test_a_known_user_on_two_devices(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    user_id = api.unique("known")
    good = shop.token("appUser", userId=user_id)
    stale = shop.token("appUser", userId=user_id, exp=int(time.time()) - 60)
    who = {"userId": quoted(user_id), "jwt": quoted(good)}
    first = enter(people.page(), site, shop, **who)
    first.call("() => window.ready")
    assert first.call("() => Smooch.getUser()") == {"userId": user_id, "properties": {}}
    shop.rest("GET", f"/appusers/{user_id}", expect=404)
    first.open()
    first.say("From the first")
    expect(first.statuses.last).to_have_text("Delivered · Just now")

    delegate = f"{{onInvalidAuth: () => Promise.resolve('{good}')}}"
    second = enter(people.page(), site, shop, externalId=quoted(user_id), jwt=quoted(stale), delegate=delegate)
    second.call("() => window.ready")
    shop.say(user_id, "To both")
    expect(second.badge).to_have_text("1")
    first.shows("From the first", "To both")
    first.say("Read here")
    expect(second.badge).to_have_count(0)
    second.open()
    second.shows("From the first", "To both", "Read here")


@pytest.mark.rule("8.4.authCode", "2.2.authCode")
def test_an_auth_code_brings_the_conversation(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    user = shop.known_visitor().app_user_id
    shop.say(user, "From elsewhere")
    code = shop.rest("GET", f"/appusers/{user}/authcode", expect=200).json["authCode"]
    page = people.page()
    widget = enter(page, site, shop, authCode=quoted(code))
    widget.call("() => window.ready")
    widget.open()
    widget.shows("From elsewhere")
    assert widget.call(STORED) == ["appUserId", "clientId", "sessionToken"]
    again = enter(page, site, shop, authCode=quoted(code))
    assert again.call("() => window.ready.then(() => 0, (error) => error.response.status)") == 401
    assert again.call("() => localStorage.getItem(APP + '.appUserId')") == user


@pytest.mark.rule("4.5.pending", "4.5.coalesce", "4.5.flush", "4.6.getUser")
def test_update_user(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> None:
    page = people.page()
    widget = enter(page, site, shop)
    widget.call("() => window.ready")
    puts = widgets.requests(page, "/appusers/", "PUT")
    widget.call("() => Smooch.updateUser({givenName: 'Ada', properties: {plan: 'pro'}, nonsense: 1})")
    assert widget.call("() => Smooch.getUser()") == {"givenName": "Ada", "properties": {"plan": "pro"}}
    widget.open()
    widget.say("Hello")
    expect(widget.statuses.last).to_have_text("Delivered · Just now")
    user = str(widget.call("() => Smooch.getUser()._id"))
    settled = widget.call(
        """() => Promise.all([{surname: 'L'}, {properties: {a: 1}}, {properties: {plan: null, b: 2}}]
          .map((props) => Smooch.updateUser(props))).then((users) => users.map((user) => user.surname))"""
    )
    assert settled[-1] == "L"
    assert len(puts) <= 2
    known = shop.rest("GET", f"/appusers/{user}", expect=200).json["appUser"]
    assert (known["givenName"], known["surname"]) == ("Ada", "L")
    assert known["properties"] == {"a": 1, "b": 2}
    page.evaluate("void Smooch.updateUser({surname: 'Late'})")
    widget.say("Goes after it")
    expect(widget.statuses.last).to_have_text("Delivered · Just now")
    assert shop.rest("GET", f"/appusers/{user}", expect=200).json["appUser"]["surname"] == "Late"


@pytest.mark.rule("10.erase", "10.export")
def test_a_visitor_takes_the_data_along_and_erases_it(
    people: drivers.Profiles, site: sites.Site, shop: api.Shop
) -> None:
    settings = {"allowDeleteUser": True, "allowExportConversation": True}
    shop.deployment.account("PUT", f"/apps/{shop.app_id}", {"settings": settings}, expect=200)
    widget = enter(people.page(), site, shop)
    widget.call("() => window.ready")
    widget.open()
    widget.say("Remember this")
    expect(widget.statuses.last).to_have_text("Delivered · Just now")
    user = str(widget.call("() => Smooch.getUser()._id"))
    taken = widget.call("() => Smooch.exportConversation()")
    assert [message["text"] for message in taken["messages"]] == ["Remember this"]
    widget.call("() => Smooch.deleteUser()")
    widget.shows()
    assert widget.call(STORED) == []
    shop.rest("GET", f"/appusers/{user}", expect=404)
    widget.say("Somebody new")
    expect(widget.statuses.last).to_have_text("Delivered · Just now")
    assert widget.call("() => Smooch.getUser()._id") != user
