"""What stops a start is said in one line that names the setting, and looking changes nothing."""

import json
import pathlib
import subprocess

import pytest

from tests.support import patience, ports, postgres, server, shapes


@pytest.fixture
def fresh(tmp_path: pathlib.Path) -> dict[str, str]:
    """The environment of a machine on which nothing was started yet."""
    settings = {"SMOOCH_DATA": str(tmp_path / "data"), "SMOOCH_PORT": str(ports.free())}
    environment = server.environment(settings)
    del environment["SMOOCH_SECRET_KEY"]
    return environment


def _run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(server.PROGRAM), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=patience.START_SECONDS,
        check=False,
    )


def _refused(environment: dict[str, str], *arguments: str) -> str:
    done = _run(environment, *arguments)
    assert done.returncode == 1, done
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr.removeprefix("smooch: ")


@pytest.mark.parametrize("arguments", [("serve",), ("worker",), ("app", "create", "X")])
def test_another_key_is_named(fresh: dict[str, str], arguments: tuple[str, ...]) -> None:
    assert _run(fresh, "app", "create", "Larkfield").returncode == 0
    said = _refused(fresh | {"SMOOCH_SECRET_KEY": "A" * 43}, *arguments)
    assert said.startswith("SMOOCH_SECRET_KEY is not the key")
    (pathlib.Path(fresh["SMOOCH_DATA"]) / "secret.key").write_text("A" * 43)
    assert "secret.key" in _refused(fresh, *arguments)


@pytest.mark.parametrize("url", ["nats://a:b:c", "nats://", "nats://a:4222,nats://b:x", "nats://a:99999"])
def test_a_bus_that_is_none_is_named(fresh: dict[str, str], url: str) -> None:
    assert _refused(fresh | {"SMOOCH_BUS_URL": url}, "serve").startswith("SMOOCH_BUS_URL")


# ---- the doctor ------------------------------------------------------------------------------------


def _says(environment: dict[str, str]) -> dict[str, str]:
    done = _run(environment, "doctor", "--json")
    assert done.returncode == 0, done
    return {check["name"]: check["says"] for check in json.loads(done.stdout)["checks"]}


def test_the_doctor_makes_nothing(fresh: dict[str, str], tmp_path: pathlib.Path) -> None:
    for _ in range(2):
        said = _says(fresh)
        assert "does not exist yet" in said["database"]
        assert "does not exist yet" in said["secret key"]
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_does_not_migrate(
    fresh: dict[str, str], postgres_server: postgres.Postgres, tmp_path: pathlib.Path
) -> None:
    new = fresh | {"SMOOCH_DATABASE_URL": postgres_server.database()}
    for _ in range(2):
        assert "0001_initial" in _says(new)["database"]
    assert list(tmp_path.iterdir()) == []
    assert _run(new, "migrate").returncode == 0
    assert _says(new)["database"] == "postgres answers"


def test_the_doctor_looks_beside_a_running_server(shape: shapes.Shape) -> None:
    said = _says(shape.cli.environment)
    assert " answers" in said["database"]
    assert said["secret key"] == "reads the stored keys"


def test_the_doctor_tries_the_bus_even_without_a_database(fresh: dict[str, str]) -> None:
    done = _run(fresh | {"SMOOCH_DATABASE_URL": f"postgresql://127.0.0.1:{ports.free()}/none"}, "doctor")
    assert done.returncode == 1
    assert "FAIL  database" in done.stdout
    assert "ok    bus" in done.stdout
