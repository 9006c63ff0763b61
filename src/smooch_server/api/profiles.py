"""Profile fields of a request as a change of the domain."""

from typing import Any

import msgspec

from smooch_server.appusers import model
from smooch_server.core import clock, errors, links
from smooch_server.wire import rest, sdk


def changes(data: rest.UserFields | sdk.UserProps) -> model.Changes:
    """Translate; a null clears a field.

    Raises:
        errors.BadRequest: `signedUpAt` is no time, `avatarUrl` no address of a picture, or a text has a character
            that cannot be stored.
    """
    properties: Any = data.properties
    return model.Changes(
        given_name=_text("givenName", data.givenName),
        surname=_text("surname", data.surname),
        email=_text("email", data.email),
        locale=_text("locale", data.locale),
        avatar_url=_avatar(data.avatarUrl) if isinstance(data, rest.UserFields) else model.UNSET,
        signed_up_ms=_time(data.signedUpAt),
        properties=model.UNSET if properties is msgspec.UNSET or properties is None else properties,
    )


def _text(field: str, value: str | None | msgspec.UnsetType) -> str | None | model.Unset:
    if isinstance(value, msgspec.UnsetType):
        return model.UNSET
    if value and "\x00" in value:
        raise errors.BadRequest(f"{field}: must not contain the character U+0000")
    return value


def _avatar(value: str | None | msgspec.UnsetType) -> str | None | model.Unset:
    if isinstance(value, str) and value:
        return links.check("avatarUrl", value, schemes=links.PAGES)
    return _text("avatarUrl", value)


def _time(value: str | None | msgspec.UnsetType) -> int | model.Unset:
    if isinstance(value, msgspec.UnsetType) or value is None:
        return model.UNSET
    try:
        return clock.from_iso(value)
    except ValueError as error:
        raise errors.BadRequest(f"signedUpAt: must be an ISO-8601 time since 1970, not '{value[:64]}'") from error
