"""The name a user is shown by when nobody gave one: the same every time, for the same user."""

import zlib

from smooch_server.appusers import model


def friendly(user: model.AppUser) -> str:
    """Return the user's own name, else `Visitor` and a number."""
    own = " ".join(part for part in (user.given_name, user.surname) if part)
    if own:
        return own
    number = zlib.crc32(user.app_user_id.encode())
    return f"Visitor {number % 10_000:04d}"
