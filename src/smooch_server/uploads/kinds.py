"""What a file is: its name, its first bytes and the sender's word must say the same, and it must be on the list."""

import codecs
import re
from typing import BinaryIO, Final

import puremagic

from smooch_server.core import errors
from smooch_server.uploads import archives, model, names

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_ZIP_WORDS: Final = ("application/x-zip-compressed", "application/x-zip", "multipart/x-zip")

# SVG, HTML and XML are not on it, and never will be: they are programs.
ALLOWED: Final = (
    model.Kind(
        name="JPEG",
        media_type="image/jpeg",
        extensions=("jpg", "jpeg", "jpe", "jfif"),
        declared=("image/jpg", "image/pjpeg"),
        inline=True,
        image="JPEG",
    ),
    model.Kind(
        name="PNG",
        media_type="image/png",
        extensions=("png",),
        declared=("image/x-png",),
        inline=True,
        image="PNG",
    ),
    model.Kind(name="GIF", media_type="image/gif", extensions=("gif",), declared=(), inline=True, image="GIF"),
    model.Kind(name="WebP", media_type="image/webp", extensions=("webp",), declared=(), inline=True, image="WEBP"),
    model.Kind(
        name="PDF", media_type="application/pdf", extensions=("pdf",), declared=("application/x-pdf",), inline=False
    ),
    model.Kind(name="text", media_type="text/plain", extensions=("txt",), declared=(), inline=False),
    model.Kind(
        name="CSV",
        media_type="text/csv",
        extensions=("csv",),
        declared=("text/plain", "application/csv", "text/comma-separated-values", "application/vnd.ms-excel"),
        inline=False,
    ),
    model.Kind(
        name="MP3",
        media_type="audio/mpeg",
        extensions=("mp3",),
        declared=("audio/mp3", "audio/x-mpeg", "audio/x-mp3", "audio/mpeg3"),
        inline=True,
    ),
    model.Kind(
        name="Ogg",
        media_type="audio/ogg",
        extensions=("ogg", "oga"),
        declared=("application/ogg", "audio/x-ogg", "audio/vorbis", "audio/opus", "video/ogg"),
        inline=True,
    ),
    model.Kind(name="MP4", media_type="video/mp4", extensions=("mp4", "m4v"), declared=("video/x-m4v",), inline=True),
    model.Kind(name="WebM", media_type="video/webm", extensions=("webm",), declared=("audio/webm",), inline=True),
    model.Kind(
        name="Word document",
        media_type=f"{_OFFICE}.wordprocessingml.document",
        extensions=("docx",),
        declared=("application/zip", "application/msword", *_ZIP_WORDS),
        inline=False,
    ),
    model.Kind(
        name="Excel workbook",
        media_type=f"{_OFFICE}.spreadsheetml.sheet",
        extensions=("xlsx",),
        declared=("application/zip", "application/vnd.ms-excel", *_ZIP_WORDS),
        inline=False,
    ),
    model.Kind(name="ZIP", media_type="application/zip", extensions=("zip",), declared=_ZIP_WORDS, inline=False),
)
_BY_EXTENSION: Final = {extension: kind for kind in ALLOWED for extension in kind.extensions}
_BY_MEDIA_TYPE: Final = {kind.media_type: kind for kind in ALLOWED}
_LIST: Final = " ".join(kind.extensions[0] for kind in ALLOWED)
_NOTHING_SAID: Final = ("", "application/octet-stream", "binary/octet-stream")
_HEAD_BYTES: Final = 4096
_MARKUP: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:[!?a-zA-Z])")
_CONTROLS: Final = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0C, 0x0D, 0x1B})
_MP4_BRANDS: Final = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"M4V ", b"MSNV")


def find(file: BinaryIO, name: str, declared: str) -> model.Kind:
    """Return what the file is. `name` is cleaned; `declared` is the media type the sender gave, or "".

    Raises:
        errors.UnsupportedMediaType: it is not on the list, or name, content and sender disagree.
    """
    said = declared.partition(";")[0].strip().lower()
    kind = _claimed(file, names.extension(name), said)
    if said not in (*_NOTHING_SAID, kind.media_type, *kind.declared):
        raise errors.UnsupportedMediaType(f"source: a {kind.name} file must not be declared as '{said[:64]}'")
    if not _holds(file, kind):
        raise errors.UnsupportedMediaType(f"source: the content of the file is not {kind.name}")
    return kind


def _claimed(file: BinaryIO, extension: str, said: str) -> model.Kind:
    """Return the kind that the name claims; without an extension the one declared, then the one recognised."""
    if extension:
        kind = _BY_EXTENSION.get(extension)
    elif said in _NOTHING_SAID:
        kind = next((each for each in ALLOWED if _holds(file, each)), None)
    else:
        kind = next((each for each in ALLOWED if said == each.media_type), None)
        kind = kind or next((each for each in ALLOWED if said in each.declared), None)
    if kind is None:
        raise errors.UnsupportedMediaType(f"source: files of this type are not accepted; these are: {_LIST}")
    return kind


def by_media_type(media_type: str) -> model.Kind | None:
    """Return the kind of a stored upload."""
    return _BY_MEDIA_TYPE.get(media_type)


def _holds(file: BinaryIO, kind: model.Kind) -> bool:
    """Whether the content is of this kind, by our own reading and by the signatures of puremagic."""
    file.seek(0)
    head = file.read(_HEAD_BYTES)
    match kind.name:
        case "text" | "CSV":
            return _is_text(file, head)
        case "Word document" | "Excel workbook":
            folder = "word/" if kind.extensions[0] == "docx" else "xl/"
            return head.startswith(b"PK\x03\x04") and archives.is_office(file, folder)
        case "ZIP":
            return head.startswith((b"PK\x03\x04", b"PK\x05\x06")) and archives.entries(file) is not None
    return _begins(head, kind.name) and _is_recognised(head, kind)


def _begins(head: bytes, name: str) -> bool:
    """Whether the file begins, at its first byte, as this kind has to."""
    match name:
        case "JPEG":
            return head.startswith(b"\xff\xd8\xff")
        case "PNG":
            return head.startswith(b"\x89PNG\r\n\x1a\n")
        case "GIF":
            return head.startswith((b"GIF87a", b"GIF89a"))
        case "WebP":
            return head[:4] == b"RIFF" and head[8:12] == b"WEBP"
        case "PDF":
            return head.startswith(b"%PDF-")
        case "MP3":
            return head.startswith(b"ID3") or _is_mpeg_frame(head)
        case "Ogg":
            return head.startswith(b"OggS\x00")
        case "MP4":
            return head[4:8] == b"ftyp" and head[8:12] in _MP4_BRANDS
        case "WebM":
            return head.startswith(b"\x1a\x45\xdf\xa3") and b"\x42\x82\x84webm" in head[:64]
    return False


def _is_mpeg_frame(head: bytes) -> bool:
    """Whether a frame of MPEG layer III begins here."""
    if len(head) < 4:
        return False
    sync = head[0] == 0xFF and head[1] & 0xE0 == 0xE0
    layer_three, version = head[1] & 0x06 == 0x02, head[1] & 0x18 != 0x08
    bit_rate, sample_rate = head[2] >> 4, head[2] & 0x0C
    return sync and layer_three and version and bit_rate not in (0, 15) and sample_rate != 0x0C


def _is_recognised(head: bytes, kind: model.Kind) -> bool:
    """Whether puremagic knows these bytes as this kind too. Raw MPEG frames have no signature it could know."""
    if kind.name == "MP3" and not head.startswith(b"ID3"):
        return True
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return False
    return any(each.extension.lstrip(".") in kind.extensions for each in found)


def _is_text(file: BinaryIO, head: bytes) -> bool:
    """Whether all of it is UTF-8 without control characters and does not begin like markup."""
    if _MARKUP.match(head):
        return False
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while piece := file.read(65_536):
            decoder.decode(piece)
            if len(piece.translate(None, _CONTROLS)) != len(piece):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
