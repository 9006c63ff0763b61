"""Reading an `Authorization` header. Pure: what it says, not whether it is true."""

import base64
import binascii
import dataclasses

from smooch_server.core import errors


@dataclasses.dataclass(frozen=True, kw_only=True)
class Basic:
    name: str
    secret: str = dataclasses.field(repr=False)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Bearer:
    token: str = dataclasses.field(repr=False)


def parse(header: str | None) -> Basic | Bearer:
    """Read a Basic pair or a Bearer token.

    Raises:
        errors.Unauthorized: there are no credentials, or they cannot be read.
    """
    scheme, _, rest = (header or "").partition(" ")
    if scheme.lower() == "bearer" and rest.strip():
        return Bearer(token=rest.strip())
    if scheme.lower() == "basic":
        return _basic(rest.strip())
    raise errors.Unauthorized


def _basic(encoded: str) -> Basic:
    try:
        name, separator, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise errors.Unauthorized from error
    if not separator or not name or not secret or "\x00" in name:  # not every database can be asked for U+0000
        raise errors.Unauthorized
    return Basic(name=name, secret=secret)
