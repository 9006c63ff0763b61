"""From a text with shorthand to the messages that it stands for. Pure."""

from collections.abc import Mapping

import msgspec

from smooch_server.conversations import drafts, identities, media, model, shorthand
from smooch_server.core import errors, ids


def contents(
    content: model.Content, templates: Mapping[str, model.Content], *, base_url: str, now_ms: int
) -> list[model.Content]:
    """Return the messages in reading order; `templates` are those that there are of the ones it names.

    The author, the metadata and where it goes to are of each; a quote is of the first, the draft's own buttons are of
    the last that is no template.

    Raises:
        errors.BadRequest: the buttons of one message do not go together, or there are too many templates.
    """
    pieces = shorthand.parse(content.text, known=templates.keys())
    if sum(isinstance(piece, shorthand.Template) for piece in pieces) > model.MAX_TEMPLATES:
        raise errors.BadRequest(f"text: must not use templates more than {model.MAX_TEMPLATES} times")
    last = max((index for index, piece in enumerate(pieces) if isinstance(piece, shorthand.Card)), default=-1)
    if last < 0 and content.actions:
        last = len(pieces)
        pieces.append(shorthand.Card(text=""))
    said: list[model.Content] = []
    for index, piece in enumerate(pieces):
        if isinstance(piece, shorthand.Template):
            made = _of_template(templates[piece.name], content, base_url, now_ms)
        else:
            made = _of_card(piece, content, content.actions if index == last else (), base_url, now_ms)
        said.append(msgspec.structs.replace(made, quote=content.quote if index == 0 else None))
    return said


def _of_card(
    card: shorthand.Card, content: model.Content, more: tuple[model.Action, ...], base_url: str, now_ms: int
) -> model.Content:
    buttons = (*(_action(button, base_url, now_ms) for button in card.buttons), *more)
    drafts.buttons("text", buttons)
    override = content.override
    if card.whatsapp is not None:
        override = {**(override or {}), "whatsapp": {"payload": card.whatsapp}}
    said = msgspec.structs.replace(content, text=card.text, actions=buttons, override=override)
    if card.image is None:
        return said
    return msgspec.structs.replace(
        said,
        type="image",
        media_url=card.image.url,
        media_type=media.type_of(card.image.url),
        alt_text=card.image.alt or media.name_of(card.image.url),
    )


def _of_template(template: model.Content, content: model.Content, base_url: str, now_ms: int) -> model.Content:
    """Return the template's message as said by the author of `content`. Its own text may have shorthand, not templates."""
    said = msgspec.structs.replace(
        identities.renewed(template, base_url=base_url, now_ms=now_ms),
        source=content.source,
        name=template.name if content.name is None else content.name,
        avatar_url=content.avatar_url or template.avatar_url,
        email=content.email or template.email,
        metadata=template.metadata or content.metadata,
        destination=content.destination,
    )
    if said.type != "text" or not shorthand.hinted(said.text):
        return said
    (card,) = shorthand.parse(said.text)
    return _of_card(card, said, said.actions, base_url, now_ms) if isinstance(card, shorthand.Card) else said


def _action(button: shorthand.Button, base_url: str, now_ms: int) -> model.Action:
    action_id, buys = ids.new_id(now_ms), button.type == "buy"
    return model.Action(
        action_id=action_id,
        type=button.type,
        text=button.text,
        uri=identities.checkout(base_url, action_id) if buys else button.uri,
        payload=button.payload,
        amount=button.amount,
        currency="usd" if buys else None,
        state="offered" if buys else None,
    )
