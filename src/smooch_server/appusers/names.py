"""The name a user is shown by when nobody gave one: the same every time, for the same user."""

import zlib
from typing import Final

from smooch_server.appusers import model

_COLOURS: Final = [
    "Amber",
    "Coral",
    "Crimson",
    "Golden",
    "Green",
    "Indigo",
    "Ivory",
    "Jade",
    "Lilac",
    "Maroon",
    "Olive",
    "Orange",
    "Pearl",
    "Plum",
    "Ruby",
    "Scarlet",
    "Silver",
    "Teal",
]
_ANIMALS: Final = [
    "Badger",
    "Bear",
    "Crane",
    "Dolphin",
    "Eagle",
    "Falcon",
    "Fox",
    "Gazelle",
    "Hare",
    "Heron",
    "Ibex",
    "Koala",
    "Lark",
    "Lynx",
    "Marten",
    "Otter",
    "Owl",
    "Panda",
    "Puffin",
    "Raven",
    "Robin",
    "Seal",
    "Swan",
    "Tiger",
    "Turtle",
    "Walrus",
    "Wolf",
    "Wren",
]


def friendly(user: model.AppUser, *, animals: bool = False) -> str:
    """Return the user's own name, else an animal name when the app likes them, else `Visitor` and a number."""
    own = " ".join(part for part in (user.given_name, user.surname) if part)
    if own:
        return own
    number = zlib.crc32(user.app_user_id.encode())
    if animals:
        return f"{_COLOURS[number % len(_COLOURS)]} {_ANIMALS[number // len(_COLOURS) % len(_ANIMALS)]}"
    return f"Visitor {number % 10_000:04d}"
