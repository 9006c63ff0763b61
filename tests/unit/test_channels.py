"""Which channels a page is told of, and what of them."""

import pytest

from smooch_server.apps import apps, vault
from smooch_server.core import clock
from smooch_server.httpclient import guard
from smooch_server.integrations import channels, integrations, kinds
from smooch_server.storage import base, sqlite

pytestmark = pytest.mark.anyio

LINE = {
    "channelAccessToken": "a-token",
    "channelSecret": "a-secret",
    "channelId": "77",
    "qrCodeUrl": "https://a.example/q",
}
EMAIL = {"fromAddress": "desk@a.example"}


async def test_only_what_this_server_speaks_to_and_never_a_secret() -> None:
    database = await sqlite.open(":memory:")
    await database.migrate()
    safe, now_ms = vault.Vault(b"k" * 32), clock.now_ms()

    async def make(tx: base.Tx) -> tuple[str, list[str]]:
        account_id = await apps.default_account(tx, now_ms=now_ms)
        app = await apps.create(tx, account_id=account_id, name="A", settings={}, metadata={}, now_ms=now_ms)
        made = [
            await integrations.create(
                tx,
                safe,
                kinds.KINDS[name],
                app_id=app.app_id,
                given=given,
                policy=guard.Policy(),
                now_ms=now_ms + number,
            )
            for number, (name, given) in enumerate((("line", LINE), ("frontendEmail", EMAIL), ("web", {})))
        ]
        return app.app_id, [each.integration_id for each in made]

    app_id, (line, email, _) = await database.write(make)
    assert await database.read(lambda tx: channels.of_app(tx, app_id)) == []
    spoken = (kinds.KINDS["line"], kinds.KINDS["frontendEmail"], kinds.KINDS["viber"])
    found = await database.read(lambda tx: channels.of_app(tx, app_id, offered=spoken))
    assert found == [
        channels.Channel(integration_id=line, type="line", facts={"qrCodeUrl": LINE["qrCodeUrl"]}),
        channels.Channel(integration_id=email, type="frontendEmail", facts={"fromAddress": "desk@a.example"}),
    ]
    await database.close()


def test_no_secret_is_shown_to_pages() -> None:
    wrong = [
        (kind.name, field.name)
        for kind in kinds.KINDS.values()
        for field in kind.fields
        if field.shown and field.sealed
    ]
    assert wrong == []
