"""The fields of integrations: what each may hold, and what becomes of it. Pure.

A check takes the name of the field and a value that is not null, and returns what is stored.
"""

import base64
import binascii
import dataclasses
import re
import urllib.parse
from collections.abc import Callable
from typing import Final, Literal

import msgspec

from smooch_server.core import errors, links

Check = Callable[[str, object], object]
Refers = Literal["integration", "deployment"]

MAX_TEXT_CHARS: Final = 256
MAX_SECRET_CHARS: Final = 4096  # tokens of some channels are long
MAX_CERTIFICATE_CHARS: Final = 262_144  # base64 of 192 kB: a chain of certificates is far smaller
MAX_LIST: Final = 100
MAX_OBJECT_BYTES: Final = 4096
MAX_PIXELS: Final = 999
_COLOUR: Final = re.compile(r"[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?")
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN: Final = re.compile(rf"(?i:{_LABEL}(?:\.{_LABEL})+)")
_MAILBOX: Final = re.compile(r"[^\s@<>\"(),:;\[\]\\]{1,64}")
_LOCALE: Final = re.compile(r"[a-z]{2,3}(?:[_-][A-Za-z]{2,4})?")
_PHONE: Final = re.compile(r"\+[0-9]{6,15}")
_HOST: Final = re.compile(r"[a-z0-9_.:-]+")
_NO_ORIGIN: Final = "must be an origin such as https://example.com, without a path"
_PORTS: Final = {"http": 80, "https": 443}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a type of integration. What is `secret` is sealed and never returned."""

    name: str
    check: Check
    required: bool = False
    secret: bool = False
    updatable: bool = False
    shown: bool = False  # visitors may know it: a link to the channel is made of it
    fetched: bool = False  # an address the server itself goes to
    refers: Refers | None = None  # it names an object of the same app or account
    default: object = None  # None: without a value the field is left out
    make: Callable[[], str] | None = None  # the server makes it when the integration is made, and returns it

    @property
    def sealed(self) -> bool:
        """Whether it is encrypted at rest."""
        return self.secret or self.make is not None


def text(where: str, value: object) -> str:
    return _text(where, value, MAX_TEXT_CHARS)


def long_text(where: str, value: object) -> str:
    return _text(where, value, MAX_SECRET_CHARS)


def _text(where: str, value: object, most: int) -> str:
    if not isinstance(value, str):
        raise errors.BadRequest(f"{where}: must be a text")
    if not value.strip():
        raise errors.BadRequest(f"{where}: must not be empty")
    if len(value) > most:
        raise errors.BadRequest(f"{where}: must not be longer than {most} characters")
    if any(ord(char) < 0x20 or ord(char) == 0x7F for char in value):
        raise errors.BadRequest(f"{where}: must not contain control characters")
    return value


def flag(where: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise errors.BadRequest(f"{where}: must be true or false")
    return value


def one_of(*allowed: str) -> Check:
    """Return the check of a field that has one of these values."""

    def check(where: str, value: object) -> object:
        if value not in allowed:
            raise errors.BadRequest(f"{where}: must be one of {', '.join(allowed)}")
        return value

    return check


def colour(where: str, value: object) -> str:
    if not isinstance(value, str) or _COLOUR.fullmatch(value) is None:
        raise errors.BadRequest(f"{where}: must be 3 or 6 hex digits without #")
    return value


def pixels(where: str, value: object) -> str:
    """A length in CSS pixels: a number, its digits, or its digits and `px`. Stored as digits."""
    digits = str(value).removesuffix("px") if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 9 and 0 < int(digits) <= MAX_PIXELS):
        raise errors.BadRequest(f"{where}: must be a number of pixels from 1 to {MAX_PIXELS}")
    return str(int(digits))


def page(where: str, value: object) -> str:
    """An address that browsers open or show; the server never goes there."""
    return links.check(where, text_of_address(where, value), schemes=links.PAGES)


def text_of_address(where: str, value: object) -> str:
    """Any address; who goes there judges it."""
    return _text(where, value, links.MAX_CHARS)


def locale(where: str, value: object) -> str:
    if not isinstance(value, str) or _LOCALE.fullmatch(value) is None:
        raise errors.BadRequest(f"{where}: must be a language such as en or en_US")
    return value


def domain(where: str, value: object) -> str:
    if not isinstance(value, str) or len(value) > 253 or _DOMAIN.fullmatch(value) is None:
        raise errors.BadRequest(f"{where}: must be a domain such as mail.example.com")
    return value.lower()


def email(where: str, value: object) -> str:
    mailbox, at, host = value.rpartition("@") if isinstance(value, str) else ("", "", "")
    if not at or _MAILBOX.fullmatch(mailbox) is None or _DOMAIN.fullmatch(host) is None:
        raise errors.BadRequest(f"{where}: must be an e-mail address")
    return f"{mailbox}@{host.lower()}"


def phone_number(where: str, value: object) -> str:
    """A number with its country code; blanks, dashes and brackets are left out."""
    digits = re.sub(r"[\s().-]", "", _text(where, value, MAX_TEXT_CHARS))
    if _PHONE.fullmatch(digits) is None:
        raise errors.BadRequest(f"{where}: must be a phone number with + and country code")
    return digits


def certificate(where: str, value: object) -> str:
    """Base64, in one line or in several."""
    joined = value.replace("\n", "").replace("\r", "") if isinstance(value, str) else value
    given = _text(where, joined, MAX_CERTIFICATE_CHARS)
    try:
        base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError) as error:
        raise errors.BadRequest(f"{where}: must be base64") from error
    return given


def ids(where: str, value: object) -> list[str]:
    """A list of ids, in order; a repeated one counts once."""
    return list(dict.fromkeys(_list(where, value, text)))


def origins(where: str, value: object) -> list[str]:
    """A list of origins as browsers send them."""
    return list(dict.fromkeys(_list(where, value, origin)))


def origin(where: str, value: object) -> str:
    """One origin (RFC 6454, section 6.2): scheme, host and a port that is not the scheme's own; in lower case."""
    given = _text(where, value, MAX_TEXT_CHARS)
    try:
        parts = urllib.parse.urlsplit(given)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise errors.BadRequest(f"{where}: {_NO_ORIGIN}") from error
    if parts.scheme not in _PORTS or not host or _HOST.fullmatch(host) is None:
        raise errors.BadRequest(f"{where}: {_NO_ORIGIN}")
    shown = f"[{host}]" if ":" in host else host
    plain = f"{parts.scheme}://{shown}"
    if given.lower() not in (plain, f"{plain}:{port}"):  # what else there is: a path, a user, an empty port
        raise errors.BadRequest(f"{where}: {_NO_ORIGIN}")
    return plain if port in (None, _PORTS[parts.scheme]) else f"{plain}:{port}"


def _list(where: str, value: object, check: Callable[[str, object], str]) -> list[str]:
    if not isinstance(value, list):
        raise errors.BadRequest(f"{where}: must be a list")
    if len(value) > MAX_LIST:
        raise errors.BadRequest(f"{where}: must not have more than {MAX_LIST} entries")
    return [check(f"{where}[{index}]", item) for index, item in enumerate(value)]


def small_object(where: str, value: object) -> object:
    """An object that is kept as it is."""
    if not isinstance(value, dict):
        raise errors.BadRequest(f"{where}: must be an object")
    if len(msgspec.json.encode(value)) > MAX_OBJECT_BYTES:
        raise errors.BadRequest(f"{where}: must not be larger than {MAX_OBJECT_BYTES} bytes")
    return value
