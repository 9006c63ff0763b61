"""What never reaches a log."""

import json
import logging
import sys
from typing import Any

import pytest
import structlog

from smooch_server import logs

SECRET = "s3cr3t-of-somebody"


@pytest.mark.parametrize(
    "entry",
    [
        *({name: SECRET} for name in sorted(logs.REDACTED)),
        {"Authorization": f"Basic {SECRET}"},
        {"headers": {"Cookie": SECRET, "inner": [{"jwt": SECRET}]}},
        {"event": f"sent Authorization: Bearer {SECRET}"},
        {"event": f"asked for /v1/x?token={SECRET}&b=1 and failed"},
        {"event": f"cannot connect to postgresql://user:{SECRET}@host/db"},
        {"exception": f"Traceback\n  headers: {{'authorization': 'basic {SECRET}'}}"},
        {"values": (f"bearer {SECRET}", [f"https://x/?a={SECRET}"])},
    ],
)
def test_secrets_are_taken_out(entry: dict[str, Any]) -> None:
    cleaned = logs.redact(None, "info", entry)
    assert SECRET not in json.dumps(cleaned)
    assert set(cleaned) == set(entry), "that there was something is still told"


def test_other_things_stay() -> None:
    entry = {"event": "request failed", "path": "/v1.1/apps/x", "status": 500, "nested": {"a": [1, None, True]}}
    assert logs.redact(None, "info", dict(entry)) == entry


def test_a_traceback_is_cleaned_too(capsys: pytest.CaptureFixture[str]) -> None:
    before = logging.getLogger().handlers[:]
    try:
        logs.configure("json", "info")
        try:
            raise ValueError(f"GET /x?secret={SECRET} with Bearer {SECRET}")
        except ValueError as error:
            structlog.get_logger("test").error("failed", exc_info=error)
        written = capsys.readouterr().err
    finally:
        structlog.reset_defaults()
        logging.basicConfig(handlers=before or [logging.StreamHandler(sys.__stderr__)], force=True)
    assert SECRET not in written
    assert json.loads(written)["event"] == "failed"
    assert "ValueError" in written


def test_entries_of_the_standard_library_are_cleaned_too(capsys: pytest.CaptureFixture[str]) -> None:
    before = logging.getLogger().handlers[:]
    try:
        logs.configure("json", "info")
        logging.getLogger("uvicorn.error").warning("GET /x?token=%s with Basic %s", SECRET, SECRET)
        written = capsys.readouterr().err
    finally:
        structlog.reset_defaults()
        logging.basicConfig(handlers=before or [logging.StreamHandler(sys.__stderr__)], force=True)
    assert "GET /x" in written
    assert SECRET not in written
