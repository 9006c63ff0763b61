"""Compare two pictures as an eye does from two steps away: where something stands, and in which colour."""

import io
import pathlib

from PIL import Image, ImageChops

FOLDER = pathlib.Path(__file__).parent
CELL = 6  # pixels of a kept picture, which has half the size: 12 on the screen
TOLERANCE = 10  # of 255, for the mean of a cell in one of red, green and blue; edges are smoothed differently elsewhere
FEW = 3  # cells that may differ by more
COLOURS = 48


def small(png: bytes) -> Image.Image:
    """A screenshot as it is kept."""
    picture = Image.open(io.BytesIO(png)).convert("RGB").reduce(2)
    return picture.quantize(COLOURS, dither=Image.Dither.NONE)


def _cells(picture: Image.Image) -> Image.Image:
    return picture.convert("RGB").reduce(CELL)


def differing(kept: Image.Image, seen: Image.Image) -> list[tuple[int, int]]:
    """The cells that differ, by column and row. Pictures of different sizes differ everywhere."""
    one, other = _cells(kept), _cells(seen)
    if kept.size != seen.size:
        return [(x, y) for y in range(other.height) for x in range(other.width)]
    bands = ImageChops.difference(one, other).split()
    most = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    return [(x, y) for y in range(most.height) for x in range(most.width) if _value(most, x, y) > TOLERANCE]


def _value(picture: Image.Image, x: int, y: int) -> int:
    value = picture.getpixel((x, y))
    assert isinstance(value, int)
    return value


def alike(kept: Image.Image, seen: Image.Image) -> bool:
    return len(differing(kept, seen)) <= FEW
