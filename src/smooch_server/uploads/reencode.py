"""A program of its own: decodes the image on standard input and writes it anew to standard output.

`python reencode.py JPEG MEMORY_BYTES CPU_SECONDS MAX_PIXELS MAX_FRAMES`. It runs apart from the server, so that a hostile
image can exhaust or break nothing but this process, and it needs nothing but Pillow. What comes out holds pixels and, for
animations, times: no EXIF, no comments, no profiles, nothing behind the end. It ends with 0, or with one of the codes below.
"""

import errno
import io
import resource
import struct
import sys
from typing import Any, Final

from PIL import (
    GifImagePlugin,
    Image,
    ImageCms,
    ImageSequence,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

NOT_AN_IMAGE: Final = 10
TOO_MANY_PIXELS: Final = 11
TOO_MANY_FRAMES: Final = 12
TOO_MUCH_MEMORY: Final = 13
CODES: Final = (NOT_AN_IMAGE, TOO_MANY_PIXELS, TOO_MANY_FRAMES, TOO_MUCH_MEMORY)

# All that it will ever open; named, so that nothing is loaded behind the limits.
_PLUGINS: Final = (GifImagePlugin, JpegImagePlugin, PngImagePlugin, WebPImagePlugin)
_ANIMATED: Final = ("GIF", "WEBP")
_MOST_BYTES: Final = 64 * 1024 * 1024  # of what it writes
_QUALITY: Final = 88
# The modes in which a format is written as it is; anything else becomes RGB or RGBA.
_MODES: Final = {
    "JPEG": ("L", "RGB"),
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "GIF": ("1", "L", "P", "RGB", "RGBA"),
    "WEBP": ("RGB", "RGBA"),
}


class Refused(Exception):
    """The image is not written anew; `args[0]` is the code to end with."""


def main(arguments: list[str]) -> int:
    """Do the work and return the code to end with."""
    name, memory, seconds, pixels, frames = arguments[0], *map(int, arguments[1:])
    _limit(memory, seconds)
    try:
        reencode(name, max_pixels=pixels, max_frames=frames)
    except Refused as error:
        return int(error.args[0])
    except MemoryError:
        return TOO_MUCH_MEMORY
    except OSError as error:
        return TOO_MUCH_MEMORY if error.errno == errno.EFBIG else NOT_AN_IMAGE
    except (SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, struct.error):
        return NOT_AN_IMAGE  # what Pillow's decoders raise for broken data
    return 0


def _limit(memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_BYTES, _MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))


def reencode(name: str, *, max_pixels: int, max_frames: int) -> None:
    """Write the image on standard input, which must be of the format `name`, anew.

    Raises:
        Refused: it has more pixels or frames than it may. Pillow's own errors for what is no image.
    """
    Image.MAX_IMAGE_PIXELS = None  # the size is judged here
    with Image.open(sys.stdin.buffer, formats=[name]) as image:
        if image.width * image.height > max_pixels:
            raise Refused(TOO_MANY_PIXELS)
        animated = name in _ANIMATED and getattr(image, "is_animated", False)
        if animated:
            _animation(name, image, max_pixels=max_pixels, max_frames=max_frames)
        else:
            _still(name, image)


def _still(name: str, image: Image.Image) -> None:
    orientation = _orientation(image)
    image.load()
    transparency = image.info.get("transparency")
    profile = image.info.get("icc_profile")
    image.info = {} if transparency is None else {"transparency": transparency}
    vars(image).pop("_decoder", None)  # of WebP: two more canvases, which the writer has better use for
    plain: Image.Image = image
    if plain.mode not in _MODES[name]:
        plain = plain.convert("RGBA" if _has_alpha(plain) and name != "JPEG" else "RGB")
    if profile:
        _to_srgb(plain, profile)
    turn = _TURNS.get(orientation)
    if turn is not None:
        plain = plain.transpose(turn)
    plain.info = {key: value for key, value in plain.info.items() if key == "transparency"}
    plain.save(sys.stdout.buffer, format=name, **_options(name))


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(0x0112, 1))
    except (SyntaxError, ValueError, OSError, KeyError, IndexError, TypeError, struct.error):
        return 1  # broken EXIF, which is dropped anyway


_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _has_alpha(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info


def _to_srgb(image: Image.Image, profile: bytes) -> None:
    """Turn the colours into those that a browser takes for granted, since the profile is dropped."""
    if image.mode != "RGB":
        return
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), inPlace=True)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return  # a broken profile: the colours stay as they are


def _options(name: str) -> dict[str, Any]:
    if name in ("JPEG", "WEBP"):
        return {"quality": _QUALITY, "exif": b"", "icc_profile": None}
    return {"icc_profile": None} if name == "PNG" else {}


def _animation(name: str, image: Any, *, max_pixels: int, max_frames: int) -> None:
    """Write an animation anew."""
    GifImagePlugin.LOADING_STRATEGY = GifImagePlugin.LoadingStrategy.RGB_AFTER_DIFFERENT_PALETTE_ONLY
    if image.n_frames > max_frames:
        raise Refused(TOO_MANY_FRAMES)
    loop = image.info.get("loop")
    frames: list[Image.Image] = []
    times: list[int] = []
    total = 0
    for frame in ImageSequence.Iterator(image):
        total += frame.width * frame.height
        if total > max_pixels:
            raise Refused(TOO_MANY_PIXELS)
        frame.load()  # only then does WebP know the time
        times.append(int(frame.info.get("duration") or 0))
        copy = frame.copy() if frame.mode in _MODES[name] else frame.convert("RGBA")
        copy.info = {key: value for key, value in frame.info.items() if key == "transparency"}
        frames.append(copy)
    options = _options(name) | {"duration": times, "save_all": True, "append_images": frames[1:]}
    if loop is not None:
        options["loop"] = loop
    if name == "GIF":
        options |= {"disposal": 2, "optimize": False}
    frames[0].save(sys.stdout.buffer, format=name, **options)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
