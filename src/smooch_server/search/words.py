"""The words of a text and of a question, the same for both databases. Pure.

Case, accents and width do not count: `Hajó`, `hajo` and `ＨＡＪＯ` are one word. Words are not reduced to stems. Where a
script has no blanks between words, each two neighbouring characters are one.
"""

import re
import unicodedata
from typing import Final

MAX_WORD_CHARS: Final = 64
_ASCII: Final = re.compile(r"[a-z0-9]+")
_ACCENTS: Final = re.compile("[\u0300-\u036f]+")
# Han, Kana, Bopomofo and what belongs to them; Thai, Lao, Burmese, Khmer.
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]+"
)


def of_text(text: str) -> set[str]:
    """Return every word by which a text is found."""
    found: set[str] = set()
    for run in _runs(text):
        if _UNSPACED.fullmatch(run):
            found.update(_pairs(run))
            found.add(run[-1])
        else:
            found.add(run[:MAX_WORD_CHARS])
    return found


def of_query(text: str) -> tuple[list[str], str] | None:
    """Return the words that must all be there, and the beginning of one more; None when there is no word at all."""
    runs = list(_runs(text))
    if not runs:
        return None
    asked: list[str] = []
    for run in runs:
        asked += _pairs(run) if _UNSPACED.fullmatch(run) and len(run) > 1 else [run[:MAX_WORD_CHARS]]
    return list(dict.fromkeys(asked[:-1])), asked[-1]


def _pairs(run: str) -> list[str]:
    return [run[index : index + 2] for index in range(len(run) - 1)]


def _runs(text: str) -> list[str]:
    """Return the words in their order; characters of scripts without blanks stand together."""
    if text.isascii():
        return _ASCII.findall(text.lower())
    plain = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold())))
    spaced = "".join(char if _belongs(char) else " " for char in plain.casefold())
    return _UNSPACED.sub(lambda run: f" {run[0]} ", spaced).split()


def _belongs(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"
