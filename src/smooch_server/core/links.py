"""Addresses that people click or pages show. Pure."""

import urllib.parse
from collections.abc import Collection
from typing import Final

from smooch_server.core import errors

MAX_CHARS: Final = 2048
PAGES: Final = frozenset({"http", "https"})
# https and http are for pages, the others for the phone's own apps; `javascript:` and its like never pass.
CLICKED: Final = PAGES | {"mailto", "tel", "sms"}


def check(where: str, uri: str, *, schemes: Collection[str]) -> str:
    """Return an address that no browser runs instead of opening it.

    Raises:
        errors.BadRequest: it is too long, or has control characters, another scheme, or credentials in it.
    """
    if len(uri) > MAX_CHARS:
        raise errors.BadRequest(f"{where}: must not be longer than {MAX_CHARS} characters")
    if any(ord(char) < 0x20 or ord(char) == 0x7F for char in uri):
        raise errors.BadRequest(f"{where}: must not contain control characters")
    try:
        parts = urllib.parse.urlsplit(uri.strip())
    except ValueError as error:
        raise errors.BadRequest(f"{where}: is not an address") from error
    if parts.scheme.lower() not in schemes:
        raise errors.BadRequest(f"{where}: must begin with one of {', '.join(sorted(schemes))}")
    if parts.username or parts.password:
        raise errors.BadRequest(f"{where}: must not contain a user name")
    return uri.strip()
