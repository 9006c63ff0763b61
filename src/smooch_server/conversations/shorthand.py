"""Buttons, pictures and templates that the business writes into its text. Pure.

| written | becomes |
|---|---|
| `%[Label](https://x)` | a link; the schemes are those of any link |
| `%[Label](reply:PAYLOAD)`, `%[Label](postback:PAYLOAD)` | a reply, a postback |
| `%[Label](location)` | a question for the place |
| `$[Label](25.00)`, `$[Label]($25.00)` | a buy button in US dollars |
| `![alt](https://img)` | the picture of the message; a second one stays text |
| `%((template:NAME))%`, `%{{template:NAME}}%` | the message of a template |
| `&((namespace=[[..]] template=[[..]] fallback=[[..]] language=[[..]] body_text=[[..]]))&` | a WhatsApp template |

What is not quite like that stays as it is, so nothing a person writes is lost. Labels have no brackets and targets no
parentheses: with that, reading takes time in proportion to the length, whatever is written.
"""

import re
from collections.abc import Collection
from typing import Any, Final

import msgspec

from smooch_server.core import errors, links

_HINT: Final = re.compile(r"[%$!]\[|%\(\(|%\{\{|&\(\(")
_TEMPLATE: Final = re.compile(r"%\(\(\s*template:([^(){}]*)\)\)%|%\{\{\s*template:([^(){}]*)\}\}%")
_PIECE: Final = re.compile(
    r"(?P<sign>[%$!])\[(?P<label>[^\[\]]*)\]\((?P<target>[^()]*)\)"
    r"|&\(\((?P<pairs>(?:\s*\w+=\[\[[^\[\]]*\]\])*)\s*\)\)&"
)
_PAIR: Final = re.compile(r"(\w+)=\[\[([^\[\]]*)\]\]")
_PRICE: Final = re.compile(r"\$?([0-9]{1,9})(?:\.([0-9]{1,2}))?")
_MAX_LABEL_CHARS: Final = 256
_MAX_TARGET_CHARS: Final = 2048


class Button(msgspec.Struct, frozen=True, kw_only=True):
    type: str  # link, reply, postback, locationRequest, buy
    text: str
    uri: str | None = None
    payload: str | None = None
    amount: int | None = None  # cents


class Image(msgspec.Struct, frozen=True, kw_only=True):
    url: str
    alt: str


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """One message: text, a picture and buttons, as far as there are any. `whatsapp` is sent there instead."""

    text: str
    buttons: tuple[Button, ...] = ()
    image: Image | None = None
    whatsapp: dict[str, Any] | None = None


class Template(msgspec.Struct, frozen=True, kw_only=True):
    name: str


def hinted(text: str) -> bool:
    """Whether there may be shorthand in the text: false for nearly everything that is said."""
    return _HINT.search(text) is not None


def templates(text: str) -> list[str]:
    """Return the names of the templates that the text asks for, each once."""
    return list(dict.fromkeys(_name(found) for found in _TEMPLATE.finditer(text)))


def parse(text: str, *, known: Collection[str] = ()) -> list[Card | Template]:
    """Return the messages that a text stands for, in reading order; at least one.

    Only templates whose names are `known` become messages: others stay text.
    """
    pieces: list[Card | Template] = []
    start = 0
    for found in _TEMPLATE.finditer(text):
        name = _name(found)
        if name in known:
            pieces += [_card(text[start : found.start()].strip()), Template(name=name)]
            start = found.end()
    pieces.append(_card(text[start:].strip() if pieces else text))
    said = [piece for piece in pieces if isinstance(piece, Template) or _says_something(piece)]
    return said or [Card(text=text)]


def _name(found: re.Match[str]) -> str:
    return str(found[1] if found[1] is not None else found[2]).strip()


def _says_something(card: Card) -> bool:
    return bool(card.text.strip() or card.buttons or card.image)


def _card(text: str) -> Card:
    buttons: list[Button] = []
    image: Image | None = None
    whatsapp: dict[str, Any] | None = None
    kept: list[str] = []
    start = 0
    for found in _PIECE.finditer(text):
        instead = ""
        if found["sign"] is None:
            values = dict(_PAIR.findall(found["pairs"]))
            if whatsapp is not None or not all(values.get(key) for key in ("namespace", "template", "fallback")):
                continue
            whatsapp, instead = _whatsapp(found["pairs"]), values["fallback"]
        elif found["sign"] == "!":
            url = _address(found["target"], links.PAGES)
            if url is None or image is not None:
                continue
            image = Image(url=url, alt=found["label"].strip()[:_MAX_LABEL_CHARS])
        else:
            button = _button(found["sign"], found["label"].strip(), found["target"].strip())
            if button is None:
                continue
            buttons.append(button)
        kept += [text[start : found.start()], instead]
        start = found.end()
    if not kept:
        return Card(text=text)
    kept.append(text[start:])
    return Card(text="".join(kept).strip(), buttons=tuple(buttons), image=image, whatsapp=whatsapp)


def _button(sign: str, label: str, target: str) -> Button | None:
    if not 0 < len(label) <= _MAX_LABEL_CHARS or not 0 < len(target) <= _MAX_TARGET_CHARS:
        return None
    if sign == "$":
        price = _PRICE.fullmatch(target)
        cents = 0 if price is None else int(price[1]) * 100 + int((price[2] or "").ljust(2, "0"))
        return Button(type="buy", text=label, amount=cents) if cents else None
    if target == "location":
        return Button(type="locationRequest", text=label)
    kind, colon, payload = target.partition(":")
    if colon and kind in ("reply", "postback"):
        return Button(type=kind, text=label, payload=payload.strip()) if payload.strip() else None
    uri = _address(target, links.CLICKED)
    return None if uri is None else Button(type="link", text=label, uri=uri)


def _address(target: str, schemes: Collection[str]) -> str | None:
    try:
        return links.check("uri", target.strip(), schemes=schemes)
    except errors.BadRequest:
        return None


def _whatsapp(pairs: str) -> dict[str, Any]:
    """Return what WhatsApp calls a highly structured message."""
    every = _PAIR.findall(pairs)
    values = dict(every)
    return {
        "type": "hsm",
        "hsm": {
            "namespace": values["namespace"],
            "element_name": values["template"],
            "language": {"policy": "deterministic", "code": values.get("language") or "en"},
            "localizable_params": [{"default": value} for key, value in every if key == "body_text"],
        },
    }
