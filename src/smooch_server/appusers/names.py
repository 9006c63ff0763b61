"""The name a user is shown by when nobody gave one: the same every time, for the same user."""

import zlib
from typing import Final

from smooch_server.appusers import model

_QUALITIES: Final = """
    Agile Amber Brave Bright Calm Clever Coral Cosy Daring Eager Fair Fleet Gentle Golden Happy Honest Jolly Keen Kind
    Lively Lucky Merry Mild Nimble Noble Patient Plucky Proud Quick Quiet Ruby Silver Sunny Swift Tender Trusty Warm
    Wise Witty Zesty
"""
_ANIMALS: Final = """
    Badger Bear Beaver Bison Crane Deer Dolphin Dove Eagle Falcon Finch Fox Gecko Goose Hare Hawk Hedgehog Heron Horse
    Ibex Jay Koala Lark Lemur Lion Lynx Magpie Marmot Marten Mole Moose Newt Osprey Otter Owl Panda Pelican Penguin
    Puffin Quail Rabbit Raven Robin Salmon Seal Sparrow Squirrel Stork Swan Tern Tiger Trout Turtle Whale Wolf Wren
    Zebra
"""
_PAIRS: Final = (_QUALITIES.split(), _ANIMALS.split())


def friendly(user: model.AppUser) -> str:
    """Return the user's own name, else a name made of the id: an animal, or `Visitor` and a number."""
    own = " ".join(part for part in (user.given_name, user.surname) if part)
    if own:
        return own
    number = zlib.crc32(user.app_user_id.encode())
    if user.animal_name:
        qualities, animals = _PAIRS
        rest, animal = divmod(number, len(animals))
        return f"{qualities[rest % len(qualities)]} {animals[animal]}"
    return f"Visitor {number % 10_000:04d}"
