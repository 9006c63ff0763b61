"""Whether the answers of a formResponse are answers to its form. Pure."""

from collections.abc import Sequence

import msgspec

from smooch_server.conversations import model
from smooch_server.core import errors


def settled(questions: Sequence[model.Field], answers: Sequence[model.Field]) -> tuple[model.Field, ...]:
    """Return the answers with the labels and option ids of the form. Questions may stay without one.

    Raises:
        errors.BadRequest: names the answer that the form did not ask for, or not so.
    """
    asked = {question.name: question for question in questions}
    return tuple(_settled(f"fields[{index}]", asked.get(answer.name), answer) for index, answer in enumerate(answers))


def _settled(where: str, question: model.Field | None, answer: model.Field) -> model.Field:
    if question is None:
        raise errors.BadRequest(f"{where}.name: the form has no such field")
    if question.type != answer.type:
        raise errors.BadRequest(f"{where}.type: must be {question.type}, as in the form")
    if answer.text is not None:
        least, most = question.min_size or 1, question.max_size or model.MAX_TEXT_CHARS
        if not least <= len(answer.text) <= most:
            raise errors.BadRequest(f"{where}.text: must have {least} to {most} characters")
    select = None if answer.select is None else _chosen(f"{where}.select", question, answer.select)
    return msgspec.structs.replace(answer, label=question.label, select=select)


def _chosen(where: str, question: model.Field, chosen: Sequence[model.Option]) -> tuple[model.Option, ...]:
    offered = {option.name: option for option in question.options}
    for index, each in enumerate(chosen):
        if each.name not in offered:
            raise errors.BadRequest(f"{where}[{index}].name: the form has no such option")
    names = dict.fromkeys(each.name for each in chosen)
    if len(names) != len(chosen) or len(names) > (question.select_size or 1):
        raise errors.BadRequest(f"{where}: must be at most {question.select_size or 1} different options")
    return tuple(offered[name] for name in names)
