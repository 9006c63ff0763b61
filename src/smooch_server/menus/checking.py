"""From what somebody sent to a menu. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from smooch_server.core import errors, ids, links
from smooch_server.menus import model

Given = Mapping[str, Any]


def menu(items: Sequence[Given], settings: Given | None, *, most: int, now_ms: int) -> model.Menu:
    """Return a menu of 1 to `most` items, each with an id of its own.

    Raises:
        errors.BadRequest: names the field of the first that is wrong.
    """
    enabled = (settings or {}).get("inputEnabled")
    if enabled is not None and not isinstance(enabled, bool):
        raise errors.BadRequest("settings.inputEnabled: must be true or false")
    return model.Menu(
        items=_items("items", items, most=most, kinds=_KINDS, now_ms=now_ms),
        input_enabled=enabled,
    )


def _items(
    where: str, given: object, *, most: int, kinds: Mapping[str, "_Build"], now_ms: int
) -> tuple[model.Item, ...]:
    if not isinstance(given, list | tuple) or not 1 <= len(given) <= most:
        raise errors.BadRequest(f"{where}: must have 1 to {most} entries")
    return tuple(_item(f"{where}[{index}]", item, kinds, now_ms) for index, item in enumerate(given))


def _item(where: str, given: object, kinds: Mapping[str, "_Build"], now_ms: int) -> model.Item:
    if not isinstance(given, dict):
        raise errors.BadRequest(f"{where}: must be an object")
    build = kinds.get(str(given.get("type")))
    if build is None:
        raise errors.BadRequest(f"{where}.type: must be one of {', '.join(kinds)}")
    return model.Item(
        item_id=ids.new_id(now_ms),
        type=given["type"],
        text=_text(f"{where}.text", given.get("text"), model.MAX_TEXT_CHARS),
        **build(where, given, now_ms),
    )


def _text(where: str, value: object, most: int) -> str:
    if value is None:
        raise errors.BadRequest(f"{where}: is required")
    if not isinstance(value, str):
        raise errors.BadRequest(f"{where}: must be a text")
    if not value.strip():
        raise errors.BadRequest(f"{where}: must not be empty")
    if len(value) > most:
        raise errors.BadRequest(f"{where}: must not be longer than {most} characters")
    return value


_Build = Callable[[str, Given, int], dict[str, Any]]


def _link(where: str, given: Given, _: int) -> dict[str, Any]:
    uri = _text(f"{where}.uri", given.get("uri"), links.MAX_CHARS)
    return {"uri": links.check(f"{where}.uri", uri, schemes=links.CLICKED)}


def _postback(where: str, given: Given, _: int) -> dict[str, Any]:
    return {"payload": _text(f"{where}.payload", given.get("payload"), model.MAX_PAYLOAD_CHARS)}


def _submenu(where: str, given: Given, now_ms: int) -> dict[str, Any]:
    items = _items(f"{where}.items", given.get("items"), most=model.MAX_SUBITEMS, kinds=_BUTTONS, now_ms=now_ms)
    return {"items": items}


_BUTTONS: Final[Mapping[str, _Build]] = {"link": _link, "postback": _postback}
_KINDS: Final[Mapping[str, _Build]] = {**_BUTTONS, "submenu": _submenu}
