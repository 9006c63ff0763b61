"""From a message as it was asked for to the value that is stored: every check of a message's own content. Pure.

What the database has to be asked for, such as whether a quoted message is there, is settled when the message is sent.
"""

import hashlib
import math
from typing import Any, Final

from smooch_server.conversations import drafts, fallbacks, media, model
from smooch_server.core import errors, ids, links
from smooch_server.wire import parse_actions, parse_forms, posting

_BY_MAKER: Final = ("text", "image", "file", "location", "carousel", "list", "form")
_BY_USER: Final = ("text", "image", "file", "location", "formResponse")
TYPES: Final = (*_BY_MAKER, "formResponse")
_WITH_ACTIONS: Final = ("text", "image", "list")
_RATIOS: Final = ("horizontal", "square")
_ITEM_SIZES: Final = ("compact", "large")


def content(
    given: posting.NewMessage, *, role: model.Role, source: model.Source, base_url: str, now_ms: int
) -> model.Content:
    """Check a message that `role` asks to be posted and return what it says, each part with an id of its own.

    The same for every edge, and for templates and notifications, which are said by `appMaker`. `base_url` is the
    server's own address, for the checkout of buy buttons. Shorthand is not expanded here and card numbers are not
    masked: both happen when the message is sent.

    Raises:
        errors.BadRequest: names the first field that is wrong, as `items[0].actions[1].uri: ...`.
    """
    kind = given.type or "text"
    _check_type(kind, role)
    said = _by_maker(given) if role == "appMaker" else _by_user(given)
    if given.actions:
        said["actions"] = _actions(given.actions, kind, role, base_url=base_url, now_ms=now_ms)
    if given.quotedMessage is not None or given.quotedMessageId:
        said["quote"] = _quote(given)
    text = drafts.text(given.text, required=kind == "text" and not given.actions)
    match kind:
        case "text":
            pass
        case "image" | "file":
            said |= _media(given)
        case "location":
            said |= _location(given)
        case "carousel" | "list":
            said |= _items(given, kind, base_url=base_url, now_ms=now_ms)
        case "form":
            said["fields"] = parse_forms.questions(given.fields or [], now_ms=now_ms)
            said |= {"block_chat_input": given.blockChatInput, "submitted": False}
        case "formResponse":
            if said.get("quote") is None:
                raise errors.BadRequest("quotedMessage: a formResponse must name the form that it answers")
            said["fields"] = parse_forms.answers(given.fields or [], now_ms=now_ms)
    if text.strip():
        said["text"] = text  # rather than what would be made up for a location or a list
    made = model.Content(type=kind, source=source, **said)
    if made.actions or made.items:
        _check_openings(made)
    return made


def _check_type(kind: str, role: model.Role) -> None:
    if kind not in TYPES:
        raise errors.BadRequest(f"type: must be one of {', '.join(TYPES)}, not '{kind[:32]}'")
    if kind not in (_BY_MAKER if role == "appMaker" else _BY_USER):
        other = "appUser" if role == "appMaker" else "appMaker"
        raise errors.BadRequest(f"type: only {other} may send messages of type {kind}")


def _by_maker(given: posting.NewMessage) -> dict[str, Any]:
    """Return the fields that every message of the business may have."""
    email = drafts.author("email", given.email)
    said: dict[str, Any] = {
        "name": drafts.author("name", given.name),
        "avatar_url": drafts.avatar(given.avatarUrl) or _gravatar(email),
        "email": email,
        "payload": drafts.payload(given.payload),
        "metadata": drafts.flat_map("metadata", given.metadata),
    }
    if given.destination is not None:
        said["destination"] = _destination(given.destination)
    if given.override is not None:
        said["override"] = _override(given.override)
    return said


def _by_user(given: posting.NewMessage) -> dict[str, Any]:
    """Return the fields that every message of a user may have."""
    for field in ("destination", "override"):
        if getattr(given, field) is not None:
            raise errors.BadRequest(f"{field}: only messages of the business may have it")
    drafts.author("email", given.email)
    drafts.avatar(given.avatarUrl)
    return {
        "name": drafts.author("name", given.name),
        "payload": drafts.payload(given.payload),
        "metadata": drafts.flat_map("metadata", given.metadata),
    }


def _gravatar(email: str | None) -> str | None:
    if not email:
        return None
    digest = hashlib.md5(email.strip().lower().encode(), usedforsecurity=False).hexdigest()
    return f"https://www.gravatar.com/avatar/{digest}.png?d=mm"


def _destination(given: posting.Destination) -> model.Destination:
    if not given.integrationId and not given.integrationType:
        raise errors.BadRequest("destination: must have integrationId or integrationType")
    drafts.short("destination.integrationId", given.integrationId)
    drafts.short("destination.integrationType", given.integrationType)
    return model.Destination(integration_id=given.integrationId or None, integration_type=given.integrationType or None)


def _override(given: posting.Override) -> dict[str, Any] | None:
    channels = {name: getattr(given, name) for name in given.__struct_fields__}
    return {name: {"payload": each.payload} for name, each in channels.items() if each is not None} or None


def _quote(given: posting.NewMessage) -> model.Quote:
    quote = given.quotedMessage
    if quote is None:
        return model.Quote(message_id=_quoted_id("quotedMessageId", given.quotedMessageId))
    if quote.type == "message":
        named = None if quote.content is None else quote.content.id
        return model.Quote(message_id=_quoted_id("quotedMessage.content._id", named))
    if quote.type == "externalMessageId":
        return model.Quote(external_id=drafts.filled("quotedMessage.externalMessageId", quote.externalMessageId))
    raise errors.BadRequest("quotedMessage.type: must be message or externalMessageId")


def _quoted_id(where: str, value: str | None) -> str:
    if value is None:
        raise errors.BadRequest(f"{where}: is required")
    if not value:
        raise errors.BadRequest(f"{where}: must name a message")
    return value


def _actions(
    given: list[posting.NewAction], kind: str, role: model.Role, *, base_url: str, now_ms: int
) -> tuple[model.Action, ...]:
    if role != "appMaker":
        raise errors.BadRequest("actions: only messages of the business may have them")
    if kind not in _WITH_ACTIONS:
        raise errors.BadRequest(f"actions: only messages of type {', '.join(_WITH_ACTIONS)} have them")
    return parse_actions.of_message("actions", given, base_url=base_url, now_ms=now_ms)


def _media(given: posting.NewMessage) -> dict[str, Any]:
    url = _media_url("mediaUrl", given.mediaUrl)
    if url is None:
        raise errors.BadRequest("mediaUrl: is required")
    return {
        "media_url": url,
        "media_type": _media_type("mediaType", given.mediaType) or media.type_of(url),
        "alt_text": drafts.short("altText", given.altText) or media.name_of(url),
    }


def _media_url(where: str, value: str | None) -> str | None:
    return links.check(where, value, schemes=links.PAGES) if value else None


def _media_type(where: str, value: str | None) -> str | None:
    if value and not media.is_type(value):
        raise errors.BadRequest(f"{where}: must be a media type such as image/png")
    return value or None


def _location(given: posting.NewMessage) -> dict[str, Any]:
    at = given.coordinates
    if at is None:
        raise errors.BadRequest("coordinates: is required, with lat and long")
    for axis, degrees, most in (("lat", at.lat, 90), ("long", at.long, 180)):
        if not math.isfinite(degrees) or abs(degrees) > most:
            raise errors.BadRequest(f"coordinates.{axis}: must be from -{most} to {most}")
    point = model.Coordinates(lat=at.lat, long=at.long)
    said: dict[str, Any] = {"coordinates": point, "text": fallbacks.location(point)}
    if given.location is not None:
        name = drafts.short("location.name", given.location.name)
        address = drafts.short("location.address", given.location.address)
        if name or address:
            said["place"] = model.Place(name=name or None, address=address or None)
    return said


def _items(given: posting.NewMessage, kind: str, *, base_url: str, now_ms: int) -> dict[str, Any]:
    items = given.items or []
    if not 1 <= len(items) <= model.MAX_ITEMS:
        raise errors.BadRequest(f"items: must be 1 to {model.MAX_ITEMS}")
    made = tuple(
        _item(f"items[{index}]", item, kind, base_url=base_url, now_ms=now_ms) for index, item in enumerate(items)
    )
    ratio = None if given.displaySettings is None else given.displaySettings.imageAspectRatio
    drafts.one_of("displaySettings.imageAspectRatio", ratio, _RATIOS)
    said: dict[str, Any] = {"items": made, "text": fallbacks.items(made)}
    return said | {"image_aspect_ratio": ratio} if kind == "carousel" and ratio else said


def _item(where: str, given: posting.NewItem, kind: str, *, base_url: str, now_ms: int) -> model.Item:
    url = _media_url(f"{where}.mediaUrl", given.mediaUrl)
    media_type = _media_type(f"{where}.mediaType", given.mediaType)
    alt_text = drafts.short(f"{where}.altText", given.altText)
    return model.Item(
        item_id=ids.new_id(now_ms),
        title=drafts.filled(f"{where}.title", given.title, most=drafts.MAX_NAME_CHARS),
        actions=parse_actions.of_item(
            f"{where}.actions", given.actions, in_carousel=kind == "carousel", base_url=base_url, now_ms=now_ms
        ),
        description=drafts.short(f"{where}.description", given.description) or None,
        media_url=url,
        media_type=(media_type or media.type_of(url)) if url else None,
        alt_text=(alt_text or media.name_of(url)) if url else None,
        size=drafts.one_of(f"{where}.size", given.size, _ITEM_SIZES),
    )


def _check_openings(made: model.Content) -> None:
    places = [(f"actions[{index}]", action) for index, action in enumerate(made.actions)]
    for number, item in enumerate(made.items):
        places += [(f"items[{number}].actions[{index}]", action) for index, action in enumerate(item.actions)]
    opening = [where for where, action in places if action.open_on_receive]
    if len(opening) > 1:
        raise errors.BadRequest(f"{opening[1]}.openOnReceive: at most one button of a message may open by itself")
