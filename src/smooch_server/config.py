"""The one configuration: defaults < file < `SMOOCH_*` environment < flags, parsed once, then frozen."""

import dataclasses
import ipaddress
import pathlib
import tomllib
import urllib.parse
from collections.abc import Mapping
from typing import Literal

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8080
DEFAULT_DATA = "data"
_MOST_API_RATE = 100_000
_MOST_UPLOAD_BYTES = 1_073_741_824  # each upload under way takes as much of the temporary folder


class Invalid(Exception):
    """A setting is wrong; the message is one line that names its variable."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class DatabaseUrl:
    driver: Literal["sqlite", "postgres"]
    path: pathlib.Path | None  # sqlite
    dsn: str | None  # postgres


@dataclasses.dataclass(frozen=True, kw_only=True)
class BusUrl:
    driver: Literal["memory", "nats"]
    url: str | None  # nats


@dataclasses.dataclass(frozen=True, kw_only=True)
class BlobsUrl:
    driver: Literal["file", "s3"]
    path: pathlib.Path | None  # file
    bucket: str | None  # s3
    prefix: str  # s3; "" for the whole bucket


@dataclasses.dataclass(frozen=True, kw_only=True)
class Config:
    """Every setting of a process."""

    host: str
    port: int
    data: pathlib.Path  # the folder of the SQLite file and the secret key
    database: DatabaseUrl
    bus: BusUrl
    blobs: BlobsUrl
    upload_max_bytes: int
    public_url: str  # without a slash at the end; every link is made from it
    public_url_given: bool  # or made from host and port
    secret_key: str | None  # None: kept in a file in `data`
    rate_limits: bool
    api_rate: int  # requests a second of a key, and of an app
    worker: bool  # deliver the outbox in this process
    outbox_allow: tuple[Network, ...]  # private networks that webhooks may reach
    log_format: Literal["console", "json"]
    log_level: str

    @property
    def secure(self) -> bool:
        """Whether visitors and agents come over TLS."""
        return self.public_url.startswith("https://")


# setting -> (environment variable, default, what it is). The file uses the setting's name as its key.
SETTINGS: dict[str, tuple[str, str, str]] = {
    "host": ("SMOOCH_HOST", DEFAULT_HOST, "address to listen on"),
    "port": ("SMOOCH_PORT", str(DEFAULT_PORT), "port to listen on"),
    "data": ("SMOOCH_DATA", DEFAULT_DATA, "folder of the SQLite file and the secret key"),
    "database_url": ("SMOOCH_DATABASE_URL", "", "sqlite:///path or postgresql://..."),
    "bus_url": ("SMOOCH_BUS_URL", "memory:", "memory: or nats://host:port"),
    "blobs_url": ("SMOOCH_BLOBS_URL", "", "where uploads are kept: file:///path or s3://bucket/prefix"),
    "upload_max_bytes": ("SMOOCH_UPLOAD_MAX_BYTES", "10485760", "the largest file that is accepted"),
    "public_url": ("SMOOCH_PUBLIC_URL", "", "address that visitors and agents use"),
    "secret_key": ("SMOOCH_SECRET_KEY", "", "key for secrets at rest: 32 bytes in URL-safe base64"),
    "rate_limits": ("SMOOCH_RATE_LIMITS", "on", "on or off"),
    "api_rate": ("SMOOCH_API_RATE", "100", "requests a second of each API key, and of each app"),
    "worker": ("SMOOCH_WORKER", "on", "on or off: deliver the outbox in the server process"),
    "outbox_allow": ("SMOOCH_OUTBOX_ALLOW", "", "private networks that webhooks may reach, comma-separated"),
    "log_format": ("SMOOCH_LOG_FORMAT", "console", "console or json"),
    "log_level": ("SMOOCH_LOG_LEVEL", "info", "debug, info, warning or error"),
}


def load(
    environment: Mapping[str, str],
    *,
    file: pathlib.Path | None = None,
    flags: Mapping[str, str | None] | None = None,
) -> Config:
    """Read the configuration. The file is TOML: `file`, else what `SMOOCH_CONFIG` names, else none.

    Raises:
        Invalid: a value is bad, the file cannot be read or names an unknown setting.
    """
    named = environment.get("SMOOCH_CONFIG")
    source = file or (pathlib.Path(named) if named else None)
    values = {name: default for name, (_, default, _) in SETTINGS.items()}
    values |= _read_file(source) if source else {}
    values |= {name: environment[variable] for name, (variable, _, _) in SETTINGS.items() if environment.get(variable)}
    values |= {name: value for name, value in (flags or {}).items() if value is not None}
    return _parse(values)


def _read_file(path: pathlib.Path) -> dict[str, str]:
    try:
        raw = tomllib.loads(path.read_text())
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise Invalid(f"SMOOCH_CONFIG: {path} cannot be read: {error}") from error
    for name in raw:
        if name not in SETTINGS:
            raise Invalid(f"SMOOCH_CONFIG: {path} has an unknown setting '{name}'; known are {', '.join(SETTINGS)}")
    return {name: _as_text(value) for name, value in raw.items()}


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, list):
        return ",".join(map(str, value))
    return str(value)


def _parse(values: Mapping[str, str]) -> Config:
    data = pathlib.Path(values["data"]).expanduser()
    host, port = values["host"], _port(values["port"])
    return Config(
        host=host,
        port=port,
        data=data,
        database=_database(values["database_url"], data),
        bus=_bus(values["bus_url"]),
        blobs=_blobs(values["blobs_url"], data),
        upload_max_bytes=_size("SMOOCH_UPLOAD_MAX_BYTES", values["upload_max_bytes"]),
        public_url=_public_url(values["public_url"], host, port),
        public_url_given=bool(values["public_url"]),
        secret_key=values["secret_key"] or None,
        rate_limits=_switch("SMOOCH_RATE_LIMITS", values["rate_limits"]),
        api_rate=_rate("SMOOCH_API_RATE", values["api_rate"]),
        worker=_switch("SMOOCH_WORKER", values["worker"]),
        outbox_allow=_networks(values["outbox_allow"]),
        log_format=_log_format(values["log_format"]),
        log_level=_log_level(values["log_level"]),
    )


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text) < 65536:
        raise Invalid(f"SMOOCH_PORT must be a number from 1 to 65535, not '{text}'")
    return int(text)


def _split(variable: str, text: str) -> urllib.parse.SplitResult:
    try:
        parts = urllib.parse.urlsplit(text)
        _ = parts.port  # read to be checked
    except ValueError as error:
        raise Invalid(f"{variable} is not an address: {error}") from error
    return parts


def _database(text: str, data: pathlib.Path) -> DatabaseUrl:
    if not text:
        return DatabaseUrl(driver="sqlite", path=data / "smooch.db", dsn=None)
    if text.startswith("sqlite:///") and len(text) > len("sqlite:///"):
        return DatabaseUrl(driver="sqlite", path=pathlib.Path(text.removeprefix("sqlite:///")), dsn=None)
    if text.startswith(("postgresql://", "postgres://")):
        _split("SMOOCH_DATABASE_URL", text)
        return DatabaseUrl(driver="postgres", path=None, dsn=text)
    raise Invalid("SMOOCH_DATABASE_URL must begin with sqlite:/// (then a path) or postgresql://")


def _bus(text: str) -> BusUrl:
    if text in ("memory:", "memory://"):
        return BusUrl(driver="memory", url=None)
    if text.startswith(("nats://", "tls://")):
        for each in text.split(","):
            if not _split("SMOOCH_BUS_URL", each).hostname:
                raise Invalid("SMOOCH_BUS_URL must list addresses such as nats://host:4222, separated by commas")
        return BusUrl(driver="nats", url=text)
    raise Invalid(f"SMOOCH_BUS_URL must be memory: or begin with nats://, not '{text}'")


def _blobs(text: str, data: pathlib.Path) -> BlobsUrl:
    if not text:
        return BlobsUrl(driver="file", path=data / "blobs", bucket=None, prefix="")
    if text.startswith("file:///") and len(text) > len("file:///"):
        return BlobsUrl(driver="file", path=pathlib.Path(text.removeprefix("file://")), bucket=None, prefix="")
    bucket, _, prefix = text.removeprefix("s3://").partition("/")
    if text.startswith("s3://") and bucket and not {"?", "#", "@", ":"} & set(text.removeprefix("s3://")):
        return BlobsUrl(driver="s3", path=None, bucket=bucket, prefix=prefix.strip("/"))
    raise Invalid(f"SMOOCH_BLOBS_URL must be file:///path or s3://bucket/prefix, not '{text}'")


def _size(variable: str, text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= _MOST_UPLOAD_BYTES:
        raise Invalid(f"{variable} must be a number of bytes from 1 to {_MOST_UPLOAD_BYTES}, not '{text}'")
    return int(text)


def _public_url(text: str, host: str, port: int) -> str:
    if not text:
        name = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not bound
        return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
    parts = _split("SMOOCH_PUBLIC_URL", text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise Invalid(f"SMOOCH_PUBLIC_URL must be an address such as https://chat.example.com, not '{text}'")
    return text.rstrip("/")


def _switch(variable: str, text: str) -> bool:
    if text not in ("on", "off"):
        raise Invalid(f"{variable} must be on or off, not '{text}'")
    return text == "on"


def _rate(variable: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text) <= _MOST_API_RATE:
        raise Invalid(f"{variable} must be a number from 1 to {_MOST_API_RATE}, not '{text}'")
    return int(text)


def _networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError as error:
        raise Invalid(f"SMOOCH_OUTBOX_ALLOW must list networks such as 10.0.0.0/8: {error}") from error


def _log_format(text: str) -> Literal["console", "json"]:
    if text == "console":
        return "console"
    if text == "json":
        return "json"
    raise Invalid(f"SMOOCH_LOG_FORMAT must be console or json, not '{text}'")


def _log_level(text: str) -> str:
    if text not in ("debug", "info", "warning", "error"):
        raise Invalid(f"SMOOCH_LOG_LEVEL must be debug, info, warning or error, not '{text}'")
    return text
