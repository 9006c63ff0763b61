"""Shorthand: what it becomes, that nothing written is lost, that it never fails and is never slow."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smooch_server.conversations import shorthand
from smooch_server.conversations.shorthand import Button, Card, Image, Template

LINK = Button(type="link", text="Map", uri="https://a.example/map")
CASES: list[tuple[str, list[Card | Template]]] = [
    ("no shorthand at all  ", [Card(text="no shorthand at all  ")]),
    ("Where? %[Map](https://a.example/map)", [Card(text="Where?", buttons=(LINK,))]),
    ("%[Map](https://a.example/map)", [Card(text="", buttons=(LINK,))]),
    ("%[Call](tel:+3612345678)", [Card(text="", buttons=(Button(type="link", text="Call", uri="tel:+3612345678"),))]),
    (
        "When? %[Dawn](reply:SLOT_1) %[Dusk](reply: SLOT 2 )",
        [
            Card(
                text="When?",
                buttons=(
                    Button(type="reply", text="Dawn", payload="SLOT_1"),
                    Button(type="reply", text="Dusk", payload="SLOT 2"),
                ),
            )
        ],
    ),
    ("%[Book](postback:a:b)", [Card(text="", buttons=(Button(type="postback", text="Book", payload="a:b"),))]),
    ("%[Here](location)", [Card(text="", buttons=(Button(type="locationRequest", text="Here"),))]),
    ("Pay $[Fee](25.00)", [Card(text="Pay", buttons=(Button(type="buy", text="Fee", amount=2500),))]),
    ("$[Fee]($25.5)", [Card(text="", buttons=(Button(type="buy", text="Fee", amount=2550),))]),
    ("$[Fee](7)", [Card(text="", buttons=(Button(type="buy", text="Fee", amount=700),))]),
    (
        "Our plan:\n![the plan](https://a.example/plan.png)\n%[Map](https://a.example/map)",
        [Card(text="Our plan:", buttons=(LINK,), image=Image(url="https://a.example/plan.png", alt="the plan"))],
    ),
    (
        "![](https://a.example/1.png) ![](https://a.example/2.png)",
        [Card(text="![](https://a.example/2.png)", image=Image(url="https://a.example/1.png", alt=""))],
    ),
    ("%((template:hello))%", [Template(name="hello")]),
    ("%{{template: hello}}%", [Template(name="hello")]),
    (
        "Ahoy %((template: hello))% and %{{template:hello}}% bye",
        [Card(text="Ahoy"), Template(name="hello"), Card(text="and"), Template(name="hello"), Card(text="bye")],
    ),
    ("Ahoy %((template:unknown))%!", [Card(text="Ahoy %((template:unknown))%!")]),
    ("%((template:hello}}%", [Card(text="%((template:hello}}%")]),
    *(
        (text, list[Card | Template]([Card(text=text)]))
        for text in (
            "100 %[",
            "%[a]",
            "%[a] (https://a.example)",
            "%[](https://a.example)",
            "%[a]()",
            "%[a](javascript:alert(1))",
            "%[a](javascript:alert)",
            "%[a](reply:)",
            "%[a](www.a.example)",
            "![a](tel:1)",
            "$[a](0)",
            "$[a](free)",
            "$[a](1.234)",
            "&(( ))&",
            "&((template=[[x]]))&",
            "&((namespace=[[x]] template=[[x]]))&",
            "[a](https://a.example)",
            "%[a](https://user:password@a.example)",
        )
    ),
]


@pytest.mark.parametrize(("text", "pieces"), CASES)
def test_what_is_written_becomes(text: str, pieces: list[Card | Template]) -> None:
    assert shorthand.parse(text, known={"hello"}) == pieces


def test_a_whatsapp_template_has_a_text_for_other_channels() -> None:
    written = (
        "Hi! &((namespace=[[ns]] template=[[t_1]] fallback=[[Your order is here.]]"
        " language=[[hu]] body_text=[[Ines]] body_text=[[7]]))& Bye"
    )
    (card,) = shorthand.parse(written)
    assert isinstance(card, Card)
    assert card.text == "Hi! Your order is here. Bye"
    assert card.whatsapp == {
        "type": "hsm",
        "hsm": {
            "namespace": "ns",
            "element_name": "t_1",
            "language": {"policy": "deterministic", "code": "hu"},
            "localizable_params": [{"default": "Ines"}, {"default": "7"}],
        },
    }


def test_the_templates_of_a_text() -> None:
    assert shorthand.templates("%((template:a))% %{{template: b }}% %((template:a))%") == ["a", "b"]


BITS = st.sampled_from(
    [
        "%[",
        "$[",
        "![",
        "](",
        ")",
        "((",
        "))%",
        "%((template:",
        "%{{",
        "}}%",
        "&((",
        "))&",
        "=[[",
        "]]",
        "[",
        "]",
        "(",
        " ",
    ]
)
WORDS = st.sampled_from(
    ["a", "reply:x", "location", "https://a.example", "25.00", "namespace", "template:", "\x00", "é"]
)
TEXTS = st.one_of(st.text(), st.lists(st.one_of(BITS, WORDS, st.text(max_size=3)), max_size=60).map("".join))


@given(TEXTS, st.sets(st.sampled_from(["a", "x", ""])))
def test_any_text_can_be_read(text: str, known: set[str]) -> None:
    pieces = shorthand.parse(text, known=known)
    assert pieces
    if not shorthand.hinted(text):
        assert pieces == [Card(text=text)]
    for piece in pieces:
        if isinstance(piece, Template):
            assert piece.name in known
        else:
            assert piece == Card(text=text) or piece.text.strip() or piece.buttons or piece.image
            assert all(button.text and len(button.text) <= 256 for button in piece.buttons)
    assert set(shorthand.templates(text)) >= {piece.name for piece in pieces if isinstance(piece, Template)}


@given(st.text(alphabet=st.characters(exclude_characters="[]()%$!&{}"), min_size=1).map(str.strip).filter(bool))
def test_a_button_s_words_are_kept(label: str) -> None:
    (piece,) = shorthand.parse(f"before %[{label}](reply:{label}) after")
    buttons: Any = () if len(label) > 256 else (Button(type="reply", text=label, payload=label),)
    assert piece == Card(text="before  after", buttons=buttons) or len(label) > 256


@pytest.mark.parametrize(
    "bit",
    [
        "%[",
        "%[a](",
        "%[a](b",
        "![a](https://a.example)",
        "%((template:",
        "%((template: ",
        "%{{template:a}}",
        "&((a=[[b]]",
        "&((",
        "&((a=[[&((]]",
        "[",
        "$[a](1",
        " ",
    ],
)
def test_reading_takes_time_in_proportion_to_the_length(bit: str) -> None:
    text = bit * (1_000_000 // len(bit))
    started = time.perf_counter()
    shorthand.parse("%[" + text, known={""})
    assert time.perf_counter() - started < 20  # what grows with the square takes hours
