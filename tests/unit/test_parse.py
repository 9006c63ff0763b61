"""What may be posted, field by field: every type as it is stored and shown, every refusal with the field's path."""

import re
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smooch_server.conversations import model
from smooch_server.core import errors
from smooch_server.wire import parse, posting, v1_1

LINK = {"type": "link", "text": "Map", "uri": "https://a.example/map"}
POSTBACK = {"type": "postback", "text": "Book", "payload": "BOOK"}
REPLY = {"type": "reply", "text": "Dawn", "payload": "SLOT_1"}
ITEM = {"title": "Berth A", "actions": [LINK]}
QUESTION = {"type": "text", "name": "mast", "label": "Mast height"}
CHOICE = {"type": "select", "name": "side", "label": "Side", "options": [{"name": "port", "label": "Port"}]}
ANSWER = {"type": "text", "name": "mast", "text": "14"}
QUOTED = {"quotedMessage": {"type": "message", "content": {"_id": "5cb5d3509a3e2b0c7d4f1a28"}}}


def content(posted: dict[str, Any], role: model.Role = "appMaker") -> model.Content:
    asked = msgspec.convert(posted, posting.NewMessage)
    source = model.Source(type="api")
    return parse.content(asked, role=role, source=source, base_url="https://chat.example", now_ms=1_555_409_712_418)


def shown(said: model.Content, role: model.Role = "appMaker") -> dict[str, Any]:
    """The message as every client gets it, without the ids and what all messages have."""
    message = model.Message(
        message_id="m",
        conversation_id="c",
        app_id="a",
        seq=1,
        role=role,
        author_id="author",
        send_id=None,
        received_ms=1_555_409_712_418,
        content=said,
    )
    value: dict[str, Any] = msgspec.json.decode(v1_1.encode(v1_1.message(message)))
    assert (value.pop("_id"), value.pop("authorId"), value.pop("role")) == ("m", "author", role)
    assert (value.pop("received"), value.pop("source")) == (1555409712.418, {"type": "api"})
    return value


def without_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [without_ids(each) for each in value]
    if isinstance(value, dict):
        assert re.fullmatch("[0-9a-f]{24}", value.get("_id", 24 * "0"))
        return {key: without_ids(each) for key, each in value.items() if key != "_id"}
    return value


WEBVIEW = {
    "type": "webview",
    "text": "Chart",
    "uri": "https://a.example/chart",
    "fallback": "https://a.example/m",
    "size": "tall",
    "openOnReceive": False,
}
RICH_LINK = LINK | {
    "default": True,
    "metadata": {"n": 1},
    "extraChannelOptions": {"messenger": {"webview_height_ratio": "full", "messenger_extensions": True}},
}

SAME: dict[str, dict[str, Any]] = {  # shown as posted, but for the ids
    "text": {"type": "text", "text": "Ahoy", "metadata": {"step": 2, "night": False}, "payload": "P"},
    "text with buttons": {"type": "text", "text": "", "actions": [RICH_LINK, POSTBACK, WEBVIEW]},
    "quick replies": {
        "type": "text",
        "text": "When?",
        "actions": [REPLY | {"iconUrl": "https://a.example/s.png"}, {"type": "locationRequest", "text": "Where?"}],
    },
    "image": {
        "type": "image",
        "text": "Our plan",
        "mediaUrl": "https://a.example/plan",
        "mediaType": "image/png",
        "altText": "A plan",
        "actions": [LINK],
    },
    "location": {
        "type": "location",
        "text": "Location shared:\nhttps://maps.google.com/maps?q=47.5,19",
        "coordinates": {"lat": 47.5, "long": 19.0},
        "location": {"name": "Quay", "address": "1 Harbour Road"},
    },
    "carousel": {
        "type": "carousel",
        "text": "1. Berth A\nDeep water\nMap: https://a.example/map\n\n2. Berth B",
        "items": [
            {
                "title": "Berth A",
                "description": "Deep water",
                "mediaUrl": "https://a.example/a.jpg",
                "mediaType": "image/jpeg",
                "altText": "a.jpg",
                "size": "compact",
                "actions": [RICH_LINK, POSTBACK],
            },
            {"title": "Berth B", "actions": [{"type": "share", "text": "Share"}]},
        ],
        "displaySettings": {"imageAspectRatio": "square"},
    },
    "list": {
        "type": "list",
        "text": "1. Berth A\nMap: https://a.example/map",
        "items": [ITEM],
        "actions": [POSTBACK],
    },
    "a business's own words for a list": {"type": "list", "text": "Our berths", "items": [ITEM]},
    "author": {
        "type": "text",
        "text": "x",
        "name": "Pilot",
        "email": "pilot@a.example",
        "avatarUrl": "https://a.example/p.png",
    },
}


@pytest.mark.parametrize("label", SAME)
def test_a_message_is_shown_as_it_was_posted(label: str) -> None:
    posted = SAME[label]
    expected = {"text": ""} | posted
    assert without_ids(shown(content(posted))) == expected


MADE: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "no type": ({"text": "x"}, {"type": "text", "text": "x"}),
    "nulls": ({"text": "x", "actions": None, "metadata": None}, {"type": "text", "text": "x"}),
    "empty lists": ({"text": "x", "actions": [], "items": []}, {"type": "text", "text": "x"}),
    "media type and name of the address": (
        {"type": "file", "mediaUrl": "https://a.example/d/Our%20plan.pdf?x=1"},
        {
            "type": "file",
            "text": "",
            "mediaUrl": "https://a.example/d/Our%20plan.pdf?x=1",
            "mediaType": "application/pdf",
            "altText": "Our plan.pdf",
        },
    ),
    "an address that tells nothing": (
        {"type": "image", "mediaUrl": "https://a.example/"},
        {"type": "image", "text": "", "mediaUrl": "https://a.example/"},
    ),
    "gravatar": (
        {"text": "x", "email": " Pilot@A.example "},
        {
            "type": "text",
            "text": "x",
            "email": " Pilot@A.example ",
            "avatarUrl": "https://www.gravatar.com/avatar/4df5a4be9e7b7b9b8d6cba4e7e5ed9a2.png?d=mm",
        },
    ),
    "currency": (
        {"actions": [{"type": "buy", "text": "Pay", "amount": 1, "currency": "EUR"}]},
        {
            "type": "text",
            "text": "",
            "actions": [{"type": "buy", "text": "Pay", "amount": 1, "currency": "eur", "state": "offered"}],
        },
    ),
    "form": (
        {
            "type": "form",
            "blockChatInput": True,
            "fields": [QUESTION | {"placeholder": "m"}, CHOICE, {"type": "email", "name": "e", "label": "E"}],
        },
        {
            "type": "form",
            "text": "",
            "submitted": False,
            "blockChatInput": True,
            "fields": [
                QUESTION | {"placeholder": "m", "minSize": 1, "maxSize": 128},
                CHOICE | {"selectSize": 1},
                {"type": "email", "name": "e", "label": "E"},
            ],
        },
    ),
    "external quote": (
        {"text": "x", "quotedMessage": {"type": "externalMessageId", "externalMessageId": "w-1"}},
        {
            "type": "text",
            "text": "x",
            "quotedMessage": {"type": "externalMessageId", "externalMessageId": "w-1"},
        },
    ),
    "not echoed": (
        {
            "text": "x",
            "destination": {"integrationType": "line"},
            "override": {"line": {"payload": {"type": "sticker"}}},
        },
        {"type": "text", "text": "x"},
    ),
}


@pytest.mark.parametrize("label", MADE)
def test_what_the_server_adds(label: str) -> None:
    posted, expected = MADE[label]
    made = without_ids(shown(content(posted)))
    for action in made.get("actions", []):
        uri = action.pop("uri", "https://chat.example/checkout/")
        assert uri.startswith("https://chat.example/checkout/"), uri
    if "gravatar" in expected.get("avatarUrl", ""):
        assert made["avatarUrl"].startswith("https://www.gravatar.com/avatar/")
        assert made["avatarUrl"] == shown(content({"text": "y", "email": "pilot@a.example"}))["avatarUrl"]
        made["avatarUrl"] = expected["avatarUrl"]
    assert made == expected


def test_a_buy_button_leads_to_its_own_checkout() -> None:
    (action,) = shown(content({"actions": [{"type": "buy", "text": "Pay", "amount": 1, "uri": "https://x.example"}]}))[
        "actions"
    ]
    assert action["uri"] == f"https://chat.example/checkout/{action['_id']}"


def test_what_channels_are_sent_is_kept_for_them() -> None:
    said = content({"text": "x", "destination": {"integrationId": "i"}, "override": {"line": {"payload": {"a": [1]}}}})
    assert said.destination == model.Destination(integration_id="i")
    assert said.override == {"line": {"payload": {"a": [1]}}}


def _items(count: int, **more: Any) -> dict[str, Any]:
    return {"type": "carousel", "items": [ITEM | more] * count}


def _action(**more: Any) -> dict[str, Any]:
    return {"text": "x", "actions": [more]}


def _form(*fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "form", "fields": list(fields)}


OPTIONS = [{"name": f"o{number}", "label": "O"} for number in range(101)]
OPEN = WEBVIEW | {"openOnReceive": True}
REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("type", {"type": "video", "text": "x"}),
    ("type", {"type": "formResponse", "fields": [ANSWER]} | QUOTED),
    ("text", {"type": "text"}),
    ("text", {"text": " \n"}),
    ("text", {"text": "x" * 4097}),
    ("text", {"type": "image", "mediaUrl": "https://a.example/a.png", "text": "x" * 4097}),
    ("name", {"text": "x", "name": "n" * 257}),
    ("email", {"text": "x", "email": "n" * 257}),
    ("avatarUrl", {"text": "x", "avatarUrl": "javascript:alert(1)"}),
    ("avatarUrl", {"text": "x", "avatarUrl": "tel:1"}),
    ("payload", {"text": "x", "payload": "p" * 2049}),
    ("metadata", {"text": "x", "metadata": {"a": {"b": 1}}}),
    ("metadata", {"text": "x", "metadata": {"a": "b" * 4096}}),
    ("actions", {"text": "x", "actions": [LINK] * 11}),
    ("actions", {"text": "x", "actions": [LINK, REPLY]}),
    ("actions", {"type": "file", "mediaUrl": "https://a.example/a", "actions": [LINK]}),
    ("actions[0].type", _action(type="share", text="x")),
    ("actions[0].type", _action(type="jump", text="x")),
    ("actions[0].text", _action(type="reply", payload="x")),
    ("actions[0].text", _action(type="reply", text="", payload="x")),
    ("actions[0].text", _action(type="locationRequest")),
    ("actions[0].uri", _action(type="link", text="x")),
    ("actions[0].uri", _action(type="link", text="x", uri="javascript:alert(1)")),
    ("actions[0].uri", _action(type="link", text="x", uri="https://" + "x" * 2048)),
    ("actions[0].uri", _action(type="webview", text="x", uri="tel:1", fallback="https://a.example")),
    ("actions[0].payload", _action(type="postback", text="x")),
    ("actions[0].payload", _action(type="reply", text="x", payload="p" * 2049)),
    ("actions[0].iconUrl", _action(**REPLY, iconUrl="data:image/png,x")),
    ("actions[0].amount", _action(type="buy", text="x")),
    ("actions[0].amount", _action(type="buy", text="x", amount=-1)),
    ("actions[0].currency", _action(type="buy", text="x", amount=1, currency="euro")),
    ("actions[0].fallback", _action(type="webview", text="x", uri="https://a.example")),
    ("actions[0].fallback", _action(type="webview", text="x", uri="https://a.example", fallback="vbscript:x")),
    ("actions[0].size", _action(**(WEBVIEW | {"size": "huge"}))),
    ("actions[1].openOnReceive", {"text": "x", "actions": [OPEN, OPEN]}),
    ("actions[0].metadata", _action(**LINK, metadata={"a": []})),
    (
        "actions[0].extraChannelOptions.messenger.webview_height_ratio",
        _action(**LINK, extraChannelOptions={"messenger": {"webview_height_ratio": "x"}}),
    ),
    (
        "actions[0].extraChannelOptions.messenger.fallback_url",
        _action(**LINK, extraChannelOptions={"messenger": {"fallback_url": "file:///x"}}),
    ),
    ("mediaUrl", {"type": "image"}),
    ("mediaUrl", {"type": "file", "mediaUrl": ""}),
    ("mediaUrl", {"type": "image", "mediaUrl": "file:///etc/passwd"}),
    ("mediaUrl", {"type": "image", "mediaUrl": "https://a:b@c.example/x.png"}),
    ("mediaType", {"type": "image", "mediaUrl": "https://a.example/a", "mediaType": "png"}),
    ("altText", {"type": "image", "mediaUrl": "https://a.example/a", "altText": "x" * 2049}),
    ("coordinates", {"type": "location"}),
    ("coordinates.lat", {"type": "location", "coordinates": {"lat": 91, "long": 0}}),
    ("coordinates.long", {"type": "location", "coordinates": {"lat": 0, "long": -181}}),
    ("location.name", {"type": "location", "coordinates": {"lat": 0, "long": 0}, "location": {"name": "x" * 2049}}),
    ("items", {"type": "carousel"}),
    ("items", {"type": "list", "items": []}),
    ("items", _items(11)),
    ("items[0].title", _items(1, title="")),
    ("items[0].title", _items(1, title="x" * 257)),
    ("items[0].description", _items(1, description="x" * 2049)),
    ("items[0].mediaUrl", _items(1, mediaUrl="blob:x")),
    ("items[0].mediaType", _items(1, mediaUrl="https://a.example/a", mediaType="\n")),
    ("items[0].size", _items(1, size="huge")),
    ("items[0].altText", _items(1, altText="x" * 2049)),
    ("items[0].mediaType", _items(1, mediaType="\n")),
    ("items[0].actions", _items(1, actions=[])),
    ("items[0].actions", _items(1, actions=[LINK] * 4)),
    ("items[0].actions[1].type", _items(1, actions=[LINK, REPLY])),
    ("items[0].actions[0].uri", _items(1, actions=[LINK | {"uri": "javascript:x"}])),
    ("items[0].actions[0].type", {"type": "list", "items": [ITEM | {"actions": [{"type": "share"}]}]}),
    ("items[1].actions[0].openOnReceive", _items(2, actions=[OPEN])),
    ("displaySettings.imageAspectRatio", _items(1) | {"displaySettings": {"imageAspectRatio": "round"}}),
    ("fields", _form()),
    ("fields", _form(*[QUESTION | {"name": f"n{number}"} for number in range(26)])),
    ("fields[1].name", _form(QUESTION, QUESTION)),
    ("fields[0].type", _form(QUESTION | {"type": "date"})),
    ("fields[0].name", _form(QUESTION | {"name": ""})),
    ("fields[0].label", _form({"type": "text", "name": "x"})),
    ("fields[0].minSize", _form(QUESTION | {"minSize": 0})),
    ("fields[0].maxSize", _form(QUESTION | {"minSize": 5, "maxSize": 4})),
    ("fields[0].maxSize", _form(QUESTION | {"maxSize": 4097})),
    ("fields[0].placeholder", _form(QUESTION | {"placeholder": "x" * 257})),
    ("fields[0].options", _form(CHOICE | {"options": []})),
    ("fields[0].options", _form(CHOICE | {"options": OPTIONS})),
    ("fields[0].options[1].name", _form(CHOICE | {"options": OPTIONS[:1] * 2})),
    ("fields[0].options[0].label", _form(CHOICE | {"options": [{"name": "x"}]})),
    ("quotedMessage.type", {"text": "x", "quotedMessage": {"type": "tweet"}}),
    ("quotedMessage.content._id", {"text": "x", "quotedMessage": {"type": "message"}}),
    ("quotedMessage.externalMessageId", {"text": "x", "quotedMessage": {"type": "externalMessageId"}}),
    ("destination", {"text": "x", "destination": {}}),
    ("destination.integrationId", {"text": "x", "destination": {"integrationId": "x" * 2049}}),
]
REFUSED_TO_USERS: list[tuple[str, dict[str, Any]]] = [
    *[("type", {"type": kind, "items": [ITEM], "fields": [QUESTION]}) for kind in ("carousel", "list", "form")],
    ("actions", {"text": "x", "actions": [LINK]}),
    ("destination", {"text": "x", "destination": {"integrationType": "line"}}),
    ("override", {"text": "x", "override": {"line": {"payload": {}}}}),
    ("quotedMessage", {"type": "formResponse", "fields": [ANSWER]}),
    ("fields", {"type": "formResponse"} | QUOTED),
    ("fields[0].text", {"type": "formResponse", "fields": [ANSWER | {"text": " "}]} | QUOTED),
    ("fields[0].text", {"type": "formResponse", "fields": [ANSWER | {"text": "x" * 4097}]} | QUOTED),
    ("fields[0].email", {"type": "formResponse", "fields": [{"type": "email", "name": "e", "email": "x"}]} | QUOTED),
    ("fields[0].select", {"type": "formResponse", "fields": [{"type": "select", "name": "e"}]} | QUOTED),
]


@pytest.mark.parametrize(("where", "posted"), REFUSED)
def test_a_refusal_names_the_field(where: str, posted: dict[str, Any]) -> None:
    with pytest.raises(errors.BadRequest) as refused:
        content(posted)
    assert refused.value.description.startswith(f"{where}: "), refused.value.description


JSON: Any = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 200) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
LINKS = st.sampled_from(["https://a.example/a.png", "tel:1", "https://a.example", "https://[", " https://x/%ff", "x"])
WORDS = st.sampled_from(["link", "reply", "postback", "buy", "share", "webview", "text", "select", "email", "full"])
ACTIONS = st.lists(
    st.fixed_dictionaries(
        {"type": WORDS},
        optional={
            "text": st.text(max_size=5),
            "uri": LINKS,
            "payload": st.text(max_size=5),
            "fallback": LINKS,
            "amount": st.integers(),
            "metadata": JSON,
            "size": WORDS,
        },
    ),
    max_size=4,
)
FIELDS = st.lists(
    st.fixed_dictionaries(
        {"type": WORDS, "name": st.text(max_size=3)},
        optional={"label": st.text(max_size=3), "text": st.text(max_size=3), "minSize": st.integers(-1, 5), "x": JSON},
    ),
    max_size=3,
)
ITEMS = st.lists(
    st.fixed_dictionaries(
        {"title": st.text(max_size=3), "actions": ACTIONS}, optional={"mediaUrl": LINKS, "description": st.text()}
    ),
    max_size=3,
)
MESSAGES = st.fixed_dictionaries(
    {"type": st.sampled_from([*parse.TYPES, "x"])},
    optional={
        "text": st.text(),
        "mediaUrl": LINKS,
        "mediaType": st.text(max_size=9),
        "actions": ACTIONS,
        "items": ITEMS,
        "fields": FIELDS,
        "coordinates": st.fixed_dictionaries({"lat": st.floats(), "long": st.floats()}),
        "metadata": JSON,
        "quotedMessage": st.just(QUOTED["quotedMessage"]) | JSON,
        "displaySettings": JSON,
    },
)


@settings(max_examples=max(300, settings().max_examples))
@given(MESSAGES, st.sampled_from(["appUser", "appMaker"]))
def test_whatever_is_posted_is_refused_in_words_or_can_be_shown(posted: dict[str, Any], role: model.Role) -> None:
    try:
        said = content(posted, role)
    except (errors.BadRequest, msgspec.ValidationError):
        return
    stored = msgspec.json.decode(msgspec.json.encode(said), type=model.Content)
    assert stored == said
    assert shown(stored, role)["type"] == posted["type"]


@pytest.mark.parametrize(("where", "posted"), REFUSED_TO_USERS)
def test_users_may_say_less(where: str, posted: dict[str, Any]) -> None:
    with pytest.raises(errors.BadRequest) as refused:
        content(posted, "appUser")
    assert refused.value.description.startswith(f"{where}: "), refused.value.description


def test_a_user_s_avatar_is_not_the_message_s() -> None:
    said = content({"text": "x", "avatarUrl": "https://a.example", "email": "a@a.example", "name": "Ines"}, "appUser")
    assert shown(said, "appUser") == {"type": "text", "text": "x", "name": "Ines"}
