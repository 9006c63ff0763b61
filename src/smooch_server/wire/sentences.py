"""What msgspec says of a value that is not of its type, as the sentence for who sent it. Pure."""

import re
from collections.abc import Collection
from typing import Final

_AT: Final = re.compile(r"(?P<said>.*?)(?: - at `(?:key in )?\$(?:\.?(?P<place>[^`]*))`)?", re.DOTALL)
_EXPECTED: Final = re.compile(r"Expected `(?P<types>[^`]*)`(?:, got `[^`]*`)?")
# In the order in which they are told; null is as good as leaving the field out.
_TYPES: Final = {
    "str": ("a text",),
    "float": ("a number",),
    "int": ("a whole number",),
    "array": ("a list",),
    "object": ("an object",),
    "bool": ("true", "false"),
}
_MISSING: Final = re.compile(r"Object missing required field `(?P<name>[^`]*)`")


def of(said: str, *, within: str = "") -> str:
    """Return it as `items[2].title: ...`; `within` is the field that the value stood in.

    `Expected `str | null`, got `int` - at `$.name`` becomes `name: must be a text`.
    """
    found = _AT.fullmatch(said)
    what, place = (found["said"], found["place"] or "") if found else (said, "")
    missing = _MISSING.fullmatch(what)
    if missing:
        place, what = f"{place}.{missing['name']}".lstrip("."), "is required"
    expected = _EXPECTED.fullmatch(what)
    if expected:
        what = _wanted(expected["types"].split(" | ")) or what
    place = f"{within}.{place}".strip(".")
    if not place:
        return "The body must be a JSON object"
    return f"{place}: {what[:1].lower()}{what[1:]}".replace("`", "")


def _wanted(types: Collection[str]) -> str | None:
    """Return what a value must be, in words; None when there are none for it."""
    wider = {"int"} if "float" in types else set()
    words = [word for name, said in _TYPES.items() if name in types and name not in wider for word in said]
    *others, last = words or [""]
    return f"must be {', '.join(others)}{' or ' if others else ''}{last}" if words else None
