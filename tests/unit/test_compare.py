"""The comparison of screenshots sees what an eye would, and not what another machine's text smoothing does."""

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw, ImageFilter

from tests.browser.baselines import compare

PLAIN = {"header": "#65758e", "bubble": "#0099ff", "business": "#eceff4", "left": 0, "down": 0}


def screen(**changes: object) -> Image.Image:
    """Something like the messenger: a header, two bubbles with text, a composer."""
    look = PLAIN | changes
    picture = Image.new("RGB", (420, 640), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 420, 64), fill=str(look["header"]))
    left, down = int(str(look["left"])), int(str(look["down"]))
    draw.rounded_rectangle((160 - left, 120 + down, 400 - left, 180 + down), 18, fill=str(look["bubble"]))
    draw.rounded_rectangle((20 + left, 220 + down, 240 + left, 270 + down), 18, fill=str(look["business"]))
    for x in range(40, 220, 9):
        draw.rectangle((x + left, 235 + down, x + 6 + left, 245 + down), fill="#222222")
    draw.line((0, 580, 420, 580), fill="#d0d5dd")
    return picture


def kept(picture: Image.Image) -> Image.Image:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return compare.small(out.getvalue())


def test_the_same_and_smoothed_text_are_alike() -> None:
    assert compare.alike(kept(screen()), kept(screen()))
    assert compare.alike(kept(screen()), kept(screen().filter(ImageFilter.GaussianBlur(0.6))))


@pytest.mark.parametrize(
    "change",
    [
        lambda: screen(left=12),
        lambda: screen(down=12),
        lambda: screen(bubble="#0080e0"),
        lambda: screen(business="#e0e3e8"),
        lambda: screen(header="white"),
        lambda: screen().crop((0, 0, 420, 620)),
    ],
    ids=["moved-aside", "moved-down", "recoloured", "grey-recoloured", "no-header", "smaller"],
)
def test_what_moved_changed_colour_or_is_gone_differs(change: Callable[[], Image.Image]) -> None:
    assert not compare.alike(kept(screen()), kept(change()))
