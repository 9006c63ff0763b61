"""Images are written anew by a child process that may not cost more than its limits."""

import io
import pathlib
import random
import struct
import tempfile
import time
import zlib
from collections.abc import Iterator
from typing import IO

import pytest
from PIL import Image

from smooch_server.core import errors
from smooch_server.uploads import imaging, kinds, reencode
from tests.support import patience, pictures

pytestmark = pytest.mark.anyio

KINDS = {kind.image: kind for kind in kinds.ALLOWED if kind.image}
UNHURRIED = imaging.Bounds(seconds=int(patience.SECONDS))  # where time is not what a test is about
HIDDEN = b"<script>alert('polyglot')</script>"


async def anew(content: bytes, name: str, bounds: imaging.Bounds | None = None) -> bytes:
    """The image as it would be stored."""
    with tempfile.TemporaryFile() as source:
        source.write(content)
        source.flush()
        target: IO[bytes] = await imaging.Imaging(bounds or UNHURRIED).reencode(source, KINDS[name])
        with target:
            target.seek(0)
            return target.read()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(
    ("name", "mode"),
    [("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "1"), ("PNG", "P"), ("PNG", "I;16"),
     ("PNG", "LA"), ("GIF", "P"), ("GIF", "L"), ("WEBP", "RGB"), ("WEBP", "RGBA")],
)  # fmt: skip
async def test_every_format_and_mode_survives(name: str, mode: str) -> None:
    picture = opened(await anew(pictures.image(name, (20, 10), mode), name))
    picture.load()
    assert (picture.format, picture.size) == (name, (20, 10))


async def test_exif_is_gone_and_the_orientation_applied() -> None:
    content = await anew(pictures.photo(orientation=6), "JPEG")
    picture = opened(content)
    assert picture.size == (16, 32)
    assert picture.getpixel((8, 4))[0] > 200  # type: ignore[index]  # turned to the right: the left half is on top
    assert picture.getpixel((8, 28))[2] > 200  # type: ignore[index]
    assert not picture.getexif()
    assert not {"exif", "comment", "icc_profile", "xmp"} & set(picture.info)
    for hidden in (b"TAKEN-AT-HOME", b"A-COMMENT", b"Exif"):
        assert hidden not in content


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_every_orientation(orientation: int) -> None:
    picture = opened(await anew(pictures.photo(orientation), "JPEG"))
    assert picture.size == ((16, 32) if orientation > 4 else (32, 16))


@pytest.mark.parametrize("name", ["JPEG", "PNG", "GIF", "WEBP"])
async def test_what_hides_behind_an_image_is_gone(name: str) -> None:
    content = await anew(pictures.image(name, (20, 10)) + HIDDEN + b"PK\x03\x04", name)
    assert HIDDEN not in content
    assert opened(content).size == (20, 10)


async def test_text_chunks_comments_and_profiles_are_gone() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    png = pictures.image("PNG")
    png = (
        png[:33]
        + chunk(b"tEXt", b"Comment\x00" + HIDDEN)
        + chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + HIDDEN)
        + png[33:]
    )
    assert HIDDEN not in await anew(png, "PNG")
    assert HIDDEN not in await anew(pictures.image("GIF", comment=HIDDEN), "GIF")
    assert HIDDEN not in await anew(pictures.image("JPEG", icc_profile=HIDDEN, comment=HIDDEN), "JPEG")
    assert HIDDEN not in await anew(pictures.image("WEBP", xmp=HIDDEN, exif=HIDDEN, icc_profile=HIDDEN), "WEBP")


@pytest.mark.parametrize("name", ["GIF", "WEBP"])
async def test_animations_stay_animated(name: str) -> None:
    content = await anew(pictures.animation(name, 5, duration=[100, 200, 300, 400, 500], loop=3), name)
    picture = opened(content)
    assert picture.n_frames == 5  # type: ignore[attr-defined]
    times = []
    for frame in range(5):
        picture.seek(frame)
        picture.load()
        times.append(picture.info["duration"])
    assert (times, picture.info["loop"]) == ([100, 200, 300, 400, 500], 3)


@pytest.mark.parametrize("name", ["GIF", "WEBP"])
async def test_two_hundred_frames_are_the_most(name: str) -> None:
    assert opened(await anew(pictures.animation(name, 200), name)).n_frames == 200  # type: ignore[attr-defined]
    with pytest.raises(errors.TooLarge, match="200 frames"):
        await anew(pictures.animation(name, 201), name)


async def test_forty_megapixels_are_the_most() -> None:
    assert opened(await anew(pictures.png_claiming(8000, 5000), "PNG")).size == (8000, 5000)
    with pytest.raises(errors.TooLarge, match="40 megapixels"):
        await anew(pictures.png_claiming(8200, 5000), "PNG")
    with pytest.raises(errors.TooLarge, match="40 megapixels"):
        await anew(pictures.png_head(60_000, 60_000), "PNG")
    with pytest.raises(errors.TooLarge, match="40 megapixels"):
        await anew(pictures.animation("GIF", 50, (1000, 1000)), "GIF")


async def test_a_photo_of_forty_megapixels_fits() -> None:
    assert opened(await anew(pictures.image("JPEG", (8000, 5000)), "JPEG")).size == (8000, 5000)


async def test_memory_is_bounded() -> None:
    bounds = imaging.Bounds(memory_bytes=160 * 1024 * 1024, seconds=UNHURRIED.seconds)
    with pytest.raises(errors.TooLarge, match="memory"):
        await anew(pictures.image("JPEG", (8000, 5000)), "JPEG", bounds)


def _replace_program(monkeypatch: pytest.MonkeyPatch, folder: pathlib.Path, code: str) -> None:
    program = folder / "program.py"
    program.write_text(code)
    monkeypatch.setattr(imaging, "_PROGRAM", str(program))


async def test_time_is_bounded(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    _replace_program(monkeypatch, tmp_path, "import time\nwhile True: time.sleep(1)\n")

    async def attempt() -> float:
        started = time.monotonic()
        with pytest.raises(errors.TooLarge, match="too long"):
            await anew(pictures.image("PNG"), "PNG", imaging.Bounds(seconds=1))
        return time.monotonic() - started

    assert await patience.fastest(attempt, below=5) < 5


@pytest.mark.parametrize("name", ["JPEG", "PNG", "GIF", "WEBP"])
async def test_broken_images_are_refused(name: str) -> None:
    whole = pictures.image(name, (200, 200))
    noise = random.Random("noise").randbytes(500)  # other draws claim a huge frame: see the next test
    for broken in (whole[:60], whole[: len(whole) // 2], whole[:20] + noise, b"", b"<svg/>"):
        with pytest.raises(errors.UnsupportedMediaType):
            await anew(broken, name)


@pytest.mark.parametrize(("side", "said"), [(6_000, errors.UnsupportedMediaType), (7_000, errors.TooLarge)])
async def test_a_broken_frame_is_judged_by_the_size_it_claims(side: int, said: type[errors.ApiError]) -> None:
    """A GIF's frame may reach over its screen. Here is nothing behind its head: 36 megapixels, and 49."""
    screen = b"GIF89a" + struct.pack("<HHBBB", 200, 200, 0, 0, 0)
    frame = b"," + struct.pack("<HHHHB", 0, 0, side, side, 0) + b"\x08"
    with pytest.raises(said):
        await anew(screen + frame, "GIF")


@pytest.mark.parametrize(("content", "name"), [("JPEG", "PNG"), ("GIF", "JPEG"), ("BMP", "PNG"), ("TIFF", "JPEG")])
async def test_no_other_decoder_is_tried(content: str, name: str) -> None:
    with pytest.raises(errors.UnsupportedMediaType):
        await anew(pictures.image(content), name)


async def test_the_child_knows_no_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    _replace_program(monkeypatch, tmp_path, "import os, sys\nsys.stdout.write(repr(sorted(os.environ)))\n")
    monkeypatch.setenv("SMOOCH_SECRET_KEY", "secret")
    told = await anew(pictures.image("PNG"), "PNG")
    assert b"SMOOCH" not in told


def test_both_sides_mean_the_same_by_a_code() -> None:
    assert imaging.CODES == reencode.CODES


@pytest.fixture(autouse=True)
def no_limit_here() -> Iterator[None]:
    """The tests make images larger than Pillow likes."""
    before, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    yield
    Image.MAX_IMAGE_PIXELS = before
