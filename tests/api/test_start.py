"""What stops a start is said in one line that names the setting, and looking changes nothing."""

import pathlib
import subprocess

import pytest

from tests.support import ports, server


@pytest.fixture
def fresh(tmp_path: pathlib.Path) -> dict[str, str]:
    """The environment of a machine on which nothing was started yet."""
    settings = {"SMOOCH_DATA": str(tmp_path / "data"), "SMOOCH_PORT": str(ports.free())}
    environment = server.environment(settings)
    del environment["SMOOCH_SECRET_KEY"]
    return environment


def _run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(server.PROGRAM), *arguments], env=environment, capture_output=True, text=True, timeout=30, check=False
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
