"""Names that the business gives: of apps, keys and service accounts. Pure."""

from typing import Final

from smooch_server.core import errors

MAX_CHARS: Final = 100


def checked(name: str) -> str:
    """Return a name that can be shown.

    Raises:
        errors.BadRequest: it is empty or too long.
    """
    if not name.strip():
        raise errors.BadRequest("name: must not be empty")
    if len(name) > MAX_CHARS:
        raise errors.BadRequest(f"name: must not be longer than {MAX_CHARS} characters")
    return name
