"""From what somebody sent to the values of declared fields. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from smooch_server.core import errors
from smooch_server.httpclient import guard
from smooch_server.integrations import fields


def values(declared: Iterable[fields.Field], given: Mapping[str, object], policy: guard.Policy) -> dict[str, Any]:
    """Return the values that are given for these fields; null and an empty text are none.

    Raises:
        errors.BadRequest: a field is missing or holds what it must not; it is named.
    """
    found = {}
    for field in declared:
        if field.make is not None:
            continue
        value = given.get(field.name)
        if value is None or value == "":
            if field.required:
                raise errors.BadRequest(f"{field.name}: is required")
            continue
        found[field.name] = field.check(field.name, value)
        if field.fetched:
            _check_reachable(field.name, found[field.name], policy)
    return found


def _check_reachable(where: str, address: object, policy: guard.Policy) -> None:
    """Refuse an address that the server must never go to, as far as its text tells."""
    try:
        guard.parse_url(str(address), policy)
    except guard.Refused as error:
        raise errors.BadRequest(f"{where}: {error}") from error
