"""PyPI `smooch`: users, what links them, and their conversations."""

import secrets
from typing import Any

from tests.clients import python_client as client
from tests.support import api, pictures

smooch: Any = client.smooch

_NAME = "/44 +á@q"  # the client percent-encodes all of it in a path


def pre_create(t: client.Caller) -> None:
    """every field comes back; the same userId again is refused with 409"""
    body = smooch.AppUserPreCreate(
        user_id=api.unique("ines") + _NAME,
        given_name="Ines",
        surname="Varga",
        email="ines@post.example.com",
        signed_up_at="2019-04-16T10:11:12.345Z",
        properties={"boat": "Gull", "berths": 3, "vip": True},
    )
    made = t.call("AppUserApi.pre_create_app_user", t.app_id, body).app_user
    client.same(body, made)
    assert (made.conversation_started, made.clients, made.pending_clients) == (False, [], [])
    with t.refused(409, "user_already_exists"):
        t.call("AppUserApi.pre_create_app_user", t.app_id, body)


def get_user(t: client.Caller) -> None:
    """the user of the userId and of the _id; a visitor's with its client"""
    made = _user(t)
    assert t.call("AppUserApi.get_app_user", t.app_id, made.user_id).app_user == made
    assert t.call("AppUserApi.get_app_user", t.app_id, made.id).app_user == made
    visitor = t.shop.visitor(givenName="Ines")
    clients = t.call("AppUserApi.get_app_user", t.app_id, visitor.app_user_id).app_user.clients
    assert [(each.id, each.platform, each.status) for each in clients] == [(visitor.device, "web", "active")]


def update_user(t: client.Caller) -> None:
    """what was sent changes, other fields and properties stay"""
    made = _user(t)
    body = smooch.AppUserUpdate(given_name="Inez", email="inez@post.example.com", properties={"berths": 4})
    changed = t.call("AppUserApi.update_app_user", t.app_id, made.user_id, body).app_user
    assert (changed.given_name, changed.surname, changed.email) == ("Inez", "Varga", "inez@post.example.com")
    assert changed.properties == {"boat": "Gull", "berths": 4}


def delete_user(t: client.Caller) -> None:
    """the user is gone"""
    made = _user(t)
    t.call("AppUserApi.delete_app_user", t.app_id, made.user_id)
    with t.refused(404, "user_not_found"):
        t.call("AppUserApi.get_app_user", t.app_id, made.id)


def delete_profile(t: client.Caller) -> None:
    """names, email and properties are cleared, the user stays"""
    made = _user(t)
    cleared = t.call("AppUserApi.delete_app_user_profile", t.app_id, made.user_id).app_user
    assert (cleared.id, cleared.user_id, cleared.properties) == (made.id, made.user_id, {})
    assert (cleared.given_name, cleared.surname, cleared.email) == (None, None, None)


def merge(t: client.Caller) -> None:
    """the survivor has both profiles and histories; the other is gone"""
    surviving, discarded = _user(t), t.shop.visitor(email="ines@post.example.com")
    discarded.say("before the merge")
    t.call(
        "AppUserApi.merge_users",
        t.app_id,
        smooch.AppUserMerge(
            surviving=smooch.MergedUser(id=surviving.id), discarded=smooch.MergedUser(id=discarded.app_user_id)
        ),
    )
    merged = t.call("AppUserApi.get_app_user", t.app_id, surviving.id).app_user
    assert (merged.user_id, merged.given_name, merged.email) == (surviving.user_id, "Ines", "ines@post.example.com")
    assert [each.platform for each in merged.clients] == ["web"]
    assert _texts(t, surviving.id) == ["before the merge"]
    with t.refused(404, "user_not_found"):
        t.call("AppUserApi.get_app_user", t.app_id, discarded.app_user_id)


def auth_code(t: client.Caller) -> None:
    """a code, another one each time"""
    made = _user(t)
    codes = {t.call("AppUserApi.get_app_user_auth_code", t.app_id, made.user_id).auth_code for _ in range(2)}
    assert len(codes) == 2
    assert all(len(code) >= 8 for code in codes)


def business_systems(t: client.Caller) -> None:
    """an empty list: no business system can be connected"""
    made = _user(t)
    assert t.call("AppUserApi.get_app_user_business_system_ids", t.app_id, made.user_id).business_systems == []


def entity_ids(t: client.Caller) -> None:
    """an empty list for a user on the web alone"""
    made = _user(t)
    assert t.call("AppUserApi.get_app_user_entity_ids", t.app_id, made.user_id).channels == []


def link_requests(t: client.Caller) -> None:
    """a code and an address for each integration"""
    made, telegram = _user(t), integration(t, type="telegram", token="123:abc")
    found = t.call("AppUserApi.get_link_requests", t.app_id, made.user_id, [telegram.id]).link_requests
    assert [(each.integration_id, each.type) for each in found] == [(telegram.id, "telegram")]
    assert found[0].code
    assert found[0].code in found[0].url


def link(t: client.Caller) -> None:
    """the number becomes a pending client"""
    made, body = _user(t), _link(t)
    linked = t.call("AppUserApi.link_app_user", t.app_id, made.user_id, body).app_user
    assert linked.id == made.id
    assert [(each.platform, each.display_name, each.status) for each in linked.pending_clients] == [
        ("twilio", body.phone_number, "pending")
    ]


def unlink(t: client.Caller) -> None:
    """a pending link is withdrawn; a channel that is not linked is refused with 400"""
    made = _user(t)
    t.call("AppUserApi.link_app_user", t.app_id, made.user_id, _link(t))
    t.call("AppUserApi.unlink_app_user", t.app_id, made.user_id, "twilio")
    assert t.call("AppUserApi.get_app_user", t.app_id, made.user_id).app_user.pending_clients == []
    with t.refused(400, "bad_request"):
        t.call("AppUserApi.unlink_app_user", t.app_id, made.user_id, "twilio")


def image_message(t: client.Caller) -> None:
    """an image message with the address of the upload"""
    made, path = _user(t), t.file("photo.png", pictures.image("PNG"))
    posted = t.call("AppUserApi.post_image_message", t.app_id, made.user_id, path, "appMaker").message
    assert (posted.type, posted.role, posted.media_type) == ("image", "appMaker", "image/png")
    address = posted.media_url.removeprefix(t.shop.deployment.agent_url)
    api.call(t.shop.deployment.agent_url, "GET", address, expect=200)


def post_message(t: client.Caller) -> None:
    """a message of each type, with every field and action the client knows, shorthand, a destination"""
    made = _user(t)
    for body in _messages():
        reply = t.call("ConversationApi.post_message", t.app_id, made.user_id, body)
        client.same(body, reply.message, but=frozenset({"override"}))
        assert (reply.message.role, len(reply.message.id)) == ("appMaker", 24)
        assert reply.message.source.type == "api"
    assert reply.conversation.unread_count == len(_messages())
    shorthand = smooch.MessagePost(role="appMaker", type="text", text="Pick %[Dawn](reply:DAWN)")
    written = t.call("ConversationApi.post_message", t.app_id, made.user_id, shorthand).message
    assert (written.text, written.actions[0].payload) == ("Pick", "DAWN")
    visitor, to = t.shop.visitor().app_user_id, smooch.Destination(integration_type="web")
    sent = smooch.MessagePost(role="appMaker", type="text", text="to the web", destination=to)
    assert t.call("ConversationApi.post_message", t.app_id, visitor, sent).message.text == "to the web"
    with t.refused(400, "bad_request"):  # this user is on no channel
        t.call("ConversationApi.post_message", t.app_id, made.user_id, sent)
    said = smooch.MessagePost(role="appUser", type="text", text="Ahoy", payload="DAWN")
    client.same(said, t.call("ConversationApi.post_message", t.app_id, made.user_id, said).message)


def get_messages(t: client.Caller) -> None:
    """oldest first, also before and after a time, with every field as posted"""
    made = _user(t)
    posted = [t.call("ConversationApi.post_message", t.app_id, made.user_id, body).message for body in _messages()]
    listed = t.call("ConversationApi.get_messages", t.app_id, made.user_id)
    assert listed.messages == posted
    assert listed.conversation.unread_count == len(posted)
    middle = posted[2].received
    earlier = t.call("ConversationApi.get_messages", t.app_id, made.user_id, before=middle)
    assert earlier.messages == posted[:2]
    assert "after=" in earlier.next
    assert t.call("ConversationApi.get_messages", t.app_id, made.user_id, after=middle).messages == posted[3:]


def activity(t: client.Caller) -> None:
    """typing and reading by the business; the user's unread count stays"""
    made = _user(t)
    _say(t, made, "Ahoy")
    for kind in ("typing:start", "typing:stop", "conversation:read"):
        body = smooch.ConversationActivity(role="appMaker", type=kind, name="Pilot")
        reply = t.call("ConversationApi.conversation_activity", t.app_id, made.user_id, body)
        assert reply.conversation.unread_count == 1


def reset_unread(t: client.Caller) -> None:
    """the unread count is 0"""
    made = _user(t)
    _say(t, made, "Ahoy")
    t.call("ConversationApi.reset_unread_count", t.app_id, made.user_id)
    assert t.call("ConversationApi.get_messages", t.app_id, made.user_id).conversation.unread_count == 0


def delete_message(t: client.Caller) -> None:
    """that message is gone, the others stay"""
    made = _user(t)
    first, _ = _say(t, made, "Ahoy"), _say(t, made, "Anybody?")
    t.call("ConversationApi.delete_message", t.app_id, made.user_id, first.id)
    assert _texts(t, made.id) == ["Anybody?"]
    with t.refused(404, "message_not_found"):
        t.call("ConversationApi.delete_message", t.app_id, made.user_id, first.id)


def delete_messages(t: client.Caller) -> None:
    """all messages are gone, user and conversation stay"""
    made = _user(t)
    _say(t, made, "Ahoy"), _say(t, made, "Anybody?")
    t.call("ConversationApi.delete_messages", t.app_id, made.user_id)
    assert _texts(t, made.id) == []
    assert t.call("AppUserApi.get_app_user", t.app_id, made.user_id).app_user.given_name == "Ines"


def integration(t: client.Caller, **fields: Any) -> Any:
    """An integration made through the client."""
    return t.call("IntegrationApi.create_integration", t.app_id, smooch.IntegrationCreate(**fields)).integration


def _user(t: client.Caller) -> Any:
    body = smooch.AppUserPreCreate(
        user_id=api.unique("ines"), given_name="Ines", surname="Varga", properties={"boat": "Gull", "berths": 3}
    )
    return t.call("AppUserApi.pre_create_app_user", t.app_id, body).app_user


def _say(t: client.Caller, user: Any, text: str) -> Any:
    body = smooch.MessagePost(role="appMaker", type="text", text=text)
    return t.call("ConversationApi.post_message", t.app_id, user.user_id, body).message


def _texts(t: client.Caller, user: str) -> list[str]:
    return [each.text for each in t.call("ConversationApi.get_messages", t.app_id, user).messages]


def _link(t: client.Caller) -> Any:
    twilio = integration(t, type="twilio", account_sid="AC9b1f", auth_token="secret", phone_number_sid="PN44c0")
    message = smooch.Message(role="appMaker", type="text", text="Hello from Harbour Desk")
    return smooch.AppUserLink(
        type="twilio",
        integration_id=twilio.id,
        phone_number=f"+3630{secrets.randbelow(9_000_000) + 1_000_000}",
        confirmation=smooch.Confirmation(type="userActivity", message=message),
    )


def _messages() -> list[Any]:
    link = smooch.Action(type="link", text="Map", uri="https://harbour.example.com/a", default=True, metadata={"n": 1})
    book = smooch.Action(type="postback", text="Book", payload="BOOK_A")
    pay = smooch.Action(type="buy", text="Pay fee", amount=2500, currency="eur")
    chart = smooch.Action(
        type="webview",
        text="Chart",
        uri="https://harbour.example.com/c",
        fallback="https://harbour.example.com/m",
        size="tall",
    )
    replies = [
        smooch.Action(type="reply", text="Dawn", payload="SLOT_1", icon_url="https://harbour.example.com/sun.png"),
        smooch.Action(type="locationRequest", text="Where are you?"),
    ]
    item = smooch.MessageItem(
        title="Berth A",
        description="Deep water",
        media_url="https://harbour.example.com/a.jpg",
        media_type="image/jpeg",
        alt_text="Berth A",
        size="compact",
        actions=[link, book],
    )
    options = [smooch.Option(name="port", label="Port"), smooch.Option(name="star", label="Starboard")]
    fields = [
        smooch.FieldPost(type="text", name="mast", label="Mast height", placeholder="m", min_size=1, max_size=9),
        smooch.FieldPost(type="email", name="mail", label="Your address", placeholder="you@post.example.com"),
        smooch.FieldPost(type="select", name="side", label="Side", options=options),
    ]
    author = {"role": "appMaker", "name": "Pilot", "avatar_url": "https://harbour.example.com/pilot.png"}
    image = {"media_url": "https://harbour.example.com/plan.png", "media_type": "image/png", "alt_text": "plan"}
    pdf = {"media_url": "https://harbour.example.com/fees.pdf", "media_type": "application/pdf"}
    override = smooch.MessageOverride(line=smooch.MessageOverrideLine(payload={"type": "text", "text": "hi"}))
    place = smooch.Location(name="Harbour", address="1 Quay Road")
    return [
        smooch.MessagePost(
            **author,
            type="text",
            text="Pick a slot",
            email="pilot@harbour.example.com",
            metadata={"step": 2},
            actions=replies,
        ),
        smooch.MessagePost(
            **author, type="text", text="All we have", actions=[link, book, pay, chart], override=override
        ),
        smooch.MessagePost(**author, **image, type="image", text="The plan", actions=[link]),
        smooch.MessagePost(**author, **pdf, type="file", text="Our fees"),
        smooch.MessagePost(
            **author, type="location", coordinates=smooch.Coordinates(lat=47.5, long=19.04), location=place
        ),
        smooch.MessagePost(
            **author,
            type="carousel",
            items=[item, item],
            display_settings=smooch.DisplaySettings(image_aspect_ratio="square"),
        ),
        smooch.MessagePost(**author, type="list", items=[item, item], actions=[book]),
        smooch.MessagePost(**author, type="form", fields=fields, block_chat_input=True),
    ]


SCENARIOS: dict[str, client.Scenario] = {
    "AppUserApi.delete_app_user": delete_user,
    "AppUserApi.delete_app_user_profile": delete_profile,
    "AppUserApi.get_app_user": get_user,
    "AppUserApi.get_app_user_auth_code": auth_code,
    "AppUserApi.get_app_user_business_system_ids": business_systems,
    "AppUserApi.get_app_user_entity_ids": entity_ids,
    "AppUserApi.get_link_requests": link_requests,
    "AppUserApi.link_app_user": link,
    "AppUserApi.merge_users": merge,
    "AppUserApi.post_image_message": image_message,
    "AppUserApi.pre_create_app_user": pre_create,
    "AppUserApi.unlink_app_user": unlink,
    "AppUserApi.update_app_user": update_user,
    "ConversationApi.conversation_activity": activity,
    "ConversationApi.delete_message": delete_message,
    "ConversationApi.delete_messages": delete_messages,
    "ConversationApi.get_messages": get_messages,
    "ConversationApi.post_message": post_message,
    "ConversationApi.reset_unread_count": reset_unread,
}
