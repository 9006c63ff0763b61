"""Profile fields of a request as a change of the domain."""

from typing import Any

import msgspec

from smooch_server.appusers import model
from smooch_server.core import clock, errors, links
from smooch_server.wire import rest, sdk


def changes(data: rest.UserFields | sdk.UserProps) -> model.Changes:
    """Translate; a null clears a field.

    Raises:
        errors.BadRequest: `signedUpAt` is no time, or `avatarUrl` no address of a picture.
    """
    properties: Any = data.properties
    return model.Changes(
        given_name=_text(data.givenName),
        surname=_text(data.surname),
        email=_text(data.email),
        locale=_text(data.locale),
        avatar_url=_avatar(data.avatarUrl) if isinstance(data, rest.UserFields) else model.UNSET,
        signed_up_ms=_time(data.signedUpAt),
        properties=model.UNSET if properties is msgspec.UNSET or properties is None else properties,
    )


def _text(value: str | None | msgspec.UnsetType) -> str | None | model.Unset:
    return model.UNSET if isinstance(value, msgspec.UnsetType) else value


def _avatar(value: str | None | msgspec.UnsetType) -> str | None | model.Unset:
    if isinstance(value, str) and value:
        return links.check("avatarUrl", value, schemes=links.PAGES)
    return _text(value)


def _time(value: str | None | msgspec.UnsetType) -> int | model.Unset:
    if isinstance(value, msgspec.UnsetType) or value is None:
        return model.UNSET
    try:
        return clock.from_iso(value)
    except ValueError as error:
        raise errors.BadRequest(f"signedUpAt: must be an ISO-8601 time since 1970, not '{value[:64]}'") from error
