"""The questions of forms and the answers to them. Pure."""

import re
from collections.abc import Sequence
from typing import Final

from smooch_server.conversations import drafts, model
from smooch_server.core import errors, ids
from smooch_server.wire import posting

_TYPES: Final = ("text", "email", "select")
MIN_SIZE: Final = 1
MAX_SIZE: Final = 128
_EMAIL: Final = re.compile(r"[^@\s]{1,254}@[^@\s]{1,254}")


def questions(given: Sequence[posting.NewField], *, now_ms: int) -> tuple[model.Field, ...]:
    """Check the questions of a form and give each, and each option, an id.

    Raises:
        errors.BadRequest: names the field of the first that is wrong.
    """
    _check_names(given)
    return tuple(_question(f"fields[{index}]", field, now_ms) for index, field in enumerate(given))


def answers(given: Sequence[posting.NewField], *, now_ms: int) -> tuple[model.Field, ...]:
    """Check the answers of a response, as far as they can be without the form.

    Raises:
        errors.BadRequest: names the field of the first that is wrong.
    """
    _check_names(given)
    return tuple(_answer(f"fields[{index}]", field, now_ms) for index, field in enumerate(given))


def _check_names(given: Sequence[posting.NewField]) -> None:
    if not 1 <= len(given) <= model.MAX_FIELDS:
        raise errors.BadRequest(f"fields: must be 1 to {model.MAX_FIELDS}")
    seen: set[str] = set()
    for index, field in enumerate(given):
        where = f"fields[{index}]"
        if field.type not in _TYPES:
            raise errors.BadRequest(f"{where}.type: must be one of {', '.join(_TYPES)}")
        drafts.filled(f"{where}.name", field.name, most=drafts.MAX_NAME_CHARS)
        if field.name in seen:
            raise errors.BadRequest(f"{where}.name: must not be the name of another field")
        seen.add(field.name)


def _question(where: str, given: posting.NewField, now_ms: int) -> model.Field:
    least = most = None
    options: tuple[model.Option, ...] = ()
    if given.type == "text":
        least = MIN_SIZE if given.minSize is None else given.minSize
        most = MAX_SIZE if given.maxSize is None else given.maxSize
        if not 1 <= least <= model.MAX_TEXT_CHARS:
            raise errors.BadRequest(f"{where}.minSize: must be from 1 to {model.MAX_TEXT_CHARS}")
        if not least <= most <= model.MAX_TEXT_CHARS:
            raise errors.BadRequest(f"{where}.maxSize: must be from minSize to {model.MAX_TEXT_CHARS}")
    elif given.type == "select":
        options = _options(f"{where}.options", given.options or [], now_ms)
    return model.Field(
        field_id=ids.new_id(now_ms),
        type=given.type,
        name=given.name,
        label=drafts.filled(f"{where}.label", given.label, most=drafts.MAX_NAME_CHARS),
        placeholder=drafts.short(f"{where}.placeholder", given.placeholder, most=drafts.MAX_NAME_CHARS) or None,
        min_size=least,
        max_size=most,
        options=options,
        select_size=1 if given.type == "select" else None,
    )


def _options(where: str, given: Sequence[posting.NewOption], now_ms: int) -> tuple[model.Option, ...]:
    if not 1 <= len(given) <= model.MAX_OPTIONS:
        raise errors.BadRequest(f"{where}: must be 1 to {model.MAX_OPTIONS}")
    made: list[model.Option] = []
    for index, option in enumerate(given):
        here = f"{where}[{index}]"
        name = drafts.filled(f"{here}.name", option.name, most=drafts.MAX_NAME_CHARS)
        label = drafts.filled(f"{here}.label", option.label, most=drafts.MAX_NAME_CHARS)
        if any(each.name == name for each in made):
            raise errors.BadRequest(f"{here}.name: must not be the name of another option")
        made.append(model.Option(option_id=ids.new_id(now_ms), name=name, label=label))
    return tuple(made)


def _answer(where: str, given: posting.NewField, now_ms: int) -> model.Field:
    answer = model.Field(
        field_id=ids.new_id(now_ms),
        type=given.type,
        name=given.name,
        label=drafts.short(f"{where}.label", given.label, most=drafts.MAX_NAME_CHARS) or "",
    )
    if given.type == "text":
        return _with(answer, text=drafts.filled(f"{where}.text", given.text, most=model.MAX_TEXT_CHARS))
    if given.type == "email":
        email = drafts.filled(f"{where}.email", given.email, most=drafts.MAX_NAME_CHARS)
        if not _EMAIL.fullmatch(email):
            raise errors.BadRequest(f"{where}.email: must be an e-mail address")
        return _with(answer, email=email)
    chosen = given.select or []
    if not 1 <= len(chosen) <= model.MAX_OPTIONS:
        raise errors.BadRequest(f"{where}.select: must have an option")
    return _with(
        answer,
        select=tuple(model.Option(option_id="", name=option.name, label=option.label or "") for option in chosen),
    )


def _with(
    answer: model.Field,
    *,
    text: str | None = None,
    email: str | None = None,
    select: tuple[model.Option, ...] | None = None,
) -> model.Field:
    return model.Field(
        field_id=answer.field_id,
        type=answer.type,
        name=answer.name,
        label=answer.label,
        text=text,
        email=email,
        select=select,
    )
