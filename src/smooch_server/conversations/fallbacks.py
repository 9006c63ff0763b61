"""What a message says where only text can be shown. Pure."""

from collections.abc import Sequence
from typing import Final

from smooch_server.conversations import model

_CUT: Final = "…"


def location(at: model.Coordinates) -> str:
    return f"Location shared:\nhttps://maps.google.com/maps?q={_number(at.lat)},{_number(at.long)}"


def items(of: Sequence[model.Item]) -> str:
    """Return the items numbered, each with its description and its links, a blank line between two."""
    return _within("\n\n".join(_item(number, item) for number, item in enumerate(of, 1)))


def answers(fields: Sequence[model.Field]) -> str:
    """Return a line for each answer: the question's label and what was answered."""
    return _within("\n".join(f"{field.label}: {answer(field)}" for field in fields))


def answer(field: model.Field) -> str:
    if field.select is not None:
        return ", ".join(option.label for option in field.select)
    return field.text or field.email or ""


def summary(content: model.Content) -> str:
    """Return what lists of conversations show of a message; "" where its type has to do."""
    return content.text or content.text_fallback or ""


def _item(number: int, item: model.Item) -> str:
    lines = [f"{number}. {item.title}"]
    if item.description:
        lines.append(item.description)
    lines += [f"{action.text}: {action.uri}" for action in item.actions if action.type == "link"]
    return "\n".join(lines)


def _number(degrees: float) -> str:
    return repr(degrees).removesuffix(".0")


def _within(text: str) -> str:
    most = model.MAX_TEXT_CHARS
    return text if len(text) <= most else text[: most - len(_CUT)] + _CUT
