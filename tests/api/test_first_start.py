"""Several processes start at once on an empty database: they make one account, one app, one agent."""

import pathlib
import re

import pytest

from tests.support import postgres, server


@pytest.mark.parametrize("attempt", range(2))
def test_processes_that_start_at_once_agree(
    tmp_path: pathlib.Path, postgres_server: postgres.Postgres, attempt: int
) -> None:
    url = postgres_server.database()
    servers = [server.Server(tmp_path, {"SMOOCH_DATABASE_URL": url}, name=f"server-{number}") for number in range(4)]
    try:
        for one in servers:
            one.process.launch()
        for one in servers:
            one.process.wait_ready()
        assert [one.stop() for one in servers] == [0] * 4
    finally:
        for one in servers:
            one.kill()
    banners = [one.process.tail() for one in servers]
    assert len({re.findall(r"App id +(\w{24})", banner)[0] for banner in banners}) == 1
    assert sum("Secret" in banner for banner in banners) == 1, "shown by the one that made it"
