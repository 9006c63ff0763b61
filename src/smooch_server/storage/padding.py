"""Lists in SQL: few statement texts, so that each stays prepared."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def padded(values: Sequence[T], *, first: int) -> tuple[str, list[T]]:
    """Return what stands inside `IN (...)`, with parameters numbered from `first`, and the values for them.

    The last value is repeated up to the next power of two: ten texts serve every list of up to 512. `values` must
    not be empty.
    """
    length = 1 << (len(values) - 1).bit_length()
    marks = ", ".join(f"${number}" for number in range(first, first + length))
    return marks, [*values, *([values[-1]] * (length - len(values)))]
