"""When a session of an agent is in use."""

import types
from typing import Any

import pytest

from smooch_server.api import policy
from smooch_server.apps import apps
from smooch_server.auth import agents
from smooch_server.core import clock
from smooch_server.storage import base, sqlite

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("touch", [True, False])
async def test_a_page_that_only_stands_open_does_not_use_its_session(*, touch: bool) -> None:
    database = await sqlite.open(":memory:")
    await database.migrate()
    then_ms = clock.now_ms() - 2 * agents.TOUCH_MS

    async def sign_in(tx: base.Tx) -> str:
        account_id = await apps.default_account(tx, now_ms=then_ms)
        agent = await agents.create(tx, account_id=account_id, email="ann@example.com", now_ms=then_ms)
        return await agents.start_session(tx, agent.agent_id, now_ms=then_ms)

    token = await database.write(sign_in)
    service = types.SimpleNamespace(database=database, config=types.SimpleNamespace(secure=False))
    app = types.SimpleNamespace(state={"services": service})
    connection: Any = types.SimpleNamespace(app=app, scope={}, cookies={policy.COOKIE: token})
    assert (await policy.agent_subject(connection, touch=touch)).email == "ann@example.com"
    row = await database.read(lambda tx: tx.one("SELECT used_ms FROM agent_session"))
    assert row is not None
    assert (row[0] == then_ms) is not touch
    await database.close()
