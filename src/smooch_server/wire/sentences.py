"""What msgspec says of a value that is not of its type, as the sentence for who sent it. Pure."""

import re
from typing import Final

_AT: Final = re.compile(r"(?P<said>.*?)(?: - at `(?:key in )?\$(?:\.?(?P<place>[^`]*))`)?", re.DOTALL)
_MISSING: Final = re.compile(r"Object missing required field `(?P<name>[^`]*)`")


def of(said: str, *, within: str = "") -> str:
    """Return it as `items[2].title: ...`; `within` is the field that the value stood in.

    `Expected `str`, got `int` - at `$.name`` becomes `name: expected str, got int`.
    """
    found = _AT.fullmatch(said)
    what, place = (found["said"], found["place"] or "") if found else (said, "")
    missing = _MISSING.fullmatch(what)
    if missing:
        place, what = f"{place}.{missing['name']}".lstrip("."), "must be given"
    place = f"{within}.{place}".strip(".")
    if not place:
        return "The body must be a JSON object"
    return f"{place}: {what[:1].lower()}{what[1:]}".replace("`", "")
