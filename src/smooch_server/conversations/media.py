"""What the address of a file tells of the file. Pure."""

import mimetypes
import re
import urllib.parse
from typing import Final

_TYPES: Final = mimetypes.MimeTypes()  # Python's own table: the same on every machine
_TYPES.add_type("image/webp", ".webp")
_MEDIA_TYPE: Final = re.compile(
    r"[A-Za-z0-9][\w.+^!#$&-]{0,63}/[A-Za-z0-9][\w.+^!#$&-]{0,126}(?:;[^\x00-\x1f]{0,128})?"
)


def name_of(url: str) -> str | None:
    """Return the last part of an address, decoded; None when it ends in a slash or has no path."""
    path = urllib.parse.urlsplit(url).path
    name = urllib.parse.unquote(path.rpartition("/")[2]).strip()
    return name[:255] if name and not any(ord(char) < 0x20 for char in name) else None


def type_of(url: str) -> str | None:
    """Return the media type that the extension of an address stands for, or None when it stands for none."""
    name = name_of(url)
    return None if name is None else _TYPES.guess_type(f"https://x/{urllib.parse.quote(name)}")[0]


def is_type(text: str) -> bool:
    """Whether this has the form of a media type."""
    return _MEDIA_TYPE.fullmatch(text) is not None
