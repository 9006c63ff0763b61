"""Menus as values: the buttons that are always there, of an app or of one integration."""

import msgspec

MAX_ITEMS = 3
MAX_ITEMS_V1 = 5  # what the first version of the API allowed
MAX_SUBITEMS = 5
MAX_TEXT_CHARS = 128
MAX_PAYLOAD_CHARS = 2048


class Item(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A button: a `link` with `uri`, a `postback` with `payload`, or a `submenu` with `items`."""

    item_id: str
    type: str
    text: str
    uri: str | None = None
    payload: str | None = None
    items: tuple["Item", ...] = ()


class Menu(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    items: tuple[Item, ...] = ()
    input_enabled: bool | None = None  # whether text can be typed beside it; None: nothing was said
