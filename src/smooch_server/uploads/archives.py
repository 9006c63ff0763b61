"""What is in a ZIP file, read from its directory alone: nothing is unpacked, so nothing can blow up."""

import struct
import zipfile
from collections.abc import Sequence
from typing import BinaryIO, Final, cast

MAX_ENTRIES: Final = 10_000
_MAX_DIRECTORY_BYTES: Final = 2 * 1024 * 1024
_END: Final = b"PK\x05\x06"
_END_BYTES: Final = 22
_COMMENT_BYTES: Final = 65_535


def entries(file: BinaryIO) -> Sequence[str] | None:
    """Return the names of the entries, or None when this is no ZIP file or one of an unreasonable size."""
    if not _is_small(file):
        return None
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OSError, UnicodeDecodeError):
        return None


def is_office(file: BinaryIO, folder: str) -> bool:
    """Whether this is a document of the Office formats with its parts in `folder`, and without programs in it."""
    listed = entries(file)
    if listed is None or "[Content_Types].xml" not in listed:
        return False
    macros = any(name.lower().endswith("vbaproject.bin") for name in listed)
    return not macros and any(name.startswith(folder) for name in listed)


def _is_small(file: BinaryIO) -> bool:
    """Whether the directory is small enough to be read: what the library would read at once is bounded by this."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _END_BYTES - _COMMENT_BYTES))
    tail = file.read()
    place = tail.rfind(_END)
    if place < 0 or len(tail) - place < _END_BYTES:
        return False
    count, directory = cast(tuple[int, int], struct.unpack_from("<HL", tail, place + 10))
    return count <= MAX_ENTRIES and directory <= _MAX_DIRECTORY_BYTES
