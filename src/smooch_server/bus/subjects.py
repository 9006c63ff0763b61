"""The subjects of the bus: dot-separated tokens, and patterns that may end in `.>`."""

import re

_TOKEN = r"[A-Za-z0-9_-]+"  # noqa: S105 - a part of a subject, no secret
_SUBJECT = re.compile(rf"{_TOKEN}(\.{_TOKEN})*")
_PATTERN = re.compile(rf"{_TOKEN}(\.{_TOKEN})*(\.>)?")


def check_pattern(pattern: str) -> None:
    """Raise ValueError unless `pattern` is a subject, or one followed by `.>`."""
    if not _PATTERN.fullmatch(pattern):
        raise ValueError(f"no bus pattern: {pattern!r}")


def check_subject(subject: str) -> None:
    """Raise ValueError unless `subject` is one."""
    if not _SUBJECT.fullmatch(subject):
        raise ValueError(f"no bus subject: {subject!r}")
