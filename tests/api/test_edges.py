"""What the three edges let in: sizes, links, characters, limits, methods, times."""

import pytest

from tests.support import api


# ---- credentials -----------------------------------------------------------------------------------


def test_credentials_with_a_null_character_are_refused(shop: api.Shop) -> None:
    url, user = shop.deployment.agent_url, shop.make_user()["userId"]
    path = f"/v1.1/apps/{shop.app_id}/appusers/{user}"
    tokens = (
        api.sign({"scope": "app"}, shop.secret, kid="app_\x00"),
        shop.token("appUser", userId=f"{user}\x00"),
    )
    for headers in (api.basic("a\x00", "b"), api.basic(shop.key_id, "b\x00"), *map(api.bearer, tokens)):
        assert api.call(url, "GET", path, headers=headers).status == 401
    for headers in (api.basic("a\x00", "b"), api.bearer(tokens[1])):
        assert shop.sdk("GET", f"/appusers/{user}", headers=headers).status == 401


# ---- times -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "1969-12-31", "9999-12-31T23:59:59-12:00"])
def test_a_time_that_cannot_be_shown_again_is_not_stored(shop: api.Shop, moment: str) -> None:
    user = shop.make_user()
    refused = shop.rest("PUT", f"/appusers/{user['_id']}", {"signedUpAt": moment}, expect=400)
    assert refused.json["error"]["description"].startswith("signedUpAt: ")
    assert shop.rest("GET", f"/appusers/{user['_id']}", expect=200).json["appUser"] == user
