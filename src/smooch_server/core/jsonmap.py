"""The flat JSON objects of the contract: `metadata` and `properties`."""

from collections.abc import Mapping

MAX_BYTES = 4096  # of keys and values together, as the hosted service counted

Scalar = str | int | float | bool
FlatMap = dict[str, Scalar]


def problem(value: Mapping[str, object]) -> str | None:
    """Return what is wrong with a flat map as the end of a sentence, or None when it is fine."""
    size = 0
    for key, item in value.items():
        if not isinstance(item, str | int | float | bool):
            return f"'{key}' must be a string, a number or a boolean"
        size += len(key.encode()) + len(str(item).encode())
    return f"must not be larger than {MAX_BYTES} bytes" if size > MAX_BYTES else None
