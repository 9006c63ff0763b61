"""What messages of other types than text say, as JSON objects; the same in every version."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec import UNSET, UnsetType

from smooch_server.conversations import model
from smooch_server.wire import shapes

T = TypeVar("T")


def add(
    shown: shapes.Message,
    content: model.Content,
    *,
    action: Callable[[model.Action], shapes.Action],
    message: Callable[[model.Message], shapes.Message],
) -> None:
    """Give a message's JSON object what its type has beyond text. `action` and `message` render what is within it."""
    shown.mediaUrl = _or_unset(content.media_url)
    shown.mediaType = _or_unset(content.media_type)
    shown.mediaSize = _or_unset(content.media_size)
    shown.altText = _or_unset(content.alt_text)
    shown.items = [_item(each, action) for each in content.items] or UNSET
    if content.image_aspect_ratio is not None:
        shown.displaySettings = shapes.DisplaySettings(imageAspectRatio=content.image_aspect_ratio)
    if content.coordinates is not None:
        shown.coordinates = shapes.Coordinates(lat=content.coordinates.lat, long=content.coordinates.long)
    if content.place is not None:
        name, address = content.place.name, content.place.address
        shown.location = shapes.Location(name=_or_unset(name), address=_or_unset(address))
    shown.fields = [_field(each) for each in content.fields] or UNSET
    shown.blockChatInput = _or_unset(content.block_chat_input)
    shown.submitted = _or_unset(content.submitted)
    shown.textFallback = _or_unset(content.text_fallback)
    if content.quote is not None:
        shown.quotedMessage = _quote(content.quote, message)


def _or_unset(value: T | None) -> T | UnsetType:
    return UNSET if value is None else value


def _item(value: model.Item, action: Callable[[model.Action], shapes.Action]) -> shapes.Item:
    return shapes.Item(
        id=value.item_id,
        title=value.title,
        actions=[action(each) for each in value.actions],
        description=_or_unset(value.description),
        mediaUrl=_or_unset(value.media_url),
        mediaType=_or_unset(value.media_type),
        altText=_or_unset(value.alt_text),
        size=_or_unset(value.size),
    )


def _field(value: model.Field) -> shapes.Field:
    return shapes.Field(
        id=value.field_id,
        type=value.type,
        name=value.name,
        label=value.label,
        placeholder=_or_unset(value.placeholder),
        minSize=_or_unset(value.min_size),
        maxSize=_or_unset(value.max_size),
        options=_options(value.options) or UNSET,
        selectSize=_or_unset(value.select_size),
        text=_or_unset(value.text),
        email=_or_unset(value.email),
        select=UNSET if value.select is None else _options(value.select),
    )


def _options(values: Sequence[model.Option]) -> list[shapes.Option]:
    return [shapes.Option(id=each.option_id, name=each.name, label=each.label) for each in values]


def _quote(value: model.Quote, message: Callable[[model.Message], shapes.Message]) -> shapes.QuotedMessage:
    if value.message is not None:
        return shapes.QuotedMessage(type="message", content=message(value.message))
    return shapes.QuotedMessage(type="externalMessageId", externalMessageId=_or_unset(value.external_id))
