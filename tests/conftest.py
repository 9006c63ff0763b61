"""Fixtures for every suite."""

from collections.abc import Iterator

import hypothesis
import pytest

from smooch_server.bus import nats as nats_bus
from smooch_server.storage import postgres as postgres_driver
from smooch_server.storage import sqlite
from tests.support import api, logs, nats, patience, postgres, s3, shapes

# `make test` draws the same examples every time and never judges by the clock; `make test-long` draws new ones
# (`--hypothesis-profile=long`) and prints how to draw them again.
_SLOW_IS_FINE = [hypothesis.HealthCheck.too_slow]
hypothesis.settings.register_profile(
    "same", derandomize=True, database=None, deadline=None, suppress_health_check=_SLOW_IS_FINE
)
hypothesis.settings.register_profile(
    "long",
    max_examples=2_000,
    derandomize=False,
    database=None,
    deadline=None,
    suppress_health_check=_SLOW_IS_FINE,
    print_blob=True,
)
hypothesis.settings.load_profile("same")


def pytest_addoption(parser: pytest.Parser) -> None:
    help_text = "leave out tests on the other shapes; tests on none belong to the first"
    parser.addoption("--shape", choices=shapes.NAMES, help=help_text)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanted = config.getoption("--shape")
    if wanted is not None:
        others = [item for item in items if _shape_of(item) != wanted]
        items[:] = [item for item in items if _shape_of(item) == wanted]
        config.hook.pytest_deselected(items=others)


def _shape_of(item: pytest.Item) -> str:
    call = getattr(item, "callspec", None)
    values = call.params.values() if call is not None else ()
    return next((value for value in values if isinstance(value, str) and value in shapes.NAMES), shapes.NAMES[0])


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    """Async tests run on the event loop the server runs on."""
    return "asyncio", {"use_uvloop": True}


@pytest.fixture(scope="session", autouse=True)
def _unhurried() -> Iterator[None]:
    """Drivers in the tests' own process wait longer than a server would for what is slow, or held by others."""
    waits = {
        postgres_driver: ("CONNECT_SECONDS", "COMMAND_SECONDS"),
        sqlite: ("LOCKED_SECONDS",),
        # Only a bus server that does not answer at all may lose messages.
        nats_bus: ("CONNECT_SECONDS", "START_SECONDS", "CONFIRM_SECONDS", "CLOSE_SECONDS", "PING_SECONDS"),
    }
    with pytest.MonkeyPatch.context() as patched:
        for module, names in waits.items():
            for name in names:
                patched.setattr(module, name, int(patience.SECONDS))
        yield


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[postgres.Postgres]:
    """A PostgreSQL server; ask it for a `database()` of your own."""
    server = postgres.Postgres(tmp_path_factory.mktemp("postgres"))
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def nats_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[nats.Nats]:
    """A NATS server that nobody stops; make your own `nats.Nats` to stop one."""
    server = nats.Nats(tmp_path_factory.mktemp("nats"))
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[s3.S3]:
    """An S3 server with an empty bucket; use a prefix of your own."""
    server = s3.S3(tmp_path_factory.mktemp("s3"))
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session", params=shapes.NAMES)
def shape(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[shapes.Shape]:
    """A running deployment of each shape, shared by the tests of the session: make your own app in it."""
    folder = tmp_path_factory.mktemp(str(request.param))
    if request.param == "sqlite":
        with shapes.sqlite(folder) as made:
            yield made
            logs.check(made.servers, api.SECRETS)
    else:
        database: postgres.Postgres = request.getfixturevalue("postgres_server")
        with shapes.postgres_nats(folder, database) as made:
            yield made
            logs.check(made.servers, api.SECRETS)


@pytest.fixture(scope="session")
def deployment(shape: shapes.Shape) -> api.Deployment:
    """The running shape, with a key of its account."""
    return api.deployment(shape)


@pytest.fixture
def shop(deployment: api.Deployment) -> api.Shop:
    """A new app with a key."""
    return deployment.make_shop()


@pytest.fixture(scope="session")
def agent(deployment: api.Deployment) -> api.Agent:
    """An agent who stays signed in for the session; make another to sign out or change a password."""
    return deployment.make_agent()
