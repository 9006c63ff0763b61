"""Cursors of lists: where a page ended, as a word that says nothing to the caller."""

import base64
import binascii
from typing import Any, Final

import msgspec

from smooch_server.core import errors

_MOST_CHARS: Final = 1024
_REFUSED: Final = "cursor: must be the `next` of an earlier page of this list"


def seal(*place: int | str) -> str:
    """Return the cursor of a place."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def unseal(text: str, kind: type[Any]) -> Any:
    """Return the place of a cursor: a tuple of `kind`.

    Raises:
        errors.BadRequest: no cursor of such a list looks like this.
    """
    if len(text) > _MOST_CHARS or not text.isascii():
        raise errors.BadRequest(_REFUSED)
    try:
        place = msgspec.json.decode(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), type=kind)
    except (binascii.Error, ValueError, msgspec.DecodeError) as error:
        raise errors.BadRequest(_REFUSED) from error
    if any(isinstance(part, int) and not -(1 << 63) <= part < 1 << 63 for part in place):
        raise errors.BadRequest(_REFUSED)
    if any(isinstance(part, str) and "\x00" in part for part in place):
        raise errors.BadRequest(_REFUSED)
    return place
