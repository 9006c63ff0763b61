"""The fields of a message as they come in a form with an image."""

import pytest

from smooch_server.api.rest import images
from smooch_server.core import errors
from smooch_server.wire import posting


def test_texts_become_a_message() -> None:
    made = images.message_fields(
        {
            "role": "appMaker",
            "type": "file",
            "text": "{not json}",
            "name": "Ann",
            "email": "ann@shop.test",
            "avatarUrl": "https://shop.test/a.png",
            "metadata": '{"lang": "en", "n": 1}',
            "actions": '[{"type": "link", "text": "Map", "uri": "https://shop.test"}]',
            "deviceId": "ignored",
        }
    )
    assert (made.role, made.type, made.text, made.name) == ("appMaker", "image", "{not json}", "Ann")
    assert (made.email, made.avatarUrl) == ("ann@shop.test", "https://shop.test/a.png")
    assert made.metadata == {"lang": "en", "n": 1}
    assert made.actions == [posting.NewAction(type="link", text="Map", uri="https://shop.test")]


@pytest.mark.parametrize(
    ("texts", "named"),
    [
        ({}, "role"),
        ({"role": "appUser", "metadata": "{"}, "metadata"),
        ({"role": "appUser", "metadata": "[1]"}, "metadata"),
        ({"role": "appUser", "actions": "x"}, "actions"),
        ({"role": "appUser", "metadata": "[" * 100_000}, "metadata"),
    ],
)
def test_bad_fields_are_named(texts: dict[str, str], named: str) -> None:
    with pytest.raises(errors.BadRequest, match=named):
        images.message_fields(texts)
