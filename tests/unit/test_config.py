"""The configuration: where values come from, and what is refused."""

import pathlib

import pytest

from smooch_server import config

NAMES = {name: variable for name, (variable, _, _) in config.SETTINGS.items()}


def _written(folder: pathlib.Path, text: str) -> pathlib.Path:
    path = folder / "smooch.toml"
    path.write_text(text)
    return path


def test_defaults() -> None:
    found = config.load({})
    assert (found.host, found.port, found.public_url) == ("127.0.0.1", 8080, "http://127.0.0.1:8080")
    assert found.database == config.DatabaseUrl(driver="sqlite", path=pathlib.Path("data/smooch.db"), dsn=None)
    assert found.bus == config.BusUrl(driver="memory", url=None)
    assert (found.secret_key, found.rate_limits, found.worker, found.outbox_allow) == (None, True, True, ())
    assert found.api_rate == 100
    assert not found.secure


def test_defaults_then_file_then_environment_then_flags(tmp_path: pathlib.Path) -> None:
    file = _written(tmp_path, 'port = 1001\nhost = "10.0.0.1"\nlog_level = "debug"\n')
    environment = {"SMOOCH_PORT": "1002", "SMOOCH_LOG_LEVEL": "warning", "SMOOCH_WORKER": ""}
    found = config.load(environment, file=file, flags={"port": "1003", "data": None})
    assert found.port == 1003
    assert found.log_level == "warning"
    assert found.host == "10.0.0.1"
    assert found.worker is True, "an empty variable is no value"
    assert config.load(environment, file=file).port == 1002
    assert config.load({}, file=file).port == 1001


def test_the_environment_may_name_the_file(tmp_path: pathlib.Path) -> None:
    file = _written(tmp_path, 'port = 1001\nrate_limits = false\noutbox_allow = ["10.0.0.0/8", "::1/128"]\n')
    found = config.load({"SMOOCH_CONFIG": str(file)})
    assert (found.port, found.rate_limits) == (1001, False)
    assert [str(network) for network in found.outbox_allow] == ["10.0.0.0/8", "::1/128"]


@pytest.mark.parametrize(
    ("url", "driver", "path"),
    [
        ("sqlite:///relative/smooch.db", "sqlite", "relative/smooch.db"),
        ("sqlite:////var/smooch.db", "sqlite", "/var/smooch.db"),
        ("postgresql://user:word@host/smooch", "postgres", None),
    ],
)
def test_the_scheme_chooses_the_database(url: str, driver: str, path: str | None) -> None:
    found = config.load({"SMOOCH_DATABASE_URL": url}).database
    assert found.driver == driver
    assert found.path == (None if path is None else pathlib.Path(path))


def test_the_scheme_chooses_the_bus() -> None:
    assert config.load({"SMOOCH_BUS_URL": "memory:"}).bus.driver == "memory"
    assert config.load({"SMOOCH_BUS_URL": "nats://bus:4222"}).bus.url == "nats://bus:4222"


@pytest.mark.parametrize(
    ("settings", "url"),
    [
        ({"SMOOCH_PUBLIC_URL": "https://chat.example.com/"}, "https://chat.example.com"),
        ({"SMOOCH_HOST": "0.0.0.0", "SMOOCH_PORT": "9000"}, "http://127.0.0.1:9000"),
        ({"SMOOCH_HOST": "::1"}, "http://[::1]:8080"),
    ],
)
def test_the_public_address(settings: dict[str, str], url: str) -> None:
    assert config.load(settings).public_url == url


def test_https_means_secure() -> None:
    assert config.load({"SMOOCH_PUBLIC_URL": "https://chat.example.com"}).secure


BAD: dict[str, list[str]] = {
    "SMOOCH_PORT": ["http", "0", "65536", "-1", "80.0", "²"],
    "SMOOCH_DATABASE_URL": ["mysql://x", "sqlite:///", "sqlite:x", "postgresql://[", "postgresql://host:port/x"],
    "SMOOCH_BUS_URL": ["redis://x", "nats", "nats://[", "nats://", "nats://host:port"],
    "SMOOCH_PUBLIC_URL": ["chat.example.com", "ftp://x", "https://x?y", "https://x#y", "http://[", "http://x:port"],
    "SMOOCH_RATE_LIMITS": ["yes", "ON"],
    "SMOOCH_API_RATE": ["0", "-1", "many", "1.5", "100001"],
    "SMOOCH_WORKER": ["1"],
    "SMOOCH_OUTBOX_ALLOW": ["10.0.0.0/33", "localhost", "10.0.0.1/8"],
    "SMOOCH_LOG_FORMAT": ["xml"],
    "SMOOCH_LOG_LEVEL": ["loud", "critical"],
}


@pytest.mark.parametrize(("variable", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_a_bad_value_names_its_variable_in_one_line(variable: str, value: str) -> None:
    with pytest.raises(config.Invalid, match=variable) as refused:
        config.load({variable: value})
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("text", ["port =", 'unknown = "x"', "[port]\n"])
def test_a_bad_file_is_named(tmp_path: pathlib.Path, text: str) -> None:
    file = _written(tmp_path, text)
    with pytest.raises(config.Invalid, match="SMOOCH_") as refused:
        config.load({}, file=file)
    assert "\n" not in str(refused.value)


def test_a_missing_file_is_named(tmp_path: pathlib.Path) -> None:
    with pytest.raises(config.Invalid, match="SMOOCH_CONFIG"):
        config.load({"SMOOCH_CONFIG": str(tmp_path / "absent.toml")})
