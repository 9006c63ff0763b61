"""What an operator does, while another one does it."""

import asyncio
import pathlib

import pytest

from smooch_server import administration, app, config
from tests.support import postgres

pytestmark = pytest.mark.anyio


@pytest.fixture
def database_url(postgres_server: postgres.Postgres) -> str:
    return postgres_server.database()


async def test_two_operators_may_invite_the_same_agent_at_once(database_url: str, tmp_path: pathlib.Path) -> None:
    environment = {"SMOOCH_DATABASE_URL": database_url, "SMOOCH_DATA": str(tmp_path)}
    settings = config.load(environment)
    async with app.core(settings) as one, app.core(settings) as other:
        for number in range(10):
            email = f"agent{number}@example.com"
            made = await asyncio.gather(*(administration.create_agent(each, email) for each in (one, other)))
            assert len({each.agent_id for each in made}) == 1
            assert len({each.sign_in_url for each in made}) == 2
