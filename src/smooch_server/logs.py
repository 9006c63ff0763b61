"""Structured logs, with secrets taken out by name before a line is written."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Final, Literal

import structlog

# Keys whose values never reach a log, wherever they stand in an entry.
REDACTED: Final = frozenset(
    {"authorization", "cookie", "set-cookie", "jwt", "secret", "token", "password", "sessiontoken", "session_token"}
    | {"x-api-key", "app-token", "apptoken", "key", "dsn"}
    # What integrations and deployments are made with.
    | {"pageaccesstoken", "appsecret", "consumersecret", "accesstokensecret", "authtoken", "accesskey", "signingkey"}
    | {"channelaccesstoken", "channelsecret", "switchersecret", "encodingaeskey", "apikey", "certificate", "serverkey"}
    | {"apisecret", "webhooksecret", "callbacksecret", "verifiednamecertificate"}
)
_QUERY: Final = re.compile(r"\?[^\s\"']*")
_CREDENTIALS: Final = re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]+")
_USERINFO: Final = re.compile(r"//[^/@\s]+@")


def redact(_: object, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace secrets in an entry: by key at any depth, and credentials and query strings inside text."""
    return {key: _clean(key, value) for key, value in entry.items()}


def _clean(key: str, value: object) -> object:
    if key.lower() in REDACTED:
        return "[redacted]"
    if isinstance(value, dict):
        return {inner: _clean(str(inner), item) for inner, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean("", item) for item in value]
    if isinstance(value, str):
        text = _CREDENTIALS.sub(r"\1 [redacted]", _QUERY.sub("?[redacted]", value))
        return _USERINFO.sub("//[redacted]@", text)
    return value


def configure(form: Literal["console", "json"], level: str) -> None:
    """Set up logging for this process: one entry a line on standard error, libraries' entries included."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    _configure_standard(shared, last)
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def _configure_standard(shared: list[structlog.typing.Processor], last: structlog.typing.Processor) -> None:
    """Give what libraries log through `logging` the same form and the same redaction."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
