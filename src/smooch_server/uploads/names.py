"""Names of files: cleaned first, judged after. A name is shown and sent; it is never a path."""

import re
import unicodedata
from typing import Final

MAX_BYTES: Final = 255  # of UTF-8: what file systems take
MAX_EXTENSION: Final = 10
_NOWHERE_ALLOWED: Final = re.compile(r'[<>:"|?*]')  # a Windows machine would not save them
# Control, format (zero width, bidi), surrogate, private, unassigned; line and paragraph separators.
_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Looks like nothing and is none of the above.
_BLANK: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0\u034f\u17b4\u17b5")


def clean(raw: str) -> str:
    """Return the name without folders and without what cannot be seen, in NFC, at most MAX_BYTES long; "" when none is left.

    The end of the name, which says the type, survives the shortening.
    """
    visible = "".join(
        each
        for each in unicodedata.normalize("NFC", raw)
        if unicodedata.category(each) not in _DROPPED and each not in _BLANK and not _is_selector(each)
    )
    # Dropping may have brought letters and accents together.
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", visible)[-1])
    name = " ".join(_NOWHERE_ALLOWED.sub("_", last).split()).strip(" .")
    return _shortened(name)


def extension(name: str) -> str:
    """Return the extension of a cleaned name in lower case and without its dot; "" when there is none."""
    stem, dot, end = name.rpartition(".")
    return end.lower() if dot and stem.strip(" .") and 0 < len(end) <= MAX_EXTENSION else ""


def with_extension(name: str, wanted: str) -> str:
    """Return the name with an extension added; `file` when the name is empty."""
    return _shortened(f"{name or 'file'}.{wanted}")


def _is_selector(each: str) -> bool:
    return "\ufe00" <= each <= "\ufe0f" or "\U000e0100" <= each <= "\U000e01ef"


def _shortened(name: str) -> str:
    if len(name.encode()) <= MAX_BYTES:
        return name
    end = extension(name)
    tail = f".{end}" if end else ""
    room = MAX_BYTES - len(tail.encode())
    stem = name[: len(name) - len(tail)].encode()[:room].decode(errors="ignore")
    return stem.rstrip(" .") + tail
