"""Names of uploads: cleaned before they are judged."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smooch_server.uploads import names


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("photo.jpg", "photo.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\photo.jpg", "photo.jpg"),
        ("..\\..", ""),
        (".htaccess", "htaccess"),
        ("\u200b.htaccess", "htaccess"),
        (".hta\u200bccess", "htaccess"),
        ("evil\u202egpj.exe", "evilgpj.exe"),
        ("a\u2066b\u2069.txt", "ab.txt"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie_ x.txt"),
        ("a\x00.txt", "a.txt"),
        ("nul\ufeff.txt", "nul.txt"),
        ("heart\u2764\ufe0f.png", "heart\u2764.png"),
        ("u\u0308.txt", "\u00fc.txt"),
        ("u\u200b\u0308.txt", "\u00fc.txt"),
        ('a"b<c>d|e?f*g.txt', "a_b_c_d_e_f_g.txt"),
        ("  spaced   out . ", "spaced out"),
        ("\u2028line.txt", "line.txt"),
        ("\ud800x.txt", "x.txt"),
        ("\u3164\u2800", ""),
        ("", ""),
    ],
)
def test_cleaning(raw: str, clean: str) -> None:
    assert names.clean(raw) == clean


def test_long_names_keep_their_end() -> None:
    name = names.clean("ü" * 300 + ".jpeg")
    assert len(name.encode()) == 255
    assert name.endswith("ü.jpeg")


@given(st.text(max_size=400))
def test_a_clean_name_is_harmless_and_stays_as_it_is(raw: str) -> None:
    name = names.clean(raw)
    assert len(name.encode()) <= names.MAX_BYTES
    assert name == unicodedata.normalize("NFC", name)
    assert not set(name) & set('/\\<>:"|?*\r\n\x00')
    assert not name.startswith(".")
    assert names.clean(name) == name


@pytest.mark.parametrize(
    ("name", "extension"),
    [("a.JPG", "jpg"), ("a.tar.gz", "gz"), ("a", ""), ("jpg", ""), ("a.", ""), ("a.averylongextension", ""), ("", "")],
)
def test_extensions(name: str, extension: str) -> None:
    assert names.extension(name) == extension


def test_a_name_gets_an_extension() -> None:
    assert names.with_extension("", "png") == "file.png"
    assert names.with_extension("a" * 255, "png") == "a" * 251 + ".png"
