"""Tokens whose signature was checked before are still checked for everything that can have changed since."""

import os
from collections.abc import AsyncIterator

import pytest

from smooch_server.apps import keys as api_keys
from smooch_server.apps import vault
from smooch_server.auth import credentials, keys, subject
from smooch_server.core import clock, errors
from smooch_server.storage import base, sqlite
from tests.support import api, domain

pytestmark = pytest.mark.anyio


@pytest.fixture
async def database() -> AsyncIterator[base.Database]:
    opened = await sqlite.open(":memory:")
    await domain.install(opened)
    yield opened
    await opened.close()


async def test_a_known_token_ends_and_goes_with_its_key(
    database: base.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = api_keys.Keyring(vault.Vault(os.urandom(vault.KEY_BYTES)))
    app = await domain.make_app(database)
    key = await database.write(
        lambda tx: keyring.create(tx, account_id=app.account_id, app_id=app.app_id, name="k", now_ms=domain.NOW)
    )
    now = clock.now_ms() // 1000
    ending = api.sign({"scope": "app", "exp": now + 60}, key.secret, kid=key.key_id)
    endless = api.sign({"scope": "app"}, key.secret, kid=key.key_id)

    async def prove(token: str) -> object:
        return await database.read(lambda tx: keys.authenticate(tx, keyring, credentials.Bearer(token=token)))

    for token in (ending, endless, ending, endless):
        assert isinstance(await prove(token), subject.App)
    forged = endless[:-4] + ("AAAA" if not endless.endswith("AAAA") else "BBBB")
    with pytest.raises(errors.InvalidAuth):
        await prove(forged)
    monkeypatch.setattr(clock, "now_ms", lambda: (now + 60 + keys.LEEWAY_SECONDS) * 1000)
    with pytest.raises(errors.InvalidAuth):
        await prove(ending)
    assert isinstance(await prove(endless), subject.App)
    await database.write(lambda tx: tx.run("DELETE FROM api_key WHERE key_id = $1", key.key_id))
    with pytest.raises(errors.InvalidAuth):
        await prove(endless)
