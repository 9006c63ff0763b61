"""Images and forms for upload tests, made on the spot."""

import io
import secrets
import struct
import zlib
from collections.abc import Sequence
from typing import Any

from PIL import Image


def image(name: str = "PNG", size: tuple[int, int] = (16, 12), mode: str = "RGB", **options: Any) -> bytes:
    """A plain image."""
    out = io.BytesIO()
    Image.new(mode, size, 1 if mode in ("1", "L", "P") else "red").save(out, name, **options)
    return out.getvalue()


def animation(name: str, frames: int, size: tuple[int, int] = (10, 8), **options: Any) -> bytes:
    """An animation of frames that all differ."""
    made = [
        Image.new("RGB", size, (number * 67 % 256, number * 131 % 256, number * 29 % 256)) for number in range(frames)
    ]
    out = io.BytesIO()
    made[0].save(out, name, save_all=True, append_images=made[1:], **({"lossless": True} | options))
    return out.getvalue()


def photo(orientation: int = 6) -> bytes:
    """A JPEG, 32 x 16, its left half red, with EXIF: an orientation, a description and a place."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "TAKEN-AT-HOME"
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (48.0, 8.0, 15.0)
    picture = Image.new("RGB", (32, 16), "blue")
    picture.paste("red", (0, 0, 16, 16))
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"A-COMMENT", quality=95)
    return out.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """A small PNG file of huge size: one colour, compressed."""
    return image("PNG", (width, height), "1")


def png_head(width: int, height: int) -> bytes:
    """The beginning of a PNG file that says so many pixels follow."""
    described = b"IHDR" + struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    header = struct.pack(">I", 13) + described + struct.pack(">I", zlib.crc32(described))
    return b"\x89PNG\r\n\x1a\n" + header + struct.pack(">I", 8_000) + b"IDAT"


Field = tuple[str, bytes] | tuple[str, bytes, str | None, str | None]  # name, content, file name, media type


def form(fields: Sequence[Field], *, end: bytes = b"\r\n") -> tuple[bytes, str]:
    """A `multipart/form-data` body and its content type."""
    mark = secrets.token_hex(12)
    body = b""
    for field in fields:
        name, content, file_name, media_type = field if len(field) == 4 else (*field, None, None)
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"'
        head += f'; filename="{file_name}"' if file_name is not None else ""
        head += f"\r\nContent-Type: {media_type}" if media_type else ""
        body += head.encode() + b"\r\n\r\n" + content + b"\r\n"
    return body + f"--{mark}--".encode() + end, f"multipart/form-data; boundary={mark}"
