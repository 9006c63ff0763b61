"""The words of a language for a page whose interface is translated."""

import json
import urllib.request

import pytest

from tests.support import api

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)


def test_the_config_names_a_language_only_when_asked(shop: api.Shop) -> None:
    assert "language" not in shop.sdk("GET", "/config", expect=200).json["config"]


@pytest.mark.parametrize(
    ("locale", "tag"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("DE_de", "de"),
        ("pt", "pt-BR"),
        ("pt-pt", "pt-BR"),
        ("zh_CN", "zh-CN"),
        ("en-GB", "en"),
        ("xx", "en"),
        ("deutsch", "en"),
        ("", "en"),
        ("undefined", "en"),
    ],
)
def test_a_locale_gives_a_language(shop: api.Shop, locale: str, tag: str) -> None:
    assert shop.sdk("GET", f"/config?locale={locale}", expect=200).json["config"]["language"]["tag"] == tag


def test_the_words_of_a_language_may_be_fetched_from_anywhere(shop: api.Shop) -> None:
    language = shop.sdk("GET", "/config?locale=de", expect=200).json["config"]["language"]
    assert language["dir"] == "ltr"
    with urllib.request.urlopen(language["url"], timeout=10) as answer:
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "immutable" in answer.headers["Cache-Control"]
        words = json.load(answer)
    assert words["sendButtonText"] == "Senden"
    assert set(language["texts"]) == {"frameTitle", "headerText", "openLabel"}
    assert language["texts"].items() <= words.items()
