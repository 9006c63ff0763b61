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
