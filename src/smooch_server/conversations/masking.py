"""Card numbers in what people write. Pure."""

import re
from typing import Final

import msgspec

from smooch_server.apps import model as app_model
from smooch_server.conversations import model

# 13 to 19 digits, as cards have, in groups or not. No two matches share a digit, so a search is linear. Digits that
# touch a letter are part of a name or an id.
_LIKE_A_CARD: Final = re.compile(r"(?<![0-9A-Za-z])[0-9](?:[ -]?[0-9]){12,18}(?![0-9A-Za-z])")
_MANY_DIGITS: Final = re.compile(r"[0-9](?:[ -]?[0-9]){12}")  # three times as fast, and nearly always without a match
_KEPT: Final = 4  # digits at the end, by which the owner knows the card


def card_like(text: str) -> bool:
    """Whether `masked` would change the text."""
    if _MANY_DIGITS.search(text) is None:
        return False
    return any(_is_card(found[0]) for found in _LIKE_A_CARD.finditer(text))


def masked(text: str) -> str:
    """Return the text with all but the last four digits of each card number as asterisks.

    A number is a card's when its check digit is right: order and phone numbers stay as they are, but for one in ten.
    """
    return _LIKE_A_CARD.sub(lambda found: _mask(found[0]) if _is_card(found[0]) else found[0], text)


def for_app(app: app_model.App, content: model.Content) -> model.Content:
    """Return what a message says without card numbers, unless the app wants to see them."""
    if app.settings.get("maskCreditCardNumbers") is False:
        return content
    fields = tuple(
        msgspec.structs.replace(field, text=masked(field.text)) if field.text else field for field in content.fields
    )
    return msgspec.structs.replace(content, text=masked(content.text), fields=fields)


def _is_card(number: str) -> bool:
    """Whether the check digit is right (Luhn, ISO/IEC 7812-1)."""
    digits = [int(char) for char in reversed(number) if char not in " -"]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return any(digits) and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _mask(number: str) -> str:
    kept = 0
    shown = []
    for char in reversed(number):
        if char in " -" or kept < _KEPT:
            shown.append(char)
            kept += char not in " -"
        else:
            shown.append("*")
    return "".join(reversed(shown))
