"""The buttons of messages, items and menus. Pure."""

from collections.abc import Collection, Sequence
from typing import Final

from smooch_server.conversations import drafts, identities, model
from smooch_server.core import errors, ids, jsonmap, links
from smooch_server.wire import posting

_REQUIRED: Final[dict[str, tuple[str, ...]]] = {
    "link": ("text", "uri"),
    "reply": ("text", "payload"),
    "postback": ("text", "payload"),
    "buy": ("text", "amount"),
    "locationRequest": ("text",),
    "share": (),
    "webview": ("text", "uri", "fallback"),
}
_IN_MESSAGES: Final = ("link", "reply", "postback", "buy", "locationRequest", "webview")
_IN_CAROUSELS: Final = ("link", "postback", "share", "buy", "webview")
_IN_LISTS: Final = ("link", "postback", "buy", "webview")
_HEIGHTS: Final = ("compact", "tall", "full")
_SHARE: Final = "Share"  # no client can do without a text
_MAX_CENTS: Final = 10**11


def of_message(
    where: str, given: Sequence[posting.NewAction], *, base_url: str, now_ms: int
) -> tuple[model.Action, ...]:
    """Check the buttons of a message and give each an id.

    Raises:
        errors.BadRequest: names the field of the first that is wrong.
    """
    made = _each(where, given, _IN_MESSAGES, base_url=base_url, now_ms=now_ms)
    drafts.buttons(where, made)
    return made


def of_item(
    where: str, given: Sequence[posting.NewAction], *, in_carousel: bool, base_url: str, now_ms: int
) -> tuple[model.Action, ...]:
    """Check the buttons of an item of a carousel or a list.

    Raises:
        errors.BadRequest: names the field of the first that is wrong.
    """
    if not 1 <= len(given) <= model.MAX_ITEM_ACTIONS:
        raise errors.BadRequest(f"{where}: must be 1 to {model.MAX_ITEM_ACTIONS}")
    return _each(where, given, _IN_CAROUSELS if in_carousel else _IN_LISTS, base_url=base_url, now_ms=now_ms)


def _each(
    where: str, given: Sequence[posting.NewAction], allowed: Sequence[str], *, base_url: str, now_ms: int
) -> tuple[model.Action, ...]:
    return tuple(
        one(f"{where}[{index}]", action, allowed=allowed, base_url=base_url, now_ms=now_ms)
        for index, action in enumerate(given)
    )


def one(where: str, given: posting.NewAction, *, allowed: Sequence[str], base_url: str, now_ms: int) -> model.Action:
    """Check one button of one of the allowed types.

    Raises:
        errors.BadRequest: names the field that is wrong.
    """
    kind = given.type
    if kind not in allowed:
        raise errors.BadRequest(f"{where}.type: must be one of {', '.join(allowed)}, not '{kind[:32]}'")
    for key in _REQUIRED[kind]:
        if not getattr(given, key):
            raise errors.BadRequest(f"{where}.{key}: is required for a button of type {kind}")
    for key in ("text", "payload"):
        drafts.short(f"{where}.{key}", getattr(given, key))
    uri = _address(f"{where}.uri", given.uri, links.PAGES if kind == "webview" else links.CLICKED)
    action_id, buys = ids.new_id(now_ms), kind == "buy"
    return model.Action(
        action_id=action_id,
        type=kind,
        text=given.text or _SHARE,
        uri=identities.checkout(base_url, action_id) if buys else uri,
        payload=given.payload,
        default=given.default,
        icon_url=_address(f"{where}.iconUrl", given.iconUrl, links.PAGES),
        amount=_amount(f"{where}.amount", given.amount),
        currency=_currency(f"{where}.currency", given.currency) if buys else None,
        state="offered" if buys else None,
        fallback=_address(f"{where}.fallback", given.fallback, links.PAGES),
        size=drafts.one_of(f"{where}.size", given.size, _HEIGHTS),
        open_on_receive=given.openOnReceive,
        channel_options=_channel_options(f"{where}.extraChannelOptions", given.extraChannelOptions),
        metadata=drafts.flat_map(f"{where}.metadata", given.metadata),
    )


def _address(where: str, value: str | None, schemes: Collection[str]) -> str | None:
    return links.check(where, value, schemes=schemes) if value else None


def _amount(where: str, value: int | None) -> int | None:
    if value is not None and not 0 < value < _MAX_CENTS:
        raise errors.BadRequest(f"{where}: must be a whole number of cents above 0")
    return value


def _currency(where: str, value: str | None) -> str:
    code = (value or "usd").lower()
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        raise errors.BadRequest(f"{where}: must be a code of three letters such as usd")
    return code


def _channel_options(where: str, given: posting.ChannelOptions | None) -> dict[str, dict[str, jsonmap.Scalar]] | None:
    messenger = None if given is None else given.messenger
    if messenger is None:
        return None
    here = f"{where}.messenger"
    drafts.one_of(f"{here}.webview_height_ratio", messenger.webview_height_ratio, _HEIGHTS)
    if messenger.fallback_url:
        links.check(f"{here}.fallback_url", messenger.fallback_url, schemes=links.PAGES)
    values = {name: getattr(messenger, name) for name in messenger.__struct_fields__}
    return {"messenger": {name: value for name, value in values.items() if value is not None}}
